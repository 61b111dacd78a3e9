"""Databases for tests, with their tables made: SQLite in a file (there is no WAL in memory), and PostgreSQL.

A test that takes `store` runs on both. Migrations run once per worker; each test gets a copy of what they made.
"""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from sqlalchemy import text

from storage.migrate import migrate
from storage.store import Store, sqlite_url
from storage.tables.every import metadata
from tests.postgres import Server, fresh_database

BOTH = ("sqlite", pytest.param("postgres", marks=pytest.mark.postgres))


def url_of(store: Store) -> str:
    """Return a store's URL as another process can open it."""
    return store.url.render_as_string(hide_password=False)


@contextmanager
def opened(url: object) -> Iterator[Store]:
    """Open a database and give it back."""
    store = Store(url)
    try:
        yield store
    finally:
        store.close()


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An SQLite file with tables and no rows."""
    path = tmp_path_factory.mktemp("template") / "pagt.db"
    with opened(sqlite_url(path)) as store:
        migrate(store)
    return path


@pytest.fixture
def sqlite_store(sqlite_template: Path, tmp_path: Path) -> Iterator[Store]:
    """A store of its own on SQLite."""
    with opened(sqlite_url(shutil.copy(sqlite_template, tmp_path / "pagt.db"))) as store:
        yield store


@pytest.fixture(scope="module")
def examples_store(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    """One SQLite database for all examples of a property; an example works in `rehearse()`, which undoes it."""
    with opened(sqlite_url(shutil.copy(sqlite_template, tmp_path_factory.mktemp("examples") / "pagt.db"))) as store:
        yield store


@pytest.fixture(scope="session")
def postgres_migrated(postgres_server: Server) -> Iterator[str]:
    """The URL of a database with tables, for the tests of this worker one after the other: making one takes half a second."""
    with fresh_database(postgres_server) as url:
        with opened(url) as store:
            migrate(store)
        yield url


@pytest.fixture
def postgres_store(postgres_migrated: str) -> Iterator[Store]:
    """A store on PostgreSQL without any rows, numbered from 1."""
    with opened(postgres_migrated) as store:
        yield store
    with opened(postgres_migrated) as store, store.engine.begin() as connection:
        others = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()"
        connection.execute(text(others))  # What a test killed or left open would hold its locks.
        for table in reversed(metadata.sorted_tables):
            connection.execute(table.delete())
        connection.execute(text("SELECT setval(seqrelid, 1, false) FROM pg_sequence"))


@pytest.fixture(params=BOTH)
def store(request: pytest.FixtureRequest) -> Store:
    """A store of its own, on each database."""
    return request.getfixturevalue(f"{request.param}_store")
