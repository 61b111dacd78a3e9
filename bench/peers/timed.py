"""How often a second something asynchronous is done. Imports nothing of ours: it runs in the peers' virtual environments too."""

import asyncio
import statistics
import time
from collections.abc import Awaitable, Callable

TURNS, TURN_S = 7, 0.4


async def rate(once: Callable[[], Awaitable[object]]) -> float:
    """Return how often it is done in a second, one after the other: the median of several turns."""
    rates = []
    for _ in range(TURNS):
        done, begun = 0, time.perf_counter()
        while (spent := time.perf_counter() - begun) < TURN_S:
            for _ in range(50):
                await once()
            done += 50
        rates.append(done / spent)
    return statistics.median(rates)


def told(once: Callable[[], Awaitable[object]]) -> None:
    """Measure, and print the rate alone."""
    print(asyncio.run(rate(once)))
