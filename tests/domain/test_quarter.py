"""Quarters, and what comes back every quarter."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.calendar import Quarter, months_from, quarters_from

DAYS = st.dates(date(2020, 1, 1), date(2035, 12, 31))


@pytest.mark.parametrize(
    ("text", "quarter"),
    [
        ("2027-Q1", Quarter(2027, 1)),
        ("2027q1", Quarter(2027, 1)),
        ("2027 Q4", Quarter(2027, 4)),
        ("2027/q2", Quarter(2027, 2)),
        ("Q1 2027", Quarter(2027, 1)),
        (" q3 2027 ", Quarter(2027, 3)),
        ("Q3/2027", Quarter(2027, 3)),
        ("1. kvartal 2027", Quarter(2027, 1)),
        ("4.kvartal 2027", Quarter(2027, 4)),
        ("2. Kvartal, 2027", Quarter(2027, 2)),
        ("2nd quarter 2027", Quarter(2027, 2)),
        ("", None),
        ("Q1", None),
        ("Q5 2027", None),
        ("Q0 2027", None),
        ("2027-Q1-2", None),
        ("2027+Q1", None),
        ("0000-Q1", None),
        ("27-Q1", None),
        ("2027", None),
        ("1. kvartal", None),
        ("2027-Q1" + " " * 50 + "x", None),
    ],
)
def test_a_quarter_is_read_as_people_write_it(text, quarter):
    assert Quarter.parse(text) == quarter


def test_a_quarter_has_a_first_and_a_last_day_and_neighbours():
    assert [Quarter(2027, n).last for n in (1, 2, 3, 4)] == [
        date(2027, 3, 31),
        date(2027, 6, 30),
        date(2027, 9, 30),
        date(2027, 12, 31),
    ]
    assert Quarter(2026, 4).next() == Quarter(2027, 1)
    assert Quarter(2027, 1).previous() == Quarter(2026, 4)
    assert Quarter(2027, 2).label == "2027-Q2"


@pytest.mark.parametrize(("year", "number"), [(2027, 0), (2027, 5), (0, 1), (10000, 1)])
def test_there_is_no_such_quarter(year, number):
    with pytest.raises(ValueError, match="no such quarter"):
        Quarter(year, number)


@given(DAYS, DAYS)
def test_quarters_hold_their_days_and_sort_by_time(one, other):
    quarter = Quarter.of(one)
    assert quarter.first <= one <= quarter.last
    assert quarter.next().first == quarter.last + timedelta(days=1)
    assert quarter.next().previous() == quarter == quarter.previous().next()
    assert Quarter.parse(quarter.label) == quarter
    assert (quarter < Quarter.of(other)) == (quarter.last < Quarter.of(other).first)


# --- recurrence


def test_the_last_day_of_a_month_comes_back_every_quarter():
    anchor = date(2026, 10, 31)
    assert [quarters_from(anchor, n) for n in range(6)] == [
        date(2026, 10, 31),
        date(2027, 1, 31),
        date(2027, 4, 30),
        date(2027, 7, 31),
        date(2027, 10, 31),
        date(2028, 1, 31),
    ]
    assert quarters_from(date(2028, 2, 29), 4) == date(2029, 2, 28)
    assert quarters_from(date(2028, 2, 29), 16) == date(2032, 2, 29)
    assert months_from(date(2026, 12, 31), -10) == date(2026, 2, 28)


@given(DAYS, st.integers(-200, 200))
def test_a_recurrence_never_drifts(anchor, n):
    day = quarters_from(anchor, n)
    assert (day.year - anchor.year) * 12 + day.month - anchor.month == 3 * n
    assert day.day == anchor.day or (day.day < anchor.day and (day + timedelta(days=1)).day == 1)
