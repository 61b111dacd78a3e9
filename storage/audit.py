"""The audit trail: one row per change of state, written in the same transaction. Nothing here is ever updated.

Governance facts stand in clear; what people wrote freely stands as a hash, so that the trail proves a text without
holding it (domain.md §2.4).
"""

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol

from sqlmodel import Session, SQLModel, col, insert, select

from storage.asking import put, table_of
from storage.tables import AuditRow

Facts = Mapping[str, Any]
_as_json = json.JSONEncoder(sort_keys=True, ensure_ascii=False, default=str).encode
_ADDED = table_of(AuditRow).insert().inline()


@dataclass(frozen=True)
class Audit:
    """The trail of one agreement, for one actor at one instant."""

    session: Session
    agreement_id: str
    actor: str
    at: datetime

    def add(self, verb: str, thing: str, *, before: Facts | None = None, after: Facts | None = None) -> None:
        """Write that the actor did `verb` to `thing`, for example `update` to `initiative:I-7`."""
        put(self.session, _ADDED, **self._row(verb, thing, before or {}, after or {}))

    def add_all(self, verb: str, changes: Mapping[str, tuple[Facts, Facts]]) -> None:
        """Write that the actor did `verb` to many things, each with the facts before and after, in one statement."""
        if changes:
            self.session.exec(insert(AuditRow), params=[self._row(verb, thing, *facts) for thing, facts in changes.items()])

    def _row(self, verb: str, thing: str, before: Facts, after: Facts) -> dict[str, Any]:
        return {
            "agreement_id": self.agreement_id,
            "at": self.at,
            "actor": self.actor,
            "verb": verb,
            "object": thing,
            "before": _as_json(before),
            "after": _as_json(after),
        }

    def mine(self, *rows: "Whose") -> None:
        """Make sure that rows are this agreement's before anything is done to them.

        Raises:
            ValueError: when one is another agreement's, which is a mistake of the program.
        """
        if any(row.agreement_id != self.agreement_id for row in rows):
            raise ValueError(f"a row of another agreement was given to {self.agreement_id!r}")

    def of(self, thing: str) -> Sequence[AuditRow]:
        """Return what happened to a thing, first to last."""
        mine = select(AuditRow).where(AuditRow.agreement_id == self.agreement_id, AuditRow.object == thing)
        return self.session.exec(mine.order_by(col(AuditRow.id))).all()


class Whose(Protocol):
    """What belongs to an agreement: any row, and what is made of one."""

    @property
    def agreement_id(self) -> str:
        """The agreement."""


def hashed(text: str) -> str:
    """Return what stands in the trail for a free text; empty stays empty."""
    return f"sha256:{hashlib.sha256(text.encode()).hexdigest()}" if text else ""


def facts_of(plain: SQLModel, kind: type[SQLModel]) -> dict[str, Any]:
    """Return the fields of `kind` in a row, with its free texts hashed. `kind` says which texts are free in `free_text`."""
    free: frozenset[str] = getattr(kind, "free_text", frozenset())
    facts = plain.model_dump(mode="json", include=set(kind.model_fields))
    return {name: hashed(value) if name in free else value for name, value in facts.items()}
