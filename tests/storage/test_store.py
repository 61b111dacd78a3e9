"""Transactions: how connections are set up, that nothing written is lost, and that nothing half-written stays."""

import asyncio
import contextvars
import multiprocessing
import sqlite3
import stat
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError
from sqlmodel import select

from storage.store import Store, sqlite_url
from storage.tables import AgreementRow, DutyRow
from tests.storage import sample
from tests.stores import opened, url_of

WORKERS, TIMES = 4, 25
# Processes of their own, forked from one that has loaded this file once and nothing else of the run's.
FORKING = multiprocessing.get_context("forkserver")
FORKING.set_forkserver_preload([__name__])


def test_sqlite_keeps_what_it_commits(sqlite_store):
    with sqlite_store.begin() as installation:
        connection = installation.session.connection()
        asked = {
            name: connection.exec_driver_sql(f"PRAGMA {name}").scalar()
            for name in ("journal_mode", "synchronous", "foreign_keys")
        }
        assert asked == {"journal_mode": "wal", "synchronous": 2, "foreign_keys": 1}  # 2 is FULL
        assert connection.exec_driver_sql("PRAGMA busy_timeout").scalar() == 5000


def test_a_change_on_sqlite_takes_the_write_lock_at_once(sqlite_store):
    other = sqlite3.connect(sqlite_store.url.database, timeout=0, isolation_level=None)
    with sqlite_store.begin() as installation:
        installation.session.connection()
        with pytest.raises(sqlite3.OperationalError, match="locked"):
            other.execute("BEGIN IMMEDIATE")
    with sqlite_store.read() as installation:
        installation.session.connection()
        other.execute("BEGIN IMMEDIATE")
        other.execute("ROLLBACK")
    other.close()


def test_postgres_cuts_off_a_process_that_froze_in_a_transaction(postgres_store):
    with postgres_store.begin() as installation:
        connection = installation.session.connection()
        for setting in ("idle_in_transaction_session_timeout", "lock_timeout"):
            assert connection.execute(text(f"SHOW {setting}")).scalar() == "30s"


@pytest.mark.parametrize("given", ["postgres://h/d", "postgresql://h/d", "postgresql+psycopg://h/d"])
def test_a_postgres_url_needs_no_driver(given):
    with opened(given) as store:
        assert store.url.drivername == "postgresql+psycopg"


@pytest.mark.parametrize("given", ["sqlite://", "sqlite:///:memory:"])
def test_a_database_that_forgets_is_refused(given):
    with pytest.raises(ValueError, match="needs a file"):
        Store(given)


def test_only_the_owner_reads_the_database_and_its_log(tmp_path):
    path = tmp_path / "æble #1 ?.db"
    with opened(sqlite_url(path)) as store, store.begin() as installation:
        installation.session.connection().execute(text("CREATE TABLE words (word TEXT)"))
        files = list(tmp_path.iterdir())
        assert {stat.S_IMODE(file.stat().st_mode) for file in files} == {0o600}
        assert {file.name for file in files} >= {path.name, f"{path.name}-wal"}


def test_a_database_others_could_read_is_closed_to_them(tmp_path):
    path = tmp_path / "pagt.db"
    path.touch(0o644)
    with opened(sqlite_url(path)) as store, store.read() as installation:
        installation.session.connection()
        assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_what_is_kept_stays_when_another_process_gives_the_same_database_back(sqlite_store):
    sample.agreements(sqlite_store)
    path = sqlite_store.url.database
    with sqlite_store.read() as installation:  # A second connection of this process.
        assert installation.agreements.ids()
    visit = "import sqlite3, sys; there = sqlite3.connect(sys.argv[1]); there.execute('SELECT * FROM agreement').fetchall(); there.close()"
    subprocess.run([sys.executable, "-c", visit, path], check=True)
    with sqlite_store.begin() as installation:
        sample.within(installation).duties.set("kept", "1", None)
    with closing(sqlite3.connect(path)) as beside:
        assert beside.execute("SELECT subject FROM duty WHERE kind = 'kept'").fetchall() == [("1",)]


def write_an_agreement(opened_store, *, then=lambda: None):
    with opened_store() as installation:
        installation.session.add(AgreementRow(id="kbh", loaded_at=sample.NOW))
        installation.session.flush()
        then()


def fail():
    raise KeyError


def test_a_change_that_fails_leaves_nothing(store):
    with pytest.raises(KeyError):
        write_an_agreement(store.begin, then=fail)
    with store.read() as installation:
        assert installation.agreements.ids() == []


def test_nothing_can_be_written_while_reading(store):
    with pytest.raises(DBAPIError, match=r"readonly|read-only"):
        write_an_agreement(store.read)


def test_a_rehearsal_is_undone(store):
    with store.rehearse() as installation:
        installation.session.add(AgreementRow(id="kbh", loaded_at=sample.NOW))
        installation.session.flush()
        assert installation.agreements.ids() == ["kbh"]
    with store.read() as installation:
        assert installation.agreements.ids() == []


async def test_work_off_the_loop_sees_the_callers_context_and_raises_to_the_caller(store):
    spoken = contextvars.ContextVar("spoken", default="da")
    spoken.set("en")
    assert await store.run(spoken.get) == "en"
    with pytest.raises(ZeroDivisionError):
        await store.run(divmod, 1, 0)


async def test_sqlite_changes_wait_for_each_other_off_the_loop(sqlite_store):
    sample.agreements(sqlite_store)
    await asyncio.gather(*(sqlite_store.run(increment, sqlite_store) for _ in range(40)))
    assert count(sqlite_store) == 40


def increment(store):
    """Add one to a number kept in a row, as any change does: read it, then write it."""
    with store.begin() as installation:
        records = sample.within(installation)
        row = records.session.exec(select(DutyRow).where(DutyRow.kind == "count")).first()
        row = row or DutyRow(agreement_id="kbh", kind="count", subject="0")
        row.subject = str(int(row.subject) + 1)
        records.session.add(row)


def count(store):
    with store.read() as installation:
        return int(installation.session.exec(select(DutyRow.subject).where(DutyRow.kind == "count")).one())


def increment_often(url):
    """Run in a process of its own."""
    with opened(url) as store:
        for _ in range(TIMES):
            increment(store)


def test_no_update_is_lost_between_threads(store):
    sample.agreements(store)
    with ThreadPoolExecutor(WORKERS) as threads:
        list(threads.map(lambda _: [increment(store) for _ in range(TIMES)], range(WORKERS)))
    assert count(store) == WORKERS * TIMES


def test_no_update_is_lost_between_processes(store):
    sample.agreements(store)
    assert ended([FORKING.Process(target=increment_often, args=(url_of(store),)) for _ in range(3)]) == [0, 0, 0]
    assert count(store) == 3 * TIMES


def open_and_write(url, together):
    """Run in a process of its own."""
    with opened(url) as store:
        together.wait(60)
        with store.begin() as installation:
            installation.session.connection().execute(text("CREATE TABLE IF NOT EXISTS words (word TEXT)"))


def test_several_processes_may_open_a_new_file_at_once(tmp_path):
    given = (sqlite_url(tmp_path / "new.db"), FORKING.Barrier(WORKERS))
    assert ended([FORKING.Process(target=open_and_write, args=given) for _ in range(WORKERS)]) == [0] * WORKERS


def ended(processes):
    """Let processes run, and return how they ended."""
    for one in processes:
        one.start()
    for one in processes:
        one.join(60)
    return [one.exitcode for one in processes]
