"""The wheel of a year (Danish: årshjul): what stands on it, and on which day. What it looks like is for documents/wheel.py.

Meetings and rounds come from the records; what is still to come is put where the rules will put it. Only days, numbers and ids
stand here, never what anybody wrote, so that the wheel can be shown wherever the agreement's calendar can.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from enum import StrEnum

from bot.domain.agreement import Agreement
from bot.domain.agreement_parts import DELIVERABLES
from bot.domain.calendar import Quarter
from bot.domain.house_rules import MonthDay
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


@dataclass(frozen=True)
class Due:
    """A briefing on the wheel: the day it is due, and the day it was delivered, if it was."""

    duty: str
    day: date
    delivered: date | None = None


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
    briefings: Sequence[Due] = ()
    slots: Sequence[Slot] = ()  # the last chances for the meetings the year still lacks


def wheel(agreement: Agreement, year: Year, facts: Facts, *, today: date, language: str = "da") -> Wheel:
    """Put together the wheel of a year, its closed periods named in a language."""
    found = [
        *_meetings(agreement, facts.meetings, today),
        *(Mark(Sign.DEADLINE, one.convene_by, one.convene_by, "", step=Step.CONVENE) for one in facts.slots),
        *_rounds(agreement, facts, year, today),
        *_briefings(agreement, facts.briefings),
        *_closed(agreement, language),
    ]
    inside = [_clipped(one, year) for one in found if one.first <= year.last and one.last >= year.first]
    return Wheel(year, today, tuple(sorted(inside, key=lambda one: (one.first, one.last, list(Sign).index(one.sign), one.about))))


def due_by_rule(agreement: Agreement, year: Year) -> tuple[Due, ...]:
    """Return when the briefings of a year are due by the house's rules, in the order of the days."""
    duties = [one for one in agreement.duties if one.rule in DELIVERABLES]
    found = [Due(one.id, day) for one in duties for day in _falls(agreement.briefing(one.id).due, year)]
    return tuple(sorted(found, key=lambda one: (one.day, one.duty)))


def _falls(day: MonthDay, year: Year) -> Iterator[date]:
    """Yield where in a year a day of every year falls: once, wherever that year begins."""
    yield from (on for number in range(year.first.year, year.last.year + 1) if (on := day.on(number)) in year)


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


def _briefings(agreement: Agreement, briefings: Iterable[Due]) -> Iterator[Mark]:
    """Yield the briefings, and the deadlines of those that are not delivered."""
    days = agreement.days()
    for one in briefings:
        if one.delivered is not None:
            yield Mark(Sign.DELIVERED, one.delivered, one.delivered, one.duty)
            continue
        yield Mark(Sign.BRIEFING, one.day, one.day, one.duty)
        rule = agreement.briefing(one.duty)
        for step, weeks in ((Step.APPROVE, rule.approve_weeks), (Step.HAND_IN, rule.hand_in_weeks)):
            day = days.working_day_by(one.day - timedelta(weeks=weeks))
            yield Mark(Sign.DEADLINE, day, day, one.duty, step=step)


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
