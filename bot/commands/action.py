"""Commands about actions (Danish: aktionspunkter): writing one down, closing it, giving it another day, and the list of them."""

from collections.abc import Callable, Mapping

from bot.acts import action as act
from bot.acts import minutes as minutes_act
from bot.chat.form import Form, typed
from bot.chat.mentions import by_name
from bot.chat.request import Reply, Request
from bot.commands.people_named import person_named
from bot.commands.points_named import point_named
from bot.commands.units_named import leading_unit
from bot.domain import action as rules
from bot.domain.action import State, Task, Wanted
from bot.domain.minutes import must_give_reason
from bot.domain.when import Question, read_day
from bot.refusal import Refusal
from bot.registry import command
from bot.words import action as words
from bot.words.language import N_, _
from storage.records import Records
from storage.tables import ActionRow

_EVERYTHING = frozenset({"all", "alle", "alt"})


def action_form(request: Request, records: Records) -> Form | None:
    """Ask for an action under a point; nothing is asked about one that is written down already."""
    if _existing(request.words):
        return None
    request.by.must("minutes.write")
    number, place, rest = point_named(request.words, _("/meeting action M-3 4"))
    meeting = records.meetings.by_number(number)
    minutes_act.must_have_begun(records, meeting)
    minutes_act.record_of(records, request.agreement, meeting).agenda.at(place)
    parties = [unit.id for unit in request.agreement.units_on(request.today)]
    locked = records.minutes.of(meeting).locked
    form = words.action_form(request.agreement, number, place, parties=parties, locked=locked)
    task, _values, _strangers = typed(form.fields, rest)
    return form.filled({"task": task})


def _existing(line: str) -> bool:
    """Tell whether words speak of an action that is written down: `A-4 …`."""
    first = line.split(maxsplit=1)[:1]
    return bool(first) and first[0][:1].casefold() == "a" and first[0].strip(",.:;")[1:].strip("-–").isdigit()


@command(
    "meeting action",
    danish="møde aktion",
    may="meeting.read",
    usage=N_("A-4 [done|due DAY|drop WHY] or M-3 4"),
    form=action_form,
    changes=True,
    people=True,
)
def action(request: Request, records: Records) -> Reply:
    """Close an action, give it another day, or write a new one down under an item of a meeting."""
    if request.answers is not None:
        return _agreed(request, records)
    ref, *rest = request.words.split(maxsplit=1)
    row = records.actions.by_number(rules.number_in(ref.strip(",.:;")))
    if row.confidential and request.call.place.outsiders:
        raise Refusal("closed_content")
    verb, _space, text = by_name(rest[0] if rest else "").partition(" ")
    if not verb:
        return Reply(words.shown(request.agreement, row, _person(records, row), may_close=_may(request, row)))
    change = next((do for known, do in _CHANGES.items() if verb.casefold().strip(",.:;") in known), None)
    if change is None:
        raise Refusal("action_how", verb=verb[:30], ref=row.ref)
    if not _may(request, row):
        request.by.must("action.change", [row.unit])
    if not row.open:
        raise Refusal("action_closed", ref=row.ref, state=words.state(row.state))
    if len(text) > rules.LONGEST_RESULT:
        raise Refusal("too_long", length=len(text), longest=rules.LONGEST_RESULT)
    return change(request, records, row, text.strip().lstrip(":,.;– "))


def _may(request: Request, row: ActionRow) -> bool:
    """Tell whether somebody may change an action: those who run the group, its party's people, and whoever was named for it."""
    return row.person == request.by.id or request.by.may("action.change", [row.unit])


def _agreed(request: Request, records: Records) -> Reply:
    """Write an action down."""
    filled = request.filled
    number, place, _rest = point_named(request.words, _("/meeting action M-3 4"))
    request.by.must("minutes.write")
    meeting = records.meetings.by_number(number)
    must_give_reason(records.minutes.of(meeting), filled.text("why"))
    due_on = filled.day("due")
    assert due_on is not None
    person = person_named(filled.text("who"), request, records, field="who") if filled.text("who") else None
    task = Task(task=filled.text("task"), unit=filled.text("owner"), person=person.id if person else None, due_on=due_on)
    point = minutes_act.point_at(records, request.agreement, meeting, place)
    row = act.agree(records, meeting, point, task, by=request.by.id)
    if filled.text("why"):
        records.minutes.corrected(meeting, place, why=filled.text("why"))
    return Reply(words.agreed(request.agreement, row, _person(records, row)))


def _done(request: Request, records: Records, row: ActionRow, text: str) -> Reply:
    act.close(records, request.agreement, row, State.DONE, result=text, by=request.by.id)
    return Reply(words.closed(row), replaces=request.call.how == "pressed")


def _drop(request: Request, records: Records, row: ActionRow, text: str) -> Reply:
    if not text:
        raise Refusal("why_needed", example=_("/meeting action A-4 drop The need is gone."))
    act.close(records, request.agreement, row, State.DROPPED, result=text, by=request.by.id)
    return Reply(words.closed(row))


def _due(request: Request, records: Records, row: ActionRow, text: str) -> Reply:
    found = read_day(text, now=request.now, calendar_zone=request.agreement.zone)
    if isinstance(found, Question):
        raise Refusal("unclear_day", text=text[:60], question=found)
    was = row.due_on
    act.postpone(records, request.agreement, row, found)
    return Reply(words.postponed(request.agreement, row, was))


_CHANGES: Mapping[frozenset[str], Callable[[Request, Records, ActionRow, str], Reply]] = {
    words.DONE_WORDS: _done,
    words.DROP_WORDS: _drop,
    words.DUE_WORDS: _due,
}


def _person(records: Records, row: ActionRow) -> str:
    return records.people.names([row.person]).get(row.person, "") if row.person else ""


@command("meeting actions", danish="møde aktioner", may="meeting.read", usage=N_("[unit] [all]"))
def actions(request: Request, records: Records) -> Reply:
    """List what meetings agreed is still to be done, by the last day; “all” shows what is closed too."""
    kept = [word for word in request.words.split() if word.casefold().strip(",;") not in _EVERYTHING]
    everything = len(kept) < len(request.words.split())
    unit, rest = leading_unit(request.agreement, " ".join(kept))
    if rest:
        raise Refusal("unclear_rest", rest=rest[:40], example=_("/meeting actions osa all"))
    wanted = Wanted(unit=unit, everything=everything, confidential=not request.call.place.outsiders)
    heading = request.agreement.unit(unit).short if unit else ""
    found = records.actions.page(wanted)
    return Reply(words.table(request.agreement, found, request.today, heading=heading, everything=everything))
