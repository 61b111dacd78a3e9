"""Neutral form → HTML dialog, and the dialog's answers back: pure, no database. Each kind of field has one `case`."""

import re
from collections.abc import Iterable, Sequence
from itertools import groupby
from typing import Any, assert_never

from markupsafe import Markup
from multidict import MultiMapping

from bot.chat.form import Check, Choice, Choices, Day, Field, Form, Long, Party, Person, Short, Time, Value, Values
from bot.chat.message import Option
from bot.platforms.local.marked import marked_up
from bot.platforms.local.open_form import OpenForm
from bot.platforms.local.shapes import macro
from bot.platforms.local.user import User
from bot.words import workspace as words

MOST_SIDE_BY_SIDE = 4
_ISO_DAY = re.compile(r"\d{4}-\d{2}-\d{2}\Z")
_ISO_TIME = re.compile(r"\d{2}:\d{2}\Z")


def drawn_form(opened: OpenForm, address: str, people: Sequence[User]) -> Markup:
    """Return an open form as a modal dialog that posts to an address."""
    form = opened.form
    fields = Markup("\n").join(_field(one, form.errors.get(one.name, ""), people) for one in form.fields)
    return macro("form.html", "dialog", opened, address, marked_up(form.intro), fields, words.labels())


def _field(field: Field, error: str, people: Sequence[User]) -> Markup:
    """Return one field with its label, hint and error."""
    match field:
        case Check():
            return macro("form.html", "tick", field, error)
        case Choices():
            return _boxes(field, error, "checkbox", field.values)
        case Choice() if field.required and len(field.options) <= MOST_SIDE_BY_SIDE and not isinstance(field, Party):
            return _boxes(field, error, "radio", (field.value,))
        case _:
            return macro("form.html", "field", field, error, _control(field, error, people))


def _control(field: Field, error: str, people: Sequence[User]) -> Markup:
    """Return the control of a field that has just one."""
    match field:
        case Choice() | Choices():
            chosen, options = meant((field.value,), field.options)
            return macro("form.html", "menu", field, error, [("", options)], chosen, words.labels())
        case Person():
            chosen, _ = meant((field.value,), [Option(one.name, one.id) for one in people])
            return macro("form.html", "menu", field, error, _people(chosen, people), chosen, words.labels())
        case Day():
            return _line(field, error, "date" if not field.value or _ISO_DAY.match(field.value) else "text")
        case Time():
            return _line(field, error, "time" if not field.value or _ISO_TIME.match(field.value) else "text")
        case Long():
            return macro("form.html", "lines", field, error)
        case Short() | Check():
            return _line(field, error, "text")
        case _:
            assert_never(field)


def _line(field: Field, error: str, kind: str) -> Markup:
    """Return an input of one line; a day in words stays as words, since a date picker would drop it."""
    return macro("form.html", "line", field, error, kind)


def _boxes(field: Choice | Choices, error: str, kind: str, values: Iterable[str]) -> Markup:
    """Return options side by side, to tick or to choose one of."""
    chosen, options = meant(values, field.options)
    return macro("form.html", "group", field, error, macro("form.html", "boxes", field, options, kind, chosen))


def meant(values: Iterable[str], options: Sequence[Option]) -> tuple[Sequence[str], Sequence[Option]]:
    """Return which options are chosen, by value, label or alias, and the options with what was typed and is none of them."""
    chosen: list[str] = []
    strangers: list[Option] = []
    for value in filter(None, (one.strip() for one in values)):
        named = (one for one in options if value.casefold() in {name.casefold() for name in (one.value, one.label, *one.aliases)})
        found = next(named, None)
        chosen.append(found.value if found else value)
        strangers += [] if found else [Option(value, value)]
    return chosen, [*options, *strangers]


def _people(chosen: Sequence[str], people: Sequence[User]) -> Sequence[tuple[str, Sequence[Option]]]:
    """Return everybody by authority, and what was typed when it is nobody."""
    named = [(one.authority, Option(f"{one.name} · {one.title}" if one.title else one.name, one.id)) for one in people]
    groups = [(authority, [option for _, option in found]) for authority, found in groupby(named, key=lambda one: one[0])]
    strangers = [Option(one, one) for one in chosen if one not in {user.id for user in people}]
    return [("", strangers), *groups] if strangers else groups


def values_of(form: Form, sent: MultiMapping[Any]) -> Values:
    """Read what the dialog sent, by the kinds of the form's fields; what it does not know it leaves out."""
    found: dict[str, Value] = {}
    for field in form.fields:
        match field:
            case Check():
                found[field.name] = field.name in sent
            case Choices():
                found[field.name] = tuple(map(_line_ends, sent.getall(field.name, [])))
            case _:
                found[field.name] = _line_ends(sent.get(field.name, ""))
    return found


def _line_ends(sent: object) -> str:
    """Return a text with the line ends of everywhere else; a browser sends those of Windows."""
    return sent.replace("\r\n", "\n") if isinstance(sent, str) else ""
