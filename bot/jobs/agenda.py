"""The strand of agendas: a look at it for the facilitator once points are due, and a week before the meeting the agenda to everybody."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.acts import agenda as act
from bot.domain import agenda as rules
from bot.domain.agreement import Agreement
from bot.domain.agreement_parts import DutyRule
from bot.domain.house_rules import Addressee
from bot.domain.ladder import due_rung, next_rung
from bot.domain.meeting import COUNTED, State
from bot.domain.outbox import Notice
from bot.domain.round import Step
from bot.jobs.in_office import of_the_group
from bot.jobs.pictures import readers_of
from bot.jobs.strand import Moments, Strand, first_of
from bot.words import agenda as words
from storage.records import Records
from storage.tables import DutyRow, MeetingRow, OutboxRow


@dataclass(frozen=True)
class Look:
    """What a meeting's agenda owes now, and when to look at it again after that."""

    step: Step | None
    next_due: datetime | None


def _look(records: Records, agreement: Agreement, meeting: MeetingRow) -> Look:
    """Decide what is owed of an agenda: nothing once it has gone out, or the meeting has begun or was called off."""
    if meeting.kind not in COUNTED or not meeting.coming(records.now):
        return Look(None, None)
    planned = records.outbox.planned(agreement.id, meeting.occurrence).get(act.subject(meeting), frozenset())
    if act.SENT in planned:
        return Look(None, None)
    ladder = rules.steps(agreement, meeting.on, meeting.starts_at, meeting.convened_at)
    step = due_rung(ladder, planned, records.now)
    if step is None:
        return Look(None, next_rung(ladder, planned, records.now))
    at = agreement.days().next_working_moment(records.now)
    if at > records.now:  # Not at night, whenever the program wakes.
        return Look(None, at if at < meeting.starts_at else None)
    return Look(step, next_rung(ladder, {*planned, step.name}, records.now))


def _tend(records: Records, agreement: Agreement, duties: Sequence[DutyRow]) -> int:
    """Put what agendas owe into the outbox."""
    added = 0
    for duty in duties:
        meeting = records.meetings.by_number(int(duty.subject))
        look = _look(records, agreement, meeting)
        duty.next_due = look.next_due
        if look.step is not None and look.step.number == rules.SENDS:
            added += act.send(records, agreement, meeting)
        elif look.step is not None:
            added += sum(records.outbox.add(one, duty.id) for one in _preview(records, agreement, meeting, look.step))
    return added


def _preview(records: Records, agreement: Agreement, meeting: MeetingRow, step: Step) -> Sequence[Notice]:
    agenda, actions = act.agenda_of(records, agreement, meeting), records.actions.open()
    out = rules.goes_out(agreement, meeting.on)
    return readers_of(records, agreement).notices(
        [Addressee.FACILITATOR],
        lambda _to: words.preview(agreement, meeting, agenda, words.Picture(actions, runs=True), out),
        subject=act.subject(meeting),
        due=meeting.occurrence,
        step=step.name,
    )


def _moments(records: Records, agreement: Agreement) -> Moments:
    """Return when to look at the agenda of each meeting still to come."""
    moments: Moments = {}
    for meeting in records.meetings.coming(records.now):
        look = _look(records, agreement, meeting)
        moments[rules.SENDS_OUT, str(meeting.number)] = records.now if look.step else look.next_due
    return moments


def _owed(records: Records, row: OutboxRow) -> bool:
    """Tell whether the meeting still stands where it stood, and has not begun."""
    meeting = records.meetings.by_number(int(row.subject.partition(":")[2]))
    return meeting.state is State.CONVENED and meeting.occurrence == row.due and meeting.starts_at > records.now


STRAND = Strand(
    subject=act.SUBJECT,
    duty=first_of(DutyRule.DISCUSS),
    handlers={rules.SENDS_OUT: _tend},
    moments=_moments,
    in_office=of_the_group,
    owed=_owed,
)
