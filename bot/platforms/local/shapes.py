"""Neutral message → HTML, pure: no database, no request. Every text is shown as text; only the macros of parts.html make tags."""

import hashlib
import re
from dataclasses import dataclass
from pathlib import Path
from typing import assert_never

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from bot.chat.message import Buttons, Facts, File, Menu, Message, Part, Picture, Table, Text
from bot.platforms.local import statics
from bot.platforms.local.marked import marked_up, visible
from bot.words import workspace as words

_NUMBER = re.compile(r"[-–−]?[\d.,   ]*\d ?%?\Z|[-–—]?\Z")
INLINE = frozenset({"image/png", "image/jpeg", "image/gif", "image/webp"})

TEMPLATES = Environment(
    loader=FileSystemLoader(Path(__file__).parent / "templates"),
    autoescape=True,
    undefined=StrictUndefined,
    finalize=visible,
    trim_blocks=True,
    lstrip_blocks=True,
)
TEMPLATES.globals["static"] = statics.ADDRESS


@dataclass(frozen=True)
class At:
    """Where a message stands on the page: the address its buttons post to, and the one its files are under."""

    press: str
    files: str


def macro(template: str, name: str, /, *facts: object) -> Markup:
    """Return what a template's macro makes of these facts."""
    return Markup(getattr(TEMPLATES.get_template(template).module, name)(*facts))  # noqa: S704  # a macro escapes all it is given


def drawn(message: Message, at: At) -> Markup:
    """Return a message as HTML."""
    parts = Markup("\n").join(_part(part, number, at) for number, part in enumerate(message.parts))
    return macro("parts.html", "message", message.headline, parts)


def _part(part: Part, number: int, at: At) -> Markup:  # noqa: PLR0911  # one return for each part
    """Return one part as HTML."""
    match part:
        case Text():
            return macro("parts.html", "text", marked_up(part.markdown))
        case Facts():
            return macro("parts.html", "facts", part)
        case Table():
            return macro("parts.html", "table", part, words.table_name(part.caption), numeric(part))
        case Buttons():
            return macro("parts.html", "buttons", [(one, token_of(one.command)) for one in part.buttons], at)
        case Menu():
            options = [(one.label, token_of(f"{part.command} {one.value}")) for one in part.options]
            return macro("parts.html", "menu", part, options, at, words.labels())
        case Picture():
            return macro("parts.html", "picture", part, f"{at.files}/{number}", part.media_type in INLINE)
        case File():
            return macro("parts.html", "file", part, f"{at.files}/{number}", size_of(part.data))
        case _:
            assert_never(part)


def numeric(table: Table) -> frozenset[int]:
    """Return the columns that hold only numbers, which stand better to the right."""
    return frozenset(
        column
        for column in range(1, len(table.columns))
        if (cells := [row[column] for row in table.rows if column < len(row)]) and all(_NUMBER.match(cell) for cell in cells)
    )


def token_of(command: str) -> str:
    """Return the short name by which the page calls a button; the command itself stays with the message."""
    return hashlib.sha256(command.encode()).hexdigest()[:20]


def size_of(data: bytes) -> str:
    """Return the size of a file as people say it."""
    size = len(data) / 1024
    return f"{max(size, 0.1):.1f} kB" if size < 1024 else f"{size / 1024:.1f} MB"  # noqa: PLR2004  # kB in a MB
