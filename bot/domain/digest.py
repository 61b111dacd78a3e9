"""The status digest: what a round of answers comes to. Which answers there are is read elsewhere, and how it is said too."""

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from bot.domain.action import Action
from bot.domain.agreement import Agreement
from bot.domain.briefing import Deliverable
from bot.domain.initiative import Initiative, State
from bot.domain.status import Line, Reply, Round


@dataclass(frozen=True)
class Told:
    """What the answers say of one initiative, as far as the rules ask; in whose words stands in its entry."""

    lead: State | None = None  # the state its lead gave
    lead_changed: bool = False
    changed: frozenset[State] = frozenset()  # the states that somebody changed it to
    progress: bool = False
    obstacles: bool = False


def told(lead: str, lines: Sequence[tuple[str, Line]]) -> Told | None:
    """Return what lines say of an initiative that `lead` leads; nothing when there are none."""
    if not lines:
        return None
    return Told(
        lead=next((line.state for unit, line in lines if unit == lead), None),
        lead_changed=any(line.changes for unit, line in lines if unit == lead),
        changed=frozenset(line.state for _, line in lines if line.changes),
        progress=any(line.progress for _, line in lines),
        obstacles=any(line.obstacles for _, line in lines),
    )


@dataclass(frozen=True)
class Standing:
    """How an initiative stands as the answers leave it. Many stand alike, so the rules are asked once for all of those."""

    lead: str
    on_record: State
    tracks: tuple[str, ...]
    registered: bool  # by the day the digest is about
    unheard: bool  # for as long by then as makes an initiative silent
    confidential: bool = False
    told: Told | None = None

    @property
    def counts(self) -> bool:
        """Whether it is in the digest: somebody speaks of it, or it is registered and goes on."""
        return self.told is not None or (self.on_record is not State.CLOSED and self.registered)

    @property
    def state(self) -> State:
        """The state the lead gave in this round, else the one on record."""
        return (self.told and self.told.lead) or self.on_record

    @property
    def differing(self) -> bool:
        """Whether a participant sees it otherwise than the lead; what a form already stood at and they left is no view of theirs."""
        return self.told is not None and bool(self.told.changed - {self.state})

    @property
    def moved(self) -> bool:
        """Whether anybody tells of progress, or the lead of another state."""
        return self.told is not None and (self.told.progress or self.told.lead_changed)

    @property
    def stuck(self) -> bool:
        """Whether anybody tells of an obstacle, or it is paused."""
        return self.state is State.PAUSED or (self.told is not None and self.told.obstacles)

    @property
    def silent(self) -> bool:
        """Whether nobody speaks of it, and has not for long."""
        return self.told is None and self.unheard and self.on_record is not State.CLOSED


@dataclass(frozen=True)
class Entry:
    """One initiative with what is said of it: the lead's word first, then what others say beside it."""

    initiative: Initiative
    tracks: tuple[str, ...]
    lines: tuple[tuple[str, Line], ...]

    @property
    def state(self) -> State:
        """The state the lead gave in this round, else the one on record."""
        return next((line.state for unit, line in self.lines if unit == self.initiative.lead), self.initiative.state)

    @property
    def differing(self) -> tuple[tuple[str, State], ...]:
        """The participants who see it otherwise than the lead, and how."""
        return tuple((unit, line.state) for unit, line in self.lines if line.changes and line.state is not self.state)


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
    """A round in the shape people read it in: what needs a decision first. Initiatives stand by their numbers."""

    round: Round
    initiatives: tuple[int, ...]
    confidential: bool  # whether any of them is
    wanted: tuple[Said, ...]  # needs for new or adjusted initiatives: for the operative group to decide on
    orphans: tuple[int, ...]  # initiatives whose lead is no longer a party
    differing: tuple[int, ...]
    moved: tuple[int, ...]
    only_moved: tuple[int, ...]  # those that are not stuck as well: they are listed and counted once
    stuck: tuple[int, ...]
    silent: tuple[int, ...]
    help_needed: tuple[Said, ...]
    remarks: tuple[Said, ...]
    replies: tuple[Reply, ...]
    parties: tuple[str, ...]
    tracks: tuple[TrackCount, ...]
    actions: tuple[Action, ...] = ()  # what meetings agreed and nobody has closed, due first
    overdue: tuple[Deliverable, ...] = ()  # yearly briefings that the agreement owes and that are not delivered

    def shown(self, most: int | None) -> frozenset[int]:
        """Return the initiatives that a reader meets when each section is cut after so many."""
        sections = (self.orphans, self.stuck, self.differing, self.only_moved, self.silent)
        return frozenset(number for section in sections for number in section[:most])

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
    def decisions(self) -> int:
        """How many things need a decision."""
        return len(self.wanted) + len(self.orphans)


