"""Knows who acts and where before dispatch is asked, and does what follows once it has answered: the welcome, the Home tab, delivery."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field

import structlog

from bot.chat.request import Call
from bot.platforms.off_loop import Run
from bot.platforms.platform import Address, PlatformError
from bot.platforms.slack.acquaintance import Acquaintance
from bot.platforms.slack.asking import Workspace
from bot.platforms.slack.call_shapes import placed
from bot.platforms.slack.home import Home
from bot.platforms.slack.platform import SlackPlatform
from bot.platforms.slack.rooms import Rooms
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
    people: Acquaintance
    rooms: Rooms
    home: Home
    platform: SlackPlatform
    after: Callable[[], Awaitable[None]]
    _languages: dict[str, str] = field(default_factory=dict)
    _met: set[str] = field(default_factory=set)

    def language(self, call: Call) -> str:
        """Return the language in which somebody is told to wait, without asking anybody."""
        return self.spoken_to(call.account.user, call.language)

    def spoken_to(self, user: str, language: str | None = None) -> str:
        """Return the language an account was last spoken to in, else the one given, else the agreement's."""
        return self._languages.get(user) or language or FALLBACK

    async def introduced(self, call: Call, workspace: Workspace) -> Call:
        """Return a call with what Slack knows of who acts, and of who reads along where they are."""
        if call.place.id.startswith(("C", "G", "D")):
            self.platform.reach.seen(call.place.id, workspace)
        seen = self.rooms.known(call.place.id)
        if seen is not None:
            return placed(await self.people.introduce(call, workspace), outsiders=seen)
        known, outsiders = await asyncio.gather(
            self.people.introduce(call, workspace), self.rooms.outsiders(workspace, call.place.id)
        )
        return placed(known, outsiders=outsiders)

    async def follow(self, call: Call, language: str | None) -> None:
        """Do what follows from an answered call; `language` is the one somebody we know is spoken to in."""
        if language is not None:
            if len(self._languages) >= MOST_KNOWN:
                self._languages.clear()
            self._languages[call.account.user] = language
        if self._changes(call):
            await self.after()
            self.home.changed()
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
            log.info("slack.not_welcomed", reason=str(error))
            self._met.discard(call.account.user)
            await self.run(self.reception.release, key)
        else:
            await self.run(self.reception.done, key)

    def opens(self, line: str) -> bool:
        """Tell whether a form may come of a line."""
        found = self.registry.find(line)
        return found is not None and found[0].form is not None

    def _changes(self, call: Call) -> bool:
        found = self.registry.find(call.line)
        return call.how == "said" or (found is not None and found[0].changes)

    def _named(self, call: Call) -> str:
        found = self.registry.find(call.line)
        return found[0].name if found else ""
