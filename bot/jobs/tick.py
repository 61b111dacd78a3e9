"""The tick: looks at the duties whose moment has come, and puts what they owe into the outbox. It sends nothing.

Idempotent: a second tick, or a second replica's, adds nothing, because a debt is known by its key and a duty's next moment is
written in the same transaction. After a long pause each duty owes its latest step once.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

import structlog

from bot.acts import round as act
from bot.domain import round as rules
from bot.domain.agreement import Agreement
from bot.domain.outbox import Notice
from bot.jobs import rebuild as rebuilding
from bot.jobs import round as rounds
from bot.jobs.pictures import picture_of
from storage.duties import agreements_with_due
from storage.records import RULE, Installation, Records
from storage.store import Store
from storage.tables import DutyRow

log = structlog.get_logger()
MOST_PASSES = 50  # A duty that is due again at once comes back in the next pass; this many would be a mistake of ours.


@dataclass(frozen=True)
class Tick:
    """Fills the outbox with what is owed now."""

    store: Store
    now: Callable[[], datetime]

    def once(self) -> int:
        """Plan what is due in every agreement, each in a transaction of its own; return how many messages that makes."""
        now = self.now()
        with self.store.read() as installation:
            waiting = agreements_with_due(installation.session, now)
        return sum(self._one(agreement_id, now) for agreement_id in waiting)

    def _one(self, agreement_id: str, now: datetime) -> int:
        """Plan one agreement; its failure does not stop the others."""
        try:
            with self.store.begin() as installation:
                return plan(installation, agreement_id, now)
        except Exception:
            log.exception("tick.broken", agreement=agreement_id)
            return 0


def plan(installation: Installation, agreement_id: str, now: datetime) -> int:
    """Plan everything due in one agreement, inside a transaction; return how many new messages are owed."""
    installation.agreements.lock(agreement_id)
    agreement = installation.agreements.at(agreement_id, now)
    if agreement is None:
        return 0
    records = installation.within(agreement_id, actor=RULE, now=now)
    added = 0
    for _ in range(MOST_PASSES):
        duties = records.duties.due(now)
        if not duties:
            return added
        added += _pass(records, agreement, list(duties))
    raise RuntimeError(f"duties that stay due: {[(one.kind, one.subject) for one in duties][:5]}")


def _pass(records: Records, agreement: Agreement, duties: list[DutyRow]) -> int:
    """Look once at every duty that is due, kinds in their order: a round closes before it nudges again."""
    added = 0
    for duty in duties:
        match duty.kind:
            case rules.OPENS:
                duty.next_due = None  # First, since the next opening may be the same duty, moved.
                act.open_by_rule(records, agreement)
            case rules.CLOSES:
                round_ = records.rounds.by_period(duty.subject)
                at = rules.closes_by_rule(agreement, round_, records.now)
                duty.next_due = at if at > records.now else None  # Not at night, whenever the program wakes.
                added += act.close(records, agreement, round_) if duty.next_due is None else 0
            case rebuilding.TAKES_EFFECT:
                duty.next_due = None
                rebuilding.rebuild(records, agreement)
            case _:
                pass
    pictures = {}
    for duty in duties:
        if duty.kind not in {rules.ASKS_UNIT, rules.WATCHES} or duty.next_due is None:
            continue
        period, _, unit = duty.subject.partition(":")
        if period not in pictures:
            pictures[period] = picture_of(records, agreement, records.rounds.by_period(period))
        picture = pictures[period]
        outcome = rounds.due_of_unit(picture, unit, records.now) if unit else rounds.due_of_watch(picture, records.now)
        added += sum(_owe(records, notice, duty) for notice in outcome.notices)
        duty.next_due = outcome.next_due
    return added


def _owe(records: Records, notice: Notice, duty: DutyRow) -> bool:
    """Put a step into the outbox, in the place of the steps before it that have not gone out; tell whether it is new."""
    new = records.outbox.add(notice, duty.id)
    if new:
        records.outbox.supersede_steps(notice)
    return new
