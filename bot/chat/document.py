"""A document in a neutral vocabulary: what authorities take away, file and send on. Making files of it is for bot/documents.

Plain text throughout: no markup of anybody's becomes a style here.
"""

from typing import Annotated, Literal

from pydantic import ConfigDict, Field, TypeAdapter
from pydantic.dataclasses import dataclass

_FROZEN = ConfigDict(extra="forbid", defer_build=True)  # Most days nobody takes a document away.


@dataclass(frozen=True, config=_FROZEN)
class Heading:
    """A heading; level 1 is a chapter of the document."""

    text: str
    level: Annotated[int, Field(ge=1, le=4)] = 1
    kind: Literal["heading"] = "heading"


@dataclass(frozen=True, config=_FROZEN)
class Paragraph:
    """A few sentences. `strong` is the lead below the title."""

    text: str
    strong: bool = False
    kind: Literal["paragraph"] = "paragraph"


@dataclass(frozen=True, config=_FROZEN)
class Items:
    """A list, with numbers or with bullets."""

    items: tuple[str, ...]
    numbered: bool = False
    kind: Literal["items"] = "items"


@dataclass(frozen=True, config=_FROZEN)
class Grid:
    """A table with a row of headings; `caption` stands above it. `widths` are shares of the page's width."""

    caption: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    widths: tuple[int, ...] = ()
    kind: Literal["grid"] = "grid"


@dataclass(frozen=True, config=_FROZEN)
class NewPage:
    """What follows begins on a page of its own."""

    kind: Literal["new_page"] = "new_page"


Block = Heading | Paragraph | Items | Grid | NewPage


@dataclass(frozen=True, config=_FROZEN)
class Document:
    """A whole document: its title, what it is, and its blocks. `language` is what a reader's screen reader is to speak."""

    title: str
    language: str
    facts: tuple[tuple[str, str], ...] = ()
    blocks: tuple[Block, ...] = ()
    footer: str = ""


_DOCUMENT = TypeAdapter(Document)


def to_json(document: Document) -> str:
    """Return a document as it is kept."""
    return _DOCUMENT.dump_json(document).decode()


def from_json(stored: str) -> Document:
    """Read a document back."""
    return _DOCUMENT.validate_json(stored)


def blocks_of(text: str) -> tuple[Paragraph | Items, ...]:
    """Read what people write into paragraphs and lists: an empty line parts paragraphs, "- " and "1. " begin items."""
    found: list[Paragraph | Items] = []
    lines: list[str] = []
    items: list[str] = []
    numbered = False

    def flush() -> None:
        if lines:
            found.append(Paragraph(" ".join(lines)))
            lines.clear()
        if items:
            found.append(Items(tuple(items), numbered=numbered))
            items.clear()

    for raw in text.splitlines():
        line = " ".join(raw.split())
        bullet, number = line.startswith(("- ", "• ", "* ")), _number(line)
        if not line:
            flush()
        elif bullet or number:
            if lines or (items and numbered != bool(number)):
                flush()
            numbered = bool(number)
            items.append(line[2:].strip() if bullet else line[number:].strip())
        elif items and raw[:1].isspace():
            items[-1] = f"{items[-1]} {line}"  # A line that goes on with the item above.
        else:
            if items:
                flush()
            lines.append(line)
    flush()
    return tuple(found)


def _number(line: str) -> int:
    """Return how many characters the number of an item takes, as in "1. "; nought when there is none."""
    digits, dot, _rest = line.partition(". ")
    return len(digits) + 2 if dot and digits.isdecimal() and len(digits) <= 2 else 0  # noqa: PLR2004  # No list has a hundred items.
