"""How many meetings a year asks for, how many there are and will be, and the last day on which each missing one can be convened.

Source: clause "Organisering af samarbejdet", "mindst fire gange årligt"; how it is counted: domain.md §4.1. What a year is
(`year_basis`), the notice and what part of a year asks for are house rules: the text is silent on them.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from itertools import pairwise

from dateutil.relativedelta import relativedelta

from bot.domain.agreement import Agreement
from bot.domain.agreement_parts import DutyPeriod, DutyRule
from bot.domain.calendar import Calendar
from bot.domain.house_rules import YearBasis
from bot.domain.meeting import Meeting, State

DAYS_IN_A_YEAR = 365
WEEK = timedelta(days=7)


class Standing(StrEnum):
    """How a year stands. In a year the agreement holds only in part the number is a guide: falling below it breaks nothing."""

    MET = "met"
    ON_TRACK = "on_track"
    SHORT = "short"
    NOT_POSSIBLE = "not_possible"
    MISSED = "missed"
    BELOW_GUIDE = "below_guide"


@dataclass(frozen=True)
class Year:
    """Twelve months over which meetings are counted, and how much of them the agreement is in force."""

    first: date
    last: date
    days_in_force: int

    @property
    def label(self) -> str:
        """What it is called: "2027", or "2027/28" where it begins on an anniversary."""
        return str(self.first.year) if self.first.year == self.last.year else f"{self.first.year}/{self.last.year % 100:02}"

    @property
    def whole(self) -> bool:
        """Whether the agreement is in force on every day of it."""
        return self.days_in_force == (self.last - self.first).days + 1

    def __contains__(self, day: date) -> bool:
        return self.first <= day <= self.last


@dataclass(frozen=True)
class Slot:
    """A last chance: hold a meeting by one day, and for that convene it by another. Both are working days."""

    hold_by: date
    convene_by: date


@dataclass(frozen=True)
class Count:
    """A year's meetings against what it asks for."""

    year: Year
    needed: int
    held: int
    forecast: int  # held, and convened for today or later
    unconfirmed: int  # convened for a day that has passed, and nobody has said whether they were held
    standing: Standing
    slots: tuple[Slot, ...]  # one for each missing meeting, the first one first
    longest_gap: int | None  # days between two meetings that were held; information, never a breach
    rolling: int  # held in the twelve months up to today: health, never a breach

    @property
    def guide(self) -> bool:
        """Whether the number needed is our guide for a part of a year, and not the agreement's own."""
        return not self.year.whole

    @property
    def missing(self) -> int:
        """How many more have to be convened."""
        return max(0, self.needed - self.forecast - self.unconfirmed)


def year_of(agreement: Agreement, day: date, *, until: date | None = None) -> Year:
    """Return the year a day falls in; `until` is the agreement's last day where it has one."""
    begins = date(day.year, 1, 1)
    if agreement.house.year_basis is YearBasis.ANNIVERSARY:
        since = agreement.in_force_from
        turns = day.year - since.year
        turns -= since + relativedelta(years=turns) > day
        begins = since + relativedelta(years=turns)  # Always from the day itself: 29 February stays what it is.
        ends = since + relativedelta(years=turns + 1) - timedelta(days=1)
    else:
        ends = date(day.year, 12, 31)
    first, last = max(begins, agreement.in_force_from), min(ends, until or ends)
    return Year(begins, ends, max(0, (last - first).days + 1))


def needed_in(agreement: Agreement, year: Year) -> int:
    """Return how many meetings a year asks for: the agreement's number, or for a part of a year the guide, in proportion."""
    yearly = [one for one in agreement.duties_of(DutyRule.AT_LEAST_MEETINGS) if one.period is DutyPeriod.YEAR]
    whole = max((one.count or 0 for one in yearly), default=0)
    return whole if year.whole else min(whole, whole * year.days_in_force // DAYS_IN_A_YEAR)


def count(agreement: Agreement, year: Year, meetings: Iterable[Meeting], today: date) -> Count:
    """Count a year's meetings as they stand on a day. A meeting that lacked a party counts; a cancelled one does not.

    One whose day has passed is no longer foreseen, and not held before somebody says so; while the year lasts it is not missing either.
    """
    counted = [one for one in meetings if one.counts]
    mine = [one for one in counted if one.on in year]
    held = sorted(one.on for one in mine if one.state is State.HELD)
    convened = [one.on for one in mine if one.state is State.CONVENED]
    coming = [on for on in convened if on >= today]
    needed = needed_in(agreement, year)
    wanted = max(0, needed - len(held) - len(convened))
    slots = last_slots(agreement, year, today, taken=[*held, *convened], wanted=wanted)
    since = today - relativedelta(years=1)
    return Count(
        year=year,
        needed=needed,
        held=len(held),
        forecast=len(held) + len(coming),
        unconfirmed=len(convened) - len(coming),
        standing=_standing(year, today, has=len(held) >= needed, wanted=wanted, room=len(slots)),
        slots=slots,
        longest_gap=max(((later - earlier).days for earlier, later in pairwise(held)), default=None),
        rolling=sum(one.state is State.HELD and since < one.on <= today for one in counted),
    )


def _standing(year: Year, today: date, *, has: bool, wanted: int, room: int) -> Standing:
    if has:
        return Standing.MET
    if today > year.last:
        return Standing.MISSED if year.whole else Standing.BELOW_GUIDE
    if not wanted:
        return Standing.ON_TRACK
    return Standing.SHORT if room == wanted else Standing.NOT_POSSIBLE


def last_slots(agreement: Agreement, year: Year, today: date, *, taken: Sequence[date], wanted: int) -> tuple[Slot, ...]:
    """Return the last chances for so many more meetings, first to last; fewer where the year has no room for them.

    A week with a working day is room for one meeting, unless one is held or convened in it (domain.md §4.1, "usable slots").
    """
    days, notice = agreement.days(), timedelta(days=agreement.house.meetings.notice_days)
    busy = {_monday(one) for one in taken}
    found: list[Slot] = []
    monday = _monday(year.last)
    while len(found) < wanted and monday + WEEK > max(today + notice, year.first):
        day = _last_working_day(days, monday, year)
        if day is not None and day >= today + notice and monday not in busy:
            convene_by = days.working_day_by(day - notice)
            if convene_by >= today:
                found.append(Slot(day, convene_by))
        monday -= WEEK
    return tuple(reversed(found))


def _last_working_day(days: Calendar, monday: date, year: Year) -> date | None:
    """Return the last working day of a week, as far as the week belongs to the year."""
    week = (monday + timedelta(days=offset) for offset in range(4, -1, -1))
    return next((day for day in week if day in year and days.is_working_day(day)), None)


def _monday(day: date) -> date:
    return day - timedelta(days=day.weekday())
