"""Migrations: from nothing to the tables the code needs, killed anywhere and run again, by one process at a time."""

import subprocess
import sys
import threading

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.operations import Operations
from alembic.script import ScriptDirectory
from sqlalchemy import Column, String, inspect, text

from storage import migrate as migrations
from storage.migrate import NewerDatabaseError, config, known, migrate, pending
from storage.store import sqlite_url
from storage.tables.every import metadata
from tests.postgres import fresh_database
from tests.storage import sample, second
from tests.stores import BOTH, opened, url_of

WHAT_TO_DO = (
    'The tables and the migrations differ. Run: make migration WHAT="what changed" (before the first release: WHAT=--first)'
)


@pytest.fixture(params=BOTH)
def empty(request, tmp_path):
    """A way to get the URL of an empty database, as often as needed."""
    if request.param == "sqlite":
        numbers = iter(range(9))
        yield lambda: str(sqlite_url(tmp_path / f"{next(numbers)}.db"))
        return
    server, made = request.getfixturevalue("postgres_server"), []

    def another():
        made.append(fresh_database(server))
        return made[-1].__enter__()

    yield another
    for one in made:
        one.__exit__(None, None, None)


def described(store):
    """Return the tables of a database as both can tell them: columns, keys, references, checks, indexes."""
    with store.engine.connect() as connection:
        asked, found = inspect(connection), {}
        for table in asked.get_table_names():
            if table == "alembic_version":
                continue
            found[table] = {
                "columns": {one["name"]: (str(one["type"]), one["nullable"]) for one in asked.get_columns(table)},
                "key": (asked.get_pk_constraint(table)["name"], asked.get_pk_constraint(table)["constrained_columns"]),
                "references": {
                    one["name"]: (one["constrained_columns"], one["referred_table"]) for one in asked.get_foreign_keys(table)
                },
                "checks": {one["name"]: one["sqltext"] for one in asked.get_check_constraints(table)},
                "unique": {one["name"]: one["column_names"] for one in asked.get_unique_constraints(table)},
                "indexes": {one["name"]: (one["column_names"], bool(one["unique"])) for one in asked.get_indexes(table)},
            }
        wheres = "SELECT name, sql FROM sqlite_master WHERE sql IS NOT NULL AND type = 'index'"
        if not store.sqlite:
            wheres = "SELECT indexname, indexdef FROM pg_indexes WHERE schemaname = 'public' AND tablename <> 'alembic_version'"
        return found, {name: " ".join(sql.replace('"', "").split()) for name, sql in connection.execute(text(wheres))}


def test_migrated_from_nothing_a_database_is_what_the_tables_say(empty):
    with opened(empty()) as migrated, opened(empty()) as made:
        assert migrate(migrated) == known()
        with made.engine.begin() as connection:
            metadata.create_all(connection)
        with migrated.engine.connect() as connection:
            context = MigrationContext.configure(connection, opts={"target_metadata": metadata, "compare_server_default": True})
            assert compare_metadata(context, metadata) == [], WHAT_TO_DO
        assert described(migrated) == described(made), WHAT_TO_DO


def test_a_database_that_is_up_to_date_needs_nothing_and_loads_nothing(store):
    asks = (
        "import sys\nfrom storage.migrate import migrate, pending\nfrom storage.store import Store\n"
        "store = Store(sys.argv[1])\nprint(pending(store), migrate(store), 'alembic' in sys.modules)"
    )
    run = subprocess.run([sys.executable, "-c", asks, url_of(store)], cwd=sample.ROOT, capture_output=True, text=True, check=True)
    assert run.stdout == "[] [] False\n"


