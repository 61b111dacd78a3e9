"""The tick over few and many duties: what is not due costs nothing, and what is due costs what it is, however much stands beside it."""

import itertools
import sqlite3
import statistics
import time
from collections.abc import Iterator
from contextlib import closing
from datetime import timedelta
from pathlib import Path

from bench.row import Row, most
from bench.world import FILE, NOW, world
from bot.app import Pagt
from bot.domain import round as rounds
from bot.domain.agreement_file import read_agreement

FEW, MANY = 10_000, 1_000_000
RUNS, DUE = 15, 10
FLAT, LONGEST_MS = 1.5, 100.0


def rows(folder: Path) -> Iterator[Row]:
    """Measure both sizes in turn."""
    programs = {size: _with_duties(folder, size) for size in (FEW, MANY)}
    for what, due in (("nothing due", 0), (f"{DUE} due", DUE)):
        times: dict[int, list[float]] = {size: [] for size in programs}
        for _ in range(RUNS):
            for size, program in programs.items():
                times[size].append(_tick(program, folder / f"duties-{size}" / "world-1.db", due))
        few, many = (statistics.median(times[size]) for size in (FEW, MANY))
        yield Row(f"tick over {MANY:,} duties beside {FEW:,}, {what}", "ms", ours=many, floor=few, limit=most(FLAT))
        yield Row(f"tick over {MANY:,} duties, {what}", "ms", ours=many, limit=most(LONGEST_MS))
    for program in programs.values():
        program.close()


def _with_duties(folder: Path, size: int) -> Pagt:
    """Return a program in which so many duties stand, all of them for later."""
    own = folder / f"duties-{size}"
    own.mkdir()
    program = world(own, 1)
    later = [f"{NOW + timedelta(days=1 + day):%Y-%m-%d %H:%M:%S.%f}" for day in range(365)]
    units = [unit.id for unit in read_agreement(FILE.read_text(encoding="utf-8")).units]
    asked = [rounds.unit_subject("2026-Q4", unit) for unit in units[:DUE]]  # The round there is; these fall due.
    subjects = itertools.chain(asked, (f"2027-Q1:{number}" for number in range(size - DUE)))
    with closing(sqlite3.connect(own / "world-1.db")) as connection, connection:
        connection.executemany(
            "INSERT INTO duty (agreement_id, kind, subject, next_due) VALUES ('koebenhavn', ?, ?, ?)",
            ((rounds.ASKS_UNIT, subject, later[number % len(later)]) for number, subject in enumerate(subjects)),
        )
    return program


def _tick(program: Pagt, file: Path, due: int) -> float:
    """Let so many duties fall due, tick, and return how many milliseconds that took."""
    past = f"{NOW - timedelta(hours=1):%Y-%m-%d %H:%M:%S.%f}"
    with closing(sqlite3.connect(file)) as connection:
        with connection:
            connection.execute("UPDATE duty SET next_due = ? WHERE id IN (SELECT id FROM duty ORDER BY id LIMIT ?)", (past, due))
        begun = time.perf_counter()
        program.tick.once()
        took = (time.perf_counter() - begun) * 1000
        if connection.execute("SELECT count(*) FROM duty WHERE next_due <= ?", (past,)).fetchone() != (0,):
            raise RuntimeError("the tick left something that is due")
    return took
