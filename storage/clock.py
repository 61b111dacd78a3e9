"""The database's own clock: leases and waits run on it, so that replicas agree and a moved agreement clock changes nothing."""

from datetime import UTC, datetime

from sqlalchemy import func
from sqlmodel import Session, select


def database_now(session: Session) -> datetime:
    """Return the instant it is for the database, as aware UTC; SQLite tells it to the millisecond."""
    if session.get_bind().dialect.name == "sqlite":
        stamp = session.exec(select(func.strftime("%Y-%m-%d %H:%M:%f", "now"))).one()
        return datetime.fromisoformat(stamp).replace(tzinfo=UTC)
    instant: datetime = session.exec(select(func.clock_timestamp())).one()
    return instant.astimezone(UTC)
