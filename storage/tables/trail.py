"""Tables of what has been done: the audit trail, and the calls that were answered."""

from datetime import datetime

from sqlalchemy import Text
from sqlmodel import Field

from storage.tables.columns import Owned


class AuditRow(Owned, table=True):
    """One change of state: who (an opaque id), what, to which thing, the facts before and after, and when."""

    __tablename__ = "audit"
    id: int | None = Field(default=None, primary_key=True)
    at: datetime
    actor: str = Field(max_length=32)
    verb: str = Field(max_length=40)
    object: str = Field(max_length=120, index=True)
    before: str = Field(sa_type=Text)
    after: str = Field(sa_type=Text)


class HandledRow(Owned, table=True):
    """A call that is done, with its answer, so that the same delivery again does nothing twice."""

    __tablename__ = "handled"
    platform: str = Field(max_length=20, primary_key=True)
    key: str = Field(max_length=120, primary_key=True)
    answer: str = Field(sa_type=Text)
    at: datetime = Field(index=True)
