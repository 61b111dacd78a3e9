"""An action (Danish: aktionspunkt): what a meeting agreed that one party does by a day, and who is nudged about it when.

That actions are followed up until they are closed is a house rule; the agreement knows only meetings.
"""

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from enum import StrEnum
from typing import ClassVar

from sqlmodel import Field

from bot.domain.agreement import Agreement
from bot.domain.plain import Plain
from bot.domain.round import Step
from bot.refusal import Refusal

FOLLOWS = "meeting.action"  # the kind of the duty to follow one up
LONGEST_TASK = 300
LONGEST_RESULT = 500


class State(StrEnum):
    """How an action stands."""

    OPEN = "open"
    DONE = "done"
    DROPPED = "dropped"


class Action(Plain):
    """What is to be done, by which party, by when."""

    free_text: ClassVar[frozenset[str]] = frozenset({"task", "result"})

    number: int = Field(ge=1, description="Spoken as A-4; counted within the agreement.")
    task: str = Field(min_length=1, max_length=LONGEST_TASK)
    unit: str = Field(max_length=40, description="The party that does it.")
    person: str | None = Field(default=None, max_length=32, description="The member of staff who does it, where one was named.")
    due_on: date
    meeting: int = Field(ge=1, description="The number of the meeting that agreed it.")
    point: int = Field(ge=1, description="The number of the point it was agreed under.")
    confidential: bool = Field(default=False, description="Not for rooms where outsiders read along.")
    state: State = State.OPEN
    agreed_at: datetime
    agreed_by: str = Field(max_length=32)
    closed_at: datetime | None = None
    closed_by: str | None = Field(default=None, max_length=32)
    result: str = Field(default="", max_length=LONGEST_RESULT, description="What came of it, or why it was dropped.")

    @property
    def ref(self) -> str:
        """The spoken id, as in `A-4`."""
        return f"A-{self.number}"

    @property
    def open(self) -> bool:
        """Whether it is still to be done."""
        return self.state is State.OPEN

    def overdue(self, today: date) -> bool:
        """Tell whether it should have been done by now."""
        return self.open and self.due_on < today


class Task(Plain):
    """An action as a person writes it down; outside data enters through this class."""

    task: str = Field(min_length=1, max_length=LONGEST_TASK)
    unit: str = Field(max_length=40)
    person: str | None = None
    due_on: date


@dataclass(frozen=True)
class Wanted:
    """Which actions somebody wants to see."""

    unit: str | None = None
    everything: bool = False  # those that are closed as well
    confidential: bool = True


_REF = re.compile(r"^(?:a|aktion|aktionspunkt|action)?\s*[-–#]?\s*0*([1-9]\d{0,8})$", re.IGNORECASE)


def number_in(ref: str) -> int:
    """Read a spoken id: `A-4`, `a4` and `4` are the same.

    Raises:
        Refusal: when it is none.
    """
    found = _REF.match(ref.strip())
    if not found:
        raise Refusal("no_such_action_ref", ref=ref[:40])
    return int(found[1])


def steps(agreement: Agreement, action: Action) -> tuple[Step, ...]:
    """Return who is nudged about an action and when, first to last; nobody on the day it is agreed.

    A nudge before the last day keeps ahead of a pause; one after it waits for the pause to end.
    """
    days, hours = agreement.days(), agreement.house.working_hours
    earliest = days.next_working_day(days.local(action.agreed_at).date())
    found = []
    for number, rung in enumerate(agreement.house.meetings.action_ladder):
        day = action.due_on + timedelta(days=rung.after_days)
        day = days.working_day_by(day) if rung.after_days <= 0 else days.working_day_from(day)
        found.append(Step(number, rung.to, days.at(max(day, earliest), hours.nudge_at).astimezone(UTC)))
    return tuple(found)
