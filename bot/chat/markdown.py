"""Marked text: the small Markdown the bot writes, in which what a person wrote can never become markup.

Words functions write templates; every fact put into one is escaped here, once, so no renderer needs to trust anybody.
Allowed markup: paragraphs, lists, **strong**, *emphasis*, `code`, and links to `person:ID`, `place:ID`, http and https.
"""

import re
import string
from collections.abc import Iterable, Sequence
from functools import cache, lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from markdown_it import MarkdownIt
    from markdown_it.token import Token

_EVERYWHERE = re.compile(r"([\\`*_\[\]<>&~|])")
_PARAGRAPH = r"[^\W\d_](?:[^\n\\`*_\[\]<>&~|]*[^\s\\`*_\[\]<>&~|])?"
_PLAIN = re.compile(rf"{_PARAGRAPH}(?:\n\n{_PARAGRAPH})*")
_AT_LINE_START = re.compile(r"^(\d{0,9})([#\-+=.):])")


class Markdown(str):
    """Text that is already Markdown of ours; only the functions of this file make it."""

    __slots__ = ()


def escaped(text: str) -> Markdown:
    """Return the text so that every character is shown as typed; line breaks stay, blank lines close up."""
    if is_plain(text) and "\n" not in text:
        return Markdown(text)
    lines = (line.strip() for line in _EVERYWHERE.sub(r"\\\1", text).splitlines())
    # No line of theirs starts a list, a heading or a rule.
    return Markdown("\\\n".join(_AT_LINE_START.sub(r"\1\\\2", line) for line in lines if line))


def marked(template: str, **facts: object) -> Markdown:
    """Fill a template of ours; the facts are shown as typed.

    Its places hold plain names only: a template comes from a catalogue, and a catalogue must not reach into objects.

    Raises:
        KeyError: for a name that no fact goes by.
    """
    said = []
    for words, name, form in _read(template):
        said.append(words)
        if name is not None:
            fact = facts[name]
            said.append(fact if isinstance(fact, Markdown) else escaped(format(fact, form or "")))
    return Markdown("".join(said))


@lru_cache(maxsize=4096)
def _read(template: str) -> tuple[tuple[str, str | None, str | None], ...]:
    """Return a template's words, each with the name and the format of the fact that follows; the same ones are filled over and over."""
    return tuple(one[:3] for one in string.Formatter().parse(template))


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


def is_plain(markdown: str) -> bool:
    """Tell whether there is sure to be nothing to read in Markdown of ours: paragraphs of words, each beginning with a letter.

    Most sentences are like that, and reading one takes longer than all the rest of drawing it.
    """
    return _PLAIN.fullmatch(markdown) is not None and markdown.replace("\n", "").isprintable()


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
