"""Neutral message → HTML, pure: no database, no request. Every text is shown as text; only the macros of parts.html make tags."""

import hashlib
from dataclasses import dataclass
from pathlib import Path
from typing import Any, assert_never

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from bot.chat.message import Buttons, Facts, File, Menu, Message, Part, Picture, Table, Text
from bot.platforms.local.marked import marked_up, visible
from bot.words import workspace as words

INLINE = frozenset({"image/png", "image/jpeg", "image/gif", "image/webp"})

TEMPLATES = Environment(
    loader=FileSystemLoader(Path(__file__).parent / "templates"),
    autoescape=True,
    undefined=StrictUndefined,
    finalize=visible,
    trim_blocks=True,
    lstrip_blocks=True,
)


@dataclass(frozen=True)
class At:
    """Where a message stands on the page: the address its buttons post to, and the one its files are under."""

    press: str
    files: str


def drawn(message: Message, at: At) -> Markup:
    """Return a message as HTML."""
    macros: Any = TEMPLATES.get_template("parts.html").module
    parts = [_part(part, number, at, macros) for number, part in enumerate(message.parts)]
    return macros.message(message.headline, Markup("\n").join(parts))  # type: ignore[no-any-return]  # a macro returns Markup


def _part(part: Part, number: int, at: At, macros: Any) -> Markup:
    """Return one part as HTML."""
    match part:
        case Text():
            found = macros.text(marked_up(part.markdown))
        case Facts():
            found = macros.facts(part)
        case Table():
            found = macros.table(part, words.table_name(part.caption))
        case Buttons():
            found = macros.buttons([(one, token_of(one.command)) for one in part.buttons], at)
        case Menu():
            options = [(one.label, token_of(f"{part.command} {one.value}")) for one in part.options]
            found = macros.menu(part, options, at, words.labels())
        case Picture():
            found = macros.picture(part, f"{at.files}/{number}", part.media_type in INLINE)
        case File():
            found = macros.file(part, f"{at.files}/{number}", size_of(part.data))
        case _:
            assert_never(part)
    return Markup(found)  # noqa: S704  # a macro's output is escaped already


def token_of(command: str) -> str:
    """Return the short name by which the page calls a button; the command itself stays with the message."""
    return hashlib.sha256(command.encode()).hexdigest()[:20]


def size_of(data: bytes) -> str:
    """Return the size of a file as people say it."""
    size = len(data) / 1024
    return f"{max(size, 0.1):.1f} kB" if size < 1024 else f"{size / 1024:.1f} MB"  # noqa: PLR2004  # kB in a MB
