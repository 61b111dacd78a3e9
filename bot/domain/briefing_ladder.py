"""Who is nudged when along a deliverable's chain: the one who holds the next step, each step once. All of it is house rules.

Every moment is in working hours and outside holidays and closed periods. A step that is done is not spoken of any more, and a
deliverable that is planned for another day is spoken of anew. The steps' days are worked out in briefing_dates.py.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime

from bot.domain.agreement import Agreement
from bot.domain.briefing import BEFORE_APPROVAL, WITH_THE_BODY, Deliverable, State, is_about_focus
from bot.domain.briefing_dates import DATES_ASKED_BEFORE, Plan, Step
from bot.domain.house_rules import Addressee
from bot.domain.ladder import Rung
from bot.domain.passage import Consent

STEPS, UNITS, BEGINS = "briefing.step", "briefing.unit", "briefing.year"
BRIEFING, STATUS = "briefing", "annual-status"  # The two nouns that begin the subjects of messages, by what they are about.

SOON = 5  # working days before a step is due
UNIT_SOON = 2  # working days before the check closes
LATE_CHECK = 5  # working days the units have at least, where the draft came late
LATE_APPROVAL = 5  # working days the group has after that check
LATE_HAND_IN = 2  # working days there are to hand in what was approved late
STILL = 10  # working days after the body met, when nobody has entered what it did

_FACILITATOR = (Addressee.FACILITATOR,)
_BOTH = (Addressee.FACILITATOR, Addressee.FACILITATOR_DEPUTY)
_ABOVE = (Addressee.FACILITATOR, Addressee.CHAIR)
_ANOTHER = (Addressee.FACILITATOR_DEPUTY, Addressee.CHAIR, Addressee.FACILITATOR)


@dataclass(frozen=True)
class Chain:
    """All that decides what a deliverable owes: how far it has come, its days, and how the units stand to their passages."""

    deliverable: Deliverable
    plan: Plan
    consent: Consent
    proposed_by: frozenset[str] = frozenset()  # the units that proposed a focus area for the coming year

    @property
    def leads(self) -> bool:
        """Whether the draft and the approval are its own, and not those of another it is prepared with."""
        return self.plan.lead == self.plan.duty


def check_closes(agreement: Agreement, chain: Chain) -> date:
    """Return the last day of the units' check: the planned one, or a few days after a draft that came late."""
    days, planned = agreement.days(), chain.plan.steps[Step.CHECK_CLOSES]
    if chain.deliverable.drafted_at is None:
        return planned
    return max(planned, days.add_working_days(days.local(chain.deliverable.drafted_at).date(), LATE_CHECK))


def approve_by(agreement: Agreement, chain: Chain) -> date:
    """Return the last day for the approval: the planned one, or some days after the check of a draft that came late."""
    days, planned = agreement.days(), chain.plan.steps[Step.APPROVE]
    if chain.deliverable.drafted_at is None:
        return planned
    drafted = days.local(chain.deliverable.drafted_at).date()
    if Step.CHECK_CLOSES in chain.plan.steps:
        checked = check_closes(agreement, chain)
        if checked == chain.plan.steps[Step.CHECK_CLOSES]:
            return planned
    else:
        checked = drafted
    return max(planned, _before(agreement, chain, days.add_working_days(checked, LATE_APPROVAL), drafted))


def hand_in_by(agreement: Agreement, chain: Chain) -> date:
    """Return the last day to hand it in: the planned one, or a few days after an approval that came late."""
    days, planned = agreement.days(), chain.plan.steps[Step.HAND_IN]
    if chain.deliverable.approved_at is None:
        return planned
    approved = days.local(chain.deliverable.approved_at).date()
    return max(planned, _before(agreement, chain, days.add_working_days(approved, LATE_HAND_IN), approved))


def _before(agreement: Agreement, chain: Chain, day: date, since: date) -> date:
    """Return the day, or the working day before the body meets if that comes first and is still ahead."""
    last = agreement.days().add_working_days(chain.plan.meets, -1)
    return min(day, last) if last > since else day


def rungs(agreement: Agreement, chain: Chain) -> tuple[Rung, ...]:
    """Return what is still to be said to those who run the group, first to last; steps that are done are not among it."""
    if chain.deliverable.delivered:
        return ()
    found = [*_before_the_body(agreement, chain), *_with_the_body(agreement, chain), *_against_the_duty(agreement, chain)]
    return tuple(sorted(found, key=lambda one: one.at))


def _before_the_body(agreement: Agreement, chain: Chain) -> Iterable[Rung]:
    """Yield the rungs until it is handed in."""
    one, steps, days = chain.deliverable, chain.plan.steps, agreement.days()
    at = _Clock(agreement, chain.plan.meets)
    state = one.state
    if state in BEFORE_APPROVAL and not chain.plan.known and agreement.briefing(one.duty).dispatch_weekdays:
        yield at.rung("dates", _FACILITATOR, days.working_day_by(steps[Step.DRAFT] - DATES_ASKED_BEFORE))
    if state is State.PLANNED and chain.leads:
        yield at.rung("draft", _FACILITATOR, steps[Step.DRAFT])
        yield at.rung("draft:late", _BOTH, days.add_working_days(steps[Step.DRAFT], SOON))
    if state in {State.DRAFT, State.COMMENTED} and chain.leads:
        if chain.consent.open and Step.CHECK_CLOSES in steps:
            yield at.rung("checked", _FACILITATOR, days.next_working_day(check_closes(agreement, chain)))
        yield at.rung("approve", _FACILITATOR, days.add_working_days(approve_by(agreement, chain), -SOON))
        yield at.rung("approve:late", _ABOVE, days.next_working_day(approve_by(agreement, chain)))
    if state is State.APPROVED:
        yield at.rung("hand_in", _FACILITATOR, days.add_working_days(hand_in_by(agreement, chain), -SOON))
        yield at.rung("hand_in:late", _BOTH, days.next_working_day(hand_in_by(agreement, chain)))


