"""How a year's meetings are counted: the vectors of domain.md §4.5, and what holds whatever is convened and held."""

from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.house_rules import YearBasis
from bot.domain.meeting import Kind, Meeting, State, instant
from bot.domain.meeting_year import Slot, Standing, count, needed_in, year_of
from tests.storage.sample import copenhagen

AGREEMENT = copenhagen()  # in force from 1 January 2026
DAYS = AGREEMENT.days()


def day(text):
    return date.fromisoformat(text)


def meeting(on, state=State.CONVENED, kind=Kind.ORDINARY, number=1):
    on = day(on) if isinstance(on, str) else on
    return Meeting(
        number=number,
        kind=kind,
        state=state,
        on=on,
        starts=time(10),
        zone="Europe/Copenhagen",
        starts_at=instant(on, time(10), "Europe/Copenhagen"),
        convened_at=datetime(2026, 1, 1, tzinfo=UTC),
        convened_by="p_1",
    )


def held(*days):
    return [meeting(one, State.HELD) for one in days]


def convened(*days):
    return [meeting(one) for one in days]


def counted(year, meetings, today, agreement=AGREEMENT):
    return count(agreement, year_of(agreement, day(f"{year}-06-01")), meetings, day(today))


def from_(in_force, **house):
    rules = AGREEMENT.house.model_copy(update=house)
    return AGREEMENT.model_copy(update={"in_force_from": day(in_force), "house": rules})


# Parts of a year.


@pytest.mark.parametrize(
    ("in_force", "on", "until", "wanted"),
    [
        ("2026-09-01", "2026-10-01", None, (1, True, 122)),  # vector 1
        ("2026-09-01", "2027-10-01", None, (4, False, 365)),
        ("2026-09-01", "2027-03-01", "2027-06-15", (1, True, 166)),
        ("2026-01-01", "2026-03-01", None, (4, False, 365)),
        ("2026-01-02", "2026-03-01", None, (3, True, 364)),
        ("2028-01-01", "2028-03-01", None, (4, False, 366)),
        ("2026-12-30", "2026-12-31", None, (0, True, 2)),
        ("2026-09-01", "2025-03-01", None, (0, True, 0)),
    ],
)
def test_a_part_of_a_year_asks_in_proportion_and_only_as_a_guide(in_force, on, until, wanted):
    agreement = from_(in_force)
    year = year_of(agreement, day(on), until=day(until) if until else None)
    assert (needed_in(agreement, year), not year.whole, year.days_in_force) == wanted


@pytest.mark.parametrize(
    ("in_force", "on", "first", "last", "label"),
    [
        ("2026-09-01", "2027-08-31", "2026-09-01", "2027-08-31", "2026/27"),
        ("2026-09-01", "2027-09-01", "2027-09-01", "2028-08-31", "2027/28"),
        ("2024-02-29", "2027-02-28", "2027-02-28", "2028-02-28", "2027/28"),
        ("2024-02-29", "2027-02-27", "2026-02-28", "2027-02-27", "2026/27"),
        ("2024-02-29", "2028-02-29", "2028-02-29", "2029-02-27", "2028/29"),
        ("2026-01-01", "2027-05-05", "2027-01-01", "2027-12-31", "2027"),
    ],
)
def test_a_year_may_begin_on_the_agreements_own_day(in_force, on, first, last, label):
    year = year_of(from_(in_force, year_basis=YearBasis.ANNIVERSARY), day(on))
    assert (year.first, year.last, year.label, year.whole) == (day(first), day(last), label, True)


def test_falling_below_the_guide_is_never_a_miss():
    agreement = from_("2026-07-01")
    assert counted(2026, [], "2027-01-01", agreement).standing is Standing.BELOW_GUIDE
    assert counted(2027, [], "2028-01-01", agreement).standing is Standing.MISSED


# How a year stands.


def test_four_held_meet_the_year_however_they_lie():
    """Vector 2: nothing between March and October is information, and no breach."""
    meetings = held("2026-02-03", "2026-03-10", "2026-10-06", "2026-11-24")
    found = counted(2026, meetings, "2026-12-01")
    assert (found.standing, found.held, found.longest_gap, found.slots) == (Standing.MET, 4, 210, ())
    assert count(AGREEMENT, found.year, held("2026-02-03", "2026-03-10"), day("2026-09-01")).rolling == 2


