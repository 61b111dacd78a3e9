"""Calls that are done, with their answers: the memory that keeps one delivery from being done twice."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import bindparam, insert, select
from sqlmodel import Session, col, delete

from storage.asking import ask, put, table_of
from storage.tables import HandledRow

_handled = table_of(HandledRow)
_ANSWER = select(_handled.c.answer).where(_handled.c.platform == bindparam("platform"), _handled.c.key == bindparam("key"))
_REMEMBERED = insert(_handled).inline()


@dataclass(frozen=True)
class Handled:
    """What has been done already, on every platform."""

    session: Session

    def answer(self, platform: str, key: str) -> str | None:
        """Return the answer given to this delivery before."""
        found = ask(self.session, _ANSWER, platform=platform, key=key)
        return found[0].answer if found else None

    def remember(self, agreement_id: str, platform: str, key: str, *, answer: str, at: datetime) -> None:
        """Keep the answer, in the transaction of the change it tells of."""
        put(self.session, _REMEMBERED, agreement_id=agreement_id, platform=platform, key=key, answer=answer, at=at)

    def forget_before(self, instant: datetime) -> None:
        """Drop what no platform delivers again."""
        self.session.exec(delete(HandledRow).where(col(HandledRow.at) < instant))
