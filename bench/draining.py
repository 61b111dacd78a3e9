"""Emptying the outbox on both databases, beside the same rows claimed, chosen and marked with statements written by hand.

The floor makes the transactions that delivery makes, one to claim each twenty and two for each message, and does nothing else: no
look whether it is still owed, no destination, no drawing. The platform answers at once.
"""

import asyncio
import sqlite3
import statistics
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

import psycopg
from sqlalchemy import delete
from sqlalchemy.engine import make_url

from bench.row import Row, least
from bench.world import FILE, NOW
from bot.app import pagt
from bot.chat.message import Message
from bot.domain.agreement_file import read_agreement
from bot.domain.outbox import Kind, Notice, to_person
from storage.migrate import migrate
from storage.store import Store, sqlite_url
from storage.tables import OutboxRow
from tests.postgres import running

MESSAGES, TURNS, AT_ONCE = 100, 3, 20
LIMIT = 0.1


class Taking:
    """A platform that takes everything at once."""

    name = "local"
    pacing = None

    async def send(self, key: str, _to: object, _message: object) -> str:
        """Take a message."""
        return key

    async def find(self, *_: object) -> None:
        """Know nothing."""


def rows(folder: Path) -> Iterator[Row]:
    """Measure on SQLite and on PostgreSQL."""
    file = folder / "drained.db"
    yield _measured("SQLite", str(sqlite_url(file)), lambda: _raw_sqlite(file))
    with tempfile.TemporaryDirectory(prefix="pagt-pg-", ignore_cleanup_errors=True) as name, running(Path(name)) as server:
        address = server.url()
        plain = make_url(address).set(drivername="postgresql").render_as_string(hide_password=False)
        yield _measured("PostgreSQL", address, lambda: _raw_postgres(plain))


def _measured(name: str, url: str, raw: Callable[[], None]) -> Row:
    """Drain both ways in turn."""
    program = pagt(url, {Taking.name: Taking()}, lambda: NOW)  # It takes, and that is all.
    migrate(program.store)
    person = _somebody(program.store)
    rates: tuple[list[float], list[float]] = ([], [])
    for _ in range(TURNS):
        for place, drain in enumerate((lambda: asyncio.run(program.deliver.all()), raw)):
            _owe(program.store, person)
            begun = time.perf_counter()
            drain()
            rates[place].append(MESSAGES / (time.perf_counter() - begun))
            with program.store.read() as installation:
                if left := installation.outbox.waiting():
                    raise RuntimeError(f"{left} messages still wait")
    program.close()
    ours, floor = (statistics.median(one) for one in rates)
    return Row(f"outbox drained on {name}, beside the raw statements", "messages/s", ours=ours, floor=floor, limit=least(LIMIT))


def _somebody(store: Store) -> str:
    agreement = read_agreement(FILE.read_text(encoding="utf-8"))
    with store.begin() as installation:
        installation.agreements.add_version(agreement, effective_from=agreement.in_force_from, now=NOW)
        installation.session.flush()
        return installation.within(agreement.id, actor="bench", now=NOW).people.meet("local", "a", name="Ana", language="da").id


def _owe(store: Store, person: str) -> None:
    with store.begin() as installation:
        installation.session.execute(delete(OutboxRow))
        outbox = installation.within("koebenhavn", actor="bench", now=NOW).outbox
        for number in range(MESSAGES):
            outbox.add(Notice("koebenhavn", Kind.NOTICE, "bench", str(number), to_person(person), Message(f"Nummer {number}")))


CLAIM = "SELECT key, message FROM outbox WHERE state = 'pending' ORDER BY created_at, key LIMIT {n}{lock}"
CLAIMED = "UPDATE outbox SET state = 'sending', attempt = attempt + 1, lease_until = {later}, claimed_at = {now} WHERE key = {x}"
CHOSEN = "UPDATE outbox SET platform = 'local', place = 'a' WHERE key = {x} AND attempt = 1 AND state = 'sending'"
SENT = "UPDATE outbox SET state = 'sent', reference = key, sent_at = {now} WHERE key = {x} AND attempt = 1 AND state = 'sending'"


def _raw_sqlite(file: Path) -> None:
    with closing(sqlite3.connect(file, isolation_level=None)) as connection:
        connection.execute("PRAGMA synchronous=FULL")
        words = {"n": AT_ONCE, "lock": "", "x": "?", "now": "strftime('%Y-%m-%d %H:%M:%f000', 'now')"}
        words["later"] = words["now"].replace("'now'", "'now', '+120 seconds'")

        @contextmanager
        def transaction() -> Iterator[None]:
            connection.execute("BEGIN IMMEDIATE")
            yield
            connection.execute("COMMIT")

        _drain(connection.execute, transaction, words)


def _raw_postgres(url: str) -> None:
    with psycopg.connect(url, autocommit=True) as connection:
        words = {"n": AT_ONCE, "lock": " FOR UPDATE SKIP LOCKED", "x": "%s", "now": "now()", "later": "now() + interval '120 s'"}
        _drain(connection.execute, connection.transaction, words)


def _drain(execute: Callable[..., Any], transaction: Callable[[], Any], words: dict[str, Any]) -> None:
    """Claim, choose and mark until nothing waits."""
    claim, claimed, chosen, sent = (one.format(**words) for one in (CLAIM, CLAIMED, CHOSEN, SENT))
    while True:
        with transaction():
            keys = [row[0] for row in execute(claim).fetchall()]
            for key in keys:
                execute(claimed, (key,))
        if not keys:
            return
        for key in keys:
            for statement in (chosen, sent):
                with transaction():
                    execute(statement, (key,))
