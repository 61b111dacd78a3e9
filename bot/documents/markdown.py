"""Documents as Markdown: for those who paste into a system of their own, and for eyes that compare two versions."""

import re
from typing import assert_never

from bot.chat.document import Block, Document, Grid, Heading, Items, NewPage, Paragraph

MEDIA_TYPE = "text/markdown"
_SIGNS = re.compile(r"([\\`*_\[\]<>|~])")
_AT_START = re.compile(r"^(\d{1,9})([.)])|^([#>+=-])")


def markdown_of(document: Document) -> bytes:
    """Return a document as Markdown, in UTF-8; the same document always gives the same bytes."""
    parts = [f"# {_plain(document.title)}"]
    if document.facts:
        parts.append("\n".join(f"- **{_plain(label)}:** {_plain(value)}" for label, value in document.facts))
    parts += filter(None, map(_block, document.blocks))
    return ("\n\n".join(parts) + "\n").encode()


def _block(block: Block) -> str:
    match block:
        case Heading():
            return f"{'#' * (block.level + 1)} {_plain(block.text)}"
        case Paragraph():
            text = _line(block.text)
            return f"**{text}**" if block.strong and text else text
        case Items():
            signs = [f"{place}." if block.numbered else "-" for place in range(1, len(block.items) + 1)]
            return "\n".join(f"{sign} {_line(item)}" for sign, item in zip(signs, block.items, strict=True))
        case Grid():
            return _grid(block)
        case NewPage():
            return "---"
        case _:
            assert_never(block)


def _grid(block: Grid) -> str:
    rows = [_row(block.columns), _row(("---",) * len(block.columns), raw=True), *map(_row, block.rows)]
    caption = f"*{_plain(block.caption)}*\n\n" if block.caption else ""
    return caption + "\n".join(rows)


def _row(cells: tuple[str, ...], *, raw: bool = False) -> str:
    return f"| {' | '.join(cell if raw else _plain(cell) for cell in cells)} |"


def _plain(text: str) -> str:
    """Show a text as it is written, whatever stands in it."""
    return _SIGNS.sub(r"\\\1", " ".join(text.split()))


def _line(text: str) -> str:
    """Show a text that stands first on a line: nothing in it begins a list, a heading or a quotation."""
    return _AT_START.sub(lambda found: f"{found[1]}\\{found[2]}" if found[1] else f"\\{found[3]}", _plain(text))
