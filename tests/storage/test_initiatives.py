"""Initiatives: numbered without gaps or doubles, found by any of their words, and never listed when they are not meant."""

import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest

from bot.domain.initiative import Selection, State
from bot.refusal import Refusal
from tests.storage import sample
from tests.storage.sample import TODAY, proposal, register


def titles(records, **wanted):
    return [one.initiative.title for one in records.initiatives.page(Selection(**wanted))]


def test_an_initiative_is_kept_with_all_that_hangs_on_it(records):
    row = register(records, tracks=("spor-2", "spor-1", "spor-2"), participants=("bif", "osa"), actors=("Skolen", "Ældre Sagen"))
    full = records.initiatives.full(records.initiatives.by_number(row.number))
    assert full.tracks == ("spor-1", "spor-2")
    assert full.units == ("osa", "bif")
    assert full.actors == ("Skolen", "Ældre Sagen")
    assert (full.initiative.state, full.initiative.heard_on, full.initiative.registered_at) == (State.ACTIVE, TODAY, sample.NOW)


def test_numbers_count_up_within_the_agreement(records):
    assert [register(records, f"T{number}").number for number in range(3)] == [1, 2, 3]
    assert records.initiatives.ids([1, 3, 99]).keys() == {1, 3}


def test_an_unknown_number_is_refused(records):
    with pytest.raises(Refusal) as no:
        records.initiatives.by_number(7)
    assert (no.value.code, no.value.facts) == ("no_such_initiative", {"ref": "I-7"})


def test_two_registered_at_once_get_two_numbers(store):
    sample.agreements(store)
    with store.begin() as installation:
        by = sample.within(installation).people.meet("slack", "U1", name="Ana", language="da").id
    start = threading.Barrier(6)

    def work(worker):
        start.wait(30)
        for number in range(4):
            with store.begin() as installation:
                sample.within(installation).initiatives.register(proposal(f"{worker}-{number}"), by=by, today=TODAY)

    with ThreadPoolExecutor(6) as threads:
        list(threads.map(work, range(6)))
    with store.read() as installation:
        found = sample.within(installation).initiatives.page(Selection())
    assert sorted(one.initiative.number for one in found) == list(range(1, 25))
    assert len({one.initiative.title for one in found}) == 24


TITLES = {
    "Trygge skoleveje": {"tracks": ("spor-1",), "lead": "osa", "participants": ("bif",)},
    "Åben dialog på Nørrebro": {"tracks": ("spor-2",), "lead": "bif", "participants": ()},
    "100% cykler_og (gående)": {"tracks": ("spor-1", "spor-2"), "lead": "nord", "participants": ("osa",)},
    "Later": {"tracks": ("spor-3",), "lead": "osa", "participants": (), "starts_on": TODAY + timedelta(days=30)},
}


@pytest.mark.parametrize(
    ("wanted", "expected"),
    [
        ({}, ["Later", "100% cykler_og (gående)", "Åben dialog på Nørrebro", "Trygge skoleveje"]),
        ({"track": "spor-1"}, ["100% cykler_og (gående)", "Trygge skoleveje"]),
        ({"unit": "osa"}, ["Later", "100% cykler_og (gående)", "Trygge skoleveje"]),
        ({"unit": "bif"}, ["Åben dialog på Nørrebro", "Trygge skoleveje"]),
        ({"state": State.PLANNED}, ["Later"]),
        ({"track": "spor-2", "unit": "osa"}, ["100% cykler_og (gående)"]),
        ({"track": "spor-9"}, []),
        ({"silent_since": TODAY}, ["Later", "100% cykler_og (gående)", "Åben dialog på Nørrebro", "Trygge skoleveje"]),
        ({"silent_since": TODAY - timedelta(days=1)}, []),
        ({"words": ("skoleveje",)}, ["Trygge skoleveje"]),
        ({"words": ("SKOLEVEJE", "tryg")}, ["Trygge skoleveje"]),
        ({"words": ("skoleveje", "dialog")}, []),
        ({"words": ("åben",)}, ["Åben dialog på Nørrebro"]),
        ({"words": ("ÅBEN", "nØrrebro")}, ["Åben dialog på Nørrebro"]),
        ({"words": ("A\u030aben",)}, ["Åben dialog på Nørrebro"]),
        ({"words": ("aben",)}, []),
        ({"words": ("%",)}, ["100% cykler_og (gående)"]),
        ({"words": ("_",)}, ["100% cykler_og (gående)"]),
        ({"words": ("\\",)}, []),
        ({"words": ("/",)}, []),
        ({"words": ("'",)}, []),
        ({"words": ("(gående)",)}, ["100% cykler_og (gående)"]),
        ({"words": ("i-2",)}, ["Åben dialog på Nørrebro"]),
        ({"words": ("formålet", "later")}, ["Later"]),
    ],
)
def test_a_selection_holds_what_was_asked_for_newest_first(records, wanted, expected):
    for title, facts in TITLES.items():
        register(records, title, **facts)
    assert titles(records, **wanted) == expected
    assert records.initiatives.count(Selection(**wanted)) == len(expected)