def test_a_fourth_meeting_moved_into_january_makes_the_year_short_and_then_missed():
    """Vector 3."""
    three = held("2026-02-03", "2026-05-06", "2026-09-08")
    before = counted(2026, [*three, *convened("2026-12-17")], "2026-11-20")
    assert (before.standing, before.forecast) == (Standing.ON_TRACK, 4)
    moved = [*three, *convened("2027-01-08")]
    after = counted(2026, moved, "2026-11-20")
    assert (after.standing, after.forecast, after.missing) == (Standing.SHORT, 3, 1)
    # 23 December to 2 January is closed: the last day to meet is Tuesday 22 December, and 14 days before it is 8 December.
    assert after.slots == (Slot(hold_by=day("2026-12-22"), convene_by=day("2026-12-08")),)
    assert counted(2026, moved, "2026-12-08").standing is Standing.SHORT
    assert counted(2026, moved, "2026-12-09").standing is Standing.NOT_POSSIBLE
    assert counted(2026, moved, "2027-01-01").standing is Standing.MISSED
    assert counted(2027, moved, "2027-01-01").forecast == 1


def test_an_ad_hoc_meeting_counts_and_a_seminar_does_not():
    meetings = [
        *held("2026-02-03", "2026-05-06"),
        meeting("2026-06-02", State.HELD, Kind.AD_HOC),
        meeting("2026-06-03", State.HELD, Kind.SEMINAR),
        meeting("2026-09-01", State.CANCELLED),
    ]
    assert counted(2026, meetings, "2026-12-01").held == 3


def test_a_meeting_nobody_has_confirmed_is_neither_foreseen_nor_missing_while_the_year_lasts():
    meetings = [*held("2026-02-03", "2026-05-06", "2026-09-08"), *convened("2026-11-24")]
    found = counted(2026, meetings, "2026-11-25")
    assert (found.forecast, found.unconfirmed, found.missing, found.standing) == (3, 1, 0, Standing.ON_TRACK)
    assert counted(2026, meetings, "2026-11-24").forecast == 4
    assert counted(2026, meetings, "2027-01-01").standing is Standing.MISSED


@pytest.mark.parametrize(
    ("today", "wanted", "slots"),
    [
        (
            "2027-01-04",
            4,
            [
                ("2027-12-03", "2027-11-19"),
                ("2027-12-10", "2027-11-26"),
                ("2027-12-17", "2027-12-03"),
                ("2027-12-22", "2027-12-08"),
            ],
        ),
        ("2027-12-03", 4, [("2027-12-17", "2027-12-03"), ("2027-12-22", "2027-12-08")]),
        ("2027-12-09", 1, []),
    ],
)
def test_the_last_chances_leave_the_notice_and_keep_clear_of_closed_days(today, wanted, slots):
    found = counted(2027, held("2027-01-04", "2027-02-01", "2027-03-01")[: 4 - wanted], today).slots
    assert [(one.hold_by.isoformat(), one.convene_by.isoformat()) for one in found] == slots


def test_a_week_with_a_meeting_is_no_room_for_another():
    taken = counted(2027, convened("2027-12-20"), "2027-11-01").slots
    assert [one.hold_by.isoformat() for one in taken] == ["2027-12-03", "2027-12-10", "2027-12-17"]


def test_a_last_chance_before_a_public_holiday_is_convened_on_the_working_day_before():
    agreement = from_("2026-01-01", year_basis=YearBasis.CALENDAR)
    rules = agreement.house.meetings.model_copy(update={"notice_days": 28})
    agreement = agreement.model_copy(update={"house": agreement.house.model_copy(update={"meetings": rules})})
    (slot,) = count(
        agreement, year_of(agreement, day("2026-06-01")), held("2026-02-03", "2026-02-10", "2026-02-17"), day("2026-06-01")
    ).slots
    assert slot == Slot(day("2026-12-22"), day("2026-11-24"))


MEETINGS = st.lists(
    st.builds(meeting, st.dates(day("2026-01-01"), day("2027-12-31")), st.sampled_from(State), st.sampled_from(Kind)), max_size=12
)


@given(MEETINGS, st.dates(day("2026-01-01"), day("2028-01-31")))
def test_a_count_always_adds_up(meetings, today):
    for year in (2026, 2027):
        found = counted(year, meetings, today.isoformat())
        mine = [one for one in meetings if one.on.year == year and one.kind in {Kind.ORDINARY, Kind.AD_HOC}]
        assert found.held == sum(one.state is State.HELD for one in mine)
        assert found.held <= found.forecast <= found.forecast + found.unconfirmed
        assert found.forecast + found.unconfirmed == sum(one.state is not State.CANCELLED for one in mine)
        assert (found.standing is Standing.MET) == (found.held >= 4)
        assert len(found.slots) <= found.missing
        if found.standing is Standing.SHORT:
            assert len(found.slots) == found.missing > 0
        for slot in found.slots:
            assert DAYS.is_working_day(slot.hold_by)
            assert DAYS.is_working_day(slot.convene_by)
            assert today <= slot.convene_by <= slot.hold_by - timedelta(days=14)
            assert slot.hold_by.year == year
