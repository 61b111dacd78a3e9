"""When a yearly deliverable's steps fall: planned backwards from the day the receiving body meets. All offsets are house rules.

The body's days are imported, never made by a rule. While none is known the house rule's day holds. A step that falls on a closed
day moves to the last working day before it. What happens to a deliverable is in briefing.py.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from enum import StrEnum

from bot.domain.agreement import Agreement
from bot.domain.briefing import BEFORE_APPROVAL, WITH_THE_BODY, Deliverable, State, deliverables, prepared_with, together
from bot.domain.calendar import Calendar, months_from

USABLE_BEFORE = timedelta(weeks=8)  # A body's day earlier than that before our due day is not the one to aim at.
DATES_ASKED_BEFORE = timedelta(weeks=4)  # before the draft, where nobody has said when the body meets


class Step(StrEnum):
    """What is done about a deliverable, first to last."""

    PROPOSE = "propose"  # the parties propose focus areas
    DRAFT = "draft"
    CHECK_OPENS = "check_opens"
    CHECK_CLOSES = "check_closes"
    APPROVE = "approve"
    HAND_IN = "hand_in"
    DISPATCH = "dispatch"  # the body's agenda goes out
    MEETS = "meets"


OURS = frozenset({Step.DRAFT, Step.APPROVE, Step.HAND_IN, Step.MEETS})  # A body's agenda goes out without our doing.
SHARED = frozenset({Step.PROPOSE, Step.DRAFT, Step.CHECK_OPENS, Step.CHECK_CLOSES, Step.APPROVE})


def steps_taken(state: State) -> frozenset[Step]:
    """Return the steps that a deliverable which has come so far has behind it; the parties' own are not told by its state."""
    taken = {Step.DRAFT: state is not State.PLANNED, Step.APPROVE: state not in BEFORE_APPROVAL}
    taken[Step.HAND_IN] = state in WITH_THE_BODY or state is State.DELIVERED
    taken[Step.DISPATCH] = state in {State.ON_AGENDA, State.DELIVERED}  # One that was put off is to go out again.
    taken[Step.MEETS] = state is State.DELIVERED
    return frozenset(step for step, done in taken.items() if done)


@dataclass(frozen=True)
class Plan:
    """The days of one deliverable. `known` says that the body's day is its own and not our stand-in for it."""

    duty: str
    year: int
    lead: str  # the duty whose draft and approval it shares
    meets: date
    known: bool
    late_after: date  # the duty is neglected after this day
    warn_on: date | None  # when the last one was delivered that many months ago
    steps: Mapping[Step, date] = field(default_factory=dict)

    @property
    def key(self) -> str:
        """The name under which rows and messages refer to it."""
        return f"{self.duty}:{self.year}"


class Verdict(StrEnum):
    """How a deliverable stands against its duty."""

    COMING = "coming"
    BEHIND = "behind"  # our own plan is not kept; that breaks no agreement
    WARNED = "warned"
    OVERDUE = "overdue"
    ON_TIME = "on_time"
    LATE = "late"


@dataclass(frozen=True)
class Known:
    """What the planning of a year knows: each body's days, what people chose, and when each duty was last fulfilled before."""

    dates: Mapping[str, Sequence[date]] = field(default_factory=dict)  # by body
    rows: Mapping[str, Deliverable] = field(default_factory=dict)  # by duty
    last_delivered: Mapping[str, date] = field(default_factory=dict)  # by duty
    repealed_on: date | None = None


def of_year(agreement: Agreement, year: int, known: Known) -> dict[str, Plan]:
    """Return the plan of every deliverable owed in a year, by duty.

    One is owed if the agreement was in force on the day its draft is due, and is not repealed by the day the body meets. What
    people have begun on stays in the plan.
    """
    plans = {one.id: _alone(agreement, one.id, year, known) for one in deliverables(agreement)}
    shared = {duty: _with_others(agreement, plan, plans) for duty, plan in plans.items()}
    return {
        duty: plan for duty, plan in shared.items() if _begun(known.rows.get(duty)) or _owed(agreement, plan, known.repealed_on)
    }


def _begun(row: Deliverable | None) -> bool:
    return row is not None and row.state is not State.PLANNED


def _owed(agreement: Agreement, plan: Plan, repealed_on: date | None) -> bool:
    return plan.steps[Step.DRAFT] >= agreement.in_force_from and (repealed_on is None or plan.meets < repealed_on)


