"""Who reads along in a channel: whether another server shares it, or guests are in it. What that means is decided elsewhere.

Asked at first sight and whenever the server says that something changed. Until it is known, and where it cannot be known, outsiders
are taken to read along: closed content then stays out (mattermost.md §7).
"""

import asyncio
import time
from collections.abc import Awaitable, Callable
from datetime import timedelta

import structlog

from bot.platforms.mattermost.rest import Rest
from bot.platforms.platform import PlatformError
from bot.platforms.reading import at

log = structlog.get_logger()
KEPT_S = 3600.0
PATIENCE = timedelta(seconds=0.7)
MOST_KEPT = 5_000


class Rooms:
    """What is known of channels. `tell` keeps it with those that are bound to an agreement."""

    def __init__(
        self, rest: Rest, tell: Callable[[str, bool], Awaitable[None]], clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._rest = rest
        self._tell = tell
        self._clock = clock
        self._seen: dict[str, tuple[bool, float]] = {}
        self._looking: dict[str, asyncio.Task[bool]] = {}

    async def outsiders(self, place: str) -> bool:
        """Tell whether outsiders read along in a channel; when the server does not say so in time, they do."""
        seen = self._seen.get(place)
        if seen is not None and self._clock() - seen[1] < KEPT_S:
            return seen[0]
        task = self.look(place)
        await asyncio.wait({task}, timeout=PATIENCE.total_seconds())
        return task.result() if task.done() and not task.cancelled() else True

    def look(self, place: str) -> "asyncio.Task[bool]":
        """Look at a channel now."""
        task = self._looking.get(place)
        if task is None:
            task = self._looking[place] = asyncio.get_running_loop().create_task(self._look(place))
            task.add_done_callback(lambda _: self._looking.pop(place, None))
        return task

    def forget(self, place: str) -> None:
        """Look anew the next time."""
        self._seen.pop(place, None)

    async def close(self) -> None:
        """End what is being looked at."""
        for task in list(self._looking.values()):
            task.cancel()
        if self._looking:
            await asyncio.wait(set(self._looking.values()))

    async def _look(self, place: str) -> bool:
        try:
            channel = await self._rest.ask(self._rest.api.channels.get_channel(place))
            shared = at(channel, "shared") is True
            found = shared or await self._has_guests(place)
        except PlatformError as error:
            log.info("mattermost.unknown_channel", place=place, reason=str(error))
            return True
        if len(self._seen) >= MOST_KEPT:
            self._seen.clear()
        self._seen[place] = (found, self._clock())
        await self._tell(place, found)
        return found

    async def _has_guests(self, place: str) -> bool:
        """Tell whether a guest is in a channel; a server without guests counts none."""
        stats = await self._rest.ask(self._rest.api.channels.get_channel_stats(place))
        return bool(at(stats, "guest_count"))
