"""The strand that tells whoever runs the group which parties have missed several meetings running. It never takes a meeting away."""

from collections.abc import Sequence

from bot.acts.attendance import last_confirmed, matrix_of
from bot.domain import meeting_reminders as rules
from bot.domain.agreement import Agreement
from bot.domain.agreement_parts import DutyRule
from bot.domain.attendance import missing_in_a_row
from bot.domain.house_rules import Addressee
from bot.domain.meeting import COUNTED, State
from bot.domain.outbox import Kind, Notice, Recipient
from bot.jobs.in_office import of_the_group
from bot.jobs.look import NOTHING, Outcome, look, when
from bot.jobs.pictures import readers_of
from bot.jobs.strand import Moments, Strand, first_of
from bot.words import attendance as words
from bot.words.language import speaking_to
from storage.records import Records
from storage.tables import DutyRow, MeetingRow

SUBJECT = "meeting-misses"


def _outcome(records: Records, agreement: Agreement, meeting: MeetingRow) -> Outcome:
    """Return what is owed after a meeting: the news of who misses running, or its correction, as the attendance stands now."""
    on_record = records.attendance.on_record(meeting)
    if meeting.state is not State.HELD or not on_record:
        return NOTHING
    held = [one for one in records.meetings.all() if one.kind in COUNTED and one.starts_at <= meeting.starts_at]
    found = missing_in_a_row(agreement, matrix_of(records, agreement, held))
    about, step = f"{SUBJECT}:{meeting.number}", f"misses {_latest(records, held)}"
    told = [one for one in records.outbox.told(agreement.id, meeting.occurrence) if one.subject == about]
    standing = [one for one in told if not one.superseded]
    if any(one.step == step for one in told) or not (found or standing):
        return NOTHING
    at = agreement.days().next_working_moment(records.now)
    if at > records.now:
        return Outcome((), at)
    if not standing:
        notices = readers_of(records, agreement).notices(
            (Addressee.FACILITATOR,),
            lambda _to: words.misses(agreement, meeting, found),
            subject=about,
            due=meeting.occurrence,
            step=step,
        )
        return Outcome(notices, None)
    return Outcome(tuple(_edits(records, agreement, meeting, found, step)), None)


def _latest(records: Records, held: list[MeetingRow]) -> str:
    """Return when the attendance was last corrected, which tells one finding from the next."""
    rows = [row for of_meeting in records.attendance.of(held).values() for row in of_meeting.values()]
    return max(row.at for row in rows).isoformat()


def _edits(records: Records, agreement: Agreement, meeting: MeetingRow, found: dict[str, int], step: str) -> list[Notice]:
    """Return the corrections of the news that stands."""
    edits = []
    for sent in records.outbox.delivered(agreement.id, f"{SUBJECT}:{meeting.number}"):
        to = Recipient.read(sent.recipient)
        person = records.people.by_id(to.id)
        with speaking_to(person, agreement.language):
            said = words.misses(agreement, meeting, found) if found else words.misses_no_more(meeting)
        edits.append(Notice(agreement.id, Kind.NUDGE, sent.subject, sent.due, to, said, step, edits=sent.key))
    return edits


def _look(records: Records, agreement: Agreement, duties: Sequence[DutyRow]) -> int:
    return look(records, duties, lambda number: _outcome(records, agreement, records.meetings.by_number(int(number))))


def _moments(records: Records, agreement: Agreement) -> Moments:
    """Return when to look at the last meeting whose attendance is on record."""
    last = last_confirmed(records)
    if last is None:
        return {}
    return {(rules.MISSES, str(last.number)): when(_outcome(records, agreement, last), records.now)}


STRAND = Strand(
    subject=SUBJECT,
    duty=first_of(DutyRule.ALL_REPRESENTED),
    handlers={rules.MISSES: _look},
    moments=_moments,
    in_office=of_the_group,
)
