"""Commands that change meetings (Danish: møde): plan, move, cancel, held, record. Looking at them is in meeting_list.py.

Only the municipality's facilitator convenes (clause "Møderne planlægges og faciliteres af Københavns Kommune"). A day that was typed
is echoed before anything is set: `plan` and `move` only show what would be, and the button under it does it.
"""

from dataclasses import replace
from datetime import date, timedelta

from bot.acts import meeting as act
from bot.acts.meeting_count import count_after, count_of, meetings_for, today_of
from bot.chat.form import Form, as_text, typed
from bot.chat.request import Reply, Request
from bot.commands.meeting_list import named
from bot.commands.meeting_typed import (
    coming,
    exactly,
    exactly_read,
    from_form,
    from_line,
    moved_line,
    place_read,
    place_written,
    planned_with,
    reading_of,
)
from bot.domain.meeting import COUNTED, Meeting, Plan, State
from bot.domain.meeting_ladder import TOO_FEW
from bot.domain.meeting_year import Count, Year, count, year_of
from bot.domain.when import Reading, remarks
from bot.refusal import Refusal
from bot.registry import command
from bot.words import meeting as words
from bot.words import meeting_count as counts
from bot.words import meeting_form as forms
from bot.words.language import N_, spoken
from storage.records import Records
from storage.tables import MeetingRow


def plan_form(request: Request, records: Records) -> Form | None:
    """Ask for a meeting; nothing is asked when a day and a time stand behind the command."""
    form = _plan_form(request)
    if form is None:
        return None
    wished = records.meetings.wishes()
    names = records.people.names([one.by for one in wished])
    day = next(one.value for one in form.fields if one.name == "day")
    wishes = [f"{names.get(one.by, '–')}: {one.why}" for one in wished]
    return forms.introduced(form, _year_of(request, records, date.fromisoformat(day) if day else None), wishes)


def _plan_form(request: Request) -> Form | None:
    form, (again, rest) = forms.plan_form(), _again(request.words)
    if again:
        return _once_more(request, form, rest)
    lead, _values, strangers = typed(form.fields, rest)
    if not lead or strangers:
        return form
    reading = reading_of(request, lead)
    return form.filled({"day": reading.day.isoformat()}) if reading.starts is None else None


def _year_of(request: Request, records: Records, day: date | None) -> list[str]:
    """Say how the year of a day counts; where no day is known, this year, and the one after once this one lacks nothing."""
    agreement = request.agreement
    year = year_of(agreement, day or request.today)
    counted = count_of(records, agreement, year)
    said = [counts.reason(counted)]
    if day is None and counted.standing not in TOO_FEW:
        said.append(counts.figures(count_of(records, agreement, year_of(agreement, year.last + timedelta(days=1)))))
    return said


_AGAIN = ("change", "ret")


def _again(line: str) -> tuple[bool, str]:
    """Tell whether a plan is to be looked at once more in its form, and return the words after that."""
    first, _, rest = line.strip().partition(" ")
    return (True, rest) if first.casefold() in _AGAIN else (False, line)


def _once_more(request: Request, form: Form, line: str) -> Form:
    """Return a form filled with what was looked over, to be looked at once more; sent, it says so itself, and has no words behind it."""
    form = replace(form, command=f"{form.command} {_AGAIN[0]}")
    if not line:
        return form
    lead, values, _strangers = typed(form.fields, line)
    reading = exactly_read(lead, request)
    ends = f"{reading.ends:%H:%M}" if reading.ends else ""
    times = {"day": reading.day.isoformat(), "starts": f"{reading.starts:%H:%M}", "ends": ends}
    return replace(form.filled(values | times), again=True)


@command("meeting plan", danish="møde planlæg", may="meeting.convene", usage=N_("[day and time]"), form=plan_form)
def plan(request: Request, records: Records) -> Reply:
    """Plan a meeting: see the day, what is to be said of it, and the count, before you convene it."""
    form = forms.plan_form()
    planned = coming(request, from_form(request, request.answers)) if request.answers else from_line(request, form.fields)
    found = _before(request, records, planned)
    line = exactly(planned)
    message = words.preview(planned, found, command=f"/meeting convene {line}", change=f"/meeting plan {_AGAIN[0]} {line}")
    return Reply(message, replaces=_again(request.words)[0])


