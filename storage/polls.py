"""Polls for a date, their proposals, and when each party can."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from sqlmodel import Session, col, func, select
from sqlmodel.sql.expression import SelectOfScalar

from bot.domain.poll import Choice, Poll, PollState, Proposal
from bot.refusal import Refusal
from storage.audit import Audit, facts_of
from storage.tables import ChoiceRow, MeetingRow, PollRow, ProposalRow


@dataclass(frozen=True)
class Polls:
    """The polls of one agreement."""

    session: Session
    agreement_id: str
    audit: Audit

    def by_number(self, number: int) -> PollRow:
        """Return a poll by its spoken number.

        Raises:
            Refusal: when there is none.
        """
        row = self.session.exec(self._rows().where(PollRow.number == number)).first()
        if row is None:
            raise Refusal("no_such_poll", ref=f"P-{number}")
        return row

    def open(self) -> Sequence[PollRow]:
        """Return the polls that still ask, oldest first."""
        return self.session.exec(self._rows().where(PollRow.state == PollState.OPEN).order_by(col(PollRow.number))).all()

    def latest(self) -> PollRow | None:
        """Return the poll that was opened last."""
        return self.session.exec(self._rows().order_by(col(PollRow.number).desc()).limit(1)).first()

    def next_number(self) -> int:
        """Return the number the next poll gets."""
        last = self.session.exec(select(func.max(PollRow.number)).where(PollRow.agreement_id == self.agreement_id)).one()
        return (last or 0) + 1

    def start(self, plain: Poll, options: Sequence[Proposal]) -> PollRow:
        """Store a poll with its proposals."""
        row = PollRow.model_validate(plain, update={"agreement_id": self.agreement_id})
        self.session.add(row)
        self.session.flush()
        for one in options:
            self.session.add(ProposalRow.model_validate(one, update={"agreement_id": self.agreement_id, "poll_id": row.id}))
        self.session.flush()
        told = {str(one.position): one.starts_at.isoformat() for one in options}
        self.audit.add("open", f"poll:{row.ref}", after=facts_of(row, Poll) | {"proposals": told})
        return row

    def proposals(self, poll: PollRow) -> Sequence[ProposalRow]:
        """Return a poll's proposals, in the order of the calendar."""
        mine = select(ProposalRow).where(ProposalRow.agreement_id == self.agreement_id, ProposalRow.poll_id == poll.id)
        return self.session.exec(mine.order_by(col(ProposalRow.position))).all()

    def choices(self, poll: PollRow) -> dict[str, ChoiceRow]:
        """Return when each party that has answered can, by unit."""
        mine = select(ChoiceRow).where(ChoiceRow.agreement_id == self.agreement_id, ChoiceRow.poll_id == poll.id)
        return {row.unit: row for row in self.session.exec(mine.order_by(col(ChoiceRow.at), col(ChoiceRow.unit))).all()}

    def with_names(self) -> Sequence[PollRow]:
        """Return the polls of whose answers it is kept who gave them."""
        kept = select(ChoiceRow.poll_id).where(ChoiceRow.agreement_id == self.agreement_id, col(ChoiceRow.by).is_not(None))
        return self.session.exec(self._rows().where(col(PollRow.id).in_(kept)).order_by(col(PollRow.number))).all()

    def forget_who(self, polls: Sequence[PollRow]) -> int:
        """Let go of who answered these polls; when each party could stays. Tell of how many answers."""
        self.audit.mine(*polls)
        refs = {one.id: one.ref for one in polls}
        mine = select(ChoiceRow).where(ChoiceRow.agreement_id == self.agreement_id, col(ChoiceRow.poll_id).in_(refs))
        rows = self.session.exec(
            mine.where(col(ChoiceRow.by).is_not(None)).order_by(col(ChoiceRow.at), col(ChoiceRow.unit))
        ).all()
        for row in rows:
            row.by = None
            self.session.add(row)
        self.session.flush()
        for ref, count in Counter(refs[row.poll_id] for row in rows).items():
            self.audit.add("forget", f"poll:{ref}", after={"answers": count})
        return len(rows)

    def choose(self, poll: PollRow, plain: Choice) -> ChoiceRow:
        """Store when a party can, or correct it."""
        self.audit.mine(poll)
        row = self.choices(poll).get(plain.unit)
        before = facts_of(row, Choice) if row else {}
        if row is None:
            row = ChoiceRow.model_validate(plain, update={"agreement_id": self.agreement_id, "poll_id": poll.id})
        else:
            row.sqlmodel_update(plain.model_dump())
        self.session.add(row)
        self.session.flush()
        self.audit.add(
            "correct" if before else "answer", f"poll:{poll.ref}:{row.unit}", before=before, after=facts_of(row, Choice)
        )
        return row

    def decide(self, poll: PollRow, meeting: MeetingRow) -> None:
        """Say that a poll led to a meeting."""
        self.audit.mine(poll, meeting)
        poll.meeting = meeting.number
        self._ended(poll, PollState.DECIDED, "decide")

    def withdraw(self, poll: PollRow) -> None:
        """Take a poll back; nothing is convened by it."""
        self.audit.mine(poll)
        self._ended(poll, PollState.WITHDRAWN, "withdraw")

    def _ended(self, poll: PollRow, state: PollState, verb: str) -> None:
        before, poll.state = poll.state, state
        self.session.add(poll)
        after = {"state": state} | ({"meeting": poll.meeting} if poll.meeting else {})
        self.audit.add(verb, f"poll:{poll.ref}", before={"state": before}, after=after)

    def _rows(self) -> SelectOfScalar[PollRow]:
        return select(PollRow).where(PollRow.agreement_id == self.agreement_id)
