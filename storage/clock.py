"""The database's own clock: leases and waits run on it, so that replicas agree and a moved agreement clock changes nothing."""

from datetime import UTC, datetime

from sqlalchemy import func, select
from sqlmodel import Session

from storage.asking import ask

_SQLITE = select(func.strftime("%Y-%m-%d %H:%M:%f", "now"))
_POSTGRES = select(func.clock_timestamp())


def database_now(session: Session) -> datetime:
    """Return the instant it is for the database, as aware UTC; SQLite tells it to the millisecond."""
    if session.get_bind().dialect.name == "sqlite":
        return datetime.fromisoformat(ask(session, _SQLITE).scalar_one()).replace(tzinfo=UTC)
    instant: datetime = ask(session, _POSTGRES).scalar_one()
    return instant.astimezone(UTC)
