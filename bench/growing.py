"""A day's load in fast-forward, in a process of its own: memory and open files at its end beside the same after the first hour.

A day is a tick every half minute, and in each minute a command or two: lists, digests, registrations, answers, refusals. What they
make is delivered to the local workspace. Agreement time moves with the load, and a round opens and closes within it.
"""

import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

from bench.row import Row, most

LIMIT = 1.05
DAY = """
import asyncio, gc, json, os, sys
from datetime import timedelta
from pathlib import Path
from bench.world import world, NOW
from bot.chat.request import Account, Call, Place

folder, now = Path(sys.argv[1]), [NOW]
program = world(folder, 1_000)
object.__setattr__(program.dispatch, "now", lambda: now[0])
object.__setattr__(program.tick, "now", lambda: now[0])
object.__setattr__(program.deliver, "now", lambda: now[0])

def resident():
    gc.collect()
    return int(Path("/proc/self/statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE") / 2**20, len(os.listdir("/proc/self/fd"))

LINES = (
    ("chair", "/initiative list", None), ("osa", "/initiative list silent page 3", None), ("eki", "/initiative find indsats 77", None),
    ("osa", "/initiative show I-7", None), ("chair", "/status show", None), ("osa", "/no such thing", None), ("stranger", "/help", None),
    ("osa", "/initiative update I-{n} active: minute {m}", None), ("chair", "/status digest", None), ("osa", "/initiative new", None),
)

async def day():
    first = None
    for minute in range(24 * 60):
        now[0] = NOW + timedelta(minutes=minute)
        for place in range(2):
            who, line, values = LINES[(2 * minute + place) % len(LINES)]
            line = line.format(n=minute % 1000 + 1, m=minute)
            call = Call(Account("local", who), Place("local", f"d_{who}", direct=True), line, key=f"{minute}-{place}", values=values)
            await program.store.run(program.dispatch.answer, call)
            await program.store.run(program.tick.once)
            await program.deliver.once()
        if minute == 60:
            first = resident()
    return first, resident()

first, last = asyncio.run(day())
program.close()
print(json.dumps([first, last]))
"""


def rows(folder: Path) -> Iterator[Row]:
    """Live through the day."""
    run = subprocess.run([sys.executable, "-c", DAY, str(folder)], capture_output=True, text=True, check=False)
    if run.returncode:
        raise RuntimeError(run.stderr[-500:])
    (memory, files), (memory_then, files_then) = json.loads(run.stdout.splitlines()[-1])
    yield Row("memory after a day's load, beside after its first hour", "MB", ours=memory_then, floor=memory, limit=most(LIMIT))
    yield Row(
        "open files after a day's load, beside after its first hour", "files", ours=files_then, floor=files, limit=most(1.0)
    )
