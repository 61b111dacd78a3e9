"""The workspace's clock: real time plus an offset that only grows. Which instants are worth moving to is the app's to know."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from bot.platforms.local.database import Database


def real_time() -> datetime:
    """Return the machine's clock."""
    return datetime.now(UTC)


@dataclass(frozen=True)
class Clock:
    """The agreement's time in this workspace; kept in the file, so a restart does not turn it back."""

    database: Database
    real: Callable[[], datetime] = real_time

    def now(self) -> datetime:
        """Return the instant it is, as aware UTC."""
        return self.real().astimezone(UTC) + self._offset()

    @property
    def started(self) -> bool:
        """Whether this workspace has been given a time of its own."""
        return self._stored() is not None

    def start(self, at: datetime) -> None:
        """Set the clock once, to any instant, before anything has happened.

        Raises:
            ValueError: when it is running already.
        """
        if self.started:
            raise ValueError("the clock is running; it can only be moved forward")
        self._keep(at - self.real())

    def forward(self, to: datetime) -> None:
        """Move the clock on.

        Raises:
            ValueError: when that would be backwards.
        """
        with self.database.begin():
            if to < self.now():
                raise ValueError("the clock only moves forward")
            self._keep(to - self.real())

    def _offset(self) -> timedelta:
        stored = self._stored()
        return timedelta(microseconds=int(stored)) if stored is not None else timedelta()

    def _stored(self) -> str | None:
        found = self.database.row("SELECT value FROM meta WHERE name = 'clock'")
        return found["value"] if found else None

    def _keep(self, offset: timedelta) -> None:
        with self.database.begin() as connection:
            connection.execute(
                "INSERT INTO meta VALUES ('clock', ?) ON CONFLICT (name) DO UPDATE SET value = excluded.value",
                [str(offset // timedelta(microseconds=1))],
            )
            self.database.note("clock")
