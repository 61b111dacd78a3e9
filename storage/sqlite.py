"""How SQLite is opened: the pragmas of a connection, the log, and the file's mode. What a transaction is stands in store.py."""

import os
import sqlite3
import time
from contextlib import suppress
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.engine import URL
from sqlalchemy.pool import QueuePool

BUSY_MS = 5000
WAIT_FOR_WRITER_S = 60


def sqlite_engine(
    url: URL, begin: str, *, size: int, read_only: bool = False, foreign_keys: bool = True, busy_ms: int = BUSY_MS
) -> Engine:
    """Build an engine whose transactions start with `begin` and whose connections carry the pragmas."""
    engine = create_engine(
        url,
        poolclass=QueuePool,
        pool_size=size,
        max_overflow=0,
        pool_timeout=WAIT_FOR_WRITER_S,
        connect_args={"check_same_thread": False, "timeout": busy_ms / 1000},
    )

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
    """Let only its owner read the database file, from its first moment on; SQLite gives its log the same mode.

    A file that is there already is not opened: to close it again would drop the locks that other connections of this process have
    on it (sqlite.org/howtocorrupt.html, 2.2). The next process that ends its own connection would then take itself for the last,
    and take the log away, with all that is committed here from then on.
    """
    with suppress(FileExistsError):
        os.close(os.open(path, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600))
    with suppress(PermissionError):  # Somebody else's file, which we may write all the same.
        if path.stat().st_mode & 0o077:
            path.chmod(0o600)
