"""The workspace's own SQLite file: its tables, its transactions, and the log of what changed. What is asked stands in the nouns' files.

It is the pretend outside world, so it lies beside Pagt's database and never in it. WAL and `synchronous=FULL`: what was
committed is there after `kill -9`. Two processes may have it open at once (the demo, and `pagt tick` beside it).
"""

import re
import sqlite3
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from threading import RLock
from typing import Literal, TypeAlias

VERSION = 1
_PLAIN_ID = re.compile(r"[A-Za-z0-9_-]{1,80}\Z")
_BUSY_S = 5
_KEPT_CHANGES = 20_000
# The machine's own clock, as leases have it: what a platform calls "since" is real time, whatever the agreement's clock says.
MACHINE_NOW = "strftime('%Y-%m-%dT%H:%M:%f000Z', 'now')"
_TABLES = (
    "CREATE TABLE meta (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID",
    """CREATE TABLE user (
        number INTEGER PRIMARY KEY AUTOINCREMENT, id TEXT NOT NULL UNIQUE, name TEXT NOT NULL,
        title TEXT NOT NULL, authority TEXT NOT NULL, language TEXT NOT NULL)""",
    """CREATE TABLE room (
        number INTEGER PRIMARY KEY AUTOINCREMENT, id TEXT NOT NULL UNIQUE, name TEXT NOT NULL, topic TEXT NOT NULL,
        outsiders INTEGER NOT NULL, user TEXT UNIQUE REFERENCES user (id))""",
    f"""CREATE TABLE post (
        number INTEGER PRIMARY KEY AUTOINCREMENT, room TEXT NOT NULL REFERENCES room (id),
        author TEXT REFERENCES user (id), text TEXT NOT NULL, message TEXT, thread INTEGER REFERENCES post (number),
        key TEXT, only_for TEXT REFERENCES user (id), refused INTEGER NOT NULL, delivery TEXT UNIQUE,
        at TEXT NOT NULL, edited_at TEXT, made_at TEXT NOT NULL DEFAULT ({MACHINE_NOW}))""",
    "CREATE INDEX post_room ON post (room, number)",
    "CREATE INDEX post_thread ON post (thread, number) WHERE thread IS NOT NULL",
    "CREATE INDEX post_key ON post (key) WHERE key IS NOT NULL",
    """CREATE TABLE mark (
        user TEXT NOT NULL REFERENCES user (id), room TEXT NOT NULL REFERENCES room (id), post INTEGER NOT NULL,
        PRIMARY KEY (user, room)) WITHOUT ROWID""",
    f"""CREATE TABLE step (
        delivery TEXT PRIMARY KEY, user TEXT NOT NULL REFERENCES user (id), room TEXT NOT NULL REFERENCES room (id),
        thread INTEGER, post INTEGER, made_at TEXT NOT NULL DEFAULT ({MACHINE_NOW})) WITHOUT ROWID""",
    """CREATE TABLE form (
        number INTEGER PRIMARY KEY AUTOINCREMENT, id TEXT NOT NULL UNIQUE,
        delivery TEXT NOT NULL REFERENCES step (delivery), form TEXT NOT NULL,
        touched INTEGER NOT NULL DEFAULT 0)""",
    """CREATE TABLE change (
        id INTEGER PRIMARY KEY AUTOINCREMENT, kind TEXT NOT NULL, room TEXT, post INTEGER, user TEXT)""",
)

Kind: TypeAlias = Literal["posted", "edited", "hidden", "read", "clock", "people", "form"]


@dataclass(frozen=True)
class Change:
    """One thing that became different; the page draws it anew. Ids only grow, so a reader knows where it stopped."""

    id: int
    kind: Kind
    room: str | None = None
    post: int | None = None
    user: str | None = None


