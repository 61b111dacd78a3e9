"""Marked text: the small Markdown the bot writes, in which what a person wrote can never become markup.

Words functions write templates; every fact put into one is escaped here, once, so no renderer needs to trust anybody.
Allowed markup: paragraphs, lists, **strong**, *emphasis*, `code`, and links to `person:ID`, `place:ID`, http and https.
"""

import re
import string
from collections.abc import Iterable, Mapping, Sequence
from functools import cache, lru_cache
from typing import TYPE_CHECKING

from typing_extensions import override

if TYPE_CHECKING:
    from markdown_it import MarkdownIt
    from markdown_it.token import Token

_EVERYWHERE = re.compile(r"([\\`*_\[\]<>&~|])")
_AT_LINE_START = re.compile(r"^(\d{0,9})([#\-+=.):])")


class Markdown(str):
    """Text that is already Markdown of ours; only the functions of this file make it."""

    __slots__ = ()


def escaped(text: str) -> Markdown:
    """Return the text so that every character is shown as typed; line breaks stay, blank lines close up."""
    lines = (line.strip() for line in _EVERYWHERE.sub(r"\\\1", text).splitlines())
    # No line of theirs starts a list, a heading or a rule.
    return Markdown("\\\n".join(_AT_LINE_START.sub(r"\1\\\2", line) for line in lines if line))


class _Escaping(string.Formatter):
    """Format a template, escaping every fact that is not Markdown already."""

    @override
    def format_field(self, value: object, format_spec: str) -> str:
        return value if isinstance(value, Markdown) else escaped(format(value, format_spec))

    @override
    def get_field(self, field_name: str, args: Sequence[object], kwargs: Mapping[str, object]) -> tuple[object, str]:
        # Only plain names: a template comes from a catalogue, and a catalogue must not reach into objects.
        return kwargs[field_name], field_name


def marked(template: str, **facts: object) -> Markdown:
    """Fill a template of ours; the facts are shown as typed."""
    return Markdown(_Escaping().vformat(template, (), facts))


def joined(pieces: Iterable[Markdown], between: str = "\n\n") -> Markdown:
    """Join pieces of Markdown, by default as paragraphs."""
    return Markdown(between.join(piece for piece in pieces if piece))


def code(text: str) -> Markdown:
    """Show something to type, as `code`; it cannot hold a backtick of its own."""
    flat = " ".join(text.replace("`", " ").split())
    return Markdown(f"`{flat}`" if flat else "")


def listed(items: Iterable[Markdown]) -> Markdown:
    """Return a bullet list; a line break inside an item stays inside it."""
    return Markdown("\n".join("- " + item.replace("\n", "\n  ") for item in items))


def mention(person: str, name: str) -> Markdown:
    """Name a person so that a platform may link to them; without an account there it is just the name."""
    return Markdown(f"[{escaped(name)}](person:{person})")


@lru_cache(maxsize=256)
def tokens(markdown: str) -> "Sequence[Token]":
    """Return Markdown of ours read; it is read once for all who draw it, so nobody may change a token."""
    return tuple(_parser().parse(markdown))


@cache
def _parser() -> "MarkdownIt":
    """Return the parser of exactly the markup allowed here: nothing a person wrote can reach the rules left out."""
    from markdown_it import MarkdownIt  # noqa: PLC0415  # Loaded where text is drawn, not where it is worded.

    rules = [
        "text",
        "newline",
        "escape",
        "backticks",
        "emphasis",
        "link",
        "entity",
        "balance_pairs",
        "fragments_join",
        "text_join",
    ]
    return MarkdownIt("zero").enable([*rules, "paragraph", "list", "normalize", "block", "inline"], ignoreInvalid=True)
