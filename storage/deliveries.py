"""The outbox as delivery sees it: messages of all agreements, claimed under a lease and marked with the attempt.

The order of steps is the one that lost and doubled nothing when killed between any two (reliability.md §2): claim in a
transaction of its own, choose where it goes in another, send outside any, mark with the attempt, read back by key before a
resend.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import and_, func, or_, text
from sqlmodel import Session, col, select, update

from bot.domain.outbox import Delivery
from storage.clock import database_now
from storage.tables import OutboxRow
from storage.tables.outbox import UNSETTLED

LEASE = timedelta(seconds=120)  # Longer than any request that may still arrive late: a request is given up after 10 s.
LONGEST_ERROR = 300


@dataclass(frozen=True)
class Deliveries:
    """All messages that are to go out in this installation."""

    session: Session

    def claim(self, limit: int = 20, lease: timedelta = LEASE) -> Sequence[OutboxRow]:
        """Take messages to deliver, oldest first: those waiting, and those whose sender has not come back within its lease."""
        now = database_now(self.session)
        waiting = and_(
            col(OutboxRow.state) == Delivery.PENDING, or_(col(OutboxRow.not_before).is_(None), col(OutboxRow.not_before) <= now)
        )
        abandoned = and_(col(OutboxRow.state) == Delivery.SENDING, col(OutboxRow.lease_until) < now)
        rows = self.session.exec(
            select(OutboxRow)
            .where(text(UNSETTLED), or_(waiting, abandoned))
            .order_by(col(OutboxRow.created_at), col(OutboxRow.key))
            .limit(limit)
            .with_for_update(skip_locked=True)
        ).all()
        for row in rows:
            row.state, row.attempt, row.lease_until = Delivery.SENDING, row.attempt + 1, now + lease
            if row.platform is None:  # Else an earlier attempt may have arrived, and is looked for from its own claim on.
                row.claimed_at = now
            self.session.add(row)
        return rows

    def held(self, row: OutboxRow) -> OutboxRow | None:
        """Return a claimed message as it stands now; none when this attempt holds it no longer."""
        held = select(OutboxRow).where(OutboxRow.key == row.key, OutboxRow.attempt == row.attempt)
        return self.session.exec(held.where(OutboxRow.state == Delivery.SENDING).with_for_update()).first()

    def chosen(self, row: OutboxRow, platform: str, place: str) -> bool:
        """Keep where a claimed message goes, just before it is sent; from here on it may have arrived."""
        return self._mark(row, platform=platform, place=place, unanswered=0, turns=0, turn_at=None)

    def put_off(self, row: OutboxRow, why: str, wait: timedelta, *, turns: int = 0, turn_at: datetime | None = None) -> bool:
        """Give a message back whose time has not come, with the turn it has then; nothing is known of it that was not before."""
        later = turn_at or database_now(self.session) + wait
        return self._mark(row, state=Delivery.PENDING, not_before=later, last_error=why, turns=turns, turn_at=turn_at)

    def sent(self, row: OutboxRow, reference: str | None) -> bool:
        """Mark a message as delivered; tell whether this attempt was still the one in charge."""
        return self._mark(row, state=Delivery.SENT, reference=reference, sent_at=database_now(self.session), last_error=None)

    def postponed(self, row: OutboxRow, error: str, wait: timedelta, *, in_doubt: bool = False) -> bool:
        """Give a message back, not to be tried again before `wait` has passed.

        Unless it is in doubt it has certainly not arrived; then where it goes is chosen anew.
        """
        later = database_now(self.session) + wait
        kept = {} if in_doubt else {"platform": None, "place": None}
        error, failures = error[:LONGEST_ERROR], col(OutboxRow.failures) + 1
        return self._mark(row, state=Delivery.PENDING, not_before=later, last_error=error, failures=failures, **kept)

    def unanswered(self, row: OutboxRow, error: str, wait: timedelta) -> bool:
        """Give a message in doubt back, since the platform could not tell whether it arrived."""
        later = database_now(self.session) + wait
        error = error[:LONGEST_ERROR]
        return self._mark(
            row, state=Delivery.PENDING, not_before=later, last_error=error, unanswered=col(OutboxRow.unanswered) + 1
        )

    def settled(self, row: OutboxRow, state: Delivery, error: str = "") -> bool:
        """Mark a message as failed, uncertain or superseded for good."""
        return self._mark(row, state=state, last_error=error[:LONGEST_ERROR] or None)

    def let_go(self) -> int:
        """End every lease, for who knows that nobody else delivers here; return how many messages are to be taken up again.

        Each may have arrived, and the next claim has it read back as after any lease.
        """
        past = database_now(self.session) - timedelta(seconds=1)
        held = update(OutboxRow).where(col(OutboxRow.state) == Delivery.SENDING)
        return self.session.exec(held.values(lease_until=past)).rowcount

    def by_key(self, key: str) -> OutboxRow | None:
        """Return a message by its key."""
        return self.session.get(OutboxRow, key)

    def edits(self, key: str) -> Sequence[OutboxRow]:
        """Return the edits of a message that are still owed or on their way or went out, oldest first."""
        live = col(OutboxRow.state).in_([Delivery.PENDING, Delivery.SENDING, Delivery.SENT])
        mine = select(OutboxRow).where(OutboxRow.edits == key, live)
        return self.session.exec(mine.order_by(col(OutboxRow.created_at), col(OutboxRow.key))).all()

    def unsettled(self, states: Collection[Delivery]) -> Sequence[OutboxRow]:
        """Return the messages in some states, oldest first: those that an operator is to look at."""
        mine = select(OutboxRow).where(col(OutboxRow.state).in_(states))
        return self.session.exec(mine.order_by(col(OutboxRow.created_at), col(OutboxRow.key))).all()

    def send_again(self, row: OutboxRow) -> None:
        """Owe a message anew that was given up, as if it had never set out: an operator has found out that it did not arrive."""
        row.state, row.platform, row.place, row.not_before, row.last_error = Delivery.PENDING, None, None, None, None
        row.unanswered, row.failures, row.turns, row.turn_at = 0, 0, 0, None
        self.session.add(row)

    def arrived(self, row: OutboxRow) -> None:
        """Take a message as delivered that was given up: an operator has seen it."""
        row.state, row.sent_at, row.last_error = Delivery.SENT, row.claimed_at, None
        self.session.add(row)

    def counted(self) -> dict[Delivery, int]:
        """Return how many messages are on their way or in doubt, by state."""
        told = select(OutboxRow.state, func.count()).where(or_(text(UNSETTLED), col(OutboxRow.state) == Delivery.UNCERTAIN))
        return {Delivery(state): count for state, count in self.session.exec(told.group_by(col(OutboxRow.state))).all()}

    def next_wait(self) -> timedelta | None:
        """Return how long it is until a message that was put off may go; none when none was."""
        at = self.session.exec(
            select(func.min(OutboxRow.not_before)).where(text(UNSETTLED), OutboxRow.state == Delivery.PENDING)
        ).one()
        return at - database_now(self.session) if at is not None else None

    def waiting(self) -> int:
        """Return how many messages have not gone out."""
        return self.session.exec(select(func.count()).select_from(OutboxRow).where(text(UNSETTLED))).one()

    def _mark(self, row: OutboxRow, **values: object) -> bool:
        """Change a claimed row if this attempt still holds it: a worker that lost its lease overwrites nothing."""
        mine = update(OutboxRow).where(col(OutboxRow.key) == row.key, col(OutboxRow.attempt) == row.attempt)
        return self.session.exec(mine.where(col(OutboxRow.state) == Delivery.SENDING).values(**values)).rowcount == 1
