"""Our own rules: every offset the agreement's text does not state. Breaking one breaks no agreement, and no message may say so.

The values a file leaves out are those of the design (domain.md §1.3, 4.1, 4.3, 4.4). Offsets are in whole calendar days or
weeks unless a name says otherwise; "weekday" includes Saturday (Danish: hverdag), "working day" does not (arbejdsdag).
"""

from datetime import date, time
from enum import StrEnum
from itertools import pairwise
from typing import Annotated

from pydantic import AfterValidator, Field, model_validator

from bot.domain.agreement_parts import Id, Named, Names, Part
from bot.domain.role import Role

LONGEST_OFFSET = 366

Days = Annotated[int, Field(ge=0, le=LONGEST_OFFSET)]
Weeks = Annotated[int, Field(ge=0, le=52)]


def _wall_time(value: time) -> time:
    if value.tzinfo is not None or value.second or value.microsecond:
        raise ValueError('Write a time of day as "08:00", without seconds or zone.')
    return value


WallTime = Annotated[time, AfterValidator(_wall_time)]


class MonthDay(Part):
    """A day that comes every year."""

    month: int = Field(ge=1, le=12, description="the month, 1 to 12")
    day: int = Field(ge=1, le=31, description="the day of the month")

    @model_validator(mode="after")
    def _is_in_every_year(self) -> "MonthDay":
        try:
            date(2001, self.month, self.day)
        except ValueError:
            raise ValueError("Write a day that every year has.") from None
        return self

    def on(self, year: int) -> date:
        """Return the day in a year."""
        return date(year, self.month, self.day)


class YearBasis(StrEnum):
    """Which twelve months "a year" are: January to December, or from the day the agreement came into force."""

    CALENDAR = "calendar"
    ANNIVERSARY = "anniversary"


class Addressee(StrEnum):
    """Whom a rung of a ladder speaks to; the agreement's channel is one of them."""

    REPRESENTATIVE = Role.REPRESENTATIVE.value
    DEPUTY = Role.DEPUTY.value
    FACILITATOR = Role.FACILITATOR.value
    FACILITATOR_DEPUTY = Role.FACILITATOR_DEPUTY.value
    CHAIR = Role.CHAIR.value
    CHANNEL = "channel"


class WorkingHours(Part):
    """When people may be nudged, in the agreement's time zone."""

    starts: WallTime = time(8)
    ends: WallTime = time(16)
    nudge_at: WallTime = Field(default=time(9), description="the time of day nudges go out")

    @model_validator(mode="after")
    def _in_order(self) -> "WorkingHours":
        if not self.starts <= self.nudge_at < self.ends:
            raise ValueError("Write `starts`, `nudge_at` and `ends` in this order of the day.")
        return self


class RoundRung(Part):
    """A nudge of a status round, to those who are silent when that share of the open time has passed."""

    to: Addressee = Field(description="who is nudged")
    at: float = Field(
        ge=0, lt=1, allow_inf_nan=False, description="the share of the open time that has passed, from 0 to below 1"
    )


class StatusRound(Part):
    """When a round opens and closes, and who is nudged in between."""

    opens_days_before_meeting: Days = Field(default=14, description="before the quarter's ordinary meeting, if one is planned")
    opens_in_month: int = Field(default=2, ge=1, le=3, description="the month of the quarter, if no meeting is planned")
    opens_on_day: int = Field(default=15, ge=1, le=28, description="the day of that month")
    open_days: int = Field(default=14, ge=1, le=90, description="how long it stays open")
    ladder: tuple[RoundRung, ...] = Field(
        default=(
            RoundRung(to=Addressee.REPRESENTATIVE, at=0),
            RoundRung(to=Addressee.REPRESENTATIVE, at=0.5),
            RoundRung(to=Addressee.DEPUTY, at=0.75),
            RoundRung(to=Addressee.FACILITATOR, at=0.9),
        ),
        min_length=1,
        description="the nudges, first to last",
    )

    @model_validator(mode="after")
    def _climbs(self) -> "StatusRound":
        if self.ladder[0].at != 0 or any(one.at > other.at for one, other in pairwise(self.ladder)):
            raise ValueError("Write a `ladder` that begins at 0 and climbs: each `at` no smaller than the one before.")
        return self


