"""The database: engines, transactions, and the thread they run on. What is asked of it stands in the nouns' files.

SQLite by default, PostgreSQL by URL. On SQLite: WAL, `synchronous=FULL`, foreign keys, `BEGIN IMMEDIATE` and one writer,
because SQLAlchemy's default there loses updates without a word (reliability.md §3). On PostgreSQL: changes to one agreement
wait for each other (`Installation.within`), and a replica that froze in a transaction is cut off so that it stops nobody.
"""

import asyncio
import os
import sqlite3
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractContextManager, contextmanager, suppress
from contextvars import copy_context
from functools import partial
from pathlib import Path
from typing import Any, ParamSpec, TypeVar

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.pool import QueuePool
from sqlmodel import Session

from storage.clock import database_now
from storage.paces import Paces
from storage.records import Installation
from storage.together import Job, Together
from storage.trouble import Trouble, trouble_of

P = ParamSpec("P")
T = TypeVar("T")

_POSTGRES_THREADS = 8
_BUSY_MS = 5000
_WAIT_FOR_WRITER_S = 60
_FROZEN_MS = 30_000  # No transaction of ours takes a second; one that has been idle for so long belongs to a frozen process.


class Store:
    """One database and its transactions.

    `begin()` is for changes and `read()` for questions; both are synchronous. `run()` takes a function off the event loop:
    to one thread on SQLite, which has one writer anyway, and to a small pool on PostgreSQL.
    """

    def __init__(self, url: str | URL) -> None:
        self.url = _with_driver(make_url(url))
        self.sqlite = self.url.get_backend_name() == "sqlite"
        if self.sqlite:
            self._writes = _sqlite_engine(self.url, "BEGIN IMMEDIATE", size=1)
            self._reads = _sqlite_engine(self.url, "BEGIN", size=4, read_only=True)
        else:
            self._writes = _postgres_engine(self.url)
            self._reads = self._writes.execution_options(postgresql_readonly=True)
        self._together = Together(self._writes)
        self.trouble: Trouble | None = None  # Why nothing could be kept when something was to be kept last.
        self._threads = ThreadPoolExecutor(1 if self.sqlite else _POSTGRES_THREADS, thread_name_prefix="store")

    @property
    def engine(self) -> Engine:
        """The engine that writes."""
        return self._writes

    def migration_engine(self) -> Engine:
        """Return an engine of its own for changes of the tables; whoever asks for it disposes of it.

        On SQLite foreign keys are off: rebuilding a table would otherwise delete the rows that point to it, and the pragma
        is ignored inside a transaction, so it has to be set when the connection is made.
        """
        if self.sqlite:
            return _sqlite_engine(self.url, "BEGIN IMMEDIATE", size=1, foreign_keys=False, busy_ms=_WAIT_FOR_WRITER_S * 1000)
        return _postgres_engine(self.url)

    @contextmanager
    def begin(self) -> Iterator[Installation]:
        """Open a transaction for a change: committed when the block ends, undone when it raises."""
        try:
            with self._session() as session, session.begin():
                yield Installation(session, changes=True)
        except SQLAlchemyError as error:
            self.trouble = trouble_of(error) or self.trouble
            raise
        self.trouble = None

    def try_again(self) -> None:
        """Keep something small and let it go again, to find out whether what kept the database from keeping anything is over."""
        with self.begin() as installation:
            Paces(installation.session, database_now(installation.session)).try_again()

    @contextmanager
    def write(self) -> Iterator[Connection]:
        """Open a transaction for one statement, which is whole by itself: it needs no session, nor a savepoint among others."""
        shared = self._together.shared
        if shared is not None:
            yield shared.connection()
            return
        with self._writes.begin() as connection:
            yield connection

    @contextmanager
    def read(self) -> Iterator[Installation]:
        """Open a transaction for questions only; the database refuses to write in it."""
        shared = self._together.shared
        if shared is not None and shared.begun:
            with shared.session(reads_only=True) as session:
                yield Installation(session)
            return
        with Session(self._reads, expire_on_commit=False, autoflush=False) as session:
            yield Installation(session)

    @contextmanager
    def snapshot(self) -> Iterator[Connection]:
        """Open a transaction that sees the whole database as it is at its first question, however long it reads and whoever writes."""
        if self.sqlite:
            with self._reads.connect() as connection:
                yield connection
        else:
            with self._reads.connect().execution_options(isolation_level="REPEATABLE READ") as connection:
                yield connection

    @contextmanager
    def rehearse(self) -> Iterator[Installation]:
        """Open a transaction in which anything may be tried: it is undone when the block ends."""
        with self._session() as session:
            yield Installation(session, changes=True)
            session.rollback()

    def _session(self) -> AbstractContextManager[Session]:
        """Return a session that may write: in the group's transaction for whoever shares one."""
        shared = self._together.shared
        return Session(self._writes, expire_on_commit=False) if shared is None else shared.session()

    @contextmanager
    def unflushed(self) -> Iterator[None]:
        """On SQLite, let commits inside the block wait for no disk; at its end all of them are flushed.

        For data that can be made again: a killed process loses nothing by it, but a power cut in between may spoil the file.
        """
        self._pragmas("synchronous=OFF")
        try:
            yield
        finally:
            self._pragmas("synchronous=FULL", "wal_checkpoint(TRUNCATE)")

    def _pragmas(self, *pragmas: str) -> None:
        """Give SQLite's one writing connection other orders, outside any transaction."""
        if self.sqlite:
            connection = self._writes.raw_connection()
            for pragma in pragmas:
                connection.cursor().execute(f"PRAGMA {pragma}")
            connection.close()  # Back to the pool, as it is now.

    async def run(self, function: Callable[P, T], /, *args: P.args, **kwargs: P.kwargs) -> T:
        """Run a synchronous function off the event loop, in the caller's context, and wait for it."""
        return await self._run(partial(function, *args, **kwargs), shares=False)

    async def share(self, function: Callable[P, T], /, *args: P.args, **kwargs: P.kwargs) -> T:
        """Run one as `run` does; on SQLite it shares a commit with others that wait (together.py).

        It reaches the database by this store's transactions only: an engine of its own would wait for the group it is in.
        """
        return await self._run(partial(function, *args, **kwargs), shares=True)

    async def ahead(self, function: Callable[P, T], /, *args: P.args, **kwargs: P.kwargs) -> "tuple[T, asyncio.Future[T]]":
        """Run one as `share` does, and return what comes of it before it is kept, so that what follows from it may share its commit.

        Nothing that follows from it may leave the program before the future, which is there once it is kept.
        """
        job = self._begun(partial(function, *args, **kwargs), shares=True, ahead=True)
        job.future.add_done_callback(lambda one: one.cancelled() or one.exception())  # Also when nobody asks any more.
        assert job.ahead is not None
        return await job.ahead, job.future

    async def _run(self, function: Callable[[], T], *, shares: bool) -> T:
        result: T = await self._begun(function, shares=shares).future
        return result

    def _begun(self, function: Callable[[], object], *, shares: bool, ahead: bool = False) -> Job:
        """Let a job wait for its turn."""
        job = Job(partial(copy_context().run, function), shares=shares and self.sqlite, ahead=ahead)
        if self.sqlite:
            if self._together.add(job):
                self._threads.submit(self._together.work)
        else:
            self._threads.submit(job.alone)
        return job

    def close(self) -> None:
        """Let running work end and give the connections back."""
        self._threads.shutdown(wait=True)
        self._writes.dispose()
        self._reads.dispose()


