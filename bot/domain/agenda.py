"""The agenda of a meeting (Danish: dagsorden): which points stand on it, in which order, and under which number for good.

It is built from what stands on every agenda, what parties submit, what an earlier meeting left open, and what is still to be done.
Until it goes out it is a draft, and its points are numbered as they stand. From then on a number is a point's for good, since
decisions are cited by it ("besluttet i M-3 pkt. 4"): whatever is moved, struck or added later changes no other point's number.
"""

import re
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import ClassVar

from sqlmodel import Field

from bot.domain.agreement import Agreement
from bot.domain.house_rules import Addressee
from bot.domain.plain import Plain
from bot.domain.round import Step
from bot.refusal import Refusal

LONGEST_TITLE = 150
LONGEST_NOTE = 1500
LONGEST_WHY = 500
MOST_POINTS = 60


class Treatment(StrEnum):
    """What a point is put on the agenda for (Danish: beslutnings-, drøftelses- eller orienteringspunkt)."""

    DECISION = "decision"
    DISCUSSION = "discussion"
    BRIEFING = "briefing"


class Origin(StrEnum):
    """Where a point comes from."""

    OPENING = "opening"  # the agenda itself is approved
    MINUTES = "minutes"  # minutes that still wait for approval
    ACTIONS = "actions"  # what is still to be done
    STANDING = "standing"
    CARRIED = "carried"  # an earlier meeting left it open
    SUBMITTED = "submitted"
    ANY_OTHER = "any_other"


RANK = {origin: place for place, origin in enumerate(Origin)}
# What somebody wrote, and what can be taken off again; the rest is put there by a rule and is worded in the reader's language.
WRITTEN = frozenset({Origin.SUBMITTED, Origin.CARRIED})


class Point(Plain):
    """One point of an agenda."""

    free_text: ClassVar[frozenset[str]] = frozenset({"title", "note", "struck_why"})

    number: int | None = Field(default=None, description="Its number for good, from the moment the agenda has gone out.")
    position: int = Field(default=0, description="Its place in the order in which the points are taken.")
    origin: Origin = Origin.SUBMITTED
    key: str | None = Field(default=None, max_length=60, description="What a rule put it there for, once a meeting.")
    title: str = Field(default="", max_length=LONGEST_TITLE, description="What was written; empty where a rule put it there.")
    note: str = Field(default="", max_length=LONGEST_NOTE)
    treatment: Treatment = Treatment.DISCUSSION
    unit: str | None = Field(default=None, max_length=40, description="Who put it there.")
    confidential: bool = Field(default=False, description="Not for rooms where outsiders read along.")
    late: bool = Field(default=False, description="It came after the day points were due.")
    submitted_at: datetime | None = None
    submitted_by: str | None = Field(default=None, max_length=32)
    topic: int | None = Field(
        default=None, description="The point it was when it first was submitted, however often carried over."
    )
    carried_from: str = Field(default="", max_length=20, description='The point it was last, as "M-2.4".')
    struck_at: datetime | None = None
    struck_why: str = Field(default="", max_length=LONGEST_WHY)

    @property
    def live(self) -> bool:
        """Whether it is still to be taken."""
        return self.struck_at is None

    @property
    def written(self) -> bool:
        """Whether somebody wrote it, rather than a rule put it there."""
        return self.origin in WRITTEN


class Submission(Plain):
    """A point as a person submits it; outside data enters through this class."""

    title: str = Field(min_length=1, max_length=LONGEST_TITLE)
    note: str = Field(default="", max_length=LONGEST_NOTE)
    treatment: Treatment = Treatment.DISCUSSION
    unit: str = Field(max_length=40)
    confidential: bool = False


@dataclass(frozen=True)
class Agenda:
    """The points of a meeting in the order in which they are taken. `sent_at` is when their numbers became theirs for good."""

    points: tuple[Point, ...]
    sent_at: datetime | None = None

    @property
    def numbered(self) -> tuple[tuple[int, Point], ...]:
        """The points with the numbers people call them by."""
        return tuple((point.number or place, point) for place, point in enumerate(self.points, start=1))

    def at(self, number: int) -> Point:
        """Return the point of a number.

        Raises:
            Refusal: when there is none.
        """
        found = next((point for own, point in self.numbered if own == number), None)
        if found is None:
            raise Refusal("no_such_point", number=number, count=len(self.points))
        return found

    def number_of(self, wanted: Point) -> int:
        """Return the number a point is called by."""
        return next(own for own, point in self.numbered if point is wanted)

    def moved(self, number: int, place: int) -> "Agenda":
        """Return the agenda with a point at another place in the order.

        Raises:
            Refusal: when there is no such point or place.
        """
        point = self.at(number)
        if not 1 <= place <= len(self.points):
            raise Refusal("no_such_place", place=place, count=len(self.points))
        others = [one for one in self.points if one is not point]
        return replace(self, points=(*others[: place - 1], point, *others[place - 1 :]))

    @property
    def next_number(self) -> int:
        """The number of a point that is added after the agenda has gone out."""
        return max((number for number, _ in self.numbered), default=0) + 1


@dataclass(frozen=True)
class Sources:
    """What a rule puts on an agenda: the minutes that wait for approval, whether anything is still to be done, what is carried over."""

    minutes: tuple[int, ...] = ()
    actions: bool = False
    carried: tuple[Point, ...] = ()


