"""Days typed as seen from today: i morgen, fredag, om 14 dage, torsdag i næste uge, fredag om to uger. Dates are in when_dates."""

from datetime import date, timedelta

from bot.domain.calendar import months_from
from bot.domain.when_answers import Question, ask
from bot.domain.when_dates import weekday_agrees
from bot.domain.when_standpoint import DAYS_IN_A_WEEK, Answer, Places, Standpoint

_MONTHS_IN_A_YEAR = 12
_TWO = "TO"  # The sign of "to", which is two in Danish.


def near_day(places: Places, here: Standpoint) -> Answer:
    """Read today, tomorrow, yesterday and the days beside them."""
    return weekday_agrees(here.today + timedelta(days=int(places["r"])), places)


def some_time_from_now(places: Places, here: Standpoint) -> Answer:
    """Read "om 14 dage", "in two weeks", "om en måned", and with AGO the same back from today."""
    number, unit = _number(places["n"]), places["unit"]
    if not number:
        return None
    steps = -number if "ago" in places else number
    if unit in "dw":
        return here.today + timedelta(days=steps * (DAYS_IN_A_WEEK if unit == "w" else 1))
    return months_from(here.today, steps * (_MONTHS_IN_A_YEAR if unit == "y" else 1))


def weekday_alone(places: Places, here: Standpoint) -> Answer:
    """Read "fredag", "på fredag", "this Friday", "førstkommende fredag": the next one, unless it is today."""
    weekday = int(places["w"][1])
    if places["w"][0] == "w" and not here.clock:
        return ask("short_weekday", weekday=weekday)
    coming = here.coming(weekday)
    last = coming - timedelta(days=DAYS_IN_A_WEEK)
    if last == here.today:
        return ask("today_weekday", weekday=weekday, choices=here.choices(last, coming))
    if here.past_ok and "coming" not in places:
        return ask("past_or_coming", weekday=weekday, choices=here.choices(last, coming))
    return coming


def next_weekday(places: Places, here: Standpoint) -> Answer:
    """Ask whether "næste tirsdag" is the coming one or the one after it: people mean both."""
    coming = here.coming(int(places["w"][1]))
    return ask("ambiguous_next", weekday=coming.weekday(), choices=here.choices(coming, coming + timedelta(days=DAYS_IN_A_WEEK)))


def weekday_gone(places: Places, here: Standpoint) -> date:
    """Read Danish "i fredags": the last one before today, and no other."""
    last = here.coming(int(places["w"][1])) - timedelta(days=DAYS_IN_A_WEEK)
    return last - timedelta(days=DAYS_IN_A_WEEK * (last == here.today))


def last_weekday(places: Places, here: Standpoint) -> Answer:
    """Tell that "sidste fredag" is past; where past days are welcome, ask which one is meant."""
    last = weekday_gone(places, here)
    if not here.past_ok:
        return ask("past", day=last)
    choices = here.choices(last, last - timedelta(days=DAYS_IN_A_WEEK))
    return ask("ambiguous_last", weekday=last.weekday(), choices=choices)


def weekday_of_this_or_next_week(places: Places, here: Standpoint) -> Answer:
    """Read "torsdag i næste uge", "Thursday next week", "onsdag i denne uge"."""
    return _in_week(here, int(places["w"][1]), int(places["rel"] == "NEXT"))


def weekday_some_weeks_on(places: Places, here: Standpoint) -> Answer:
    """Read "fredag om 14 dage", where counting from the coming Friday and counting calendar weeks give the same day; else ask."""
    number, weekday = _number(places["n"]), int(places["w"][1])
    weeks, odd_days = (number, 0) if places["unit"] == "w" else divmod(number, DAYS_IN_A_WEEK)
    if not weeks or odd_days:
        return None
    from_coming = here.coming(weekday) + timedelta(days=DAYS_IN_A_WEEK * weeks)
    by_week = _in_week(here, weekday, weeks)
    if by_week == from_coming:
        return by_week
    return ask("ambiguous_next", weekday=weekday, choices=here.choices(by_week, from_coming))


def this_or_next_week(places: Places, here: Standpoint) -> Question:
    """Ask which working day of "næste uge" is meant."""
    days = [_in_week(here, weekday, int(places["rel"] == "NEXT")) for weekday in range(5)]
    year, week, _ = days[0].isocalendar()
    return ask("week_only", week=week, year=year, choices=here.choices(*days))


def _in_week(here: Standpoint, weekday: int, weeks_on: int) -> date:
    return here.today + timedelta(days=weekday - here.today.weekday() + DAYS_IN_A_WEEK * weeks_on)


def _number(typed: str) -> int:
    return 2 if typed == _TWO else int(typed.removeprefix("N"))
