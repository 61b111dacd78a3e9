"""What the outbox tells of platforms that take nothing: what has waited in vain, and when something last got through there."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import text
from sqlmodel import Session, col, func, select

from bot.domain.outbox import Delivery
from storage.clock import database_now
from storage.tables import OutboxRow
from storage.tables.outbox import UNSETTLED

MOST = 500  # Looked at in one go; that many that wait tell the same as all of them.


@dataclass(frozen=True)
class Outages:
    """Messages of all agreements, as whoever watches the platforms asks for them. Instants are the database clock's."""

    session: Session

    def waiting(self, longer_than: timedelta) -> Sequence[OutboxRow]:
        """Return messages that were tried and have waited for longer, oldest first; edits mend only what stands already."""
        before = database_now(self.session) - longer_than
        tried = col(OutboxRow.last_error).is_not(None)
        mine = select(OutboxRow).where(text(UNSETTLED), tried, col(OutboxRow.edits).is_(None))
        return self.session.exec(mine.where(OutboxRow.created_at < before).order_by(col(OutboxRow.created_at)).limit(MOST)).all()

    def got_through(self, platform: str) -> datetime | None:
        """Return when a platform last took something."""
        mine = select(func.max(OutboxRow.sent_at)).where(OutboxRow.platform == platform, OutboxRow.state == Delivery.SENT)
        return self.session.exec(mine).one()

    def told(self, subjects: Iterable[str]) -> Sequence[OutboxRow]:
        """Return the messages about these subjects that may stand somewhere, or are still to go out, and were not mended yet."""
        live = col(OutboxRow.state).in_([Delivery.PENDING, Delivery.SENDING, Delivery.SENT])
        edit = OutboxRow.__table__.alias("edit")  # type: ignore[attr-defined]  # sqlmodel does not tell of its tables.
        mended = select(edit.c.key).where(edit.c.edits == col(OutboxRow.key)).exists()
        mine = select(OutboxRow).where(col(OutboxRow.subject).in_(list(subjects)), live, col(OutboxRow.edits).is_(None))
        return self.session.exec(mine.where(~mended).order_by(col(OutboxRow.created_at))).all()
