"""Neutral table → Markdown tables, as many as its size asks for, and a file when that is not all of it. Pure."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from bot.chat.message import Table, shortened
from bot.platforms.mattermost.limits import CELL, TABLE_POSTS
from bot.platforms.mattermost.parcel import MARK, Piece, Upload
from bot.platforms.mattermost.plainly import cleaned, one_line, plainly
from bot.platforms.table_file import as_csv, is_number

NOTHING = "–"  # The web client loses count where the last cells of a row are empty.


@dataclass(frozen=True)
class _Cells:
    """A table cut to size: header and rows of equal length, escaped; `cut` says that something had to be shortened."""

    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    numeric: tuple[bool, ...]
    cut: bool

    @property
    def head(self) -> str:
        """The first two lines of each table."""
        rule = ["---:" if right else "---" for right in self.numeric]
        return f"{_row(self.header)}\n{_row(rule)}"


def drawn_table(table: Table, longest: int) -> tuple[list[Piece], list[Upload]]:
    """Return a table as text that fits into posts of a length, and as a file when that is not all of it."""
    room = longest - MARK - 2
    cells = _cells(table, room)
    if not cells.header:
        return [], []
    groups = list(_groups(cells, room))
    shown = groups if len(groups) <= TABLE_POSTS else groups[:1]
    pieces = [_piece(table, cells, rows, f" ({number}/{len(groups)})") for number, rows in enumerate(shown, 1)]
    if len(groups) == 1:
        pieces = [_piece(table, cells, groups[0], "")]
    whole = not cells.cut and len(shown) == len(groups)
    file = as_csv(table)
    return pieces, [] if whole else [Upload(file.name, file.media_type, file.data)]


def _cells(table: Table, room: int) -> _Cells:
    """Return the cells as they are drawn: rows of equal length, none of them longer than a post takes."""
    width = max(map(len, (table.columns, *table.rows)))
    longest = min(CELL, room // 8 // width) if width else 0
    whole = [
        [" ".join(cleaned(cell).split()) for cell in (*row, *[""] * (width - len(row)))] for row in (table.columns, *table.rows)
    ]
    drawn = [tuple(plainly(shortened(cell, max(2, longest))) or NOTHING for cell in row) for row in whole]
    numeric = tuple(_numeric([row[column] for row in whole[1:]]) if column else False for column in range(width))
    return _Cells(drawn[0], tuple(drawn[1:]), numeric, any(len(cell) > longest for row in whole for cell in row))


def _numeric(cells: Sequence[str]) -> bool:
    return any(cells) and all(is_number(cell) or not cell for cell in cells)


def _groups(cells: _Cells, room: int) -> Iterator[list[tuple[str, ...]]]:
    """Yield the rows in groups that fit under a caption and a header each."""
    start = len(cells.head) + 2 * CELL
    group: list[tuple[str, ...]] = []
    size = start
    for row in cells.rows:
        more = len(_row(row)) + 1
        if group and size + more > room:
            yield group
            group, size = [], start
        group.append(row)
        size += more
    yield group


def _piece(table: Table, cells: _Cells, rows: Sequence[Sequence[str]], which: str) -> Piece:
    caption = one_line(shortened(cleaned(table.caption), CELL // 2))
    said = f"**{caption}{which}**" if caption else which.strip()
    body = "\n".join([cells.head, *map(_row, rows)])
    return Piece(text=f"{said}\n\n{body}" if said else body, plain=table.caption)


def _row(cells: Sequence[str]) -> str:
    return f"| {' | '.join(cells)} |"
