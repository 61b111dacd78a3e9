"""What keeps a database from keeping anything: told apart from our own mistakes, so that people and operators hear what it is."""

from enum import StrEnum

from sqlalchemy.exc import DBAPIError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeoutError

_SQLITE = {13: "full", 8: "read_only", 10: "away", 14: "away", 5: "busy", 6: "busy"}  # sqlite.org/rescode.html, the primary codes
_POSTGRES = {"53100": "full", "25006": "read_only", "55P03": "busy", "40001": "busy", "40P01": "busy"}


class Trouble(StrEnum):
    """Why nothing can be kept."""

    FULL = "full"  # the disk, or what may be used of it
    READ_ONLY = "read_only"
    AWAY = "away"  # it cannot be reached, or its disk cannot be read
    BUSY = "busy"  # others hold it for longer than anybody waits


def cut_off(error: Exception) -> bool:
    """Tell whether a connection that was at work was cut: what was done on it is undone, and the next one may do."""
    return isinstance(error, DBAPIError) and error.connection_invalidated


def trouble_of(error: Exception) -> Trouble | None:
    """Return what trouble a failure tells of; none when it is a mistake of ours."""
    if isinstance(error, PoolTimeoutError):
        return Trouble.BUSY
    if not isinstance(error, DBAPIError):
        return None
    if cut_off(error):
        return Trouble.AWAY
    code = getattr(error.orig, "sqlite_errorcode", None)
    if isinstance(code, int):
        return Trouble(_SQLITE[code & 0xFF]) if code & 0xFF in _SQLITE else None
    state = getattr(error.orig, "sqlstate", None)  # psycopg's; it is not loaded for it, since a start on SQLite need not.
    if state in _POSTGRES:
        return Trouble(_POSTGRES[state])
    gone = state is None or state[:2] == "08" or state[:3] == "57P"
    return Trouble.AWAY if gone and isinstance(error, OperationalError) else None
