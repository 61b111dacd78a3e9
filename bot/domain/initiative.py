"""An initiative (Danish: indsats): what units start, adapt and end together, and inform each other of.

Source: the agreement's pledge to inform each other of relevant initiatives, and its four tracks. There is no money
field anywhere: clause "Økonomi" sets no funds aside, every party pays within its own budget.
"""

import re
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import ClassVar

from pydantic import field_validator, model_validator
from sqlmodel import Field

from bot.domain.plain import Plain
from bot.refusal import Refusal

LONGEST_TITLE = 150
LONGEST_PURPOSE = 1500
LONGEST_ACTOR = 100
MOST_ACTORS = 20


class State(StrEnum):
    """How an initiative stands (Danish: tilstand)."""

    PLANNED = "planned"
    ACTIVE = "active"
    ADJUSTED = "adjusted"
    PAUSED = "paused"
    CLOSED = "closed"


class Work(StrEnum):
    """Whether it is a party's own core operations or joint work (clause "Aftalens parter")."""

    CORE = "core"
    JOINT = "joint"


class Initiative(Plain):
    """The flat facts of an initiative; who takes part and in which tracks stands beside it."""

    free_text: ClassVar[frozenset[str]] = frozenset({"title", "purpose"})

    number: int = Field(ge=1, description="Spoken as I-7; counted within the agreement.")
    title: str = Field(min_length=1, max_length=LONGEST_TITLE)
    purpose: str = Field(default="", max_length=LONGEST_PURPOSE)
    lead: str = Field(max_length=40, description="The id of the unit that leads.")
    state: State = State.PLANNED
    work: Work = Work.JOINT
    national: bool = Field(default=False, description="Concerns national cooperation (clause Formål).")
    confidential: bool = Field(default=False, description="Not for rooms where outsiders read along.")
    starts_on: date
    ends_on: date | None = None
    registered_at: datetime
    registered_by: str = Field(max_length=32)
    heard_on: date = Field(description="The last day anybody said how it goes.")
    withdrawn_at: datetime | None = None

    @property
    def ref(self) -> str:
        """The spoken id, as in `I-7`."""
        return f"I-{self.number}"

    def silent_on(self, today: date, after_days: int) -> bool:
        """Tell whether nobody has said anything of it for `after_days` days, though it is neither closed nor withdrawn."""
        return self.open and (today - self.heard_on).days >= after_days

    @property
    def open(self) -> bool:
        """Whether it still counts as going on or coming."""
        return self.state is not State.CLOSED and self.withdrawn_at is None


class Proposal(Plain):
    """What a person registers; outside data enters through this class, since table rows do not validate."""

    title: str = Field(min_length=1, max_length=LONGEST_TITLE)
    purpose: str = Field(default="", max_length=LONGEST_PURPOSE)
    tracks: tuple[str, ...] = Field(min_length=1)
    lead: str
    participants: tuple[str, ...] = ()
    actors: tuple[str, ...] = ()
    starts_on: date
    ends_on: date | None = None
    work: Work = Work.JOINT
    national: bool = False
    confidential: bool = False

    @field_validator("actors")
    @classmethod
    def _actors_are_names(cls, actors: tuple[str, ...]) -> tuple[str, ...]:
        names = tuple(dict.fromkeys(" ".join(one.split()) for one in actors if one.strip()))
        if len(names) > MOST_ACTORS:
            raise Refusal.of_fields({"actors": Refusal("too_many", count=len(names), most=MOST_ACTORS)})
        if too_long := [one for one in names if len(one) > LONGEST_ACTOR]:
            raise Refusal.of_fields({"actors": Refusal("too_long", length=len(too_long[0]), longest=LONGEST_ACTOR)})
        return names

    @model_validator(mode="after")
    def _ends_after_it_starts(self) -> "Proposal":
        if self.ends_on is not None and self.ends_on < self.starts_on:
            raise Refusal.of_fields({"ends_on": Refusal("ends_before_start", starts_on=self.starts_on)})
        return self

    @property
    def units(self) -> tuple[str, ...]:
        """The lead and the other participants, each once."""
        return tuple(dict.fromkeys((self.lead, *self.participants)))


_REF = re.compile(r"^(?:i|indsats|initiative)?\s*[-–#]?\s*0*([1-9]\d{0,8})$", re.IGNORECASE)


def number_in(ref: str) -> int:
    """Read a spoken id: `I-7`, `i7`, `#7` and `7` are the same.

    Raises:
        Refusal: when it is none.
    """
    found = _REF.match(ref.strip())
    if not found:
        raise Refusal("no_such_ref", ref=ref[:40])
    return int(found[1])


def state_on(proposal: Proposal, today: date) -> State:
    """Return the state a new initiative starts in: it has begun, or it is still planned."""
    return State.ACTIVE if proposal.starts_on <= today else State.PLANNED


@dataclass(frozen=True)
class Registered:
    """An initiative with its tracks, the units that take part today (the lead first), and its external actors.

    `seen_by` are the units that have seen its news, known where it was asked for alone. `id` and `agreement_id` are where it is kept.
    """

    initiative: Initiative
    tracks: tuple[str, ...]
    units: tuple[str, ...]
    actors: tuple[str, ...] = ()
    seen_by: tuple[str, ...] | None = None
    id: int | None = None
    agreement_id: str = ""

    @property
    def ref(self) -> str:
        """The spoken id, as in `I-7`."""
        return self.initiative.ref


@dataclass(frozen=True)
class Selection:
    """Which initiatives somebody wants to see; an empty one means all that are not withdrawn."""

    track: str | None = None
    unit: str | None = None
    state: State | None = None
    silent_since: date | None = None  # open ones not heard of since this day
    confidential: bool = True  # whether those that are not for outsiders are among them
    words: tuple[str, ...] = ()
    withdrawn: bool = False
