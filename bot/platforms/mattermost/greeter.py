"""Knows who acts and where before dispatch is asked. What follows once it has answered is for all platforms alike (platforms/greeter.py)."""

import asyncio
from dataclasses import dataclass

from bot.chat.request import Call
from bot.platforms.greeter import FALLBACK, Greets
from bot.platforms.mattermost.call_shapes import placed
from bot.platforms.mattermost.ids import is_id
from bot.platforms.mattermost.people import People
from bot.platforms.mattermost.rooms import Rooms


@dataclass(frozen=True, kw_only=True)
class Greeter(Greets):
    """Meets people in Mattermost."""

    people: People
    rooms: Rooms

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
