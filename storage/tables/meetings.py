"""Tables of meetings: the meetings, what happened to each, and the wishes for one."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, Text, UniqueConstraint
from sqlmodel import Field

from bot.domain.meeting import Kind, Meeting, State
from storage.tables.columns import Owned, one_of


class MeetingRow(Meeting, Owned, table=True):
    """A meeting."""

    __tablename__ = "meeting"
    __table_args__ = (
        UniqueConstraint("agreement_id", "number"),
        CheckConstraint("ends IS NULL OR ends > starts", name="ends_follows_starts"),
    )
    id: int | None = Field(default=None, primary_key=True)
    kind: Kind = Field(default=Kind.ORDINARY, sa_type=one_of(Kind))
    state: State = Field(default=State.CONVENED, sa_type=one_of(State))
    on: date = Field(index=True)
    convened_by: str = Field(foreign_key="person.id")
    held_by: str | None = Field(default=None, foreign_key="person.id")


class MeetingChangeRow(Owned, table=True):
    """One entry of a meeting's history that people read; `was_on` is the day it stood on until then."""

    __tablename__ = "meeting_change"
    id: int | None = Field(default=None, primary_key=True)
    meeting_id: int = Field(foreign_key="meeting.id", index=True)
    at: datetime
    by: str = Field(foreign_key="person.id")
    verb: str = Field(max_length=20)
    was_on: date | None = None
    why: str = Field(default="", sa_type=Text)


class MeetingWishRow(Owned, table=True):
    """A party asks for a meeting ("efter behov"); settled when one is convened for it, or when it is declined."""

    __tablename__ = "meeting_wish"
    id: int | None = Field(default=None, primary_key=True)
    number: int
    unit: str | None = Field(default=None, max_length=40)
    by: str = Field(foreign_key="person.id")
    at: datetime
    why: str = Field(sa_type=Text)
    meeting_id: int | None = Field(default=None, foreign_key="meeting.id")
    settled_at: datetime | None = None
