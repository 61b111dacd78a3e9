"""Focus areas and what hangs on them: tracks, units, and the initiatives that carry them."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import func
from sqlmodel import Session, col, select
from sqlmodel.sql.expression import SelectOfScalar

from bot.domain.focus import Focus, FocusArea, Proposed, State
from bot.refusal import Refusal
from storage.agreements import Agreements
from storage.audit import Audit, facts_of, hashed
from storage.tables import FocusInitiativeRow, FocusRow, FocusTrackRow, FocusUnitRow, InitiativeRow


@dataclass(frozen=True)
class Focuses:
    """The focus areas of one agreement."""

    session: Session
    agreement_id: str
    audit: Audit

    def by_number(self, number: int) -> FocusRow:
        """Return a focus area by its spoken number.

        Raises:
            Refusal: when there is none.
        """
        row = self.session.exec(self._mine().where(FocusRow.number == number)).first()
        if row is None:
            raise Refusal("no_such_focus", ref=f"F-{number}")
        return row

    def of_year(self, year: int, *states: State) -> list[Focus]:
        """Return the focus areas of a year with all that hangs on them, in some states or in any."""
        rows = self._mine().where(FocusRow.year == year)
        if states:
            rows = rows.where(col(FocusRow.state).in_(states))
        return self._full(self.session.exec(rows.order_by(col(FocusRow.number))).all())

    def full(self, row: FocusRow) -> Focus:
        """Return one focus area with all that hangs on it."""
        self.audit.mine(row)
        return self._full([row])[0]

    def propose(self, proposed: Proposed, *, by: str) -> FocusRow:
        """Store a proposal under the next number."""
        Agreements(self.session).lock(self.agreement_id)
        last = self.session.exec(select(func.max(FocusRow.number)).where(FocusRow.agreement_id == self.agreement_id)).one()
        plain = FocusArea.model_validate(
            proposed.model_dump(exclude={"tracks", "units", "initiatives"})
            | {"number": (last or 0) + 1, "proposed_at": self.audit.at, "proposed_by": by}
        )
        row = FocusRow.model_validate(plain, update={"agreement_id": self.agreement_id})
        self.session.add(row)
        self.session.flush()
        owned: dict[str, Any] = {"agreement_id": self.agreement_id, "focus_id": row.id}
        units = dict.fromkeys((proposed.lead, *proposed.units))
        self.session.add_all(FocusTrackRow(**owned, track=one) for one in dict.fromkeys(proposed.tracks))
        self.session.add_all(FocusUnitRow(**owned, position=place, unit=one) for place, one in enumerate(units))
        self.session.add_all(FocusInitiativeRow(**owned, initiative_id=one) for one in self._ids(proposed.initiatives))
        links = {"tracks": proposed.tracks, "units": list(units), "initiatives": proposed.initiatives}
        self.audit.add("propose", f"focus:{row.ref}", after=facts_of(row, FocusArea) | links)
        self.session.flush()
        return row

    def decide(self, row: FocusRow, state: State, decision: str) -> None:
        """Note that a meeting chose a focus area, or dropped it."""
        self.audit.mine(row)
        before = {"state": row.state, "decision": row.decision}
        row.state, row.decision, row.decided_at = state, decision, self.audit.at
        self.session.add(row)
        self.audit.add("decide", f"focus:{row.ref}", before=before, after={"state": state, "decision": decision})
        self.session.flush()

    def report(self, row: FocusRow, result: str, *, by: str) -> None:
        """Note what was done about a focus area."""
        self.audit.mine(row)
        before = hashed(row.result)
        row.result, row.result_at, row.result_by = result, self.audit.at, by
        self.session.add(row)
        self.audit.add("report", f"focus:{row.ref}", before={"result": before}, after={"result": hashed(result)})
        self.session.flush()

    def _ids(self, numbers: Sequence[int]) -> list[int]:
        found = select(InitiativeRow.id).where(
            InitiativeRow.agreement_id == self.agreement_id, col(InitiativeRow.number).in_(list(numbers))
        )
        return [one for one in self.session.exec(found.order_by(col(InitiativeRow.number))).all() if one is not None]

    def _full(self, rows: Sequence[FocusRow]) -> list[Focus]:
        """Put tracks, units and initiatives to focus areas, in three queries however many there are."""
        ids = [row.id for row in rows]
        tracks: dict[int, list[str]] = defaultdict(list)
        units: dict[int, list[str]] = defaultdict(list)
        initiatives: dict[int, list[int]] = defaultdict(list)
        mine = FocusTrackRow.agreement_id == self.agreement_id
        for focus, track in self.session.exec(
            select(FocusTrackRow.focus_id, FocusTrackRow.track).where(mine, col(FocusTrackRow.focus_id).in_(ids))
        ).all():
            tracks[focus].append(track)
        for focus, unit in self.session.exec(
            select(FocusUnitRow.focus_id, FocusUnitRow.unit)
            .where(FocusUnitRow.agreement_id == self.agreement_id, col(FocusUnitRow.focus_id).in_(ids))
            .order_by(col(FocusUnitRow.focus_id), col(FocusUnitRow.position))
        ).all():
            units[focus].append(unit)
        for focus, number in self.session.exec(
            select(FocusInitiativeRow.focus_id, InitiativeRow.number)
            .join(InitiativeRow, col(InitiativeRow.id) == col(FocusInitiativeRow.initiative_id))
            .where(FocusInitiativeRow.agreement_id == self.agreement_id, col(FocusInitiativeRow.focus_id).in_(ids))
            .order_by(col(InitiativeRow.number))
        ).all():
            initiatives[focus].append(number)
        return [
            Focus(row, tuple(tracks[row.id or 0]), tuple(units[row.id or 0]), tuple(initiatives[row.id or 0])) for row in rows
        ]

    def _mine(self) -> SelectOfScalar[FocusRow]:
        return select(FocusRow).where(FocusRow.agreement_id == self.agreement_id)
