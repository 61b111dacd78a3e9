"""What a filled form means: every field read once, at the door, into a text, a choice, a day or a yes; or refused beside it."""

import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import TypeAlias
from zoneinfo import ZoneInfo

from bot.chat.form import Check, Choice, Choices, Day, Field, Form, Long, Person, Values, as_text
from bot.chat.mentions import by_name
from bot.chat.message import Option
from bot.domain.when import Question, read_day
from bot.refusal import Refusal

Read: TypeAlias = "str | tuple[str, ...] | bool | date | None"


@dataclass(frozen=True)
class Clock:
    """The instant and the zone in which people mean the days they type."""

    now: datetime
    zone: ZoneInfo


@dataclass(frozen=True)
class Answers:
    """A form's answers by field name."""

    read: Mapping[str, Read]

    def text(self, name: str) -> str:
        """Return a text, empty when nothing was written."""
        value = self.read.get(name, "")
        return value if isinstance(value, str) else ""

    def many(self, name: str) -> tuple[str, ...]:
        """Return the chosen values."""
        value = self.read.get(name, ())
        return value if isinstance(value, tuple) else ()

    def day(self, name: str) -> date | None:
        """Return a day, if one was given."""
        value = self.read.get(name)
        return value if isinstance(value, date) else None

    def ticked(self, name: str) -> bool:
        """Return whether a box was ticked."""
        return self.read.get(name) is True


def read(form: Form, values: Values, clock: Clock) -> Answers:
    """Read a form's raw values.

    Raises:
        Refusal: with one refusal per field that is missing, too long, or not among its options.
    """
    found: dict[str, Read] = {}
    problems: dict[str, Refusal] = {}
    for field in form.fields:
        try:
            found[field.name] = _one(field, as_text(values.get(field.name, field.value)).strip(), clock)
        except Refusal as no:
            problems[field.name] = no
    if problems:
        raise Refusal.of_fields(problems)
    return Answers(found)


def _one(field: Field, text: str, clock: Clock) -> Read:
    """Read one field."""
    if not any(map(_seen, text)):  # Nothing but spaces and signs without width: nobody could read it.
        text = ""
    if field.required and not text:
        raise Refusal("needed", label=field.label)
    if len(text) > field.longest:
        raise Refusal("too_long", length=len(text), longest=field.longest)
    match field:
        case Check():
            return text.casefold() in {"yes", "y", "true", "on", "1", "ja", "j", "x"}
        case Choices():
            return _options(field, text)
        case Choice():
            return _option(field.options, text) if text else ""
        case Day():
            return _day(text, clock, past_ok=not field.coming) if text else None
        case Long():
            return by_name(text)
        case _:
            return " ".join((text if isinstance(field, Person) else by_name(text)).split())


def _seen(character: str) -> bool:
    return unicodedata.category(character)[0] not in "CZ"


def _options(field: Choices, text: str) -> tuple[str, ...]:
    """Read several options, parted by commas."""
    chosen = tuple(dict.fromkeys(_option(field.options, one) for one in text.split(",") if one.strip()))
    if field.required and not chosen:
        raise Refusal("needed", label=field.label)
    return chosen


def _option(options: Sequence[Option], text: str) -> str:
    """Find the option a person means: its value, its label, an alias, or the only one that starts so."""
    wanted = text.strip().casefold()
    for option in options:
        if wanted in {option.value.casefold(), option.label.casefold(), *(alias.casefold() for alias in option.aliases)}:
            return option.value
    starting = [
        option for option in options if any(name.casefold().startswith(wanted) for name in (option.label, *option.aliases))
    ]
    if len(starting) == 1:
        return starting[0].value
    raise Refusal("not_an_option", text=text.strip()[:60], options=[option.label for option in starting or options])


def _day(text: str, clock: Clock, *, past_ok: bool) -> date:
    """Read a day in the words a person typed."""
    found = read_day(text, now=clock.now, calendar_zone=clock.zone, past_ok=past_ok)
    if isinstance(found, Question):
        raise Refusal("unclear_day", text=text[:60], question=found)
    return found
