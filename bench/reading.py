"""Reading commands through dispatch, beside the SQL they cannot do without, fetched raw on the same file in the same run."""

import sqlite3
import statistics
import time
from collections.abc import Callable
from contextlib import closing
from functools import partial
from pathlib import Path

from sqlalchemy import Engine, event

from bench.world import world
from bot.app import Pagt
from bot.chat.request import Account, Call, Place

SIZES = (100, 1_000, 10_000)
RUNS = {100: 25, 1_000: 25, 10_000: 9}
COLUMNS = "number, title, purpose, lead, state, work, national, confidential, starts_on, ends_on, registered_at, registered_by, heard_on"
LIST_SQL = (
    "SELECT count(*) FROM initiative WHERE agreement_id = 'koebenhavn' AND withdrawn_at IS NULL",
    f"SELECT id, {COLUMNS} FROM initiative WHERE agreement_id = 'koebenhavn' AND withdrawn_at IS NULL ORDER BY number DESC LIMIT 20",
)
DIGEST_SQL = (
    f"SELECT id, {COLUMNS} FROM initiative WHERE agreement_id = 'koebenhavn' AND withdrawn_at IS NULL ORDER BY number DESC",
    "SELECT initiative_id, track FROM initiative_track WHERE agreement_id = 'koebenhavn' ORDER BY initiative_id",
    "SELECT initiative_id, unit FROM initiative_party WHERE agreement_id = 'koebenhavn' AND left_on IS NULL ORDER BY id",
    "SELECT initiative_id, name FROM initiative_actor WHERE agreement_id = 'koebenhavn' ORDER BY initiative_id, position",
    "SELECT * FROM status_reply WHERE round_id = 1 ORDER BY id",
    (
        "SELECT i.number, r.unit, l.state, l.previous, l.progress, l.obstacles FROM status_line l JOIN status_reply r ON r.id = l.reply_id "
        "JOIN initiative i ON i.id = l.initiative_id WHERE r.round_id = 1 ORDER BY r.id"
    ),
)


def rows(folder: Path) -> list[dict[str, object]]:
    """Measure and return a row per command and size: milliseconds, the ratio to the raw SQL, and the number of statements."""
    return [row for size in SIZES for row in _of_size(folder, size)]


def _of_size(folder: Path, size: int) -> list[dict[str, object]]:
    """Measure one size."""
    found: list[dict[str, object]] = []
    program = world(folder, size)
    with closing(sqlite3.connect(folder / f"world-{size}.db")) as floor:
        for line, sql in (("/initiative list", LIST_SQL), ("/status digest", DIGEST_SQL)):
            answer, raw = _paired(partial(_ask, program, line), partial(_fetch, floor, sql), runs=RUNS[size])
            found.append(
                {
                    "command": line,
                    "initiatives": size,
                    "ms": answer,
                    "raw ms": raw,
                    "ratio": answer / raw,
                    "queries": _queries(program, line),
                }
            )
    program.close()
    return found


def _ask(program: Pagt, line: str) -> None:
    reply = program.dispatch.answer(Call(Account("local", "chair"), Place("local", "bench", direct=True), line))
    if reply.refused:
        raise RuntimeError(f"{line} was refused")


def _fetch(floor: sqlite3.Connection, sql: tuple[str, ...]) -> None:
    for statement in sql:
        floor.execute(statement).fetchall()


def _paired(one: Callable[[], None], other: Callable[[], None], runs: int) -> tuple[float, float]:
    """Return the medians of two things done in turn, in milliseconds, so that a noisy machine troubles both alike."""
    times: tuple[list[float], list[float]] = ([], [])
    for _ in range(runs):
        for place, thing in enumerate((one, other)):
            begun = time.perf_counter()
            thing()
            times[place].append((time.perf_counter() - begun) * 1000)
    return statistics.median(times[0]), statistics.median(times[1])


def _queries(program: Pagt, line: str) -> int:
    """Count the statements a command sends."""
    sent: list[str] = []

    def noted(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
        sent.append(statement)

    event.listen(Engine, "before_cursor_execute", noted)
    _ask(program, line)
    event.remove(Engine, "before_cursor_execute", noted)
    return len(sent)
