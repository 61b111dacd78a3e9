"""Changes that wait for SQLite's one writer share a commit, since flushing the disk is most of what a small change costs.

Each stays whole by itself. Nobody hears the outcome before the shared commit, and when that fails, each is done anew alone, as if it
had never waited with others. The same happens when one of them fails that has changed something: that has to be undone, and all of
it is. Nearly every command that is refused is refused before it changes anything, so a savepoint for each would cost more than it saves.
"""

import sqlite3
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Lock, local

from sqlalchemy import Connection, Engine
from sqlalchemy.exc import SQLAlchemyError
from sqlmodel import Session

from storage.job import Job, Lost, tell

MOST = 64  # A group ends there, so that the first of it does not wait for all of a crowd.


class Shared:
    """The transaction of a group; it begins when the first of them changes something."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._connection: Connection | None = None
        self._only = False  # Whether it takes questions only.
        self._session: Session | None = None  # For whoever of the group changes something; there is one at a time.
        self._undone = False  # Whether all of it was undone for one of them.

    @property
    def begun(self) -> bool:
        """Whether anybody of the group has asked to change something."""
        return self._connection is not None

    @contextmanager
    def session(self) -> Iterator[Session]:
        """Open the group's session for one change, which is made when the block ends; when it raises, what it has changed undoes all."""
        connection = self.connection()
        if self._session is None:
            self._session = Session(connection, expire_on_commit=False, join_transaction_mode="rollback_only")
        changed, asking = _changed(connection), self._only
        self._query(only=False)
        try:
            yield self._session
            self._session.flush()
        except BaseException:
            if _changed(connection) != changed:
                self._undone = True
                connection.rollback()
            raise
        finally:
            self._session.expunge_all()
            self._query(only=asking)

    @contextmanager
    def reading(self) -> Iterator[Session]:
        """Open a session for questions: what was changed before in this group is to be seen, so the reading engine will not do."""
        connection, asking = self.connection(), self._only
        self._query(only=True)
        try:
            with Session(connection, expire_on_commit=False, autoflush=False, join_transaction_mode="rollback_only") as session:
                yield session
        finally:
            self._query(only=asking)

    def _query(self, *, only: bool) -> None:
        """Let the connection take questions only, or changes as well."""
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
        if self._undone:  # Somebody who went on regardless may have begun another on the connection.
            raise Lost
        if self._connection is not None and not self._connection.connection.dbapi_connection.in_transaction:  # type: ignore[union-attr]  # sqlite3's own.
            raise Lost

    def commit(self) -> None:
        """Keep everything."""
        if self._connection is not None:
            self._connection.commit()

    def close(self) -> None:
        """Give the connection back; what was not committed is undone."""
        if self._connection is not None:
            if self._session is not None:
                self._session.close()
            self._connection.close()


def _changed(connection: Connection) -> int:
    """Return how many rows were ever changed on a connection, by SQLite's count; what was undone again counts as well."""
    driver: sqlite3.Connection = connection.connection.dbapi_connection  # type: ignore[assignment]  # SQLite's alone gets here.
    return driver.total_changes


class Together:
    """What waits for the writer's thread."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._waiting: deque[Job] = deque()
        self._door = Lock()
        self._here = local()
        self._at_work = False

    @property
    def shared(self) -> Shared | None:
        """The group's transaction, for whoever runs in one."""
        return getattr(self._here, "shared", None)

    def add(self, job: Job) -> bool:
        """Let a job wait; tell whether `work` has to be called for it, since nobody is at work."""
        with self._door:
            self._waiting.append(job)
            idle, self._at_work = not self._at_work, True
        return idle

    def work(self) -> None:
        """Run what waits until nothing does."""
        while self._more():
            jobs = self._taken()
            try:
                self._some(jobs)
            except BaseException as error:  # noqa: BLE001  # Whatever it is, nobody may wait for ever, and the next have their turn.
                for one in jobs:
                    one.fail(error)
                tell(jobs)

    def _more(self) -> bool:
        with self._door:
            self._at_work = bool(self._waiting)
            return self._at_work

    def _some(self, jobs: list[Job]) -> None:
        """Run one that wants to be alone, or a group of those that share."""
        if jobs and jobs[0].shares and self._all(jobs):
            return
        for one in jobs:
            one.do()
            tell([one])

    def _taken(self) -> list[Job]:
        """Take what waits and can be done together: one that wants to be alone, or as many as share."""
        with self._door:
            taken: list[Job] = []
            while self._waiting and len(taken) < MOST and (not taken or (taken[0].shares and self._waiting[0].shares)):
                taken.append(self._waiting.popleft())
        return [one for one in taken if one.wanted]

    def _all(self, jobs: list[Job]) -> bool:
        """Run a group in one transaction; tell whether it was committed. If not, nothing has happened."""
        shared = self._here.shared = Shared(self._engine)
        try:
            for one in jobs:
                one.do()
                shared.check()
            shared.commit()
        except (SQLAlchemyError, Lost):
            return False
        finally:
            self._here.shared = None
            shared.close()
        tell(jobs)
        return True
