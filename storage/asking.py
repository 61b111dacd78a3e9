"""How a question that is asked with every command is put to the database: as a statement made once (ready.py), without the ORM.

Making a statement and its key in SQLAlchemy's cache anew costs several times what SQLite needs to answer it. What is asked seldom,
and whatever is to be changed, goes through the session as everywhere.
"""

from collections.abc import Mapping
from functools import cache
from typing import Any, cast

from sqlalchemy import ClauseElement, ColumnElement, Connection, Table
from sqlalchemy.dialects import sqlite
from sqlalchemy.orm import SessionTransaction
from sqlmodel import Session, SQLModel

from storage.ready import ready

_CONNECTION = "the connection of its transaction"


def table_of(row: type[SQLModel]) -> Table:
    """Return the table of a row class, whose columns make statements without the ORM."""
    table: Table = row.__table__  # type: ignore[attr-defined]  # SQLModel gives it to every table model.
    return table


def ask(session: Session, question: ClauseElement, **values: Any) -> list[Any]:
    """Ask a question that was made once, with these values; changes that wait in the session go before it.

    The rows are tuples that know the names of their columns.
    """
    connection = connection_of(session)
    one = ready(question, connection.dialect, frozenset(values))
    return one.rows(one.run(connection, values))


def put(session: Session, change: ClauseElement, **values: Any) -> int:
    """Make a change that was made once, with these values, and return how many rows it made or changed; else as `ask`."""
    connection = connection_of(session)
    return ready(change, connection.dialect, frozenset(values)).run(connection, values).rowcount


def connection_of(session: Session) -> Connection:
    """Return the connection of the session's transaction, with the changes that wait in the session made.

    Telling its connection takes a session half as long as the question, so the answer is kept for as long as the transaction.
    """
    if session.autoflush:
        session.flush()
    transaction = session.get_nested_transaction() or session.get_transaction()
    kept: tuple[SessionTransaction, Connection] | None = session.info.get(_CONNECTION)
    if kept is None or kept[0] is not transaction:
        connection = session.connection()
        session.info[_CONNECTION] = session.get_nested_transaction() or session.get_transaction(), connection
        return connection
    return kept[1]


def add_once(connection: Connection, row: type[SQLModel], values: Mapping[str, Any]) -> bool:
    """Write a row down unless one with its key stands there already; tell whether it is new.

    An expression among the values, such as the database's own clock, is worked out by the database.
    """
    worked_out = tuple((name, value) for name, value in values.items() if isinstance(value, ColumnElement))
    given = {name: value for name, value in values.items() if not isinstance(value, ColumnElement)}
    new = _once(row, connection.dialect.name, worked_out)
    return ready(new, connection.dialect, frozenset(given)).run(connection, given).rowcount == 1


def insert_into(row: type[SQLModel] | Table, dialect: str) -> sqlite.Insert:
    """Return the insert of a database that knows what to do about a row that is there already. Both databases have the same words for it.

    PostgreSQL's brings all the drivers there are along, so it is loaded where PostgreSQL is the database.
    """
    if dialect == "sqlite":
        return sqlite.insert(row)
    from sqlalchemy.dialects import postgresql  # noqa: PLC0415  # See above.

    return cast("sqlite.Insert", postgresql.insert(row))


@cache
def _once(row: type[SQLModel], dialect: str, worked_out: tuple[tuple[str, ColumnElement[Any]], ...]) -> ClauseElement:
    new = insert_into(table_of(row), dialect).inline()
    return (new.values(dict(worked_out)) if worked_out else new).on_conflict_do_nothing()