def _before(request: Request, records: Records, planned: Plan, moving: MeetingRow | None = None) -> words.Before:
    """Work out what is to be said before a meeting is set: remarks on its day, and what it does to each year it touches."""
    agreement = request.agreement
    days = agreement.days(spoken())
    reading = Reading(planned.on, planned.starts, planned.ends)
    said = remarks(reading, days, agreement.house.meetings.notice_days, request.now, spoken())
    if planned.kind not in COUNTED:
        return words.Before(agreement.zone, said)
    touched = [planned.on] if moving is None else [moving.on, planned.on]
    years = list(dict.fromkeys(year_of(agreement, day) for day in touched))
    then = Meeting.model_validate(
        planned.model_dump()
        | {"number": moving.number if moving else 1, "zone": agreement.time_zone, "convened_by": request.by.id}
        | {"starts_at": request.now, "convened_at": request.now}
    )
    return words.Before(
        agreement.zone,
        said,
        [count_of(records, agreement, year) for year in years],
        [_counted(request, records, year, then, moving) for year in years],
    )


def _counted(request: Request, records: Records, year: Year, then: Meeting | None, without: MeetingRow | None) -> Count:
    """Count a year as it would be: with one meeting more, and without another."""
    rest = [one for one in meetings_for(records, year) if without is None or one.number != without.number]
    return count(request.agreement, year, [*rest, *([then] if then else [])], request.today)


@command("meeting convene", danish="møde indkald", may="meeting.convene", changes=True, hidden=True)
def convene(request: Request, records: Records) -> Reply:
    """Convene a meeting that was planned and looked over."""
    lead, values, _strangers = typed(forms.plan_form().fields, request.words)
    planned = planned_with(exactly_read(lead, request), {name: as_text(value) for name, value in values.items()})
    row, invited = act.convene(records, request.agreement, planned, by=request.by.id)
    counted = count_after(records, request.agreement, row)
    return Reply(words.convened(request.agreement, row, counted, invited=invited), replaces=request.call.how == "pressed")


def move_form(request: Request, records: Records) -> Form | None:
    """Ask for the new day or place; nothing is asked when either stands behind the number."""
    row = _changeable(request, records)
    form = forms.move_form(row)
    again, rest = _again(request.words.partition(" ")[2])
    if again:
        _lead, values, _strangers = typed(form.fields, rest)
        return _once_more(request, form, rest).filled({"place": place_read(values, row)})
    lead, values, _strangers = typed(form.fields, request.words)
    said = lead.split(maxsplit=1)[1:] or "place" in values
    return None if said and not values.keys() & {"day", "starts", "ends"} else form


@command("meeting move", danish="møde flyt", may="meeting.convene", usage=N_("M-3 [day and time]"), form=move_form)
def move(request: Request, records: Records) -> Reply:
    """Move a meeting to another day or place: see what that does before you do it."""
    row = _changeable(request, records)
    if request.answers is not None:
        planned, why = coming(request, from_form(request, request.answers)), request.answers.text("why")
    else:
        planned, why = moved_line(request, row)
    planned = planned.model_copy(update={"kind": row.kind})
    elsewhere = _only_elsewhere(row, planned)
    carried = planned.model_copy(update={"title": "", "jointly_with": "", "place": place_written(row, planned)})
    line = exactly(carried, why=why)
    move, change = f"/meeting reschedule {row.ref} {line}", f"/meeting move {row.ref} {_AGAIN[0]} {line}"
    if elsewhere:
        message = words.relocate_preview(row, planned.place, command=move, change=change)
    else:
        found = _before(request, records, planned, moving=row)
        message = words.move_preview(row, planned, found, command=move, change=change)
    return Reply(message, replaces=_again(request.words.partition(" ")[2])[0])


def _only_elsewhere(row: MeetingRow, planned: Plan) -> bool:
    """Tell whether a move changes nothing but the place.

    Raises:
        Refusal: when it changes nothing at all.
    """
    if not row.same_time(planned):
        return False
    if planned.place == row.place:
        raise Refusal("moved_already", meeting=words.titled(row), at=words.at(row))
    return True


