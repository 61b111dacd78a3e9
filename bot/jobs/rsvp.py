"""The strand that lets go of who answered an invitation or a poll, some time after the minutes are approved. It says nothing to anybody.

What the parties answered stays: it is theirs, and the year's history is read by it. The messages about it that were sent are kept
without their words, since those named people.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.domain import rsvp as rules
from bot.domain.agreement import Agreement
from bot.domain.meeting import subject as of_meeting
from bot.domain.poll import PollState
from bot.domain.poll import subject as of_poll
from bot.jobs.strand import Moments, Strand
from bot.words import invitation as words
from bot.words.language import speaking
from storage.records import Records
from storage.tables import DutyRow, MeetingRow, PollRow

SUBJECT = "rsvp"


@dataclass(frozen=True)
class _Kept:
    """The meetings and polls of which it is kept who answered, and until when: none as long as they are not over."""

    meetings: Sequence[tuple[MeetingRow, datetime | None]]
    polls: Sequence[tuple[PollRow, datetime | None]]


def _kept(records: Records, agreement: Agreement) -> _Kept:
    """Return how long it is kept of each; of a poll as long as of the meeting it led to, else from its last day."""
    meetings, polls = records.attendance.with_names(), records.polls.with_names()
    led_to = records.meetings.by_numbers({one.meeting for one in polls if one.meeting is not None})
    every = {one.number: one for one in meetings} | led_to
    minutes = records.minutes.of_each(every.values())

    def until_of(meeting: MeetingRow) -> datetime | None:
        settled = rules.settled_at(meeting, minutes[meeting.number])
        return rules.kept_until(agreement, agreement.days().local(settled).date()) if settled else None

    def until_of_poll(poll: PollRow) -> datetime | None:
        if poll.meeting is not None:
            return until_of(every[poll.meeting])
        return rules.kept_until(agreement, poll.closes_on) if poll.state is PollState.WITHDRAWN else None

    return _Kept([(one, until_of(one)) for one in meetings], [(one, until_of_poll(one)) for one in polls])


def _moments(records: Records, agreement: Agreement) -> Moments:
    """Return when to let go of who answered what."""
    kept = _kept(records, agreement)
    refs = [*((one.ref, until) for one, until in kept.meetings), *((one.ref, until) for one, until in kept.polls)]
    return {(rules.FORGETS, ref): until for ref, until in refs}


def _forget(records: Records, agreement: Agreement, duties: Sequence[DutyRow]) -> int:
    """Let go of who answered, wherever the time is over, and of the messages that said so."""
    records.duties.end([(duty.kind, duty.subject) for duty in duties])
    kept = _kept(records, agreement)
    meetings = [one for one, until in kept.meetings if until is not None and until <= records.now]
    polls = [one for one, until in kept.polls if until is not None and until <= records.now]
    records.attendance.forget_who(meetings)
    records.polls.forget_who(polls)
    about = [*(of_meeting(one.number) for one in meetings), *(of_poll(one.number) for one in polls)]
    with speaking(agreement.language):
        records.outbox.forget(about, words.forgotten())
    records.duties.set_all(_moments(records, agreement))
    return 0


STRAND = Strand(subject=SUBJECT, duty=lambda _agreement: None, handlers={rules.FORGETS: _forget}, moments=_moments)