def wanted(agreement: Agreement, sources: Sources) -> tuple[Point, ...]:
    """Return the points a rule puts on an agenda, in the order they are usually taken."""
    standing = agreement.house.meetings.standing_items
    return (
        _by_rule(Origin.OPENING, Treatment.DECISION),
        *(_by_rule(Origin.MINUTES, Treatment.DECISION, str(number)) for number in sources.minutes),
        *((_by_rule(Origin.ACTIONS, Treatment.BRIEFING),) if sources.actions else ()),
        *(_by_rule(Origin.STANDING, Treatment.DISCUSSION, one.id) for one in standing),
        *sources.carried,
        _by_rule(Origin.ANY_OTHER, Treatment.DISCUSSION),
    )


def _by_rule(origin: Origin, treatment: Treatment, what: str = "") -> Point:
    return Point(origin=origin, key=f"{origin}:{what}" if what else str(origin), treatment=treatment)


def composed(given: Iterable[Point], by_rule: Sequence[Point]) -> tuple[Point, ...]:
    """Return a draft's points in order: those that stand there, and each that a rule wants and is missing, at its usual place.

    What a rule put there and wants no longer is left out. A point that is struck from a draft is gone from it.
    """
    keys = {one.key for one in by_rule}
    points = [one for one in sorted(given, key=_place) if one.live and (one.written or one.key in keys)]
    have = {one.key for one in points if one.key is not None}
    for point in by_rule:
        if point.key not in have:
            points.insert(_usual_place(points, point), point)
    return tuple(points)


def placed(points: Sequence[Point], new: Point) -> tuple[Point, ...]:
    """Return points with another one among them, at its usual place."""
    place = _usual_place(points, new)
    return (*points[:place], new, *points[place:])


def _usual_place(points: Sequence[Point], new: Point) -> int:
    """Return where a point goes: behind the last of those that usually come before it, whatever order they were put in."""
    return max((place for place, one in enumerate(points, start=1) if RANK[one.origin] <= RANK[new.origin]), default=0)


def _place(point: Point) -> tuple[int, int]:
    return point.position, RANK[point.origin]


def may_strike(point: Point) -> None:
    """Refuse to take off what a rule put there.

    Raises:
        Refusal: when the point stands on every agenda, or is off it already.
    """
    if not point.written:
        raise Refusal("stands_always")
    if not point.live:
        raise Refusal("struck_already")


# When something is to happen about an agenda. All of it is a house rule.


def items_due(agreement: Agreement, on: date) -> date:
    """Return the last day on which points are in time: where it is no working day, the last one before it."""
    return agreement.days().working_day_by(on - timedelta(days=agreement.house.meetings.items_due_days))


def goes_out(agreement: Agreement, on: date) -> date:
    """Return the day the agenda goes out: where it is no working day, the last one before it."""
    return agreement.days().working_day_by(on - timedelta(days=agreement.house.meetings.agenda_out_days))


SENDS_OUT = "meeting.agenda"  # the kind of the duty
PREVIEW, SENDS = 0, 1


def steps(agreement: Agreement, on: date, starts_at: datetime, convened_at: datetime) -> tuple[Step, ...]:
    """Return what is owed of an agenda: a look at it for the facilitator when points are due, then the agenda to everybody.

    A meeting convened late has its agenda go out the working day after, or before it begins where that is later still.
    """
    days, at = agreement.days(), agreement.house.working_hours.nudge_at
    convened = days.local(convened_at).date()
    out = days.at(goes_out(agreement, on), at)
    if goes_out(agreement, on) <= convened:
        out = days.at(days.next_working_day(convened), at)
        out = out if out < starts_at else days.next_working_moment(convened_at)
    due = items_due(agreement, on)
    preview = days.at(days.next_working_day(due), at)
    first = (Step(PREVIEW, Addressee.FACILITATOR, preview),) if convened < due and preview < out else ()
    return (*first, Step(SENDS, Addressee.CHANNEL, out)) if out < starts_at else first


# How people call a point.

_POINT = re.compile(
    r"^(?:m|møde|meeting)?\s*[-–#]?\s*0*([1-9]\d{0,5})\s*(?:[./:,]|[,;]?\s*(?:pkt|punkt|point|item|no|nr)\b\.?)\s*0*([1-9]\d{0,2})\.?$",
    re.IGNORECASE,
)


def point_ref(meeting: int, number: int) -> str:
    """Return the short name of a point, as stored: "M-3.4". People read "M-3 pkt. 4"."""
    return f"M-{meeting}.{number}"


def point_in(text: str) -> tuple[int, int] | None:
    """Read a meeting's number and a point's: `M-3 pkt. 4`, `M-3.4`, `møde 3 punkt 4` and `M-3 item 4` are the same; else none."""
    found = _POINT.match(" ".join(text.split()))
    return (int(found[1]), int(found[2])) if found else None


def shown_to(points: Iterable[Point], *, outsiders: bool) -> tuple[Point, ...]:
    """Return the points whose content may be read in a room."""
    return tuple(point for point in points if not (outsiders and point.confidential))


def closed(points: Collection[Point]) -> bool:
    """Tell whether any of them is not for rooms where outsiders read along."""
    return any(point.confidential and point.live for point in points)
