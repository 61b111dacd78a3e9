"""The strand that asks whether a meeting was held: a meeting counts only when somebody has said so."""

from collections.abc import Sequence

from bot.domain import meeting_ladder as rules
from bot.domain.agreement import Agreement
from bot.domain.agreement_parts import DutyRule
from bot.domain.meeting import State
from bot.jobs.in_office import of_the_group
from bot.jobs.meeting_plan import Outcome
from bot.jobs.pictures import readers_of
from bot.jobs.strand import Moments, Strand, first_of
from bot.words import meeting_nudge as words
from storage.records import Records
from storage.tables import DutyRow, MeetingRow, OutboxRow

SUBJECT = "meeting-held"


def _outcome(records: Records, agreement: Agreement, meeting: MeetingRow) -> Outcome:
    """Return what a meeting owes now: the question whether it was held, as long as nobody has answered it."""
    if meeting.state is not State.CONVENED:
        return Outcome((), None)
    subject, rungs = f"{SUBJECT}:{meeting.number}", rules.confirm_rungs(agreement, meeting)
    planned = records.outbox.planned(agreement.id, meeting.occurrence).get(subject, frozenset())
    rung = rules.due_rung(rungs, planned, records.now)
    if rung is None:
        return Outcome((), rules.next_rung(rungs, planned, records.now))
    at = agreement.days().next_working_moment(records.now)
    if at > records.now:
        return Outcome((), at)
    readers = readers_of(records, agreement)
    notices = readers.notices(
        rung.to, lambda _to: words.was_it_held(agreement, meeting), subject=subject, due=meeting.occurrence, step=rung.name
    )
    return Outcome(notices, rules.next_rung(rungs, {*planned, rung.name}, records.now))


def _ask(records: Records, agreement: Agreement, duties: Sequence[DutyRow]) -> int:
    """Ask of every meeting whose moment has come."""
    added = 0
    for duty in duties:
        outcome = _outcome(records, agreement, records.meetings.by_number(int(duty.subject)))
        added += sum(records.outbox.add(notice, duty.id) for notice in outcome.notices)
        duty.next_due = outcome.next_due
    return added


def _moments(records: Records, agreement: Agreement) -> Moments:
    """Return when to ask of each meeting that is convened."""
    moments: Moments = {}
    for meeting in [*records.meetings.unconfirmed(records.now), *records.meetings.coming(records.now)]:
        outcome = _outcome(records, agreement, meeting)
        moments[rules.CONFIRMS, str(meeting.number)] = records.now if outcome.notices else outcome.next_due
    return moments


def _owed(records: Records, row: OutboxRow) -> bool:
    """Tell whether nobody has said yet whether the meeting was held, and it stands where it stood."""
    meeting = records.meetings.by_number(int(row.subject.partition(":")[2]))
    return meeting.state is State.CONVENED and meeting.occurrence == row.due


STRAND = Strand(
    subject=SUBJECT,
    duty=first_of(DutyRule.AT_LEAST_MEETINGS),
    handlers={rules.CONFIRMS: _ask},
    moments=_moments,
    in_office=of_the_group,
    owed=_owed,
)