@command("meeting reschedule", danish="møde omlæg", may="meeting.convene", changes=True, hidden=True)
def reschedule(request: Request, records: Records) -> Reply:
    """Move a meeting to a day or a place that was looked over."""
    row = _changeable(request, records)
    lead, values, _strangers = typed(forms.move_form(row).fields, request.words)
    when = lead.split(maxsplit=1)[1:]
    planned = planned_with(exactly_read(when[0] if when else "", request), {"place": place_read(values, row)})
    was, why = words.at(row), as_text(values.get("why", ""))
    if _only_elsewhere(row, planned):
        act.relocate(records, request.agreement, row, planned.place, why=why, by=request.by.id)
        return Reply(words.relocated(row), replaces=request.call.how == "pressed")
    act.move(records, request.agreement, row, planned, why=why, by=request.by.id)
    return Reply(words.moved(row, was, count_after(records, request.agreement, row)), replaces=request.call.how == "pressed")


def cancel_form(request: Request, records: Records) -> Form:
    """Ask why, and say first what it does to the count."""
    row = _convened(request, records)
    year = year_of(request.agreement, row.on)
    effect = []
    if row.kind in COUNTED:
        before, after = count_of(records, request.agreement, year), _counted(request, records, year, None, row)
        effect = counts.effect([before], [after])
    form = forms.cancel_form(row, effect, past=row.unconfirmed(request.now))
    lead, _values, _strangers = typed(form.fields, request.words)
    why = lead.split(maxsplit=1)[1:]
    return form.filled({"why": why[0]}) if why else form


@command(
    "meeting cancel",
    danish="møde aflys",
    may="meeting.convene",
    usage=N_("M-3 [why]"),
    form=cancel_form,
    changes=True,
    lasts=True,
)
def cancel(request: Request, records: Records) -> Reply:
    """Call a meeting off; the form says first what that does to the count."""
    row, why = _convened(request, records), request.filled.text("why")
    act.cancel(records, request.agreement, row, why=why, by=request.by.id)
    return Reply(words.cancelled(row, why, count_after(records, request.agreement, row)))


@command("meeting held", danish="møde afholdt", may="meeting.convene", usage=N_("[M-3]"), changes=True, lasts=True)
def held(request: Request, records: Records) -> Reply:
    """Confirm that a meeting was held; only then it counts."""
    waiting = records.meetings.unconfirmed(request.now)
    row = waiting[0] if not request.words.strip() and len(waiting) == 1 else named(request, records)
    act.hold(records, request.agreement, row, by=request.by.id)
    return Reply(words.held(row, count_after(records, request.agreement, row)), replaces=request.call.how == "pressed")


def record_form(request: Request, records: Records) -> Form:  # noqa: ARG001  # Every form is made from the same two.
    """Ask for a meeting that was held without having been convened here."""
    return forms.record_form()


@command("meeting record", danish="møde registrer", may="meeting.convene", form=record_form, changes=True, lasts=True)
def record(request: Request, records: Records) -> Reply:
    """Record a meeting that was held without having been convened here."""
    day = request.filled.day("day")
    assert day is not None
    if day > today_of(records, request.agreement):
        raise Refusal.of_fields({"day": Refusal("record_past")})
    planned = from_form(request, request.filled)
    row = act.record(records, request.agreement, planned, by=request.by.id)
    return Reply(words.held(row, count_after(records, request.agreement, row)))


def _changeable(request: Request, records: Records) -> MeetingRow:
    """Return the named meeting if it is still to come.

    Raises:
        Refusal: when it was held or called off, or its day has passed.
    """
    row = _convened(request, records)
    if row.starts_at <= request.now:
        raise Refusal("meeting_over", meeting=words.titled(row), at=words.at(row))
    return row


def _convened(request: Request, records: Records) -> MeetingRow:
    """Return the named meeting if it is convened."""
    row = named(request, records)
    if row.state is State.CANCELLED:
        raise Refusal("cancelled_meeting", meeting=words.titled(row))
    if row.state is State.HELD:
        raise Refusal("held_meeting", meeting=words.titled(row))
    return row
