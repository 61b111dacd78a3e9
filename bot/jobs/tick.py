"""The tick: looks at the duties whose moment has come, and puts what they owe into the outbox. It sends nothing.

Idempotent: a second tick, or a second replica's, adds nothing, because a debt is known by its key and a duty's next moment is
written in the same transaction. After a long pause each duty owes its latest step once.

A clock that was ahead has the tick take a pause for over that never was. Once it is right again, every moment is worked out anew.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import datetime

import structlog

from bot.domain.agreement import Agreement
from bot.domain.repeal import TAKES_EFFECT
from bot.jobs import rebuild as rebuilding
from bot.jobs.strands import STRANDS, standing
from storage.clock import AT_ONCE
from storage.duties import agreements_with_due
from storage.records import RULE, Installation, Records
from storage.store import Store
from storage.tables import DutyRow

log = structlog.get_logger()
MOST_PASSES = 50  # A duty that is due again at once comes back in the next pass; this many would be a mistake of ours.


@dataclass
class Tick:
    """Fills the outbox with what is owed now."""

    store: Store
    now: Callable[[], datetime]
    _last: datetime | None = field(default=None, init=False)
    _stale: set[str] = field(default_factory=set, init=False)  # Agreements whose moments could not be worked out anew yet.

    def once(self) -> int:
        """Plan what is due in every agreement, each in a transaction of its own; return how many messages that makes."""
        now, last = self.now(), self._last
        if last is not None and now < last - AT_ONCE:  # What is less is set right all the time.
            log.warning("tick.clock_set_back", by_s=round((last - now).total_seconds()))
            self.anew()
        else:
            self._work_out(self._stale, now)
        self._last = now
        with self.store.read() as installation:
            waiting = agreements_with_due(installation.session, now)
        return sum(self._one(agreement_id, now) for agreement_id in waiting)

    def anew(self) -> None:
        """Work every moment out anew, at the first beat and whenever the clock was set back.

        The rules of the clocks may be others by then (a newer tzdata), or the code's own. What people agreed on is a day and a
        wall time in a zone; the instant is only what that means today. An agreement where this fails is tried again at each tick.
        """
        with self.store.read() as installation:
            known = installation.agreements.ids()
        self._work_out(known, self.now())

    def _work_out(self, known: Iterable[str], now: datetime) -> None:
        """Work every moment of these agreements out anew; those that fail stop nobody, and are kept for the next time."""
        self._stale = {agreement_id for agreement_id in known if not self._worked_out(agreement_id, now)}

    def _worked_out(self, agreement_id: str, now: datetime) -> bool:
        """Work every moment of an agreement out anew; tell whether that went well."""
        try:
            with self.store.begin() as installation:
                agreement = installation.agreements.at(agreement_id, now)
                records = installation.within(agreement_id, actor=RULE, now=now)
                if agreement is not None:
                    records.meetings.reckon_anew()
                    rebuilding.rebuild(records, agreement)
        except Exception:  # One broken agreement stops no other; it is logged, and tried again at the next tick.
            log.exception("tick.broken", agreement=agreement_id)
            return False
        return True

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
    """Look once at every duty that is due, kinds in their strands' order: a round closes before it nudges again."""
    by_kind: dict[str, list[DutyRow]] = defaultdict(list)
    for duty in duties:
        by_kind[duty.kind].append(duty)
    if coming := by_kind.pop(TAKES_EFFECT, None):
        for duty in coming:
            duty.next_due = None
        rebuilding.rebuild(records, agreement)
    added = 0
    owing = standing(records, agreement)
    for strand in STRANDS:
        for kind, handle in strand.handlers.items():
            mine = by_kind.pop(kind, [])
            if mine and strand in owing:
                added += handle(records, agreement, mine)
                continue
            for duty in mine:
                duty.next_due = None
    if by_kind:
        raise RuntimeError(f"duties that nobody looks after: {sorted(by_kind)}")
    return added
