"""The strand that lets go of who answered an invitation or a poll, some time after the minutes are approved. It says nothing to anybody.

What the parties answered stays: it is theirs, and the year's history is read by it.
"""

from collections.abc import Sequence
from datetime import datetime

from bot.domain import rsvp as rules
from bot.domain.agreement import Agreement
from bot.domain.poll import PollState
from bot.jobs.strand import Moments, Strand
from storage.records import Records
from storage.tables import DutyRow, MeetingRow, PollRow

SUBJECT = "rsvp"


def _kept_until(records: Records, agreement: Agreement, meeting: MeetingRow) -> datetime | None:
    settled = rules.settled_at(meeting, records.minutes.of(meeting))
    return rules.kept_until(agreement, agreement.days().local(settled).date()) if settled else None


def _poll_kept_until(records: Records, agreement: Agreement, poll: PollRow) -> datetime | None:
    """Return until when it is kept who answered a poll: as long as for the meeting it led to, else from its last day."""
    if poll.meeting is not None:
        return _kept_until(records, agreement, records.meetings.by_number(poll.meeting))
    return rules.kept_until(agreement, poll.closes_on) if poll.state is PollState.WITHDRAWN else None


def _moments(records: Records, agreement: Agreement) -> Moments:
    """Return when to let go of who answered what."""
    moments: Moments = {}
    for meeting in records.attendance.with_names():
        moments[rules.FORGETS, meeting.ref] = _kept_until(records, agreement, meeting)
    for poll in records.polls.with_names():
        moments[rules.FORGETS, poll.ref] = _poll_kept_until(records, agreement, poll)
    return moments


def _forget(records: Records, agreement: Agreement, duties: Sequence[DutyRow]) -> int:
    """Let go of who answered, wherever the time is over."""
    records.duties.end([(duty.kind, duty.subject) for duty in duties])
    for meeting in records.attendance.with_names():
        until = _kept_until(records, agreement, meeting)
        if until is not None and until <= records.now:
            records.attendance.forget_who(meeting)
    for poll in records.polls.with_names():
        until = _poll_kept_until(records, agreement, poll)
        if until is not None and until <= records.now:
            records.polls.forget_who(poll)
    records.duties.set_all(_moments(records, agreement))
    return 0


STRAND = Strand(subject=SUBJECT, duty=lambda _agreement: None, handlers={rules.FORGETS: _forget}, moments=_moments)
