"""The strand that asks for an ordinary meeting in every quarter: the mission's own nudge. It is silent as soon as one is convened."""

from collections.abc import Sequence

from bot.acts.meeting_count import count_of, loaded_on, today_of
from bot.domain import meeting_ladder as rules
from bot.domain.agreement import Agreement
from bot.domain.agreement_parts import Duty, DutyPeriod, DutyRule
from bot.domain.calendar import Quarter
from bot.domain.ladder import Rung
from bot.domain.meeting_year import year_of
from bot.domain.outbox import Notice
from bot.jobs.in_office import of_the_group
from bot.jobs.look import NOTHING, Climb, Outcome, look_and_go_on, when
from bot.jobs.pictures import readers_of
from bot.jobs.strand import Moments, Strand
from bot.words import meeting_nudge as words
from storage.records import Records
from storage.tables import DutyRow, OutboxRow

SUBJECT = "meeting-plan"


def _outcome(records: Records, agreement: Agreement, quarter: Quarter) -> Outcome:
    """Return what a quarter owes now: the latest rung of its ladder, unless an ordinary meeting is convened or was held in it."""
    if rules.ordinary_in(quarter, records.meetings.between(quarter.first, quarter.last)):
        return NOTHING
    since = rules.vacant_since(quarter, loaded_on(records, agreement), records.meetings.removals())
    rungs = rules.quarter_rungs(agreement, quarter, since)
    climb = Climb(records, agreement, f"{SUBJECT}:{quarter.label}", quarter.label)
    return climb.outcome(rungs, lambda rung: _notices(records, agreement, quarter, rung))


def _notices(records: Records, agreement: Agreement, quarter: Quarter, rung: Rung) -> tuple[Notice, ...]:
    year = year_of(agreement, quarter.last)
    lacks = words.Lacking(
        quarter=quarter,
        counted=count_of(records, agreement, year),
        last=rules.last_slot(agreement, quarter, today_of(records, agreement)),
        wishes=len(records.meetings.wishes()),
    )
    return readers_of(records, agreement).notices(
        rung.to,
        lambda to: words.unplanned(agreement, lacks, to=to),
        subject=f"{SUBJECT}:{quarter.label}",
        due=quarter.label,
        step=rung.name,
    )


def _plan(records: Records, agreement: Agreement, duties: Sequence[DutyRow]) -> int:
    """Put what the quarter owes into the outbox, and say when to look at it, and at the next one."""
    return look_and_go_on(
        records,
        duties,
        lambda: _outcome(records, agreement, _quarter(records, agreement)),
        lambda: _moments(records, agreement),
    )


def _moments(records: Records, agreement: Agreement) -> Moments:
    """Return when to look at this quarter, and when the next one begins to be looked at."""
    if not rules.asks_each_quarter(agreement):
        return {}
    quarter = _quarter(records, agreement)
    outcome = _outcome(records, agreement, quarter)
    upcoming = quarter.next()
    first = rules.quarter_rungs(agreement, upcoming, rules.vacant_since(upcoming, loaded_on(records, agreement), ()))[:1]
    return {
        (rules.PLANS, quarter.label): when(outcome, records.now),
        (rules.PLANS, upcoming.label): next((rung.at for rung in first), None),
    }


def _quarter(records: Records, agreement: Agreement) -> Quarter:
    return Quarter.of(agreement.days().local(records.now).date())


def _owed(records: Records, row: OutboxRow) -> bool:
    """Tell whether the quarter still lacks its meeting."""
    quarter = Quarter.parse(row.due)
    return quarter is None or rules.ordinary_in(quarter, records.meetings.between(quarter.first, quarter.last)) is None


def _duty(agreement: Agreement) -> Duty | None:
    return next((one for one in agreement.duties_of(DutyRule.AT_LEAST_MEETINGS) if one.period is DutyPeriod.QUARTER), None)


STRAND = Strand(subject=SUBJECT, duty=_duty, handlers={rules.PLANS: _plan}, moments=_moments, in_office=of_the_group, owed=_owed)
