"""What is known of who reads along in channels, kept for a while, and looked at once however many ask. How one looks is for each platform."""

import asyncio
import time
from collections.abc import Awaitable, Callable, Coroutine
from datetime import timedelta

import structlog

from bot.platforms.platform import PlatformError

log = structlog.get_logger()
KEPT_S = 3600.0
PATIENCE = timedelta(seconds=0.7)  # Of the second and a half a person waits for an answer.
MOST_KEPT = 5_000


class Known:
    """What is known of channels. `tell` keeps it with those that are bound to an agreement."""

    def __init__(
        self, platform: str, tell: Callable[[str, bool], Awaitable[None]], clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._platform = platform
        self._tell = tell
        self._clock = clock
        self._seen: dict[str, tuple[bool, float]] = {}
        self._looking: dict[str, asyncio.Task[bool | None]] = {}

    def remembered(self, place: str) -> bool | None:
        """Tell without asking anybody whether outsiders read along in a channel; none when that is not known."""
        seen = self._seen.get(place)
        return seen[0] if seen is not None and self._clock() - seen[1] < KEPT_S else None

    async def in_time(self, task: "asyncio.Task[bool | None]") -> bool:
        """Tell what a look at a channel finds; what it does not find in time, or not at all, is taken to be so."""
        await asyncio.wait({task}, timeout=PATIENCE.total_seconds())
        return not task.done() or task.cancelled() or task.result() is not False

    def looking(self, place: str, look: Callable[[], Coroutine[None, None, bool]]) -> "asyncio.Task[bool | None]":
        """Look at a channel now, unless somebody does; none when it cannot be seen."""
        task = self._looking.get(place)
        if task is None:
            task = self._looking[place] = asyncio.get_running_loop().create_task(self._found(place, look))
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

    async def _found(self, place: str, look: Callable[[], Coroutine[None, None, bool]]) -> bool | None:
        try:
            found = await look()
        except PlatformError as error:
            log.info("platform.unknown_channel", platform=self._platform, place=place, reason=str(error))
            return None
        if len(self._seen) >= MOST_KEPT:
            self._seen.clear()
        self._seen[place] = found, self._clock()
        await self._tell(place, found)
        return found
