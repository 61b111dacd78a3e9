"""Tables of agendas: the points, and from when on a meeting's points have their numbers for good."""

from datetime import datetime

from sqlalchemy import UniqueConstraint
from sqlmodel import Field

from bot.domain.agenda import Origin, Point, Treatment
from storage.tables.columns import Owned, one_of


class AgendaRow(Owned, table=True):
    """A meeting's agenda has gone out, or its points have been cited: their numbers are theirs for good."""

    __tablename__ = "agenda"
    meeting_id: int = Field(foreign_key="meeting.id", primary_key=True)
    fixed_at: datetime


class PointRow(Point, Owned, table=True):
    """A point of an agenda; one without a meeting waits for the next to be convened."""

    __tablename__ = "agenda_point"
    __table_args__ = (UniqueConstraint("meeting_id", "key"), UniqueConstraint("meeting_id", "number"))
    id: int | None = Field(default=None, primary_key=True)
    meeting_id: int | None = Field(default=None, foreign_key="meeting.id", index=True)
    topic: int | None = Field(default=None, foreign_key="agenda_point.id", index=True)
    submitted_by: str | None = Field(default=None, foreign_key="person.id")
    origin: Origin = Field(default=Origin.SUBMITTED, sa_type=one_of(Origin))
    treatment: Treatment = Field(default=Treatment.DISCUSSION, sa_type=one_of(Treatment))
