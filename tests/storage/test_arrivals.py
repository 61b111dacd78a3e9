"""Deliveries of platforms are worked on once: by one of several at a time, and again only when whoever had them never came back."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from sqlmodel import select

from storage.arrivals import Arrivals, Taken
from storage.tables import ArrivalRow
from tests.stores import opened, url_of


def take(store, key, **more):
    with store.begin() as installation:
        return Arrivals(installation.session).take("slack", key, **more)


def told(store, verb, key):
    with store.begin() as installation:
        getattr(Arrivals(installation.session), verb)("slack", key)


def test_a_delivery_is_mine_then_busy_then_done(store):
    assert take(store, "Ev1") is Taken.MINE
    assert take(store, "Ev1") is Taken.BUSY
    told(store, "done", "Ev1")
    assert take(store, "Ev1") is Taken.DONE
    assert take(store, "Ev2") is Taken.MINE


def test_the_same_key_on_another_platform_is_another_delivery(store):
    assert take(store, "1") is Taken.MINE
    with store.begin() as installation:
        assert Arrivals(installation.session).take("mattermost", "1") is Taken.MINE


def test_who_never_came_back_is_not_waited_for(store):
    assert take(store, "Ev1") is Taken.MINE
    assert take(store, "Ev1", lease=timedelta(seconds=-1)) is Taken.MINE
    told(store, "done", "Ev1")
    assert take(store, "Ev1", lease=timedelta(seconds=-1)) is Taken.DONE


@pytest.mark.parametrize(("verb", "after"), [("release", Taken.MINE), ("forget", Taken.MINE), ("done", Taken.DONE)])
def test_a_delivery_given_back_comes_again(store, verb, after):
    take(store, "Ev1")
    told(store, verb, "Ev1")
    assert take(store, "Ev1") is after


def test_what_is_done_cannot_be_given_back(store):
    take(store, "Ev1")
    told(store, "done", "Ev1")
    told(store, "release", "Ev1")
    assert take(store, "Ev1") is Taken.DONE


def test_of_many_at_once_one_gets_it(store):
    def one(_):
        with opened(url_of(store)) as own:
            return take(own, "Ev1")

    with ThreadPoolExecutor(6) as threads:
        found = list(threads.map(one, range(6)))
    assert sorted(found) == sorted([Taken.MINE, *[Taken.BUSY] * 5])


@pytest.mark.parametrize("key", ["", "æøå 🙂", "x" * 10_000, "1795417624.000100.trigger", "\ud800"])
def test_any_key_is_known_again_and_none_is_kept_in_clear(store, key):
    assert take(store, key) is Taken.MINE
    assert take(store, key) is Taken.BUSY
    with store.read() as installation:
        assert [len(row.digest) for row in installation.session.exec(select(ArrivalRow)).all()] == [64]


def test_old_ones_are_forgotten_and_young_ones_kept(store):
    take(store, "Ev1")
    for age, count in ((timedelta(days=1), 0), (timedelta(seconds=-1), 1)):
        with store.begin() as installation:
            assert Arrivals(installation.session).forget_older_than(age) == count
    assert take(store, "Ev1") is Taken.MINE


def test_who_had_it_by_a_clock_that_was_set_back_since_is_not_waited_for(store):
    assert take(store, "Ev1") is Taken.MINE
    with store.begin() as installation:
        row = installation.session.exec(select(ArrivalRow)).one()
        row.at += timedelta(days=365)
        installation.session.add(row)
    assert take(store, "Ev1") is Taken.MINE
    assert take(store, "Ev1") is Taken.BUSY
