"""The wheel of a year (Danish: årshjul): what stands on it, and on which day. What it looks like is for documents/wheel.py.

Meetings and rounds come from the records; what is still to come is put where the rules will put it. Only days, numbers and ids
stand here, never what anybody wrote, so that the wheel can be shown wherever the agreement's calendar can.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from enum import StrEnum

from bot.domain import briefing_dates as dates
from bot.domain.agreement import Agreement
from bot.domain.calendar import Quarter
from bot.domain.meeting import COUNTED, Kind, Meeting, State
from bot.domain.meeting_ladder import ordinary_in
from bot.domain.meeting_year import Slot, Year
from bot.domain.round import closing, last_day_before, opening
from bot.domain.status import Round


class Sign(StrEnum):
    """What something on the wheel is; each is drawn in a form of its own, so that nobody needs to tell colours apart."""

    HELD = "held"
    PLANNED = "planned"
    OTHER = "other"  # a seminar or network meeting, held or planned: it does not count
    ROUND = "round"
    BRIEFING = "briefing"
    DELIVERED = "delivered"
    DEADLINE = "deadline"
    CLOSED = "closed"


MEETINGS = frozenset({Sign.HELD, Sign.PLANNED, Sign.OTHER})
BRIEFINGS = frozenset({Sign.BRIEFING, Sign.DELIVERED})


class Phase(StrEnum):
    """Whether a round, or a meeting that does not count, is over, under way, or still to come."""

    OVER = "over"
    NOW = "now"
    COMING = "coming"


class Step(StrEnum):
    """What a deadline is the last day for."""

    CONVENE = "convene"  # convening a meeting that the year still lacks
    ITEMS = "items"  # submitting items for a meeting's agenda
    MINUTES = "minutes"  # drafting a meeting's minutes
    CHECK = "check"  # checking one's own passages of a briefing
    APPROVE = "approve"  # approving a briefing in the body that runs the agreement
    HAND_IN = "hand_in"  # handing a briefing in


@dataclass(frozen=True)
class Mark:
    """One thing on the wheel. `about` is a meeting's reference, a round's period, a duty's id, or a closed period's name."""

    sign: Sign
    first: date
    last: date
    about: str
    kind: Kind | None = None
    phase: Phase | None = None
    step: Step | None = None
    late: bool = False  # a briefing that is not delivered though its last day has passed


_STEPS = {dates.Step.CHECK_CLOSES: Step.CHECK, dates.Step.APPROVE: Step.APPROVE, dates.Step.HAND_IN: Step.HAND_IN}


@dataclass(frozen=True)
class Wheel:
    """A year and what stands on it, in the order of its days."""

    year: Year
    today: date
    marks: tuple[Mark, ...] = field(default=())

    def of(self, *signs: Sign) -> tuple[Mark, ...]:
        """Return the marks of these kinds."""
        return tuple(one for one in self.marks if one.sign in signs)

    def share(self, day: date) -> float:
        """Return how far into the year a day begins: 0 on the first, 1 on the day after the last."""
        return (day - self.year.first).days / ((self.year.last - self.year.first).days + 1)

    @property
    def shows_today(self) -> bool:
        """Whether today is in this year."""
        return self.today in self.year


@dataclass(frozen=True)
class Facts:
    """What a wheel is made of."""

    meetings: Sequence[Meeting] = ()
    rounds: Sequence[Round] = ()
    plans: Sequence[dates.Plan] = ()
    delivered: Mapping[str, date] = field(default_factory=dict)  # by a plan's key
    slots: Sequence[Slot] = ()  # the last chances for the meetings the year still lacks


def wheel(agreement: Agreement, year: Year, facts: Facts, *, today: date, language: str = "da") -> Wheel:
    """Put together the wheel of a year, its closed periods named in a language."""
    found = [
        *_meetings(agreement, facts.meetings, today),
        *(Mark(Sign.DEADLINE, one.convene_by, one.convene_by, "", step=Step.CONVENE) for one in facts.slots),
        *_rounds(agreement, facts, year, today),
        *_briefings(facts, today),
        *_closed(agreement, language),
    ]
    inside = [_clipped(one, year) for one in found if one.first <= year.last and one.last >= year.first]
    return Wheel(year, today, tuple(sorted(inside, key=lambda one: (one.first, one.last, list(Sign).index(one.sign), one.about))))


def _meetings(agreement: Agreement, meetings: Iterable[Meeting], today: date) -> Iterator[Mark]:
    """Yield the meetings that were held or are planned, with the deadlines of those that have an agenda."""
    days, house = agreement.days(), agreement.house.meetings
    for one in meetings:
        if one.state is State.CANCELLED:
            continue
        phase = _phase(one.on, today)
        if one.kind not in COUNTED:
            yield Mark(Sign.OTHER, one.on, one.on, one.ref, kind=one.kind, phase=phase)
            continue
        yield Mark(Sign.HELD if one.state is State.HELD else Sign.PLANNED, one.on, one.on, one.ref, kind=one.kind, phase=phase)
        items = days.working_day_by(one.on - timedelta(days=house.items_due_days))
        minutes = days.working_day_from(one.on + timedelta(days=house.minutes_draft_days))
        yield Mark(Sign.DEADLINE, items, items, one.ref, step=Step.ITEMS)
        yield Mark(Sign.DEADLINE, minutes, minutes, one.ref, step=Step.MINUTES)


def _rounds(agreement: Agreement, facts: Facts, year: Year, today: date) -> Iterator[Mark]:
    """Yield the rounds there were, and those the rules will open."""
    days = agreement.days()
    for one in facts.rounds:
        first, last = days.local(one.opened_at).date(), days.local(min(one.closed_at or one.closes_at, one.closes_at)).date()
        phase = Phase.NOW if one.open else Phase.OVER
        yield Mark(Sign.ROUND, first, max(first, last), one.period, phase=phase)
    known = {one.period for one in facts.rounds}
    quarter = Quarter.of(max(year.first, today))
    while quarter.first <= year.last:
        if quarter.label not in known:
            meeting = ordinary_in(quarter, facts.meetings)
            opens = opening(agreement, quarter, meeting.on if meeting else None)
            closes = closing(agreement, opens, last_day_before(agreement, opens, meeting.on if meeting else None))
            first, last = days.local(opens).date(), days.local(closes).date()
            if first >= today:
                yield Mark(Sign.ROUND, first, last, quarter.label, phase=Phase.COMING)
        quarter = quarter.next()


def _briefings(facts: Facts, today: date) -> Iterator[Mark]:
    """Yield the briefings, and the deadlines of those that are not delivered; one that several share is marked once."""
    waiting = {}
    for plan in facts.plans:
        if (day := facts.delivered.get(plan.key)) is not None:
            yield Mark(Sign.DELIVERED, day, day, plan.duty)
        else:
            yield Mark(Sign.BRIEFING, plan.meets, plan.meets, plan.duty, late=today > plan.late_after)
            waiting[plan.key] = plan
    for one in dates.marked_days(waiting):
        if one.step in _STEPS:
            yield Mark(Sign.DEADLINE, one.on, one.on, one.duty, step=_STEPS[one.step])


def _closed(agreement: Agreement, language: str) -> Iterator[Mark]:
    for one in agreement.calendar.closed_periods:
        yield Mark(Sign.CLOSED, one.first, one.last, one.names.text(language))


def _phase(day: date, today: date) -> Phase:
    if day < today:
        return Phase.OVER
    return Phase.NOW if day == today else Phase.COMING


def _clipped(mark: Mark, year: Year) -> Mark:
    """Return a mark as far as it lies in the year."""
    return replace(mark, first=max(mark.first, year.first), last=min(mark.last, year.last))