class PlanningRung(Part):
    """A nudge about a quarter in which no ordinary meeting is convened."""

    to: Addressee = Field(description="who is nudged")
    after_days: Days = Field(description="days since the quarter began")


class ActionRung(Part):
    """A nudge about an action that is not closed."""

    to: Addressee = Field(description="who is nudged")
    after_days: int = Field(ge=-LONGEST_OFFSET, le=LONGEST_OFFSET, description="days after its last day; negative: before it")


class StandingItem(Named):
    """A point that stands on every agenda, and the clause that asks for it."""

    clause: Id = Field(description="the id of the clause it serves")
    aggregate_only: bool = Field(
        default=False, description="whether only the broad picture belongs there: no persons, no single cases, no small numbers"
    )


class Meetings(Part):
    """Everything around a meeting that has a date relative to it."""

    notice_days: Days = 14
    quorum: int = Field(default=0, ge=0, le=1000, description="parties that must be represented; 0 means there is no quorum")
    earliest: WallTime = Field(default=time(7), description="a meeting that starts earlier is remarked on")
    latest: WallTime = Field(default=time(18), description="a meeting that ends later is remarked on")
    reminder_days: tuple[Days, ...] = Field(default=(21, 7, 1), description="days before the meeting")
    remind_on_the_day: bool = True
    call_for_items_days: Days = Field(default=21, description="days before the meeting")
    items_due_days: Days = Field(default=14, description="days before the meeting")
    agenda_out_days: Days = Field(default=7, description="days before the meeting")
    ask_again_days: Days = Field(default=7, description="days before the meeting")
    confirm_held_days: tuple[Days, ...] = Field(
        default=(1, 7), description="days after a meeting on which whoever runs the group is asked whether it was held"
    )
    minutes_draft_days: Days = Field(default=7, description="days after the meeting")
    minutes_comment_days: Days = Field(default=7, description="days after the draft")
    answers_kept_days: Days = Field(
        default=90, description="days after the minutes are approved that it is kept who answered for a party"
    )
    misses_in_a_row: int = Field(
        default=2, ge=1, le=20, description="missed meetings after which the facilitator hears of a party"
    )
    year_unbooked_on: MonthDay = MonthDay(month=2, day=1)
    year_short_on: tuple[MonthDay, ...] = (MonthDay(month=9, day=1), MonthDay(month=11, day=1))
    planning_ladder: tuple[PlanningRung, ...] = (
        PlanningRung(to=Addressee.FACILITATOR, after_days=0),
        PlanningRung(to=Addressee.FACILITATOR, after_days=14),
        PlanningRung(to=Addressee.FACILITATOR_DEPUTY, after_days=21),
        PlanningRung(to=Addressee.CHAIR, after_days=28),
        PlanningRung(to=Addressee.CHANNEL, after_days=28),
    )
    action_ladder: tuple[ActionRung, ...] = Field(
        default=(
            ActionRung(to=Addressee.REPRESENTATIVE, after_days=-3),
            ActionRung(to=Addressee.DEPUTY, after_days=3),
            ActionRung(to=Addressee.FACILITATOR, after_days=7),
        ),
        description="the nudges about an action until it is closed, first to last",
    )
    standing_items: tuple[StandingItem, ...] = ()

    @model_validator(mode="after")
    def _in_order(self) -> "Meetings":
        if not self.call_for_items_days >= self.items_due_days >= self.agenda_out_days:
            raise ValueError(
                "Write `call_for_items_days`, `items_due_days` and `agenda_out_days` from the most days to the fewest."
            )
        if self.earliest >= self.latest:
            raise ValueError("Write an `earliest` before `latest`.")
        if any(one.after_days > other.after_days for one, other in pairwise(self.planning_ladder)):
            raise ValueError("Write a `planning_ladder` that climbs: each `after_days` no smaller than the one before.")
        if any(one.after_days > other.after_days for one, other in pairwise(self.action_ladder)):
            raise ValueError("Write an `action_ladder` that climbs: each `after_days` no smaller than the one before.")
        if any(one.to is Addressee.CHANNEL for one in self.action_ladder):
            raise ValueError("Write an `action_ladder` that speaks to people: an action is one party's, not the channel's.")
        return self


