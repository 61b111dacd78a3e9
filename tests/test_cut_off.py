"""A connection that is cut amid a command: the database was started anew, or the process frozen for too long. It is done all the same, once."""

import time

import psycopg
import pytest
from sqlalchemy import event
from sqlmodel import select

from bot import loading
from bot.chat.plain import plain
from bot.chat.request import Account, Call, Place
from bot.dispatch import Dispatch
from bot.registry import Registry, all_commands
from storage.tables import InitiativeRow
from tests.platforms.fake_slack.fake import HOST
from tests.platforms.slack_stage import AGREEMENT, ANNA, NOW, appoint

CALL = Call(
    Account("slack", f"{HOST}/{ANNA}"),
    Place("slack", "D1", direct=True),
    "/initiative new title: Skole; tracks: 1",
    key="command:1",
)

pytestmark = pytest.mark.postgres


class Cut:
    """Cuts the connection that is about to say these words, so many times."""

    def __init__(self, store, words, times, how):
        self.words, self.left, self.how = words, times, how
        event.listen(store.engine, "before_cursor_execute", self._saying)
        event.listen(store.engine, "commit", lambda connection: self._saying(connection, None, "COMMIT"))

    def _saying(self, connection, _cursor, statement, *_):
        if self.left and statement.startswith(self.words):
            self.left -= 1
            self.how(connection)


def ended(connection):
    """End its session from another one, as a database does that is started anew."""
    driver = connection.connection.dbapi_connection
    with psycopg.connect(driver.info.dsn, password=driver.info.password) as other:
        other.execute("SELECT pg_terminate_backend(%s, 5000)", [driver.info.backend_pid])


def frozen(connection):
    """Say nothing for longer than a transaction may be idle, as a process does that is frozen."""
    connection.connection.cursor().execute("SET idle_in_transaction_session_timeout = 10")
    time.sleep(0.2)


@pytest.fixture
def dispatch(postgres_store):
    loading.apply(postgres_store, loading.plan(postgres_store, AGREEMENT, NOW), NOW)
    appoint(postgres_store)
    return Dispatch(postgres_store, Registry(all_commands()), lambda: NOW)


def titles(store):
    with store.read() as installation:
        return list(installation.session.exec(select(InitiativeRow.title)))


@pytest.mark.parametrize("how", [ended, frozen])
@pytest.mark.parametrize("words", ["SELECT", "INSERT INTO initiative ", "INSERT INTO handled", "COMMIT"])
def test_what_was_cut_off_is_done_anew_and_once(dispatch, words, how):
    cut = Cut(dispatch.store, words, 1, how)
    reply = dispatch.answer(CALL)
    assert not reply.refused, plain(reply.message)
    assert cut.left == 0
    assert titles(dispatch.store) == ["Skole"]
    assert dispatch.answer(CALL) == reply
    assert titles(dispatch.store) == ["Skole"]


@pytest.mark.parametrize("how", [ended, frozen])
def test_what_is_cut_off_again_is_given_back_to_whoever_wrote_it(dispatch, how):
    Cut(dispatch.store, "INSERT INTO initiative ", 2, how)
    reply = dispatch.answer(CALL)
    assert reply.refused
    assert "title: Skole" in plain(reply.message)
    assert titles(dispatch.store) == []
    assert not dispatch.answer(CALL).refused
    assert titles(dispatch.store) == ["Skole"]


def test_what_nothing_keeps_from_being_done_twice_is_not_done_anew(dispatch):
    Cut(dispatch.store, "COMMIT", 1, ended)
    reply = dispatch.answer(Call(CALL.account, CALL.place, CALL.line))
    assert reply.refused
