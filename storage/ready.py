"""A statement compiled once and run by the driver itself.

Between a compiled statement and its rows SQLAlchemy does several times what SQLite needs to answer it; a command asks a dozen times.
SQLAlchemy still compiles, converts by its types, tells its events, and raises its errors. What it works out anew each time (a default,
a list of any length for IN) cannot be made once, and is refused here.
"""

from collections import namedtuple
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any, TypeAlias, cast

from sqlalchemy import ClauseElement, Connection, Dialect, Select
from sqlalchemy.engine.interfaces import DBAPICursor
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.selectable import CompoundSelect
from sqlalchemy.types import TypeEngine

Process: TypeAlias = Callable[[Any], Any]
_READY: dict[tuple[str, ClauseElement, frozenset[str]], "Ready"] = {}


@dataclass(frozen=True)
class Ready:
    """A statement as the driver takes it, and how its rows are read."""

    sql: str
    names: tuple[str, ...]  # Of the values, in the order in which it wants them.
    always: Mapping[str, Any]  # Values that are part of it, such as the number of a LIMIT.
    by_name: bool  # Whether the driver takes values by their names, and not by their places.
    binds: tuple[tuple[str, Process], ...]
    row: Callable[[Any], Any]
    reads: tuple[tuple[int, Process], ...]

    def run(self, connection: Connection, values: Mapping[str, Any]) -> DBAPICursor:
        """Run it with these values, and return the cursor that has its rows.

        Raises:
            SQLAlchemyError: when the database refuses it.
        """
        assert connection.in_transaction()  # Else SQLite would keep it at once, whatever becomes of the rest.
        given = {**self.always, **values}
        for name, process in self.binds:
            given[name] = process(given[name])
        cursor = connection.connection.cursor()
        wanted = given if self.by_name else tuple([given[name] for name in self.names])
        # SQLAlchemy's own way for what is compiled already, events and errors included.
        connection._cursor_execute(cursor, self.sql, wanted)  # noqa: SLF001  # It has no other name for it.
        return cursor

    def rows(self, cursor: DBAPICursor) -> list[Any]:
        """Return the rows as tuples that know the names of their columns."""
        if not self.reads:
            return [self.row(one) for one in cursor.fetchall()]
        return [self._read(list(one)) for one in cursor.fetchall()]

    def _read(self, values: list[Any]) -> Any:
        for place, process in self.reads:
            values[place] = process(values[place])
        return self.row(values)


def ready(statement: ClauseElement, dialect: Dialect, names: frozenset[str]) -> Ready:
    """Return a statement for a database, compiled when it is asked for first. It is kept for ever, so it has to be one that stays.

    All engines of one kind are set up alike (store.py), so that what one of them compiles does for all.

    Raises:
        ValueError: for what cannot be made once, and where the values are not the ones it wants.
    """
    key = dialect.name, statement, names
    found = _READY.get(key)
    if found is None:
        found = _READY[key] = _compiled(statement, dialect, names)
    return found


def _compiled(statement: ClauseElement, dialect: Dialect, names: frozenset[str]) -> Ready:
    is_question = isinstance(statement, Select | CompoundSelect)
    compiled = cast("SQLCompiler", statement.compile(dialect=dialect, column_keys=None if is_question else sorted(names)))
    worked_out = compiled.insert_prefetch or compiled.update_prefetch
    if worked_out or compiled.post_compile_params or compiled.literal_execute_params:
        raise ValueError(f"this cannot be made once: {compiled}")
    columns = list(statement.selected_columns) if is_question else []  # type: ignore[attr-defined]  # Both have them.
    types = {name: one.type for one, name in compiled.bind_names.items()}
    lacking = {name for one, name in compiled.bind_names.items() if one.required} - names
    if lacking or names - types.keys():
        raise ValueError(f"it wants {sorted(lacking)}, and has nothing to do with {sorted(names - types.keys())}: {compiled}")
    order = tuple(compiled.positiontup or types)
    binds = ((name, _of(types[name], dialect).bind_processor(dialect)) for name in dict.fromkeys(order))
    reads = ((place, _of(one.type, dialect).result_processor(dialect, None)) for place, one in enumerate(columns))
    row = namedtuple("Row", [one.key or "" for one in columns], rename=True)  # type: ignore[misc]  # noqa: PYI024  # Its names are known here only.
    return Ready(
        sql=compiled.string,
        names=order,
        always={name: compiled.params[name] for name in order if name not in names},
        by_name=not compiled.positional,
        binds=tuple((name, process) for name, process in binds if process is not None),
        row=partial(tuple.__new__, row),
        reads=tuple((place, process) for place, process in reads if process is not None),
    )


def _of(kind: TypeEngine[Any], dialect: Dialect) -> TypeEngine[Any]:
    return kind.dialect_impl(dialect)
