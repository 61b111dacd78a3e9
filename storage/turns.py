"""The decisions about an agreement's life: its repeal recommended, rejected, withdrawn or decided. All are kept."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import bindparam, select
from sqlmodel import Session

from bot.domain.repeal import Turned
from storage.asking import ask, table_of
from storage.audit import Audit, facts_of
from storage.tables import TurnRow

_turn = table_of(TurnRow).c
_ALL = (
    select(*(_turn[name] for name in Turned.model_fields)).where(_turn.agreement_id == bindparam("agreement")).order_by(_turn.id)
)


@dataclass(frozen=True)
class Turns:
    """The turns of one agreement's life."""

    session: Session
    agreement_id: str
    audit: Audit

    def all(self) -> Sequence[Turned]:
        """Return every turn, first to last. Every change asks for them, and nearly always there are none."""
        return [Turned(**one._asdict()) for one in ask(self.session, _ALL, agreement=self.agreement_id)]

    def add(self, plain: Turned) -> None:
        """Keep another turn."""
        self.session.add(TurnRow.model_validate(plain, update={"agreement_id": self.agreement_id}))
        self.audit.add(plain.turn, f"agreement:{self.agreement_id}", after=facts_of(plain, Turned))
        self.session.flush()
