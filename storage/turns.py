"""The decisions about an agreement's life: its repeal recommended, rejected, withdrawn or decided. All are kept."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlmodel import Session, col, select

from bot.domain.repeal import Turned
from storage.audit import Audit, facts_of
from storage.tables import TurnRow


@dataclass(frozen=True)
class Turns:
    """The turns of one agreement's life."""

    session: Session
    agreement_id: str
    audit: Audit

    def all(self) -> Sequence[TurnRow]:
        """Return every turn, first to last."""
        mine = select(TurnRow).where(TurnRow.agreement_id == self.agreement_id)
        return self.session.exec(mine.order_by(col(TurnRow.id))).all()

    def add(self, plain: Turned) -> None:
        """Keep another turn."""
        self.session.add(TurnRow.model_validate(plain, update={"agreement_id": self.agreement_id}))
        self.audit.add(plain.turn, f"agreement:{self.agreement_id}", after=facts_of(plain, Turned))
        self.session.flush()
