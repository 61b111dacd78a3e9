"""What a platform asks beyond a call: first meetings, names, and mentions."""

import pytest

from bot import loading
from bot.chat.plain import plain
from bot.chat.request import Account, Call, Place
from bot.domain.person import Appointment
from bot.domain.role import Role
from bot.reception import Reception, Taken
from bot.words.language import speaking
from storage.store import Store
from tests.platforms.slack_stage import AGREEMENT, NOW


@pytest.fixture
def reception(sqlite_store: Store) -> Reception:
    loading.apply(sqlite_store, loading.plan(sqlite_store, AGREEMENT, NOW), NOW)
    return Reception("slack", sqlite_store, lambda: NOW)


def call(user="T1/U0000001", name="Anna Holm", language=None) -> Call:
    return Call(
        Account("slack", user), Place("slack", "D1", direct=True), "hej", how="said", name=name, language=language, key="k"
    )


def known(reception, user="T1/U0000001", name="Anna Holm", language="da", role=None) -> str:
    with reception.store.begin() as installation:
        records = installation.within("koebenhavn", actor="test", now=NOW)
        person = records.people.meet("slack", user, name=name, language=language)
        if role is not None:
            records.people.appoint(Appointment(person_id=person.id, role=role, since=NOW.date()))
        return person.id


def owed(reception) -> list[str]:
    with reception.store.read() as installation:
        rows = installation.within("koebenhavn", actor="", now=NOW).outbox.waiting_for("koebenhavn")
        return [row.message for row in rows]


@pytest.mark.parametrize(("language", "said"), [("en", "I am Pagt"), ("da", "Jeg holder aftalen"), (None, "Jeg holder aftalen")])
def test_a_stranger_is_welcomed_in_their_language_and_once(reception, language, said):
    key, message = reception.welcome(call(language=language))
    with speaking("en"):
        assert said in plain(message)
    assert reception.welcome(call()) is None
    reception.done(key)
    assert reception.welcome(call()) is None
    assert owed(reception) == []


def test_a_welcome_that_could_not_be_sent_is_tried_again(reception):
    key, _ = reception.welcome(call())
    reception.release(key)
    assert reception.welcome(call()) is not None


def test_somebody_we_know_is_owed_the_welcome_in_their_own_language_once(reception):
    known(reception, language="en", role=Role.CHAIR)
    for _ in range(3):
        assert reception.welcome(call(language="da")) is None
    assert len(owed(reception)) == 1
    assert "Hello, I am Pagt" in owed(reception)[0]


def test_whoever_was_named_by_their_id_gets_their_name(reception):
    person = known(reception, name="U0000001")
    reception.welcome(call(name="Anna Holm"))
    with reception.store.read() as installation:
        people = installation.within("koebenhavn", actor="", now=NOW).people
        assert people.by_id(person).name == "Anna Holm"
    reception.welcome(call(name="Somebody Else"))
    with reception.store.read() as installation:
        assert installation.within("koebenhavn", actor="", now=NOW).people.by_id(person).name == "Anna Holm"


def test_of_two_agreements_nobody_is_welcomed_before_it_is_clear_which_is_meant(reception):
    other = AGREEMENT.replace('id = "koebenhavn"', 'id = "aarhus"', 1)
    loading.apply(reception.store, loading.plan(reception.store, other, NOW), NOW)
    assert reception.welcome(call()) is None


def test_mentions_are_resolved_only_for_whom_the_platform_has(reception):
    person = known(reception)
    named = frozenset({f"person:{person}", "person:p_nobody", "place:1", "place:x", "http://x"})
    assert reception.resolve(named) == {f"person:{person}": "T1/U0000001"}


def test_a_signature_is_fresh_once_and_again_when_forgotten(reception):
    assert [reception.first("s"), reception.first("s")] == [True, False]
    reception.forget("s")
    assert reception.first("s")


def test_tidying_keeps_what_may_still_be_repeated(reception):
    assert reception.take("Ev1") is Taken.MINE
    assert reception.tidy() == 0
    assert reception.take("Ev1") is Taken.BUSY
