"""Typed days where past ones are welcome, and what is remarked upon a date that was accepted."""

from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

import pytest

from bot.domain.calendar import Calendar
from bot.domain.when import Question, Reading, read_day, remarks

COPENHAGEN = ZoneInfo("Europe/Copenhagen")
NOW = datetime(2026, 11, 25, 14, 30, tzinfo=COPENHAGEN)  # a Wednesday


def read_any_day(text, **more):
    return read_day(text, now=NOW, calendar_zone=COPENHAGEN, past_ok=True, **more)


def choices(answer):
    return [choice.iso for choice in answer.facts["choices"]]


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2026-10-01", date(2026, 10, 1)),
        ("1/10-2026", date(2026, 10, 1)),
        ("1. oktober 2026", date(2026, 10, 1)),
        ("1.10.26", date(2026, 10, 1)),
        ("1. oktober i år", date(2026, 10, 1)),
        ("i går", date(2026, 11, 24)),
        ("i forgårs", date(2026, 11, 23)),
        ("for to uger siden", date(2026, 11, 11)),
        ("i fredags", date(2026, 11, 20)),
        ("i onsdags", date(2026, 11, 18)),
        ("3 months ago", date(2026, 8, 25)),
        ("mandag i uge 40 2026", date(2026, 9, 28)),
        ("mandag i denne uge", date(2026, 11, 23)),
        ("første mandag i juni 2026", date(2026, 6, 1)),
        ("2026 October 1", date(2026, 10, 1)),
        ("i morgen", date(2026, 11, 26)),
        ("førstkommende fredag", date(2026, 11, 27)),
        ("25. november 2016", date(2016, 11, 25)),
    ],
)
def test_a_day_may_be_past_where_past_days_are_welcome(text, day):
    assert read_any_day(text) == day


@pytest.mark.parametrize(
    ("text", "code", "offered"),
    [
        ("1. oktober", "no_year", ["2026-10-01", "2027-10-01"]),
        ("1/12", "no_year", ["2025-12-01", "2026-12-01"]),
        ("d. 3.12", "no_year", ["2025-12-03", "2026-12-03"]),
        ("29. februar", "no_year", ["2024-02-29"]),
        ("mandag d. 5. oktober", "no_year", ["2026-10-05", "2027-10-05"]),
        ("første mandag i juni", "no_year", ["2026-06-01", "2027-06-07"]),
        ("mandag i uge 40", "no_year", ["2026-09-28", "2027-10-04"]),
        ("Tue Dec 1", "no_year", ["2025-12-01", "2026-12-01"]),
        ("fredag", "past_or_coming", ["2026-11-20", "2026-11-27"]),
        ("sidste fredag", "ambiguous_last", ["2026-11-20", "2026-11-13"]),
        ("last Wednesday", "ambiguous_last", ["2026-11-18", "2026-11-11"]),
        ("27-03-25", "ambiguous_order", ["2025-03-27", "2027-03-25"]),
        ("1. oktober 2026 kl. 10", "has_time", ["2026-10-01"]),
    ],
)
def test_where_past_days_are_welcome_more_is_asked_about(text, code, offered):
    answer = read_any_day(text)
    assert answer.code == code
    assert choices(answer) == offered


def test_a_day_ten_years_back_is_the_limit():
    assert read_any_day("24. november 2016") == Question("too_far", {"day": date(2016, 11, 24), "limit": date(2016, 11, 25)})
    assert read_any_day("12/11/10").code == "too_far"


def test_a_form_that_wants_a_day_to_come_takes_no_past_one_and_no_time():
    assert read_day("1/12", now=NOW, calendar_zone=COPENHAGEN) == date(2026, 12, 1)
    assert read_day("i går", now=NOW, calendar_zone=COPENHAGEN).code == "past"
    assert read_day("1/12 kl. 0", now=NOW, calendar_zone=COPENHAGEN).code == "has_time"


# --- remarks


OURS = Calendar(COPENHAGEN, closed_periods=(("Juleferie", date(2026, 12, 21), date(2027, 1, 1)),))


@pytest.mark.parametrize(
    ("reading", "codes"),
    [
        (Reading(date(2026, 12, 9), time(10), time(12)), []),
        (Reading(date(2026, 12, 8)), ["short_notice"]),
        (Reading(date(2026, 12, 12)), ["weekend"]),
        (Reading(date(2026, 12, 25)), ["holiday", "closed_period"]),
        (Reading(date(2026, 12, 24)), ["closed_day", "closed_period"]),
        (Reading(date(2026, 12, 22)), ["closed_period"]),
        (Reading(date(2027, 5, 16)), ["holiday", "weekend"]),
        (Reading(date(2027, 6, 5)), ["closed_day", "weekend"]),
        (Reading(date(2027, 1, 6), time(6, 59)), ["outside_hours"]),
        (Reading(date(2027, 1, 6), time(7), time(18)), []),
        (Reading(date(2027, 1, 6), time(18)), ["outside_hours"]),
        (Reading(date(2027, 1, 6), time(16), time(18, 1)), ["outside_hours"]),
        (Reading(date(2027, 1, 6), time(0)), ["outside_hours"]),
    ],
)
def test_an_accepted_date_is_remarked_upon(reading, codes):
    assert [remark.code for remark in remarks(reading, OURS, 14, NOW)] == codes


def test_a_remark_tells_the_facts_it_is_about():
    assert [remark.facts for remark in remarks(Reading(date(2026, 12, 26), time(19)), OURS, 40, NOW, "en")] == [
        {"name": "Second Day of Christmas"},
        {"name": "Juleferie"},
        {"weekday": 5},
        {"starts": time(19), "ends": None},
        {"days": 31, "notice_days": 40},
    ]


def test_the_notice_counts_from_the_local_day():
    late = datetime(2026, 11, 25, 23, 30, tzinfo=UTC)
    assert [remark.code for remark in remarks(Reading(date(2026, 12, 9)), OURS, 14, late)] == ["short_notice"]
