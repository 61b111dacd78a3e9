"""The status digest: what a round of answers comes to. Which answers there are is read elsewhere, and how it is said too."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from bot.domain.action import Action
from bot.domain.agreement import Agreement
from bot.domain.briefing import Deliverable
from bot.domain.initiative import Initiative, Registered, State
from bot.domain.status import Line, Reply, Round


@dataclass(frozen=True)
class Entry:
    """One initiative as the answers leave it: the lead's word first, then what others say beside it."""

    initiative: Initiative
    tracks: tuple[str, ...]
    units: tuple[str, ...]
    lines: tuple[tuple[str, Line], ...]

    @property
    def state(self) -> State:
        """The state the lead gave in this round, else the one on record."""
        return next((line.state for unit, line in self.lines if unit == self.initiative.lead), self.initiative.state)

    @property
    def differing(self) -> tuple[tuple[str, State], ...]:
        """The participants who see it otherwise than the lead; what a form already stood at and they left is no view of theirs."""
        return tuple((unit, line.state) for unit, line in self.lines if line.changes and line.state is not self.state)

    @property
    def moved(self) -> bool:
        """Whether anybody tells of progress, or the lead of another state."""
        return any(line.progress or (line.changes and unit == self.initiative.lead) for unit, line in self.lines)

    @property
    def stuck(self) -> bool:
        """Whether anybody tells of an obstacle, or it is paused."""
        return self.state is State.PAUSED or any(line.obstacles for _, line in self.lines)


@dataclass(frozen=True)
class Said:
    """What one unit wrote that is about no single initiative."""

    unit: str
    text: str


@dataclass(frozen=True)
class TrackCount:
    """How one of the agreement's tracks stands."""

    track: str
    initiatives: int
    moved: int
    stuck: int
    silent: int


@dataclass(frozen=True)
class Digest:
    """A round in the shape people read it in: what needs a decision first."""

    round: Round
    entries: tuple[Entry, ...]
    wanted: tuple[Said, ...]  # needs for new or adjusted initiatives: for the operative group to decide on
    orphans: tuple[Entry, ...]  # initiatives whose lead is no longer a party
    differing: tuple[Entry, ...]
    moved: tuple[Entry, ...]
    stuck: tuple[Entry, ...]
    silent: tuple[Entry, ...]
    help_needed: tuple[Said, ...]
    remarks: tuple[Said, ...]
    replies: tuple[Reply, ...]
    parties: tuple[str, ...]
    tracks: tuple[TrackCount, ...]
    actions: tuple[Action, ...] = ()  # what meetings agreed and nobody has closed, due first
    overdue: tuple[Deliverable, ...] = ()  # yearly briefings that the agreement owes and that are not delivered

    @property
    def answered(self) -> tuple[str, ...]:
        """The parties that have answered, in the agreement's order."""
        given = {reply.unit for reply in self.replies}
        return tuple(unit for unit in self.parties if unit in given)

    @property
    def missing(self) -> tuple[str, ...]:
        """The parties that have not answered."""
        given = {reply.unit for reply in self.replies}
        return tuple(unit for unit in self.parties if unit not in given)

    @property
    def late(self) -> tuple[str, ...]:
        """The parties that answered, or corrected their answer, after the round had closed."""
        return tuple(reply.unit for reply in self.replies if reply.late)

    @property
    def only_moved(self) -> tuple[Entry, ...]:
        """Those that moved and are not stuck as well: they are listed and counted once."""
        return tuple(entry for entry in self.moved if not entry.stuck)

    @property
    def decisions(self) -> int:
        """How many things need a decision."""
        return len(self.wanted) + len(self.orphans)


def digest(
    agreement: Agreement,
    round_: Round,
    today: date,
    *,
    initiatives: Sequence[Registered],
    replies: Sequence[Reply],
    lines: Mapping[int, Sequence[tuple[str, Line]]],
    actions: Sequence[Action] = (),
    overdue: Sequence[Deliverable] = (),
) -> Digest:
    """Put a round's answers together. `lines` holds what each unit said of each initiative, by the initiative's number.

    A closed round stays about its own time: who was a party, what was registered and what was silent on the day it closed.
    """
    if round_.closed_at is not None:
        today = min(today, round_.closed_at.astimezone(agreement.zone).date())
    parties = tuple(unit.id for unit in agreement.units_on(today))
    order = {unit.id: place for place, unit in enumerate(agreement.units)}
    entries = tuple(
        Entry(one.initiative, one.tracks, one.units, tuple(lines.get(one.initiative.number, ())))
        for one in sorted(
            initiatives, key=lambda one: (first_track(agreement, one), order.get(one.initiative.lead, 0), one.initiative.number)
        )
        if one.initiative.number in lines
        or (one.initiative.state is not State.CLOSED and one.initiative.registered_at.astimezone(agreement.zone).date() <= today)
    )
    given = tuple(sorted(replies, key=lambda reply: order.get(reply.unit, 0)))
    silent = {
        entry.initiative.number
        for entry in entries
        if not entry.lines and entry.initiative.silent_on(today, agreement.house.silent_after_days)
    }
    return Digest(
        round=round_,
        entries=entries,
        wanted=tuple(Said(reply.unit, reply.new_needs) for reply in given if reply.new_needs),
        orphans=tuple(entry for entry in entries if entry.initiative.lead not in parties),
        differing=tuple(entry for entry in entries if entry.differing),
        moved=tuple(entry for entry in entries if entry.moved),
        stuck=tuple(entry for entry in entries if entry.stuck),
        silent=tuple(entry for entry in entries if entry.initiative.number in silent),
        help_needed=tuple(Said(reply.unit, reply.help_needed) for reply in given if reply.help_needed),
        remarks=tuple(Said(reply.unit, reply.remark) for reply in given if reply.remark),
        replies=given,
        parties=parties,
        tracks=tuple(_count(track.id, entries, silent) for track in agreement.tracks),
        actions=tuple(actions),
        overdue=tuple(overdue),
    )


def first_track(agreement: Agreement, one: Registered) -> int:
    """Return the number of the first track an initiative serves, by which lists are ordered."""
    return min((agreement.track(track).number for track in one.tracks), default=0)


def _count(track: str, entries: Sequence[Entry], silent: set[int]) -> TrackCount:
    """Count one track; an initiative that serves two tracks counts in both."""
    mine = [entry for entry in entries if track in entry.tracks]
    return TrackCount(
        track=track,
        initiatives=len(mine),
        moved=sum(entry.moved for entry in mine),
        stuck=sum(entry.stuck for entry in mine),
        silent=sum(entry.initiative.number in silent for entry in mine),
    )
