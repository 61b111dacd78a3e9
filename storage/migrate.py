"""Bringing a database's tables to what the code needs, whole or not at all. What changed when stands in storage/migrations.

Every step runs in one transaction of ours: killed at any moment it leaves what was there, and runs again (reliability.md §3).
"""

from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import Connection, inspect, text

from storage.store import Store

if TYPE_CHECKING:
    from alembic.config import Config

FOLDER = Path(__file__).with_name("migrations")
_LOCK = int.from_bytes(b"pagt")  # Any number does, as long as every Pagt asks for the same.


class NewerDatabaseError(RuntimeError):
    """The database was brought further by a newer Pagt than this one."""

    def __init__(self, revision: str) -> None:
        super().__init__(
            f"The database is at revision {revision}, and this Pagt knows no more than {known()[-1]}: a newer Pagt has used it."
            " Start that one, or restore the backup from before."
        )


def known() -> list[str]:
    """Return the revisions this code knows, first to last; told from their file names, so that a start need not load Alembic."""
    return sorted(path.name.partition("_")[0] for path in (FOLDER / "versions").glob("[0-9]*.py"))


def pending(store: Store) -> list[str]:
    """Return the revisions a database still lacks: none when the program can start, all for an empty database.

    Raises:
        NewerDatabaseError: when it is further than this code.
    """
    with store.read() as installation:
        return _lacking(installation.session.connection())


def migrate(store: Store) -> list[str]:
    """Bring the tables up to date and return the revisions that were applied; a second process that does the same waits.

    Raises:
        NewerDatabaseError: when the database is further than this code.
        RuntimeError: when a row would point to one that is gone; then nothing was changed.
    """
    if not pending(store):
        return []
    from alembic import command  # noqa: PLC0415  # Heavy, and needed once per release.

    engine = store.migration_engine()
    try:
        with engine.begin() as connection:
            _wait_for_turn(connection)
            lacking = _lacking(connection)
            if lacking:
                command.upgrade(config(connection), "head")
                _check_references(connection)
            return lacking
    finally:
        engine.dispose()


def config(connection: Connection) -> "Config":
    """Return Alembic's settings for a connection; there is no alembic.ini."""
    from alembic.config import Config  # noqa: PLC0415  # Heavy, and needed once per release.

    made = Config(attributes={"connection": connection})
    made.set_main_option("script_location", str(FOLDER).replace("%", "%%"))
    made.set_main_option("path_separator", "os")
    return made


def _lacking(connection: Connection) -> list[str]:
    revisions = known()
    if not inspect(connection).has_table("alembic_version"):
        return revisions
    at = connection.execute(text("SELECT version_num FROM alembic_version")).scalar_one_or_none()
    if at is None:
        return revisions
    if at not in revisions:
        raise NewerDatabaseError(at)
    return revisions[revisions.index(at) + 1 :]


def _wait_for_turn(connection: Connection) -> None:
    """Let one process migrate at a time: SQLite's transaction has the lock already, PostgreSQL's takes one that ends with it."""
    if connection.dialect.name != "sqlite":
        connection.execute(text("SET LOCAL lock_timeout = 0"))
        connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": _LOCK})


def _check_references(connection: Connection) -> None:
    """Look for rows left without the row they point to; SQLite does not watch for them while tables are rebuilt."""
    if connection.dialect.name == "sqlite":
        broken = connection.exec_driver_sql("PRAGMA foreign_key_check").all()
        if broken:
            raise RuntimeError(f"{len(broken)} rows point to rows that are gone, first in table {broken[0][0]!r}.")
