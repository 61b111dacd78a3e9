"""Tables of polls for a date: the polls, their proposals, and when each party can."""

from sqlalchemy import UniqueConstraint
from sqlmodel import Field

from bot.domain.meeting import Kind
from bot.domain.poll import Choice, Poll, PollState, Proposal
from storage.tables.columns import Owned, one_of


class PollRow(Poll, Owned, table=True):
    """A poll."""

    __tablename__ = "meeting_poll"
    __table_args__ = (UniqueConstraint("agreement_id", "number"),)
    id: int | None = Field(default=None, primary_key=True)
    kind: Kind = Field(default=Kind.ORDINARY, sa_type=one_of(Kind))
    state: PollState = Field(default=PollState.OPEN, sa_type=one_of(PollState))
    opened_by: str = Field(foreign_key="person.id")


class ProposalRow(Proposal, Owned, table=True):
    """One date among a poll's proposals."""

    __tablename__ = "meeting_proposal"
    poll_id: int = Field(foreign_key="meeting_poll.id", primary_key=True)
    position: int = Field(primary_key=True)


class ChoiceRow(Choice, Owned, table=True):
    """When a party can; one per party, corrected in place."""

    __tablename__ = "meeting_choice"
    poll_id: int = Field(foreign_key="meeting_poll.id", primary_key=True)
    unit: str = Field(max_length=40, primary_key=True)
    by: str | None = Field(foreign_key="person.id")
