"""Days typed by their date: 2026-12-01, 1/12, d. 1. december, December 1st, første mandag i juni. Relative days are in when_days."""

from collections.abc import Callable
from datetime import date, timedelta

from dateutil.relativedelta import relativedelta
from dateutil.relativedelta import weekday as weekday_rule

from bot.domain.calendar import months_from
from bot.domain.when_answers import Question, ask
from bot.domain.when_standpoint import Answer, Places, Standpoint, day_of

_CENTURY = 2000
_MONTHS = range(1, 13)
_DAYS = range(1, 32)
_HOURS_IN_A_DAY = 24
_MOST_OF_A_WEEKDAY = 5


def dated(places: Places, here: Standpoint) -> Answer:
    """Read day and month, with or without year. The weekday, if typed, must be right."""
    number, month = int(places["d"]), int(places["m"])
    year = _year(places, here)
    if year is None:
        soonest = here.today.year + ((month, number) < (here.today.month, here.today.day))
        none = ask("no_such_day", number=number, month=month, year=soonest)
        return weekday_agrees(_nearest(lambda year: day_of(year, month, number), here, none), places)
    return weekday_agrees(day_of(year, month, number) or ask("no_such_day", number=number, month=month, year=year), places)


def short_year(places: Places, here: Standpoint) -> Answer:
    """Read 1/12-26, 1.12.26 and 1-12-26."""
    number, month, year = int(places["d"]), int(places["m"]), _CENTURY + int(places["yy"])
    if places["sep"] != "/" and month not in _MONTHS:
        return None  # "9.30-11" is no date at all; but "3/13/27" can be nothing else.
    if places["sep"] + places["sep2"] == ".-" and int(places["yy"]) <= _HOURS_IN_A_DAY:
        return ask("looks_like_time", number=number, month=month)  # "9.10-11"
    answer = dated(places, here)
    if places["sep"] == "-" and isinstance(answer, date):
        # "27-03-28" may begin with its year. Asked about only where both are days somebody could mean.
        turned = day_of(_CENTURY + number, month, year - _CENTURY)
        if turned and turned != answer and here.sees(turned) and here.sees(answer):
            return ask("ambiguous_order", choices=here.choices(answer, turned))
    return answer


def pair(places: Places, here: Standpoint) -> Answer:
    """Read 3.12 where "d." stands before it or a time after it; alone it could be one itself, and 10-12 could be hours."""
    if places["sep"] == "." and ("mark" in places or here.clock):
        return dated(places, here)
    if int(places["d"]) in _DAYS and int(places["m"]) in _MONTHS:
        return ask("looks_like_time", number=int(places["d"]), month=int(places["m"]))
    return None


def month_first(places: Places, here: Standpoint) -> Answer:
    """Read December 1, where the number cannot be a year instead: a Danish "december 27" may be a month of 2027."""
    number, now = int(places["d"]), here.today.year - _CENTURY
    plainly_a_day = {"w", "th", "y", "english", "rel"} & places.keys() or here.clock
    if not plainly_a_day and now <= number <= now + 2:
        return ask("day_or_year", number=number, month=int(places["m"]))
    return dated(places, here)


def day_of_month(places: Places, here: Standpoint) -> Answer:
    """Read "den 15. i næste måned"."""
    first = months_from(here.today.replace(day=1), int(places["rel"] == "NEXT"))
    number = int(places["d"])
    day = day_of(first.year, first.month, number)
    return weekday_agrees(day or ask("no_such_day", number=number, month=first.month, year=first.year), places)


def nth_weekday(places: Places, here: Standpoint) -> Answer:
    """Read "første mandag i juni", "sidste fredag i januar 2027", "2nd Tuesday of next month"."""
    nth, weekday = int(places.get("nth") or places["n"]), int(places["w"][1])
    if not (nth == -1 or 1 <= nth <= _MOST_OF_A_WEEKDAY):
        return None
    if "m" in places:
        month = int(places["m"])
        year = _year(places, here)
    else:
        first = months_from(here.today.replace(day=1), int(places["rel"] == "NEXT"))
        month, year = first.month, first.year
    none = ask("no_such_nth", nth=nth, weekday=weekday, month=month, year=year)
    if year is None:
        return _nearest(lambda year: _nth(nth, weekday, month, year), here, none)
    return _nth(nth, weekday, month, year) or none


def weekday_of_week(week: Places, weekday: int, here: Standpoint) -> date | Question:
    """Read "onsdag i uge 10", with or without year."""
    number = int(week["week"])
    none = ask("no_such_week", week=number, year=int(week["year"]) if "year" in week else None)
    if "year" in week:
        return _of_week(int(week["year"]), number, weekday) or none
    this_year, this_week, _ = here.today.isocalendar()
    if number == this_week and not here.past_ok:
        return _of_week(this_year, number, weekday) or none  # It may be over: then that is said, not next year taken.
    return _nearest(lambda year: _of_week(year, number, weekday), here, none)


def week_alone(week: Places, here: Standpoint) -> Question:
    """Ask which working day of a week is meant."""
    number, friday = int(week["week"]), weekday_of_week(week, 4, here)
    if isinstance(friday, Question):
        return friday if friday.code == "no_such_week" else ask("week_only", week=number)
    days = [friday - timedelta(days=back) for back in range(4, -1, -1)]
    return ask("week_only", week=number, year=friday.isocalendar().year, choices=here.choices(*days))


def weekday_agrees(answer: Answer, places: Places) -> Answer:
    """Return the answer, or the question why the typed weekday is another."""
    if isinstance(answer, date) and "w" in places and answer.weekday() != int(places["w"][1]):
        return ask("weekday_conflict", day=answer, weekday=int(places["w"][1]))
    return answer


def _year(places: Places, here: Standpoint) -> int | None:
    if "rel" in places:
        return here.today.year + (places["rel"] == "NEXT")
    if "yy" in places:
        return _CENTURY + int(places["yy"])
    return int(places["y"]) if "y" in places else None


def _nearest(of: Callable[[int], date | None], here: Standpoint, none: Question) -> date | Question:
    """Return the first such day that is not over, in this year or the next; where past days are welcome, ask for the year."""
    days = [day for year in range(-4, 2) if (day := of(here.today.year + year))]
    coming = next((day for day in days if day >= here.today), None)
    if here.past_ok and days:
        past = [day for day in days if day < here.today][-1:]
        return ask("no_year", choices=here.choices(*past, *([coming] if coming else [])))
    return coming or none


def _nth(nth: int, weekday: int, month: int, year: int) -> date | None:
    first = day_of(year, month, 1)
    if first is None:
        return None
    start = relativedelta(day=31) if nth < 0 else relativedelta()
    day = first + start + relativedelta(weekday=weekday_rule(weekday)(nth))
    return day if day.month == month else None


def _of_week(year: int, week: int, weekday: int) -> date | None:
    try:
        return date.fromisocalendar(year, week, weekday + 1)
    except ValueError:
        return None
