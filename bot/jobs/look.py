"""The one way of looking at a duty: the latest rung of its ladder in working hours, into the outbox, and when to look again."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.domain.agreement import Agreement
from bot.domain.ladder import S, due_rung, next_rung
from bot.domain.outbox import Notice
from bot.jobs.strand import Moments
from storage.records import Records
from storage.tables import DutyRow


@dataclass(frozen=True)
class Outcome:
    """What is owed now, and when to look again."""

    notices: tuple[Notice, ...]
    next_due: datetime | None


NOTHING = Outcome((), None)


@dataclass(frozen=True)
class Climb:
    """A ladder under way: what it is about, and for which time, as the outbox knows it."""

    records: Records
    agreement: Agreement
    subject: str
    due: str

    def outcome(self, rungs: Sequence[S], notices: Callable[[S], Iterable[Notice]]) -> Outcome:
        """Return what is owed now: the latest rung, not made up for when a later one was told, and not outside working hours."""
        now = self.records.now
        planned = self.records.outbox.planned(self.agreement.id, self.due).get(self.subject, frozenset())
        rung = due_rung(rungs, planned, now)
        if rung is None:
            return Outcome((), next_rung(rungs, planned, now))
        at = self.agreement.days().next_working_moment(now)
        if at > now:
            return Outcome((), at)
        return Outcome(tuple(notices(rung)), next_rung(rungs, {*planned, rung.name}, now))


def look(records: Records, duties: Sequence[DutyRow], decide: Callable[[str], Outcome]) -> int:
    """Decide over every duty by its subject; return how many messages that made."""
    added = 0
    for duty in duties:
        outcome = decide(duty.subject)
        added += sum(records.outbox.add(notice, duty.id) for notice in outcome.notices)
        duty.next_due = outcome.next_due
    return added


def look_and_go_on(
    records: Records, duties: Sequence[DutyRow], decide: Callable[[], Outcome], moments: Callable[[], Moments]
) -> int:
    """Do the same for what goes by the calendar: whichever quarter or year was to be looked at, it is today's now, and the next one's."""
    records.duties.end([(duty.kind, duty.subject) for duty in duties])
    added = sum(records.outbox.add(notice, duties[0].id) for notice in decide().notices)
    records.duties.set_all(moments())
    return added


def when(outcome: Outcome, now: datetime) -> datetime | None:
    """Return when a duty is to be looked at next: now, where it owes something."""
    return now if outcome.notices else outcome.next_due
