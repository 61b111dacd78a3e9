"""Changes that wait for SQLite's one writer share a commit, since flushing the disk is most of what a small change costs.

Each stays whole by itself: it has a savepoint of its own, and one that fails takes nothing of the others with it. Nobody hears the
outcome before the shared commit, and when that fails, each is done anew alone, as if it had never waited with others.
"""

from collections import deque
from collections.abc import Callable, Iterator
from concurrent.futures import Future
from contextlib import contextmanager
from threading import Lock, local
from typing import Any

from sqlalchemy import Connection, Engine
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm.session import JoinTransactionMode
from sqlmodel import Session

MOST = 32  # A group ends there, so that the first of it does not wait for all of a crowd.


class _Lost(Exception):  # noqa: N818  # It says what became of a transaction.
    """The database undid the whole transaction, with what was done before in it."""


class Job:
    """A function to be run, and the place for its outcome."""

    def __init__(self, function: Callable[[], Any], *, shares: bool) -> None:
        self.shares = shares
        self.future: Future[Any] = Future()
        self._function = function
        self._outcome: Callable[[], None] | None = None

    def do(self) -> None:
        """Run the function and keep what comes of it."""
        try:
            result = self._function()
        except BaseException as error:  # noqa: BLE001  # It is the caller's to hear.
            failed = error
            self._outcome = lambda: self.future.set_exception(failed)
        else:
            self._outcome = lambda: self.future.set_result(result)

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
        self._reads_only = False

    @property
    def begun(self) -> bool:
        """Whether anybody of the group has asked to change something."""
        return self._connection is not None

    @contextmanager
    def session(self, *, reads_only: bool = False) -> Iterator[Session]:
        """Open a session in a savepoint of its own: what it does is undone unless it commits.

        One that only reads has none, for a change may be begun while it is open, and that is not to be undone with it.
        """
        connection, outside = self.connection(), self._reads_only
        self._only_reads(reads_only)  # What was changed before in this group is to be seen, so the reading engine will not do.
        mode: JoinTransactionMode = "rollback_only" if reads_only else "create_savepoint"
        try:
            with Session(connection, expire_on_commit=False, join_transaction_mode=mode) as session:
                session.autoflush = not reads_only
                yield session
        finally:
            self._only_reads(outside)

    def _only_reads(self, on: bool) -> None:
        """Let the database refuse changes, or take them again."""
        if on is not self._reads_only:
            self.connection().exec_driver_sql(f"PRAGMA query_only={int(on)}")
            self._reads_only = on

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
        self._lock = Lock()
        self._here = local()

    @property
    def shared(self) -> Shared | None:
        """The group's transaction, for whoever runs in one."""
        return getattr(self._here, "shared", None)

    def add(self, job: Job) -> None:
        """Let a job wait; `some` has to be called once for each."""
        with self._lock:
            self._waiting.append(job)

    def some(self) -> None:
        """Run what waits first: one that wants to be alone, or a group of those that share."""
        jobs = [one for one in self._taken() if one.future.set_running_or_notify_cancel()]
        if len(jobs) > 1 and self._all(jobs):
            return
        for one in jobs:
            one.do()
            one.tell()

    def _taken(self) -> list[Job]:
        with self._lock:
            taken: list[Job] = []
            while self._waiting and len(taken) < MOST and (not taken or (taken[0].shares and self._waiting[0].shares)):
                taken.append(self._waiting.popleft())
            return taken

    def _all(self, jobs: list[Job]) -> bool:
        """Run a group in one transaction; tell whether it was committed. If not, nothing has happened."""
        shared = self._here.shared = Shared(self._engine)
        try:
            for one in jobs:
                one.do()
                shared.check()
            shared.commit()
        except (SQLAlchemyError, _Lost):
            return False
        finally:
            self._here.shared = None
            shared.close()
        for one in jobs:
            one.tell()
        return True
