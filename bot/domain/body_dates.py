"""The days on which a receiving body meets, read from what a facilitator has: a list in words, a table (CSV) or a calendar (.ics).

They are decided year by year by the body itself, so they are imported and never made by a rule. Whatever cannot be read is named
and nothing is guessed.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

from bot.domain.when import Question, read_day

MOST_DAYS = 200
_LONGEST_PIECE = 60
_CALENDAR = re.compile(r"BEGIN:VCALENDAR", re.IGNORECASE)
_START = re.compile(r"DTSTART[^:]*:(\d{8})(?:T(\d{6})(Z?))?\s*\Z", re.IGNORECASE)
_FULL = re.compile(
    r"(?<!\d)(?:(?P<y>\d{4})-(?P<m>\d{1,2})-(?P<d>\d{1,2})|(?P<d2>\d{1,2})[./-](?P<m2>\d{1,2})[./-](?P<y2>\d{4}))(?!\d)"
)
_PIECES = re.compile(r"[\n;|\t]|,(?!\s*\d{4}(?!-\d))|\s+(?:og|and|samt)\s+", re.IGNORECASE)
_ONLY_TIME = re.compile(r"(?:kl\.?\s*)?\d{1,2}[.:]\d{2}(?:\s*[-–]\s*\d{1,2}[.:]\d{2})?", re.IGNORECASE)
_TIME = re.compile(r"\b(?:kl\.?|at)?\s*\d{1,2}[.:]\d{2}(?:\s*[-–]\s*\d{1,2}[.:]\d{2})?\s*\Z", re.IGNORECASE)


@dataclass(frozen=True)
class Dates:
    """What was read: the days, each once and in order, and the pieces that could not be read."""

    days: tuple[date, ...]
    unread: tuple[str, ...] = ()


def read_dates(text: str, now: datetime, zone: ZoneInfo) -> Dates:
    """Read the days a body meets from words, a table or a calendar."""
    if _CALENDAR.search(text):
        return _from_calendar(text, zone)
    days: set[date] = set()
    unread: list[str] = []
    for line in text.splitlines():
        found, lacking = _from_line(line, now, zone)
        days.update(found)
        unread.extend(lacking)
    return Dates(tuple(sorted(days)), tuple(unread))


def _from_line(line: str, now: datetime, zone: ZoneInfo) -> tuple[list[date], list[str]]:
    """Read one line: a row of a table has its day in one of its cells, a sentence may hold several."""
    found: list[date] = []
    unread: list[str] = []
    broken: list[str] = []
    for piece in (one.strip(" .\"'•*-") for one in _PIECES.split(line)):
        if not any(sign.isdigit() for sign in piece) or _ONLY_TIME.fullmatch(piece):
            continue  # A heading, the name of a holiday, a weekday; or the hour, which the body's day does not need.
        full = [_full_date(one) for one in _FULL.finditer(piece)]
        days = [one for one in full or [_in_words(piece, now, zone)] if one is not None]
        found += days
        if len(days) < max(len(full), 1):
            (broken if full else unread).append(piece[:_LONGEST_PIECE])
    # Cells beside a day (an item's number, "uge 3") say nothing about another day.
    table = ";" in line or "\t" in line
    return found, broken if found and table else broken + unread


def _full_date(match: re.Match[str]) -> date | None:
    year, month, day = (int(match[one] or match[other]) for one, other in (("y", "y2"), ("m", "m2"), ("d", "d2")))
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _in_words(piece: str, now: datetime, zone: ZoneInfo) -> date | None:
    """Read a day in words; with its year it may be past, without one the coming is meant."""
    for text in dict.fromkeys((piece, _TIME.sub("", piece).strip(" ,"))):
        if not text or len(text) > _LONGEST_PIECE:
            continue
        for past_ok in (True, False):
            found = read_day(text, now=now, calendar_zone=zone, past_ok=past_ok)
            if not isinstance(found, Question):
                return found
    return None


def _from_calendar(text: str, zone: ZoneInfo) -> Dates:
    """Read the events of a calendar; one that is called off, or repeats itself by a rule, is no day of the body's."""
    days: set[date] = set()
    unread: list[str] = []
    for event in _events(text):
        fields = {line.partition(":")[0].partition(";")[0].upper(): line for line in event}
        if "CANCELLED" in fields.get("STATUS", "").upper():
            continue
        title = fields.get("SUMMARY", "").partition(":")[2][:_LONGEST_PIECE] or "VEVENT"
        start = _START.match(fields.get("DTSTART", ""))
        if start is None or "RRULE" in fields:
            unread.append(title)
        else:
            days.add(_local_day(start, zone))
    return Dates(tuple(sorted(days)), tuple(unread))


def _events(text: str) -> Iterator[list[str]]:
    """Give the lines of every event, unfolded: a line that begins with a space goes on with the one before."""
    # A calendar pasted into a line of chat may have lost its line breaks.
    whole = re.sub(r"\r?\n[ \t]", "", text)
    whole = re.sub(r"\s+(?=(?:BEGIN|END|DTSTART|DTEND|DTSTAMP|SUMMARY|STATUS|RRULE|UID|LOCATION|DESCRIPTION)[:;])", "\n", whole)
    inside: list[str] | None = None
    for line in whole.splitlines():
        if line.strip().upper() == "BEGIN:VEVENT":
            inside = []
        elif line.strip().upper() == "END:VEVENT" and inside is not None:
            yield inside
            inside = None
        elif inside is not None:
            inside.append(line.strip())


def _local_day(start: re.Match[str], zone: ZoneInfo) -> date:
    """Return the day an event starts where the agreement lives; only a time in UTC can be of another day there."""
    day = datetime.strptime(start[1], "%Y%m%d").replace(tzinfo=UTC)
    if not (start[2] and start[3]):
        return day.date()
    at = datetime.strptime(f"{start[1]}{start[2]}", "%Y%m%d%H%M%S").replace(tzinfo=UTC)
    return at.astimezone(zone).date()


def replaced(known: Iterable[date], new: Iterable[date], today: date) -> tuple[tuple[date, ...], tuple[date, ...]]:
    """Return a body's days after an import, and those that fell away: a new list stands for every year it speaks of.

    Days that have passed stay: what was delivered on them was.
    """
    before, given = set(known), set(new)
    years = {one.year for one in given}
    gone = {one for one in before if one.year in years and one >= today and one not in given}
    return tuple(sorted((before | given) - gone)), tuple(sorted(gone))
