"""A form in the neutral vocabulary: a Slack modal, a Mattermost dialog, a page's form, or one typed line.

What the values mean is for the command that owns the form; what they look like is for each shapes.py.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import TypeAlias
from zoneinfo import ZoneInfo

from bot.chat.mentions import by_name
from bot.chat.message import Option, shortened

LONGEST_TITLE = 24  # Slack and Mattermost both refuse a longer one.
Value: TypeAlias = "str | tuple[str, ...] | bool"
Values: TypeAlias = Mapping[str, Value]


@dataclass(frozen=True, kw_only=True)
class Short:
    """One line of text."""

    name: str
    label: str
    hint: str = ""
    required: bool = False
    longest: int = 150
    aliases: tuple[str, ...] = ()
    value: str = ""


@dataclass(frozen=True, kw_only=True)
class Long(Short):
    """Several lines of text."""

    longest: int = 3000


@dataclass(frozen=True, kw_only=True)
class Choice(Short):
    """One of the options; the value is the option's value."""

    options: tuple[Option, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Party(Choice):
    """One party of the agreement; the options are its units."""


@dataclass(frozen=True, kw_only=True)
class Person(Short):
    """One person; the value is the platform's own id of them, or a name typed."""


@dataclass(frozen=True, kw_only=True)
class Choices(Short):
    """Any of the options; the values are theirs, joined by commas in `value`."""

    options: tuple[Option, ...] = ()

    @property
    def values(self) -> tuple[str, ...]:
        """The chosen values."""
        return tuple(one for one in self.value.split(",") if one)


@dataclass(frozen=True, kw_only=True)
class Day(Short):
    """A day: `2027-03-11` from a picker, or words where there is none. One that is to come needs no year."""

    coming: bool = False


@dataclass(frozen=True, kw_only=True)
class Time(Short):
    """A time of day: `10:00` from a picker, or words where there is none.

    `of` names the field of its day. A platform that picks both at once calls them `whole`, says that they are `lacking` where nothing
    is picked yet, and gives an instant in the time's place, which `parted` reads.
    """

    of: str = ""
    whole: str = ""
    lacking: str = ""


@dataclass(frozen=True, kw_only=True)
class Check(Short):
    """Yes or no; the value is `yes` or empty."""

    @property
    def ticked(self) -> bool:
        """Whether it stands at yes."""
        return self.value == "yes"


Field = Short | Long | Choice | Party | Person | Choices | Day | Time | Check


@dataclass(frozen=True)
class Form:
    """Questions asked together; sending it runs `command` with the answers as values. Its days and times are meant in `zone`."""

    title: str
    command: str
    fields: tuple[Field, ...]
    submit: str
    intro: str = ""  # Markdown
    errors: Mapping[str, str] = field(default_factory=dict)  # field name → sentence; "" → about the whole form
    again: bool = False  # to be looked at once more, though its answers stand behind the command
    zone: str = ""  # the agreement's; dispatch fills it in

    def __post_init__(self) -> None:
        """Keep the title within what every platform shows."""
        object.__setattr__(self, "title", shortened(self.title, LONGEST_TITLE))

    def filled(self, values: Values) -> "Form":
        """Return the form with what the person wrote in its fields; nothing they wrote is lost."""
        written = [(one, as_text(values.get(one.name, one.value))) for one in self.fields]
        named = [replace(one, value=value if isinstance(one, Person) else by_name(value)) for one, value in written]
        return replace(self, fields=tuple(named))

    def refused(self, errors: Mapping[str, str]) -> "Form":
        """Return the form with a sentence beside each field that needs another look."""
        return replace(self, errors=dict(errors))

    def names(self) -> tuple[str, ...]:
        """Return the fields' names in order."""
        return tuple(one.name for one in self.fields)


def as_text(value: Value) -> str:
    """Return a value as a field stores it."""
    match value:
        case bool():
            return "yes" if value else ""
        case str():
            return value
        case _:
            return ",".join(value)


_INSTANT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d(?::00(?:\.0{1,6})?)?(?:Z|[+-]\d\d:\d\d)\Z")


def parted(form: Form, values: Values, zone: ZoneInfo) -> Values:
    """Return a form's values with each instant that was picked as the day and the time of day it is in the form's zone.

    What is no whole minute no picker gave; it stays, and is refused as any other words that are no time.
    """
    parts: dict[str, Value] = {}
    for one in form.fields:
        said = values.get(one.name, "")
        if isinstance(one, Time) and one.of and isinstance(said, str) and _INSTANT.match(said) and not values.get(one.of):
            try:
                local = datetime.fromisoformat(said).astimezone(zone)
            except (ValueError, OverflowError):
                continue
            parts |= {one.of: local.date().isoformat(), one.name: f"{local:%H:%M}"}
    return {**values, **parts}


_KEYED = re.compile(r"^\s*([^\s:;][^:;]{0,40}?)\s*:\s*(.*)$", re.DOTALL)


def typed(fields: Iterable[Field], line: str) -> tuple[str, dict[str, Value], tuple[str, ...]]:
    r"""Read the same form from one typed line: `Title; track: 1, 2; lead: osa`.

    Returns the words before the first `key:`, the values by field name, and the keys no field knows.
    A key is a field's name, label or alias, in any case. A semicolon ends a value, unless no key follows it; `\;` never does.
    """
    known = {" ".join(key.casefold().split()): one.name for one in fields for key in (one.name, one.label, *one.aliases)}
    first, *pieces = (piece.replace("\\;", ";") for piece in re.split(r"(?<!\\);", line))
    lead, name, value = _opening(first, known)
    values: dict[str, Value] = {name: value} if name else {}
    strangers: list[str] = []
    for piece in pieces:
        found = _KEYED.match(piece)
        if found and (owner := known.get(" ".join(found[1].casefold().split()))):
            name = owner
            values[name] = found[2].strip()
        elif found:
            strangers.append(found[1])
        elif piece.strip() and name:
            values[name] = "; ".join(filter(None, (as_text(values[name]), piece.strip())))
        elif piece.strip():
            lead = "; ".join(filter(None, (lead, piece.strip())))
    return lead, values, tuple(strangers)


def _opening(piece: str, known: Mapping[str, str]) -> tuple[str, str, str]:
    """Split the words a line starts with from the first key, if it stands among them: `I-7 state: paused`."""
    keys = "|".join(r"\s+".join(map(re.escape, key.split())) for key in sorted(known, key=len, reverse=True))
    found = re.search(rf"(?:^|(?<=\s))({keys})\s*:", piece, re.IGNORECASE)
    if not found:
        return piece.strip(), "", ""
    return piece[: found.start()].strip(), known[" ".join(found[1].casefold().split())], piece[found.end() :].strip()
