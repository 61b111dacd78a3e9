"""When the rules are to look at meetings again after a change: each strand's own duties, set in the transaction of the change."""

from bot.acts import round as rounds
from bot.acts.meeting_count import today_of
from bot.domain import agenda, minutes
from bot.domain import meeting_ladder as ladder
from bot.domain import meeting_reminders as reminders
from bot.domain.action import FOLLOWS, Wanted
from bot.domain.agreement import Agreement
from bot.domain.calendar import Quarter
from bot.domain.meeting_year import year_of
from bot.domain.poll import POLLS
from bot.domain.rsvp import FORGETS
from storage.records import Records
from storage.tables import MeetingRow


def changed(records: Records, agreement: Agreement, meeting: MeetingRow) -> None:
    """Let the next tick look anew at everything that goes by a meeting."""
    _counted_anew(records, agreement)
    kinds = (ladder.CONFIRMS, reminders.REMINDS, reminders.ANSWERS, agenda.SENDS_OUT, minutes.MINUTES)
    records.duties.set_all({(kind, str(meeting.number)): records.now for kind in kinds})
    answers_settled(records, meeting.ref)
    rounds.meetings_changed(records, agreement)


def answers_settled(records: Records, ref: str) -> None:
    """Let the next tick look anew at how long it is kept who answered an invitation, or a poll."""
    records.duties.set(FORGETS, ref, records.now)


def officers_changed(records: Records, agreement: Agreement) -> None:
    """Let the next tick look anew at what those who run the group are told, since they are others now."""
    _counted_anew(records, agreement)
    waiting = {ladder.CONFIRMS: records.meetings.unconfirmed(records.now), minutes.MINUTES: records.minutes.unapproved()}
    waiting |= {agenda.SENDS_OUT: records.meetings.coming(records.now)}
    records.duties.set_all({(kind, str(one.number)): records.now for kind, meetings in waiting.items() for one in meetings})
    actions_told_anew(records)


def actions_told_anew(records: Records, unit: str | None = None) -> None:
    """Let the next tick look anew at a unit's open actions, or at all: those who are reminded of them are others now."""
    found = records.actions.page(Wanted(unit=unit))
    records.duties.set_all({(FOLLOWS, str(one.number)): records.now for one in found})


def speakers_changed(records: Records) -> None:
    """Let the next tick look anew at whom the meetings to come, and open polls, are told to, since others speak for a party now."""
    meetings = [(kind, one) for one in records.meetings.coming(records.now) for kind in (reminders.ANSWERS, reminders.REMINDS)]
    records.duties.set_all({(kind, str(one.number)): records.now for kind, one in meetings})
    records.duties.set_all({(POLLS, str(one.number)): records.now for one in records.polls.open()})


def _counted_anew(records: Records, agreement: Agreement) -> None:
    today = today_of(records, agreement)
    if ladder.asks_each_quarter(agreement):
        records.duties.set(ladder.PLANS, Quarter.of(today).label, records.now)
    if ladder.asks_each_year(agreement):
        records.duties.set(ladder.COUNTS, year_of(agreement, today).label, records.now)