def test_migrating_needs_no_file_of_alembics_and_no_folder_of_ours(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    with opened(sqlite_url(tmp_path / "pagt.db")) as store:
        assert pending(store) == known()
        assert migrate(store) == known()
        assert pending(store) == []
    assert {path.name for path in tmp_path.iterdir()} == {"pagt.db"}


def test_the_revisions_told_from_file_names_are_alembics():
    script = ScriptDirectory.from_config(config(None))
    assert known() == [one.revision for one in reversed(list(script.walk_revisions()))]
    assert script.get_heads() == known()[-1:]


def test_a_database_from_a_newer_pagt_is_refused_with_a_sentence(store):
    with store.engine.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    for asked in (pending, migrate):
        with pytest.raises(NewerDatabaseError, match="a newer Pagt has used it"):
            asked(store)
    with store.engine.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = :last"), {"last": known()[-1]})


KILLED = """
import os, signal, sys
from pathlib import Path
import alembic.command
from sqlalchemy import event
from sqlalchemy.engine import Engine
from storage import migrate as migrations
from storage.migrate import migrate
from storage.store import Store
migrations.FOLDER = Path(sys.argv[4])

def run(last):
    steps = 0
    def step(*_):
        nonlocal steps
        steps += 1
        if steps == last:
            os.kill(os.getpid(), signal.SIGKILL)
    event.listen(Engine, "before_cursor_execute", step)
    event.listen(Engine, "commit", step)
    store = Store(sys.argv[1])
    migrate(store)
    store.close()
    os._exit(0)

# Once here, on a file of its own: what is loaded for it, every child has from its birth.
warm = Store(sys.argv[3])
migrate(warm)
warm.close()
last, kills = 1, 0
while True:
    child = os.fork()
    if child == 0:
        run(last)
    status = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    if status != -signal.SIGKILL:
        print(kills, status)
        break
    last, kills = last + int(sys.argv[2]), kills + 1
"""


@pytest.mark.slow
@pytest.mark.parametrize("every", [3, pytest.param(1, marks=pytest.mark.soak)])
def test_a_migration_killed_at_any_statement_of_sqlite_runs_again(tmp_path, every):
    killed_and_run_again(str(sqlite_url(tmp_path / "killed.db")), tmp_path, every=every)


@pytest.mark.slow
@pytest.mark.parametrize("every", [7, pytest.param(1, marks=pytest.mark.soak)])
def test_a_migration_killed_at_any_statement_of_postgres_runs_again(postgres_database, tmp_path, every):
    killed_and_run_again(postgres_database, tmp_path, every=every)


def killed_and_run_again(url, folder, every):
    """Kill the same migration at one statement after the other, until one goes through; the next must find nothing half-made."""
    command = [sys.executable, "-c", KILLED, url, str(every), str(sqlite_url(folder / "warm.db")), str(migrations.FOLDER)]
    assert killed(command) > 2 * len(metadata.tables) / every
    with opened(url) as store:
        assert pending(store) == []
        assert described(store)[0].keys() == metadata.tables.keys()


def killed(command):
    """Return how often a migration was killed until it went through."""
    run = subprocess.run(command, cwd=sample.ROOT, capture_output=True, text=True, check=True)
    kills, status = run.stdout.split()
    assert status == "0", run.stderr
    return int(kills)


@pytest.mark.parametrize("every", [7, pytest.param(1, marks=pytest.mark.soak)])
def test_a_second_migration_killed_at_any_statement_loses_no_row_and_runs_again(empty, tmp_path, monkeypatch, every):
    url = empty()
    with opened(url) as store:
        migrate(store)
        second.fill(store, 100)
        before = second.counted(store)
    both = second.folder(tmp_path)
    assert (
        killed([sys.executable, "-c", KILLED, url, str(every), str(sqlite_url(tmp_path / "warm.db")), str(both)]) >= 20 // every
    )
    monkeypatch.setattr(migrations, "FOLDER", both)
    with opened(url) as store:
        assert pending(store) == []
        assert second.counted(store) == before == {"agreement": 1, "duty": 20, "outbox": 30, "audit": 50}
        assert second.broken(store) == 0
        with store.engine.connect() as connection:
            assert connection.execute(text("SELECT count(*) FROM outbox WHERE arrived_at = sent_at")).scalar_one() == 30


def test_two_processes_migrate_one_after_the_other(empty, monkeypatch):
    url = empty()
    inside, go_on = threading.Event(), threading.Event()
    check = migrations._check_references  # noqa: SLF001

    def slowly(connection):
        inside.set()
        assert go_on.wait(30)
        check(connection)

    applied = {}

    def one(name):
        with opened(url) as store:
            applied[name] = migrate(store)

    monkeypatch.setattr(migrations, "_check_references", slowly)
    first, second = (threading.Thread(target=one, args=(name,)) for name in ("first", "second"))
    first.start()
    assert inside.wait(30)
    second.start()
    second.join(0.3)
    assert second.is_alive()
    assert applied == {}
    go_on.set()
    first.join(30)
    second.join(30)
    assert applied == {"first": known(), "second": []}


def test_building_a_table_anew_keeps_the_rows_that_point_to_it_and_its_checks(store):
    sample.agreements(store)
    with store.begin() as installation:
        records = sample.within(installation)
        ana = records.people.meet("slack", "U1", name="Ana", language="da")
        records.initiatives.register(sample.proposal(), by=ana.id, today=sample.TODAY)
    before, _ = described(store)
    engine = store.migration_engine()
    with engine.begin() as connection:
        operations = Operations(MigrationContext.configure(connection, opts={"target_metadata": metadata}))
        with operations.batch_alter_table("person", recreate="auto" if not store.sqlite else "always") as table:
            table.add_column(Column("nickname", String(20), nullable=True))
    engine.dispose()
    after, _ = described(store)
    assert after["person"]["columns"].pop("nickname")
    try:
        assert after == before
        with store.read() as installation:
            records = sample.within(installation)
            assert records.people.behind("slack", "U1").name == "Ana"
            assert records.initiatives.by_number(1).registered_by == ana.id
    finally:
        with store.engine.begin() as connection:
            connection.execute(text("ALTER TABLE person DROP COLUMN nickname"))


def test_a_migration_that_would_leave_a_row_without_what_it_points_to_is_undone(tmp_path, monkeypatch):
    def loses_an_agreement(connection):
        columns, values = "agreement_id, id, name, language, zone, zone_chosen", "'nobody', 'p', 'P', 'da', '', false"
        connection.execute(text(f"INSERT INTO person ({columns}) VALUES ({values})"))  # noqa: S608  # Our own words.
        check(connection)

    check = migrations._check_references  # noqa: SLF001
    monkeypatch.setattr(migrations, "_check_references", loses_an_agreement)
    with opened(sqlite_url(tmp_path / "pagt.db")) as store:
        with pytest.raises(RuntimeError, match="1 rows point to rows that are gone, first in table 'person'"):
            migrate(store)
        assert pending(store) == known()
