"""Replies written while nobody listened: fetched from the threads of what asks for an answer, and below it, each taken up once.

Slack sends an event again for a few minutes and then no more (slack.md §2), so an answer written during a longer outage would be
lost without this. In their own conversation with the bot most people do not open a thread to answer. A reply's key is the message's own, so one that came as an event meanwhile is not taken twice.
"""

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import Any

import structlog

from bot.platforms.off_loop import Run
from bot.platforms.platform import Address, PlatformError
from bot.platforms.slack.asking import Asking, Workspace
from bot.platforms.slack.ids import place_and_stamp
from bot.platforms.slack.threads import Ask, conversation_since, thread_at
from bot.platforms.slack.workspaces import Reach
from bot.reception import Reception

log = structlog.get_logger()
LOOK_BACK = timedelta(days=20)  # Longer than a status round is open, shorter than deliveries are remembered.
LOOK_BACK_DIRECTLY = timedelta(days=2)  # What somebody wrote before that they have asked again by now, or forgotten.
AT_ONCE, BETWEEN = 30, timedelta(seconds=1.2)  # Fifty a minute is what Slack allows, and answering somebody needs some of them.
LONGEST_REST = timedelta(seconds=90)  # A distributed app is asked to wait a whole minute between two pages.


@dataclass
class Missed:
    """Looks for replies nobody has taken up. `take` is given each, as Slack has it, with its conversation and the installation."""

    run: Run
    reception: Reception
    asking: Asking
    reach: Reach
    take: Callable[[dict[str, Any], str, Workspace], Awaitable[None]]
    _looking: asyncio.Lock = field(default_factory=asyncio.Lock)
    _end: asyncio.Event = field(default_factory=asyncio.Event)

    async def look(self) -> None:
        """Look where something of ours asks for an answer; one look at a time, since a second would find the same."""
        if self._looking.locked():
            return
        async with self._looking:
            direct: dict[str, str] = {}
            for number, reference in enumerate(await self.run(self.reception.asked_lately, LOOK_BACK)):
                if await self._ended_within(BETWEEN if number >= AT_ONCE else timedelta()):
                    return
                found = place_and_stamp(reference)
                if found is not None:
                    place, stamp = found
                    await self._among(place, partial(thread_at, place=place, stamp=stamp), but=stamp)
                    if place.startswith("D"):
                        direct[place] = stamp  # They come newest first, so the oldest stays.
            for place, stamp in direct.items():
                since = max(stamp, f"{(datetime.now(UTC) - LOOK_BACK_DIRECTLY).timestamp():.6f}")
                await self._among(place, partial(conversation_since, place=place, stamp=since))

    async def _among(self, place: str, read: Callable[[Ask], Awaitable[list[dict[str, Any]]]], *, but: str = "") -> None:
        """Take up what is read in a conversation; one that cannot be read stops none of the others."""
        try:
            for workspace in await self.reach.ways(Address("place", place)):
                found = await self._read(read, workspace)
                if found is not None:
                    for one in found:
                        if one.get("ts") != but:
                            await self.take(one, place, workspace)
                    return
        except PlatformError as error:
            log.info("slack.replies_not_read", reason=str(error))

    async def _read(
        self, read: Callable[[Ask], Awaitable[list[dict[str, Any]]]], workspace: Workspace
    ) -> list[dict[str, Any]] | None:
        """Read a conversation; none where this installation does not see it."""
        try:
            return await read(partial(self._patiently, workspace))
        except PlatformError as error:
            if error.lasting:
                return None
            raise

    async def _patiently(self, workspace: Workspace, method: str, **facts: Any) -> dict[str, Any]:
        """Ask Slack, and wait when it says so: nobody is waiting for the answer.

        Raises:
            PlatformError: when it is refused, or has to be waited for too long.
        """
        while True:
            try:
                return await self.asking(workspace, method, **facts)
            except PlatformError as error:
                if error.wait is None or error.wait > LONGEST_REST:
                    raise
                if await self._ended_within(error.wait):
                    raise

    def end(self) -> None:
        """Look no further: what is left is looked for at the next start."""
        self._end.set()

    async def _ended_within(self, wait: timedelta) -> bool:
        """Rest for a while; tell at once when nothing more is to be looked at."""
        with suppress(TimeoutError):
            async with asyncio.timeout(wait.total_seconds()):
                await self._end.wait()
        return self._end.is_set()
