"""The guard and the date reader on hostile lengths: the time may grow with the text, never faster."""

import time
from collections.abc import Callable, Iterator
from pathlib import Path

from bench.row import Row, most
from bot.domain.guard import Known, find, warnings

PIECES = (
    "0",
    "01 ",
    "01.01.",
    "010170",
    "é",
    "①",
    "0\u200b",
    "²",
    "<!date^1",
    "/archives/C",
    "a@",
    "a.",
    "Aa ",
    "20 ",
    "+45",
    "AB 12 ",
)
LENGTH, LONGER = 20_000, 4
RUNS = 5
LIMIT = 12.0  # Four times the text in at most twelve times the time: what is quadratic needs sixteen.


def rows(_folder: Path) -> Iterator[Row]:
    """Measure the piece that troubles the guard most."""
    short, long = max(map(_times, PIECES), key=lambda times: times[1] / times[0])
    yield Row(f"guard, {LONGER} times the text that troubles it most", "ms", ours=long, floor=short, limit=most(LIMIT))


def _times(piece: str) -> tuple[float, float]:
    """Return how many milliseconds a text of one piece takes, and one of so many times the length."""
    text = piece * (LENGTH // len(piece))
    return _seconds(lambda: _read(text)) * 1000, _seconds(lambda: _read(text * LONGER)) * 1000


def _read(text: str) -> None:
    find(text)
    warnings(text, Known(names=frozenset()))


def _seconds(thing: Callable[[], None]) -> float:
    times = []
    for _ in range(RUNS):
        began = time.process_time()
        thing()
        times.append(time.process_time() - began)
    return min(times)  # A busy machine makes a run longer and never shorter.
