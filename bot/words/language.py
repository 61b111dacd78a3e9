"""The language being spoken, and how it writes days, times, numbers and lists. Messages themselves stand in their noun's file.

`speaking("da")` sets the language for a block; every words function called inside it answers in that language. A language is
the agreement's and the person's, never the process's. `speaking_to(person)` sets their zone as well: a time on the agreement's
clocks is then said with theirs beside it wherever the two differ, so that nobody comes an hour late.
"""

import gettext
from collections.abc import Iterable
from contextlib import AbstractContextManager
from contextvars import ContextVar
from datetime import date, datetime, time
from functools import cache, lru_cache
from pathlib import Path
from typing import Literal, Protocol
from zoneinfo import ZoneInfo

from bot.chat.markdown import Markdown, marked
from bot.domain.zone import zone_named

LANGUAGES = ("da", "en")
CATALOGUES = Path(__file__).resolve().parent.parent / "locale"

_spoken: ContextVar[str] = ContextVar("spoken", default="en")
_lives_by: ContextVar[ZoneInfo | None] = ContextVar("lives_by", default=None)


class Reader(Protocol):
    """Whoever reads what is said."""

    @property
    def language(self) -> str:
        """The language they are spoken to in."""

    @property
    def zone(self) -> str:
        """The IANA zone they live by, empty where that is not known."""


class speaking:  # noqa: N801  # Read as a verb: `with speaking("da")`.
    """Speak a language inside the block, to somebody who lives by a zone; a language we do not have becomes English.

    A class and no generator: it is entered twice for every call, and costs a third this way.
    """

    __slots__ = ("_before", "_language", "_there", "_zone")

    def __init__(self, language: str, zone: str = "") -> None:
        self._language = language if language in LANGUAGES else "en"
        self._zone = zone_named(zone)

    def __enter__(self) -> None:
        """Begin to speak it."""
        self._before, self._there = _spoken.set(self._language), _lives_by.set(self._zone)

    def __exit__(self, *_: object) -> None:
        """Speak as before."""
        _lives_by.reset(self._there)
        _spoken.reset(self._before)


def speaking_to(reader: Reader | None, otherwise: str = "da") -> AbstractContextManager[None]:
    """Speak to a person inside the block; where there is none, to a room full of them, whose language is given."""
    return speaking(reader.language, reader.zone) if reader is not None else speaking(otherwise)


def spoken() -> str:
    """Return the language being spoken."""
    return _spoken.get()


@cache
def _catalogue(language: str) -> gettext.NullTranslations:
    """Return a language's catalogue; English needs none, its texts are the message ids.

    Raises:
        FileNotFoundError: when the catalogue is not compiled; `make install` does that.
    """
    return gettext.NullTranslations() if language == "en" else gettext.translation("pagt", CATALOGUES, [language])


def _(msgid: str) -> str:
    """Return a text in the language being spoken."""
    return _said(spoken(), msgid) if msgid else ""


@lru_cache(maxsize=4096)
def _said(language: str, msgid: str) -> str:
    """Look a text up; an answer is made of some thirty."""
    return _catalogue(language).gettext(msgid)


def ngettext(one: str, many: str, count: int) -> str:
    """Return the singular or plural text in the language being spoken."""
    return _catalogue(spoken()).ngettext(one, many, count)


def pgettext(context: str, msgid: str) -> str:
    """Return a text whose meaning needs a context, in the language being spoken."""
    return _catalogue(spoken()).pgettext(context, msgid)


def N_(msgid: str) -> str:  # noqa: N802  # The name every gettext tool knows.
    """Mark a text for translation where it is said later."""
    return msgid


def t(template: str, **facts: object) -> Markdown:
    """Fill a translated template as Markdown, showing the facts as typed."""
    return marked(template, **facts)


def say(template: str, **facts: object) -> str:
    """Fill a translated template as plain text."""
    return template.format(**facts)


