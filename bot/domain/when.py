"""The door to typed dates: a text goes in, a reading or a question comes out. Never a silent guess; what is said of it is words'.

The way of a text: its words become signs (when_words), the week number and the time of day are cut off (when_grammar, when_clock), what
is left must be one form of a closed grammar (when_dates, when_days), and only what that does not know goes to dateparser
(when_guess). Whatever comes of it must exist on the clock, be still to come and lie within 24 months.
"""

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

from dateutil import tz

from bot.domain.calendar import SATURDAY, Calendar
from bot.domain.when_answers import Code, Question, Reading, Remark, RemarkCode, ask
from bot.domain.when_clock import Cut, clock_in, cut, without_part
from bot.domain.when_grammar import cut_week, day_in, has_year, is_pair
from bot.domain.when_guess import guess
from bot.domain.when_standpoint import Places, Standpoint
from bot.domain.when_words import Phrase, phrase

__all__ = ["Code", "Question", "Reading", "Remark", "RemarkCode", "read_day", "read_when", "remarks"]

BOTH = ("da", "en")
EARLIEST_START = time(7)
LATEST_END = time(18)

# One of these signs, and the whole phrase is a question: there is no one day and time it could mean.
_ASKED_AT_ONCE: tuple[tuple[str, Code], ...] = (
    ("OR", "several"),
    ("HALF", "spoken_time"),
    ("MIDNIGHT", "midnight"),
    ("Q", "quarter_only"),
)
_HOUR_IN_WORDS = re.compile(r"AT (?:N[0-9]|TO(?: |$))")  # "klokken ti"; "TO" is two.


def read_when(text: str, *, now: datetime, calendar_zone: ZoneInfo, languages: Sequence[str] = BOTH) -> Reading | Question:
    """Read a day, with a time if one was typed, as a person in `calendar_zone` writes it at `now`.

    `languages` are "da" and "en", or one of them; numbers are read in any. What is read is to come and at most 24 months away.

    Raises:
        ValueError: when `now` is naive, or a language is unknown.
    """
    return _read(text, Standpoint(_local(now, calendar_zone)), calendar_zone, languages)


def read_day(
    text: str, *, now: datetime, calendar_zone: ZoneInfo, languages: Sequence[str] = BOTH, past_ok: bool = False
) -> date | Question:
    """Read a day alone; a time typed along is asked about.

    Where `past_ok`, ten years back are welcome too. Then a date needs its year, and a weekday alone is asked about: both could be
    the last one or the next.

    Raises:
        ValueError: when `now` is naive, or a language is unknown.
    """
    reading = _read(text, Standpoint(_local(now, calendar_zone), past_ok), calendar_zone, languages)
    if isinstance(reading, Question):
        return reading
    return ask("has_time", choices=(Reading(reading.day),)) if reading.starts else reading.day


def remarks(reading: Reading, calendar: Calendar, notice_days: int, now: datetime, language: str = "da") -> list[Remark]:
    """Return what is worth a remark before a meeting is set for an accepted date.

    That is: each reason why the day is closed (fact: name, in `language` where it is a holiday), a weekend (weekday), a time outside
    07 to 18 (starts, ends), and fewer calendar days until then than the notice asks for (days, notice_days).
    """
    found: list[Remark] = [
        Remark(closure.why.value, {"name": closure.name}) for closure in calendar.closures(reading.day, language)
    ]
    if reading.day.weekday() >= SATURDAY:
        found.append(Remark("weekend", {"weekday": reading.day.weekday()}))
    if (reading.starts and not EARLIEST_START <= reading.starts < LATEST_END) or (reading.ends and reading.ends > LATEST_END):
        found.append(Remark("outside_hours", {"starts": reading.starts, "ends": reading.ends}))
    days = (reading.day - calendar.local(now).date()).days
    if days < notice_days:
        found.append(Remark("short_notice", {"days": days, "notice_days": notice_days}))
    return found


