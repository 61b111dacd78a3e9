"""How an answer gets back to the person: on the request itself, by the response_url, in the place of a post, or as a message.

An answer is private wherever others can read along: a bot may not whisper into a channel (mattermost.md §5), so what cannot go back
on the request stands in the person's own conversation with the bot, whole.
"""

import time
from dataclasses import dataclass, field
from typing import Any

import aiohttp
import structlog

from bot.chat.form import Form
from bot.chat.message import Buttons, Menu, Message, text
from bot.chat.request import Call
from bot.platforms.mattermost import answer_shapes as shapes
from bot.platforms.mattermost.form_shapes import Meta
from bot.platforms.mattermost.marked import Drawing
from bot.platforms.mattermost.parcel import Parcel
from bot.platforms.mattermost.platform import MattermostPlatform
from bot.platforms.mattermost.shapes import parcel, whole_text
from bot.platforms.platform import Address, PlatformError
from bot.words import slack as words
from bot.words.language import speaking

log = structlog.get_logger()
RESPOND_S = 29 * 60.0  # A response_url lives for half an hour.
MOST_URLS = 1_000


@dataclass(frozen=True)
class To:
    """Whom an answer goes to, and the ways Mattermost gave for it. `post` is the one whose button was pressed."""

    call: Call
    language: str
    respond: str | None = None
    post: str | None = None
    replaces: bool = False


@dataclass
class Answers:
    """Carries answers. A response_url is as good as a password while it lives, so it is kept here and never signed away or logged."""

    platform: MattermostPlatform
    session: aiohttp.ClientSession
    _urls: dict[str, tuple[str, float]] = field(default_factory=dict)

    def remember(self, mark: str, respond: str | None) -> None:
        """Keep the way back to where a form was opened."""
        now = time.monotonic()
        if len(self._urls) >= MOST_URLS:
            self._urls = {one: kept for one, kept in self._urls.items() if now - kept[1] < RESPOND_S}
        if respond and len(self._urls) < MOST_URLS:
            self._urls[mark] = (respond, now)

    def way_back(self, mark: str) -> str | None:
        """Return the way back to where a form was opened, while there is one."""
        found = self._urls.pop(mark, None)
        return found[0] if found is not None and time.monotonic() - found[1] < RESPOND_S else None

    async def on_command(self, to: To, message: Message) -> dict[str, Any]:
        """Return an answer as a command's own answer carries it."""
        drawn = await self._private(to, message)
        if shapes.private(drawn):
            return shapes.command_answer(drawn)
        return shapes.command_answer(await self._private(to, await self._elsewhere(to, message)))

    async def on_press(self, to: To, message: Message) -> dict[str, Any]:
        """Give an answer to a pressed button, and return what the request itself is answered with."""
        if to.replaces and to.post:
            return await self._in_its_place(to, message)
        if to.call.place.direct:
            await self.platform.say(to.call.place.id, message)
            return {}
        drawn = await self._private(to, message)
        if shapes.private(drawn) and not drawn.thread and not any(isinstance(part, Buttons | Menu) for part in message.parts):
            return shapes.press_text(whole_text(message, await self._drawing(to, message)))
        note = await self._private(to, await self._elsewhere(to, message))
        return shapes.press_text(note.first.message)

    async def say(self, to: To, message: Message) -> None:
        """Give an answer by the best way there is.

        Raises:
            PlatformError: when there is no way left.
        """
        if to.replaces and to.post:
            try:
                return await self.platform.update(to.post, message)
            except PlatformError as error:
                log.info("mattermost.not_in_its_place", reason=str(error))
        if to.respond is not None and await self.respond(to.respond, await self.on_command(to, message)):
            return None
        if to.call.place.direct:
            await self.platform.say(to.call.place.id, message, root=to.call.thread or "" if to.call.how == "said" else "")
            return None
        await self._directly(to, message)
        return None

    async def open(self, to: To, form: Form, trigger: str, meta: Meta) -> bool:
        """Open a form; tell whether it did."""
        try:
            await self.platform.show_form(form, meta, trigger)
        except PlatformError as error:
            log.info("mattermost.form_not_opened", reason=str(error))
            return False
        self.remember(meta.mark, to.respond)
        return True

    async def respond(self, url: str, payload: dict[str, Any]) -> bool:
        """Post an answer to a response_url; tell whether the server took it."""
        if not url.startswith(f"{self.platform.rest.url}/"):
            log.warning("mattermost.response_url_elsewhere")  # Only the server that we know is answered.
            return False
        try:
            async with self.session.post(url, json=payload, allow_redirects=False) as answer:
                if answer.status != 200:  # noqa: PLR2004  # HTTP's "all right".
                    log.info("mattermost.response_url_refused", status=answer.status)
                return answer.status == 200  # noqa: PLR2004  # Likewise.
        except (aiohttp.ClientError, TimeoutError, ValueError, OSError) as error:
            log.info("mattermost.response_url_failed", error=type(error).__name__)
            return False

    async def _in_its_place(self, to: To, message: Message) -> dict[str, Any]:
        """Put an answer in the place of the post whose button was pressed; one that only the person sees changes by the answer itself."""
        assert to.post is not None
        try:
            await self.platform.update(to.post, message)
        except PlatformError as error:
            if not error.lasting:
                raise
            return shapes.press_update((await self._private(to, message)).first)
        return {}

    async def _private(self, to: To, message: Message) -> Parcel:
        """Draw an answer that only this person sees: only they may press what is in it."""
        return parcel(message, await self._drawing(to, message))

    async def _drawing(self, to: To, message: Message) -> Drawing:
        call = to.call
        return await self.platform.drawing([message], call.place.id, user=call.account.user, root=call.thread or "")

    async def _elsewhere(self, to: To, message: Message) -> Message:
        """Send an answer to the person's own conversation, and return the note that says so."""
        await self._directly(to, message)
        with speaking(to.language):
            return Message(message.headline, (text(words.whole_in_direct()),))

    async def _directly(self, to: To, message: Message) -> None:
        channel = await self.platform.channel_of(Address("person", to.call.account.user))
        await self.platform.say(channel, message)
