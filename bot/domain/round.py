"""When a status round opens, closes and nudges: house rules only, none of it stands in the agreement. Answers are in status.py.

Every moment is in working hours and outside holidays and closed periods. A moment that a rule puts in a pause moves to the
first working moment after it; one that would then fall after the round has closed is dropped.
"""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from bot.domain.agreement import Agreement
from bot.domain.calendar import Quarter
from bot.domain.house_rules import Addressee
from bot.domain.status import Round

OPENS, CLOSES, ASKS_UNIT, WATCHES = "round.open", "round.close", "round.unit", "round.watch"
SHORTEST = timedelta(days=3)
OF_A_UNIT = frozenset({Addressee.REPRESENTATIVE, Addressee.DEPUTY})


@dataclass(frozen=True)
class Step:
    """One rung of the ladder, at its moment; `name` tells it from the others in the outbox."""

    number: int
    to: Addressee
    at: datetime

    @property
    def name(self) -> str:
        """The step as the outbox stores it."""
        return f"{self.number}:{self.to}"


def opening(agreement: Agreement, quarter: Quarter, meeting: date | None = None) -> datetime:
    """Return when a quarter's round opens: so many days before its ordinary meeting, else on the house rule's day."""
    rule, days = agreement.house.status_round, agreement.days()
    if meeting is not None:
        day = meeting - timedelta(days=rule.opens_days_before_meeting)
    else:
        day = quarter.first.replace(month=quarter.first.month + rule.opens_in_month - 1, day=rule.opens_on_day)
    return days.at(days.working_day_from(day), agreement.house.working_hours.nudge_at)


def closing(agreement: Agreement, opened_at: datetime, last_day: date | None = None) -> datetime:
    """Return the last instant of a round that opened then: the end of a working day, so that nobody is late over a weekend.

    The days are counted from the first working moment, since nobody is asked before that.
    """
    days = agreement.days()
    first = days.local(days.next_working_moment(opened_at)).date()
    day = last_day or first + timedelta(days=agreement.house.status_round.open_days)
    return days.end_of(days.working_day_from(day))


def last_day_before(agreement: Agreement, opened_at: datetime, meeting: date | None) -> date | None:
    """Return the last day of a round that opens then, so that its digest is there when the meeting begins; none where that is no time.

    It closes the working day before, unless that would leave people fewer than three days to answer.
    """
    if meeting is None:
        return None
    days = agreement.days()
    day = days.last_working_day_before(meeting)
    first = days.local(days.next_working_moment(opened_at)).date()
    return day if day - first >= SHORTEST else None


def closes_by_rule(agreement: Agreement, round_: Round, now: datetime) -> datetime:
    """Return when a rule closes a round: the first working morning after its last instant, since its digest is posted then.

    Where that has passed while the program was away, it is the first working moment from now on.
    """
    days = agreement.days()
    at = days.at(days.next_working_day(days.local(round_.closes_at).date()), agreement.house.working_hours.nudge_at)
    return at if at > now else days.next_working_moment(now)


def steps(agreement: Agreement, round_: Round) -> tuple[Step, ...]:
    """Return the ladder of a round, first to last, as far as it fits before the round closes."""
    days, hours = agreement.days(), agreement.house.working_hours
    asked_at = days.next_working_moment(round_.opened_at)
    earliest = days.local(asked_at).date() + timedelta(days=1)  # Nobody is reminded on the day they are asked.
    found = []
    for number, rung in enumerate(agreement.house.status_round.ladder):
        at = asked_at
        if rung.at > 0:
            local = days.local(asked_at + (round_.closes_at - asked_at) * rung.at)
            at = days.at(days.working_day_from(max(local.date(), earliest)), hours.nudge_at)
        if at < round_.closes_at:
            found.append(Step(number, rung.to, at.astimezone(UTC)))
    return tuple(found)


def unit_steps(ladder: Sequence[Step]) -> tuple[Step, ...]:
    """Return the rungs that speak to a unit's own people."""
    return tuple(step for step in ladder if step.to in OF_A_UNIT)


def watch_steps(ladder: Sequence[Step]) -> tuple[Step, ...]:
    """Return the rungs that speak of all silent units at once; the first also tells of units without any contact."""
    first = Step(-1, Addressee.FACILITATOR, ladder[0].at) if ladder else None
    return tuple(step for step in (first, *ladder) if step and step.to not in OF_A_UNIT)


def may_nudge_from(agreement: Agreement, round_: Round, now: datetime) -> datetime | None:
    """Return the first instant from now on at which anybody may be nudged about a round; none when it is over by then.

    The program may wake at any hour, after a pause for instance, and what is owed then waits for people's working hours.
    """
    at = agreement.days().next_working_moment(now)
    return at if round_.open and at <= round_.closes_at else None


@dataclass(frozen=True)
class Opening:
    """The next round a rule opens: its quarter, and when."""

    quarter: Quarter
    opens_at: datetime
    meeting: date | None


def next_to_open(
    agreement: Agreement, now: datetime, opened: Collection[str], meetings: Callable[[Quarter], date | None]
) -> Opening:
    """Return the round that comes next: this quarter's if it is still to come, else the one after. `meetings` knows ordinary meetings.

    A quarter whose day passed before the agreement was loaded is not made up for: its round would ask about weeks that are over.
    """
    quarter = Quarter.of(agreement.days().local(now).date())
    while True:
        meeting = meetings(quarter)
        opens_at = opening(agreement, quarter, meeting)
        if quarter.label not in opened and closing(agreement, opens_at, last_day_before(agreement, opens_at, meeting)) > now:
            return Opening(quarter, opens_at, meeting)
        quarter = quarter.next()


def unit_subject(period: str, unit: str) -> str:
    """Return the subject of the duty to ask one unit in one round."""
    return f"{period}:{unit}"


def moments_at_start(agreement: Agreement, round_: Round, units: Sequence[str]) -> dict[tuple[str, str], datetime | None]:
    """Return what a round owes from the instant it opens, by the duty's kind and subject."""
    ladder = steps(agreement, round_)
    asks = next((step.at for step in unit_steps(ladder)), None)
    moments: dict[tuple[str, str], datetime | None] = {
        (CLOSES, round_.period): closes_by_rule(agreement, round_, round_.opened_at),
        (WATCHES, round_.period): next((step.at for step in watch_steps(ladder)), None),
    }
    return moments | {(ASKS_UNIT, unit_subject(round_.period, unit)): asks for unit in units}


def moments_at_end(round_: Round, units: Sequence[str]) -> dict[tuple[str, str], datetime | None]:
    """Return that a closed round owes nothing more."""
    closed = [(CLOSES, round_.period), (WATCHES, round_.period)]
    return dict.fromkeys([*closed, *((ASKS_UNIT, unit_subject(round_.period, unit)) for unit in units)])


def message_subject(period: str, unit: str = "") -> str:
    """Return what a round's message is about, as the outbox stores it."""
    return f"round:{period}:{unit}" if unit else f"round:{period}"


def round_and_unit(subject: str | None) -> tuple[str, str] | None:
    """Read the subject of a message back into a period and a unit, which is empty when it is about the whole round."""
    if not subject or not subject.startswith("round:"):
        return None
    _, period, *unit = subject.split(":")
    return period, unit[0] if unit else ""
