"""A poll for a date (Danish: afstemning): a few proposals, and which parties can when. The facilitator picks; nothing is decided by count.

Source: clause "Møderne planlægges og faciliteres af Københavns Kommune", and "repræsentanter fra alle parter": the question is how many
parties a date brings together, so answers are a party's and not a person's.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from typing import ClassVar

from sqlmodel import Field

from bot.domain.agreement import Agreement
from bot.domain.attendance import Share
from bot.domain.meeting import LONGEST_PLACE, LONGEST_TITLE, Kind
from bot.domain.plain import Plain
from bot.refusal import Refusal

FEWEST, MOST = 2, 8
POLLS = "meeting.poll"
LONGEST_CHOICE = 40


class PollState(StrEnum):
    """How far a poll has come."""

    OPEN = "open"
    DECIDED = "decided"
    WITHDRAWN = "withdrawn"


class Poll(Plain):
    """The flat facts of a poll."""

    free_text: ClassVar[frozenset[str]] = frozenset({"title", "place"})

    number: int = Field(ge=1, description="Spoken as P-1; counted within the agreement.")
    state: PollState = PollState.OPEN
    kind: Kind = Kind.ORDINARY
    title: str = Field(default="", max_length=LONGEST_TITLE)
    place: str = Field(default="", max_length=LONGEST_PLACE)
    closes_on: date = Field(description="The last day answers are asked for.")
    opened_at: datetime
    opened_by: str = Field(max_length=32)
    meeting: int | None = Field(default=None, description="The number of the meeting that was convened by it.")

    @property
    def ref(self) -> str:
        """The spoken id, as in `P-1`."""
        return f"P-{self.number}"

    @property
    def open(self) -> bool:
        """Whether it still asks."""
        return self.state is PollState.OPEN


class Proposal(Plain):
    """One date among the proposals, numbered from 1 in the order of the calendar."""

    position: int = Field(ge=1, le=MOST)
    on: date
    starts: time
    ends: time | None = None
    starts_at: datetime


class Choice(Plain):
    """When a party can: the positions of the proposals, as in `1,3`; empty when none of them will do."""

    unit: str = Field(max_length=40)
    can: str = Field(default="", max_length=LONGEST_CHOICE)
    at: datetime
    by: str | None = Field(max_length=32, description="None once it is no longer kept who it was.")
    on_behalf: bool = False

    @property
    def positions(self) -> frozenset[int]:
        """The proposals it can make."""
        return frozenset(int(one) for one in self.can.split(",") if one)


@dataclass(frozen=True)
class Wanted:
    """A proposal as it was typed and read."""

    on: date
    starts: time | None
    ends: time | None
    typed: str = ""


def proposals(wanted: Sequence[Wanted], agreement: Agreement, now: datetime) -> list[Proposal]:
    """Number the proposals in the order of the calendar.

    Raises:
        Refusal: when they are too few or too many, lack a time, come twice or are over.
    """
    if not FEWEST <= len(wanted) <= MOST:
        raise Refusal("poll_size", count=len(wanted), fewest=FEWEST, most=MOST)
    found: dict[datetime, Wanted] = {}
    for one in wanted:
        if one.starts is None:
            raise Refusal("poll_needs_time", typed=one.typed[:60])
        at = agreement.days().at(one.on, one.starts)
        if at in found:
            raise Refusal("poll_twice", typed=one.typed[:60])
        if at <= now:
            raise Refusal("poll_past", typed=one.typed[:60])
        found[at] = one
    return [
        Proposal(position=number, on=one.on, starts=one.starts or time(), ends=one.ends, starts_at=at)
        for number, (at, one) in enumerate(sorted(found.items()), start=1)
    ]


@dataclass(frozen=True)
class Tally:
    """Who can on one of the proposals, among the parties expected that day."""

    proposal: Proposal
    can: tuple[str, ...]
    cannot: tuple[str, ...]
    silent: tuple[str, ...]
    shares: tuple[Share, ...]

    @property
    def parties(self) -> int:
        """How many parties are expected that day."""
        return len(self.can) + len(self.cannot) + len(self.silent)


def tally(agreement: Agreement, options: Sequence[Proposal], choices: Mapping[str, Choice]) -> list[Tally]:
    """Count for every proposal which parties can; a party that has not answered neither can nor cannot."""
    found = []
    for one in options:
        expected = agreement.units_on(one.on)
        can = [unit for unit in expected if unit.id in choices and one.position in choices[unit.id].positions]
        authorities = dict.fromkeys(unit.authority for unit in expected)
        shares = tuple(
            Share(
                authority,
                sum(unit.authority == authority for unit in can),
                sum(unit.authority == authority for unit in expected),
            )
            for authority in authorities
        )
        silent = tuple(unit.id for unit in expected if unit.id not in choices)
        there = tuple(unit.id for unit in can)
        found.append(Tally(one, there, tuple(unit.id for unit in expected if unit.id not in {*there, *silent}), silent, shares))
    return found


def best(tallies: Sequence[Tally]) -> Tally:
    """Return the proposal that brings most parties together; of equals the one that fewest refuse, then the earliest."""
    return min(tallies, key=lambda one: (-len(one.can), len(one.cannot), one.proposal.starts_at))


def asked(agreement: Agreement, options: Sequence[Proposal]) -> tuple[str, ...]:
    """Return the parties that are asked: those expected on any of the days."""
    return tuple(unit.id for unit in agreement.units if any(unit.is_party(one.on) for one in options))


ALL = frozenset({"all", "alle", "any", "every", "alle dage", "alle passer", "all of them", "all suit", "alle datoer"})
NONE = frozenset({"none", "ingen", "ingen dage", "ingen passer", "none of them", "none suit", "ingen datoer"})
_NUMBERS = re.compile(r"\d{1,2}(?:[\s,;&+]+(?:(?:og|and)\s+)?\d{1,2})*")


def positions_in(text: str, options: Sequence[Proposal]) -> frozenset[int] | None:
    """Read which proposals somebody can make: `1, 3`, `1 og 3`, `all`, `ingen`; none when it says nothing of the kind.

    Raises:
        Refusal: when a number is none of the proposals.
    """
    said = " ".join(text.split()).strip(" .!").casefold()
    known = frozenset(one.position for one in options)
    if said in ALL:
        return known
    if said in NONE:
        return frozenset()
    if not _NUMBERS.fullmatch(said):
        return None
    numbers = frozenset(int(one) for one in re.findall(r"\d+", said))
    if strangers := sorted(numbers - known):
        raise Refusal("poll_no_such_proposal", number=strangers[0], most=len(options))
    return numbers


def stored(positions: frozenset[int]) -> str:
    """Return positions as a choice stores them."""
    return ",".join(map(str, sorted(positions)))


def default_last_day(agreement: Agreement, today: date, options: Sequence[Proposal]) -> date:
    """Return the last day to answer where nobody says: a week on, but a working day before the first proposal."""
    days = agreement.days()
    wanted = days.working_day_from(today + timedelta(days=7))
    latest = days.last_working_day_before(min(one.on for one in options))
    return max(today, min(wanted, latest))


@dataclass(frozen=True)
class PollStep:
    """A moment of a poll: the silent are reminded, or the facilitator is told how it stands."""

    name: str
    at: datetime


def poll_steps(agreement: Agreement, poll: Poll, *, complete: bool) -> tuple[PollStep, ...]:
    """Return what an open poll owes: a reminder to the silent on the last day, and the result on the working morning after it.

    Once every party has answered nobody is reminded, and the result is told as soon as somebody is at work; `complete` says so.
    """
    days, hours = agreement.days(), agreement.house.working_hours
    if complete:
        return (PollStep("all", days.next_working_moment(poll.opened_at)),)
    last = days.working_day_by(poll.closes_on)
    found = [PollStep("result", days.at(days.next_working_day(poll.closes_on), hours.nudge_at))]
    if last > days.local(poll.opened_at).date():
        found.insert(0, PollStep("remind", days.at(last, hours.nudge_at)))
    return tuple(found)


_REF = re.compile(r"^(?:p|poll|afstemning)\s*[-–#]?\s*0*([1-9]\d{0,8})$", re.IGNORECASE)


def poll_number_in(ref: str) -> int | None:
    """Read a spoken id: `P-3`, `p3` and `afstemning 3` are the same; none when it is none, since a bare number is a proposal's."""
    found = _REF.match(ref.strip())
    return int(found[1]) if found else None


def subject(number: int, unit: str = "") -> str:
    """Return what a message about a poll is about, as the outbox stores it."""
    return f"poll:{number}:{unit}" if unit else f"poll:{number}"


def poll_and_unit(about: str | None) -> tuple[int, str] | None:
    """Read the subject of a message back into a poll's number and a unit, which is empty when it is about the whole poll."""
    if not about or not about.startswith("poll:"):
        return None
    _, number, *unit = about.split(":")
    return int(number), unit[0] if unit else ""