class Database:
    """One connection behind a lock: enough for one machine's demo, and every reader sees the latest commit."""

    def __init__(self, path: Path) -> None:
        self._lock = RLock()
        self._open = False  # Whether a transaction is open; only read and written behind the lock.
        self._listeners: list[Callable[[], None]] = []
        path.touch(mode=0o600)  # What people say there is not for everybody on the machine; SQLite's other files follow it.
        self._connection = sqlite3.connect(path, timeout=_BUSY_S, isolation_level=None, check_same_thread=False)
        self._connection.row_factory = sqlite3.Row
        for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON"):
            self._connection.execute(f"PRAGMA {pragma}")
        with self.begin():
            self._prepare()

    def _prepare(self) -> None:
        """Make the tables where there are none, and drop changes no open page can still be waiting for.

        Raises:
            RuntimeError: when a newer Pagt made the file.
        """
        version = self._connection.execute("PRAGMA user_version").fetchone()[0]
        if version > VERSION:
            raise RuntimeError(f"workspace.db has version {version}; this Pagt knows {VERSION}. Use the Pagt that made it.")
        if version == 0:
            for statement in _TABLES:
                self._connection.execute(statement)
            self._connection.execute(f"PRAGMA user_version = {VERSION}")
        self._connection.execute("DELETE FROM change WHERE id <= (SELECT max(id) FROM change) - ?", [_KEPT_CHANGES])

    @contextmanager
    def begin(self) -> Iterator[sqlite3.Connection]:
        """Open a transaction for a change, or join the one that is open in this thread. Listeners hear of it after the commit."""
        with self._lock:
            if self._open:
                yield self._connection
                return
            self._connection.execute("BEGIN IMMEDIATE")
            self._open = True
            try:
                yield self._connection
                self._connection.execute("COMMIT")
            except BaseException:
                if self._connection.in_transaction:  # Some errors have undone it already.
                    self._connection.execute("ROLLBACK")
                raise
            finally:
                self._open = False
        for listener in tuple(self._listeners):
            listener()

    @contextmanager
    def unflushed(self) -> Iterator[None]:
        """Let commits inside the block wait for no disk, and flush them all at its end; only for what can be made again."""
        self._order("synchronous=OFF")
        try:
            yield
        finally:
            self._order("synchronous=FULL", "wal_checkpoint(TRUNCATE)")

    def _order(self, *pragmas: str) -> None:
        """Give the connection other orders; outside any transaction, since the lock is held during one."""
        with self._lock:
            for pragma in pragmas:
                self._connection.execute(f"PRAGMA {pragma}")

    def rows(self, question: str, facts: Mapping[str, object] | Sequence[object] = ()) -> list[sqlite3.Row]:
        """Return all rows that answer a question."""
        with self._lock:
            return self._connection.execute(question, facts).fetchall()

    def row(self, question: str, facts: Mapping[str, object] | Sequence[object] = ()) -> sqlite3.Row | None:
        """Return the first row that answers a question."""
        with self._lock:
            found: sqlite3.Row | None = self._connection.execute(question, facts).fetchone()
            return found

    def note(self, kind: Kind, *, room: str | None = None, post: int | None = None, user: str | None = None) -> None:
        """Write into the open transaction that something became different."""
        assert self._open
        self._connection.execute("INSERT INTO change (kind, room, post, user) VALUES (?, ?, ?, ?)", [kind, room, post, user])

    def latest(self) -> int:
        """Return the id of the latest change."""
        found = self.row("SELECT max(id) AS id FROM change")
        return (found["id"] or 0) if found else 0

    def since(self, change: int, limit: int) -> list[Change] | None:
        """Return the changes after one, or nothing at all when they are too many or no longer kept."""
        rows = self.rows("SELECT id, kind, room, post, user FROM change WHERE id > ? ORDER BY id LIMIT ?", [change, limit + 1])
        gap = bool(rows) and rows[0]["id"] > change + 1
        return None if gap or len(rows) > limit else [Change(**dict(one)) for one in rows]

    def listen(self, listener: Callable[[], None]) -> Callable[[], None]:
        """Call this after every commit of this process, in the thread that committed; return what ends it."""
        self._listeners.append(listener)
        return lambda: self._listeners.remove(listener)

    def close(self) -> None:
        """Give the file back."""
        with self._lock:
            self._connection.close()


def plain_id(id_: str) -> str:
    """Return an id of letters, digits, `_` and `-`.

    Raises:
        ValueError: when it is none.
    """
    if not _PLAIN_ID.match(id_):
        raise ValueError(f"not an id: {id_[:40]!r}")
    return id_


def stamp(instant: datetime) -> str:
    """Return an instant as it is stored: UTC, in an order that is the order of time.

    Raises:
        ValueError: when it has no zone.
    """
    if instant.tzinfo is None:
        raise ValueError("an instant without a zone")
    return instant.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


def instant(stored: str) -> datetime:
    """Read a stored instant back, as aware UTC."""
    return datetime.strptime(stored, "%Y-%m-%dT%H:%M:%S.%fZ").replace(tzinfo=UTC)