def day(value: date, *, week: bool = False, weekday: bool = True) -> str:
    """Return a day in words: "tirsdag d. 1. december 2026 (uge 49)", "Tuesday 1 December 2026 (week 49)"."""
    danish = spoken() == "da"
    pattern = ("EEEE 'd'. d. MMMM y" if danish else "EEEE d MMMM y") if weekday else ("d. MMMM y" if danish else "d MMMM y")
    text = _day(value, pattern, spoken())
    return f"{text} ({_('week')} {value.isocalendar().week})" if week else text


def day_of_year(value: date) -> str:
    """Return a day without its year, where the year is said already: "d. 1. december", "1 December"."""
    return _day(value, "'d'. d. MMMM" if spoken() == "da" else "d MMMM", spoken())


def short_day(value: date, *, weekday: bool = True) -> str:
    """Return a day as a table has room for: "tirs. d. 3. mar.", "Tue 3 Mar". In figures alone it would be another day to other readers."""
    if spoken() == "da":
        return _day(value, "EEE 'd'. d. MMM" if weekday else "d. MMM", "da")
    return _day(value, "EEE d MMM" if weekday else "d MMM", "en")


@lru_cache(maxsize=4096)
def _day(value: date, pattern: str, language: str) -> str:
    """Write a day by a pattern; the same days are said over and over."""
    from babel.dates import format_date  # noqa: PLC0415  # Heavy; loaded where used.

    return format_date(value, pattern, locale=language)


def moment(instant: datetime, zone: ZoneInfo, *, week: bool = False) -> str:
    """Return an instant as people of the zone say it: "tirsdag d. 1. december 2026 kl. 10.00"."""
    local = instant.astimezone(zone)
    said = say(_("{day} at {time}"), day=day(local.date(), week=week), time=clock_time(local.time()))
    return f"{said}{beside(local)}"


def beside(starts: datetime, ends: datetime | None = None) -> str:
    """Return the reader's own time, to stand behind one that is said on other clocks: " (09.00 hos dig)". Empty where it is the same."""
    zone = _lives_by.get()
    if zone is None or starts.astimezone(zone).utcoffset() == starts.utcoffset():
        return ""
    theirs = starts.astimezone(zone)
    hours = clock_time(theirs.time())
    if ends is not None:
        hours = f"{hours}–{clock_time(ends.astimezone(zone).time())}"  # A range is written with an en dash.
    if theirs.date() == starts.date():
        return f" {say(_('({time} where you are)'), time=hours)}"
    return f" {say(_('({day} at {time} where you are)'), day=day(theirs.date()), time=hours)}"


def clock_time(value: time) -> str:
    """Return a time of day: "10.00" in Danish, "10:00" in English."""
    return value.strftime("%H.%M" if spoken() == "da" else "%H:%M")


def quoted(text: str) -> str:
    """Return a text in the quotation marks of the language being spoken: ”…” in Danish."""
    return say(_("“{text}”"), text=text)


def all_of(items: Iterable[str]) -> str:
    """Return a list in words: "a, b og c"."""
    return _list(items, "standard")


def any_of(items: Iterable[str]) -> str:
    """Return a choice in words: "a, b eller c"."""
    return _list(items, "or")


def _list(items: Iterable[str], style: Literal["standard", "or"]) -> str:
    return _listed(tuple(items), style, spoken())


@lru_cache(maxsize=1024)
def _listed(items: tuple[str, ...], style: Literal["standard", "or"], language: str) -> str:
    """Put a list into words; the same units are named together over and over."""
    from babel.lists import format_list  # noqa: PLC0415  # Heavy; loaded where used.

    return format_list(items, style, locale=language) if items else ""


def number(value: int) -> str:
    """Return a number with the language's separators."""
    from babel.numbers import format_decimal  # noqa: PLC0415  # Heavy; loaded where used.

    return format_decimal(value, locale=spoken())
