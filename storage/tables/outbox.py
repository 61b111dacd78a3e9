"""Tables of what is owed: duties with their next instant, and the messages that follow from them."""

from datetime import datetime

from sqlalchemy import Index, Text, UniqueConstraint, text
from sqlmodel import Field

from bot.domain.outbox import Delivery, Kind
from storage.tables.columns import Owned, one_of

_PENDING = text("next_due IS NOT NULL")
UNSETTLED = "state IN ('pending', 'sending')"  # Queries repeat it word for word: only then SQLite takes the partial index.


class DutyRow(Owned, table=True):
    """Something owed, and the next instant anything is to happen about it; empty when nothing is."""

    __tablename__ = "duty"
    __table_args__ = (
        UniqueConstraint("agreement_id", "kind", "subject"),
        Index("ix_duty_due", "agreement_id", "next_due", sqlite_where=_PENDING),
    )
    id: int | None = Field(default=None, primary_key=True)
    kind: str = Field(max_length=40)
    subject: str = Field(max_length=120)
    next_due: datetime | None = None


class OutboxRow(Owned, table=True):
    """A message owed to somebody.

    `platform` and `place` are filled from the moment before a send until it is certain that the send did not arrive: a row
    that waits with a platform is in doubt, and is read back before anything is sent again. `unanswered` counts the
    read-backs in a row that the platform could not answer, `failures` the sends in a row that failed. `recalled` says that a
    message in doubt is not owed any more. `turns` and `turn_at` say which turn to speak it has, and when (bot/jobs/turn.py).
    """

    __tablename__ = "outbox"
    __table_args__ = (
        Index("ix_outbox_waiting", "created_at", sqlite_where=text(UNSETTLED)),
        Index("ix_outbox_got_through", "platform", "sent_at"),
    )
    key: str = Field(primary_key=True, max_length=64)
    kind: Kind = Field(sa_type=one_of(Kind))
    subject: str = Field(max_length=120, index=True)
    due: str = Field(max_length=40)
    step: str = Field(default="", max_length=80)
    duty_id: int | None = Field(default=None, foreign_key="duty.id")
    recipient: str = Field(max_length=60)
    message: str = Field(sa_type=Text)
    closed: bool = False
    edits: str | None = Field(default=None, max_length=64, index=True)
    platform: str | None = Field(default=None, max_length=20)
    place: str | None = Field(default=None, max_length=80)
    state: Delivery = Field(default=Delivery.PENDING, sa_type=one_of(Delivery))
    attempt: int = 0
    unanswered: int = 0
    failures: int = 0
    turns: int = 0
    turn_at: datetime | None = None
    recalled: bool = False
    lease_until: datetime | None = None
    not_before: datetime | None = None
    created_at: datetime
    claimed_at: datetime | None = None
    sent_at: datetime | None = None
    reference: str | None = Field(default=None, max_length=200, index=True)
    last_error: str | None = Field(default=None, max_length=300)
