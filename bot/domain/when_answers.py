"""What comes of reading a typed date: a reading, a question, or remarks on a reading. No wording; words/ says them to a person."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, time
from typing import Literal

Code = Literal[
    "ambiguous_last",  # "sidste fredag": choices
    "ambiguous_next",  # "næste tirsdag", "mandag om en uge": choices
    "ambiguous_order",  # "27-03-28": choices
    "am_or_pm",  # English "at 3": hour
    "bare_hour",  # "tirsdag 14": hour
    "clock_conflict",  # "10 om aftenen om morgenen", "kl. 14 om morgenen"
    "day_conflict",  # "i morgen d. 1/12": the two days do not agree: day, other
    "day_or_year",  # "december 27": number, month
    "does_not_exist",  # the clocks go forward over it: day, time
    "empty",  # nothing was typed
    "ends_before_start",  # "kl. 12-10": starts, ends
    "exists_twice",  # the clocks go back over it: day, time
    "has_time",  # only a day is wanted: choices
    "looks_like_time",  # "02.03", "10-12": day and month, as they would be if it were a date
    "midnight",  # which day's?
    "month_only",  # month, and year where it was typed
    "no_day",  # "kl. 15": starts, ends
    "no_month",  # "den 15.": number
    "no_such_nth",  # "femte mandag i juni": nth, weekday, month, and year where it was typed
    "no_such_day",  # "31. april", "3/13": number, month (perhaps none there is), and the year it would be
    "no_such_time",  # "kl. 25"
    "no_such_week",  # "mandag i uge 54": week, and year where it was typed
    "no_year",  # past days are welcome, and the year was not typed: choices
    "part_of_day",  # "tirsdag formiddag": at what time? day
    "past",  # day, and starts
    "past_or_coming",  # a weekday alone where past days are welcome: choices
    "quarter_only",
    "several",  # "mandag eller tirsdag"
    "short_weekday",  # "man": weekday
    "spoken_time",  # "halv ti": is to be typed as 9.30
    "today_weekday",  # "onsdag" on a Wednesday: choices
    "too_far",  # day, limit
    "too_long",  # limit
    "unknown",  # word: the first one that is not understood, or nothing
    "vague",  # "snarest", "omkring 1. december"
    "week_conflict",  # day, week as typed
    "week_only",  # week, year, choices: its working days
    "weekday_conflict",  # day, weekday as typed
    "year_only",
]
RemarkCode = Literal["closed_day", "closed_period", "holiday", "outside_hours", "short_notice", "weekend"]


@dataclass(frozen=True)
class Reading:
    """A day, and the wall time it starts and ends where that was typed. Always echoed to the person before it is used."""

    day: date
    starts: time | None = None
    ends: time | None = None

    @property
    def iso(self) -> str:
        """The day, with the time it starts where there is one: `2026-12-01T10:00` or `2026-12-01`."""
        return f"{self.day.isoformat()}T{self.starts:%H:%M}" if self.starts else self.day.isoformat()


@dataclass(frozen=True)
class Question:
    """Why a text was not read, as a code and the facts a sentence about it needs.

    `choices`, where there are any, is a tuple of readings to choose among. Weekdays count from Monday, which is 0.
    """

    code: Code
    facts: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True)
class Remark:
    """What is worth saying about a day that was accepted; it does not forbid it."""

    code: RemarkCode
    facts: Mapping[str, object] = field(default_factory=dict)


def ask(code: Code, **facts: object) -> Question:
    """Put a question with its facts; what is None is left out."""
    return Question(code, {name: fact for name, fact in facts.items() if fact is not None})
