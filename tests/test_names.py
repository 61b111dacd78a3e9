"""What days, months, lists and numbers are called by us is what Babel calls them, in each language we speak."""

from datetime import date, timedelta

import pytest
from babel.dates import format_date
from babel.lists import format_list
from babel.numbers import format_decimal

from bot.words import names
from bot.words.language import LANGUAGES, day, day_of_year, short_day, speaking

DAYS = [date(2026, 1, 1) + timedelta(days=7 * week + week % 7) for week in range(52)]
WRITTEN = {
    "da": ("EEEE 'd'. d. MMMM y", "d. MMMM y", "'d'. d. MMMM", "EEE 'd'. d. MMM", "d. MMM"),
    "en": ("EEEE d MMMM y", "d MMMM y", "d MMMM", "EEE d MMM", "d MMM"),
}


@pytest.mark.parametrize("language", LANGUAGES)
def test_days_are_written_as_babel_writes_them(language):
    assert {one.weekday() for one in DAYS} == set(range(7))
    with speaking(language):
        ours = [
            (day(one), day(one, weekday=False), day_of_year(one), short_day(one), short_day(one, weekday=False)) for one in DAYS
        ]
    assert ours == [tuple(format_date(one, pattern, locale=language) for pattern in WRITTEN[language]) for one in DAYS]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("count", range(5))
def test_lists_are_written_as_babel_writes_them(language, count):
    items = "abcd"[:count]
    assert names.listed(items, language) == (format_list(items, "standard", locale=language) if items else "")
    assert names.listed(items, language, choice=True) == (format_list(items, "or", locale=language) if items else "")


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("number", [0, -1, 999, 1000, 10_000, 1_234_567, -1_234_567])
def test_numbers_are_written_as_babel_writes_them(language, number):
    assert names.grouped(number, language) == format_decimal(number, locale=language)
