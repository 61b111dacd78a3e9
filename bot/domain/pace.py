"""How often something may be said: so many at once after a rest, then one in every so long. Where that is kept is for storage/paces.py.

It is a token bucket told by a single instant, the one at which the bucket is full again (GCRA): nothing has to be filled up
while nobody speaks, and two processes that share the instant share the bucket.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import NamedTuple


@dataclass(frozen=True)
class Pace:
    """One in every so long, and `burst` at once after a rest."""

    every: timedelta
    burst: int = 1


class Turn(NamedTuple):
    """When one may go, and when the bucket is full again after it."""

    at: datetime
    full_at: datetime


def turn(pace: Pace, full_at: datetime | None, now: datetime) -> Turn:
    """Return the next turn: now when there is one left, else the instant at which it comes."""
    begins = max(full_at or now, now)
    return Turn(max(now, begins - pace.every * (pace.burst - 1)), begins + pace.every)
