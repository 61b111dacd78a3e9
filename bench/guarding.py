"""The guard and the date reader on hostile lengths: the time may grow with the text, never faster."""

import statistics
import time
from collections.abc import Callable

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
LIMIT = 12.0  # Four times the text in at most twelve times the time: what is quadratic needs sixteen.


def rows() -> list[dict[str, object]]:
    """Measure the piece that troubles the guard most."""
    worst = max(PIECES, key=_growth)
    return [{"what": f"guard, {worst!r} repeated", "growth": _growth(worst), "limit": LIMIT}]


def _growth(piece: str) -> float:
    text = piece * (LENGTH // len(piece))
    return _seconds(lambda: _read(text * LONGER)) / _seconds(lambda: _read(text))


def _read(text: str) -> None:
    find(text)
    warnings(text, Known(names=frozenset()))


def _seconds(thing: Callable[[], None]) -> float:
    times = []
    for _ in range(3):
        began = time.perf_counter()
        thing()
        times.append(time.perf_counter() - began)
    return statistics.median(times)
