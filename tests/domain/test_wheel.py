"""What stands on the wheel of a year, and on which day: a year of the real agreement, with the meetings of the sample year."""

from datetime import UTC, date, datetime, time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain import round as rounds
from bot.domain.briefing_dates import Known, of_year
from bot.domain.calendar import Quarter
from bot.domain.house_rules import YearBasis
from bot.domain.meeting import Kind, Meeting, State, instant
from bot.domain.meeting_year import Slot, year_of
from bot.domain.status import Round
from bot.domain.wheel import BRIEFINGS, MEETINGS, Facts, Phase, Sign, Step, wheel
from tests.storage.sample import copenhagen

AGREEMENT = copenhagen()
ZONE = "Europe/Copenhagen"
TODAY = date(2026, 11, 20)
YEAR = year_of(AGREEMENT, TODAY)


def day(text):
    return date.fromisoformat(f"2026-{text}")


def meeting(number, on, kind=Kind.ORDINARY, state=State.CONVENED):
    on = date.fromisoformat(on)
    return Meeting(
        number=number,
        kind=kind,
        state=state,
        on=on,
        starts=time(10),
        zone=ZONE,
        starts_at=instant(on, time(10), ZONE),
        convened_at=datetime(2026, 1, 5, tzinfo=UTC),
        convened_by="p_1",
    )


def asked(quarter, *, closed):
    opened = rounds.opening(AGREEMENT, quarter)
    closes = rounds.closing(AGREEMENT, opened)
    return Round(period=quarter.label, opened_at=opened, closes_at=closes, closed_at=closes if closed else None)


def made(*meetings, today=TODAY, year=YEAR, **other):
    return wheel(AGREEMENT, year, Facts(meetings=meetings, **other), today=today)


@pytest.mark.parametrize(
    ("kind", "state", "sign", "phase"),
    [
        (Kind.ORDINARY, State.HELD, Sign.HELD, Phase.OVER),
        (Kind.AD_HOC, State.HELD, Sign.HELD, Phase.OVER),
        (Kind.ORDINARY, State.CONVENED, Sign.PLANNED, Phase.OVER),  # its day is over, and nobody has said that it was held
        (Kind.SEMINAR, State.HELD, Sign.OTHER, Phase.OVER),
        (Kind.NETWORK, State.CONVENED, Sign.OTHER, Phase.OVER),
    ],
)
def test_a_meeting_stands_on_its_day_as_what_it_is(kind, state, sign, phase):
    (mark,) = made(meeting(3, "2026-09-17", kind, state)).of(*MEETINGS)
    assert (mark.sign, mark.phase, mark.first, mark.about, mark.kind) == (sign, phase, day("09-17"), "M-3", kind)


@pytest.mark.parametrize(("on", "phase"), [("2026-11-19", Phase.OVER), ("2026-11-20", Phase.NOW), ("2026-11-23", Phase.COMING)])
def test_a_meeting_is_over_under_way_or_to_come(on, phase):
    (mark,) = made(meeting(1, on)).of(Sign.PLANNED)
    assert mark.phase is phase


def test_a_cancelled_meeting_and_its_deadlines_are_gone():
    assert made(meeting(1, "2026-12-08", state=State.CANCELLED)).of(*MEETINGS, Sign.DEADLINE) == ()


def test_a_meeting_with_an_agenda_has_deadlines_and_a_seminar_has_none():
    found = made(meeting(1, "2026-12-08"), meeting(2, "2026-12-10", Kind.SEMINAR)).of(Sign.DEADLINE)
    assert [(one.about, one.step, one.first) for one in found] == [
        ("M-1", Step.ITEMS, day("11-24")),
        ("M-1", Step.MINUTES, day("12-15")),
    ]


def test_a_deadline_on_a_closed_day_moves_to_where_people_work():
    found = made(meeting(1, "2026-10-26")).of(Sign.DEADLINE)
    assert [(one.step, one.first) for one in found] == [(Step.ITEMS, day("10-09")), (Step.MINUTES, day("11-02"))]


def test_rounds_stand_as_they_were_as_they_are_and_as_the_rules_will_open_them():
    facts = {"rounds": [asked(Quarter(2026, 2), closed=True), asked(Quarter(2026, 3), closed=False)]}
    found = made(today=day("08-20"), **facts).of(Sign.ROUND)
    assert [(one.about, one.first, one.last, one.phase) for one in found] == [
        ("2026-Q2", day("05-15"), day("05-29"), Phase.OVER),
        ("2026-Q3", day("08-17"), day("08-31"), Phase.NOW),
        ("2026-Q4", day("11-16"), day("11-30"), Phase.COMING),
    ]