@dataclass(frozen=True)
class Bounds:
    """The day a digest is about, and what that day is compared with."""

    day: date
    registered_by: datetime
    unheard_since: date


def bounds(agreement: Agreement, round_: Round, today: date) -> Bounds:
    """Return the bounds of a round's digest.

    A closed round stays about its own time: who was a party, what was registered and what was silent on the day it closed.
    """
    if round_.closed_at is not None:
        today = min(today, round_.closed_at.astimezone(agreement.zone).date())
    return Bounds(today, agreement.days().end_of(today), today - timedelta(days=agreement.house.silent_after_days))


def digest(
    agreement: Agreement,
    round_: Round,
    day: date,
    *,
    standings: Mapping[Standing, Sequence[int]],
    replies: Sequence[Reply],
    actions: Sequence[Action] = (),
    overdue: Sequence[Deliverable] = (),
) -> Digest:
    """Put a round's answers together, as of a day. `standings` holds the numbers of the initiatives that stand alike."""
    parties = tuple(unit.id for unit in agreement.units_on(day))
    order = {unit.id: place for place, unit in enumerate(agreement.units)}
    given = tuple(sorted(replies, key=lambda reply: order.get(reply.unit, 0)))
    counted = {one: numbers for one, numbers in standings.items() if one.counts}
    places = {one: (first_track(agreement, one.tracks), order.get(one.lead, 0)) for one in counted}

    def those(chosen: Callable[[Standing], bool]) -> tuple[int, ...]:
        """Return the initiatives that stand so: by track, then by lead unit, then by number."""
        found: dict[tuple[int, int], list[int]] = defaultdict(list)
        for one, numbers in counted.items():
            if chosen(one):
                found[places[one]].extend(numbers)
        return tuple(number for place in sorted(found) for number in sorted(found[place]))

    return Digest(
        round=round_,
        initiatives=those(lambda _: True),
        confidential=any(one.confidential for one in counted),
        wanted=tuple(Said(reply.unit, reply.new_needs) for reply in given if reply.new_needs),
        orphans=those(lambda one: one.lead not in parties),
        differing=those(lambda one: one.differing),
        moved=those(lambda one: one.moved),
        only_moved=those(lambda one: one.moved and not one.stuck),
        stuck=those(lambda one: one.stuck),
        silent=those(lambda one: one.silent),
        help_needed=tuple(Said(reply.unit, reply.help_needed) for reply in given if reply.help_needed),
        remarks=tuple(Said(reply.unit, reply.remark) for reply in given if reply.remark),
        replies=given,
        parties=parties,
        tracks=tuple(_count(track.id, counted) for track in agreement.tracks),
        actions=tuple(actions),
        overdue=tuple(overdue),
    )


def first_track(agreement: Agreement, tracks: Sequence[str]) -> int:
    """Return the number of the first track an initiative serves, by which lists are ordered."""
    return min((agreement.track(track).number for track in tracks), default=0)


def _count(track: str, standings: Mapping[Standing, Sequence[int]]) -> TrackCount:
    """Count one track; an initiative that serves two tracks counts in both."""
    mine = [(one, len(numbers)) for one, numbers in standings.items() if track in one.tracks]
    return TrackCount(
        track=track,
        initiatives=sum(many for _, many in mine),
        moved=sum(many for one, many in mine if one.moved),
        stuck=sum(many for one, many in mine if one.stuck),
        silent=sum(many for one, many in mine if one.silent),
    )
