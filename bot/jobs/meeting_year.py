"""The strand that watches whether a year gets the meetings the agreement asks for, and says so while there is still time."""

from collections.abc import Sequence
from datetime import time, timedelta

from bot.acts.meeting_count import count_of, loaded_on
from bot.domain import meeting_ladder as rules
from bot.domain.agreement import Agreement
from bot.domain.agreement_parts import Duty, DutyPeriod, DutyRule
from bot.domain.ladder import Rung
from bot.domain.meeting_year import Count, Year, year_of
from bot.domain.outbox import Notice
from bot.jobs.in_office import of_the_group
from bot.jobs.look import Climb, Outcome, look_and_go_on, when
from bot.jobs.pictures import readers_of
from bot.jobs.strand import Moments, Strand
from bot.words import meeting_nudge as words
from storage.records import Records
from storage.tables import DutyRow, OutboxRow

SUBJECT = "meeting-year"


def _outcome(records: Records, agreement: Agreement, year: Year) -> Outcome:
    """Return what a year owes now: the latest day on which it is spoken of, where it has too few meetings."""
    counted = count_of(records, agreement, year)
    rungs = _rungs(records, agreement, counted)
    climb = Climb(records, agreement, f"{SUBJECT}:{year.label}", year.label)
    if counted.standing not in rules.TOO_FEW:
        return climb.outcome([one for one in rungs if one.at > records.now], lambda _rung: ())
    return climb.outcome(rungs, lambda rung: _notices(records, agreement, counted, rung))


def _notices(records: Records, agreement: Agreement, counted: Count, rung: Rung) -> tuple[Notice, ...]:
    return readers_of(records, agreement).notices(
        rung.to,
        lambda to: words.too_few(agreement, counted, rung.name.partition(":")[0], to=to),
        subject=f"{SUBJECT}:{counted.year.label}",
        due=counted.year.label,
        step=rung.name,
    )


def _rungs(records: Records, agreement: Agreement, counted: Count) -> tuple[Rung, ...]:
    since = rules.short_since(counted.year, loaded_on(records, agreement), records.meetings.removals())
    return rules.year_rungs(agreement, counted, since)


def _count(records: Records, agreement: Agreement, duties: Sequence[DutyRow]) -> int:
    """Put what the year owes into the outbox, and say when to look at it, and at the next one."""
    return look_and_go_on(
        records,
        duties,
        lambda: _outcome(records, agreement, _year(records, agreement)),
        lambda: _moments(records, agreement),
    )


def _moments(records: Records, agreement: Agreement) -> Moments:
    """Return when to look at this year, at its turn at the latest, and when the next one begins to be looked at."""
    if not rules.asks_each_year(agreement):
        return {}
    year = _year(records, agreement)
    outcome = _outcome(records, agreement, year)
    upcoming = year_of(agreement, year.last + timedelta(days=1))
    first = _rungs(records, agreement, count_of(records, agreement, upcoming))[:1]
    turn = agreement.days().at(upcoming.first, time())
    return {
        (rules.COUNTS, year.label): min(when(outcome, records.now) or turn, turn),
        (rules.COUNTS, upcoming.label): next((rung.at for rung in first), None),
    }


def _year(records: Records, agreement: Agreement) -> Year:
    return year_of(agreement, agreement.days().local(records.now).date())


def _owed(records: Records, row: OutboxRow) -> bool:
    """Tell whether the year it speaks of is still this one, and still has too few meetings."""
    agreement = records.agreement()
    if agreement is None:
        return False
    year = _year(records, agreement)
    return year.label == row.due and count_of(records, agreement, year).standing in rules.TOO_FEW


def _duty(agreement: Agreement) -> Duty | None:
    return next((one for one in agreement.duties_of(DutyRule.AT_LEAST_MEETINGS) if one.period is DutyPeriod.YEAR), None)


STRAND = Strand(
    subject=SUBJECT, duty=_duty, handlers={rules.COUNTS: _count}, moments=_moments, in_office=of_the_group, owed=_owed
)
