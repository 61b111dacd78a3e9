"""The outbox as delivery sees it: messages of all agreements, claimed under a lease and marked with the attempt.

The order of steps is the one that lost and doubled nothing when killed between any two (reliability.md §2): claim in a
transaction of its own, choose where it goes in another, send outside any, mark with the attempt, read back by key before a
resend.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import and_, bindparam, func, or_, text
from sqlalchemy import update as change
from sqlmodel import Session, col, select, update

from bot.domain.outbox import Delivery
from storage.asking import put, table_of
from storage.clock import AT_ONCE, database_now
from storage.tables import OutboxRow
from storage.tables.outbox import UNSETTLED

LEASE = timedelta(seconds=120)  # Longer than any request that may still arrive late: a request is given up after 10 s.
LONGEST_ERROR = 300
LONG_AGO = timedelta(days=30)  # Further than anything stays in doubt.
MOST_ROUNDS = 50  # In which a claim has leases begin anew before it finds what is to be taken; the next claim goes on.
_OUTBOX = table_of(OutboxRow)
_row = _OUTBOX.c
# A worker's mark, several for every message (storage/asking.py). A worker that lost its lease overwrites nothing.
_MINE = change(_OUTBOX).where(_row.key == bindparam("of"), _row.attempt == bindparam("in_charge"), _row.state == Delivery.SENDING)
_ONCE_MORE = {name: _MINE.values({name: _row[name] + 1}) for name in ("failures", "unanswered")}
# What is to be changed is read by the session, as everywhere; the statements too are made once.
_HELD = (
    select(OutboxRow)
    .where(OutboxRow.key == bindparam("of"), OutboxRow.attempt == bindparam("in_charge"), OutboxRow.state == Delivery.SENDING)
    .with_for_update()
)
_OF_ANOTHER_CLOCK = _row.lease_until > bindparam("soon")
_MAY_GO = or_(_row.not_before.is_(None), _row.not_before <= bindparam("now"), _OF_ANOTHER_CLOCK)
_WAITING = and_(_row.state == Delivery.PENDING, _MAY_GO)
_ABANDONED = and_(_row.state == Delivery.SENDING, or_(_row.lease_until < bindparam("now"), _OF_ANOTHER_CLOCK))
_TO_TAKE = (
    select(OutboxRow)
    .where(text(UNSETTLED), or_(_WAITING, _ABANDONED))
    .order_by(_row.created_at, _row.key)
    .limit(bindparam("most"))
    .with_for_update(skip_locked=True)
)


@dataclass(frozen=True)
class Deliveries:
    """All messages that are to go out in this installation."""

    session: Session

    def claim(self, limit: int = 20, lease: timedelta = LEASE) -> Sequence[OutboxRow]:
        """Take messages to deliver, oldest first: those waiting, and those whose sender has not come back within its lease.

        What was written by a clock that has been set back since holds nobody up: a wait is over, a lease begins anew, and who
        comes after those leases is taken.
        """
        now = database_now(self.session)
        bounds = {"now": now, "soon": now + lease + AT_ONCE, "most": limit}
        for _ in range(MOST_ROUNDS):
            rows = self.session.exec(_TO_TAKE, params=bounds).all()
            taken = [row for row in rows if self._take(row, now, lease)]
            if taken or not rows:
                return taken
            self.session.flush()  # Those leases end soon enough now, so that the next look passes over them.
        return []

    def _take(self, row: OutboxRow, now: datetime, lease: timedelta) -> bool:
        """Claim a message for a lease; tell whether it is ours, and not still somebody's who may be alive."""
        self.session.add(row)
        held_until, row.lease_until = row.lease_until, now + lease
        if row.state is Delivery.SENDING and held_until is not None and held_until > now + lease + AT_ONCE:
            return False
        row.state, row.attempt = Delivery.SENDING, row.attempt + 1
        if row.not_before is not None and row.not_before > now:  # Of a clock that was set back since; so is the turn it had.
            row.turns, row.turn_at = 0, None
        if row.platform is None:
            row.claimed_at = now
        elif row.claimed_at is not None and row.claimed_at > now + AT_ONCE:
            row.claimed_at = now - LONG_AGO  # An earlier attempt may have arrived, and nobody knows when.
        return True

    def held(self, row: OutboxRow) -> OutboxRow | None:
        """Return a claimed message as it stands now; none when this attempt holds it no longer."""
        return self.session.exec(_HELD, params={"of": row.key, "in_charge": row.attempt}).first()

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
        error = error[:LONGEST_ERROR]
        return self._mark(row, "failures", state=Delivery.PENDING, not_before=later, last_error=error, **kept)

    def unanswered(self, row: OutboxRow, error: str, wait: timedelta) -> bool:
        """Give a message in doubt back, since the platform could not tell whether it arrived."""
        later = database_now(self.session) + wait
        return self._mark(row, "unanswered", state=Delivery.PENDING, not_before=later, last_error=error[:LONGEST_ERROR])

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

    def _mark(self, row: OutboxRow, counted: str = "", **values: object) -> bool:
        """Change a claimed row if this attempt still holds it; what is counted is one more than it was."""
        mine = _ONCE_MORE[counted] if counted else _MINE
        return put(self.session, mine, of=row.key, in_charge=row.attempt, **values) == 1