def _read(text: str, here: Standpoint, zone: ZoneInfo, languages: Sequence[str]) -> Reading | Question:
    known = phrase(text, languages)
    if isinstance(known, Question):
        return known
    if at_once := _asked_at_once(known):
        return at_once
    reading = ask("unknown", word=known.strangers[0]) if known.strangers else _by_grammar(known, here)
    if isinstance(reading, Question) and reading.code == "unknown":
        reading = guess(known, here, languages) or reading
    return reading if isinstance(reading, Question) else _possible(reading, here, zone)


def _asked_at_once(known: Phrase) -> Question | None:
    signs = known.signs.split()
    for sign, code in _ASKED_AT_ONCE:
        if sign in signs:
            return ask(code)
    if _HOUR_IN_WORDS.search(known.signs):
        return ask("spoken_time")
    if "~" not in signs:
        return None
    months = [sign for sign in signs if sign[0] == "M" and sign[1:2].isdigit() and sign[-1] != "j"]
    if len(months) == 1 and not any(sign[0].isdigit() and len(sign) < len("2027") for sign in signs):
        return ask("month_only", month=int(months[0][1:].rstrip("e")))  # "ultimo marts"
    return ask("vague")


def _by_grammar(known: Phrase, here: Standpoint) -> Reading | Question:
    parted = without_part(known.signs)
    if isinstance(parted, Question):
        return parted
    part, (week, signs) = parted[1], cut_week(parted[0])
    day = day_in(signs, week, here)
    if isinstance(day, date):
        return ask("part_of_day", day=day) if part else Reading(day)
    if day:
        return day
    cut_off = cut(signs, part)
    if not cut_off:
        return ask("unknown")
    if not week:  # "torsdag i uge 10 kl. 13": it stood before the time
        week, rest = cut_week(cut_off.rest)
        cut_off = replace(cut_off, rest=rest)
    return _with_clock(cut_off, known, week, here)


def _with_clock(cut_off: Cut, known: Phrase, week: Places, here: Standpoint) -> Reading | Question:
    if cut_off.bare:
        return _bare(cut_off, week, here)
    clock = clock_in(cut_off, known)
    if isinstance(clock, Question):
        return clock
    if not cut_off.rest and not week:
        return ask("no_day", starts=clock.starts, ends=clock.ends)
    if not cut_off.sure and not has_year(cut_off.rest):
        for which in "12":
            if is_pair(number := cut_off["h" + which], month := cut_off["m" + which]):
                return ask("looks_like_time", number=int(number), month=int(month))  # "i morgen 9.10"
    day = day_in(cut_off.rest, week, replace(here, clock=clock))
    if day is None:
        return ask("unknown")
    return day if isinstance(day, Question) else Reading(day, clock.starts, clock.ends)


def _bare(cut_off: Cut, week: Places, here: Standpoint) -> Question:
    """Ask about "tirsdag 14" and "15/3 10-12"; where the rest is no day, it was no hour either."""
    hour = int(cut_off["h1"])
    day = day_in(cut_off.rest, week, here) if cut_off.rest or week else here.today
    if isinstance(day, Question):
        return day
    return ask("bare_hour", hour=hour) if day and hour < 24 else ask("unknown")  # noqa: PLR2004  # Hours in a day.


def _possible(reading: Reading, here: Standpoint, zone: ZoneInfo) -> Reading | Question:
    """Return the reading if it is to come, not too far away, and on the clock exactly once; else the question."""
    day, starts = reading.day, reading.starts
    if not here.past_ok and (day < here.today or (starts is not None and _instant(day, starts, zone) <= here.now)):
        return ask("past", day=day, starts=starts)
    if not here.sees(day):
        return ask("too_far", day=day, limit=here.latest if day > here.latest else here.earliest)
    for wall in filter(None, (reading.starts, reading.ends)):
        local = datetime.combine(day, wall, zone)
        if not tz.datetime_exists(local):
            return ask("does_not_exist", day=day, time=wall)
        if tz.datetime_ambiguous(local):
            return ask("exists_twice", day=day, time=wall)
    return reading


def _instant(day: date, wall: time, zone: ZoneInfo) -> datetime:
    return datetime.combine(day, wall, zone).astimezone(UTC)


def _local(now: datetime, zone: ZoneInfo) -> datetime:
    if now.tzinfo is None:
        raise ValueError("now needs a zone")
    return now.astimezone(zone)