def _alone(agreement: Agreement, duty: str, year: int, known: Known) -> Plan:
    """Plan one deliverable without a look at those it is prepared with."""
    rule, days = agreement.briefing(duty), agreement.days()
    first, latest, due = date(year, 1, 1), rule.latest.on(year), rule.due.on(year)
    late_after, warn_on = latest, None
    last = known.last_delivered.get(duty)
    if last is not None and rule.late_after_months is not None:
        anniversary = months_from(last, rule.late_after_months)
        if anniversary >= first:  # A year that was left out altogether is owed by itself.
            due = late_after = min(anniversary, latest)
            warn_on = months_from(last, rule.warn_after_months) if rule.warn_after_months is not None else None
    row = known.rows.get(duty)
    body = agreement.duty(duty).to
    coming = body_days(known.dates.get(body or "", ()), max(first, due - USABLE_BEFORE), due, latest)
    meets = row.meets_on if row is not None and row.meets_on is not None else coming
    stand_in = days.working_day_by(due)
    steps = backwards(agreement, duty, meets or stand_in)
    return Plan(duty, year, prepared_with(agreement, duty), meets or stand_in, meets is not None, late_after, warn_on, steps)


def body_days(dates: Sequence[date], first: date, due: date, latest: date) -> date | None:
    """Return the body's day to plan for: its last one shortly before our own due day, else the first one after that; else none.

    A list that has only begun to come in, with the body's days of January, plans nothing for December.
    """
    until_due = [one for one in dates if first <= one <= due]
    after = [one for one in dates if due < one <= latest]
    return max(until_due) if until_due else min(after, default=None)


def backwards(agreement: Agreement, duty: str, meets: date) -> dict[Step, date]:
    """Return the days of the steps before a day the body meets; on a closed day, the last working day before it."""
    rule, days = agreement.briefing(duty), agreement.days()
    weeks = {
        Step.PROPOSE: rule.propose_weeks,
        Step.DRAFT: rule.draft_weeks,
        Step.CHECK_OPENS: rule.check_opens_weeks,
        Step.CHECK_CLOSES: rule.check_closes_weeks,
        Step.APPROVE: rule.approve_weeks,
        Step.HAND_IN: rule.hand_in_weeks,
    }
    found = {step: days.working_day_by(meets - timedelta(weeks=count)) for step, count in weeks.items() if count is not None}
    if rule.dispatch_weekdays:
        found[Step.DISPATCH] = days.working_day_by(dispatch(days, meets, rule.dispatch_weekdays))
    return found | {Step.MEETS: meets}


def dispatch(days: Calendar, meets: date, weekdays: int) -> date:
    """Return the day a body's agenda goes out: so many weekdays (hverdage, Saturday among them) before it meets."""
    return days.add_weekdays(meets, -weekdays)


def _with_others(agreement: Agreement, plan: Plan, plans: Mapping[str, Plan]) -> Plan:
    """Let those prepared together share the earliest day of each shared step; only the first of them has units check it."""
    lead = prepared_with(agreement, plan.duty)
    group = [plans[duty] for duty in together(agreement, plan.duty)]
    steps = dict(plan.steps)
    for step in SHARED:
        found = [one.steps[step] for one in group if step in one.steps]
        if plan.duty != lead and step not in {Step.DRAFT, Step.APPROVE}:
            steps.pop(step, None)
        elif found:
            steps[step] = min(found)
    return replace(plan, steps={step: steps[step] for step in Step if step in steps})


def verdict(one: Deliverable, plan: Plan, today: date) -> Verdict:
    """Tell how a deliverable stands: "sent" is not delivered, and one told in writing is as good as one told at a meeting."""
    if one.delivered and one.delivered_on is not None:
        return Verdict.ON_TIME if one.delivered_on <= plan.late_after else Verdict.LATE
    if today > plan.late_after:
        return Verdict.OVERDUE
    if plan.warn_on is not None and today >= plan.warn_on:
        return Verdict.WARNED
    return Verdict.BEHIND if _behind(one, plan, today) else Verdict.COMING


def _behind(one: Deliverable, plan: Plan, today: date) -> bool:
    """Tell whether a step of our own plan has passed its day undone; what only lacks another's word has them all behind it."""
    undone = OURS - steps_taken(one.state)
    return not one.waits_for_confirmation and any(on < today for step, on in plan.steps.items() if step in undone)


def next_days(dates: Sequence[date], after: date, most: int = 5) -> list[date]:
    """Return the body's next days after one on which an item was put off."""
    return sorted(one for one in set(dates) if one > after)[:most]


@dataclass(frozen=True)
class Marked:
    """A day of a year's wheel: what is done then about which deliverable."""

    on: date
    duty: str
    step: Step
    known: bool


def marked_days(plans: Mapping[str, Plan]) -> list[Marked]:
    """Return the days of a year's plans for a calendar or a wheel, first to last. A shared step is marked once."""
    found: dict[tuple[date, Step, str], Marked] = {}
    for plan in plans.values():
        for step, on in plan.steps.items():
            whose = plan.lead if step in SHARED else plan.duty
            found.setdefault((on, step, whose), Marked(on, plan.duty, step, plan.known))
    return sorted(found.values(), key=lambda one: (one.on, list(Step).index(one.step), one.duty))
