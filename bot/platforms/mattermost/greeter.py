"""Knows who acts and where before dispatch is asked, and does what follows once it has answered: the welcome, and delivery."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field

import structlog

from bot.chat.request import Call
from bot.platforms.mattermost.call_shapes import placed
from bot.platforms.mattermost.ids import is_id
from bot.platforms.mattermost.people import People
from bot.platforms.mattermost.platform import MattermostPlatform
from bot.platforms.mattermost.rooms import Rooms
from bot.platforms.off_loop import Run
from bot.platforms.platform import Address, PlatformError
from bot.reception import Reception
from bot.registry import Registry

log = structlog.get_logger()
FALLBACK = "da"
MOST_KNOWN = 5_000
INTRODUCES = frozenset({"help", "home"})  # Commands whose answer to a stranger is the welcome itself.


@dataclass(frozen=True)
class Greeter:
    """Meets people. `after` lets what others are owed go out."""

    run: Run
    reception: Reception
    registry: Registry
    people: People
    rooms: Rooms
    platform: MattermostPlatform
    after: Callable[[], Awaitable[None]]
    _languages: dict[str, str] = field(default_factory=dict)
    _met: set[str] = field(default_factory=set)

    def language(self, call: Call) -> str:
        """Return the language in which somebody is told to wait, without asking anybody."""
        return self._languages.get(call.account.user) or call.language or FALLBACK

    def known_language(self, user: str) -> str:
        """Return the language somebody was spoken to in last; Danish when they never were."""
        return self._languages.get(user, FALLBACK)

    async def spoken_to(self, user: str) -> str:
        """Return the language somebody is spoken to in, of whom nothing is certain but who they are."""
        known = self._languages.get(user) or await self.run(self.reception.language, user)
        if known is None and is_id(user):
            met = (await self.people.in_time([user])).get(user)
            known = met.language if met is not None else None
        return known or FALLBACK

    async def introduced(self, call: Call) -> Call:
        """Return a call with what the server knows of who acts, and of who reads along where they are."""
        if call.place.direct:
            return await self.people.introduced(call)
        known, outsiders = await asyncio.gather(self.people.introduced(call), self.rooms.outsiders(call.place.id))
        return placed(known, outsiders=outsiders)

    async def follow(self, call: Call, language: str | None) -> None:
        """Do what follows from an answered call; `language` is the one somebody we know is spoken to in."""
        if language is not None:
            if len(self._languages) >= MOST_KNOWN:
                self._languages.clear()
            self._languages[call.account.user] = language
        await self.after()
        await self.meet(call)

    async def meet(self, call: Call) -> None:
        """Welcome whoever is here for the first time: in their own conversation, in their language, once."""
        if call.account.user in self._met:
            return
        if len(self._met) >= MOST_KNOWN:
            self._met.clear()
        self._met.add(call.account.user)
        found = await self.run(self.reception.welcome, call)
        if found is None:
            await self.after()  # The welcome of somebody we know is in the outbox.
            return
        key, message = found
        try:
            if self._named(call) not in INTRODUCES:
                await self.platform.send(key, Address("person", call.account.user), message)
        except PlatformError as error:
            log.info("mattermost.not_welcomed", reason=str(error))
            self._met.discard(call.account.user)
            await self.run(self.reception.release, key)
        else:
            await self.run(self.reception.done, key)

    def _named(self, call: Call) -> str:
        found = self.registry.find(call.line)
        return found[0].name if found else ""
