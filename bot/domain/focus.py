"""A focus area (Danish: fokusområde) of the coming year: parties propose it, a meeting chooses it, the year after tells of it.

Source: the clause "orienterer årligt Sikker By styregruppen om fokusområder for det kommende års arbejde".
"""

import re
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import ClassVar

from sqlmodel import Field

from bot.domain.plain import Plain
from bot.refusal import Refusal

LONGEST_TITLE = 120
LONGEST_REASON = 800
LONGEST_SIGN = 400
LONGEST_RESULT = 1500
USUAL_MOST = 6  # Three to six headlines are what a committee can take in.


class State(StrEnum):
    """How a focus area stands."""

    PROPOSED = "proposed"
    CHOSEN = "chosen"
    DROPPED = "dropped"


class FocusArea(Plain):
    """One headline of a year's work; its tracks, units and initiatives stand beside it."""

    free_text: ClassVar[frozenset[str]] = frozenset({"title", "reason", "sign", "result"})

    number: int = Field(ge=1, description="Spoken as F-2; counted within the agreement.")
    year: int = Field(ge=1000, le=9999, description="The year it is for.")
    title: str = Field(min_length=1, max_length=LONGEST_TITLE)
    reason: str = Field(default="", max_length=LONGEST_REASON)
    sign: str = Field(default="", max_length=LONGEST_SIGN, description="The sign of progress that is expected.")
    lead: str = Field(max_length=40, description="The id of the unit that leads.")
    state: State = State.PROPOSED
    proposed_at: datetime
    proposed_by: str = Field(max_length=32)
    decision: str = Field(
        default="", max_length=200, description='Where it was chosen or dropped: a decision, "M-3.4", or a round in writing.'
    )
    decided_at: datetime | None = None
    result: str = Field(default="", max_length=LONGEST_RESULT, description="What was done about it, told the year after.")
    result_at: datetime | None = None
    result_by: str | None = Field(default=None, max_length=32)

    @property
    def ref(self) -> str:
        """The spoken id, as in `F-2`."""
        return f"F-{self.number}"


class Proposed(Plain):
    """What somebody proposes; outside data enters through this class."""

    year: int
    title: str = Field(min_length=1, max_length=LONGEST_TITLE)
    reason: str = Field(default="", max_length=LONGEST_REASON)
    sign: str = Field(default="", max_length=LONGEST_SIGN)
    lead: str
    tracks: tuple[str, ...] = Field(min_length=1)
    units: tuple[str, ...] = ()
    initiatives: tuple[int, ...] = ()


@dataclass(frozen=True)
class Focus:
    """A focus area with its tracks, the units that take part (the lead first) and the initiatives that carry it."""

    area: FocusArea
    tracks: tuple[str, ...] = ()
    units: tuple[str, ...] = ()
    initiatives: tuple[int, ...] = ()


_REF = re.compile(r"^(?:f|fokus|fokusområde|focus)?\s*[-–#]?\s*0*([1-9]\d{0,8})$", re.IGNORECASE)


def number_in(ref: str) -> int:
    """Read a spoken id: `F-2`, `f2`, `#2` and `2` are the same.

    Raises:
        Refusal: when it is none.
    """
    found = _REF.match(ref.strip())
    if not found:
        raise Refusal("no_such_focus_ref", ref=ref[:40])
    return int(found[1])


def numbers_in(text: str) -> tuple[int, ...]:
    """Read the initiatives of a list, as "I-2, I-7"."""
    return tuple(
        dict.fromkeys(
            int(one)
            for one in re.findall(r"\bi\s*-?\s*0*([1-9]\d{0,8})\b|(?<![\w-])0*([1-9]\d{0,8})\b", text, re.IGNORECASE)
            for one in one
            if one
        )
    )


def chosen(area: FocusArea) -> State:
    """Return the state once the group chose it.

    Raises:
        Refusal: when it was chosen already.
    """
    if area.state is State.CHOSEN:
        raise Refusal("focus_chosen", ref=area.ref, decision=area.decision)
    return State.CHOSEN
