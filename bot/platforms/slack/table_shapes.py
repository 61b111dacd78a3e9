"""Neutral table → one Slack table, text of equal width, several tables or a file, whichever its size asks for. Pure.

Slack takes one table in a message, of 100 rows, 20 columns and 10,000 characters (slack.md §4); nothing of a longer one is left out.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from slack_sdk.models.blocks import RichTextBlock, RichTextElementParts, RichTextPreformattedElement

from bot.chat.message import Message, Table, shortened
from bot.chat.plain import plain
from bot.platforms import table_file
from bot.platforms.slack.limits import FIELD, TABLE_CHARACTERS, TABLE_COLUMNS, TABLE_ROWS
from bot.platforms.slack.parcel import Attachment, Block, Piece, as_dict, as_typed, packed
from bot.platforms.table_file import is_number

MOST_TABLES = 5  # Messages of one table before the rest is left to the file.
SMALL_ROWS, SMALL_WIDTH, SMALL_TEXT = 20, 76, 2_500
LONGEST_CELL = 500
NOTHING = "–"  # Slack refuses an empty cell.


@dataclass(frozen=True)
class _Cells:
    """A table cut to size: header and rows of equal length; `cut` says that something had to be shortened."""

    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    cut: bool


def drawn_table(table: Table) -> tuple[list[Piece], list[Attachment]]:
    """Return a table as Slack tables, one for each message it takes, and as a file when that is not all of it."""
    cells = _cells(table)
    if not cells.header:
        return [], []
    groups = _groups(cells)
    shown = groups if len(groups) <= MOST_TABLES else groups[:1]
    pieces = [
        packed([*_caption(table, number, len(groups)), _block(cells, rows)], later=number > 1)
        for number, rows in enumerate(shown, 1)
    ]
    return pieces, [as_csv(table)] if cells.cut or len(shown) < len(groups) else []


def small_table(table: Table) -> Piece | None:
    """Return a small table as text of equal width, which may stand beside another table; none for one that is not small."""
    body = plain(Message("", (replace(table, caption=""),)))
    if len(table.rows) > SMALL_ROWS or len(body) > SMALL_TEXT or max(map(len, body.splitlines()), default=0) > SMALL_WIDTH:
        return None
    text = RichTextElementParts.Text(text=body or NOTHING)
    drawn = as_dict(RichTextBlock(elements=[RichTextPreformattedElement(elements=[text])]))
    return packed([*_caption(table, 1, 1), drawn])


def as_csv(table: Table) -> Attachment:
    """Return a whole table as a file."""
    made = table_file.as_csv(table)
    return Attachment(made.name, made.media_type, made.data, table.caption)


def _cells(table: Table) -> _Cells:
    """Return the cells as they are drawn: rows of equal length, no cell empty or longer than all of them together allow."""
    width = min(TABLE_COLUMNS, max(map(len, (table.columns, *table.rows))))
    longest = min(LONGEST_CELL, TABLE_CHARACTERS // 2 // width) if width else 0
    whole = [_squared(row, width) for row in (table.columns, *table.rows)]
    header, *rows = [tuple(shortened(cell, longest) or NOTHING for cell in row) for row in whole]
    cut = any(len(" ".join(cell.split())) > longest for row in whole for cell in row)
    return _Cells(header, tuple(rows), cut)


def _squared(row: Sequence[str], width: int) -> Sequence[str]:
    """Return a row of exactly so many cells; what is too much joins the last one."""
    if len(row) <= width:
        return (*row, *[""] * (width - len(row)))
    return (*row[: width - 1], " · ".join(row[width - 1 :]))


def _groups(cells: _Cells) -> list[list[tuple[str, ...]]]:
    """Return the rows in groups that fit under a header each."""
    head = sum(map(len, cells.header))
    groups: list[list[tuple[str, ...]]] = [[]]
    room = TABLE_CHARACTERS - head
    for row in cells.rows:
        size = sum(map(len, row))
        if size > room or len(groups[-1]) + 1 >= TABLE_ROWS:
            groups.append([])
            room = TABLE_CHARACTERS - head
        groups[-1].append(row)
        room -= size
    return groups


def _block(cells: _Cells, rows: Sequence[Sequence[str]]) -> Block:
    settings = [_settings(cells, column) for column in range(len(cells.header))]
    drawn = [[{"type": "raw_text", "text": cell} for cell in row] for row in (cells.header, *rows)]  # Slack reads nothing in it.
    return {"type": "table", "rows": drawn, "column_settings": settings}


def _settings(cells: _Cells, column: int) -> Block:
    """Return how a column stands: numbers to the right, words wrapped."""
    numeric = column > 0 and bool(cells.rows) and all(is_number(row[column]) for row in cells.rows)
    return {"align": "right"} if numeric else {"is_wrapped": True}


def _caption(table: Table, number: int, of: int) -> list[Block]:
    said = shortened(table.caption if of == 1 else f"{table.caption} ({number}/{of})", FIELD)
    return [{"type": "section", "text": as_typed(said), "expand": True}] if said else []
