"""What a year's records come to: meetings, initiatives, focus areas, parties, each figure with the records behind it.

Reading the records is for bot/acts/yearly.py, and what is said of them for bot/words. Confidential initiatives are left out: what
is made of this becomes public.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from bot.domain.agreement import Agreement
from bot.domain.focus import Focus
from bot.domain.initiative import Registered, State


@dataclass(frozen=True)
class Met:
    """A meeting that was held: how many parties it was for, and how many were represented, where anybody noted it."""

    ref: str
    on: date
    kind: str
    counts: bool = True
    represented: int | None = None
    expected: int | None = None
    proxies: int = 0  # of those represented, the ones that another party stood for

    @property
    def noted(self) -> bool:
        """Whether anybody confirmed who was represented."""
        return self.represented is not None

    @property
    def full(self) -> bool:
        """Whether every party was represented."""
        return self.represented is not None and self.represented == self.expected


@dataclass(frozen=True)
class Change:
    """A state an initiative was set to in the period, and why."""

    on: date
    state: State
    why: str


@dataclass(frozen=True)
class Followed:
    """An initiative in the period: what was last said of it, and how its state changed."""

    registered: Registered
    result: str = ""
    changes: tuple[Change, ...] = ()

    @property
    def ref(self) -> str:
        """The spoken id."""
        return self.registered.initiative.ref

    @property
    def lead(self) -> str:
        """The unit that leads."""
        return self.registered.initiative.lead

    @property
    def tracks(self) -> tuple[str, ...]:
        """The tracks it serves."""
        return self.registered.tracks


@dataclass(frozen=True)
class Asked:
    """A status round: the day it opened, and how many parties answered of how many."""

    period: str
    on: date
    answered: int
    parties: int


@dataclass(frozen=True)
class Figure:
    """A number, and the records it can be counted again from."""

    refs: tuple[str, ...]

    @property
    def value(self) -> int:
        """The number."""
        return len(self.refs)


@dataclass(frozen=True)
class Year:
    """A period's records, first day to last."""

    first: date
    last: date
    meetings: tuple[Met, ...] = ()
    initiatives: tuple[Followed, ...] = ()
    focus: tuple[Focus, ...] = ()  # chosen for the year itself
    coming: tuple[Focus, ...] = ()  # chosen for the year after
    rounds: tuple[Asked, ...] = ()
    joined: tuple[tuple[str, date], ...] = ()
    left: tuple[tuple[str, date], ...] = ()
    names: tuple[str, ...] = field(default=(), repr=False)  # of people, who are not to be named

    def within(self, day: date | None) -> bool:
        """Tell whether a day is of the period."""
        return day is not None and self.first <= day <= self.last

    @property
    def counted(self) -> Figure:
        """The meetings that count."""
        return Figure(tuple(one.ref for one in self.meetings if one.counts))

    @property
    def fully_represented(self) -> Figure:
        """The counted meetings with every party represented."""
        return Figure(tuple(one.ref for one in self.meetings if one.counts and one.full))

    @property
    def not_noted(self) -> Figure:
        """The counted meetings of which nobody has confirmed who was represented."""
        return Figure(tuple(one.ref for one in self.meetings if one.counts and not one.noted))

    @property
    def events(self) -> Figure:
        """Seminars and network meetings."""
        return Figure(tuple(one.ref for one in self.meetings if not one.counts))

    @property
    def all_initiatives(self) -> Figure:
        """The initiatives that went on at any time of the period."""
        return Figure(tuple(one.ref for one in self.initiatives))

    @property
    def started(self) -> Figure:
        """The initiatives that started in the period."""
        return Figure(tuple(one.ref for one in self.initiatives if self.within(one.registered.initiative.starts_on)))

    def became(self, state: State) -> Figure:
        """Return the initiatives that were set to a state in the period."""
        return Figure(tuple(one.ref for one in self.initiatives if any(change.state is state for change in one.changes)))

    @property
    def national(self) -> Figure:
        """The initiatives about national cooperation."""
        return Figure(tuple(one.ref for one in self.initiatives if one.registered.initiative.national))

    @property
    def actors(self) -> dict[str, tuple[str, ...]]:
        """The external actors, each with the initiatives it is part of, in alphabetical order."""
        found: dict[str, list[str]] = {}
        for one in self.initiatives:
            for actor in one.registered.actors:
                found.setdefault(actor, []).append(one.ref)
        return {actor: tuple(found[actor]) for actor in sorted(found, key=str.casefold)}

    def of_track(self, agreement: Agreement, track: str) -> list[Followed]:
        """Return a track's initiatives; one that serves several stands under its first, so that totals count it once."""
        return [one for one in self.initiatives if first_track(agreement, one.tracks) == track]


def first_track(agreement: Agreement, tracks: Iterable[str]) -> str | None:
    """Return the track of the lowest number."""
    found = sorted((agreement.track(one) for one in tracks), key=lambda one: one.number)
    return found[0].id if found else None


def moves(agreement: Agreement, first: date, last: date) -> tuple[tuple[tuple[str, date], ...], tuple[tuple[str, date], ...]]:
    """Return the units that joined and those that left in a period, with the day; who was there from the start joined nothing."""
    joined = [
        (unit.id, one.joined)
        for unit in agreement.units
        for one in unit.memberships
        if one.joined is not None and first <= one.joined <= last and one.joined > agreement.in_force_from
    ]
    left = [
        (unit.id, one.left)
        for unit in agreement.units
        for one in unit.memberships
        if one.left is not None and first <= one.left <= last
    ]
    return tuple(joined), tuple(left)
