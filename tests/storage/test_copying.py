"""Backup and restore: everything, as of one instant, from either database into either; nothing half-done is left."""

import os
import shutil
import sqlite3
import stat

import pytest
from click.testing import CliRunner
from sqlalchemy import insert, select, text

from bot.cli import main
from storage import copying
from storage.migrate import NewerDatabaseError
from storage.store import sqlite_url
from storage.tables.every import metadata
from tests.postgres import fresh_database
from tests.storage import sample
from tests.stores import BOTH, opened, url_of


@pytest.fixture
def filled(store, beginning, tmp_path):
    """A database with everybody of the sample world in it, copied from where they moved in."""
    source = shutil.copy(beginning / "pagt.db", tmp_path / "source.db")
    with opened(sqlite_url(source)) as there, there.snapshot() as rows, store.engine.begin() as here:
        for table in metadata.sorted_tables:
            some = [dict(row) for row in rows.execute(select(table)).mappings()]
            if some:
                here.execute(insert(table), some)
        copying._count_on(here)  # noqa: SLF001  # As a restore leaves it.
    return store


def contents(store):
    with store.snapshot() as connection:
        return {table.name: sorted(map(repr, connection.execute(select(table)).all())) for table in metadata.sorted_tables}


@pytest.fixture(params=BOTH)
def other(request, tmp_path):
    """An empty database, of either kind; it has no tables yet."""
    if request.param == "sqlite":
        with opened(sqlite_url(tmp_path / "other.db")) as store:
            yield store
        return
    with fresh_database(request.getfixturevalue("postgres_server")) as url, opened(url) as store:
        yield store


def test_what_is_backed_up_from_either_database_is_restored_into_either(filled, other, tmp_path):
    before = contents(filled)
    rows = copying.backup(filled, tmp_path / "b.backup")
    assert rows == sum(map(len, before.values())) > 50
    assert copying.restore(other, tmp_path / "b.backup") == rows
    assert contents(other) == before == contents(filled)
    with other.begin() as installation:  # Numbers go on where they were.
        records = installation.within("koebenhavn", actor="test", now=sample.NOW)
        records.duties.set("new", "one", sample.NOW)
        records.places.bind("slack", "C-new", direct=False, outsiders=False)
        records.audit.add("test", "thing")


def test_a_backup_is_one_private_file_and_overwrites_none(filled, tmp_path):
    folder = tmp_path / "backups"
    folder.mkdir()
    copying.backup(filled, folder / "b.db")
    assert [one.name for one in folder.iterdir()] == ["b.db"]
    assert stat.S_IMODE((folder / "b.db").stat().st_mode) == 0o600
    written = (folder / "b.db").read_bytes()
    with pytest.raises(FileExistsError):
        copying.backup(filled, folder / "b.db")
    assert (folder / "b.db").read_bytes() == written


def test_a_backup_is_as_of_one_instant_although_others_write(filled, tmp_path):
    with filled.begin() as installation:
        installation.session.execute(text("UPDATE agreement SET id = id"))
        installation.within("koebenhavn", actor="test", now=sample.NOW).duties.set("half", "done", sample.NOW)
        copying.backup(filled, tmp_path / "b.db")
    with opened(sqlite_url(tmp_path / "b.db")) as copy:
        assert "half" not in str(contents(copy)["duty"])


def test_a_backup_goes_into_an_empty_database_only(filled, tmp_path):
    copying.backup(filled, tmp_path / "b.db")
    before = contents(filled)
    with pytest.raises(copying.NotEmptyError):
        copying.restore(filled, tmp_path / "b.db")
    assert contents(filled) == before


@pytest.mark.parametrize("spoil", ["not a file of SQLite", "cut", "another program's"])
def test_what_is_no_whole_backup_is_refused_and_changes_nothing(sqlite_store, tmp_path, spoil):
    path = tmp_path / "b.db"
    copying.backup(sqlite_store, path)
    if spoil == "cut":
        os.truncate(path, path.stat().st_size // 2)
    elif spoil == "another program's":
        path.unlink()
        with sqlite3.connect(path) as connection:
            connection.execute("CREATE TABLE t (x)")
        connection.close()
    else:
        path.write_text("hello")
    with opened(sqlite_url(tmp_path / "other.db")) as other, pytest.raises(copying.NotABackupError):
        copying.restore(other, path)


def test_a_backup_of_a_newer_pagt_is_refused(sqlite_store, tmp_path):
    copying.backup(sqlite_store, tmp_path / "b.db")
    with sqlite3.connect(tmp_path / "b.db") as connection:
        connection.execute("UPDATE alembic_version SET version_num = '9999'")
    connection.close()
    with opened(sqlite_url(tmp_path / "other.db")) as other, pytest.raises(NewerDatabaseError):
        copying.restore(other, tmp_path / "b.db")


def test_a_copy_aside_is_played_with_while_others_write(filled):
    before = contents(filled)
    with copying.aside(filled) as copy, copy.begin() as installation:
        records = installation.within("koebenhavn", actor="test", now=sample.NOW)
        records.duties.set("only", "there", sample.NOW)
        with filled.begin() as real:
            real.within("koebenhavn", actor="test", now=sample.NOW).duties.set("only", "here", sample.NOW)
    after = contents(filled)
    assert len(after["duty"]) == len(before["duty"]) + 1
    assert "there" not in str(after["duty"])


def shell(data, *words, database=""):
    return CliRunner().invoke(main, words, env={"PAGT_DATA": str(data), "PAGT_DATABASE_URL": database})


SAID = {
    "da": ("indeholder alt", "findes allerede", "en tom database", "ikke en hel sikkerhedskopi"),
    "en": ("holds everything", "is there already", "an empty database", "is no whole backup"),
}


@pytest.mark.parametrize("language", SAID)
def test_the_shell_says_what_it_did_and_what_stops_it(filled, tmp_path, language):
    written, again, not_empty, no_backup = SAID[language]
    file, said = str(tmp_path / "b.backup"), ("--lang", language)
    for words, status, expected in (
        (("backup", file), 0, written),
        (("backup", file), 1, again),
        (("restore", file), 1, not_empty),
    ):
        answer = shell(tmp_path / "data", *words, *said, database=url_of(filled))
        assert (answer.exit_code, expected in answer.output) == (status, True), answer.output
    answer = shell(tmp_path / "data", "restore", file, *said)
    assert answer.exit_code == 0, answer.output
    (tmp_path / "no").write_text("no")
    answer = shell(tmp_path / "data 2", "restore", str(tmp_path / "no"), *said)
    assert (answer.exit_code, no_backup in answer.output) == (1, True)
