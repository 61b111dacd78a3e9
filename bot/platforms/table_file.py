"""A whole table as a file, for a platform that cannot show all of it. How a table is shown is for each platform's shapes."""

import csv
import io
import re

from bot.chat.message import File, Table

_NUMBER = re.compile(r"[-–−]?\d[\d.,  ]*%?\Z|[-–—]\Z")
_FORMULA = re.compile(r"[=+\-@\t\r]")
_NOT_IN_NAMES = re.compile(r"[^\w]+")


def as_csv(table: Table) -> File:
    """Return a table as a file that a Danish spreadsheet opens as it should; no cell can be taken for a formula."""
    written = io.StringIO()
    writer = csv.writer(written, delimiter=";")
    writer.writerows([_harmless(cell) for cell in row] for row in (table.columns, *table.rows))
    return File(file_name(table.caption or "table", "csv"), "text/csv", written.getvalue().encode("utf-8-sig", "replace"))


def file_name(words: str, ending: str) -> str:
    """Return what a file is called, from what it is about."""
    return f"{_NOT_IN_NAMES.sub('-', words.casefold()).strip('-')[:60] or 'pagt'}.{ending}"


def is_number(cell: str) -> bool:
    """Tell whether a cell stands better to the right."""
    return _NUMBER.match(cell) is not None


def _harmless(cell: str) -> str:
    return f"'{cell}" if _FORMULA.match(cell.strip()) and not is_number(cell.strip()) else cell
