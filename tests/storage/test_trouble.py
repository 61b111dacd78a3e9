"""A database that can keep nothing: full or read-only. People are told so in words, nothing is half-written, and it mends by itself."""

import sqlite3
from contextlib import contextmanager
from urllib.parse import quote

import pytest
from sqlalchemy import event
from sqlalchemy.exc import DBAPIError, IntegrityError, OperationalError
from sqlmodel import select
from structlog.testing import capture_logs

from bot.chat.plain import plain
from bot.chat.request import Account, Call, Place
from bot.reception import Reception, Taken
from bot.sample.people import who
from storage.store import Store
from storage.tables import AuditRow, InitiativeRow, OutboxRow
from storage.trouble import Trouble, trouble_of
from tests.storage import sample

FILL = {"title": "Skole" * 20, "tracks": "1", "lead": "osa", "purpose": "Trygge skoleveje. " * 80}


@contextmanager
def full(store):
    """Let the database have no page more than it has, as on a full disk."""

    def no_more(connection):
        pages = connection.exec_driver_sql("PRAGMA page_count").scalar()
        connection.exec_driver_sql(f"PRAGMA max_page_count={pages}")

    with changed(store, no_more), changed_after(store, "PRAGMA max_page_count=1073741823"):
        yield


@contextmanager
def changed(store, change):
    event.listen(store.engine, "begin", change)
    try:
        yield
    finally:
        event.remove(store.engine, "begin", change)


@contextmanager
def changed_after(store, pragma):
    try:
        yield
    finally:
        connection = store.engine.raw_connection()
        connection.cursor().execute(pragma)
        connection.close()


@contextmanager
def closed(store):
    """Let SQLite open the file only to read it, from the next transaction that would write on."""

    def opened(*_):
        address = f"file:{quote(store.url.database)}?mode=ro"
        return sqlite3.connect(address, uri=True, check_same_thread=False)

    event.listen(store.engine, "do_connect", opened)
    store.engine.dispose()
    try:
        yield
    finally:
        event.remove(store.engine, "do_connect", opened)
        store.engine.dispose()


@contextmanager
def read_only(store):
    """Let nothing be written, as in a database that an administrator has closed, or a file system that was mounted anew."""
    if store.sqlite:
        with closed(store):
            yield
        return
    with changed(store, lambda connection: connection.exec_driver_sql("SET TRANSACTION READ ONLY")):
        yield


def says(program, line, values=None, user=None):
    user = user or who("osa")
    how = "typed" if values is None else "submitted"
    return program.pagt.dispatch.answer(
        Call(Account("local", user), Place("local", f"d_{user}", direct=True), line, how=how, values=values)
    )


def contents(program):
    with program.pagt.store.read() as installation:
        return [len(installation.session.exec(select(table)).all()) for table in (InitiativeRow, AuditRow, OutboxRow)]


@pytest.mark.parametrize(("how", "why"), [(full, Trouble.FULL), (read_only, Trouble.READ_ONLY)])
def test_a_form_comes_back_as_it_was_filled_and_nothing_is_half_written(program, how, why):
    before = contents(program)
    with how(program.pagt.store), capture_logs() as told:
        reply = says(program, "/initiative new", FILL)
        assert reply.refused
        assert reply.form is not None
        assert {one.name: one.value for one in reply.form.fields}["title"] == FILL["title"]
        assert "Lige nu kan intet gemmes" in str(reply.form.errors)
        assert program.pagt.store.trouble is why
    assert contents(program) == before
    assert told == [{"event": "storage.trouble", "why": why, "command": "initiative new", "log_level": "error"}]
    assert not says(program, "/initiative new", {**FILL, "title": "Skole"}).refused
    assert program.pagt.store.trouble is None


def test_a_typed_line_is_given_back_and_questions_are_still_answered(program):
    assert not says(program, "/initiative new", {**FILL, "title": "Skole"}).refused
    with read_only(program.pagt.store):
        reply = says(program, "/initiative withdraw 1 " + "Vi samler det i en anden indsats. " * 10)
        asked = says(program, "/initiative list")
    said = plain(reply.message)
    assert reply.refused
    assert "Lige nu kan intet gemmes" in said
    assert "Vi samler det i en anden indsats." in said
    assert "Skole" in plain(asked.message)


def test_at_the_door_nobody_is_turned_away_for_it(program):
    reception = Reception("local", program.pagt.store, lambda: program.now)
    with read_only(program.pagt.store):
        assert reception.first("one")
        assert reception.take("two") is Taken.MINE
        reception.done("two")
        reception.release("two")
    assert reception.first("one")  # Nothing was kept of it.


def test_on_postgres_it_is_the_same(postgres_store):
    sample.agreements(postgres_store)
    with read_only(postgres_store), pytest.raises(DBAPIError) as no, postgres_store.begin() as installation:
        sample.within(installation).duties.set("one", "one", None)
    assert trouble_of(no.value) is Trouble.READ_ONLY is postgres_store.trouble
    postgres_store.try_again()
    assert postgres_store.trouble is None


def test_a_server_that_is_not_there_is_away():
    store = Store("postgresql+psycopg://nobody@127.0.0.1:9/none")
    with pytest.raises(OperationalError) as no, store.begin() as installation:
        installation.agreements.ids()
    assert trouble_of(no.value) is Trouble.AWAY is store.trouble
    store.close()


def test_a_mistake_of_ours_is_none(store):
    sample.agreements(store)
    with pytest.raises(IntegrityError) as no:
        sample.agreements(store)
    assert trouble_of(no.value) is None is store.trouble
