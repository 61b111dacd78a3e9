"""What wakes the tick and the delivery: APScheduler, and nothing but that. What is due stands in the database, never in a job.

A job kept by APScheduler is lost when the program is away for longer than its grace, and run twice when two processes share
a store (reliability.md §1); so it holds one interval in memory, and missing a beat means nothing.
"""

import asyncio
import time
from collections.abc import Awaitable, Callable
from datetime import UTC, timedelta

import structlog
from apscheduler.schedulers.asyncio import AsyncIOScheduler
from apscheduler.triggers.interval import IntervalTrigger

log = structlog.get_logger()
BEAT = timedelta(seconds=30)
SHORTEST = timedelta(milliseconds=50)
LATE = timedelta(seconds=2)  # Longer than a beat waits for its turn in the event loop.
GATHER = timedelta(milliseconds=100)  # Between beats that follow each other, so that a crowd's changes share one.


class Heart:
    """Beats at an interval, and at once when asked; one beat at a time, and a stop lets the running one end."""

    def __init__(self, beat: Callable[[], Awaitable[None]], every: timedelta = BEAT) -> None:
        self._beat = beat
        self._running: asyncio.Task[None] | None = None
        self._again = False
        self.ended_at = time.monotonic()
        self._every = every
        self._stopped = False
        self._sooner: asyncio.TimerHandle | None = None
        self._overdue: asyncio.TimerHandle | None = None
        self._scheduler = AsyncIOScheduler(timezone=UTC)
        self._job = self._scheduler.add_job(self.beat, self._trigger(), coalesce=True, max_instances=1, misfire_grace_time=None)

    def start(self) -> None:
        """Begin to beat, the first time at once."""
        self._scheduler.start()
        self._begin()

    async def beat(self) -> None:
        """Beat now; while one is running, another follows it, so that what happened meanwhile is not missed."""
        self._begin()

    def beat_in(self, wait: timedelta) -> None:
        """Beat sooner than the interval would, for something that was put off so long; the latest wish counts."""
        if self._sooner is not None:
            self._sooner.cancel()
        if wait < self._every and not self._stopped:
            seconds = max(wait, SHORTEST).total_seconds()
            self._sooner = asyncio.get_running_loop().call_later(seconds, self._begin)

    async def stop(self) -> None:
        """Stop beating and wait for the running beat: what it has claimed is to be marked."""
        self._scheduler.shutdown(wait=False)
        self._stopped, self._again = True, False
        for timer in (self._sooner, self._overdue):
            if timer is not None:
                timer.cancel()
        if self._running is not None:
            await asyncio.wait({self._running})

    def _begin(self) -> None:
        if self._running is not None and not self._running.done():
            self._again = True
            return
        if self._overdue is not None:  # It has come; how long it takes is the watchdog's business.
            self._overdue.cancel()
        self._running = asyncio.get_running_loop().create_task(self._once())

    async def _once(self) -> None:
        while True:
            self._again = False
            try:
                await self._beat()
            except Exception:
                log.exception("beat.broken")
            self.ended_at = time.monotonic()
            if not self._again:
                self._look_after_the_clock()
                return
            await asyncio.sleep(GATHER.total_seconds())
            if self._stopped:
                return

    def _look_after_the_clock(self) -> None:
        """See to it that the next beat comes though the machine's clock, by which APScheduler waits, is set back meanwhile."""
        if not self._stopped:
            self._overdue = asyncio.get_running_loop().call_later((self._every + LATE).total_seconds(), self._anew)

    def _anew(self) -> None:
        log.warning("heart.overdue", every_s=self._every.total_seconds())
        self._job.reschedule(self._trigger())
        self._begin()

    def _trigger(self) -> IntervalTrigger:
        """Return what makes it beat from now on."""
        return IntervalTrigger(seconds=int(self._every.total_seconds()), timezone=UTC)
