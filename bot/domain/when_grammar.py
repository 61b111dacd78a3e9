"""The closed grammar of typed days: signs in, a day or a question out. Words are in when_words, times of day in when_clock.

Every form is one pattern over the signs and one small function. A form matches the whole of what is left when week number and time
are cut off, or it does not match: nothing typed is ever skipped. No pattern repeats within a repetition, so time stays linear.
"""

import re
from collections.abc import Callable
from datetime import date

from bot.domain import when_dates as dates
from bot.domain import when_days as days
from bot.domain.when_answers import Code, ask
from bot.domain.when_standpoint import Answer, Places, Standpoint

Form = Callable[[Places, Standpoint], Answer]

_W = r"(?:(?:(?:NEXT|THIS|COMING) )?(?P<w>[Ww][0-6]) )?"  # "næste torsdag d. 3/12": the date says which.
_WD = _W + r"(?:D )?"
_DAY = r"(?P<d>[0-9]{1,2})"
_NUMBER = r"(?P<n>[0-9]{1,3}|N[0-9]{1,2}|TO)"
_BARE_MONTH = r"M(?P<m>[0-9]{1,2})(?P<english>e)?"
_MONTH = rf"{_BARE_MONTH}j?"
_YEAR = r"(?P<y>[0-9]{4})"
_IN = r"(?:(?:I|IN|OF) )?"
_REL = r"(?P<rel>NEXT|THIS)"
_OF_YEAR = rf"(?: (?:- )?{_YEAR}| (?:- )?(?P<yy>2[5-9]|[3-9][0-9])| {_REL} Uy)?"  # No clock shows 25: "1. december 26" is a year.


def _always(code: Code) -> Form:
    """Ask the same whatever stands beside it."""

    def form(places: Places, _here: Standpoint) -> Answer:
        facts = {name: int(places[place]) for name, place in (("month", "m"), ("year", "y"), ("number", "d")) if place in places}
        return ask(code, **facts)

    return form


_FORMS: tuple[tuple[re.Pattern[str], Form], ...] = tuple(
    (re.compile(pattern), form)
    for pattern, form in (
        (rf"{_WD}{_YEAR}[/.-](?P<m>[0-9]{{1,2}})[/.-]{_DAY}", dates.dated),
        (rf"{_WD}{_DAY}(?P<sep>[/.-])(?P<m>[0-9]{{1,2}})(?: ?(?:(?P=sep)|-) ?| ){_YEAR}", dates.dated),
        (rf"{_WD}{_DAY}(?P<sep>[/.-])(?P<m>[0-9]{{1,2}}) ?(?P<sep2>(?P=sep)|-) ?(?P<yy>[0-9]{{2}})", dates.short_year),
        (rf"{_WD}{_DAY}/(?P<m>[0-9]{{1,2}})(?: (?P<yy>2[5-9]|[3-9][0-9])| {_REL} Uy)?", dates.dated),
        (rf"{_W}(?P<mark>D )?{_DAY}(?P<sep>[.-])(?P<m>[0-9]{{1,2}})", dates.pair),
        (rf"{_WD}{_DAY}(?:th)?(?: -| OF)? {_MONTH}{_OF_YEAR}", dates.dated),
        (rf"{_WD}O(?P<d>[1-5]) (?:OF )?{_MONTH}{_OF_YEAR}", dates.dated),
        (rf"{_WD}{_MONTH} (?:D )?{_DAY}(?P<th>th)?(?: {_YEAR}| {_REL} Uy)?", dates.month_first),
        (rf"{_WD}{_DAY}(?:th)? {_IN}(?:D )?{_REL} Um", dates.day_of_month),
        (
            rf"(?:D )?(?:O(?P<nth>-?[1-5])|(?P<n>[0-9]{{1,2}})(?:th)?) (?P<w>W[0-6]) (?:I|IN|OF) {_MONTH}(?: {_YEAR}| {_REL} Uy)?",
            dates.nth_weekday,
        ),
        (rf"(?:D )?(?:O(?P<nth>-?[1-5])|(?P<n>[0-9]{{1,2}})(?:th)?) (?P<w>W[0-6]) {_IN}{_REL} Um", dates.nth_weekday),
        (rf"{_W}R(?P<r>-?[0-9])", days.near_day),
        (rf"(?:R0 )?(?:OM|IN) {_NUMBER} U(?P<unit>[dwmy])", days.some_time_from_now),
        (rf"{_NUMBER} U(?P<unit>[dwmy]) FROMNOW", days.some_time_from_now),
        (rf"(?:FOR )?{_NUMBER} U(?P<unit>[dwmy]) (?P<ago>AGO)", days.some_time_from_now),
        (r"(?:D )?(?:(?P<coming>COMING|THIS) )?(?P<w>[Ww][0-6])", days.weekday_alone),
        (r"(?:D )?NEXT (?P<w>[Ww][0-6])", days.next_weekday),
        (r"(?:D )?O-1 (?P<w>[Ww][0-6])", days.last_weekday),
        (r"(?P<w>W[0-6]) GONE", days.weekday_gone),
        (rf"(?P<w>W[0-6]) {_IN}{_REL} Uw", days.weekday_of_this_or_next_week),
        (rf"{_IN}{_REL} Uw (?P<w>W[0-6])", days.weekday_of_this_or_next_week),
        (rf"(?P<w>W[0-6]) (?:OM|IN) {_NUMBER} U(?P<unit>[dw])", days.weekday_some_weeks_on),
        (rf"{_IN}(?:D )?{_REL} Uw", days.this_or_next_week),
        (rf"{_IN}{_BARE_MONTH}(?: (?:I |IN )?{_YEAR}| {_REL} Uy)?", _always("month_only")),
        (rf"(?P<m>0?[1-9]|1[0-2])[/-]{_YEAR}", _always("month_only")),
        (rf"{_YEAR}[/-](?P<m>0?[1-9]|1[0-2])", _always("month_only")),
        (rf"{_IN}(?:D )?(?:NEXT|THIS|COMING|O-1) Um", _always("month_only")),
        (rf"{_IN}(?:D )?(?:COMING|O-1) Uw", _always("week_only")),
        (rf"{_YEAR}|{_IN}(?:NEXT|THIS|COMING|O-1) Uy", _always("year_only")),
        (rf"{_W}D {_DAY}(?:th)?", _always("no_month")),
        (rf"{_W}{_DAY}th", _always("no_month")),
    )
)
_WEEK = r"(?:\( )?(?:(?:I|IN|OF) )?Uw (?P<week>[0-9]{1,2})(?:(?:[/-]| I | IN | OF | )(?P<year>[0-9]{4}))?(?: \))?"
_WEEK_LAST = re.compile(rf"(?:^| ){_WEEK}$")
_WEEK_FIRST = re.compile(rf"^{_WEEK}(?: |$)")
_WEEKDAY = re.compile(r"(?P<w>W[0-6])|(?P<short>w[0-6])")
_WEEKDAY_LAST = re.compile(r"(?P<rest>.*(?:[0-9]|th|e|j)) (?:\( )?(?P<w>[Ww][0-6])(?: \))?")
_NEAR_DAY_FIRST = re.compile(r"R(?P<r>-?[0-9]) (?P<rest>.+)")
_WITH_YEAR = re.compile(r"[0-9]{4}|[0-9][/.-][0-9]{1,2}[/.-][0-9]")


