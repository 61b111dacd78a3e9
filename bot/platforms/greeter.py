"""What every chat service's greeter does: knows whom it speaks to in which language and zone, and welcomes whoever comes for the first time.

How people are looked up, and what else follows from an answered call, is for each platform's own greeter.py.
"""

from collections.abc import Awaitable, Callable, MutableMapping
from dataclasses import dataclass, field
from typing import TypeVar

import structlog

from bot.chat.message import Message
from bot.chat.request import Call
from bot.platforms.off_loop import Run
from bot.platforms.platform import Address, Platform, PlatformError
from bot.reception import Reception
from bot.registry import Registry

T = TypeVar("T")

log = structlog.get_logger()
FALLBACK = "da"
MOST_KNOWN = 5_000
INTRODUCES = frozenset({"help", "home"})  # Commands whose answer to a stranger is the welcome itself.


@dataclass(frozen=True, kw_only=True)
class Greets:
    """Meets people. `after` lets what others are owed go out."""

    run: Run
    reception: Reception
    registry: Registry
    platform: Platform
    after: Callable[[], Awaitable[None]]
    _languages: dict[str, str] = field(default_factory=dict)
    _zones: dict[str, str] = field(default_factory=dict)
    _met: dict[str, bool] = field(default_factory=dict)

    def language(self, call: Call) -> str:
        """Return the language in which somebody is told to wait, without asking anybody."""
        return self.known_language(call.account.user, call.language)

    def known_language(self, user: str, language: str | None = None) -> str:
        """Return the language somebody was spoken to in last, else the one given, else the agreement's."""
        return self._languages.get(user) or language or FALLBACK

    async def follow(self, call: Call, language: str | None) -> None:
        """Do what follows from an answered call; `language` is the one somebody we know is spoken to in."""
        user = call.account.user
        if language is not None:
            _keep(self._languages, user, language)
            if call.zone and self._zones.get(user) != call.zone:
                await self.run(self.reception.lives, user, call.zone)
                _keep(self._zones, user, call.zone)
        if self._changes(call):
            await self.changed()
        await self.meet(call)

    async def changed(self) -> None:
        """Do what follows from a change: others may be owed something."""
        await self.after()

    async def meet(self, call: Call) -> None:
        """Welcome whoever is here for the first time: in their own conversation, in their language, once."""
        user = call.account.user
        if user in self._met:
            return
        _keep(self._met, user, True)  # The dictionary is a set that forgets.
        found = await self.run(self.reception.welcome, call)
        if found is None:
            await self.after()  # The welcome of somebody we know is in the outbox.
        elif not await self._welcomed(call, *found):
            self._met.pop(user, None)

    async def _welcomed(self, call: Call, key: str, message: Message) -> bool:
        """Welcome a stranger, unless the answer they have just had says as much; tell whether they heard it."""
        try:
            if self._named(call) not in INTRODUCES:
                await self.platform.send(key, Address("person", call.account.user), message)
        except PlatformError as error:
            log.info("platform.not_welcomed", platform=self.platform.name, reason=str(error))
            await self.run(self.reception.release, key)
            return False
        await self.run(self.reception.done, key)
        return True

    def _changes(self, call: Call) -> bool:
        """Tell whether a call may have changed something: what only reads wakes nobody."""
        found = self.registry.find(call.line)
        return call.how == "said" or (found is not None and found[0].changes)

    def _named(self, call: Call) -> str:
        found = self.registry.find(call.line)
        return found[0].name if found else ""


def _keep(known: MutableMapping[str, T], user: str, what: T) -> None:
    """Remember something of somebody; of so many, nothing of those before."""
    if len(known) >= MOST_KNOWN:
        known.clear()
    known[user] = what