def sqlite_url(path: Path) -> URL:
    """Return the URL of an SQLite file, whatever characters its path has."""
    return URL.create("sqlite", database=str(path))


def _with_driver(url: URL) -> URL:
    """Name the driver where the URL leaves it out, as most hosts' URLs do.

    Raises:
        ValueError: for SQLite without a file, which would forget everything.
    """
    if url.drivername in {"postgres", "postgresql"}:
        return url.set(drivername="postgresql+psycopg")
    if url.get_backend_name() == "sqlite" and url.database in {None, "", ":memory:"}:
        raise ValueError("SQLite needs a file: the database is what is to be kept.")
    return url


def _postgres_engine(url: URL) -> Engine:
    """Build an engine whose connections give up on a lock, and are cut off in a transaction, after half a minute."""
    engine = create_engine(url, pool_size=_POSTGRES_THREADS, pool_pre_ping=True, pool_timeout=_WAIT_FOR_WRITER_S)

    @event.listens_for(engine, "connect")
    def _connected(connection: Any, _record: object) -> None:
        with connection.cursor() as cursor:
            for setting in ("idle_in_transaction_session_timeout", "lock_timeout"):
                cursor.execute(f"SET {setting} = {_FROZEN_MS}")
        connection.commit()

    return engine


def _sqlite_engine(
    url: URL, begin: str, *, size: int, read_only: bool = False, foreign_keys: bool = True, busy_ms: int = _BUSY_MS
) -> Engine:
    """Build an engine whose transactions start with `begin` and whose connections carry the pragmas."""
    engine = create_engine(
        url,
        poolclass=QueuePool,
        pool_size=size,
        max_overflow=0,
        pool_timeout=_WAIT_FOR_WRITER_S,
        connect_args={"check_same_thread": False, "timeout": busy_ms / 1000},
    )

    _save_lightly(engine)

    @event.listens_for(engine, "do_connect")
    def _connecting(*_: object) -> None:
        _keep_private(Path(url.database or ""))

    @event.listens_for(engine, "connect")
    def _connected(connection: Any, _record: object) -> None:
        connection.isolation_level = None  # The driver must not begin on its own; the event below does.
        cursor = connection.cursor()
        _write_ahead(cursor, busy_ms)
        for pragma in ("synchronous=FULL", f"foreign_keys={int(foreign_keys)}", f"query_only={int(read_only)}"):
            cursor.execute(f"PRAGMA {pragma}")
        cursor.close()

    @event.listens_for(engine, "checkin")
    def _given_back(connection: Any, _record: object) -> None:
        if connection is not None and connection.in_transaction:  # A commit that failed, on a full disk, may leave it open.
            connection.rollback()

    @event.listens_for(engine, "begin")
    def _begun(connection: Connection) -> None:
        connection.exec_driver_sql(begin)

    return engine


