"""The database's own clock: leases and waits run on it, so that replicas agree and a moved agreement clock changes nothing."""

from datetime import UTC, datetime, timedelta
from typing import cast

from sqlalchemy import ColumnElement, String, func, select
from sqlmodel import Session

from storage.asking import ask

# What is later than now by less was written by somebody at work at the same time; by more, by a clock that was set back since.
AT_ONCE = timedelta(minutes=1)
# In the very form in which SQLAlchemy keeps an instant there, with six digits behind the seconds.
_KEPT_IN_SQLITE: ColumnElement[datetime] = func.strftime("%Y-%m-%d %H:%M:%f000", "now", type_=String)
_KEPT_IN_POSTGRES: ColumnElement[datetime] = func.clock_timestamp()
_SQLITE = select(func.strftime("%Y-%m-%d %H:%M:%f", "now"))
_POSTGRES = select(func.clock_timestamp())


def now_in(dialect: str) -> ColumnElement[datetime]:
    """Return the instant it is for such a database as an expression, for a row that is only written."""
    return _KEPT_IN_SQLITE if dialect == "sqlite" else _KEPT_IN_POSTGRES


def database_now(session: Session) -> datetime:
    """Return the instant it is for the database, as aware UTC; SQLite tells it to the millisecond."""
    if session.get_bind().dialect.name == "sqlite":
        [(said,)] = ask(session, _SQLITE)
        return datetime.fromisoformat(said).replace(tzinfo=UTC)
    [(instant,)] = ask(session, _POSTGRES)
    return cast("datetime", instant).astimezone(UTC)