def test_a_round_to_come_opens_before_the_quarters_meeting():
    (found,) = made(meeting(1, "2026-12-17"), today=day("10-01")).of(Sign.ROUND)
    assert found.first == day("12-03")


PLANS = tuple(of_year(AGREEMENT, 2026, Known()).values())


def test_briefings_stand_where_the_house_puts_them_with_what_comes_before():
    found = made(plans=PLANS)
    assert [(one.about, one.first) for one in found.of(Sign.BRIEFING)] == [
        ("status-oeu", day("09-30")),
        ("fokus-sikkerby", day("11-30")),
        ("fokus-oeu", day("12-15")),
    ]
    steps = [(one.about, one.step, one.first) for one in found.of(Sign.DEADLINE) if one.about != "status-oeu"]
    assert steps == [  # The two on focus areas share their draft and its approval.
        ("fokus-sikkerby", Step.CHECK, day("10-26")),
        ("fokus-sikkerby", Step.APPROVE, day("11-02")),
        ("fokus-sikkerby", Step.HAND_IN, day("11-09")),
        ("fokus-oeu", Step.HAND_IN, day("11-17")),
    ]


def test_a_delivered_briefing_stands_on_the_day_it_was_delivered_and_asks_for_nothing_more():
    found = made(plans=PLANS[-1:], delivered={"status-oeu:2026": day("09-22")})
    assert [(one.sign, one.first) for one in found.of(*BRIEFINGS)] == [(Sign.DELIVERED, day("09-22"))]
    assert found.of(Sign.DEADLINE) == ()


@pytest.mark.parametrize(("today", "late"), [("2026-12-31", False), ("2027-01-01", True)])
def test_a_briefing_is_late_after_its_last_day_and_not_before(today, late):
    (found,) = made(plans=PLANS[:1], today=date.fromisoformat(today)).of(Sign.BRIEFING)
    assert found.late is late


def test_the_last_day_for_convening_a_meeting_that_is_missing_is_a_deadline():
    (found,) = made(slots=[Slot(hold_by=day("12-22"), convene_by=day("12-08"))]).of(Sign.DEADLINE)
    assert (found.step, found.first) == (Step.CONVENE, day("12-08"))


def test_a_closed_period_ends_where_the_year_ends():
    found = made().of(Sign.CLOSED)
    assert [(one.about, one.first, one.last) for one in found][:2] == [
        ("Jul og nytår", day("01-01"), day("01-02")),
        ("Vinterferie", day("02-07"), day("02-15")),
    ]
    assert found[-1].last == day("12-31")
    in_english = wheel(AGREEMENT, YEAR, Facts(), today=TODAY, language="en")
    assert in_english.of(Sign.CLOSED)[0].about == "Christmas and New Year"


def test_another_year_has_no_today():
    assert made().shows_today
    assert not made(year=year_of(AGREEMENT, date(2027, 5, 1))).shows_today


def test_a_year_may_begin_on_the_agreements_day():
    house = AGREEMENT.house.model_copy(update={"year_basis": YearBasis.ANNIVERSARY})
    anniversary = AGREEMENT.model_copy(update={"house": house, "in_force_from": date(2025, 9, 1)})
    year = year_of(anniversary, TODAY)
    found = wheel(anniversary, year, Facts(plans=PLANS), today=TODAY)
    assert [one.first for one in found.of(Sign.BRIEFING)] == [day("09-30"), day("11-30"), day("12-15")]
    assert (found.share(day("09-01")), found.share(date(2027, 9, 1))) == (0, 1)


@given(on=st.lists(st.dates(date(2025, 12, 1), date(2027, 2, 1)), max_size=8), today=st.dates(YEAR.first, YEAR.last))
def test_whatever_is_planned_the_wheel_holds_its_year_in_order(on, today):
    found = made(*(meeting(number, one.isoformat()) for number, one in enumerate(on, 1)), today=today)
    assert len(found.of(*MEETINGS)) == sum(one in YEAR for one in on)
    assert all(YEAR.first <= one.first <= one.last <= YEAR.last for one in found.marks)
    assert [one.first for one in found.marks] == sorted(one.first for one in found.marks)
    assert all(0 <= found.share(one.first) < 1 for one in found.marks)
