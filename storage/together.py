"""Changes that wait for SQLite's one writer share a commit, since flushing the disk is most of what a small change costs.

Each stays whole by itself: it has a savepoint of its own, and one that fails takes nothing of the others with it. Nobody hears the
outcome before the shared commit, and when that fails, each is done anew alone, as if it had never waited with others.

What is told ahead is the exception: that a request is new, say, so that the command in it can join the very transaction that notes
it. Its group stays open for a moment, for what follows from it; and whoever was told lets nothing out before it is kept as well.
"""

import asyncio
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from functools import partial
from threading import Condition, local
from time import monotonic
from typing import Any

from sqlalchemy import Connection, Engine
from sqlalchemy.exc import SQLAlchemyError
from sqlmodel import Session

MOST = 64  # A group ends there, so that the first of it does not wait for all of a crowd.
HELD_OPEN_S = 0.01  # For what follows from what was told ahead.


class Lost(Exception):  # noqa: N818  # It says what became of a transaction.
    """The database undid the whole transaction, with what was done before in it."""


class Job:
    """A function to be run for somebody in an event loop, and the futures there in which the outcome is told.

    With `ahead` there is one that is told before the outcome is kept.
    """

    def __init__(self, function: Callable[[], Any], *, shares: bool, ahead: bool = False) -> None:
        self.shares = shares
        self.loop = asyncio.get_running_loop()
        self.future: asyncio.Future[Any] = self.loop.create_future()
        self.ahead: asyncio.Future[Any] | None = self.loop.create_future() if ahead else None
        self._function = function
        self._outcome: _Outcome | None = None
        self._told_ahead: _Outcome | None = None

    @property
    def followed(self) -> bool:
        """Whether something follows from what was told ahead: of what is not so, or broke, nothing does."""
        return self._told_ahead is not None and bool(self._told_ahead.result)

    @property
    def wanted(self) -> bool:
        """Whether somebody still waits for it."""
        return not (self.future if self.ahead is None else self.ahead).cancelled()

    def do(self) -> None:
        """Run the function and keep what comes of it; done anew, it has to come to what was told ahead."""
        try:
            outcome = _Outcome(self._function())
        except BaseException as error:  # noqa: BLE001  # It is the caller's to hear.
            outcome = _Outcome(error=error)
        if self.ahead is not None and self._told_ahead is None:
            self._told_ahead = outcome
            _soon(self.loop, lambda: outcome.into(self.ahead))
        elif self._told_ahead is not None and self._told_ahead != outcome:
            outcome = _Outcome(error=outcome.error or Lost())
        self._outcome = outcome

    def fail(self, error: BaseException) -> None:
        """Give it up."""
        self._outcome = _Outcome(error=error)
        if self.ahead is not None and self._told_ahead is None:
            _soon(self.loop, lambda: _Outcome(error=error).into(self.ahead))

    def alone(self) -> None:
        """Run it by itself, unless nobody waits for it any more."""
        if self.wanted:
            self.do()
            tell([self])

    def tell(self) -> None:
        """Let the caller hear the outcome, in its event loop."""
        assert self._outcome is not None
        self._outcome.into(self.future)


@dataclass(frozen=True)
class _Outcome:
    """What a function came to."""

    result: Any = None
    error: BaseException | None = None

    def into(self, future: "asyncio.Future[Any] | None") -> None:
        """Tell it, unless nobody waits any more."""
        if future is None or future.done():
            return
        if self.error is not None:
            future.set_exception(self.error)
        else:
            future.set_result(self.result)


def tell(jobs: Sequence[Job]) -> None:
    """Let those who wait hear the outcomes; each event loop is woken once, however many of them wait in it."""
    by_loop: dict[asyncio.AbstractEventLoop, list[Job]] = {}
    for one in jobs:
        by_loop.setdefault(one.loop, []).append(one)
    for loop, mine in by_loop.items():
        _soon(loop, partial(_tell, mine))


def _tell(jobs: Sequence[Job]) -> None:
    for one in jobs:
        one.tell()


def _soon(loop: asyncio.AbstractEventLoop, callback: Callable[[], None]) -> None:
    with suppress(RuntimeError):  # The loop has ended, and with it whoever waited.
        loop.call_soon_threadsafe(callback)