def test_pages_follow_each_other(records):
    for number in range(7):
        register(records, f"T{number}")
    pages = [
        [one.initiative.number for one in records.initiatives.page(Selection(), offset=start, limit=3)] for start in (0, 3, 6, 9)
    ]
    assert pages == [[7, 6, 5], [4, 3, 2], [1], []]


def test_withdrawn_ones_are_in_the_log_only(records):
    row = register(records)
    records.initiatives.withdraw(row, why="Registreret ved en fejl", by=records.actor)
    assert titles(records) == []
    assert titles(records, withdrawn=True) == ["Trygge skoleveje"]
    assert [one.verb for one in records.initiatives.history(row)] == ["withdraw", "register"]


def test_a_unit_is_asked_about_what_is_open_and_takes_part_in_oldest_first(records):
    first, second, third = (register(records, title) for title in ("first", "second", "third"))
    records.initiatives.update(second, State.CLOSED, why="Færdig", by=records.actor, today=TODAY)
    records.initiatives.leave(third, "bif", by=records.actor, today=TODAY)
    assert [one.initiative.title for one in records.initiatives.of_unit("osa")] == ["first", "third"]
    assert [one.initiative.title for one in records.initiatives.of_unit("bif")] == ["first"]
    assert first.state is State.ACTIVE


def test_the_history_tells_who_did_what_and_why_newest_first(records):
    row = register(records)
    records.initiatives.update(row, State.PAUSED, why="Ingen midler i foråret", by=records.actor, today=TODAY)
    told = [(one.verb, one.state, one.why, one.by, one.at) for one in records.initiatives.history(row)]
    assert told == [
        ("update", State.PAUSED, "Ingen midler i foråret", records.actor, sample.NOW),
        ("register", State.ACTIVE, "", records.actor, sample.NOW),
    ]


def test_units_come_and_go_and_come_back(records):
    row, by = register(records), records.actor
    assert not records.initiatives.join(row, "bif", by=by, today=TODAY)
    assert records.initiatives.leave(row, "bif", by=by, today=TODAY)
    assert not records.initiatives.leave(row, "bif", by=by, today=TODAY)
    assert records.initiatives.full(row).units == ("osa",)
    assert records.initiatives.join(row, "bif", by=by, today=TODAY + timedelta(days=3))
    assert records.initiatives.full(row).units == ("osa", "bif")
    assert [one.verb for one in records.initiatives.history(row)] == ["join", "leave", "register"]


def test_only_the_leads_word_becomes_the_state_but_any_word_is_heard(records):
    led, joined = register(records, "led"), register(records, "joined", lead="bif", participants=("osa",))
    later = TODAY + timedelta(days=20)
    records.initiatives.heard({1: State.PAUSED, 2: State.CLOSED, 99: State.CLOSED}, leads="osa", today=later)
    assert (led.state, led.heard_on) == (State.PAUSED, later)
    assert (joined.state, joined.heard_on) == (State.ACTIVE, later)
    records.initiatives.heard({1: State.PAUSED}, leads="osa", today=TODAY)
    assert led.heard_on == later


def test_news_are_seen_once_by_each_unit(records):
    row = register(records)
    assert records.initiatives.seen(row, "bif", by=records.actor)
    assert not records.initiatives.seen(row, "bif", by=records.actor)
    assert records.initiatives.full(row).seen_by == ("bif",)


@pytest.mark.parametrize("many", [3, 600])
def test_a_long_list_has_the_same_links_as_a_short_one(records, many):
    for number in range(many):
        register(
            records,
            f"T{number}",
            tracks=(f"spor-{number % 4}",),
            lead=f"u{number % 5}",
            participants=("osa",),
            actors=(f"A{number}",),
        )
    for one in records.initiatives.page(Selection()):
        number = one.initiative.number - 1
        assert (one.tracks, one.actors) == ((f"spor-{number % 4}",), (f"A{number}",))
        assert one.units == (f"u{number % 5}", "osa")
