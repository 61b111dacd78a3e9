"""Neutral form → HTML dialog, and the dialog's answers back: pure, no database. Each kind of field has one `case`."""

import re
from collections.abc import Sequence
from itertools import groupby
from typing import Any, assert_never

from markupsafe import Markup
from multidict import MultiMapping

from bot.chat.form import Check, Choice, Choices, Day, Field, Form, Long, Party, Person, Short, Time, Value, Values
from bot.chat.message import Option
from bot.platforms.local.marked import marked_up
from bot.platforms.local.open_form import OpenForm
from bot.platforms.local.shapes import TEMPLATES
from bot.platforms.local.user import User
from bot.words import workspace as words

MOST_SIDE_BY_SIDE = 4
_ISO_DAY = re.compile(r"\d{4}-\d{2}-\d{2}\Z")
_ISO_TIME = re.compile(r"\d{2}:\d{2}\Z")

Groups = Sequence[tuple[str, Sequence[Option]]]


def drawn_form(opened: OpenForm, address: str, people: Sequence[User]) -> Markup:
    """Return an open form as a modal dialog that posts to an address."""
    macros: Any = TEMPLATES.get_template("form.html").module
    form = opened.form
    fields = Markup("\n").join(_field(one, form.errors.get(one.name, ""), people, macros) for one in form.fields)
    return macros.dialog(opened, address, marked_up(form.intro), fields, words.labels())  # type: ignore[no-any-return]  # a macro returns Markup


def _field(field: Field, error: str, people: Sequence[User], macros: Any) -> Markup:
    """Return one field with its label, hint and error."""
    labels = words.labels()
    control: Markup
    match field:
        case Check():
            return macros.tick(field, error)  # type: ignore[no-any-return]  # a macro returns Markup
        case Choices():
            return macros.group(field, error, macros.boxes(field, field.options, "checkbox", field.values))  # type: ignore[no-any-return]
        case Choice() if field.required and len(field.options) <= MOST_SIDE_BY_SIDE and not isinstance(field, Party):
            return macros.group(field, error, macros.boxes(field, field.options, "radio", (field.value,)))  # type: ignore[no-any-return]
        case Choice():
            control = macros.menu(field, error, [("", _with(field.value, field.options))], labels)
        case Person():
            control = macros.menu(field, error, _people(field.value, people), labels)
        case Day():
            control = macros.line(field, error, "date" if not field.value or _ISO_DAY.match(field.value) else "text")
        case Time():
            control = macros.line(field, error, "time" if not field.value or _ISO_TIME.match(field.value) else "text")
        case Long():
            control = macros.lines(field, error)
        case Short():
            control = macros.line(field, error, "text")
        case _:
            assert_never(field)
    return macros.field(field, error, control)  # type: ignore[no-any-return]  # a macro returns Markup


def _with(value: str, options: Sequence[Option]) -> Sequence[Option]:
    """Return the options, and what was typed when it is none of them: nothing a person wrote is lost."""
    known = not value or value in {one.value for one in options}
    return options if known else [Option(value, value), *options]


def _people(value: str, people: Sequence[User]) -> Groups:
    """Return everybody by authority, and what was typed when it is nobody."""
    named = [(one.authority, Option(f"{one.name} · {one.title}" if one.title else one.name, one.id)) for one in people]
    groups = [(authority, [option for _, option in found]) for authority, found in groupby(named, key=lambda one: one[0])]
    known = not value or value in {one.id for one in people}
    return groups if known else [("", [Option(value, value)]), *groups]


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