class Shared:
    """The transaction of a group; it begins when the first of them changes something."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._connection: Connection | None = None
        self._only = False  # Whether it takes questions only.

    @property
    def begun(self) -> bool:
        """Whether anybody of the group has asked to change something."""
        return self._connection is not None

    @contextmanager
    def session(self) -> Iterator[Session]:
        """Open a session in a savepoint of its own: what it does is undone unless it commits."""
        connection = self.connection()
        with (
            self._querying(only=False),
            Session(connection, expire_on_commit=False, join_transaction_mode="create_savepoint") as session,
        ):
            yield session

    @contextmanager
    def reading(self) -> Iterator[Session]:
        """Open a session for questions: what was changed before in this group is to be seen, so the reading engine will not do.

        It has no savepoint, since going back to it would undo what a session within has changed meanwhile.
        """
        connection = self.connection()
        with (
            self._querying(only=True),
            Session(connection, expire_on_commit=False, autoflush=False, join_transaction_mode="rollback_only") as session,
        ):
            yield session

    @contextmanager
    def _querying(self, *, only: bool) -> Iterator[None]:
        """Let the connection take questions only, or changes as well, until the block ends; then as it was."""
        before = self._only
        self._query(only=only)
        try:
            yield
        finally:
            self._query(only=before)

    def _query(self, *, only: bool) -> None:
        if only is not self._only:
            assert self._connection is not None
            self._connection.connection.cursor().execute(f"PRAGMA query_only={int(only)}")
            self._only = only

    def connection(self) -> Connection:
        """Return the connection, its transaction begun.

        Raises:
            Lost: when it was undone since; what is done on its connection now would be kept without the rest.
        """
        if self._connection is None:
            self._connection = self._engine.connect()
            self._connection.begin()
        self.check()
        return self._connection

    def check(self) -> None:
        """Look whether the transaction still stands: a full disk, for instance, makes SQLite undo all of it.

        Raises:
            Lost: when it does not.
        """
        if self._connection is not None and not self._connection.connection.dbapi_connection.in_transaction:  # type: ignore[union-attr]  # sqlite3's own.
            raise Lost

    def commit(self) -> None:
        """Keep everything."""
        if self._connection is not None:
            self._connection.commit()

    def close(self) -> None:
        """Give the connection back; what was not committed is undone."""
        if self._connection is not None:
            self._connection.close()


class Together:
    """What waits for the writer's thread."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._waiting: deque[Job] = deque()
        self._came = Condition()
        self._here = local()
        self._at_work = False

    @property
    def shared(self) -> Shared | None:
        """The group's transaction, for whoever runs in one."""
        return getattr(self._here, "shared", None)

    def add(self, job: Job) -> bool:
        """Let a job wait; tell whether `work` has to be called for it, since nobody is at work."""
        with self._came:
            self._waiting.append(job)
            self._came.notify()
            idle, self._at_work = not self._at_work, True
        return idle

    def work(self) -> None:
        """Run what waits until nothing does."""
        while self._more():
            jobs = self._taken([])
            try:
                self._some(jobs)
            except BaseException as error:  # noqa: BLE001  # Whatever it is, nobody may wait for ever, and the next have their turn.
                for one in jobs:
                    one.fail(error)
                tell(jobs)

    def _more(self) -> bool:
        with self._came:
            self._at_work = bool(self._waiting)
            return self._at_work

    def _some(self, jobs: list[Job]) -> None:
        """Run one that wants to be alone, or a group of those that share."""
        if (len(jobs) > 1 or (jobs and jobs[0].ahead is not None)) and self._all(jobs):
            return
        for one in jobs:
            one.do()
            tell([one])

    def _taken(self, group: list[Job]) -> list[Job]:
        """Take what waits and can join a group; an empty one is begun by whatever waits first."""
        with self._came:
            taken: list[Job] = []
            while self._waiting and len(group) + len(taken) < MOST and self._joins([*group, *taken][:1], self._waiting[0]):
                taken.append(self._waiting.popleft())
        return [one for one in taken if one.wanted]

    def _joins(self, first: list[Job], one: Job) -> bool:
        return not first or (first[0].shares and one.shares)

    def _all(self, jobs: list[Job]) -> bool:
        """Run a group, which may grow, in one transaction; tell whether it was committed. If not, nothing has happened."""
        shared = self._here.shared = Shared(self._engine)
        until, done = monotonic() + HELD_OPEN_S, 0
        try:
            while done < len(jobs) or self._grows(jobs, until):
                jobs[done].do()
                shared.check()
                done += 1
            shared.commit()
        except (SQLAlchemyError, Lost):
            return False
        finally:
            self._here.shared = None
            shared.close()
        tell(jobs)
        return True

    def _grows(self, jobs: list[Job], until: float) -> bool:
        """Wait for what follows from what was told ahead, which is one job each, and take it into the group."""
        if not jobs[0].shares or 2 * sum(one.followed for one in jobs) <= len(jobs) or len(jobs) >= MOST:
            return False
        with self._came:
            self._came.wait_for(lambda: self._waiting, timeout=until - monotonic())
        more = self._taken(jobs)
        jobs += more
        return bool(more)
