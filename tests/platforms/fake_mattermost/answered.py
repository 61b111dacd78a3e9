"""What the fake Mattermost does with the bot's answers: to a command, by response_url, to a button, to a dialog. It refuses what the server refuses."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from tests.platforms.fake_mattermost.dialogs import complaints
from tests.platforms.fake_mattermost.outgoing import Answered
from tests.platforms.fake_mattermost.posts_api import Posts
from tests.platforms.fake_mattermost.refusals import Refused
from tests.platforms.fake_mattermost.state import Channel, Json, OpenDialog, Post, ResponseUrl, State, User

MOST_USES = 5
URL_LIVES = 30 * 60
MOST_BYTES = 2**20
_TOKEN = re.compile(r"<([!@#])([^<>|]*)(?:\|([^<>]*))?>")
_TYPES = ("", "ok", "form", "navigate")
_FIELDS = frozenset(
    [
        "response_type",
        "text",
        "attachments",
        "props",
        "username",
        "icon_url",
        "channel_id",
        "goto_location",
        "type",
        "skip_slack_parsing",
        "extra_responses",
        "trigger_id",
    ]
)


@dataclass
class Answers:
    """Takes answers. `refused` hears of those that do not count."""

    state: State
    posts: Posts
    refused: Callable[[str], None]

    def to_command(self, url: ResponseUrl, answered: Answered, trigger: str) -> str:
        """Show the answer to a command; return what the person is told when it does not count."""
        if answered.lost:
            return self._no(f"Command with a trigger of '{trigger}' failed.")
        if answered.status != 200:
            return self._no(f"Command with a trigger of '{trigger}' returned response {answered.status}.")
        if len(answered.text.encode()) > MOST_BYTES:
            return self._no(f"Command with a trigger of '{trigger}' returned an answer that is too long.")
        if not answered.text:
            return ""
        said = answered.json if answered.kind.partition(";")[0] == "application/json" else {"text": answered.text}
        if not isinstance(said, dict):
            return self._no(f"Command with a trigger of '{trigger}' returned no object.")
        self._said(url, said)
        return ""

    def respond(self, hook: str, said: Any) -> None:
        """Take an answer by response_url: five within half an hour, no more.

        Raises:
            Refused: when the address is used up or unknown.
        """
        url = self.state.response_urls.get(hook)
        if url is None or self.state.clock.now() - url.at > URL_LIVES:
            raise Refused(404, "app.command_webhook.get.missing", "Unable to get the webhook.")
        if url.uses >= MOST_USES:
            raise Refused(400, "app.command_webhook.try_use.invalid", "Unable to use the webhook.")
        if not isinstance(said, dict):
            raise Refused(400, "web.command_webhook.parse.app_error", "Unable to parse incoming data.")
        url.uses += 1
        self._said(url, said)

    def whisper(self, person: User, where: Channel, root: str, text: str) -> Post:
        """Say something that only one person sees."""
        post = Post(self.state.new_id("post"), where.id, person.id, text, root, type="system_ephemeral", only_for=person.id)
        return self.posts.add(post)

    def to_action(self, person: User, post: Post, answered: Answered) -> str:
        """Do what the answer to a button says; return what the person is told when it does not count."""
        if answered.lost or answered.status != 200:
            return self._no(f"Action integration error. status={answered.status}")
        if not answered.text and self.state.era.empty_action_answers:
            return ""
        said = answered.json
        if not isinstance(said, dict):
            return self._no("Action integration error: no JSON.")
        if self.state.era.action_errors and (error := (said.get("error") or {}).get("message")):
            return str(error)
        if (update := said.get("update")) is not None:
            self._updated(post, update)
        if text := said.get("ephemeral_text"):
            root, where = post.root_id or post.id, self.state.channels[post.channel_id]
            self.whisper(person, where, "" if post.only_for else root, self._parsed(text, said))
        return ""

    def to_dialog(self, opened: OpenDialog | None, answered: Answered) -> str:
        """Do with a dialog what the answer says; return what the person is told when it does not count."""
        if answered.lost or answered.status != 200:
            return self._no(f"Submission failed: {answered.status}.")
        said = answered.json if answered.text else {}
        if said is None and not self.state.era.checks_dialog_answers:
            said = {}
        if not isinstance(said, dict):
            return self._no("Submission failed: no JSON.")
        errors, error = said.get("errors") or {}, said.get("error") or ""
        if opened is None:
            return error or ", ".join(f"{name}: {what}" for name, what in errors.items())
        opened.errors, opened.error = {}, ""
        if errors or error:
            unknown = set(errors) - {one["name"] for one in opened.dialog["elements"]}
            assert not unknown, f"there are no fields {unknown}"
            opened.errors, opened.error = errors, error
            return ""
        return self._ended(opened, said)

    def _ended(self, opened: OpenDialog, said: Json) -> str:
        """Close a dialog, or show the next one in its place."""
        kind = said.get("type", "") if self.state.era.checks_dialog_answers else ""
        if kind not in _TYPES or (kind == "form") != ("form" in said and self.state.era.checks_dialog_answers):
            return self._no(f"Submission failed: type {kind!r}.")
        if kind == "form" and self.state.era.steps:
            if wrong := list(complaints(said["form"], self.state.era)):
                return self._no(f"Submission failed: {wrong}.")
            opened.dialog, opened.typed = said["form"], {}
            return ""
        self.state.dialogs.remove(opened)
        return ""

    def _said(self, url: ResponseUrl, said: Json) -> None:
        """Say an answer and those that go with it: to the person alone, or, as their own words, to everybody."""
        for one in (said, *(said.get("extra_responses") or ())):
            if strange := set(one) - _FIELDS:
                self.state.logged.append(f"answer: unknown {sorted(strange)}")
            attachments = {"attachments": one["attachments"]} if one.get("attachments") else {}
            props = {**(one.get("props") or {}), **attachments}
            post = Post(
                self.state.new_id("post"), url.channel_id, url.user_id, self._parsed(one.get("text") or "", one), url.root_id
            )
            post.props = props
            if one.get("response_type") == "in_channel":
                post.props["from_webhook"] = "true"
            else:
                post.only_for, post.type = url.user_id, "system_ephemeral"
            if post.message or post.attachments:
                self.posts.add(post)

    def _updated(self, post: Post, update: Any) -> None:
        """Put another content in a post's place: props that are not named keep all that stood there, its buttons as well."""
        assert isinstance(update, dict), "an update is a post"
        props = post.props if update.get("props") is None else update["props"]
        self.posts.change(post, update.get("message", ""), props)

    def _parsed(self, text: str, said: Json) -> str:
        """Make of `<!here>` and `<@id>` what the server makes of them, unless it was asked not to."""
        if said.get("skip_slack_parsing") is True:
            return text
        return _TOKEN.sub(self._token, text)

    def _token(self, found: "re.Match[str]") -> str:
        kind, inside, label = found[1], found[2], found[3]
        if kind == "!":
            return f"@{inside}"
        if kind == "@" and inside in self.state.users:
            return f"@{self.state.users[inside].username}"
        return label or found[0]

    def _no(self, why: str) -> str:
        self.refused(why)
        return why
