"""The command that puts off one's own reminder of a meeting (Danish: møde udsæt). It moves the reminder, and leaves a trace."""

from datetime import datetime

from bot.chat.request import Reply, Request
from bot.commands.meeting_answer import meeting_in
from bot.commands.meeting_typed import reading_of
from bot.domain.meeting import State, meeting_and_unit, subject
from bot.domain.meeting_reminders import REMINDS, Snooze, snoozed_until
from bot.domain.outbox import Notice, to_person
from bot.refusal import Refusal
from bot.registry import command
from bot.words import meeting_reminder as words
from bot.words.language import N_
from storage.records import Records
from storage.tables import MeetingRow, OutboxRow


@command("meeting snooze", danish="møde udsæt", may="meeting.read", usage=N_("[M-3] [day and time]"), changes=True)
def snooze(request: Request, records: Records) -> Reply:
    """Put off your own reminder of a meeting: until the next working morning, or until you say."""
    row, rest = meeting_in(request.words, request, records)
    sent = _reminder(request, records, row)
    until = snoozed_until(request.agreement, row, _wanted(request, rest), request.now)
    about = meeting_and_unit(sent.subject)
    assert about is not None
    base = sent.step.partition(":snoozed")[0]
    mine = [one for one in records.attendance.snoozes(row) if one.person_id == request.by.id and one.step == base]
    count = 1 + max((one.count for one in mine if one.sequence == row.sequence), default=0)
    plain = Snooze(
        person_id=request.by.id,
        unit=about[1],
        sequence=row.sequence,
        step=base,
        count=count,
        until=until,
        at=request.now,
    )
    records.attendance.snooze(row, plain)
    records.duties.set(REMINDS, str(row.number), request.now)
    message = words.snoozed(request.agreement, row, until)
    step, to = f"{sent.step} put off {count}"[:80], to_person(request.by.id)
    records.outbox.add(Notice(request.agreement.id, sent.kind, sent.subject, sent.due, to, message, step, edits=sent.key))
    return Reply(message, replaces=request.call.how == "pressed")


def _reminder(request: Request, records: Records, row: MeetingRow) -> OutboxRow:
    """Return the last reminder of a meeting that the person was sent.

    Raises:
        Refusal: when there is none, or the meeting is no longer to come.
    """
    standing = records.outbox.delivered_about(request.agreement.id, f"{subject(row.number)}:")
    mine = [
        one
        for one in standing
        if one.recipient == str(to_person(request.by.id)) and one.due == row.occurrence and one.step.startswith("remind:")
    ]
    if row.state is not State.CONVENED or not mine:
        raise Refusal("nothing_to_snooze", ref=row.ref)
    return mine[-1]


def _wanted(request: Request, text: str) -> datetime | None:
    """Read until when; a day alone means its morning."""
    if not text.strip():
        return None
    found, hours = reading_of(request, text), request.agreement.house.working_hours
    return request.agreement.days().at(found.day, found.starts or hours.nudge_at)
