"""What is done with an action, whoever causes it: following it up, closing it, and giving it another day."""

from collections.abc import Callable
from datetime import date

from bot.acts.mend import Mender
from bot.chat.message import Message
from bot.domain.action import FOLLOWS, Action, State, Task
from bot.domain.agreement import Agreement
from bot.words import action as words
from storage.records import Records
from storage.tables import ActionRow, MeetingRow, PointRow

SUBJECT = "action"


def subject(action: Action) -> str:
    """Return what a message about an action is about, as the outbox stores it."""
    return f"{SUBJECT}:{action.number}"


def agree(records: Records, meeting: MeetingRow, point: PointRow, task: Task, *, by: str) -> ActionRow:
    """Write an action down, and follow it up from now on."""
    row = records.actions.agree(meeting, point, task, by=by)
    records.duties.set(FOLLOWS, str(row.number), records.now)
    return row


def close(records: Records, agreement: Agreement, row: ActionRow, state: State, *, result: str, by: str) -> None:
    """Close an action: nobody is nudged about it any more, and what was sent says so."""
    records.actions.close(row, state, result=result, by=by)
    records.duties.end([(FOLLOWS, str(row.number))])
    _mend(records, agreement, row, str(state), lambda: words.closed(row))


def postpone(records: Records, agreement: Agreement, row: ActionRow, due_on: date) -> None:
    """Give an action another last day; the nudges follow it."""
    was = row.due_on
    records.actions.postpone(row, due_on)
    records.duties.set(FOLLOWS, str(row.number), records.now)
    _mend(records, agreement, row, f"due {due_on}", lambda: words.postponed(agreement, row, was))


def _mend(records: Records, agreement: Agreement, row: ActionRow, step: str, message: Callable[[], Message]) -> None:
    """Call back the nudges that have not gone out, and let those that stand somewhere say how it is now."""
    Mender(records, agreement).mend(subject(row), f"{step} {records.now.isoformat()}", message, closed=row.confidential)
