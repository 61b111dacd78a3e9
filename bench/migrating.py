"""A million rows brought up to date on both databases, by our own way and a second migration made for it: there is only a first one yet."""

import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from bench.row import Row, most
from storage import migrate as migrations
from storage.migrate import migrate
from storage.store import Store, sqlite_url
from tests.postgres import running
from tests.storage import second

ROWS = 1_000_000
MOST_S = 60.0


def rows(folder: Path) -> Iterator[Row]:
    """Measure on SQLite and on PostgreSQL."""
    both = second.folder(folder)
    yield _measured("SQLite", str(sqlite_url(folder / "many.db")), both)
    with tempfile.TemporaryDirectory(prefix="pagt-pg-", ignore_cleanup_errors=True) as name, running(Path(name)) as server:
        yield _measured("PostgreSQL", server.url(), both)


def _measured(name: str, url: str, both: Path) -> Row:
    """Fill a database of the first revision, bring it to the second, and see that nothing is missing."""
    first, store = migrations.FOLDER, Store(url)
    migrate(store)
    second.fill(store, ROWS)
    before = second.counted(store)
    try:
        migrations.FOLDER = both
        begun = time.perf_counter()
        migrate(store)
        took = time.perf_counter() - begun
    finally:
        migrations.FOLDER = first
    if second.counted(store) != before or second.broken(store):
        raise RuntimeError("a row is missing, or points to one that is gone")
    store.close()
    return Row(f"{sum(before.values()) - 1:,} rows migrated on {name}", "s", ours=took, limit=most(MOST_S))
