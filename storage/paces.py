"""Whose turn it is to be spoken to, for all replicas together: each bucket is a row, and taking a turn locks it for a moment."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlmodel import Session, and_, col, delete, or_, select

from bot.domain.pace import Pace, turn
from storage.asking import insert_into
from storage.clock import AT_ONCE
from storage.tables import PaceRow


@dataclass(frozen=True)
class Paces:
    """The turns of every conversation and workspace, on the database's clock, which `now` is."""

    session: Session
    now: datetime

    def take(self, bucket: str, pace: Pace) -> datetime:
        """Take the next turn and return when it comes; whoever takes it has it, whether they use it or not."""
        row = self._row(bucket)
        taken = turn(pace, row.full_at, self.now)
        row.full_at = taken.full_at
        self.session.add(row)
        return taken.at

    def rests_until(self, bucket: str) -> datetime | None:
        """Return until when the platform asked to be left alone; none when it is not resting."""
        asked = select(PaceRow.rests_until).where(PaceRow.bucket == bucket, col(PaceRow.rests_until) > self.now)
        return self.session.exec(asked.where(PaceRow.written_at <= self.now + AT_ONCE)).first()

    def rest(self, bucket: str, wait: timedelta) -> None:
        """Take no turn of a bucket before `wait` has passed; a longer rest that was asked for already stands."""
        row, until = self._row(bucket), self.now + wait
        row.full_at = max(row.full_at, until)
        row.rests_until = max(row.rests_until or until, until)
        self.session.add(row)

    def forget_full(self) -> int:
        """Forget the buckets that nobody has to wait for; tell how many."""
        over = or_(col(PaceRow.rests_until).is_(None), col(PaceRow.rests_until) < self.now)
        full = or_(and_(col(PaceRow.full_at) < self.now, over), col(PaceRow.written_at) > self.now + AT_ONCE)
        return self.session.exec(delete(PaceRow).where(full)).rowcount

    def try_again(self) -> None:
        """Write a row and take it away."""
        self.session.add(row := PaceRow(bucket="try", full_at=self.now, written_at=self.now))
        self.session.flush()
        self.session.delete(row)

    def _row(self, bucket: str) -> PaceRow:
        """Return a bucket's row, to be changed now: made when there is none, and locked until the transaction ends."""
        values = {"bucket": bucket, "full_at": self.now, "written_at": self.now}
        new = insert_into(PaceRow, self.session.get_bind().dialect.name).values(values)
        self.session.exec(new.on_conflict_do_nothing(index_elements=["bucket"]))
        mine = select(PaceRow).where(PaceRow.bucket == bucket).with_for_update()
        row = self.session.exec(mine, execution_options={"populate_existing": True}).one()
        if row.written_at > self.now + AT_ONCE:  # The clock was set back since.
            row.full_at, row.rests_until = self.now, None
        row.written_at = self.now
        return row
