"""Tables of minutes: how far they are, what they say of each point, what parties say to them, and what happened to them."""

from datetime import datetime

from sqlalchemy import Text
from sqlmodel import Field

from bot.domain.minutes import Comment, Entry, Minutes, Outcome
from storage.tables.columns import Owned, one_of


class MinutesRow(Minutes, Owned, table=True):
    """The minutes of a meeting."""

    __tablename__ = "minutes"
    meeting_id: int = Field(foreign_key="meeting.id", primary_key=True)
    approved_by: str | None = Field(default=None, foreign_key="person.id")


class EntryRow(Entry, Owned, table=True):
    """What the minutes say of a point."""

    __tablename__ = "minutes_entry"
    point_id: int = Field(foreign_key="agenda_point.id", primary_key=True)
    outcome: Outcome = Field(sa_type=one_of(Outcome))


class DecidedInitiativeRow(Owned, table=True):
    """An initiative that a point was about."""

    __tablename__ = "minutes_initiative"
    point_id: int = Field(foreign_key="agenda_point.id", primary_key=True)
    initiative_id: int = Field(foreign_key="initiative.id", primary_key=True, index=True)


class MinutesCommentRow(Comment, Owned, table=True):
    """What a party says to the minutes of a meeting."""

    __tablename__ = "minutes_comment"
    id: int | None = Field(default=None, primary_key=True)
    meeting_id: int = Field(foreign_key="meeting.id", index=True)
    by: str = Field(foreign_key="person.id")


class MinutesChangeRow(Owned, table=True):
    """One entry of the minutes' history that people read; the audit trail keeps its own."""

    __tablename__ = "minutes_change"
    id: int | None = Field(default=None, primary_key=True)
    meeting_id: int = Field(foreign_key="meeting.id", index=True)
    at: datetime
    by: str | None = Field(default=None, foreign_key="person.id")
    verb: str = Field(max_length=20)
    point: int | None = None
    why: str = Field(default="", sa_type=Text)
