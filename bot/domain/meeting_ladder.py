"""When the facilitator and others are nudged to plan a meeting: the quarter's ladder, and the days on which a year is looked at.

The quarter's ordinary meeting and every day here are house rules; only the number a year asks for is the agreement's. What a
nudge says names both for what they are. Every moment is in working hours and outside holidays and closed periods.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from bot.domain.agreement import Agreement
from bot.domain.agreement_parts import DutyPeriod, DutyRule
from bot.domain.calendar import Quarter
from bot.domain.house_rules import Addressee
from bot.domain.ladder import Rung
from bot.domain.meeting import Kind, Meeting, State
from bot.domain.meeting_year import Count, Slot, Standing, Year

PLANS, COUNTS, CONFIRMS = "meeting.plan", "meeting.year", "meeting.held"
TOO_FEW = frozenset({Standing.SHORT, Standing.NOT_POSSIBLE})


@dataclass(frozen=True)
class Removal:
    """An ordinary or ad hoc meeting that was cancelled, or moved away from a day: where it stood, and the day that was done."""

    was_on: date
    at: date


def asks_each_quarter(agreement: Agreement) -> bool:
    """Tell whether an ordinary meeting is expected in every quarter."""
    return any(one.period is DutyPeriod.QUARTER for one in agreement.duties_of(DutyRule.AT_LEAST_MEETINGS))


def asks_each_year(agreement: Agreement) -> bool:
    """Tell whether the agreement counts meetings over a year."""
    return any(one.period is DutyPeriod.YEAR for one in agreement.duties_of(DutyRule.AT_LEAST_MEETINGS))


def ordinary_in(quarter: Quarter, meetings: Iterable[Meeting]) -> Meeting | None:
    """Return the first ordinary meeting of a quarter that is convened or was held."""
    days = quarter.first, quarter.last
    mine = [one for one in meetings if one.kind is Kind.ORDINARY and one.state is not State.CANCELLED]
    return min((one for one in mine if days[0] <= one.on <= days[1]), key=lambda one: one.starts_at, default=None)


def vacant_since(quarter: Quarter, loaded_on: date, removals: Iterable[Removal]) -> date:
    """Return the day from which a quarter without an ordinary meeting is spoken of.

    Days before the agreement was loaded are held against nobody; and whoever cancels or moves the quarter's meeting has just been
    told what that does, so the ladder begins anew the day after.
    """
    left = [one.at + timedelta(days=1) for one in removals if quarter.first <= one.was_on <= quarter.last]
    return max([quarter.first, loaded_on, *left])


def quarter_rungs(agreement: Agreement, quarter: Quarter, since: date) -> tuple[Rung, ...]:
    """Return the ladder of a quarter that lacks an ordinary meeting since a day, first to last, as far as the quarter has room.

    Its days are counted from the first working day: nobody comes back from the summer break to find that the chair was told.
    """
    days, hours = agreement.days(), agreement.house.working_hours
    anchor = days.working_day_from(max(since, agreement.in_force_from))
    found: dict[date, list[tuple[int, Addressee]]] = {}
    for number, rung in enumerate(agreement.house.meetings.planning_ladder):
        day = days.working_day_from(anchor + timedelta(days=rung.after_days))
        if day <= quarter.last:
            found.setdefault(day, []).append((number, rung.to))
    return tuple(
        Rung(f"{rungs[0][0]}:{anchor}", tuple(to for _, to in rungs), days.at(day, hours.nudge_at))
        for day, rungs in found.items()
    )


def last_slot(agreement: Agreement, quarter: Quarter, today: date) -> Slot | None:
    """Return the last chance for a quarter's meeting: the day to hold it by, and for that to convene it by; none once it has passed."""
    days, notice = agreement.days(), timedelta(days=agreement.house.meetings.notice_days)
    hold_by = days.working_day_by(quarter.last)
    convene_by = days.working_day_by(hold_by - notice)
    return Slot(hold_by, convene_by) if today <= convene_by and hold_by >= quarter.first else None


def short_since(year: Year, loaded_on: date, removals: Iterable[Removal]) -> date:
    """Return the day from which a year with too few meetings is spoken of, as `vacant_since` does for a quarter."""
    return max([year.first, loaded_on, *(one.at + timedelta(days=1) for one in removals if one.was_on in year)])


def year_rungs(agreement: Agreement, counted: Count, since: date) -> tuple[Rung, ...]:
    """Return the days from `since` on, on which a year with too few meetings is spoken of, first to last.

    The last safe day is that of the meetings missing now: it moves when one more is cancelled, and is then spoken of anew.
    """
    days, hours, rules = agreement.days(), agreement.house.working_hours, agreement.house.meetings
    everybody = (Addressee.FACILITATOR, Addressee.FACILITATOR_DEPUTY, Addressee.CHAIR)
    wanted: list[tuple[str, tuple[Addressee, ...], date]] = []
    for calendar_year in range(counted.year.first.year, counted.year.last.year + 1):
        unbooked = rules.year_unbooked_on.on(calendar_year)
        wanted.append((f"unbooked:{unbooked}", everybody[:1], unbooked))
        short = [one.on(calendar_year) for one in rules.year_short_on]
        wanted += [(f"short:{day}", everybody[:2], day) for day in short]
    wanted = [(name, to, days.working_day_from(day)) for name, to, day in wanted if day in counted.year]
    if counted.slots:
        wanted.append((f"last:{counted.missing}:{counted.slots[0].convene_by}", everybody, counted.slots[0].convene_by))
    since = max(since, agreement.in_force_from)
    found = [Rung(name, to, days.at(day, hours.nudge_at)) for name, to, day in wanted if day >= since]
    return tuple(sorted(found, key=lambda one: one.at))


def confirm_rungs(agreement: Agreement, meeting: Meeting) -> tuple[Rung, ...]:
    """Return when those who run the group are asked whether a meeting was held, first to last."""
    days, hours = agreement.days(), agreement.house.working_hours
    asked = ((Addressee.FACILITATOR,), (Addressee.FACILITATOR, Addressee.FACILITATOR_DEPUTY))
    return tuple(
        Rung(
            f"confirm:{after}",
            asked[min(place, 1)],
            days.at(days.working_day_from(meeting.on + timedelta(days=after)), hours.nudge_at),
        )
        for place, after in enumerate(agreement.house.meetings.confirm_held_days)
    )