def cut_week(signs: str) -> tuple[Places, str]:
    """Cut "(uge 49)", "i uge 49" or "uge 49 2026" off the signs; return what it says and the rest."""
    if found := _WEEK_LAST.search(signs):
        return _places(found), signs[: found.start()]
    if found := _WEEK_FIRST.match(signs):
        return _places(found), signs[found.end() :]
    return {}, signs


def day_in(signs: str, week: Places, here: Standpoint) -> Answer:
    """Return the day the signs name, or a question about it; None where they are no form of the grammar.

    With a weekday alone the week says which; beside a whole date it is compared with it.
    """
    if not week:
        return _day(signs, here)
    if not signs:
        return dates.week_alone(week, here)
    if found := _WEEKDAY.fullmatch(signs):
        return dates.weekday_of_week(week, int(signs[1]), here) if found["w"] else ask("short_weekday", weekday=int(signs[1]))
    day = _day(signs, here)
    if not isinstance(day, date):
        return day
    year, number, _ = day.isocalendar()
    agrees = number == int(week["week"]) and week.get("year") in {None, str(year)}
    return day if agrees else ask("week_conflict", day=day, week=int(week["week"]))


def has_year(signs: str) -> bool:
    """Tell whether the signs hold a whole date, so that two numbers after it can be no other day."""
    return bool(_WITH_YEAR.search(signs))


def is_pair(number: str, month: str) -> bool:
    """Tell whether two numbers could be a day and a month, as in "02.03"."""
    return 1 <= int(number or 0) <= 31 and 1 <= int(month or 0) <= 12  # noqa: PLR2004  # Days of a month, months of a year.


def _day(signs: str, here: Standpoint) -> Answer:
    if (answer := _by_form(signs, here)) is not None:
        return answer
    if moved := _WEEKDAY_LAST.fullmatch(signs):
        return _by_form(f"{moved['w']} {moved['rest']}", here)
    if near := _NEAR_DAY_FIRST.fullmatch(signs):
        return _both_agree(near["r"], near["rest"], here)
    return None


def _by_form(signs: str, here: Standpoint) -> Answer:
    for pattern, form in _FORMS:
        if (found := pattern.fullmatch(signs)) and (answer := form(_places(found), here)) is not None:
            return answer
    return None


def _both_agree(near: str, rest: str, here: Standpoint) -> Answer:
    """Read "i morgen, torsdag d. 26. november": said twice, and the same day."""
    day, other = days.near_day({"r": near}, here), _by_form(rest, here)
    if isinstance(other, date) and day != other:
        return ask("day_conflict", day=day, other=other)
    return other


def _places(found: re.Match[str]) -> Places:
    return {place: typed for place, typed in found.groupdict().items() if typed is not None}