def _save_lightly(engine: Engine) -> None:
    """Let the driver set savepoints: SQLAlchemy makes a statement for each anew, which takes as long as a question."""

    def said(verb: str) -> Callable[[Connection, str], None]:
        def say(connection: Connection, name: str) -> None:
            connection.connection.cursor().execute(f"{verb} {name}")  # SQLAlchemy's own names, such as sa_savepoint_1.

        return say

    dialect = engine.dialect
    dialect.do_savepoint = said("SAVEPOINT")  # type: ignore[method-assign, assignment]  # As it asks for.
    dialect.do_rollback_to_savepoint = said("ROLLBACK TO SAVEPOINT")  # type: ignore[method-assign, assignment]  # As it asks for.
    dialect.do_release_savepoint = said("RELEASE SAVEPOINT")  # type: ignore[method-assign, assignment]  # As it asks for.


def _write_ahead(cursor: sqlite3.Cursor, busy_ms: int) -> None:
    """Turn on the write-ahead log, which SQLite refuses at once, without waiting, while another process does the same.

    Raises:
        OSError: where the file system cannot carry one.
    """
    until = time.monotonic() + busy_ms / 1000
    while True:
        try:
            mode = cursor.execute("PRAGMA journal_mode=WAL").fetchone()[0]
        except sqlite3.OperationalError:
            if time.monotonic() > until:
                raise
            time.sleep(0.01)
        else:
            if mode != "wal":
                raise OSError(f"SQLite cannot keep a write-ahead log there: it answers {mode!r}.")
            return


def _keep_private(path: Path) -> None:
    """Let only its owner read the database file, from its first moment on; SQLite gives its log the same mode."""
    os.close(os.open(path, os.O_RDWR | os.O_CREAT, 0o600))
    with suppress(PermissionError):  # Somebody else's file, which we may write all the same.
        if path.stat().st_mode & 0o077:
            path.chmod(0o600)
