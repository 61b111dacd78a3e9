"""When a status round opens, nudges and closes: always in working hours, never in a holiday or a closed period."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain import round as rules
from bot.domain.calendar import Quarter
from bot.domain.house_rules import Addressee
from bot.domain.ladder import due_rung, next_rung
from bot.domain.status import Round
from tests.storage.sample import copenhagen

AGREEMENT = copenhagen()
DAYS = AGREEMENT.days()
ZONE = ZoneInfo("Europe/Copenhagen")


def at(wall):
    return datetime.fromisoformat(wall).replace(tzinfo=ZONE)


def wall(instant):
    return f"{instant.astimezone(ZONE):%Y-%m-%d %H:%M}"


def round_(opened, last_day=None, **other):
    opened_at = at(opened)
    closes_at = rules.closing(AGREEMENT, opened_at, last_day)
    return Round(period="2026-Q1", opened_at=opened_at, closes_at=closes_at, **other)


def rungs(one):
    return [(wall(step.at), step.to.value) for step in rules.steps(AGREEMENT, one)]


@pytest.mark.parametrize(
    ("quarter", "meeting", "opens"),
    [
        (Quarter(2026, 1), None, "2026-02-16 09:00"),  # the 15th ends the winter break
        (Quarter(2026, 2), None, "2026-05-15 09:00"),
        (Quarter(2026, 3), None, "2026-08-17 09:00"),  # the 15th is a Saturday
        (Quarter(2026, 4), None, "2026-11-16 09:00"),  # the 15th is a Sunday
        (Quarter(2027, 1), None, "2027-02-22 09:00"),  # the winter break
        (Quarter(2027, 2), None, "2027-05-18 09:00"),  # a Saturday before Whit Monday
        (Quarter(2026, 4), date(2026, 12, 10), "2026-11-26 09:00"),
        (Quarter(2026, 4), date(2026, 10, 28), "2026-10-19 09:00"),  # the autumn break
        (Quarter(2027, 1), date(2027, 1, 12), "2027-01-04 09:00"),  # between Christmas and New Year
    ],
)
def test_a_round_opens_before_the_meeting_or_on_the_house_rules_day(quarter, meeting, opens):
    assert wall(rules.opening(AGREEMENT, quarter, meeting)) == opens


@pytest.mark.parametrize(
    ("opened", "last_day", "closes"),
    [
        ("2026-02-16 09:00", None, "2026-03-02 23:59"),
        ("2026-11-16 09:00", None, "2026-11-30 23:59"),
        ("2026-06-12 10:00", None, "2026-06-26 23:59"),
        ("2026-06-15 10:00", None, "2026-08-10 23:59"),  # the summer break
        ("2026-12-14 10:00", None, "2027-01-04 23:59"),  # Christmas
        ("2026-11-13 20:00", None, "2026-11-30 23:59"),  # asked on Friday night, so counted from Monday
        ("2026-11-16 09:00", date(2026, 11, 20), "2026-11-20 23:59"),
        ("2026-11-16 09:00", date(2026, 11, 21), "2026-11-23 23:59"),  # a Saturday
        ("2026-12-17 09:00", date(2026, 12, 24), "2027-01-04 23:59"),
    ],
)
def test_a_round_closes_at_the_end_of_a_working_day(opened, last_day, closes):
    assert wall(rules.closing(AGREEMENT, at(opened), last_day)) == closes


@pytest.mark.parametrize(
    ("opened", "by_rule"),
    [
        ("2026-02-16 09:00", "2026-03-03 09:00"),
        ("2026-06-12 10:00", "2026-08-10 09:00"),  # its last day is the last before the summer break
        ("2026-11-06 10:00", "2026-11-23 09:00"),  # a Friday
    ],
)
def test_the_rule_closes_a_round_on_the_next_working_morning(opened, by_rule):
    assert wall(rules.closes_by_rule(AGREEMENT, round_(opened), at(opened))) == by_rule


@pytest.mark.parametrize(
    ("opened", "last_day", "ladder"),
    [
        (
            "2026-02-16 09:00",
            None,
            [
                ("2026-02-16 09:00", "representative"),
                ("2026-02-23 09:00", "representative"),
                ("2026-02-27 09:00", "deputy"),
                ("2026-03-02 09:00", "facilitator"),
            ],
        ),
        (  # opened on a Saturday night: nobody is asked before Monday morning
            "2026-11-14 23:30",
            None,
            [
                ("2026-11-16 08:00", "representative"),
                ("2026-11-23 09:00", "representative"),
                ("2026-11-27 09:00", "deputy"),
                ("2026-11-30 09:00", "facilitator"),
            ],
        ),
        (  # half of it is Christmas: what falls into it waits until people are back
            "2026-12-14 10:00",
            None,
            [
                ("2026-12-14 10:00", "representative"),
                ("2027-01-04 09:00", "representative"),
                ("2027-01-04 09:00", "deputy"),
                ("2027-01-04 09:00", "facilitator"),
            ],
        ),
        (  # opened in the closed days themselves
            "2026-12-28 10:00",
            date(2027, 1, 8),
            [
                ("2027-01-04 08:00", "representative"),
                ("2027-01-06 09:00", "representative"),
                ("2027-01-07 09:00", "deputy"),
                ("2027-01-08 09:00", "facilitator"),
            ],
        ),
        (  # too short for reminders: who is asked is not nagged on the same day
            "2026-11-15 10:00",
            date(2026, 11, 16),
            [("2026-11-16 08:00", "representative")],
        ),
    ],
)
def test_the_ladder_climbs_in_working_hours_as_far_as_the_round_lasts(opened, last_day, ladder):
    assert rungs(round_(opened, last_day)) == ladder


def test_after_a_pause_the_rule_closes_a_round_when_people_are_at_work():
    late = round_("2026-02-16 09:00")
    assert wall(rules.closes_by_rule(AGREEMENT, late, at("2026-03-08 15:00"))) == "2026-03-09 08:00"  # a Sunday
    assert wall(rules.closes_by_rule(AGREEMENT, late, at("2026-03-05 10:30"))) == "2026-03-05 10:30"


INSTANTS = st.datetimes(datetime(2026, 1, 1), datetime(2028, 11, 1), timezones=st.just(UTC))  # noqa: DTZ001  # bounds of aware ones
LENGTHS = st.none() | st.integers(min_value=1, max_value=80)


@st.composite
def rounds(draw):
    opened_at = draw(INSTANTS)
    length = draw(LENGTHS)
    last_day = None if length is None else opened_at.astimezone(ZONE).date() + timedelta(days=length)
    return Round(period="p", opened_at=opened_at, closes_at=rules.closing(AGREEMENT, opened_at, last_day))


@given(rounds())
def test_every_rung_is_at_a_working_moment_before_the_round_closes_and_none_before_the_one_below(one):
    ladder = rules.steps(AGREEMENT, one)
    assert ladder[0].number == 0
    assert ladder[0].at >= one.opened_at
    assert all(DAYS.next_working_moment(step.at) == step.at < one.closes_at for step in ladder)
    assert list(ladder) == sorted(ladder, key=lambda step: (step.at, step.number))
    asked = ladder[0].at.astimezone(ZONE).date()
    assert all(step.at.astimezone(ZONE).date() > asked for step in ladder[1:])
    assert one.closes_at < rules.closes_by_rule(AGREEMENT, one, one.opened_at)


@given(rounds(), st.lists(st.integers(min_value=0, max_value=80 * 24), min_size=1, max_size=20))
def test_however_rarely_one_looks_each_rung_is_owed_once_and_only_the_latest_is_made_up_for(one, hours):
    for ladder in (rules.unit_steps(rules.steps(AGREEMENT, one)), rules.watch_steps(rules.steps(AGREEMENT, one))):
        planned = []
        for now in sorted(one.opened_at + timedelta(hours=count) for count in hours):
            owed = due_rung(ladder, planned, now)
            reached = [step for step in ladder if step.at <= now]
            if owed is not None:
                assert owed == reached[-1]
                assert owed.name not in planned
                planned.append(owed.name)
            assert due_rung(ladder, planned, now) is None
            upcoming = next_rung(ladder, planned, now)
            assert upcoming == next((step.at for step in ladder if step.at > now), None)
        assert len(planned) <= len(ladder)


def test_a_rung_that_had_nobody_to_speak_to_does_not_hold_up_the_next():
    ladder = rules.unit_steps(rules.steps(AGREEMENT, round_("2026-02-16 09:00")))
    assert next_rung(ladder, (), at("2026-02-16 09:00")) == at("2026-02-23 09:00")
    assert due_rung(ladder, (), at("2026-02-23 09:00")) == ladder[1]


def test_the_units_and_those_above_them_have_ladders_of_their_own():
    ladder = rules.steps(AGREEMENT, round_("2026-02-16 09:00"))
    assert [step.name for step in rules.unit_steps(ladder)] == ["0:representative", "1:representative", "2:deputy"]
    assert [step.name for step in rules.watch_steps(ladder)] == ["-1:facilitator", "3:facilitator"]
    assert rules.watch_steps(ladder)[0].at == ladder[0].at
    assert rules.watch_steps(()) == ()
    assert Addressee.CHAIR not in rules.OF_A_UNIT


@pytest.mark.parametrize(
    ("now", "waits_until"),
    [
        ("2026-02-18 10:30", "2026-02-18 10:30"),
        ("2026-02-18 03:00", "2026-02-18 08:00"),
        ("2026-02-18 16:00", "2026-02-19 08:00"),
        ("2026-02-21 12:00", "2026-02-23 08:00"),  # a Saturday
        ("2026-03-02 15:59", "2026-03-02 15:59"),
        ("2026-03-02 16:00", None),  # the round ends tonight
        ("2026-03-03 09:00", None),
    ],
)
def test_what_is_owed_at_night_waits_for_the_morning_if_the_round_lasts_that_long(now, waits_until):
    found = rules.may_nudge_from(AGREEMENT, round_("2026-02-16 09:00"), at(now))
    assert (found and wall(found)) == waits_until


def test_nobody_is_nudged_about_a_closed_round():
    closed = round_("2026-02-16 09:00", closed_at=at("2026-02-18 10:00"))
    assert rules.may_nudge_from(AGREEMENT, closed, at("2026-02-18 10:30")) is None


@pytest.mark.parametrize(
    ("now", "opened", "quarter"),
    [
        ("2026-01-01 00:00", [], "2026-Q1"),
        ("2026-02-20 00:00", [], "2026-Q1"),  # its day passed, but not its round
        ("2026-03-02 23:00", [], "2026-Q1"),
        ("2026-03-03 00:00", [], "2026-Q2"),  # it would ask about weeks that are over
        ("2026-02-20 00:00", ["2026-Q1"], "2026-Q2"),
        ("2026-02-20 00:00", ["2026-Q1", "2026-Q2"], "2026-Q3"),
        ("2026-02-20 00:00", ["2026-Q1-2"], "2026-Q1"),
        ("2026-12-31 23:30", ["2026-Q4"], "2027-Q1"),
    ],
)
def test_the_next_round_is_the_first_whose_time_is_not_over_and_that_nobody_opened(now, opened, quarter):
    assert rules.next_to_open(AGREEMENT, at(now), opened, lambda _quarter: None).quarter.label == quarter


@pytest.mark.parametrize(
    ("meeting", "opens", "closes"),
    [
        ("2026-03-18", "2026-03-04 09:00", "2026-03-17 23:59"),  # its digest is there on the morning of the meeting
        ("2026-03-16", "2026-03-02 09:00", "2026-03-13 23:59"),  # a Monday: nobody answers over the weekend
        (None, "2026-02-16 09:00", "2026-03-02 23:59"),
    ],
)
def test_a_round_goes_by_its_quarters_ordinary_meeting(meeting, opens, closes):
    on = date.fromisoformat(meeting) if meeting else None
    opening = rules.next_to_open(AGREEMENT, at("2026-01-05 09:00"), [], lambda quarter: on if quarter.number == 1 else None)
    assert wall(opening.opens_at) == opens
    last_day = rules.last_day_before(AGREEMENT, opening.opens_at, opening.meeting)
    assert wall(rules.closing(AGREEMENT, opening.opens_at, last_day)) == closes


def test_a_meeting_that_is_too_near_leaves_people_the_usual_time_to_answer():
    assert rules.last_day_before(AGREEMENT, at("2026-03-02 09:00"), date(2026, 3, 5)) is None


def test_a_new_round_owes_its_closing_a_question_to_each_unit_and_a_watch_over_them():
    one = round_("2026-02-16 09:00")
    assert {key: wall(moment) for key, moment in rules.moments_at_start(AGREEMENT, one, ["osa", "eki"]).items()} == {
        ("round.close", "2026-Q1"): "2026-03-03 09:00",
        ("round.watch", "2026-Q1"): "2026-02-16 09:00",
        ("round.unit", "2026-Q1:osa"): "2026-02-16 09:00",
        ("round.unit", "2026-Q1:eki"): "2026-02-16 09:00",
    }
    assert rules.moments_at_end(one, ["osa", "eki"]) == dict.fromkeys(rules.moments_at_start(AGREEMENT, one, ["osa", "eki"]))


@pytest.mark.parametrize(
    ("subject", "about"),
    [
        (rules.message_subject("2026-Q1", "osa"), ("2026-Q1", "osa")),
        (rules.message_subject("2026-Q1-2"), ("2026-Q1-2", "")),
        ("initiative:7:osa", None),
        ("", None),
        (None, None),
    ],
)
def test_the_subject_of_a_message_tells_round_and_unit(subject, about):
    assert rules.round_and_unit(subject) == about
