"""Processes that deliver, simulated in one: which of them takes the next step is drawn, and so is where one is killed or frozen.

Their clocks are simulated as well: one for all wall times, SQLite's too, which can be set wrong, and one that nobody sets.
"""

import asyncio
from contextlib import suppress
from datetime import UTC, datetime, timedelta

from sqlalchemy import event

from bot.jobs.deliver import Deliver
from bot.platforms.platform import PlatformError
from tests.jobs.scripted import DOWN, DROPPED, SLOW_DOWN, Scripted
from tests.storage.sample import NOW

GONE = PlatformError("gone", lasting=True)
MOST_WAITS = 3  # So many others may go first at each step.


class Killed(BaseException):
    """The process ends here: nothing after it is done."""


class Clocks:
    """The true time, how wrong the machine's clock is, and what has passed since the start."""

    def __init__(self):
        self.true, self.wrong = datetime(2027, 2, 15, 9, tzinfo=UTC), timedelta()

    @property
    def wall(self):
        return self.true + self.wrong

    def passed(self):
        return self.true.timestamp()

    def lead(self, store):
        """Let SQLite tell this time from its next connection on."""

        def strftime(form, when):
            assert when == "now"
            milliseconds = self.wall.isoformat(sep=" ", timespec="milliseconds")[:23]
            return milliseconds + form.removeprefix("%Y-%m-%d %H:%M:%f")

        for engine in (store.engine, store._reads):  # noqa: SLF001  # Both tell the time.
            event.listen(engine, "connect", lambda connection, _record: connection.create_function("strftime", 2, strftime))


class Unruly(Scripted):
    """A platform that does something else at each call; each process sees one of its own, with the same posts in it."""

    def __init__(self, posts, process, fates):
        super().__init__("slack")
        self.posts, self.process, self.fates = posts, process, list(fates)

    async def _play(self, verb):
        fate = self.fates.pop(0) if self.fates else "takes"
        errors = {"refuses": GONE, "slow down": SLOW_DOWN, "fails": DOWN, "loses": DROPPED}
        if fate in errors and verb == "send":
            raise errors[fate]
        if fate in errors and fate != "loses":
            raise DOWN
        return fate

    async def send(self, key, to, _message):
        fate = await self._play("send")
        reference = f"{to.id}/{len(self.posts) + 1}"
        self.posts[reference] = (key, to, self.process.clocks.true)
        await self.process.step()
        if fate == "takes and drops":
            raise DROPPED
        return reference

    async def find(self, key, to, since):
        await self._play("find")
        found = (at for at, (mark, where, came) in self.posts.items() if (mark, where) == (key, to) and came >= since)
        return next(found, None)


class Stepping:
    """A store whose transactions are steps of a process. One that is killed within is undone, as if it had been before it."""

    def __init__(self, store, process):
        self.store, self.process = store, process

    def __getattr__(self, name):
        return getattr(self.store, name)

    async def run(self, function, *given):
        await self.process.step()
        result = function(*given)
        await self.process.step(speaks_next=function.__name__ in {"_destination", "_target"})
        return result


class Process:
    """One of several that deliver. It is killed at a step of its own, or frozen there until it is thawed; or neither."""

    def __init__(self, clocks, order, killed_at=None, frozen_at=None):
        self.clocks, self.order = clocks, order
        self.killed_at, self.frozen_at = killed_at, frozen_at
        self.steps, self.dead, self.speaks_next = 0, False, False
        self.frozen, self.thawed = asyncio.Event(), asyncio.Event()
        self.task = None

    async def step(self, *, speaks_next=False):
        """Let others go first, and die or freeze if it is time to. Whatever else the process does in the meantime stops as well."""
        for _ in range(self.order.randint(0, MOST_WAITS)):
            await asyncio.sleep(0)
        self.steps += 1
        if self.steps == self.killed_at:
            self.dies()
        if self.steps == self.frozen_at:
            self.frozen.set()
        if self.frozen.is_set() and not self.dead:
            self.speaks_next = self.speaks_next or speaks_next
            await self.thawed.wait()
        if self.dead:
            raise Killed

    async def live(self, store, posts, fates, limit):
        """Deliver once; return when that is done, or the process is dead or frozen."""
        platform = Unruly(posts, self, fates)
        it = Deliver(Stepping(store, self), {"slack": platform}, lambda: NOW, owed=lambda _records, _row: True)
        self.task = asyncio.ensure_future(it.once(limit))
        freezing = asyncio.ensure_future(self.frozen.wait())
        await asyncio.wait({self.task, freezing}, return_when=asyncio.FIRST_COMPLETED)
        freezing.cancel()
        for _ in range(MOST_WAITS + 2):  # Whatever else it was about to do comes to where it stops.
            await asyncio.sleep(0)
        await self._ended()

    def dies(self):
        """Be killed: now, or as soon as it would go on."""
        self.dead = True
        self.thawed.set()

    async def thaw(self):
        """Go on from where it was frozen."""
        self.frozen.clear()
        self.frozen_at = None
        self.thawed.set()
        await self._over()

    async def _ended(self):
        if self.dead or self.task.done():
            await self._over()

    async def _over(self):
        with suppress(Killed):
            await self.task
