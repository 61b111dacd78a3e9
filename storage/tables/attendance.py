"""Tables of who comes to a meeting and who came: answers, attendance by party, and reminders that people put off."""

from sqlalchemy import CheckConstraint, UniqueConstraint
from sqlmodel import Field

from bot.domain.attendance import Attendance, Presence
from bot.domain.meeting_reminders import Snooze
from bot.domain.rsvp import Coming, Rsvp
from storage.tables.columns import Owned, one_of


class RsvpRow(Rsvp, Owned, table=True):
    """A party's answer to an invitation; one per party and appointment, corrected in place, the audit trail keeps what was."""

    __tablename__ = "meeting_rsvp"
    __table_args__ = (UniqueConstraint("meeting_id", "unit", "sequence"),)
    id: int | None = Field(default=None, primary_key=True)
    meeting_id: int = Field(foreign_key="meeting.id", index=True)
    answer: Coming = Field(sa_type=one_of(Coming))
    by: str | None = Field(foreign_key="person.id")


class AttendanceRow(Attendance, Owned, table=True):
    """What is on record of one expected party at one meeting; corrected in place, the audit trail keeps what was."""

    __tablename__ = "meeting_attendance"
    __table_args__ = (
        UniqueConstraint("meeting_id", "unit"),
        CheckConstraint("(presence = 'proxy') = (proxy IS NOT NULL)", name="proxy_is_said"),
    )
    id: int | None = Field(default=None, primary_key=True)
    meeting_id: int = Field(foreign_key="meeting.id", index=True)
    presence: Presence = Field(sa_type=one_of(Presence))
    by: str = Field(foreign_key="person.id")


class SnoozeRow(Snooze, Owned, table=True):
    """A reminder that somebody put off: the trace of who heard when."""

    __tablename__ = "meeting_snooze"
    __table_args__ = (UniqueConstraint("meeting_id", "sequence", "person_id", "step", "count"),)
    id: int | None = Field(default=None, primary_key=True)
    meeting_id: int = Field(foreign_key="meeting.id", index=True)
    person_id: str = Field(foreign_key="person.id")
