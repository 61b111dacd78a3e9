"""The time of day in a typed date, found in its signs and cut off them. Days are the grammar's; the calendar is nobody's here."""

import re
from dataclasses import dataclass
from datetime import time

from bot.domain.when_answers import Question, ask
from bot.domain.when_words import Phrase

NOON = 12
_HOURS_IN_A_DAY = 24
_LAST_HOUR_OF_A_SMALL_CLOCK = 6  # From 1 to 6, "at 3" is nearly always in the afternoon.
_MORNING, _AFTERNOON, _EVENING = "1", "2", "3"
_PART_HOURS = {_MORNING: range(4, 12), _AFTERNOON: range(12, 18), _EVENING: range(17, 24)}

_HOUR = (
    r"(?:(?P<h{0}>[0-9]{{1,2}})(?:(?P<sep{0}>[.:,])(?P<m{0}>[0-9]{{2}})(?::00)?)?(?: (?P<ap{0}>am|pm))?(?P<oc{0}> OC)?"
    r"|(?P<noon{0}>NOON))"
)
_SPAN = rf"(?P<mark>FROM AT |FROM |AT )?{_HOUR.format(1)}(?:(?P<range> ?- ?| TO )(?:AT )?{_HOUR.format(2)})?"
_LAST = re.compile(rf"(?:^|(?: -)? ){_SPAN}$")
_FIRST = re.compile(rf"^{_SPAN}(?= |$)(?: -(?= ))?")
_FOUR_FIGURES = re.compile(r"(?<=AT )([0-9]{2})([0-9]{2})(?:-([0-9]{2})([0-9]{2}))?(?![0-9.:,/-])")
_PART = re.compile(r"(?:^| )P(?P<part>[123])(?= |$)")


@dataclass(frozen=True)
class Clock:
    """A wall time, and where one was typed the time it ends."""

    starts: time
    ends: time | None = None


@dataclass(frozen=True)
class Cut:
    """A phrase cut in two: `rest` holds the day, the others what looks like a time.

    `sure` says that it can be nothing but a time; else it is one by its place only, as in "15/3 9.30" and "tirsdag 14".
    `part` is the part of the day that was named, or nothing.
    """

    rest: str
    found: re.Match[str]
    part: str
    sure: bool

    @property
    def bare(self) -> bool:
        """Whether nothing but hours were typed: "14" or "10-12"."""
        return not (self.sure or self["m1"] or self["m2"])

    def __getitem__(self, name: str) -> str:
        """Return what was typed at a place of the pattern, or nothing."""
        return self.found[name] or ""


def without_part(signs: str) -> tuple[str, str] | Question:
    """Take the part of the day ("om formiddagen") out of the signs; there can be one only."""
    parts = {found["part"] for found in _PART.finditer(signs)}
    if len(parts) > 1:
        return ask("clock_conflict")
    return _PART.sub("", signs).strip(), next(iter(parts), "")


def cut(signs: str, part: str) -> Cut | None:
    """Cut a time off the end of the signs, or off the start where nothing but a time can be meant; None if there is none."""
    signs = _FOUR_FIGURES.sub(lambda four: f"{four[1]}.{four[2]}" + (f"-{four[3]}.{four[4]}" if four[3] else ""), signs)
    last, first = _LAST.search(signs), _FIRST.search(signs)
    if last and (_sure(last) or not (first and _sure(first))):
        return Cut(signs[: last.start()], last, part, _sure(last) or bool(part))
    if first and _sure(first):
        return Cut(signs[first.end() :].strip(), first, part, sure=True)
    return None


def clock_in(cut_off: Cut, known: Phrase) -> Clock | Question:
    """Work out the wall times of what was cut off, or ask where more than one could be meant."""
    ap_2 = cut_off["ap2"]
    inherited = "" if ap_2 == "am" and cut_off["h1"] == "12" else ap_2  # "2-4pm" starts in the afternoon; "12-10am" is nothing.
    starts = _time(cut_off, "1", cut_off["ap1"] or inherited)
    ends = _time(cut_off, "2", ap_2) if cut_off["range"] else None
    if starts is None or (cut_off["range"] and ends is None):
        hours = {cut_off["h1"], cut_off["h2"]}
        return ask("midnight") if "24" in hours else ask("no_such_time")
    if cut_off.part and not all(one is None or one.hour in _PART_HOURS[cut_off.part] for one in (starts, ends)):
        return ask("clock_conflict", starts=starts, ends=ends)
    if ends and ends <= starts:
        return ask("ends_before_start", starts=starts, ends=ends)
    if known.english and not cut_off.part and not (cut_off["ap1"] or ap_2) and _on_a_small_clock(cut_off["h1"]):
        return ask("am_or_pm", hour=starts.hour)
    return Clock(starts, ends)


def _sure(found: re.Match[str]) -> bool:
    # A colon between figures, am, pm, noon, o'clock or a word before it make it a time.
    names = ("mark", "ap1", "ap2", "noon1", "noon2", "oc1", "oc2")
    return any(found[name] for name in names) or ":" in (found["sep1"], found["sep2"])


def _time(cut_off: Cut, which: str, half: str) -> time | None:
    if cut_off["noon" + which]:
        return time(NOON)
    typed, minute = cut_off["h" + which], int(cut_off["m" + which] or 0)
    hour = int(typed)
    if half:
        if not 1 <= hour <= NOON:
            return None
        hour = hour % NOON + (NOON if half == "pm" else 0)
    elif cut_off.part in {_AFTERNOON, _EVENING} and not typed.startswith("0") and hour + NOON in _PART_HOURS[cut_off.part]:
        hour += NOON
    return time(hour, minute) if hour < _HOURS_IN_A_DAY and minute < 60 else None  # noqa: PLR2004  # Minutes in an hour.


def _on_a_small_clock(typed: str) -> bool:
    return len(typed) == 1 and 1 <= int(typed) <= _LAST_HOUR_OF_A_SMALL_CLOCK