def _with_the_body(agreement: Agreement, chain: Chain) -> Iterable[Rung]:
    """Yield the rungs from then on: on the agenda, delivered, confirmed by another."""
    one, steps, days = chain.deliverable, chain.plan.steps, agreement.days()
    at = _Clock(agreement, chain.plan.meets)
    if one.state not in WITH_THE_BODY:
        return
    if one.entered_at is not None:
        entered = days.local(one.entered_at).date()
        told = _Clock(agreement, entered)
        yield told.rung("confirm", _ANOTHER, days.next_working_day(entered))
        yield told.rung("confirm:late", _ANOTHER, days.add_working_days(entered, SOON + 1))
        return
    if one.state is not State.ON_AGENDA and Step.DISPATCH in steps:
        yield at.rung("agenda", _FACILITATOR, steps[Step.DISPATCH])
    yield at.rung("deliver", _FACILITATOR, days.next_working_day(chain.plan.meets))
    yield at.rung("deliver:late", _BOTH, days.add_working_days(chain.plan.meets, STILL))


def _against_the_duty(agreement: Agreement, chain: Chain) -> Iterable[Rung]:
    """Yield the rungs that speak of the duty itself: that it will soon be neglected, and that it is."""
    days = agreement.days()
    at = _Clock(agreement, chain.plan.late_after)
    if chain.plan.warn_on is not None:
        yield at.rung("warn", _FACILITATOR, days.working_day_from(chain.plan.warn_on))
    yield at.rung("overdue", _ABOVE, days.next_working_day(chain.plan.late_after))


def unit_rungs(agreement: Agreement, chain: Chain, unit: str) -> tuple[Rung, ...]:
    """Return what is still to be said to a unit: to propose focus areas, and to check its own passages."""
    one, steps, days = chain.deliverable, chain.plan.steps, agreement.days()
    at = _Clock(agreement, chain.plan.meets)
    to = (Addressee.REPRESENTATIVE,)
    found: list[Rung] = []
    if not chain.leads:
        return ()
    if one.state is State.PLANNED and is_about_focus(agreement, one.duty) and Step.PROPOSE in steps:
        if unit not in chain.proposed_by:
            found += [
                at.rung("propose", to, steps[Step.PROPOSE]),
                at.rung("propose:last", to, days.add_working_days(steps[Step.DRAFT], -SOON)),
            ]
    elif one.state in {State.DRAFT, State.COMMENTED} and unit in chain.consent.open and Step.CHECK_OPENS in steps:
        closes = check_closes(agreement, chain)
        opens = at.rung("check", to, steps[Step.CHECK_OPENS])
        if one.drafted_at is not None and one.drafted_at > opens.at:
            opens = Rung(opens.name, opens.to, one.drafted_at)
        found += [opens, at.rung("check:last", to, days.add_working_days(closes, -UNIT_SOON))]
        if unit in chain.consent.missing:
            found.append(at.rung("consent", to, days.next_working_day(closes)))
    return tuple(sorted(found, key=lambda rung: rung.at))


@dataclass(frozen=True)
class _Clock:
    """Makes rungs of days, named so that another day is another debt."""

    agreement: Agreement
    anchor: date

    def rung(self, name: str, to: tuple[Addressee, ...], day: date) -> Rung:
        """Return the rung of a step on a day, at the hour of nudges."""
        days = self.agreement.days()
        return Rung(f"{name}@{self.anchor}", to, days.at(days.working_day_by(day), self.agreement.house.working_hours.nudge_at))


def name_of(step: str) -> str:
    """Return what a rung is about, without the day it hangs on."""
    return step.partition("@")[0]


def stands(now: Collection[Rung], step: str) -> bool:
    """Tell whether a rung that went into the outbox is still among those to be said."""
    return any(one.name == step for one in now)


def noun_of(agreement: Agreement, duty: str) -> str:
    """Return the noun that begins the subject of its messages."""
    return BRIEFING if is_about_focus(agreement, duty) else STATUS


def subject(agreement: Agreement, one: Deliverable, unit: str = "") -> str:
    """Return what a message about it is about, as the outbox stores it; with a unit, that unit's part in it."""
    whole = f"{noun_of(agreement, one.duty)}:{one.duty}:{one.year}"
    return f"{whole}:{unit}" if unit else whole


def duty_year_unit(about: str | None) -> tuple[str, int, str] | None:
    """Read the subject of a message back into a duty, a year and a unit, which is empty when it is about the whole."""
    noun, *rest = (about or "").split(":")
    if noun not in {BRIEFING, STATUS} or len(rest) < 2:  # noqa: PLR2004  # A duty and a year.
        return None
    return rest[0], int(rest[1]), rest[2] if len(rest) > 2 else ""  # noqa: PLR2004  # And a unit.


def begins_at(agreement: Agreement, year: int) -> datetime:
    """Return when a year's deliverables are written down: its first working morning."""
    days = agreement.days()
    return days.at(days.working_day_from(date(year, 1, 1)), agreement.house.working_hours.nudge_at)
