"""Decisions as others refer to them: by their point, "M-3 pkt. 4", or by the initiative they are about."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar

from sqlalchemy import and_, or_
from sqlmodel import Session, col, select
from sqlmodel.sql.expression import Select, SelectOfScalar

from bot.domain.agenda import point_in
from bot.domain.minutes import DECIDED, Decision, Outcome
from bot.refusal import Refusal
from storage.tables import (
    BriefingRow,
    DecidedInitiativeRow,
    EntryRow,
    FocusRow,
    InitiativeRow,
    MeetingRow,
    MinutesRow,
    PointRow,
    TurnRow,
)


@dataclass(frozen=True)
class Decisions:
    """The decisions of one agreement's meetings."""

    session: Session
    agreement_id: str

    def by_ref(self, text: str) -> Decision:
        """Return the decision under a point, as people write it: `M-3 pkt. 4`, `M-3.4`.

        Raises:
            Refusal: when the text is no point, or nothing was decided under it.
        """
        found = point_in(text)
        if found is None:
            raise Refusal("no_point_ref", text=text[:40])
        meeting, number = found
        mine = self._all().where(MeetingRow.number == meeting, PointRow.number == number)
        row = self.session.exec(mine).first()
        if row is None:
            raise Refusal("no_such_decision", meeting=meeting, point=number)
        return _decision(*row)

    def of_initiative(self, initiative: InitiativeRow) -> Sequence[Decision]:
        """Return the decisions about an initiative, first to last."""
        about = select(DecidedInitiativeRow.point_id).where(DecidedInitiativeRow.initiative_id == initiative.id)
        return [_decision(*row) for row in self.session.exec(self._all().where(col(PointRow.id).in_(about))).all()]

    def resting(self) -> Mapping[str, Sequence[BriefingRow | FocusRow | TurnRow]]:
        """Return what rests on decisions of meetings, by the decision: briefings, focus areas, turns of the agreement's life."""
        found: dict[str, list[BriefingRow | FocusRow | TurnRow]] = defaultdict(list)
        for briefing in self.session.exec(_citing(BriefingRow, self.agreement_id)).all():
            found[briefing.decision].append(briefing)
        for focus in self.session.exec(_citing(FocusRow, self.agreement_id)).all():
            found[focus.decision].append(focus)
        for turn in self.session.exec(_citing(TurnRow, self.agreement_id)).all():
            found[turn.decision].append(turn)
        return found

    def all(self, *, confidential: bool = True) -> Sequence[Decision]:
        """Return every decision, first to last."""
        mine = self._all() if confidential else self._all().where(col(PointRow.confidential).is_(False))
        return [_decision(*row) for row in self.session.exec(mine).all()]

    def _all(self) -> Select[PointRow, MeetingRow, EntryRow, MinutesRow]:
        written = and_(col(EntryRow.outcome) == Outcome.DISCUSSED, col(EntryRow.decision) != "")
        return (
            select(PointRow, MeetingRow, EntryRow, MinutesRow)
            .join(MeetingRow, col(MeetingRow.id) == col(PointRow.meeting_id))
            .join(EntryRow, col(EntryRow.point_id) == col(PointRow.id))
            .outerjoin(MinutesRow, col(MinutesRow.meeting_id) == col(MeetingRow.id))
            .where(PointRow.agreement_id == self.agreement_id, or_(col(EntryRow.outcome).in_(DECIDED), written))
            .order_by(col(MeetingRow.starts_at), col(PointRow.number))
        )


_Citing = TypeVar("_Citing", BriefingRow, FocusRow, TurnRow)


def _citing(table: type[_Citing], agreement_id: str) -> SelectOfScalar[_Citing]:
    mine = select(table).where(table.agreement_id == agreement_id, col(table.decision).startswith("M-"))
    return mine.order_by(col(table.id))


def _decision(point: PointRow, meeting: MeetingRow, entry: EntryRow, minutes: MinutesRow | None) -> Decision:
    assert point.number is not None
    return Decision(
        meeting=meeting.number,
        point=point.number,
        on=meeting.on,
        title=point.title,
        outcome=entry.outcome,
        text=entry.decision,
        confidential=point.confidential,
        final=minutes is not None and minutes.locked,
        key=point.key,
    )
