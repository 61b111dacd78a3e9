"""Initiatives and what hangs on them: tracks, units, actors, history, and who has seen the news."""

import unicodedata
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Protocol, TypeVar

from sqlalchemy import bindparam, func
from sqlalchemy import select as made
from sqlmodel import Session, col, insert, select
from sqlmodel.sql.expression import SelectOfScalar

from bot.domain.initiative import Initiative, Proposal, Registered, Selection, State, state_on
from bot.refusal import Refusal
from storage.agreements import Agreements
from storage.asking import add_once, ask, connection_of, table_of
from storage.audit import Audit, facts_of, hashed
from storage.initiative_links import MANY, with_links
from storage.tables import (
    InitiativeActorRow,
    InitiativeChangeRow,
    InitiativePartyRow,
    InitiativeRow,
    InitiativeSeenRow,
    InitiativeTrackRow,
)

T = TypeVar("T")
_BY_NUMBER = select(InitiativeRow).where(
    InitiativeRow.agreement_id == bindparam("agreement"), InitiativeRow.number == bindparam("number")
)
_initiative = table_of(InitiativeRow).c
_PLAIN = made(_initiative.id, *(_initiative[name] for name in Initiative.model_fields)).where(
    _initiative.agreement_id == bindparam("agreement"), _initiative.number == bindparam("number")
)


class Kept(Protocol):
    """An initiative, however it was read: to be changed (InitiativeRow), or to be looked at (Registered)."""

    @property
    def id(self) -> int | None:
        """Its row."""

    @property
    def agreement_id(self) -> str:
        """Whose it is."""

    @property
    def ref(self) -> str:
        """Its spoken id."""


