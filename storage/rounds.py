"""Status rounds and the answers to them."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session, col, delete, select
from sqlmodel.sql.expression import SelectOfScalar

from bot.domain.initiative import Initiative
from bot.domain.status import Answer, Line, Reply, Round
from bot.refusal import Refusal
from storage.audit import Audit, facts_of
from storage.initiative_links import MANY
from storage.tables import InitiativeRow, LineRow, ReplyRow, RoundRow


@dataclass(frozen=True)
class Rounds:
    """The rounds of one agreement."""

    session: Session
    agreement_id: str
    audit: Audit

    def periods(self) -> Sequence[str]:
        """Return the periods of all rounds, newest first."""
        mine = select(RoundRow.period).where(RoundRow.agreement_id == self.agreement_id)
        return self.session.exec(mine.order_by(col(RoundRow.opened_at).desc())).all()

    def by_period(self, period: str) -> RoundRow:
        """Return a round by its period.

        Raises:
            Refusal: when there is none.
        """
        row = self.session.exec(self._rows().where(RoundRow.period == period)).first()
        if row is None:
            known = self.periods()[:6]
            raise Refusal("no_such_round" if known else "no_round", period=period[:20], known=known)
        return row

    def latest(self) -> RoundRow | None:
        """Return the round opened last, open or closed."""
        return self.session.exec(self._rows().order_by(col(RoundRow.opened_at).desc(), col(RoundRow.id).desc())).first()

    def open(self) -> Sequence[RoundRow]:
        """Return the rounds that are open, oldest first."""
        return self.session.exec(self._rows().where(col(RoundRow.closed_at).is_(None)).order_by(col(RoundRow.id))).all()

    def opened_between(self, first: datetime, last: datetime) -> Sequence[RoundRow]:
        """Return the rounds opened from one instant to another, oldest first."""
        mine = self._rows().where(RoundRow.opened_at >= first, RoundRow.opened_at <= last)
        return self.session.exec(mine.order_by(col(RoundRow.opened_at), col(RoundRow.id))).all()

    def start(self, plain: Round) -> RoundRow:
        """Open a round."""
        row = RoundRow.model_validate(plain, update={"agreement_id": self.agreement_id})
        self.session.add(row)
        self.session.flush()
        self.audit.add("open", f"round:{row.period}", after=facts_of(row, Round))
        return row

    def close(self, row: RoundRow) -> None:
        """Close a round; answers that come later are marked late."""
        self.audit.mine(row)
        before, row.closed_at = row.closed_at, self.audit.at
        self.session.add(row)
        self.audit.add("close", f"round:{row.period}", before={"closed_at": before}, after={"closed_at": row.closed_at})

    def reply(self, round_: RoundRow, unit: str) -> ReplyRow | None:
        """Return a unit's answer to a round."""
        return self.session.exec(self._replies(round_).where(ReplyRow.unit == unit)).first()

    def replies(self, round_: RoundRow) -> Sequence[ReplyRow]:
        """Return all answers to a round, in the order they first came."""
        return self.session.exec(self._replies(round_).order_by(col(ReplyRow.id))).all()

    def lines(self, round_: RoundRow, numbers: Collection[int]) -> Mapping[int, list[tuple[str, Line]]]:
        """Return what every unit said of some initiatives, by the initiative's number."""
        told = (
            select(InitiativeRow.number, ReplyRow.unit, LineRow)
            .join(ReplyRow, col(ReplyRow.id) == col(LineRow.reply_id))
            .join(InitiativeRow, col(InitiativeRow.id) == col(LineRow.initiative_id))
            .where(ReplyRow.agreement_id == self.agreement_id, ReplyRow.round_id == round_.id)
            .order_by(col(ReplyRow.id), col(InitiativeRow.number))
        )
        if len(numbers) < MANY:
            mine = select(InitiativeRow.id).where(InitiativeRow.agreement_id == self.agreement_id)
            told = told.where(col(LineRow.initiative_id).in_(mine.where(col(InitiativeRow.number).in_(numbers))))
        found: dict[int, list[tuple[str, Line]]] = defaultdict(list)
        for number, unit, line in self.session.exec(told).all():
            if number in numbers:
                found[number].append((unit, line))
        return found

    def lines_of(self, reply: ReplyRow) -> dict[int, Line]:
        """Return what one answer says, by the initiative's number."""
        rows = self.session.exec(
            select(InitiativeRow.number, LineRow)
            .join(InitiativeRow, col(InitiativeRow.id) == col(LineRow.initiative_id))
            .where(LineRow.agreement_id == self.agreement_id, LineRow.reply_id == reply.id)
            .order_by(col(InitiativeRow.number))
        ).all()
        return dict(rows)

    def answer(self, round_: RoundRow, plain: Reply, answer: Answer, initiatives: Mapping[int, int]) -> ReplyRow:
        """Store a unit's answer, or correct the one it gave. `initiatives` gives each number's row.

        A line already given for an initiative that this answer does not speak of stays as it was.
        """
        self.audit.mine(round_)
        row = self.reply(round_, plain.unit)
        before = self._facts(row) if row else {}
        if row is None:
            row = ReplyRow.model_validate(plain, update={"agreement_id": self.agreement_id, "round_id": round_.id})
        else:
            row.sqlmodel_update(plain.model_dump())
        self.session.add(row)
        self.session.flush()
        if plain.unchanged:
            self.session.exec(delete(LineRow).where(col(LineRow.reply_id) == row.id))
        self._say(row, {initiatives[number]: line for number, line in answer.lines.items()})
        verb = "correct" if before else "answer"
        self.audit.add(verb, f"round:{round_.period}:{plain.unit}", before=before, after=self._facts(row))
        return row

    def _say(self, reply: ReplyRow, lines: Mapping[int, Line]) -> None:
        """Store what an answer says, by the initiative's row."""
        mine = select(LineRow).where(LineRow.agreement_id == self.agreement_id, LineRow.reply_id == reply.id)
        given = {line.initiative_id: line for line in self.session.exec(mine).all()}
        for initiative_id, line in lines.items():
            row = given.get(initiative_id)
            if row is None:
                key = {"reply_id": reply.id, "initiative_id": initiative_id, "agreement_id": self.agreement_id}
                row = LineRow.model_validate(line, update=key)
            else:  # A correction: how it stood before the round stays what it was.
                row.sqlmodel_update(line.model_dump(exclude={"previous"}))
            self.session.add(row)
        self.session.flush()

    def last_line(self, initiative: Initiative, unit: str) -> Line | None:
        """Return what a unit last said of an initiative, in any round."""
        return self.session.exec(
            select(LineRow)
            .join(ReplyRow, col(ReplyRow.id) == col(LineRow.reply_id))
            .join(InitiativeRow, col(InitiativeRow.id) == col(LineRow.initiative_id))
            .where(LineRow.agreement_id == self.agreement_id, InitiativeRow.number == initiative.number)
            .where(ReplyRow.unit == unit)
            .order_by(col(ReplyRow.at).desc(), col(ReplyRow.id).desc())
            .limit(1)
        ).first()

    def last_lines(self, unit: str) -> dict[int, Line]:
        """Return what a unit last said of every initiative it ever spoke of, in any round, by the initiative's number."""
        rows = self.session.exec(
            select(InitiativeRow.number, LineRow)
            .join(ReplyRow, col(ReplyRow.id) == col(LineRow.reply_id))
            .join(InitiativeRow, col(InitiativeRow.id) == col(LineRow.initiative_id))
            .where(LineRow.agreement_id == self.agreement_id, ReplyRow.unit == unit)
            .order_by(col(ReplyRow.at), col(ReplyRow.id))
        ).all()
        return dict(rows)  # The later one stays.

    def said_of(self, initiative: InitiativeRow, limit: int = 20) -> Sequence[tuple[str, str, datetime, LineRow]]:
        """Return what units have said of an initiative: period, unit, when, line; newest first."""
        return self.session.exec(
            select(RoundRow.period, ReplyRow.unit, ReplyRow.at, LineRow)
            .join(ReplyRow, col(ReplyRow.id) == col(LineRow.reply_id))
            .join(RoundRow, col(RoundRow.id) == col(ReplyRow.round_id))
            .where(LineRow.agreement_id == self.agreement_id, LineRow.initiative_id == initiative.id)
            .order_by(col(ReplyRow.at).desc(), col(ReplyRow.id).desc())
            .limit(limit)
        ).all()

    def _facts(self, row: ReplyRow) -> dict[str, object]:
        """Return an answer as the audit trail keeps it: states in clear, words as hashes."""
        lines = {f"I-{number}": facts_of(line, Line) for number, line in self.lines_of(row).items()}
        return {**facts_of(row, Reply), "lines": lines}

    def _replies(self, round_: RoundRow) -> SelectOfScalar[ReplyRow]:
        return select(ReplyRow).where(ReplyRow.agreement_id == self.agreement_id, ReplyRow.round_id == round_.id)

    def _rows(self) -> SelectOfScalar[RoundRow]:
        return select(RoundRow).where(RoundRow.agreement_id == self.agreement_id)
