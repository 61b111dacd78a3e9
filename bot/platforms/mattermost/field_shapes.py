"""One field of a neutral form → one element of a Mattermost dialog, pure. What the whole dialog looks like is in form_shapes.py.

What the server's version cannot show becomes typed text. A radio button is never drawn: until 11.7 a client sends one that was
left as it stood as no value at all; a menu holds the same choice everywhere.
"""

import re
from collections.abc import Sequence
from typing import Any, TypeAlias, assert_never

from bot.chat.form import Check, Choice, Choices, Day, Field, Long, Party, Person, Short, Time
from bot.chat.message import Option
from bot.platforms.mattermost.ids import is_id
from bot.platforms.mattermost.limits import HELP, LABEL, LINE, LINES, NAME
from bot.platforms.mattermost.marked import Drawing
from bot.platforms.mattermost.moment_shapes import picker
from bot.platforms.mattermost.plainly import cleaned
from bot.platforms.mattermost.versions import Version
from bot.platforms.meant import meant

Element: TypeAlias = dict[str, Any]
_ISO_DAY = re.compile(r"\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])\Z")
_NO_COMMA = re.compile(r"[^,\s]+\Z")
DAY, TIME = "2027-03-11", "10:00"  # How a day and a time are typed where there is no picker, shown in the empty field.


def drawn_field(field: Field, version: Version, drawing: Drawing) -> Element:
    """Return a field as an element of a dialog."""
    hint = _hint(field, drawing)
    beside = isinstance(field, Check) and fitted(hint, LINE) == hint  # A box says what ticking it means; then no help is needed.
    label = " ".join(cleaned(field.label or field.name).split())
    options = typed_options(field, version)
    shown = fitted(label, LABEL) or "–"
    help_ = " · ".join(filter(None, ["" if shown == label else label, "" if beside else hint, options]))
    return {
        "name": field.name[:NAME],
        "display_name": shown,
        "optional": not field.required or isinstance(field, Check),
        "help_text": fitted(help_, HELP),
        **_element(field, version),
        **({"placeholder": fitted(hint or label, LINE)} if isinstance(field, Check) else {}),
    }


def drawn_moment(day: Field, time: Time, zone: str, asking: "tuple[Version, Drawing]") -> Element:
    """Return a day and the time asked for with it as one element, under the time's name; what an empty one lacks its help says."""
    version, drawing = asking
    found = picker(day, time, zone, version)
    lacking = cleaned(time.lacking) if found["optional"] and time.required else ""
    label = " ".join(cleaned(time.whole or day.label or day.name).split())
    shown = fitted(label, LABEL) or "–"
    help_ = " · ".join(filter(None, ["" if shown == label else label, lacking, _hint(day, drawing), _hint(time, drawing)]))
    return {"name": time.name[:NAME], "display_name": shown, "help_text": fitted(help_, HELP), **found}


def whole_help(field: Field, version: Version, drawing: Drawing) -> str:
    """Return the options of a field that its help cannot hold, to be said above the form; empty when it holds them."""
    options = typed_options(field, version)
    return options if options and options not in drawn_field(field, version, drawing)["help_text"] else ""


def typed_options(field: Field, version: Version) -> str:
    """Return the options of a field that has to be typed, as a person types them."""
    if not isinstance(field, Choices) or _many(field, version):
        return ""
    return ", ".join(" ".join(cleaned(one.label or one.value).split()) for one in field.options)


def fitted(text: str, longest: int) -> str:
    """Return a text cut so that its bytes fit, at a word where that leaves most of it, ending in an ellipsis."""
    flat = " ".join(text.split())
    if len(flat.encode()) <= longest:
        return flat
    cut = flat.encode()[: longest - len("…".encode())].decode("utf-8", "ignore")
    return (cut.rsplit(" ", 1)[0] if " " in cut[len(cut) // 2 :] else cut).rstrip(" ,.;:·") + "…"


def _hint(field: Field, drawing: Drawing) -> str:
    return " ".join(cleaned(drawing.sentence(field.hint)).split())


def _element(field: Field, version: Version) -> Element:  # noqa: PLR0911  # One return for each kind of field.
    """Return what a field is answered with."""
    match field:
        case Check():
            return {"type": "bool", "default": "true" if field.ticked else "false"}
        case Choices():
            return _several(field, version)
        case Choice() | Party() if field.options:
            chosen, offered = meant((field.value,), field.options)
            return {"type": "select", "default": chosen[0].value if chosen else "", "options": _options(offered)}
        case Person():
            known = field.value if is_id(field.value) else ""
            typed = fitted(cleaned(field.value), LINE) if not known else ""
            return {"type": "select", "data_source": "users", "default": known, "placeholder": typed}
        case Day() if version.dates and (not field.value or _ISO_DAY.match(field.value)):
            return {"type": "date", "default": field.value}
        case Day():
            return {**_typed(field, field.value), "placeholder": DAY}
        case Time():
            return {**_typed(field, field.value), "placeholder": TIME}
        case Long():
            return {"type": "textarea", "default": cleaned(field.value), "max_length": max(1, min(field.longest, LINES))}
        case Short() | Choice():
            return _typed(field, field.value)
        case _:
            assert_never(field)


def _several(field: Choices, version: Version) -> Element:
    """Return a menu that takes several options, or a line to type them in."""
    chosen, offered = meant(field.values, field.options)
    if _many(field, version):
        return {
            "type": "select",
            "multiselect": True,
            "default": ",".join(one.value for one in chosen),
            "options": _options(offered),
        }
    return _typed(field, ", ".join(_name(one) for one in chosen))


def _typed(field: Field, value: str) -> Element:
    """Return a line to type in; one that may be longer than a dialog's line is a box, and its line breaks count as spaces."""
    said = " ".join(cleaned(value).split())
    line = field.longest <= LINE and len(said.encode()) <= LINE
    longest = max(1, min(field.longest, LINE if line else LINES))
    return {"type": "text" if line else "textarea", "default": said, "max_length": longest}


def _many(field: Choices, version: Version) -> bool:
    """Tell whether a menu can take several of the options: its default parts them by commas, and strikes out blanks."""
    return version.multiselect and bool(field.options) and all(_NO_COMMA.match(one) for one in _values(field))


def _values(field: Choices) -> Sequence[str]:
    return [one.value for one in meant(field.values, field.options)[1]]


def _options(offered: Sequence[Option]) -> list[dict[str, str]]:
    return [
        {"text": " ".join(cleaned(one.label or one.value).split()) or "–", "value": one.value} for one in offered if one.value
    ]


def _name(one: Option) -> str:
    """Return an option as it is typed among others: one with a comma in its name is typed by its value."""
    return one.value if "," in one.label or not one.label else one.label
