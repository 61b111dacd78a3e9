"""Calls that are done, with their answers: the memory that keeps one delivery from being done twice."""

from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session, col, delete, select

from storage.tables import HandledRow


@dataclass(frozen=True)
class Handled:
    """What has been done already, on every platform."""

    session: Session

    def answer(self, platform: str, key: str) -> str | None:
        """Return the answer given to this delivery before."""
        return self.session.exec(select(HandledRow.answer).where(HandledRow.platform == platform, HandledRow.key == key)).first()

    def remember(self, agreement_id: str, platform: str, key: str, *, answer: str, at: datetime) -> None:
        """Keep the answer, in the transaction of the change it tells of."""
        self.session.add(HandledRow(agreement_id=agreement_id, platform=platform, key=key, answer=answer, at=at))

    def forget_before(self, instant: datetime) -> None:
        """Drop what no platform delivers again."""
        self.session.exec(delete(HandledRow).where(col(HandledRow.at) < instant))
