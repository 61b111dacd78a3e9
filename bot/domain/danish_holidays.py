"""Denmark's public holidays, and the days that custom keeps. Those of every other country are the library's (calendar.py).

The library brings the calendars of all religions along, four megabytes in each process, for the fifteen lines below; a test holds
these against it, year by year.
"""

from collections.abc import Iterable, Mapping
from datetime import date, timedelta

from dateutil.easter import easter

LAST_GREAT_PRAYER_DAY = 2023  # Act no. 214 of 6 March 2023.

_FROM_EASTER = (
    (-3, "Skærtorsdag", "Maundy Thursday"),
    (-2, "Langfredag", "Good Friday"),
    (0, "Påskedag", "Easter Sunday"),
    (1, "Anden påskedag", "Easter Monday"),
    (39, "Kristi himmelfartsdag", "Ascension Day"),
    (49, "Pinsedag", "Pentecost"),
    (50, "Anden pinsedag", "Pentecost Monday"),
)
_GREAT_PRAYER_DAY = (26, "Store bededag", "Great Prayer Day")
_PUBLIC = (
    (1, 1, "Nytårsdag", "New Year's Day"),
    (12, 25, "Juledag", "Christmas Day"),
    (12, 26, "Anden juledag", "Second Day of Christmas"),
)
_CUSTOMS = (
    (5, 1, "Arbejdernes kampdag", "Workers' Day"),
    (6, 5, "Grundlovsdag", "Constitution Day"),
    (12, 24, "Juleaftensdag", "Christmas Eve"),
    (12, 31, "Nytårsaften", "New Year's Eve"),
)


def holidays(year: int, language: str) -> Mapping[date, str]:
    """Return the public holidays of a year with their names, in Danish or in English."""
    sunday, moving = easter(year), [*_FROM_EASTER]
    if year <= LAST_GREAT_PRAYER_DAY:
        moving.append(_GREAT_PRAYER_DAY)
    by_easter = {sunday + timedelta(days): _called(danish, english, language) for days, danish, english in moving}
    return _dated(_PUBLIC, year, language) | by_easter


def customs(year: int, language: str) -> Mapping[date, str]:
    """Return the days of a year that are no public holidays, and kept all the same."""
    return _dated(_CUSTOMS, year, language)


def _dated(days: Iterable[tuple[int, int, str, str]], year: int, language: str) -> dict[date, str]:
    return {date(year, month, day): _called(danish, english, language) for month, day, danish, english in days}


def _called(danish: str, english: str, language: str) -> str:
    return english if language == "en" else danish
