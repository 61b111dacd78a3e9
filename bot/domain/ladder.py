"""Ladders: what is said about one debt, rung by rung, each at its moment; which rung is owed now, and when to look again.

Which rungs a ladder has is for each noun's own rules; a rung is known in the outbox by its name.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol, TypeVar

from bot.domain.house_rules import Addressee


class Step(Protocol):
    """Anything that stands on a ladder: it comes at a moment, and has a name that tells it from the others in the outbox."""

    @property
    def name(self) -> str:
        """The step as the outbox stores it."""
        ...

    @property
    def at(self) -> datetime:
        """Its moment."""
        ...


S = TypeVar("S", bound=Step)


@dataclass(frozen=True)
class Rung:
    """One step of a ladder, at its moment; several may be spoken to at once. `name` tells it from the others in the outbox."""

    name: str
    to: tuple[Addressee, ...]
    at: datetime


def due_rung(rungs: Sequence[S], planned: Collection[str], now: datetime) -> S | None:
    """Return the rung that is owed now: the latest that has come, unless it or a later one stands in the outbox already.

    After a long pause only this one is owed; the earlier ones are not made up for.
    """
    reached = [rung for rung in rungs if rung.at <= now]
    later = rungs[len(reached) - 1 :] if reached else ()
    return reached[-1] if reached and not any(rung.name in planned for rung in later) else None


def next_rung(rungs: Sequence[S], planned: Collection[str], now: datetime) -> datetime | None:
    """Return when a ladder is to be looked at again: the first rung still to come after the last one that was planned."""
    last = max((place for place, rung in enumerate(rungs) if rung.name in planned), default=-1)
    return next((rung.at for rung in rungs[last + 1 :] if rung.at > now), None)
