"""The strand that asks whether a meeting was held: a meeting counts only when somebody has said so."""

from collections.abc import Sequence

from bot.domain import meeting_ladder as rules
from bot.domain.agreement import Agreement
from bot.domain.agreement_parts import DutyRule
from bot.domain.ladder import Rung
from bot.domain.meeting import State
from bot.domain.outbox import Notice
from bot.jobs.in_office import of_the_group
from bot.jobs.look import NOTHING, Climb, Outcome, look, when
from bot.jobs.pictures import readers_of
from bot.jobs.strand import Moments, Strand, first_of
from bot.words import meeting_nudge as words
from storage.records import Records
from storage.tables import DutyRow, MeetingRow, OutboxRow

SUBJECT = "meeting-held"


def _outcome(records: Records, agreement: Agreement, meeting: MeetingRow) -> Outcome:
    """Return what a meeting owes now: the question whether it was held, as long as nobody has answered it."""
    if meeting.state is not State.CONVENED:
        return NOTHING
    climb = Climb(records, agreement, f"{SUBJECT}:{meeting.number}", meeting.occurrence)
    return climb.outcome(rules.confirm_rungs(agreement, meeting), lambda rung: _question(records, agreement, meeting, rung))


def _question(records: Records, agreement: Agreement, meeting: MeetingRow, rung: Rung) -> tuple[Notice, ...]:
    return readers_of(records, agreement).notices(
        rung.to,
        lambda _to: words.was_it_held(agreement, meeting),
        subject=f"{SUBJECT}:{meeting.number}",
        due=meeting.occurrence,
        step=rung.name,
    )


def _ask(records: Records, agreement: Agreement, duties: Sequence[DutyRow]) -> int:
    """Ask of every meeting whose moment has come."""
    return look(records, duties, lambda number: _outcome(records, agreement, records.meetings.by_number(int(number))))


def _moments(records: Records, agreement: Agreement) -> Moments:
    """Return when to ask of each meeting that is convened."""
    convened = [*records.meetings.unconfirmed(records.now), *records.meetings.coming(records.now)]
    return {(rules.CONFIRMS, str(one.number)): when(_outcome(records, agreement, one), records.now) for one in convened}


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
