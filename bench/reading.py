"""Reading commands through dispatch, beside the SQL they cannot do without, fetched raw on the same file in the same run.

The SQL is written by hand for what the answer holds: for a digest, one statement that counts how all initiatives stand, and the
whole rows of those it names; for a list, the count and one page. What the commands do besides is in the difference: who asks, what
they may, the rules, the words. Their number of statements must not grow with the rows.
"""

import sqlite3
import statistics
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from functools import partial
from pathlib import Path

from sqlalchemy import Engine, event

from bench.row import Row, most
from bench.world import world
from bot.app import Pagt
from bot.chat.request import Account, Call, Place

SIZES = (100, 1_000, 10_000)
RUNS = {100: 25, 1_000: 25, 10_000: 9}
LIMITS = {("/status digest", 10_000): most(1.5)}
NAMED = 32  # Eight in each of the four sections that name initiatives.
COLUMNS = "number, title, purpose, lead, state, work, national, confidential, starts_on, ends_on, registered_at, registered_by, heard_on"
PAGE = (
    f"SELECT id, {COLUMNS} FROM initiative WHERE agreement_id = 'koebenhavn' AND withdrawn_at IS NULL ORDER BY number DESC LIMIT "
)
LINKS = (
    "SELECT initiative_id, track FROM initiative_track WHERE initiative_id IN (SELECT id FROM ({}))",
    "SELECT initiative_id, unit FROM initiative_party WHERE left_on IS NULL AND initiative_id IN (SELECT id FROM ({}))",
    "SELECT initiative_id, name FROM initiative_actor WHERE initiative_id IN (SELECT id FROM ({}))",
)
CHANGES = "l.previous IS NOT NULL AND l.previous <> l.state"
STANDINGS = f"""
SELECT i.number, i.lead, i.state, i.registered_at < '2026-11-21', i.heard_on <= '2026-08-22', i.confidential, t.tracks, s.*
FROM initiative i
LEFT JOIN (SELECT initiative_id, group_concat(track, ',') AS tracks FROM initiative_track
           WHERE agreement_id = 'koebenhavn' GROUP BY initiative_id) t ON t.initiative_id = i.id
LEFT JOIN (SELECT l.initiative_id, max(CASE WHEN r.unit = i.lead THEN l.state END), max(r.unit = i.lead AND {CHANGES}),
                  max(l.progress <> ''), max(l.obstacles <> ''),
                  {", ".join(f"max({CHANGES} AND l.state = '{one}')" for one in ("planned", "active", "adjusted", "paused", "closed"))}
           FROM status_line l JOIN status_reply r ON r.id = l.reply_id JOIN initiative i ON i.id = l.initiative_id
           WHERE l.agreement_id = 'koebenhavn' AND r.round_id = 1 GROUP BY l.initiative_id) s ON s.initiative_id = i.id
WHERE i.agreement_id = 'koebenhavn' AND i.withdrawn_at IS NULL
"""
LIST_SQL = (
    "SELECT count(*) FROM initiative WHERE agreement_id = 'koebenhavn' AND withdrawn_at IS NULL",
    f"{PAGE} 20",
    *(one.format(f"{PAGE} 20") for one in LINKS),
)
DIGEST_SQL = (
    STANDINGS,
    "SELECT * FROM status_reply WHERE round_id = 1 ORDER BY id",
    f"{PAGE} {NAMED}",
    LINKS[0].format(f"{PAGE} {NAMED}"),
    f"SELECT r.unit, l.* FROM status_line l JOIN status_reply r ON r.id = l.reply_id WHERE l.initiative_id IN (SELECT id FROM ({PAGE} {NAMED}))",
)


def rows(folder: Path) -> Iterator[Row]:
    """Measure every command at every size, and whether its statements grow."""
    queries: dict[str, list[int]] = {}
    for size in SIZES:
        for row, line, count in _of_size(folder, size):
            queries.setdefault(line, []).append(count)
            yield row
    for line, counts in queries.items():
        what = f"statements of {line} at {SIZES[-1]:,}, beside at {SIZES[0]:,}"
        yield Row(what, "statements", ours=counts[-1], floor=counts[0], limit=most(1))


def _of_size(folder: Path, size: int) -> Iterator[tuple[Row, str, int]]:
    """Measure one size."""
    program = world(folder, size)
    with closing(sqlite3.connect(folder / f"world-{size}.db")) as floor:
        for line, sql in (("/initiative list", LIST_SQL), ("/status digest", DIGEST_SQL)):
            ours, raw = _paired(partial(_ask, program, line), partial(_fetch, floor, sql), runs=RUNS[size])
            what = f"{line} of {size:,}, beside its raw SQL"
            yield Row(what, "ms", ours=ours, floor=raw, limit=LIMITS.get((line, size))), line, _queries(program, line)
    program.close()


def _ask(program: Pagt, line: str) -> None:
    reply = program.dispatch.answer(Call(Account("local", "chair"), Place("local", "bench", direct=True), line))
    if reply.refused:
        raise RuntimeError(f"{line} was refused")


def _fetch(floor: sqlite3.Connection, sql: tuple[str, ...]) -> None:
    for statement in sql:
        floor.execute(statement).fetchall()


def _paired(one: Callable[[], None], other: Callable[[], None], runs: int) -> tuple[float, float]:
    """Return the medians of two things done in turn, in milliseconds of the processor: both read from memory and wait for nothing."""
    times: tuple[list[float], list[float]] = ([], [])
    for _ in range(runs):
        for place, thing in enumerate((one, other)):
            begun = time.process_time()
            thing()
            times[place].append((time.process_time() - begun) * 1000)
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
