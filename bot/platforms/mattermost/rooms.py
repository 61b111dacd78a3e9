"""Who reads along in a channel: whether another server shares it, or guests are in it. What that means is decided elsewhere.

Asked at first sight and whenever the server says that something changed. Until it is known, and where it cannot be known, outsiders
are taken to read along: closed content then stays out (mattermost.md §7).
"""

import asyncio
from collections.abc import Awaitable, Callable

from bot.platforms import rooms
from bot.platforms.mattermost.ids import NAME
from bot.platforms.mattermost.rest import Rest
from bot.platforms.reading import at


class Rooms(rooms.Known):
    """What is known of Mattermost's channels."""

    def __init__(self, rest: Rest, tell: Callable[[str, bool], Awaitable[None]]) -> None:
        super().__init__(NAME, tell)
        self._rest = rest

    async def outsiders(self, place: str) -> bool:
        """Tell whether outsiders read along in a channel; when the server does not say so in time, they do."""
        known = self.remembered(place)
        return known if known is not None else await self.in_time(self.look(place))

    def look(self, place: str) -> "asyncio.Task[bool | None]":
        """Look at a channel now."""
        return self.looking(place, lambda: self._outsiders(place))

    async def _outsiders(self, place: str) -> bool:
        channel = await self._rest.ask(self._rest.api.channels.get_channel(place))
        return at(channel, "shared") is True or await self._has_guests(place)

    async def _has_guests(self, place: str) -> bool:
        """Tell whether a guest is in a channel; a server without guests counts none."""
        stats = await self._rest.ask(self._rest.api.channels.get_channel_stats(place))
        return bool(at(stats, "guest_count"))
