"""The strand of minutes: whoever runs the group is reminded to draft them, and to approve them once comments are in."""

from collections.abc import Sequence

from bot.acts import minutes as act
from bot.domain import minutes as rules
from bot.domain.agreement import Agreement
from bot.domain.meeting import COUNTED
from bot.domain.outbox import Kind, Notice
from bot.domain.round import Step
from bot.jobs.in_office import of_unit
from bot.jobs.look import NOTHING, Climb, Outcome, look, when
from bot.jobs.pictures import readers_of
from bot.jobs.strand import Moments, Strand
from bot.words import minutes_nudge as words
from storage.records import Records
from storage.tables import DutyRow, MeetingRow, OutboxRow


def _outcome(records: Records, agreement: Agreement, meeting: MeetingRow) -> Outcome:
    """Return what the minutes of a meeting owe now; those of a seminar only once somebody has sent them out."""
    minutes = records.minutes.of(meeting)
    if meeting.held_at is None or (meeting.kind not in COUNTED and not minutes.sent):
        return NOTHING
    confirmed_on = meeting.held_at.astimezone(agreement.zone).date()
    ladder = rules.steps(agreement, meeting.on, minutes, confirmed_on)
    climb = Climb(records, agreement, rules.subject(meeting.number), meeting.occurrence)
    return climb.outcome(ladder, lambda step: _nudges(records, agreement, meeting, step))


def _nudges(records: Records, agreement: Agreement, meeting: MeetingRow, step: Step) -> tuple[Notice, ...]:
    record = act.record_of(records, agreement, meeting)
    return readers_of(records, agreement).notices(
        [step.to],
        lambda _to: (
            words.to_approve(agreement, record)
            if step.number == rules.APPROVES
            else words.to_draft(agreement, meeting, len(record.unwritten))
        ),
        subject=rules.subject(meeting.number),
        due=meeting.occurrence,
        step=step.name,
    )


def _tend(records: Records, agreement: Agreement, duties: Sequence[DutyRow]) -> int:
    """Remind of every meeting's minutes whose moment has come."""
    return look(records, duties, lambda number: _outcome(records, agreement, records.meetings.by_number(int(number))))


def _moments(records: Records, agreement: Agreement) -> Moments:
    """Return when to look at the minutes that do not stand fast."""
    waiting = records.minutes.unapproved()
    return {(rules.MINUTES, str(one.number)): when(_outcome(records, agreement, one), records.now) for one in waiting}


def _owed(records: Records, row: OutboxRow) -> bool:
    """Tell whether a message about minutes still stands: a reminder while they are as far as they were, a question while it is open."""
    _noun, number, *unit = row.subject.split(":")
    meeting = records.meetings.by_number(int(number))
    minutes = records.minutes.of(meeting)
    if row.kind is Kind.NUDGE:
        return not minutes.locked and minutes.sent == row.step.startswith(f"{rules.APPROVES}:")
    if not unit:
        return True
    heard = {one.unit for one in records.minutes.comments(meeting)}
    return not minutes.locked and unit[0] not in heard


def _unit(about: str) -> str:
    _noun, _number, *unit = about.split(":")
    return unit[0] if unit else ""


STRAND = Strand(
    subject=rules.SUBJECT,
    duty=lambda _agreement: None,
    handlers={rules.MINUTES: _tend},
    moments=_moments,
    in_office=of_unit(_unit),
    owed=_owed,
)
