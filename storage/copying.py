"""A whole database copied: into a file as a backup, back from it, and aside to try something out on. Either database, both ways.

A backup is an SQLite file whatever database it is of, so that one restores into the other, and anybody can look into it.
"""

import os
import shutil
import sqlite3
import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from sqlalchemy import Connection, insert, select, text

from storage.migrate import known, migrate
from storage.store import Store, sqlite_url
from storage.tables.every import metadata

_ROWS = 1000
_HEADER = b"SQLite format 3\x00"


class NotABackupError(ValueError):
    """The file is no whole backup of Pagt's."""


class NotEmptyError(RuntimeError):
    """There is something in the database already, which a restore would mix with what is in the backup."""


def backup(store: Store, path: Path) -> int:
    """Write all that is in the database into a new file, as of one instant, while others go on; return how many rows that is.

    The file appears under its name when it is whole, and only its owner reads it.

    Raises:
        FileExistsError: when there is such a file.
        OSError: when it cannot be written.
    """
    if path.exists():
        raise FileExistsError(path)
    with tempfile.TemporaryDirectory(prefix=".pagt-backup-", dir=path.parent) as folder:
        made = Path(folder) / path.name
        _copied(store, made)
        with closing(sqlite3.connect(made)) as connection:
            connection.execute("PRAGMA journal_mode=DELETE")  # One file, with no log beside it.
            counts = [connection.execute(f'SELECT count(*) FROM "{one}"').fetchone() for one in metadata.tables]  # noqa: S608  # Our own names.
        _flush(made)
        os.link(made, path)  # Unlike a rename it never takes the place of another file.
    _flush(path.parent)
    return sum(int(count) for (count,) in counts)


def restore(store: Store, path: Path) -> int:
    """Bring a backup into a database that is empty, in one transaction; return how many rows that was.

    A backup of an older Pagt is brought up to date on the way; the file itself is left as it is.

    Raises:
        NotABackupError: when the file is none, or has been damaged.
        NotEmptyError: when there is something in the database.
        NewerDatabaseError: when the backup is a newer Pagt's.
    """
    _examine(path)
    with tempfile.TemporaryDirectory(prefix="pagt-restore-") as folder:
        source = Store(sqlite_url(Path(shutil.copyfile(path, Path(folder) / "backup.db"))))
        try:
            migrate(source)
            migrate(store)
            with source.snapshot() as there, store.engine.begin() as here:
                if any(here.execute(select(table).limit(1)).first() for table in metadata.sorted_tables):
                    raise NotEmptyError
                rows = _rows(there, here)
                _count_on(here)
                return rows
        finally:
            source.close()


@contextmanager
def aside(store: Store) -> Iterator[Store]:
    """Give a copy of the database to try something out on, which goes when the block ends: nobody waits for it meanwhile."""
    with tempfile.TemporaryDirectory(prefix="pagt-aside-") as folder:
        copy = Path(folder) / "copy.db"
        _copied(store, copy)
        made = Store(sqlite_url(copy))
        try:
            with made.unflushed():
                yield made
        finally:
            made.close()


def _copied(store: Store, path: Path) -> None:
    """Copy a database into an SQLite file, as of one instant."""
    os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
    if store.sqlite:
        with closing(sqlite3.connect(str(store.url.database), isolation_level=None)) as connection:
            connection.execute("VACUUM INTO ?", (str(path),))
        return
    made = Store(sqlite_url(path))
    try:
        with store.snapshot() as there, made.engine.begin() as here:
            metadata.create_all(here)
            here.execute(text("CREATE TABLE alembic_version (version_num VARCHAR(32) NOT NULL PRIMARY KEY)"))
            here.execute(text("INSERT INTO alembic_version VALUES (:last)"), {"last": known()[-1]})
            _rows(there, here)
    finally:
        made.close()


def _rows(there: Connection, here: Connection) -> int:
    """Copy every row, those that others point to first."""
    count = 0
    for table in metadata.sorted_tables:
        for some in there.execution_options(yield_per=_ROWS).execute(select(table)).mappings().partitions():
            here.execute(insert(table), [dict(row) for row in some])
            count += len(some)
    return count


def _count_on(connection: Connection) -> None:
    """Let PostgreSQL number what comes next after what has been copied; SQLite does so by itself."""
    if connection.dialect.name == "sqlite":
        return
    for table in metadata.sorted_tables:
        column = table.autoincrement_column
        if column is not None:
            connection.execute(
                text(
                    f'SELECT setval(pg_get_serial_sequence(:table, :column), max("{column.name}")) FROM "{table.name}"'  # noqa: S608  # Our own names.
                    f' HAVING max("{column.name}") IS NOT NULL'
                ),
                {"table": f'"{table.name}"', "column": column.name},
            )


def _examine(path: Path) -> None:
    """Look at a backup before anything is done with it."""
    with path.open("rb") as file:
        if file.read(len(_HEADER)) != _HEADER:
            raise NotABackupError("it is no SQLite file")
    with closing(sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro&immutable=1", uri=True)) as connection:
        try:
            sound = connection.execute("PRAGMA integrity_check").fetchone()[0] == "ok"
            dangling = connection.execute("PRAGMA foreign_key_check").fetchone()
            version = connection.execute("SELECT name FROM sqlite_master WHERE name = 'alembic_version'").fetchone()
        except sqlite3.DatabaseError as error:
            raise NotABackupError("it is damaged") from error
    if not sound or dangling:
        raise NotABackupError("it is damaged")
    if not version:
        raise NotABackupError("it is another program's")


def _flush(path: Path) -> None:
    """Bring a file, or the names in a folder, onto the disk."""
    number = os.open(path, os.O_RDONLY)
    try:
        os.fsync(number)
    finally:
        os.close(number)
