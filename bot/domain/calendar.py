"""The calendar's room: working days, weekdays, holidays, closed periods, quarters and wall time. Reading typed dates stands in when.py.

Two ways of counting days (domain page, 1.2): a weekday (Danish: hverdag) is Monday to Saturday except public holidays, and is how the
Finance Committee counts; a working day (arbejdsdag) is Monday to Friday, and neither a public holiday nor closed by house rule.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from functools import cache, lru_cache
from importlib.util import find_spec, module_from_spec, spec_from_file_location
from typing import Any, NamedTuple, Self
from zoneinfo import ZoneInfo

from dateutil.relativedelta import relativedelta

MONTHS_IN_A_QUARTER = 3
SATURDAY, SUNDAY = 5, 6
LONGEST_PERIOD = timedelta(days=366)

# Constitution Day, Christmas Eve and New Year's Eve are no public holidays in Denmark, yet nobody meets on them.
QUIET_DAYS: frozenset[tuple[int, int] | date] = frozenset({(6, 5), (12, 24), (12, 31)})

_LANGUAGES = {"da": "da", "en": "en_US"}


class ClosedPeriod(NamedTuple):
    """A stretch without meetings and nudges; both days belong to it."""

    name: str
    first: date
    last: date


class Shut(StrEnum):
    """Why a day is closed."""

    HOLIDAY = "holiday"
    CLOSED_DAY = "closed_day"
    CLOSED_PERIOD = "closed_period"


class Closure(NamedTuple):
    """One reason why a day is closed, and what people call it."""

    why: Shut
    name: str


@dataclass(frozen=True)
class Calendar:
    """The days and hours of one agreement, made of plain values.

    `country` is the two-letter code of whose public holidays count. `closed_days` are (month, day) pairs for every year, or single
    dates. `closed_periods` are (name, first date, last date). `work_starts` belongs to the working hours, `work_ends` does not.

    Raises:
        ValueError: when the working hours or a period end before they start, or a period lasts longer than a year; at the first question
            about a holiday when the country is unknown.
    """

    zone: ZoneInfo
    country: str = "DK"
    closed_days: frozenset[tuple[int, int] | date] = QUIET_DAYS
    closed_periods: tuple[tuple[str, date, date], ...] = ()
    work_starts: time = field(default=time(8))
    work_ends: time = field(default=time(16))

    def __post_init__(self) -> None:
        if self.work_ends <= self.work_starts:
            raise ValueError("the working hours end before they start")
        for name, first, last in self.closed_periods:
            if not timedelta(0) <= last - first < LONGEST_PERIOD:
                raise ValueError(f"the closed period {name} ends before it starts, or lasts longer than a year")

    def holiday(self, day: date, language: str = "da") -> str | None:
        """Return the public holiday's name in Danish or English, or None."""
        return _holidays(self.country, language, day.year).get(day)

    def closures(self, day: date, language: str = "da") -> tuple[Closure, ...]:
        """Return every reason why a day is closed, weekends not among them, the weightiest first."""
        found = []
        if holiday := self.holiday(day, language):
            found.append(Closure(Shut.HOLIDAY, holiday))
        elif day in self.closed_days or (day.month, day.day) in self.closed_days:
            # A day that custom keeps has a name in the library; one that only this house keeps is called by its date.
            found.append(Closure(Shut.CLOSED_DAY, _customs(self.country, language, day.year).get(day, day.isoformat())))
        found += [Closure(Shut.CLOSED_PERIOD, name) for name, first, last in self.closed_periods if first <= day <= last]
        return tuple(found)

    def closed(self, day: date, language: str = "da") -> str | None:
        """Return the name of the holiday, the extra closed day or the closed period that a day falls in, or None."""
        return next((closure.name for closure in self.closures(day, language)), None)

    def is_working_day(self, day: date) -> bool:
        """Tell whether it is an arbejdsdag: Monday to Friday, no holiday, and not closed."""
        return day.weekday() < SATURDAY and not self.closures(day)

    def is_weekday(self, day: date) -> bool:
        """Tell whether it is a hverdag: Monday to Saturday, no public holiday. House rules do not change that."""
        return day.weekday() < SUNDAY and self.holiday(day) is None

    def add_working_days(self, day: date, n: int) -> date:
        """Count `n` working days on, or back where `n` is negative; nought is the day itself, whatever it is.

        Raises:
            OverflowError: when that leaves the calendar.
        """
        return _counted(day, n, self.is_working_day)

    def add_weekdays(self, day: date, n: int) -> date:
        """Count `n` weekdays (hverdage, Saturday among them) on, or back where `n` is negative; nought is the day itself.

        Raises:
            OverflowError: when that leaves the calendar.
        """
        return _counted(day, n, self.is_weekday)

    def next_working_day(self, day: date) -> date:
        """Return the first working day after `day`."""
        return self.add_working_days(day, 1)

    def last_working_day_before(self, day: date) -> date:
        """Return the last working day before `day`."""
        return self.add_working_days(day, -1)

    def working_day_from(self, day: date) -> date:
        """Return `day` if it is a working day, else the first one after it."""
        return day if self.is_working_day(day) else self.next_working_day(day)

    def working_day_by(self, day: date) -> date:
        """Return `day` if it is a working day, else the last one before it: where a deadline that falls on a closed day moves."""
        return day if self.is_working_day(day) else self.last_working_day_before(day)

    def next_working_moment(self, instant: datetime) -> datetime:
        """Return the first instant, not before `instant` (aware), inside the working hours of a working day; in UTC."""
        day = self.local(instant).date()
        if self.is_working_day(day):
            if instant < (opens := self.at(day, self.work_starts)):
                return opens
            if instant < self.at(day, self.work_ends):
                return instant.astimezone(UTC)
        return self.at(self.next_working_day(day), self.work_starts)

    def at(self, day: date, wall: time) -> datetime:
        """Return the instant, in UTC, when the clocks show `wall` on `day`.

        A rule computes this, no person typed it: a time that is skipped when the clocks go forward shifts forward by what they
        skip, and of a time that comes twice the first is meant.
        """
        return datetime.combine(day, wall.replace(tzinfo=None, fold=0), self.zone).astimezone(UTC)

    def end_of(self, day: date) -> datetime:
        """Return the last instant, in UTC, of the local day: "deadline 15 March" means this."""
        midnight = datetime.combine(day + timedelta(days=1), time(), self.zone)
        # Where the clocks go back over midnight the day ends twice, and where they go forward over it midnight can be read two
        # ways: the last instant that is still of the day counts.
        ends = (midnight.replace(fold=fold).astimezone(UTC) - timedelta.resolution for fold in (0, 1))
        return max(end for end in ends if self.local(end).date() == day)

    def local(self, instant: datetime) -> datetime:
        """Return the instant on the local clock.

        Raises:
            ValueError: when the instant is naive, since the machine's own zone would be guessed.
        """
        if instant.tzinfo is None:
            raise ValueError("an instant needs a zone")
        return instant.astimezone(self.zone)


