"""What a platform's own names stand for, before any agreement is known."""

from datetime import UTC, datetime, timedelta

import pytest

from bot.domain.outbox import to_person
from storage.news import unseen_by
from storage.places import place_at
from storage.reached import Reached
from tests.storage import sample

AGO = datetime.now(UTC) - timedelta(hours=1)


@pytest.fixture
def world(store):
    """Two agreements, a person under both, a channel of one."""
    sample.agreements(store, "kbh", "aar")
    with store.begin() as installation:
        for agreement in ("kbh", "aar"):
            records = sample.within(installation, agreement)
            ana = records.people.meet("slack", "T1/U1", name="Ana", language="en" if agreement == "kbh" else "da")
            records.people.meet("mattermost", "m1", name="Bo", language="da")
        place = records.places.bind("slack", "C1", direct=False, outsiders=True)
        return store, ana.id, place.id


def asked(store, question):
    with store.read() as installation:
        return question(Reached(installation.session, "slack"))


def test_people_and_places_are_told_only_where_they_are_found(world):
    store, ana, place = world
    assert asked(store, lambda reached: reached.users([ana, "p_nobody"])) == {ana: "T1/U1"}
    assert asked(store, lambda reached: reached.places([place, 99])) == {place: "C1"}
    with store.read() as installation:
        assert Reached(installation.session, "mattermost").users([ana]) == {}
        assert Reached(installation.session, "mattermost").places([place]) == {}


def test_a_language_is_told_of_whom_we_know(world):
    store, *_ = world
    assert asked(store, lambda reached: reached.language("T1/U1")) in {"da", "en"}
    assert asked(store, lambda reached: reached.language("T2/U1")) is None


def test_bound_channels_are_told_with_who_reads_along(world):
    store, *_ = world
    assert asked(store, lambda reached: reached.channels()) == [("aar", "C1", True)]


def sent(store, ana, reference, **other):
    with store.begin() as installation:
        records = sample.within(installation, "aar")
        records.outbox.add(sample.notice("aar", to=to_person(ana), **other))
        (row,) = installation.outbox.claim()
        installation.outbox.chosen(row, "slack", "D1")
        installation.outbox.sent(row, reference)


def test_only_a_nudge_that_stands_there_asks_for_an_answer(world):
    store, ana, _ = world
    sent(store, ana, "D1/1.1")
    sent(store, ana, "D1/2.2", kind="notice", subject="initiative:1")
    assert asked(store, lambda reached: [reached.asks(one) for one in ("D1/1.1", "D1/2.2", "D1/3.3")]) == [True, False, False]
    assert asked(store, lambda reached: reached.asked_since(AGO)) == ["D1/1.1"]
    assert asked(store, lambda reached: reached.asked_since(datetime.now(UTC) + timedelta(hours=1))) == []


def test_a_channel_keeps_what_stands_in_it_under_a_new_id(world):
    store, ana, _ = world
    sent(store, ana, "D1/1.1")
    with store.begin() as installation:
        reached = Reached(installation.session, "slack")
        assert reached.moved("D1", "D2") == 1
        assert reached.moved("C1", "C2") == 0
    assert asked(store, lambda reached: reached.asks("D2/1.1"))
    with store.read() as installation:
        assert place_at(installation.session, "slack", "C2") is not None
        assert place_at(installation.session, "slack", "C1") is None


def test_news_is_what_none_of_ones_units_has_seen(store):
    sample.agreements(store)
    with store.begin() as installation:
        records = sample.within(installation)
        by = records.people.meet("slack", "T1/U1", name="Ana", language="da").id
        records = sample.within(installation, actor=by)
        first, second, third = (sample.register(records, title) for title in ("A", "B", "C"))
        records.initiatives.seen(first, "osa", by=by)
        records.initiatives.withdraw(third, why="x", by=by)
        news, count = unseen_by(installation.session, "kbh", ["osa", "eki"], 5)
        assert ([one.number for one in news], count) == ([second.number], 1)
        assert unseen_by(installation.session, "kbh", ["bif"], 1)[1] == 2
        assert unseen_by(installation.session, "other", ["bif"], 5) == ([], 0)
