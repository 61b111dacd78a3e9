"""Changes that wait for SQLite's one writer share a commit, since flushing the disk is most of what a small change costs.

Each stays whole by itself: it has a savepoint of its own, and one that fails takes nothing of the others with it. Nobody hears the
outcome before the shared commit, and when that fails, each is done anew alone, as if it had never waited with others.

What is told ahead is the exception: that a request is new, say, so that the command in it can join the very transaction that notes
it. Its group stays open for a moment, for what follows from it; and whoever was told lets nothing out before it is kept as well.
"""

from collections import deque
from collections.abc import Callable, Iterator
from concurrent.futures import Future
from contextlib import contextmanager
from threading import Condition, local
from time import monotonic
from typing import Any

from sqlalchemy import Connection, Engine
from sqlalchemy.exc import SQLAlchemyError
from sqlmodel import Session

MOST = 64  # A group ends there, so that the first of it does not wait for all of a crowd.
HELD_OPEN_S = 0.01  # For what follows from what was told ahead.


class _Lost(Exception):  # noqa: N818  # It says what became of a transaction.
    """The database undid the whole transaction, with what was done before in it."""


class Job:
    """A function to be run, and the place for its outcome; with `ahead` also one where it is told before it is kept."""

    def __init__(self, function: Callable[[], Any], *, shares: bool, ahead: bool = False) -> None:
        self.shares = shares
        self.future: Future[Any] = Future()
        self.ahead: Future[Any] | None = Future() if ahead else None
        self._function = function
        self._outcome: Callable[[], None] | None = None

    def do(self) -> None:
        """Run the function and keep what comes of it."""
        try:
            result = self._function()
        except BaseException as error:  # noqa: BLE001  # It is the caller's to hear.
            self._fails(error)
        else:
            self._comes_to(result)

    def _fails(self, error: BaseException) -> None:
        self._outcome = lambda: self.future.set_exception(error)
        if self.ahead is not None and not self.ahead.done():
            self.ahead.set_exception(error)

    def _comes_to(self, result: Any) -> None:
        """Keep what came of it; when it is done anew, what was told ahead has to hold still."""
        if self.ahead is not None and self.ahead.done() and self.ahead.result() != result:
            self._fails(_Lost())
            return
        self._outcome = lambda: self.future.set_result(result)
        if self.ahead is not None and not self.ahead.done():
            self.ahead.set_result(result)

    def alone(self) -> None:
        """Run it by itself, unless nobody waits for it any more."""
        if self.future.set_running_or_notify_cancel():
            self.do()
            self.tell()

    def tell(self) -> None:
        """Let the caller hear the outcome."""
        assert self._outcome is not None
        self._outcome()


class Shared:
    """The transaction of a group; it begins when the first of them changes something."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._connection: Connection | None = None

    @property
    def begun(self) -> bool:
        """Whether anybody of the group has asked to change something."""
        return self._connection is not None

    @contextmanager
    def session(self, *, reads_only: bool = False) -> Iterator[Session]:
        """Open a session in a savepoint of its own: what it does is undone unless it commits."""
        connection = self.connection()
        if reads_only:  # What was changed before in this group is to be seen, so the reading engine will not do.
            connection.exec_driver_sql("PRAGMA query_only=1")
        try:
            with Session(connection, expire_on_commit=False, join_transaction_mode="create_savepoint") as session:
                session.autoflush = not reads_only
                yield session
        finally:
            if reads_only:
                connection.exec_driver_sql("PRAGMA query_only=0")

    def connection(self) -> Connection:
        """Return the connection, its transaction begun."""
        if self._connection is None:
            self._connection = self._engine.connect()
            self._connection.begin()
        return self._connection

    def check(self) -> None:
        """Look whether the transaction still stands: a full disk, for instance, makes SQLite undo all of it.

        Raises:
            _Lost: when it does not.
        """
        if self._connection is not None and not self._connection.connection.dbapi_connection.in_transaction:  # type: ignore[union-attr]  # sqlite3's own.
            raise _Lost

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

    @property
    def shared(self) -> Shared | None:
        """The group's transaction, for whoever runs in one."""
        return getattr(self._here, "shared", None)

    def add(self, job: Job) -> None:
        """Let a job wait; `some` has to be called once for each."""
        with self._came:
            self._waiting.append(job)
            self._came.notify()

    def some(self) -> None:
        """Run what waits first: one that wants to be alone, or a group of those that share."""
        jobs = self._taken([])
        if (len(jobs) > 1 or (jobs and jobs[0].ahead is not None)) and self._all(jobs):
            return
        for one in jobs:
            one.do()
            one.tell()

    def _taken(self, group: list[Job]) -> list[Job]:
        """Take what waits and can join a group; an empty one is begun by whatever waits first."""
        with self._came:
            taken: list[Job] = []
            while self._waiting and len(group) + len(taken) < MOST and self._joins([*group, *taken][:1], self._waiting[0]):
                taken.append(self._waiting.popleft())
        return [one for one in taken if one.future.set_running_or_notify_cancel()]

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
        except (SQLAlchemyError, _Lost):
            return False
        finally:
            self._here.shared = None
            shared.close()
        for one in jobs:
            one.tell()
        return True

    def _grows(self, jobs: list[Job], until: float) -> bool:
        """Wait for what follows from what was told ahead, which is one job each, and take it into the group."""
        if not jobs[0].shares or 2 * sum(one.ahead is not None for one in jobs) <= len(jobs) or len(jobs) >= MOST:
            return False
        with self._came:
            self._came.wait_for(lambda: self._waiting, timeout=until - monotonic())
        more = self._taken(jobs)
        jobs += more
        return bool(more)