@dataclass(frozen=True, order=True)
class Quarter:
    """A quarter of a calendar year; `number` is 1 to 4. Quarters sort by time.

    Raises:
        ValueError: when there is no such quarter.
    """

    year: int
    number: int

    def __post_init__(self) -> None:
        if not (date.min.year <= self.year <= date.max.year and self.number in {1, 2, 3, 4}):
            raise ValueError(f"no such quarter: {self.number} of {self.year}")

    @property
    def label(self) -> str:
        """The name that sorts by time, as in `2027-Q1`."""
        return f"{self.year:04}-Q{self.number}"

    @property
    def first(self) -> date:
        """The first day."""
        return date(self.year, MONTHS_IN_A_QUARTER * self.number - 2, 1)

    @property
    def last(self) -> date:
        """The last day."""
        return self.first + relativedelta(months=2, day=31)

    @classmethod
    def of(cls, day: date) -> Self:
        """Return the quarter a day falls in."""
        return cls(day.year, (day.month - 1) // MONTHS_IN_A_QUARTER + 1)

    @classmethod
    def parse(cls, text: str) -> Self | None:
        """Read `2027-Q1`, `2027q1`, `Q1 2027`, `1. kvartal 2027` or `1st quarter 2027`; None for anything else."""
        found = _QUARTER.fullmatch(text.strip()[:_LONGEST_QUARTER])
        if not found:
            return None
        year, number = int(found["year"] or found["year_last"]), int(found["q"] or found["q_first"] or found["nth"])
        return cls(year, number) if year >= date.min.year else None

    def next(self) -> Self:
        """Return the quarter after this one."""
        return type(self)(self.year + self.number // 4, self.number % 4 + 1)

    def previous(self) -> Self:
        """Return the quarter before this one."""
        return type(self)(self.year - (self.number == 1), (self.number - 2) % 4 + 1)


_LONGEST_QUARTER = 40
_QUARTER = re.compile(
    r"(?P<year>[0-9]{4})[ /-]{0,3}q(?P<q>[1-4])"
    r"|(?:q(?P<q_first>[1-4])|(?P<nth>[1-4])(?:\.|st|nd|rd|th)? {0,3}(?:kvartal|quarter))(?:,? {0,3}|[/-])(?P<year_last>[0-9]{4})",
    re.IGNORECASE,
)


def months_from(anchor: date, n: int) -> date:
    """Return the day `n` months from the anchor; a day the month lacks becomes its last.

    Count always from the anchor, never step by step: 31 January, then 28 February, must become 31 March again.
    """
    return anchor + relativedelta(months=n)


def quarters_from(anchor: date, n: int) -> date:
    """Return the day `n` quarters from the anchor, counted from the anchor as in `months_from`."""
    return months_from(anchor, MONTHS_IN_A_QUARTER * n)


def _counted(day: date, n: int, counts: Callable[[date], bool]) -> date:
    step = timedelta(days=1 if n > 0 else -1)
    left = abs(n)
    while left:
        day += step
        left -= counts(day)
    return day


@lru_cache(maxsize=256)
def _holidays(country: str, language: str, year: int) -> Mapping[date, str]:
    return _listed(country, language, year, "public")


@lru_cache(maxsize=256)
def _customs(country: str, language: str, year: int) -> Mapping[date, str]:
    return _listed(country, language, year, "optional")


def _listed(country: str, language: str, year: int, category: str) -> Mapping[date, str]:
    known = _of_country(country)
    if category not in known.supported_categories:
        return {}
    wanted = _LANGUAGES.get(language, language)
    spoken = wanted if wanted in known.supported_languages else known.default_language
    return dict(known(years=year, language=spoken, categories=category))


@cache
def _of_country(code: str) -> Any:
    """Return the library's class for the holidays of one country, for those who ask for a holiday at all.

    It is loaded from its own file: the library's way loads three hundred countries for one, a tenth of a second and eleven megabytes.

    Raises:
        ValueError: when the country is unknown.
    """
    from holidays.registry import COUNTRIES  # noqa: PLC0415  # Likewise: only for those who ask.

    found = next(((module, names[0]) for module, names in COUNTRIES.items() if code in names[1:]), None)
    library = find_spec("holidays.registry")
    if found is None or library is None or library.origin is None:
        raise ValueError(f"no public holidays are known for the country {code}")
    module, name = found
    spec = spec_from_file_location(
        f"holidays.countries.{module}", library.origin.replace("registry.py", f"countries/{module}.py")
    )
    assert spec is not None
    assert spec.loader is not None
    loaded = module_from_spec(spec)
    spec.loader.exec_module(loaded)
    return getattr(loaded, name)
