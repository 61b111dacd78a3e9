"""Replies written while nobody listened: fetched from the threads of what asks for an answer, each taken up once.

Slack sends an event again for a few minutes and then no more (slack.md §2), so an answer written during a longer outage would be
lost without this. A reply's key is the message's own, so one that came as an event meanwhile is not taken twice.
"""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from functools import partial
from typing import Any

import structlog

from bot.platforms.off_loop import Run
from bot.platforms.platform import Address, PlatformError
from bot.platforms.slack.asking import Asking, Workspace
from bot.platforms.slack.ids import place_and_stamp
from bot.platforms.slack.threads import thread_at
from bot.platforms.slack.workspaces import Reach
from bot.reception import Reception

log = structlog.get_logger()
LOOK_BACK = timedelta(days=20)  # Longer than a status round is open, shorter than deliveries are remembered.
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

    async def look(self) -> None:
        """Look through the threads of what went out lately; one look at a time, since a second would find the same."""
        if self._looking.locked():
            return
        async with self._looking:
            for reference in await self.run(self.reception.asked_lately, LOOK_BACK):
                found = place_and_stamp(reference)
                if found is not None:
                    await self._thread(*found)

    async def _thread(self, place: str, stamp: str) -> None:
        """Take up the replies in one thread; a thread that cannot be read stops none of the others."""
        try:
            for workspace in await self.reach.ways(Address("place", place)):
                replies = await self._replies(workspace, place, stamp)
                if replies is not None:
                    for one in replies:
                        await self.take(one, place, workspace)
                    return
        except PlatformError as error:
            log.info("slack.thread_not_read", reason=str(error))

    async def _replies(self, workspace: Workspace, place: str, stamp: str) -> Sequence[dict[str, Any]] | None:
        """Return the replies in a thread; none where this installation does not see it."""
        try:
            found = await thread_at(partial(self._patiently, workspace), place, stamp)
        except PlatformError as error:
            if error.lasting:
                return None
            raise
        return [one for one in found if one.get("ts") != stamp]

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
                await asyncio.sleep(error.wait.total_seconds())
