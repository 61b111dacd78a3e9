"""What people see in the fake Mattermost: a post as its clients draw it, and what came of something somebody did."""

import asyncio
import re
import time
from collections.abc import Iterable
from dataclasses import dataclass, field

from markdown_it import MarkdownIt
from markdown_it.token import Token

from tests.platforms.fake_mattermost.state import Json, OpenDialog, Post, State

_CLIENT = MarkdownIt("commonmark", {"html": False}).enable(["table", "strikethrough"])
_MENTION = re.compile(r"(?<![\w@])@([a-z0-9](?:[a-z0-9._-]*[a-z0-9])?)")


def shown(markdown: str, state: State) -> str:
    """Return Markdown as a client shows it: words only, and people by their names."""
    words = "\n".join(_words(_CLIENT.parse(markdown)))
    return _MENTION.sub(lambda found: user.name if (user := state.named(found[1])) else found[0], words).replace("\u200b", "")


def _words(tokens: Iterable[Token]) -> Iterable[str]:
    for token in tokens:
        if token.type == "inline":
            yield "".join(_inline(token.children or ()))
        elif token.type in {"fence", "code_block"}:
            yield token.content


def _inline(tokens: Iterable[Token]) -> Iterable[str]:
    for token in tokens:
        if token.type in {"softbreak", "hardbreak"}:
            yield "\n"
        else:
            yield token.content


def said(post: Post, state: State) -> str:
    """Return the words of a post: its message, what stands under it, and its files."""
    lines = [shown(post.message, state)]
    for one in post.attachments:
        lines += _attachment(one, state)
    lines += [state.files[file].name for file in post.file_ids]
    return "\n".join(filter(None, lines))


def _attachment(one: Json, state: State) -> Iterable[str]:
    yield shown(one.get("pretext") or "", state)
    yield one.get("title") or ""
    yield shown(one.get("text") or "", state)
    for value in one.get("fields") or ():
        yield f"{value['title']}\n{shown(value['value'], state)}"
    for action in one.get("actions") or ():
        yield "\n".join([action["name"], *(option["text"] for option in action.get("options") or ())])


def dialog_said(opened: OpenDialog, state: State) -> str:
    """Return the words of a dialog."""
    dialog = opened.dialog
    lines = [dialog["title"], shown(dialog.get("introduction_text") or "", state)]
    for one in dialog.get("elements") or ():
        options = [option["text"] for option in one.get("options") or ()]
        lines += [one["display_name"], one.get("help_text") or "", one.get("placeholder") or "", *options]
        value = opened.typed.get(one["name"], one.get("default"))
        lines += [str(value)] if value else []
        lines += [f"! {opened.errors[one['name']]}"] if one["name"] in opened.errors else []
    lines += [f"! {opened.error}"] if opened.error else []
    return "\n".join(filter(None, [*lines, dialog.get("submit_label") or ""]))


@dataclass
class Seen:
    """What came of something somebody did. Read it when you like: what comes later is there later.

    `error` is what the server says when it or the bot failed; `answer_s` how long the bot took.
    """

    state: State
    user: str
    since: int
    error: str = ""
    answer_s: float = 0.0
    before: dict[str, int] = field(default_factory=dict)

    @property
    def answers(self) -> list[Post]:
        """What has been said to this person, or where they are, and what has been changed there; not by themselves."""
        new = self.state.posts[self.since :]
        changed = [one for one in self.state.posts[: self.since] if one.edit_at != self.before.get(one.id)]
        rooms = {one.id for one in self.state.channels.values() if self.user in one.members}
        return [one for one in (*changed, *new) if self._visible(one, rooms)]

    @property
    def said(self) -> str:
        """The words of all that, and of an open dialog."""
        dialog = [dialog_said(self.dialog, self.state)] if self.dialog else []
        return "\n".join([said(one, self.state) for one in self.answers] + dialog)

    @property
    def dialog(self) -> OpenDialog | None:
        """The dialog before the person."""
        return self.state.open_dialog(self.user)

    async def until(self, words: str, timeout_s: float = 5.0) -> str:
        """Wait for words to appear, and return all that is said.

        Raises:
            AssertionError: when they do not come.
        """
        end = time.monotonic() + timeout_s
        while words not in self.said:
            assert time.monotonic() < end, f"{words!r} did not come; this did: {self.said!r} {self.error}"
            await asyncio.sleep(0.01)
        return self.said

    def _visible(self, one: Post, rooms: set[str]) -> bool:
        if one.delete_at:
            return False
        if one.only_for:
            return one.only_for == self.user
        by_bot = self.state.users[one.user_id].is_bot or one.props.get("from_webhook") == "true"
        return by_bot and one.channel_id in rooms


def seen_by(state: State, user: str) -> Seen:
    """Begin to look."""
    return Seen(state, user, len(state.posts), before={one.id: one.edit_at for one in state.posts})
