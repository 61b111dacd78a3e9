"""The calendar: days that count, wall time, quarters. Vectors come from the domain page (4.3, 4.5) and the public calendar."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.calendar import Calendar, Closure, Shut

COPENHAGEN = ZoneInfo("Europe/Copenhagen")
SUMMER = ("Sommerferie", date(2027, 6, 26), date(2027, 8, 8))
BOARD_MOVES = date(2027, 9, 6)
OURS = Calendar(COPENHAGEN, closed_days=frozenset({(6, 5), (12, 24), (12, 31), BOARD_MOVES}), closed_periods=(SUMMER,))

DAYS = st.dates(date(2020, 1, 1), date(2035, 12, 31))
INSTANTS = st.builds(datetime.combine, DAYS, st.times(), st.just(UTC))
ZONES = st.sampled_from(
    [
        "Europe/Copenhagen",
        "America/New_York",
        "America/Havana",
        "America/St_Johns",
        "Atlantic/Azores",
        "Asia/Tehran",
        "Africa/Casablanca",
    ]
).map(ZoneInfo)


@pytest.mark.parametrize(
    ("day", "danish", "english"),
    [
        (date(2026, 1, 1), "Nytårsdag", "New Year's Day"),
        (date(2026, 4, 2), "Skærtorsdag", "Maundy Thursday"),
        (date(2027, 3, 29), "Anden påskedag", "Easter Monday"),
        (date(2027, 5, 6), "Kristi himmelfartsdag", "Ascension Day"),
        (date(2026, 12, 26), "Anden juledag", "Second Day of Christmas"),
        (date(2024, 4, 26), None, None),  # Store bededag was abolished from 2024
        (date(2026, 6, 5), None, None),  # Constitution Day is no public holiday
        (date(2026, 5, 1), None, None),
    ],
)
def test_public_holidays_have_names_in_both_languages(day, danish, english):
    assert OURS.holiday(day) == danish
    assert OURS.holiday(day, "en") == english


def test_another_country_has_its_own_holidays_and_its_own_words_where_it_lacks_ours():
    norway = Calendar(ZoneInfo("Europe/Oslo"), "NO")
    assert norway.holiday(date(2026, 5, 17), "en") == "Constitution Day"
    assert norway.holiday(date(2026, 5, 17)) == "Grunnlovsdag"
    assert norway.closed(date(2026, 6, 5)) == "2026-06-05"


def test_an_unknown_country_is_told_at_the_first_question():
    with pytest.raises(ValueError, match="ZZ"):
        Calendar(COPENHAGEN, "ZZ").holiday(date(2026, 1, 1))


@pytest.mark.parametrize(
    ("day", "why", "danish", "english"),
    [
        (date(2026, 12, 25), Shut.HOLIDAY, "Juledag", "Christmas Day"),
        (date(2026, 12, 24), Shut.CLOSED_DAY, "Juleaftensdag", "Christmas Eve"),
        (date(2026, 6, 5), Shut.CLOSED_DAY, "Grundlovsdag", "Constitution Day"),
        (BOARD_MOVES, Shut.CLOSED_DAY, "2027-09-06", "2027-09-06"),
        (date(2027, 6, 26), Shut.CLOSED_PERIOD, "Sommerferie", "Sommerferie"),
        (date(2027, 8, 8), Shut.CLOSED_PERIOD, "Sommerferie", "Sommerferie"),
    ],
)
def test_a_closed_day_says_why_and_what_people_call_it(day, why, danish, english):
    assert OURS.closures(day) == (Closure(why, danish),)
    assert (OURS.closed(day), OURS.closed(day, "en")) == (danish, english)


@pytest.mark.parametrize("day", [date(2027, 6, 25), date(2027, 8, 9), date(2028, 9, 6), date(2026, 11, 28)])
def test_a_day_beside_those_is_not_closed(day):
    assert OURS.closed(day) is None


def test_a_holiday_within_a_closed_period_is_both_and_the_holiday_comes_first():
    easter = Calendar(COPENHAGEN, closed_periods=(("Påskeferie", date(2027, 3, 22), date(2027, 3, 29)),))
    assert [closure.why for closure in easter.closures(date(2027, 3, 26))] == [Shut.HOLIDAY, Shut.CLOSED_PERIOD]


@pytest.mark.parametrize(
    ("day", "weekday", "working_day"),
    [
        (date(2026, 11, 25), True, True),
        (date(2026, 11, 28), True, False),  # a Saturday is a hverdag
        (date(2026, 11, 29), False, False),
        (date(2026, 12, 24), True, False),  # closed by house rule, yet a hverdag
        (date(2026, 12, 25), False, False),
        (date(2026, 12, 26), False, False),  # a Saturday and a holiday
        (date(2027, 7, 1), True, False),
    ],
)
def test_weekdays_and_working_days_are_two_things(day, weekday, working_day):
    assert (OURS.is_weekday(day), OURS.is_working_day(day)) == (weekday, working_day)


@pytest.mark.parametrize(
    ("meeting", "days", "dispatch"),
    [
        (date(2026, 12, 8), 5, date(2026, 12, 2)),
        (date(2026, 12, 8), 6, date(2026, 12, 1)),
        (date(2026, 12, 8), 7, date(2026, 11, 30)),
        (date(2027, 3, 30), 5, date(2027, 3, 20)),
        (date(2027, 5, 18), 5, date(2027, 5, 11)),
    ],
)
def test_the_finance_committee_is_sent_its_papers_some_weekdays_before(meeting, days, dispatch):
    assert OURS.add_weekdays(meeting, -days) == dispatch


def test_what_falls_on_a_saturday_is_done_on_the_friday_before():
    assert OURS.working_day_by(date(2027, 3, 20)) == date(2027, 3, 19)
    assert OURS.working_day_by(date(2027, 3, 19)) == date(2027, 3, 19)
    assert OURS.working_day_by(date(2027, 7, 15)) == date(2027, 6, 25)
    assert OURS.working_day_from(date(2027, 7, 15)) == date(2027, 8, 9)
    assert OURS.working_day_from(date(2027, 3, 19)) == date(2027, 3, 19)


@pytest.mark.parametrize(
    ("day", "n", "expected"),
    [
        (date(2026, 11, 27), 1, date(2026, 11, 30)),
        (date(2026, 11, 28), 1, date(2026, 11, 30)),
        (date(2026, 11, 28), -1, date(2026, 11, 27)),
        (date(2026, 11, 28), 0, date(2026, 11, 28)),
        (date(2026, 12, 23), 1, date(2026, 12, 28)),
        (date(2026, 12, 30), 1, date(2027, 1, 4)),
        (date(2027, 3, 24), 1, date(2027, 3, 30)),
        (date(2027, 3, 30), -10, date(2027, 3, 11)),
        (date(2027, 6, 25), 1, date(2027, 8, 9)),
    ],
)
def test_working_days_are_counted_over_weekends_holidays_and_closed_periods(day, n, expected):
    assert OURS.add_working_days(day, n) == expected


@given(DAYS, st.integers(1, 60))
def test_counting_on_and_back_are_the_same_count(day, n):
    for add, counts in ((OURS.add_working_days, OURS.is_working_day), (OURS.add_weekdays, OURS.is_weekday)):
        end = add(day, n)
        between = (end - day).days
        assert counts(end)
        assert sum(counts(day + timedelta(days=one)) for one in range(1, between + 1)) == n
        assert add(add(end, -n), n) == end


@given(DAYS)
def test_the_neighbouring_working_days_are_the_nearest_ones(day):
    after, before = OURS.next_working_day(day), OURS.last_working_day_before(day)
    between = {before + timedelta(days=one) for one in range(1, (after - before).days)}
    assert before < day < after
    assert {OURS.is_working_day(before), OURS.is_working_day(after)} == {True}
    assert not any(OURS.is_working_day(one) for one in between - {day})


@pytest.mark.parametrize(
    ("instant", "expected"),
    [
        ("2026-11-25T06:59+01:00", "2026-11-25T08:00+01:00"),
        ("2026-11-25T08:00+01:00", "2026-11-25T08:00+01:00"),
        ("2026-11-25T15:59:59+01:00", "2026-11-25T15:59:59+01:00"),
        ("2026-11-25T16:00+01:00", "2026-11-26T08:00+01:00"),
        ("2026-11-27T20:00+01:00", "2026-11-30T08:00+01:00"),
        ("2026-12-23T16:00+01:00", "2026-12-28T08:00+01:00"),
        ("2026-11-29T23:30+00:00", "2026-11-30T08:00+01:00"),  # already Monday in Copenhagen
        ("2027-03-27T12:00+01:00", "2027-03-30T08:00+02:00"),  # over Easter and the change of clocks
    ],
)
def test_the_next_working_moment_is_inside_working_hours(instant, expected):
    moment = OURS.next_working_moment(datetime.fromisoformat(instant))
    assert moment == datetime.fromisoformat(expected)
    assert moment.tzinfo is UTC


@given(INSTANTS)
def test_a_working_moment_is_its_own_next(instant):
    moment = OURS.next_working_moment(instant)
    local = OURS.local(moment)
    assert moment >= instant
    assert OURS.is_working_day(local.date())
    assert OURS.work_starts <= local.time() < OURS.work_ends
    assert OURS.next_working_moment(moment) == moment


@pytest.mark.parametrize(
    ("day", "wall", "utc"),
    [
        (date(2026, 11, 25), time(14, 30), "2026-11-25T13:30+00:00"),
        (date(2027, 6, 1), time(14, 30), "2027-06-01T12:30+00:00"),
        (date(2027, 3, 28), time(2, 30), "2027-03-28T01:30+00:00"),  # does not exist: becomes 03.30
        (date(2027, 10, 31), time(2, 30), "2027-10-31T00:30+00:00"),  # exists twice: the first
        (date(2027, 10, 31), time(2, 30, fold=1), "2027-10-31T00:30+00:00"),
    ],
)
def test_a_wall_time_that_a_rule_computes_becomes_an_instant(day, wall, utc):
    at = OURS.at(day, wall)
    assert at == datetime.fromisoformat(utc)
    assert at.tzinfo is UTC


def test_a_skipped_wall_time_shifts_forward_by_what_is_skipped():
    assert OURS.local(OURS.at(date(2027, 3, 28), time(2, 30))).time() == time(3, 30)


def test_a_deadline_means_the_end_of_its_local_day():
    assert OURS.end_of(date(2027, 3, 15)) == datetime(2027, 3, 15, 22, 59, 59, 999999, UTC)
    assert OURS.end_of(date(2027, 6, 15)) == datetime(2027, 6, 15, 21, 59, 59, 999999, UTC)


def test_a_day_ends_once_even_where_the_clocks_go_back_about_midnight():
    # In Havana the clocks go back from 1 to 0 o'clock; in St. John's they went, until 2011, from 00.01 to 23.01 of the day before.
    havana = Calendar(ZoneInfo("America/Havana"))
    assert havana.local(havana.end_of(date(2026, 10, 31))).isoformat() == "2026-10-31T23:59:59.999999-04:00"
    st_johns = Calendar(ZoneInfo("America/St_Johns"))
    assert st_johns.local(st_johns.end_of(date(2010, 11, 6))).isoformat() == "2010-11-06T23:59:59.999999-03:30"


def test_a_day_ends_at_its_end_even_where_the_clocks_go_forward_at_midnight():
    azores = Calendar(ZoneInfo("Atlantic/Azores"))
    assert azores.local(azores.end_of(date(2020, 3, 28))).isoformat() == "2020-03-28T23:59:59.999999-01:00"


@given(DAYS, ZONES)
def test_no_later_instant_belongs_to_the_day(day, zone):
    calendar = Calendar(zone)
    end = calendar.end_of(day)
    assert calendar.local(end).date() == day
    assert all(calendar.local(end + timedelta(microseconds=1, minutes=later)).date() > day for later in (0, 1, 29, 59, 61, 119))


@given(DAYS, st.times(), ZONES)
def test_a_wall_time_that_exists_is_shown_as_it_is(day, wall, zone):
    calendar = Calendar(zone)
    shown = calendar.local(calendar.at(day, wall)).replace(tzinfo=None)
    assert shown - datetime.combine(day, wall) in {timedelta(0), timedelta(minutes=30), timedelta(hours=1)}


def test_a_naive_instant_is_a_mistake_of_the_program():
    with pytest.raises(ValueError, match="zone"):
        OURS.local(datetime.combine(date(2026, 11, 25), time(14, 30)))


@pytest.mark.parametrize(
    "wrong",
    [
        {"work_starts": time(16), "work_ends": time(8)},
        {"closed_periods": (("Ferie", date(2027, 8, 8), date(2027, 6, 26)),)},
        {"closed_periods": (("Ferie", date(2027, 1, 1), date(2028, 6, 26)),)},
    ],
)
def test_hours_and_periods_that_cannot_be_are_refused(wrong):
    with pytest.raises(ValueError, match=r"before (they|it) starts?"):
        Calendar(COPENHAGEN, **wrong)
