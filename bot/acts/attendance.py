"""Confirming who was represented at a meeting: the record, the history people read, and the look at who misses running."""

from bot.domain.agreement import Agreement
from bot.domain.attendance import Confirmation, Headline, Matrix, answered, attended, matrix
from bot.domain.meeting import COUNTED, Meeting, State
from bot.domain.meeting_reminders import MISSES
from bot.domain.repeal import must_hold
from bot.refusal import Refusal
from bot.words import meeting as words
from storage.records import Records
from storage.tables import MeetingRow


def confirm(
    records: Records, agreement: Agreement, meeting: MeetingRow, found: Confirmation, *, by: str, why: str = ""
) -> tuple[Headline, bool]:
    """Put on record who was represented; return the meeting's line, and whether that changed anything.

    Raises:
        Refusal: when the meeting was not held, a proxy cannot be one, or the minutes are approved and no reason is given, or the agreement was
            repealed since.
    """
    if meeting.state is State.CANCELLED:
        raise Refusal("cancelled_meeting", meeting=words.titled(meeting))
    if meeting.state is not State.HELD:
        raise Refusal("not_confirmed_as_held", ref=meeting.ref)
    if records.minutes.of(meeting).locked:
        must_hold(records.turns.all(), records.now.astimezone(agreement.zone).date())
    if needs_reason(records, meeting) and not why:
        raise Refusal("attendance_why", ref=meeting.ref)
    lines = found.of(agreement, meeting, records.attendance.answers(meeting), at=records.now, by=by)
    changed = records.attendance.confirm(meeting, lines, why)
    if changed and why:
        records.meetings.noted(meeting, "attendance", why=why, by=by)
    if changed and meeting.kind in COUNTED:
        look_at_misses(records)
    return attended(agreement, meeting.on, records.attendance.on_record(meeting)), changed


def needs_reason(records: Records, meeting: MeetingRow) -> bool:
    """Tell whether a correction of the attendance needs a reason: it is on record, and the minutes are approved."""
    return records.minutes.of(meeting).locked and bool(records.attendance.on_record(meeting))


def look_at_misses(records: Records) -> None:
    """Let the next tick look at who has missed several meetings running, up to the last one with an attendance on record."""
    last = last_confirmed(records)
    if last is not None:
        records.duties.set(MISSES, str(last.number), records.now)


def last_confirmed(records: Records) -> MeetingRow | None:
    """Return the last meeting of the group whose attendance is on record."""
    held = [one for one in records.meetings.all() if one.state is State.HELD and one.kind in COUNTED]
    known = records.attendance.of(held)
    return next((one for one in reversed(held) if one.number in known), None)


def headline(records: Records, agreement: Agreement, meeting: MeetingRow) -> tuple[Headline, bool]:
    """Return a meeting's line: who was represented where that is on record, else who has answered; and which of the two it is."""
    on_record = records.attendance.on_record(meeting)
    if on_record:
        return attended(agreement, meeting.on, on_record), True
    return answered(agreement, meeting.on, records.attendance.answers(meeting)), False


def matrix_of(records: Records, agreement: Agreement, meetings: list[MeetingRow]) -> Matrix:
    """Return who was represented at which of these meetings."""
    plain: list[Meeting] = list(meetings)
    return matrix(agreement, plain, records.attendance.of(meetings))
