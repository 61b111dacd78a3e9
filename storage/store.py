"""The database: engines, transactions, and the thread they run on. What is asked of it stands in the nouns' files.

SQLite by default, PostgreSQL by URL. On SQLite: WAL, `synchronous=FULL`, foreign keys, `BEGIN IMMEDIATE` and one writer,
because SQLAlchemy's default there loses updates without a word (reliability.md §3). On PostgreSQL: changes to one agreement
wait for each other (`Installation.within`), and a replica that froze in a transaction is cut off so that it stops nobody.
"""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from contextvars import copy_context
from functools import partial
from pathlib import Path
from typing import Any, ParamSpec, TypeVar

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import SQLAlchemyError
from sqlmodel import Session

from storage.clock import database_now
from storage.job import Job
from storage.paces import Paces
from storage.records import Installation
from storage.sqlite import WAIT_FOR_WRITER_S, sqlite_engine
from storage.together import Together
from storage.trouble import Trouble, trouble_of

P = ParamSpec("P")
T = TypeVar("T")

_POSTGRES_THREADS = 8
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
            self._writes = sqlite_engine(self.url, "BEGIN IMMEDIATE", size=1)
            self._reads = sqlite_engine(self.url, "BEGIN", size=4, read_only=True)
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
            return sqlite_engine(self.url, "BEGIN IMMEDIATE", size=1, foreign_keys=False, busy_ms=WAIT_FOR_WRITER_S * 1000)
        return _postgres_engine(self.url)

    @contextmanager
    def begin(self) -> Iterator[Installation]:
        """Open a transaction for a change: committed when the block ends, undone when it raises."""
        try:
            shared = self._together.shared
            with self._alone() if shared is None else shared.session() as session:
                yield Installation(session, changes=True)
                if self.trouble is not None:  # A transaction in which nothing was changed would prove nothing.
                    Paces(session, database_now(session)).try_again()
        except SQLAlchemyError as error:
            self.trouble = trouble_of(error) or self.trouble
            raise
        self.trouble = None

    def try_again(self) -> None:
        """Keep something small and let it go again, to find out whether what kept the database from keeping anything is over."""
        with self.begin():
            pass

    @contextmanager
    def write(self) -> Iterator[Connection]:
        """Open a transaction for one statement, which is whole by itself: it needs no session."""
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
            with shared.reading() as session:
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
        with Session(self._writes, expire_on_commit=False) as session:
            yield Installation(session, changes=True)

    @contextmanager
    def _alone(self) -> Iterator[Session]:
        """Open a session for a change with a transaction of its own."""
        with Session(self._writes, expire_on_commit=False) as session, session.begin():
            yield session

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

    async def _run(self, function: Callable[[], T], *, shares: bool) -> T:
        result: T = await self._begun(function, shares=shares).future
        return result

    def _begun(self, function: Callable[[], object], *, shares: bool) -> Job:
        """Let a job wait for its turn."""
        job = Job(partial(copy_context().run, function), shares=shares and self.sqlite)
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
    engine = create_engine(url, pool_size=_POSTGRES_THREADS, pool_pre_ping=True, pool_timeout=WAIT_FOR_WRITER_S)

    @event.listens_for(engine, "connect")
    def _connected(connection: Any, _record: object) -> None:
        with connection.cursor() as cursor:
            for setting in ("idle_in_transaction_session_timeout", "lock_timeout"):
                cursor.execute(f"SET {setting} = {_FROZEN_MS}")
        connection.commit()

    return engine
