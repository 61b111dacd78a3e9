"""dateparser, for orders of words the grammar does not know ("Tue Dec 1 10:00:00 2026"); believed only where nothing is guessed.

By itself it reads "24. december kl. 10" as the year 2110 and "i morgen kl 14" as half past two (domain page, 5), so it is asked last,
loaded at the first need, and every condition below must hold. It is never given running text.
"""

import re
from collections.abc import Iterator, Sequence
from datetime import datetime, time
from itertools import permutations

from bot.domain.when_answers import Reading
from bot.domain.when_standpoint import Standpoint
from bot.domain.when_words import Phrase

LONGEST_GUESS = 60  # Its time grows with the length: 39 ms for 800 characters.
_MOST_NUMBERS = 6
_LONGEST_NUMBER = 4
_SEPARATORS = frozenset("';|")  # What it skips between the parts of a date, and what says nothing.
_NAMED = re.compile(r"(?P<kind>[MWw])(?P<number>[0-9]{1,2})[ej]?")
_CLOCK = re.compile(r"[0-9]{1,2}:[0-9]{2}(?::[0-9]{2})?")
_SHORT_YEAR = re.compile(r"'([0-9]{2})(?![0-9])")
_PART = re.compile(rf"{_NAMED.pattern}|{_CLOCK.pattern}|[0-9]{{1,4}}(?:th)?|AT|D|am|pm|\?")


def guess(known: Phrase, here: Standpoint, languages: Sequence[str]) -> Reading | None:
    """Return what dateparser makes of a phrase, or None where that is not plainly what was typed.

    Asked only of short phrases without a word that is in no list, with exactly one month by name. Believed only if every number
    is in the result, each in a place of its own, and the result's day, and its time if it has one, were typed; if month and weekday
    agree; and if it lies within what may be meant. Where past days are welcome, the year must have been typed too.
    """
    names, clocks = _names(known), sum(bool(_CLOCK.fullmatch(sign)) for sign in known.signs.split())
    if not _sound(known, names, clocks):
        return None
    found = _parsed(known.plain, here, languages)
    if found is None or not here.sees(found.date()):
        return None
    if any(number != (found.month if kind == "M" else found.weekday()) for kind, number in names):
        return None
    if not _all_typed(known, found, timed=clocks == 1, with_year=here.past_ok):
        return None
    return Reading(found.date(), found.time() if clocks else None)


def _names(known: Phrase) -> list[tuple[str, int]]:
    """Return the months (M, counted from 1) and weekdays (W, from 0) that stand there by name."""
    named = [found for sign in known.signs.split() if (found := _NAMED.fullmatch(sign))]
    return [(found["kind"].upper(), int(found["number"])) for found in named]


def _sound(known: Phrase, names: list[tuple[str, int]], clocks: int) -> bool:
    """Tell whether the phrase is short and made of nothing but the parts of one date, with a time where one is spoken of."""
    signs = known.signs.split()
    return (
        len(known.plain) <= LONGEST_GUESS
        and set(known.strangers) <= _SEPARATORS
        and all(map(_PART.fullmatch, signs))
        and [kind for kind, _ in names].count("M") == 1
        and clocks == bool(clocks or {"AT", "am", "pm"} & set(signs))
    )


def _all_typed(known: Phrase, found: datetime, *, timed: bool, with_year: bool) -> bool:
    """Tell whether the numbers of the text and the parts of the result are the same, one to one."""
    short = _SHORT_YEAR.findall(known.plain)
    if short != ([f"{found.year % 100:02}"] if "'" in known.plain else []):
        return False
    numbers = re.findall(r"[0-9]+", _SHORT_YEAR.sub(str(found.year), known.plain))
    if len(numbers) > _MOST_NUMBERS or max(map(len, numbers), default=0) > _LONGEST_NUMBER:
        return False
    typed = [int(number) for number in numbers]
    return any(_one_to_one(typed, parts) for parts in _parts(known, found, timed=timed, with_year=with_year))


def _parts(known: Phrase, found: datetime, *, timed: bool, with_year: bool) -> Iterator[list[set[int]]]:
    """Give each list of parts that may have been typed: the day always, the time if there is one, year and seconds perhaps."""
    half_day = {"am", "pm"} & set(known.signs.split())
    hours = {found.hour, (found.hour - 1) % 12 + 1} if half_day else {found.hour}
    clocks = [[hours, {found.minute}], [hours, {found.minute}, {found.second}]] if timed else [[]]
    for clock in clocks:
        yield [{found.day}, {found.year}, *clock]
        if not with_year:
            yield [{found.day}, *clock]


def _one_to_one(numbers: list[int], parts: list[set[int]]) -> bool:
    if len(numbers) != len(parts):
        return False
    return any(all(number in part for number, part in zip(order, parts, strict=True)) for order in permutations(numbers))


def _parsed(plain: str, here: Standpoint, languages: Sequence[str]) -> datetime | None:
    from dateparser.date import DateDataParser  # noqa: PLC0415  # Import and first parse cost 150 ms, and few phrases need it.

    settings = {
        "DATE_ORDER": "DMY",
        "PREFER_DATES_FROM": "future",
        "RELATIVE_BASE": datetime.combine(here.today, time()),  # Naive and local: an aware one would overrule every zone.
    }
    data = DateDataParser(languages=list(languages), settings=settings).get_date_data(plain)
    found = data.date_obj
    return found.replace(tzinfo=None) if isinstance(found, datetime) and data.period == "day" else None
