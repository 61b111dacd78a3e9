"""Which news a unit has not seen: initiatives that others registered and that are still open. Seeing them is in initiatives.py."""

from collections.abc import Sequence

from sqlmodel import Session, col, func, select

from bot.domain.initiative import State
from storage.tables import InitiativeRow, InitiativeSeenRow


def unseen_by(session: Session, agreement_id: str, units: Sequence[str], limit: int) -> tuple[Sequence[InitiativeRow], int]:
    """Return the newest open initiatives that none of these units has seen, and how many there are in all."""
    saw = select(InitiativeSeenRow.unit).where(
        InitiativeSeenRow.initiative_id == InitiativeRow.id, col(InitiativeSeenRow.unit).in_(units)
    )
    mine = (
        select(InitiativeRow)
        .where(InitiativeRow.agreement_id == agreement_id, col(InitiativeRow.withdrawn_at).is_(None))
        .where(InitiativeRow.state != State.CLOSED, ~saw.exists())
    )
    total = session.exec(select(func.count()).select_from(mine.subquery())).one()
    return session.exec(mine.order_by(col(InitiativeRow.number).desc()).limit(limit)).all(), total
