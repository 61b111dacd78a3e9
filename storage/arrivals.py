"""Deliveries of platforms, so that none is worked on twice: not at once by two replicas, not again after a restart.

Which change a delivery made is remembered with its answer in storage/handled.py; here stands only that it came.
"""

import hashlib
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from sqlalchemy import Connection
from sqlmodel import Session, col, delete, select, update

from storage.asking import add_once, connection_of
from storage.clock import database_now, now_in
from storage.tables import ArrivalRow

LEASE = timedelta(seconds=60)  # As long as a delivery may be worked on before somebody else takes it up.


class Taken(StrEnum):
    """What asking for a delivery came to."""

    MINE = "mine"  # nobody has it, or who had it never came back
    BUSY = "busy"  # somebody is working on it
    DONE = "done"  # it has been answered


def first(connection: Connection, platform: str, key: str) -> bool:
    """Remember a delivery that is not to come again; tell whether this is the first time. In one statement: each request asks it."""
    values = {"platform": platform, "digest": _digest(key), "at": now_in(connection.dialect.name), "done": True}
    return add_once(connection, ArrivalRow, values)


@dataclass(frozen=True)
class Arrivals:
    """What has arrived, on every platform."""

    session: Session

    def take(self, platform: str, key: str, lease: timedelta = LEASE) -> Taken:
        """Take a delivery in hand, unless it is done or somebody has it."""
        now, digest = database_now(self.session), _digest(key)
        if self._noted(platform, digest, now, done=False):
            return Taken.MINE
        mine = select(ArrivalRow).where(ArrivalRow.platform == platform, ArrivalRow.digest == digest)
        row = self.session.exec(mine.with_for_update()).first()
        if row is None:  # Given back between the two statements.
            return self.take(platform, key, lease)
        if row.done:
            return Taken.DONE
        # Further ahead than that, the clock was set back since. Who had it may be gone, and to wait could take a year; or be at
        # work still, and then two are, but a change is made once all the same (storage/handled.py).
        if abs(now - row.at) < lease:
            return Taken.BUSY
        row.at = now
        self.session.add(row)
        return Taken.MINE

    def done(self, platform: str, key: str) -> None:
        """Remember that a delivery has been answered."""
        mine = update(ArrivalRow).where(col(ArrivalRow.platform) == platform, col(ArrivalRow.digest) == _digest(key))
        self.session.exec(mine.values(done=True))

    def release(self, platform: str, key: str) -> None:
        """Give a delivery back that could not be worked on, so that the platform's next try finds it untouched."""
        mine = delete(ArrivalRow).where(col(ArrivalRow.platform) == platform, col(ArrivalRow.digest) == _digest(key))
        self.session.exec(mine.where(col(ArrivalRow.done).is_(False)))

    def forget(self, platform: str, key: str) -> None:
        """Drop a delivery, done or not."""
        mine = delete(ArrivalRow).where(col(ArrivalRow.platform) == platform, col(ArrivalRow.digest) == _digest(key))
        self.session.exec(mine)

    def forget_older_than(self, age: timedelta) -> int:
        """Drop what no platform delivers again; tell how much that was."""
        since = database_now(self.session) - age
        return self.session.exec(delete(ArrivalRow).where(col(ArrivalRow.at) < since)).rowcount

    def _noted(self, platform: str, digest: str, now: datetime, *, done: bool) -> bool:
        """Write a delivery down unless it stands there already; tell whether it is new."""
        return add_once(
            connection_of(self.session), ArrivalRow, {"platform": platform, "digest": digest, "at": now, "done": done}
        )


def _digest(key: str) -> str:
    """Return what stands for a key: some keys are secrets for as long as they are fresh."""
    return hashlib.sha256(key.encode("utf-8", "surrogatepass")).hexdigest()
