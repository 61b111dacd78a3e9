"""What is owed and when something is to happen about it next. What is due is decided in bot/jobs; why, in bot/domain."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import bindparam
from sqlmodel import Session, col, insert, select

from storage.tables import AgreementRow, DutyRow

_DUE = (col(DutyRow.next_due).is_not(None), col(DutyRow.next_due) <= bindparam("now"))
_WITH_DUE = (
    select(AgreementRow.id)
    .where(select(DutyRow.id).where(DutyRow.agreement_id == AgreementRow.id, *_DUE).exists())
    .order_by(AgreementRow.id)
)
_MINE_DUE = (
    select(DutyRow)
    .where(DutyRow.agreement_id == bindparam("agreement"), *_DUE)
    .order_by(col(DutyRow.next_due), col(DutyRow.id))
    .limit(bindparam("most"))
)
_ABOUT = select(DutyRow).where(
    DutyRow.agreement_id == bindparam("agreement"), col(DutyRow.subject).in_(bindparam("subjects", expanding=True))
)


def agreements_with_due(session: Session, now: datetime) -> Sequence[str]:
    """Return the agreements in which something is due."""
    return session.exec(_WITH_DUE, params={"now": now}).all()


@dataclass(frozen=True)
class Duties:
    """The duties of one agreement."""

    session: Session
    agreement_id: str

    def due(self, now: datetime, limit: int = 500) -> Sequence[DutyRow]:
        """Return what is due, longest overdue first."""
        return self.session.exec(_MINE_DUE, params={"agreement": self.agreement_id, "now": now, "most": limit}).all()

    def next_due(self) -> datetime | None:
        """Return the next instant at which anything falls due."""
        mine = select(DutyRow.next_due).where(DutyRow.agreement_id == self.agreement_id, col(DutyRow.next_due).is_not(None))
        return self.session.exec(mine.order_by(col(DutyRow.next_due)).limit(1)).first()

    def next_of(self, kind: str) -> datetime | None:
        """Return the next instant at which a duty of this kind falls due."""
        mine = select(DutyRow.next_due).where(DutyRow.agreement_id == self.agreement_id, DutyRow.kind == kind)
        return self.session.exec(mine.where(col(DutyRow.next_due).is_not(None)).order_by(col(DutyRow.next_due)).limit(1)).first()

    def all(self) -> Mapping[tuple[str, str], datetime | None]:
        """Return every duty's next instant by kind and subject, as the rebuild gives them."""
        rows = self.session.exec(select(DutyRow).where(DutyRow.agreement_id == self.agreement_id)).all()
        return {(row.kind, row.subject): row.next_due for row in rows}

    def of(self, kind: str) -> Sequence[DutyRow]:
        """Return the duties of this kind about which something is to happen."""
        mine = select(DutyRow).where(DutyRow.agreement_id == self.agreement_id, DutyRow.kind == kind)
        return self.session.exec(mine.where(col(DutyRow.next_due).is_not(None)).order_by(col(DutyRow.id))).all()

    def set(self, kind: str, subject: str, next_due: datetime | None) -> DutyRow:
        """Say when something is to happen about a duty next; empty when nothing is."""
        return self.set_all({(kind, subject): next_due})[0]

    def set_all(self, moments: Mapping[tuple[str, str], datetime | None]) -> Sequence[DutyRow]:
        """Say of several duties, by kind and subject, when something is to happen next."""
        known = self._known(moments)
        new = [
            {"agreement_id": self.agreement_id, "kind": kind, "subject": subject, "next_due": next_due}
            for (kind, subject), next_due in moments.items()
            if (kind, subject) not in known
        ]
        if new:
            self.session.exec(insert(DutyRow), params=new)
            known = self._known(moments)
        for duty, next_due in moments.items():
            known[duty].next_due = next_due
        self.session.flush()
        return [known[duty] for duty in moments]

    def end(self, duties: Iterable[tuple[str, str]]) -> None:
        """Say of duties, by kind and subject, that nothing is to happen about them any more; unknown ones stay unknown."""
        for row in self._known(duties).values():
            row.next_due = None
            self.session.add(row)

    def _known(self, duties: Iterable[tuple[str, str]]) -> dict[tuple[str, str], DutyRow]:
        """Return those of these duties that have a row, in one query."""
        asked = set(duties)
        subjects = {"agreement": self.agreement_id, "subjects": [*{subject for _, subject in asked}]}
        rows = self.session.exec(_ABOUT, params=subjects).all()
        return {(row.kind, row.subject): row for row in rows if (row.kind, row.subject) in asked}
