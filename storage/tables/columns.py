"""What all tables share: how constraints are named, what every row has, and the checks that both databases make.

SQLite keeps neither lengths nor enumerations by itself, and PostgreSQL keeps lengths; so that no text passes here and fails
there, every bound of a column is also a CHECK, made from the column itself (`check_bounds`).
"""

from enum import StrEnum
from typing import Any

from sqlalchemy import CheckConstraint, Column, Enum, MetaData, String
from sqlmodel import Field, SQLModel
from sqlmodel.sql.sqltypes import AutoString

from bot.domain.plain import Plain

SQLModel.metadata.naming_convention = {
    "ix": "ix_%(column_0_label)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}


def one_of(kind: type[StrEnum]) -> Any:
    """Return the column type of an enumeration: its values as words, checked by the database, easy to add to later."""
    return Enum(kind, native_enum=False, length=20, values_callable=lambda members: [one.value for one in members])


class Owned(Plain):
    """What every row has: the agreement it belongs to."""

    agreement_id: str = Field(foreign_key="agreement.id", max_length=40, index=True)


def check_bounds(metadata: MetaData) -> None:
    """Add a CHECK to every column whose type says which values it takes: the words of an enumeration, the length of a text."""
    for table in metadata.tables.values():
        for column in table.columns:
            bound = _bound(column)
            if bound is not None:
                table.append_constraint(CheckConstraint(bound, name=column.name))


def tell_postgres(metadata: MetaData) -> None:
    """Give PostgreSQL the conditions of indexes on some rows only, as SQLite has them.

    To name PostgreSQL at an index loads its dialect with all the drivers there are, a twentieth of a start on SQLite; so whoever
    writes its tables, which are the migrations, says so first.
    """
    for table in metadata.tables.values():
        for index in table.indexes:
            where = index.dialect_options["sqlite"]["where"]
            if where is not None:
                index.dialect_kwargs["postgresql_where"] = where


def _bound(column: Column[Any]) -> str | None:
    """Return what a column's values must keep, as SQL that both databases read alike; none when anything goes."""
    quoted = f'"{column.name}"'  # Always quoted: `user` means something else to PostgreSQL.
    if isinstance(column.type, Enum):
        return f"{quoted} IN ({', '.join(repr(one) for one in column.type.enums)})"
    if isinstance(column.type, String | AutoString) and column.type.length:
        return f"length({quoted}) <= {column.type.length}"
    return None
