"""Reads a period's records into one picture, in a number of queries that does not grow with them."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta

from bot.domain.agreement import Agreement
from bot.domain.attendance import Headline, attended
from bot.domain.focus import State as FocusState
from bot.domain.initiative import Initiative, Registered, Selection, State
from bot.domain.meeting import Meeting
from bot.domain.meeting import State as MeetingState
from bot.domain.status import Line
from bot.domain.yearly import Asked, Change, Followed, Met, Year, moves
from bot.words import meeting as words
from bot.words.language import speaking
from storage.records import Records
from storage.tables import InitiativeChangeRow

_EVER = datetime(1970, 1, 1, tzinfo=UTC)


def year_of(records: Records, agreement: Agreement, first: date, last: date, *, year: int, confidential: bool = False) -> Year:
    """Return the records of a period; `year` is the one whose focus areas it follows up."""
    since, end = _instants(agreement, first, last)
    changes, said = records.yearly.changes(_EVER, end), records.yearly.said(since, end)
    going_on = [
        _as_of(one, changes.get(one.initiative.number, ()))
        for one in reversed(records.initiatives.page(Selection(confidential=confidential)))
        if one.initiative.starts_on <= last and one.initiative.registered_at < end
    ]
    followed = [
        _followed(
            agreement,
            one,
            [change for change in changes.get(one.initiative.number, ()) if change.at >= since],
            said.get(one.initiative.number, ()),
        )
        for one in going_on
    ]
    joined, left = moves(agreement, first, last)
    return Year(
        first,
        last,
        meetings=_meetings(records, agreement, first, last),
        initiatives=tuple(one for one in followed if _of_the_period(one)),
        focus=tuple(records.focuses.of_year(year, FocusState.CHOSEN)),
        coming=tuple(records.focuses.of_year(year + 1, FocusState.CHOSEN)),
        rounds=tuple(
            Asked(period, on := at.astimezone(agreement.zone).date(), answered, len(agreement.units_on(on)))
            for period, at, answered in records.yearly.rounds(since, end)
        ),
        joined=joined,
        left=left,
        names=tuple(one.name for one in records.people.everybody()),
    )


def _meetings(records: Records, agreement: Agreement, first: date, last: date) -> tuple[Met, ...]:
    """Return the meetings that were held in a period; one that nobody has confirmed was not."""
    held = [one for one in records.meetings.between(first, last) if one.state is MeetingState.HELD]
    on_record = records.attendance.of(held)
    with speaking(agreement.language):
        return tuple(
            _met(one, attended(agreement, one.on, on_record[one.number]) if one.number in on_record else None) for one in held
        )


def _met(meeting: Meeting, noted: Headline | None) -> Met:
    """Return a meeting with who was represented at it; where nobody has confirmed that, nothing is said of it."""
    plain = Met(meeting.ref, meeting.on, words.kind(meeting.kind), counts=meeting.counts)
    if noted is None:
        return plain
    return replace(plain, represented=noted.represented, expected=noted.parties, proxies=len(noted.proxies))


def _instants(agreement: Agreement, first: date, last: date) -> tuple[datetime, datetime]:
    days = agreement.days()
    return days.at(first, time()), days.at(last + timedelta(days=1), time())


def _as_of(one: Registered, changes: Sequence[InitiativeChangeRow]) -> Registered:
    """Return an initiative in the state it had at the end of the period, not in the one it has now."""
    states = [change.state for change in changes if change.state is not None]
    if not states or states[-1] is one.initiative.state:
        return one
    return replace(one, initiative=Initiative.model_validate({**one.initiative.model_dump(), "state": states[-1]}))


def _followed(
    agreement: Agreement, one: Registered, changes: Sequence[InitiativeChangeRow], said: Sequence[tuple[str, datetime, Line]]
) -> Followed:
    """Put an initiative's period together: the lead's last word counts, else the last of anybody's, else why its state changed."""
    told = [(unit, line.progress) for unit, _at, line in said if line.progress]
    by_lead = [words for unit, words in told if unit == one.initiative.lead]
    moved = tuple(
        Change(change.at.astimezone(agreement.zone).date(), change.state, change.why)
        for change in changes
        if change.verb == "update" and change.state is not None
    )
    whys = [change.why for change in moved if change.why]
    result = (by_lead or [words for _unit, words in told] or whys or [""])[-1]
    return Followed(one, result, moved)


def _of_the_period(one: Followed) -> bool:
    """Tell whether an initiative went on in the period: one closed before it did not."""
    return one.registered.initiative.state is not State.CLOSED or bool(one.changes)
