"""When a meeting reminds: so many days before and on the morning of the day, when silent parties are asked again, and what a snooze moves.

House rules only. Every moment is in working hours and outside holidays and closed periods, where a reminder moves to the last working
day before; only the reminder of the day itself comes in the morning whatever day it is, since the meeting is then.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from sqlmodel import Field

from bot.domain.agenda import items_due
from bot.domain.agreement import Agreement
from bot.domain.meeting import Meeting
from bot.domain.plain import Plain
from bot.refusal import Refusal

REMINDS, ANSWERS, MISSES = "meeting.remind", "meeting.answers", "meeting.misses"
ASKS_AGAIN = "again"
MORNING_LEAD = timedelta(hours=1)  # At least so long before it begins; nobody reads a reminder on the way.
EARLIEST_MORNING = time(6)


@dataclass(frozen=True)
class Reminder:
    """One reminder at its moment; `days` before the meeting by the rule, 0 on the day itself."""

    days: int
    at: datetime

    @property
    def name(self) -> str:
        """The step as the outbox stores it."""
        return f"remind:{self.days}"


class Snooze(Plain):
    """A person put off their own reminder; kept, so that the trace shows who heard when."""

    person_id: str = Field(max_length=32)
    unit: str = Field(max_length=40, description="The party they were reminded for.")
    sequence: int = Field(ge=0)
    step: str = Field(max_length=40, description="The reminder it puts off.")
    count: int = Field(ge=1, description="How many times that reminder has been put off.")
    until: datetime
    at: datetime

    @property
    def name(self) -> str:
        """The step of the reminder that comes instead."""
        return f"{self.step}:snoozed:{self.count}"


def reminders(agreement: Agreement, meeting: Meeting, announced_at: datetime) -> tuple[Reminder, ...]:
    """Return the reminders of an appointment that was announced at an instant, first to last.

    Nobody is reminded on the day they are told; of two that closed days push together, the later one is left.
    """
    days, rules = agreement.days(), agreement.house.meetings
    announced = days.local(announced_at).date()
    found: dict[datetime, Reminder] = {}
    for before in sorted({one for one in rules.reminder_days if one > 0}, reverse=True):
        day = days.working_day_by(meeting.on - timedelta(days=before))
        at = days.at(day, agreement.house.working_hours.nudge_at)
        if announced < day < meeting.on:
            found[at] = Reminder(before, at)
    if rules.remind_on_the_day and announced < meeting.on:
        at = on_the_day(agreement, meeting)
        found[at] = Reminder(0, at)
    return tuple(sorted(found.values(), key=lambda one: one.at))


def on_the_day(agreement: Agreement, meeting: Meeting) -> datetime:
    """Return the moment of the day's own reminder: when work begins, or an hour before an early meeting."""
    days = agreement.days()
    opens = days.at(meeting.on, agreement.house.working_hours.starts)
    floor = days.at(meeting.on, EARLIEST_MORNING)
    return max(min(opens, meeting.starts_at - MORNING_LEAD), min(floor, meeting.starts_at - MORNING_LEAD / 2))


def asks_again_at(agreement: Agreement, meeting: Meeting, announced_at: datetime) -> datetime | None:
    """Return when parties without a yes are asked again; none when the appointment was announced that day or later.

    Where that day lies in a pause it is the first working day after it, as long as half the time is left to act in: asked before the
    pause, nobody would know how things stand when it is over. Whoever is silent has had a reminder before it all the same.
    """
    days, before = agreement.days(), agreement.house.meetings.ask_again_days
    wanted = meeting.on - timedelta(days=before)
    after = days.working_day_from(wanted)
    day = after if (meeting.on - after).days >= before // 2 else days.working_day_by(wanted)
    at = days.at(day, agreement.house.working_hours.nudge_at)
    return at if days.local(announced_at).date() < day and at < meeting.starts_at else None


def calls_for_items(agreement: Agreement, meeting: Meeting, step: str, today: date) -> bool:
    """Tell whether a reminder calls for items: one by the rule's day or earlier, while items may still be handed in."""
    days = step.split(":")[1]
    early = days.isdigit() and int(days) >= agreement.house.meetings.call_for_items_days
    return early and today <= items_due(agreement, meeting.on)


def agenda_speaks(agreement: Agreement, meeting: Meeting, step: Reminder) -> bool:
    """Tell whether the agenda goes out at a reminder's moment, and so reminds by itself; a seminar has none."""
    return meeting.counts and step.days == agreement.house.meetings.agenda_out_days


def goes_out(agreement: Agreement, meeting: Meeting, step: Reminder, now: datetime) -> datetime | None:
    """Return when a reminder that is owed may go out, from now on; none when the meeting has begun by then."""
    at = now if step.days == 0 else agreement.days().next_working_moment(now)
    return at if at < meeting.starts_at else None


def snoozed_until(agreement: Agreement, meeting: Meeting, wanted: datetime | None, now: datetime) -> datetime:
    """Return when a reminder comes that is put off: at the instant somebody asked for, else the next working morning.

    Raises:
        Refusal: when the meeting begins before that.
    """
    days = agreement.days()
    tomorrow = days.at(days.next_working_day(days.local(now).date()), agreement.house.working_hours.nudge_at)
    at = days.next_working_moment(max(wanted, now)) if wanted is not None else tomorrow
    if wanted is None and days.local(at).date() >= meeting.on:
        at = on_the_day(agreement, meeting)  # The day after may be too late; the morning of the day is when all are reminded.
    if not now < at < meeting.starts_at:
        raise Refusal("snooze_too_late", ref=meeting.ref, starts_at=meeting.starts_at, zone=agreement.zone)
    return at


def comes_anyway(agreement: Agreement, steps: Iterable[Reminder], snooze: Snooze) -> bool:
    """Tell whether another reminder comes on the day a snooze ends, or before it: then the one put off is not sent besides."""
    until = agreement.days().end_of(agreement.days().local(snooze.until).date())
    return any(snooze.at < one.at <= until for one in steps)


def latest_snoozes(snoozes: Iterable[Snooze], sequence: int) -> dict[tuple[str, str], Snooze]:
    """Return the snooze that holds for each person and reminder of an appointment: the last one."""
    found: dict[tuple[str, str], Snooze] = {}
    for one in sorted(snoozes, key=lambda each: each.count):
        if one.sequence == sequence:
            found[one.person_id, one.step] = one
    return found
