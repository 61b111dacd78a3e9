"""The one way of doing what a duty owes: put it into the outbox, and write down when to look again."""

from collections.abc import Callable, Sequence
from datetime import datetime

from bot.jobs.meeting_plan import Outcome
from storage.records import Records
from storage.tables import DutyRow


def look(records: Records, duties: Sequence[DutyRow], decide: Callable[[str], Outcome]) -> int:
    """Decide over every duty by its subject; return how many messages that made."""
    added = 0
    for duty in duties:
        outcome = decide(duty.subject)
        added += sum(records.outbox.add(notice, duty.id) for notice in outcome.notices)
        duty.next_due = outcome.next_due
    return added


def when(outcome: Outcome, now: datetime) -> datetime | None:
    """Return when a duty is to be looked at next: now, where it owes something."""
    return now if outcome.notices else outcome.next_due
