"""What happened in a period, across nouns: changes of initiatives and what units said of them. What it comes to is for bot/domain."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func
from sqlmodel import Session, col, select

from bot.domain.outbox import Delivery, Kind
from bot.domain.status import Line
from storage.tables import InitiativeChangeRow, InitiativeRow, LineRow, OutboxRow, ReplyRow, RoundRow


@dataclass(frozen=True)
class Yearly:
    """The records of a period of one agreement; both instants are given, the second one no longer of the period."""

    session: Session
    agreement_id: str

    def changes(self, first: datetime, end: datetime) -> Mapping[int, Sequence[InitiativeChangeRow]]:
        """Return what happened to initiatives, by their number, first to last."""
        rows = self.session.exec(
            select(InitiativeRow.number, InitiativeChangeRow)
            .join(InitiativeRow, col(InitiativeRow.id) == col(InitiativeChangeRow.initiative_id))
            .where(InitiativeChangeRow.agreement_id == self.agreement_id)
            .where(InitiativeChangeRow.at >= first, InitiativeChangeRow.at < end)
            .order_by(col(InitiativeChangeRow.at), col(InitiativeChangeRow.id))
        ).all()
        found: dict[int, list[InitiativeChangeRow]] = defaultdict(list)
        for number, row in rows:
            found[number].append(row)
        return found

    def said(self, first: datetime, end: datetime) -> Mapping[int, Sequence[tuple[str, datetime, Line]]]:
        """Return what units said of initiatives in status rounds, by the initiative's number: unit, when, line; first to last."""
        rows = self.session.exec(
            select(InitiativeRow.number, ReplyRow.unit, ReplyRow.at, LineRow)
            .join(ReplyRow, col(ReplyRow.id) == col(LineRow.reply_id))
            .join(InitiativeRow, col(InitiativeRow.id) == col(LineRow.initiative_id))
            .where(LineRow.agreement_id == self.agreement_id, ReplyRow.at >= first, ReplyRow.at < end)
            .order_by(col(ReplyRow.at), col(ReplyRow.id))
        ).all()
        found: dict[int, list[tuple[str, datetime, Line]]] = defaultdict(list)
        for number, unit, at, line in rows:
            found[number].append((unit, at, line))
        return found

    def told(self, numbers: Sequence[int]) -> Mapping[int, tuple[int, int]]:
        """Return how many parties' contacts the news of initiatives reached, and of how many, by the initiative's number.

        News that was called back is not owed any more; what failed, waits, or is in doubt has reached nobody.
        """
        news = select(col(OutboxRow.subject), col(OutboxRow.state)).where(
            OutboxRow.agreement_id == self.agreement_id,
            OutboxRow.kind == Kind.NOTICE,
            col(OutboxRow.subject).startswith("initiative:"),
            col(OutboxRow.edits).is_(None),
            OutboxRow.state != Delivery.SUPERSEDED,
        )
        found: dict[int, tuple[int, int]] = {}
        for subject, state in self.session.exec(news).all():
            number = int(subject.split(":")[1])
            reached, owed = found.get(number, (0, 0))
            found[number] = (reached + (state is Delivery.SENT), owed + 1)
        return {number: found[number] for number in numbers if number in found}

    def rounds(self, first: datetime, end: datetime) -> Sequence[tuple[str, datetime, int]]:
        """Return the status rounds opened in the period: which, when, and how many answered."""
        answered = func.count(col(ReplyRow.id))
        return self.session.exec(
            select(RoundRow.period, RoundRow.opened_at, answered)
            .join(ReplyRow, col(ReplyRow.round_id) == col(RoundRow.id), isouter=True)
            .where(RoundRow.agreement_id == self.agreement_id, RoundRow.opened_at >= first, RoundRow.opened_at < end)
            .group_by(col(RoundRow.id), col(RoundRow.period), col(RoundRow.opened_at))
            .order_by(col(RoundRow.opened_at), col(RoundRow.id))
        ).all()
