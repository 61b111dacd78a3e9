"""Where the reader of a typed date stands: its now, and how far on and back a day may lie. What was typed is read elsewhere."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from bot.domain.calendar import months_from
from bot.domain.when_answers import Question, Reading
from bot.domain.when_clock import Clock

MOST_MONTHS_ON = 24
MOST_MONTHS_BACK = 120
DAYS_IN_A_WEEK = 7

Places = Mapping[str, str]  # What stands at the named places of a form; a place where nothing was typed is missing.
Answer = date | Question | None


@dataclass(frozen=True)
class Standpoint:
    """The local now (aware), whether past days are welcome, and the time of day that was typed along."""

    now: datetime
    past_ok: bool = False
    clock: Clock | None = None

    @property
    def today(self) -> date:
        """The local day."""
        return self.now.date()

    @property
    def earliest(self) -> date:
        """The first day that may be meant."""
        return months_from(self.today, -MOST_MONTHS_BACK) if self.past_ok else self.today

    @property
    def latest(self) -> date:
        """The last day that may be meant."""
        return months_from(self.today, MOST_MONTHS_ON)

    def sees(self, day: date) -> bool:
        """Tell whether a day lies within what may be meant."""
        return self.earliest <= day <= self.latest

    def choices(self, *days: date) -> tuple[Reading, ...]:
        """Return the days as readings to choose among, with the typed time; what is over is no choice, unless past days are."""
        starts, ends = (self.clock.starts, self.clock.ends) if self.clock else (None, None)
        over_today = starts is not None and starts <= self.now.time() and not self.past_ok
        return tuple(Reading(day, starts, ends) for day in days if self.sees(day) and not (over_today and day == self.today))

    def coming(self, weekday: int) -> date:
        """Return the next such weekday after today."""
        return self.today + timedelta(days=(weekday - self.today.weekday() - 1) % DAYS_IN_A_WEEK + 1)


def day_of(year: int, month: int, number: int) -> date | None:
    """Return that day, or None where there is none."""
    try:
        return date(year, month, number)
    except ValueError:
        return None
