"""What the bot says about a day or a time somebody typed: the question when it is unclear, the echo when it is not."""

from collections.abc import Callable, Mapping
from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from bot.domain.when import Question, Reading, Remark
from bot.words.language import N_, _, beside, clock_time, day, say, spoken

DAYS = {"da": "1. december 2026", "en": "1 December 2026"}
TIMES = {"da": "1. december 2026 kl. 10", "en": "1 December 2026 at 10:00"}


def question(asked: Question, typed: str, *, day_only: bool = False) -> str:
    """Return one sentence that says what is unclear and what to type instead; its example has a time unless only a day is asked."""
    facts = {name: _in_words(name, value) for name, value in asked.facts.items()}
    needs, shorter = _SHORTER.get(asked.code, ("", ""))
    sentence = _QUESTIONS[asked.code] if not needs or facts.get(needs) else shorter
    return say(_(sentence), **{"typed": typed, "example": (DAYS if day_only else TIMES)[spoken()], **_BLANK, **facts})


def echo(reading: Reading, zone: ZoneInfo | None = None) -> str:
    """Return an accepted date as it was understood: "tirsdag d. 1. december 2026 kl. 10.00 (uge 49)".

    A reader whose clocks show another time than those of its zone is told theirs as well.
    """
    if reading.starts is None:
        return day(reading.day, week=True)
    hours = clock_time(reading.starts)
    if reading.ends is not None:
        hours = f"{hours}–{clock_time(reading.ends)}"  # A range is written with an en dash.
    week = say("({week} {number})", week=_("week"), number=reading.day.isocalendar().week)
    said = f"{say(_('{day} at {time}'), day=day(reading.day), time=hours)} {week}"
    if zone is None:
        return said
    starts = datetime.combine(reading.day, reading.starts, zone)
    return said + beside(starts, datetime.combine(reading.day, reading.ends, zone) if reading.ends else None)


def remark(found: Remark) -> str:
    """Return what is worth saying about an accepted date."""
    facts = {name: _in_words(name, value) for name, value in found.facts.items()}
    return say(_(_REMARKS[found.code]), **facts)


def _in_words(name: str, value: object) -> str:
    """Return a fact of a question as people say it."""
    match value:
        case date():
            return day(value)
        case time():
            return clock_time(value)
        case tuple():
            return " / ".join(echo(one) if isinstance(one, Reading) else _in_words(name, one) for one in value)
        case int() if name in _NAMED:
            return _NAMED[name](value)
        case _:
            return str(value)


def _weekday(number: int) -> str:
    from babel.dates import get_day_names  # noqa: PLC0415  # Heavy; loaded where used.

    return str(get_day_names("wide", locale=spoken())[number])


def _month(number: int) -> str:
    from babel.dates import get_month_names  # noqa: PLC0415  # Heavy; loaded where used.

    return str(get_month_names("wide", locale=spoken()).get(number, number))


_NAMED: Mapping[str, Callable[[int], str]] = {"weekday": _weekday, "month": _month}
_BLANK = dict.fromkeys(
    (
        "choices",
        "day",
        "other",
        "hour",
        "number",
        "month",
        "year",
        "week",
        "weekday",
        "nth",
        "starts",
        "ends",
        "time",
        "limit",
        "word",
    ),
    "",
)

_QUESTIONS: Mapping[str, str] = {
    "ambiguous_last": N_("Which day is “{typed}”: {choices}? Write the date."),
    "ambiguous_next": N_("Which day is “{typed}”: {choices}? Write the date."),
    "ambiguous_order": N_("“{typed}” can be read in more than one way: {choices}. Write the month by name, as in {example}."),
    "am_or_pm": N_("Is {hour} in the morning or in the afternoon? Write am or pm, or the hour as on a 24-hour clock."),
    "bare_hour": N_("Is {hour} a time? Write kl. before it, as in {example}."),
    "clock_conflict": N_("The time in “{typed}” contradicts itself. Write it once, as in {example}."),
    "day_conflict": N_("“{typed}” names two days, {day} and {other}. Write one of them."),
    "day_or_year": N_("Is {number} a day or a year? Write the whole date, as in {example}."),
    "does_not_exist": N_("The clocks go forward that night, so {time} does not exist on {day}. Write another time."),
    "empty": N_("Write a day, as in {example}."),
    "ends_before_start": N_("It cannot end at {ends} when it starts at {starts}. Write the hours in order."),
    "exists_twice": N_("The clocks go back that night, so {time} comes twice on {day}. Write another time."),
    "has_time": N_("Only a day is needed here, without a time: {choices}."),
    "looks_like_time": N_("“{typed}” may be a date or a time. Write the year as well, as in {example}."),
    "midnight": N_("Midnight belongs to two days. Write the date and 00:01 or 23:59."),
    "month_only": N_("“{typed}” is a whole month. Which day? Write for example {example}."),
    "no_day": N_("Which day? Write it before the time, as in {example}."),
    "no_month": N_("The {number} of which month? Write for example {example}."),
    "no_such_nth": N_("There is no such {weekday} in {month} {year}. Write the date."),
    "no_such_day": N_("{month} {year} has no day {number}. Write another date."),
    "no_such_time": N_("There is no such time as in “{typed}”. Write the hour from 0 to 23, as in {example}."),
    "no_such_week": N_("There is no week {week} in {year}. Write another week or the date."),
    "no_year": N_("Which year? Write it as well: {choices}."),
    "part_of_day": N_("At what time on {day}? Write for example {example}."),
    "past": N_("{day} is over. Write a day that is still to come, as in {example}."),
    "past_or_coming": N_("The last one or the next: {choices}? Write the date."),
    "quarter_only": N_("“{typed}” is a whole quarter. Which day? Write for example {example}."),
    "several": N_("“{typed}” names more than one day. Write one of them."),
    "short_weekday": N_("Do you mean {weekday}? Write the whole word, or the date."),
    "spoken_time": N_("Write the time in figures, as in {example}."),
    "today_weekday": N_("That is today. Do you mean {choices}? Write the date."),
    "too_far": N_("{day} is too far away; the limit here is {limit}."),
    "too_long": N_("That is too long for a date. Write for example {example}."),
    "unknown": N_("I cannot read “{typed}” as a day. Write for example {example}."),
    "vague": N_("“{typed}” is not a certain day. Write for example {example}."),
    "week_conflict": N_("{day} is not in week {week}. Write either the date or the week."),
    "week_only": N_("Which day of week {week}? {choices}."),
    "weekday_conflict": N_("{day} is not a {weekday}. Write either the date or the weekday."),
    "year_only": N_("“{typed}” is a whole year. Which day? Write for example {example}."),
}

# What is asked when a fact is not there, by the question's code.
_SHORTER: Mapping[str, tuple[str, str]] = {
    "no_such_nth": ("year", N_("There is no such {weekday} in {month}. Write the date.")),
    "no_such_week": ("year", N_("There is no week {week}. Write another week or the date.")),
    "week_only": ("choices", N_("Which day of week {week}? Write the date.")),
}

_REMARKS: Mapping[str, str] = {
    "closed_day": N_("Note: {name}."),
    "closed_period": N_("Note: that is in a closed period ({name})."),
    "holiday": N_("Note: {name} is a public holiday."),
    "outside_hours": N_("Note: that is outside 07 to 18."),
    "short_notice": N_("Note: {notice_days} days' notice is the rule; this leaves {days}."),
    "weekend": N_("Note: that is a {weekday}."),
}
