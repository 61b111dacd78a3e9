"""A signed `/initiative seen` over HTTP that ends in durable rows, sixteen at once, beside a bare Bolt app that only acknowledges.

Each command is the first of its kind: it writes that a unit has seen an initiative, the trail of it, and the answer for a repeated
delivery, and is acknowledged only when they are on the disk. Both apps run behind the same adapter with the same flag.
"""

import asyncio
import statistics
from contextlib import closing
from pathlib import Path

import aiohttp
from sqlmodel import func, select

from bench.row import Row, least, most
from bench.slack_http import Stand, Visit, appoint, bare, ours, served
from bench.world import world
from bot.domain.role import Role
from storage.store import Store, sqlite_url
from storage.tables import InitiativeSeenRow

INITIATIVES, UNIT = 3_000, "osa"
WARM, TOGETHER, AT_ONCE, TURNS = 160, 480, 16, 5
LEAST_OF_BOLT, MOST_P99_MS = 0.15, 50.0


def rows(folder: Path) -> list[Row]:
    """Measure both apps in turn."""
    floor, whole, p99 = measured(folder)
    what = f"signed command, durable row, answer, {AT_ONCE} at once"
    return [
        Row(f"{what}, beside bare Bolt", "requests/s", ours=whole, floor=floor, limit=least(LEAST_OF_BOLT)),
        Row(f"{what}, p99", "ms", ours=p99, limit=most(MOST_P99_MS)),
    ]


def measured(folder: Path) -> tuple[float, float, float]:
    """Return the requests a second of the floor and of ours, and how many milliseconds 99 of a hundred of ours took at most.

    Raises:
        RuntimeError: when an acknowledged command left no row.
    """
    program = world(folder, INITIATIVES)
    appoint(program.store, Role.REPRESENTATIVE, UNIT)
    program.close()
    database = folder / f"world-{INITIATIVES}.db"
    found = asyncio.run(_measured(database))
    with closing(Store(sqlite_url(database))) as store, store.read() as installation:
        rows = installation.session.exec(select(func.count()).select_from(InitiativeSeenRow)).one()
    if rows != WARM + TURNS * TOGETHER:
        raise RuntimeError(f"{WARM + TURNS * TOGETHER} commands were acknowledged, and {rows} are stored")
    return found


async def _measured(database: Path) -> tuple[float, float, float]:
    def seen(number: int) -> str:
        return f"seen I-{number}"

    async with Stand() as stand, aiohttp.ClientSession() as session:
        with served(bare, stand.url) as floor, served(ours, stand.url, str(database)) as whole:
            visits = Visit(session, floor, seen), Visit(session, whole, seen)
            rates: tuple[list[float], list[float]] = ([], [])
            times: tuple[list[float], list[float]] = ([], [])
            for one in visits:
                await one.together(WARM, AT_ONCE)
            for _ in range(TURNS):  # In turn, so that a noisy machine troubles both alike.
                for place, one in enumerate(visits):
                    rate, took = await one.together(TOGETHER, AT_ONCE)
                    rates[place].append(rate)
                    times[place].extend(took)
    return statistics.median(rates[0]), statistics.median(rates[1]), statistics.quantiles(times[1], n=100)[98]
