"""Actions that meetings agreed, and whether they are done."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlmodel import Session, col, func, select

from bot.domain.action import Action, State, Task, Wanted
from bot.refusal import Refusal
from storage.agreements import Agreements
from storage.audit import Audit, facts_of, hashed
from storage.tables import ActionRow, MeetingRow, PointRow


@dataclass(frozen=True)
class Actions:
    """The actions of one agreement."""

    session: Session
    agreement_id: str
    audit: Audit

    def by_number(self, number: int) -> ActionRow:
        """Return an action by its spoken number.

        Raises:
            Refusal: when there is none.
        """
        mine = select(ActionRow).where(ActionRow.agreement_id == self.agreement_id, ActionRow.number == number)
        row = self.session.exec(mine).first()
        if row is None:
            raise Refusal("no_such_action", ref=f"A-{number}")
        return row

    def page(self, wanted: Wanted) -> Sequence[ActionRow]:
        """Return the actions somebody wants to see, those due first at the top."""
        mine = select(ActionRow).where(ActionRow.agreement_id == self.agreement_id)
        if not wanted.everything:
            mine = mine.where(ActionRow.state == State.OPEN)
        if wanted.unit is not None:
            mine = mine.where(ActionRow.unit == wanted.unit)
        if not wanted.confidential:
            mine = mine.where(col(ActionRow.confidential).is_(False))
        return self.session.exec(mine.order_by(col(ActionRow.due_on), col(ActionRow.number))).all()

    def open(self) -> Sequence[ActionRow]:
        """Return what is still to be done, by its last day."""
        return self.page(Wanted())

    def of_meeting(self, meeting: MeetingRow) -> Sequence[ActionRow]:
        """Return what a meeting agreed, whatever became of it, in the order it was written down."""
        mine = select(ActionRow).where(ActionRow.agreement_id == self.agreement_id, ActionRow.meeting == meeting.number)
        return self.session.exec(mine.order_by(col(ActionRow.number))).all()

    def agree(self, meeting: MeetingRow, point: PointRow, task: Task, *, by: str) -> ActionRow:
        """Store an action under the next number; two written down at once get two numbers."""
        self.audit.mine(meeting, point)
        assert point.number is not None
        Agreements(self.session).lock(self.agreement_id)
        last = self.session.exec(select(func.max(ActionRow.number)).where(ActionRow.agreement_id == self.agreement_id)).one()
        plain = Action.model_validate(
            task.model_dump()
            | {
                "number": (last or 0) + 1,
                "meeting": meeting.number,
                "point": point.number,
                "confidential": point.confidential,
                "agreed_at": self.audit.at,
                "agreed_by": by,
            }
        )
        row = ActionRow.model_validate(plain, update={"agreement_id": self.agreement_id})
        self.session.add(row)
        self.session.flush()
        self.audit.add("agree", f"action:{row.ref}", after=facts_of(row, Action))
        return row

    def close(self, row: ActionRow, state: State, *, result: str, by: str) -> None:
        """Say that an action is done, or is not to be done after all."""
        self.audit.mine(row)
        before, row.state = row.state, state
        row.closed_at, row.closed_by, row.result = self.audit.at, by, result
        self.session.add(row)
        after = {"state": state, "result": hashed(result)}
        self.audit.add(str(state), f"action:{row.ref}", before={"state": before}, after=after)

    def postpone(self, row: ActionRow, due_on: date) -> None:
        """Give an action another last day."""
        self.audit.mine(row)
        before, row.due_on = row.due_on, due_on
        self.session.add(row)
        self.audit.add("postpone", f"action:{row.ref}", before={"due_on": before}, after={"due_on": due_on})
