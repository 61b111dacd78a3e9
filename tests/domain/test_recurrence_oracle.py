"""Recurrence and wall times against oracles that share nothing with them: dateutil's, and a search through all offsets there are."""

import calendar
import random
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from dateutil.relativedelta import relativedelta

from bot.domain.calendar import Calendar, months_from, quarters_from
from tests.soak import soaked

ZONES = (
    "Europe/Copenhagen", "Europe/London", "Europe/Dublin", "Atlantic/Azores", "America/New_York", "America/St_Johns",
    "America/Sao_Paulo", "America/Havana", "America/Asuncion", "Africa/Casablanca", "Africa/Cairo", "Asia/Tehran", "Asia/Beirut",
    "Asia/Amman", "Asia/Kathmandu", "Australia/Lord_Howe", "Pacific/Auckland", "Pacific/Apia", "Pacific/Chatham", "UTC",
)  # fmt: skip
OFFSETS = [timedelta(minutes=15 * step) for step in range(-13 * 4, 15 * 4 + 1)]
CALENDARS = {name: Calendar(zone=ZoneInfo(name), country="DK") for name in ZONES}


def instants(day, wall, zone):
    """Return every instant at which the clocks show a wall time, by trying all offsets."""
    naive = datetime.combine(day, wall)
    tried = ((naive - offset).replace(tzinfo=UTC) for offset in OFFSETS)
    return {one for one in tried if one.astimezone(zone).replace(tzinfo=None) == naive}


def expected(day, wall, zone):
    """Return the first of these; where there is none, the wall time by the clocks before they skipped it."""
    found = instants(day, wall, zone)
    if found:
        return min(found)
    before = (datetime.combine(day, wall) - timedelta(days=1)).replace(tzinfo=zone).utcoffset()
    return (datetime.combine(day, wall) - before).replace(tzinfo=UTC)


def months_later(anchor, n):
    """Count months, and stay on the last day where a month is too short."""
    year, month = divmod(anchor.year * 12 + anchor.month - 1 + n, 12)
    return date(year, month + 1, min(anchor.day, calendar.monthrange(year, month + 1)[1]))


@pytest.mark.parametrize("many", [4_000, pytest.param(soaked(1_000_000), marks=pytest.mark.soak)])
def test_every_occurrence_is_the_oracles_and_exists(many):
    draw = random.Random(many)  # noqa: S311  # The same every time.
    for _ in range(many):
        zone = draw.choice(ZONES)
        anchor = date(2000, 1, 1) + timedelta(days=draw.randrange(366 * 90))
        n = draw.randrange(40)
        day = quarters_from(anchor, n)
        assert day == months_from(anchor, 3 * n) == months_later(anchor, 3 * n) == anchor + relativedelta(months=3 * n)
        wall = time(draw.randrange(24), draw.choice((0, 15, 30, 45, 59)))
        instant = CALENDARS[zone].at(day, wall)
        assert instant == expected(day, wall, ZoneInfo(zone)), (zone, day, wall)


def turns(zone, years):
    """Return the days on which the clocks of a zone are changed, and those about them."""
    first, last = date(years[0], 1, 1), date(years[-1] + 1, 1, 1)
    for number in range((last - first).days):
        day = first + timedelta(days=number)
        noon, next_noon = (datetime.combine(one, time(12), zone).utcoffset() for one in (day, day + timedelta(days=1)))
        if noon != next_noon:
            yield from (day, day + timedelta(days=1))


@pytest.mark.parametrize("name", ZONES)
def test_in_the_nights_when_the_clocks_change_every_wall_time_is_the_oracles(name):
    zone = ZoneInfo(name)
    for day in turns(zone, (2026, 2027)):
        for minute in range(0, 24 * 60, 15):
            wall = time(*divmod(minute, 60))
            assert CALENDARS[name].at(day, wall) == expected(day, wall, zone), (day, wall)
