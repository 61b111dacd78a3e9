"""Tables of people: who they are, where they are found, and what they are appointed to."""

from datetime import datetime

from sqlalchemy import CheckConstraint, UniqueConstraint
from sqlmodel import Field

from bot.domain.person import Appointment, Person
from bot.domain.role import Role
from storage.tables.columns import Owned, one_of


class PersonRow(Person, Owned, table=True):
    """A person, known to one agreement; the same human under two agreements is two rows, so nothing leaks across."""

    __tablename__ = "person"
    id: str = Field(primary_key=True, max_length=32)
    welcomed_at: datetime | None = None


class AccountRow(Owned, table=True):
    """Where a person is found; `linked_at` is when they said that an account is theirs too, empty for the one they were met at."""

    __tablename__ = "account"
    __table_args__ = (UniqueConstraint("agreement_id", "platform", "user"),)
    id: int | None = Field(default=None, primary_key=True)
    platform: str = Field(max_length=20)
    user: str = Field(max_length=80, index=True)
    person_id: str = Field(foreign_key="person.id", index=True)
    preferred: bool = Field(default=False)
    linked_at: datetime | None = None


class AppointmentRow(Appointment, Owned, table=True):
    """A role somebody holds or held: from `since`, up to but not on `until`."""

    __tablename__ = "appointment"
    __table_args__ = (CheckConstraint("until IS NULL OR until >= since", name="until_follows_since"),)
    id: int | None = Field(default=None, primary_key=True)
    person_id: str = Field(foreign_key="person.id", index=True)
    role: Role = Field(sa_type=one_of(Role))
