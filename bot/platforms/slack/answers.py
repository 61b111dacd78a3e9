"""How an answer gets back to the person: on the acknowledgement, by the response_url, as a private message, or as a window.

An answer is private wherever others can read along; in the bot's own conversation with a person it stays, as a message. What is
longer than a private answer can be stands whole in that conversation.
"""

from collections.abc import Coroutine, Sequence
from dataclasses import dataclass
from typing import Any

import structlog

from bot.chat.form import Form
from bot.chat.message import Message, text
from bot.chat.request import Call
from bot.platforms.platform import Address, PlatformError
from bot.platforms.slack.asking import Asking, Workspace
from bot.platforms.slack.form_shapes import Meta, view
from bot.platforms.slack.ids import place_and_stamp, team_and_user
from bot.platforms.slack.parcel import Block, Parcel, Post
from bot.platforms.slack.platform import SlackPlatform
from bot.platforms.slack.posting import say_all
from bot.platforms.slack.shapes import home, parcel
from bot.platforms.slack.webhook import Webhook
from bot.words import slack as words
from bot.words.language import speaking

log = structlog.get_logger()
MOST_MORE = 3  # Private messages after the first: a response_url is good for five, and one may be spent on "working on it".
TITLE = "Pagt"


@dataclass(frozen=True)
class To:
    """Whom an answer goes to, and the ways Slack gave for it.

    `replaces` puts it in the place of the message whose button was pressed; `stays` says that only the bot and the person
    read there.
    """

    workspace: Workspace
    call: Call
    language: str
    respond: str | None = None
    replaces: bool = False
    stays: bool = False

    @property
    def thread(self) -> str | None:
        """The stamp of the thread the person is in."""
        found = place_and_stamp(self.call.thread) if self.call.thread else None
        return found[1] if found else None


@dataclass(frozen=True)
class Answers:
    """Carries answers."""

    asking: Asking
    platform: SlackPlatform
    webhook: Webhook

    async def acknowledged(self, to: To, message: Message) -> tuple[dict[str, Any], Coroutine[Any, Any, None] | None]:
        """Return an answer as the acknowledgement of a command carries it, and what is to be done after that."""
        drawn = await self._drawn(message)
        after = self._follow(to, message, drawn) if drawn.thread or drawn.files else None
        return {"response_type": "ephemeral", **_payload(drawn.first)}, after

    async def say(self, to: To, message: Message) -> None:
        """Give an answer by the best way there is.

        Raises:
            PlatformError: when there is no way left.
        """
        drawn = await self._drawn(message)
        if to.stays and not to.replaces:
            await say_all(self.asking, to.workspace, to.call.place.id, drawn, thread=to.thread)
            return
        drawn = await self._fitting(to, message, drawn)
        kind = {"replace_original": True} if to.replaces else {"replace_original": False, "response_type": "ephemeral"}
        if to.respond is not None and await self.webhook(to.respond, {**kind, **_payload(drawn.first)}):
            await self.more(to, drawn.thread)
            return
        try:
            await self._whisper(to, drawn)
        except PlatformError as error:  # The bot is not in that channel, or the channel shows nothing private to this person.
            log.info("slack.answered_directly", reason=str(error))
            await self._directly(to, message)

    async def more(self, to: To, posts: Sequence[Post]) -> None:
        """Send what continues a private answer, by the response_url."""
        for post in posts:
            if to.respond is None or not await self.webhook(to.respond, {"response_type": "ephemeral", **_payload(post)}):
                return

    async def say_text(self, to: To, said: str) -> None:
        """Say one plain sentence privately, such as that an answer is being worked on; it is no loss when it does not arrive."""
        sentence = Post(said, ())
        if to.respond is not None:
            await self.webhook(to.respond, {"replace_original": False, "response_type": "ephemeral", "text": said})
            return
        try:
            await self._whisper(to, Parcel(sentence))
        except PlatformError as error:
            log.info("slack.not_said", reason=str(error))

    async def open(self, to: To, shown: Form | Message, trigger: str, meta: Meta | None = None) -> str | None:
        """Open a window with a form, or with an answer, and return its id.

        None when Slack does not let us any more: a trigger is good once, and for three seconds.
        """
        try:
            said = await self.asking(to.workspace, "views_open", trigger_id=trigger, view=await self._window(shown, meta))
        except PlatformError as error:
            log.info("slack.window_not_opened", reason=str(error))
            return None
        return str((said.get("view") or {}).get("id") or "")

    async def show(self, to: To, window: str, shown: Form | Message, meta: Meta | None = None) -> None:
        """Put a form, or an answer, into a window that stands before the person.

        Raises:
            PlatformError: when the window is gone.
        """
        await self.asking(to.workspace, "views_update", view_id=window, view=await self._window(shown, meta))

    async def waiting(self, to: To) -> Block:
        """Return a window that says that an answer is being worked on."""
        with speaking(to.language):
            return await self._window(words.still_working())

    async def _window(self, shown: Form | Message, meta: Meta | None = None) -> Block:
        """Return a form or an answer as a window. An answer there has nothing to press: a window has no message to answer on."""
        drawing = await self.platform.drawing([shown])
        if isinstance(shown, Form):
            assert meta is not None
            return view(shown, meta, drawing)
        body = [block for block in home([shown], drawing)["blocks"] if block["type"] != "actions"]
        title = {"type": "plain_text", "text": TITLE, "emoji": False}
        return {"type": "modal", "callback_id": "said", "title": title, "blocks": body}

    async def _drawn(self, message: Message) -> Parcel:
        return parcel(message, await self.platform.drawing([message]))

    async def _follow(self, to: To, message: Message, drawn: Parcel) -> None:
        """Send what an acknowledgement could not carry."""
        await self.more(to, (await self._fitting(to, message, drawn)).thread)

    async def _fitting(self, to: To, message: Message, drawn: Parcel) -> Parcel:
        """Return an answer as a private one can be; one that is longer is sent whole to the person's own conversation, and that is said."""
        if not drawn.files and len(drawn.thread) <= MOST_MORE:
            return drawn
        try:
            await self._directly(to, message)
        except PlatformError as error:
            log.info("slack.not_said_directly", reason=str(error))
            return Parcel(drawn.first, drawn.thread[:MOST_MORE])
        with speaking(to.language):
            note = await self._drawn(Message(message.headline, (text(words.whole_in_direct()),)))
        return Parcel(drawn.first, (note.first,))

    async def _whisper(self, to: To, drawn: Parcel) -> None:
        """Say something that only this person sees, in the thread where they are."""
        found = team_and_user(to.call.account.user)
        facts = {"thread_ts": to.thread} if to.thread else {}
        for post in (drawn.first, *drawn.thread):
            await self.asking(
                to.workspace,
                "chat_postEphemeral",
                channel=to.call.place.id,
                user=found[1] if found else "",
                **_payload(post),
                **facts,
            )

    async def _directly(self, to: To, message: Message) -> None:
        """Send an answer to the person's own conversation, whole."""
        await self.platform.send(f"answer:{to.call.key}", Address("person", to.call.account.user), message)


def _payload(post: Post) -> dict[str, Any]:
    return {"text": post.text, "blocks": list(post.blocks)} if post.blocks else {"text": post.text}
