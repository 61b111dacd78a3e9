"""Commands that look at meetings: list and show. Those that change them stand in meeting.py."""

import re

from dateutil.relativedelta import relativedelta

from bot.acts import attendance
from bot.acts.meeting_count import count_of
from bot.chat.message import Button, text
from bot.chat.request import Reply, Request
from bot.domain import meeting_ladder as ladder
from bot.domain.meeting import State, number_in
from bot.domain.meeting_year import Year, year_of
from bot.refusal import Refusal
from bot.registry import command
from bot.words import attendance as attendance_words
from bot.words import meeting as words
from bot.words.language import N_, day
from storage.records import Records
from storage.tables import MeetingRow

_YEAR = re.compile(r"(20\d\d)(?:[/-]\d{2,4})?")


@command("meeting list", danish="møde liste", may="meeting.read", usage=N_("[year]"))
def list_(request: Request, records: Records) -> Reply:
    """List a year's meetings, and tell how the year counts against what the agreement asks."""
    year = year_meant(request)
    meetings = records.meetings.between(year.first, year.last)
    counted = count_of(records, request.agreement, year) if ladder.asks_each_year(request.agreement) else None
    return Reply(words.table(meetings, counted, year=year.label, may_convene=request.by.may("meeting.convene")))


def year_meant(request: Request) -> Year:
    """Return the year that is meant: this one, or the one that is named.

    Raises:
        Refusal: for words that name none.
    """
    wanted = request.words.strip()
    if not wanted:
        return year_of(request.agreement, request.today)
    found = _YEAR.fullmatch(wanted)
    if not found:
        raise Refusal("no_such_year", text=wanted[:40], year=request.today.year)
    this = year_of(request.agreement, request.today)
    return year_of(request.agreement, this.first + relativedelta(years=int(found[1]) - this.first.year))


@command("meeting show", danish="møde vis", may="meeting.read", usage=N_("[M-3]"))
def show(request: Request, records: Records) -> Reply:
    """Show a meeting: when and where it is, and what happened to it. Without a number: the next one."""
    row = named(request, records)
    changes = records.meetings.history(row)
    names = records.people.names([one.by for one in changes])
    history = [
        words.Entry(one.at, names.get(one.by, "–"), one.verb, day(one.was_on) if one.was_on else "", one.why) for one in changes
    ]
    found, confirmed = attendance.headline(records, request.agreement, row)
    who = (
        [] if row.state is State.CANCELLED else [text(attendance_words.who(request.agreement, row, found, afterwards=confirmed))]
    )
    changing = words.change_buttons(row, request.now) if request.by.may("meeting.convene") else []
    return Reply(
        words.shown(
            request.agreement,
            row,
            history,
            more=who,
            buttons=[*_own(request, row), words.paper_button(row, request.now), *changing],
        )
    )


def _own(request: Request, row: MeetingRow) -> list[Button]:
    """Return what a person may do with a meeting besides changing it: answer for their unit, or say who was there."""
    units = [one for one in request.by.units if request.agreement.unit(one).is_party(row.on)]
    if row.coming(request.now):
        return [words.answer_button(row, units)] if units and request.by.may("meeting.answer", units) else []
    return [words.attendance_button(row)] if row.state is State.HELD and request.by.may("meeting.convene") else []


def named(request: Request, records: Records) -> MeetingRow:
    """Return the meeting whose number stands first; without one, the next that is convened.

    Raises:
        Refusal: when there is none.
    """
    ref = request.words.split(maxsplit=1)[:1]
    if ref:
        return records.meetings.by_number(number_in(ref[0].rstrip(",.:;")))
    coming = records.meetings.coming(request.now)
    if not coming:
        raise Refusal("no_meeting_coming")
    return coming[0]