@dataclass(frozen=True)
class Initiatives:
    """The initiatives of one agreement."""

    session: Session
    agreement_id: str
    audit: Audit

    def by_number(self, number: int) -> InitiativeRow:
        """Return an initiative by its spoken number.

        Raises:
            Refusal: when there is none.
        """
        row = self.session.exec(_BY_NUMBER, params={"agreement": self.agreement_id, "number": number}).first()
        if row is None:
            raise Refusal("no_such_initiative", ref=f"I-{number}")
        return row

    def registered(self, number: int) -> Registered:
        """Return an initiative by its spoken number with all that hangs on it, to be looked at: its row costs four times as much.

        Raises:
            Refusal: when there is none.
        """
        for id_, *facts in ask(self.session, _PLAIN, agreement=self.agreement_id, number=number):
            initiative = Initiative.model_construct(**dict(zip(Initiative.model_fields, facts, strict=True)))
            return with_links(self.session, self.agreement_id, {id_: initiative})[0]
        raise Refusal("no_such_initiative", ref=f"I-{number}")

    def ids(self, numbers: Iterable[int]) -> dict[int, int]:
        """Return the rows behind spoken numbers."""
        mine = select(InitiativeRow.number, InitiativeRow.id).where(
            InitiativeRow.agreement_id == self.agreement_id, col(InitiativeRow.number).in_(list(numbers))
        )
        return {number: id_ for number, id_ in self.session.exec(mine).all() if id_ is not None}

    def full(self, row: InitiativeRow) -> Registered:
        """Return one initiative with all that hangs on it."""
        self.audit.mine(row)
        return self._with_rows([row])[0]

    def count(self, wanted: Selection) -> int:
        """Return how many initiatives a selection holds."""
        return self.session.exec(self._selected(wanted, select(func.count()).select_from(InitiativeRow))).one()

    def page(self, wanted: Selection, *, offset: int = 0, limit: int | None = None) -> list[Registered]:
        """Return a page of a selection, newest first."""
        rows = self._selected(wanted, select(InitiativeRow)).order_by(col(InitiativeRow.number).desc())
        return self._with_rows(self.session.exec(rows.offset(offset).limit(limit)).all())

    def numbered(self, numbers: Collection[int]) -> list[Registered]:
        """Return initiatives by their numbers."""
        rows = select(InitiativeRow).where(InitiativeRow.agreement_id == self.agreement_id)
        if len(numbers) < MANY:
            rows = rows.where(col(InitiativeRow.number).in_(numbers))
        return self._with_rows([row for row in self.session.exec(rows).all() if row.number in numbers])

    def of_unit(self, unit: str) -> list[Registered]:
        """Return the open initiatives a unit leads or takes part in, oldest first: what a round asks it about."""
        rows = self._selected(Selection(unit=unit), select(InitiativeRow)).where(InitiativeRow.state != State.CLOSED)
        return self._with_rows(self.session.exec(rows.order_by(col(InitiativeRow.number))).all())

    def register(self, proposal: Proposal, *, by: str, today: date) -> InitiativeRow:
        """Store a new initiative under the next number; two registered at once get two numbers."""
        Agreements(self.session).lock(self.agreement_id)
        last = self.session.exec(
            select(func.max(InitiativeRow.number)).where(InitiativeRow.agreement_id == self.agreement_id)
        ).one()
        plain = Initiative.model_validate(
            proposal.model_dump(exclude={"tracks", "participants", "actors"})
            | {
                "number": (last or 0) + 1,
                "state": state_on(proposal, today),
                "registered_at": self.audit.at,
                "registered_by": by,
                "heard_on": today,
            }
        )
        row = InitiativeRow.model_validate(plain, update={"agreement_id": self.agreement_id, "searchable": _searchable(plain)})
        self.session.add(row)
        self.session.flush()
        self._link(row, proposal, today)
        links = {"tracks": proposal.tracks, "units": proposal.units, "actors": [hashed(one) for one in proposal.actors]}
        self._changed(row, "register", before={}, after=facts_of(row, Initiative) | links, by=by, state=row.state)
        return row

    def _link(self, row: InitiativeRow, proposal: Proposal, today: date) -> None:
        """Store what hangs on a new initiative."""
        owned = self._of(row)
        self.session.add_all(InitiativeTrackRow(**owned, track=track) for track in dict.fromkeys(proposal.tracks))
        self.session.add_all(InitiativePartyRow(**owned, unit=unit, joined_on=today) for unit in proposal.units)
        self.session.add_all(InitiativeActorRow(**owned, position=place, name=name) for place, name in enumerate(proposal.actors))

    def update(self, row: InitiativeRow, state: State, *, why: str, by: str, today: date) -> None:
        """Change the state, with the reason people will read in the history."""
        self.audit.mine(row)
        before = {"state": row.state}
        row.state, row.heard_on = state, max(row.heard_on, today)
        self._changed(row, "update", before=before, after={"state": state, "why": hashed(why)}, by=by, state=state, why=why)

    def withdraw(self, row: InitiativeRow, *, why: str, by: str) -> None:
        """Take back an initiative registered by mistake; it leaves the lists and stays in the log."""
        self.audit.mine(row)
        before, row.withdrawn_at = {"withdrawn_at": row.withdrawn_at}, self.audit.at
        after = {"withdrawn_at": self.audit.at, "why": hashed(why)}
        self._changed(row, "withdraw", before=before, after=after, by=by, why=why)

    def join(self, row: InitiativeRow, unit: str, *, by: str, today: date) -> bool:
        """Let a unit take part from today on; tell whether it did not already."""
        assert row.id is not None
        self.audit.mine(row)
        if self._current(row, unit) is not None:
            return False
        self.session.add(InitiativePartyRow(agreement_id=self.agreement_id, initiative_id=row.id, unit=unit, joined_on=today))
        self._changed(row, "join", before={}, after={"unit": unit}, by=by, unit=unit)
        return True

    def leave(self, row: InitiativeRow, unit: str, *, by: str, today: date) -> bool:
        """Let a unit leave today; what it did before stays. Tell whether it took part."""
        part = self._current(row, unit)
        if part is None:
            return False
        part.left_on = max(part.joined_on, today)
        self.session.add(part)
        self._changed(row, "leave", before={"unit": unit}, after={}, by=by, unit=unit)
        return True

    def _current(self, row: InitiativeRow, unit: str) -> InitiativePartyRow | None:
        """Return a unit's part in an initiative, while it takes part."""
        part = select(InitiativePartyRow).where(
            InitiativePartyRow.agreement_id == self.agreement_id,
            InitiativePartyRow.initiative_id == row.id,
            InitiativePartyRow.unit == unit,
            col(InitiativePartyRow.left_on).is_(None),
        )
        return self.session.exec(part).first()

    def heard(self, numbers: Mapping[int, State], *, leads: str, today: date) -> None:
        """Note that a unit has told how its initiatives go; the lead's word also becomes the state."""
        mine = select(InitiativeRow).where(
            InitiativeRow.agreement_id == self.agreement_id, col(InitiativeRow.number).in_(list(numbers))
        )
        changes, entries = {}, []
        for row in self.session.exec(mine.order_by(col(InitiativeRow.number))).all():
            state = numbers[row.number]
            row.heard_on = max(row.heard_on, today)
            if row.lead == leads and row.state is not state:
                changes[f"initiative:{row.ref}"] = ({"state": row.state}, {"state": state})
                entries.append(self._entry(row, "update", by=self.audit.actor, state=state))
                row.state = state
            self.session.add(row)
        if entries:  # In one statement, however many: an answer may speak of all of them.
            self.session.exec(insert(InitiativeChangeRow), params=entries)
            self.audit.add_all("update", changes)

    def seen(self, initiative: Kept, unit: str, *, by: str) -> bool:
        """Note that a unit has seen the news; tell whether it is the first time."""
        self.audit.mine(initiative)
        seen = self._of(initiative) | {"unit": unit, "by": by, "at": self.audit.at}
        if not add_once(connection_of(self.session), InitiativeSeenRow, seen):
            return False
        self.audit.add("see", f"initiative:{initiative.ref}", after={"unit": unit})
        return True

    def history(self, row: InitiativeRow) -> Sequence[InitiativeChangeRow]:
        """Return what happened to an initiative, newest first."""
        mine = select(InitiativeChangeRow).where(
            InitiativeChangeRow.agreement_id == self.agreement_id, InitiativeChangeRow.initiative_id == row.id
        )
        return self.session.exec(mine.order_by(col(InitiativeChangeRow.id).desc())).all()

    def _selected(self, wanted: Selection, query: SelectOfScalar[T]) -> SelectOfScalar[T]:
        query = query.where(InitiativeRow.agreement_id == self.agreement_id)
        if not wanted.withdrawn:
            query = query.where(col(InitiativeRow.withdrawn_at).is_(None))
        if not wanted.confidential:
            query = query.where(col(InitiativeRow.confidential).is_(False))
        if wanted.state is not None:
            query = query.where(InitiativeRow.state == wanted.state)
        if wanted.silent_since is not None:
            query = query.where(InitiativeRow.heard_on <= wanted.silent_since, InitiativeRow.state != State.CLOSED)
        if wanted.track is not None:
            on_track = select(InitiativeTrackRow.initiative_id).where(InitiativeTrackRow.track == wanted.track)
            query = query.where(col(InitiativeRow.id).in_(on_track))
        if wanted.unit is not None:
            of_unit = select(InitiativePartyRow.initiative_id).where(
                InitiativePartyRow.unit == wanted.unit, col(InitiativePartyRow.left_on).is_(None)
            )
            query = query.where(col(InitiativeRow.id).in_(of_unit))
        for word in wanted.words:
            query = query.where(col(InitiativeRow.searchable).contains(_folded(word), autoescape=True))
        return query

    def _with_rows(self, rows: Sequence[InitiativeRow]) -> list[Registered]:
        return with_links(self.session, self.agreement_id, {row.id: row for row in rows if row.id is not None})

    def _of(self, initiative: Kept) -> dict[str, Any]:
        """Return what every row that hangs on an initiative has."""
        return {"agreement_id": self.agreement_id, "initiative_id": initiative.id}

    def _changed(
        self,
        row: InitiativeRow,
        verb: str,
        *,
        before: Mapping[str, Any],
        after: Mapping[str, Any],
        by: str | None,
        state: State | None = None,
        unit: str | None = None,
        why: str = "",
    ) -> None:
        """Write a change twice: for people in the history, and for auditors in the trail."""
        self.session.add(row)
        self.session.add(InitiativeChangeRow(**self._entry(row, verb, by=by, state=state, unit=unit, why=why)))
        self.audit.add(verb, f"initiative:{row.ref}", before=before, after=after)

    def _entry(
        self, row: InitiativeRow, verb: str, *, by: str | None, state: State | None = None, unit: str | None = None, why: str = ""
    ) -> dict[str, Any]:
        """Return an entry of the history."""
        return {**self._of(row), "at": self.audit.at, "by": by, "verb": verb, "state": state, "unit": unit, "why": why}


def _searchable(initiative: Initiative) -> str:
    """Return what `find` looks through."""
    return _folded(f"{initiative.ref} {initiative.title}\n{initiative.purpose}")


def _folded(text: str) -> str:
    """Return a text so that the same letters are the same characters, however they were typed."""
    return unicodedata.normalize("NFC", text.casefold())
