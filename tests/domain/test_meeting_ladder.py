"""When somebody is nudged to plan a meeting: the quarter's ladder, the year's days, and the question whether one was held."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest

from bot.domain import meeting_ladder as rules
from bot.domain.calendar import Quarter
from bot.domain.ladder import due_rung, next_rung
from bot.domain.meeting import Kind, State
from bot.domain.meeting_ladder import Removal
from bot.domain.meeting_year import count, year_of
from tests.domain.test_meeting_year import AGREEMENT, DAYS, convened, held, meeting

ZONE = ZoneInfo("Europe/Copenhagen")
LOADED = date(2026, 1, 5)


def wall(instant):
    return f"{instant.astimezone(ZONE):%Y-%m-%d %H:%M}"


def at(text):
    return datetime.fromisoformat(text).replace(tzinfo=ZONE)


def ladder(quarter, since):
    return [(wall(one.at), [str(to) for to in one.to]) for one in rules.quarter_rungs(AGREEMENT, quarter, since)]


def test_a_quarter_without_a_meeting_climbs_from_the_facilitator_to_the_channel():
    """1 January is a holiday and the days after it are closed, so the year begins on Monday 4 January."""
    assert ladder(Quarter(2027, 1), date(2027, 1, 1)) == [
        ("2027-01-04 09:00", ["facilitator"]),
        ("2027-01-18 09:00", ["facilitator"]),
        ("2027-01-25 09:00", ["facilitator_deputy"]),
        ("2027-02-01 09:00", ["chair", "channel"]),
    ]


def test_a_ladder_that_would_begin_in_a_closed_period_begins_whole_after_it():
    """1 July lies in the summer break: the facilitator is nudged on 9 August, and has two weeks before anybody else is."""
    assert [(at, len(to)) for at, to in ladder(Quarter(2027, 3), date(2027, 7, 1))] == [
        ("2027-08-09 09:00", 1),
        ("2027-08-23 09:00", 1),
        ("2027-08-30 09:00", 1),
        ("2027-09-06 09:00", 2),
    ]


def test_what_the_quarter_has_no_room_for_is_dropped():
    assert ladder(Quarter(2027, 2), date(2027, 6, 15)) == [("2027-06-15 09:00", ["facilitator"])]


@pytest.mark.parametrize(
    ("removals", "since"),
    [
        ([], "2027-04-01"),
        ([Removal(date(2027, 5, 20), date(2027, 4, 28))], "2027-04-29"),
        ([Removal(date(2027, 5, 20), date(2027, 2, 1))], "2027-04-01"),  # cancelled before the quarter began
        ([Removal(date(2027, 3, 20), date(2027, 4, 28))], "2027-04-01"),  # another quarter's
    ],
)
def test_a_ladder_begins_anew_the_day_after_a_meeting_was_taken_away(removals, since):
    assert rules.vacant_since(Quarter(2027, 2), LOADED, removals) == date.fromisoformat(since)


def test_days_before_the_agreement_was_loaded_are_held_against_nobody():
    assert rules.vacant_since(Quarter(2026, 1), date(2026, 2, 10), []) == date(2026, 2, 10)


RUNGS = rules.quarter_rungs(AGREEMENT, Quarter(2027, 1), date(2027, 1, 1))
NAMES = [one.name for one in RUNGS]


@pytest.mark.parametrize(
    ("now", "planned", "due", "then"),
    [
        ("2027-01-01 12:00", [], None, 0),
        ("2027-01-04 09:00", [], 0, 1),
        ("2027-01-04 09:00", [0], None, 1),
        ("2027-01-20 09:00", [0], 1, 2),
        ("2027-03-01 09:00", [0], 3, None),  # only the latest, after a long pause
        ("2027-03-01 09:00", [0, 3], None, None),
        ("2027-01-20 09:00", [0, 2], None, 3),
    ],
)
def test_only_the_latest_rung_is_owed_and_each_once(now, planned, due, then):
    names = {NAMES[one] for one in planned}
    found = due_rung(RUNGS, names, at(now))
    assert found == (None if due is None else RUNGS[due])
    if found is None:
        assert next_rung(RUNGS, names, at(now)) == (None if then is None else RUNGS[then].at)


@pytest.mark.parametrize(
    ("kind", "state", "on", "found"),
    [
        (Kind.ORDINARY, State.CONVENED, "2027-03-31", True),
        (Kind.ORDINARY, State.HELD, "2027-01-01", True),
        (Kind.ORDINARY, State.CANCELLED, "2027-03-01", False),
        (Kind.AD_HOC, State.CONVENED, "2027-03-01", False),
        (Kind.SEMINAR, State.HELD, "2027-03-01", False),
        (Kind.ORDINARY, State.CONVENED, "2027-04-01", False),
    ],
)
def test_only_an_ordinary_meeting_of_the_quarter_silences_its_ladder(kind, state, on, found):
    assert (rules.ordinary_in(Quarter(2027, 1), [meeting(on, state, kind)]) is not None) is found


def year_days(meetings, today, since=date(2027, 1, 1)):
    counted = count(AGREEMENT, year_of(AGREEMENT, date(2027, 6, 1)), meetings, date.fromisoformat(today))
    return [(wall(one.at), one.name.split(":")[0], len(one.to)) for one in rules.year_rungs(AGREEMENT, counted, since)]


def test_a_year_is_looked_at_in_february_september_and_november_and_on_its_last_safe_day():
    assert year_days(held("2027-02-10", "2027-05-11"), "2027-06-01") == [
        ("2027-02-01 09:00", "unbooked", 1),
        ("2027-09-01 09:00", "short", 2),
        ("2027-11-01 09:00", "short", 2),
        ("2027-12-03 09:00", "last", 3),  # two are missing: the first of them by 17 December
    ]


def test_a_booked_year_has_no_last_safe_day():
    found = year_days(convened("2027-02-10", "2027-05-11", "2027-09-07", "2027-11-23"), "2027-01-10")
    assert "last" not in {name for _, name, _ in found}


def test_days_before_a_meeting_was_taken_away_are_not_made_up_for():
    since = rules.short_since(year_of(AGREEMENT, date(2027, 6, 1)), LOADED, [Removal(date(2027, 11, 23), date(2027, 10, 5))])
    assert since == date(2027, 10, 6)
    assert [name for _, name, _ in year_days(held("2027-02-10", "2027-05-11", "2027-09-07"), "2027-10-05", since)] == [
        "short",
        "last",
    ]


def test_whether_a_meeting_was_held_is_asked_on_working_days_after_it():
    found = rules.confirm_rungs(AGREEMENT, meeting("2027-03-12"))  # a Friday, a week before the Easter break
    assert [(wall(one.at), len(one.to)) for one in found] == [("2027-03-15 09:00", 1), ("2027-03-19 09:00", 2)]
    assert all(DAYS.is_working_day(one.at.astimezone(ZONE).date()) for one in found)


@pytest.mark.parametrize(
    ("quarter", "today", "hold_by", "convene_by"),
    [
        (Quarter(2027, 1), "2027-01-04", "2027-03-31", "2027-03-17"),
        (Quarter(2027, 1), "2027-03-17", "2027-03-31", "2027-03-17"),
        (Quarter(2027, 1), "2027-03-18", None, None),
        (Quarter(2027, 4), "2027-10-01", "2027-12-22", "2027-12-08"),  # Christmas is closed
    ],
)
def test_the_last_chance_for_a_quarters_meeting_leaves_the_notice(quarter, today, hold_by, convene_by):
    found = rules.last_slot(AGREEMENT, quarter, date.fromisoformat(today))
    assert (found and (found.hold_by.isoformat(), found.convene_by.isoformat())) == ((hold_by, convene_by) if hold_by else None)
