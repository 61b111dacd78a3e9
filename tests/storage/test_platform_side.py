"""What platforms ask before anybody knows which agreement is meant: deliveries that came, and who and what they speak of."""

import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from sqlalchemy import text

from bot.domain.outbox import Delivery
from storage.arrivals import Arrivals, Taken
from storage.news import unseen_by
from storage.reached import Reached
from storage.tables import AgreementRow, ArrivalRow
from tests.storage import sample
from tests.storage.sample import NOW, register
from tests.storage.test_outbox import add, put, state
from tests.storage.worlds import SHARED, build

MINUTE = timedelta(minutes=1)


@pytest.fixture
def arrivals(store):
    """A way to ask about deliveries, each question in a transaction of its own."""

    def ask(verb, *facts, **more):
        with store.begin() as installation:
            return getattr(Arrivals(installation.session), verb)(*facts, **more)

    return ask


def test_a_delivery_is_worked_on_once_and_not_again_when_it_is_done(arrivals):
    assert arrivals("take", "slack", "Ev1") is Taken.MINE
    assert arrivals("take", "slack", "Ev1") is Taken.BUSY
    arrivals("done", "slack", "Ev1")
    assert arrivals("take", "slack", "Ev1") is Taken.DONE
    assert arrivals("take", "slack", "Ev2") is Taken.MINE
    assert arrivals("take", "mattermost", "Ev1") is Taken.MINE


def test_a_delivery_whose_worker_never_came_back_is_taken_up_again(arrivals):
    arrivals("take", "slack", "Ev1")
    assert arrivals("take", "slack", "Ev1", lease=-MINUTE) is Taken.MINE
    assert arrivals("take", "slack", "Ev1") is Taken.BUSY


def test_a_delivery_given_back_is_untouched_and_one_that_is_done_stays_so(arrivals):
    arrivals("take", "slack", "Ev1")
    arrivals("release", "slack", "Ev1")
    assert arrivals("take", "slack", "Ev1") is Taken.MINE
    arrivals("done", "slack", "Ev1")
    arrivals("release", "slack", "Ev1")
    assert arrivals("take", "slack", "Ev1") is Taken.DONE


def test_deliveries_are_forgotten_by_age(arrivals):
    arrivals("take", "slack", "Ev1")
    assert arrivals("forget_older_than", MINUTE) == 0
    assert arrivals("forget_older_than", -MINUTE) == 1
    assert arrivals("take", "slack", "Ev1") is Taken.MINE


def test_of_many_at_once_one_gets_the_delivery(arrivals):
    start = threading.Barrier(6)

    def take(_):
        start.wait(30)
        return arrivals("take", "slack", "Ev1")

    with ThreadPoolExecutor(6) as threads:
        assert sorted(threads.map(take, range(6))) == sorted([Taken.MINE, *[Taken.BUSY] * 5])


def test_a_key_is_kept_as_a_hash_whatever_is_in_it(store, arrivals):
    for key in ("xoxb-secret-trigger", "", "\ud800", "x" * 10_000):
        assert arrivals("take", "slack", key) is Taken.MINE
    with store.read() as installation:
        rows = installation.session.connection().execute(ArrivalRow.__table__.select()).all()
    assert {len(row.digest) for row in rows} == {64}


def test_people_places_and_messages_are_known_by_what_the_platform_calls_them(store):
    with store.begin() as installation:
        ours, theirs = (build(installation, one) for one in ("ours", "theirs"))
        reached = Reached(installation.session, "slack")
        assert reached.users([ours.person.id, theirs.person.id, "p_nobody"]) == {
            ours.person.id: "only-ours-0",
            theirs.person.id: "only-theirs-0",
        }
        assert reached.places([ours.place.id, 9999]) == {ours.place.id: "only-ours-C1"}
        assert reached.language(SHARED[1]) == "da"
        assert reached.language("U-nobody") is None
        assert sorted(reached.channels()) == [("ours", "only-ours-C1", False), ("theirs", "only-theirs-C1", False)]
        assert reached.asks("only-ours-ref")
        assert not reached.asks("elsewhere")
        ours.message.sent_at = NOW
        installation.session.flush()
        assert reached.asked_since(NOW) == ["only-ours-ref"]
        assert reached.asked_since(NOW + MINUTE) == []
        other = Reached(installation.session, "mattermost")
        assert (other.users([ours.person.id]), other.channels(), other.asks("only-ours-ref")) == ({}, [], False)


def test_a_conversation_with_another_id_takes_what_stands_in_it_along(store):
    with store.begin() as installation:
        world = build(installation, "ours")
        world.message.place, world.message.reference = "only-ours-C1", "only-ours-C1/12.5"
        installation.session.flush()
        assert Reached(installation.session, "slack").moved("only-ours-C1", "C2") == 1
        installation.session.flush()
        installation.session.expire_all()
        records = sample.within(installation, "ours")
        assert [one.place for one in records.places.channels()] == ["C2"]
        assert records.outbox.about("ours", "slack", "C2/12.5").key == world.message.key


def test_news_are_the_open_initiatives_none_of_the_units_has_seen(records):
    for title in ("one", "two", "three", "four"):
        register(records, title)
    records.initiatives.seen(records.initiatives.by_number(1), "osa", by=records.actor)
    records.initiatives.withdraw(records.initiatives.by_number(2), why="x", by=records.actor)
    rows, total = unseen_by(records.session, "kbh", ["osa"], 1)
    assert ([one.number for one in rows], total) == ([4], 2)
    rows, total = unseen_by(records.session, "kbh", ["bif"], 9)
    assert ([one.number for one in rows], total) == ([4, 3, 1], 3)


def test_leases_that_are_let_go_are_claimed_at_once(store):
    sample.agreements(store)
    add(store, sample.notice())
    with store.begin() as installation:
        assert len(installation.outbox.claim()) == 1
    with store.begin() as installation:
        assert installation.outbox.let_go() == 1
    with store.begin() as installation:
        (again,) = installation.outbox.claim()
    assert (again.attempt, again.state) == (2, Delivery.SENDING)
    put(store, sample.notice(), state=Delivery.SENT)
    with store.begin() as installation:
        assert installation.outbox.let_go() == 0
    assert state(store, sample.notice()).state is Delivery.SENT


def test_what_was_made_unflushed_is_there_and_flushing_is_on_again(sqlite_store):
    with sqlite_store.unflushed(), sqlite_store.begin() as installation:
        assert installation.session.connection().execute(text("PRAGMA synchronous")).scalar() == 0
        installation.session.add(AgreementRow(id="kbh", loaded_at=NOW))
    with sqlite_store.begin() as installation:
        assert installation.session.connection().execute(text("PRAGMA synchronous")).scalar() == 2
        assert installation.agreements.ids() == ["kbh"]


def test_unflushed_means_nothing_to_postgres(postgres_store):
    with postgres_store.unflushed(), postgres_store.begin() as installation:
        assert installation.agreements.ids() == []