class Briefing(Part):
    """The steps of one yearly deliverable, in weeks before the day the receiving body meets."""

    duty: Id = Field(description="the id of the duty it fulfils")
    prepared_with: Id | None = Field(default=None, description="the id of the duty whose draft and approval it shares")
    submitted_by: Id | None = Field(default=None, description="the id of the administration that submits it, if one does")
    due: MonthDay = Field(default=MonthDay(month=11, day=30), description="holds while the body's date is unknown")
    latest: MonthDay = Field(default=MonthDay(month=12, day=31), description="late after this day")
    propose_weeks: Weeks | None = Field(default=None, description="when the parties are asked for focus areas, if they are")
    draft_weeks: Weeks = 8
    check_opens_weeks: Weeks = Field(default=7, description="when units begin to check their own passages")
    check_closes_weeks: Weeks = 5
    approve_weeks: Weeks = Field(default=4, description="when the body that runs the agreement has approved it")
    hand_in_weeks: Weeks = 3
    dispatch_weekdays: int = Field(
        default=0, ge=0, le=30, description="weekdays, Saturday included, its agenda goes out before; 0: none"
    )
    warn_after_months: int | None = Field(default=None, ge=1, le=24, description="months since the last delivery")
    late_after_months: int | None = Field(default=None, ge=1, le=24, description="months since the last delivery")

    @model_validator(mode="after")
    def _in_order(self) -> "Briefing":
        if self.propose_weeks is not None and self.propose_weeks < self.draft_weeks:
            raise ValueError("Write `propose_weeks` no smaller than `draft_weeks`.")
        steps = (self.draft_weeks, self.check_opens_weeks, self.check_closes_weeks, self.approve_weeks, self.hand_in_weeks)
        if any(one < other for one, other in pairwise(steps)):
            raise ValueError(
                "Write the steps from the most weeks to the fewest: draft, check opens, check closes, approve, hand in."
            )
        if (self.due.month, self.due.day) > (self.latest.month, self.latest.day):
            raise ValueError("Write a `due` no later than `latest`.")
        if self.warn_after_months and self.late_after_months and self.warn_after_months >= self.late_after_months:
            raise ValueError("Write a `warn_after_months` smaller than `late_after_months`.")
        return self


class HouseRules(Part):
    """All our own rules together."""

    year_basis: YearBasis = YearBasis.CALENDAR
    silent_after_days: int = Field(
        default=90, ge=1, le=LONGEST_OFFSET, description="days without a word that make an initiative silent"
    )
    suppress_counts_under: int = Field(default=5, ge=0, le=100, description="counts of people smaller than this are not printed")
    parties_decided_by: Id | None = Field(default=None, description="the id of the body that lets a new party in")
    repeal_recommended_by: Id | None = Field(default=None, description="the id of the body that recommends repeal")
    express_consent: tuple[Id, ...] = Field(default=(), description="the ids of authorities whose silence is not consent")
    working_hours: WorkingHours = WorkingHours()
    status_round: StatusRound = StatusRound()
    meetings: Meetings = Meetings()
    briefings: tuple[Briefing, ...] = ()


class ClosedDay(MonthDay):
    """A day of every year on which nothing is asked, beyond the country's public holidays."""

    names: Names = Field(description="its names")


class ClosedPeriod(Part):
    """Days on which nobody is nudged and no meeting is proposed; both ends belong to it."""

    first: date = Field(description="the first closed day")
    last: date = Field(description="the last closed day")
    names: Names = Field(description="its names")

    @model_validator(mode="after")
    def _in_order(self) -> "ClosedPeriod":
        if not 0 <= (self.last - self.first).days < LONGEST_OFFSET:
            raise ValueError("Write a `first` no later than `last`, and less than a year before it.")
        return self


class CalendarRules(Part):
    """Which days count: the country whose public holidays hold, and what we close besides. `Agreement.days` reckons with them."""

    country: str = Field(pattern=r"^[A-Z]{2}$", description='the country\'s two letters, as "DK"')
    closed_days: tuple[ClosedDay, ...] = Field(default=(), description="days of every year")
    closed_periods: tuple[ClosedPeriod, ...] = Field(default=(), description="spans of dates")
