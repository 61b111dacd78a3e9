"""Commands about decisions (Danish: beslutninger): recording what became of a point, and the log of what was decided."""

import re
from math import ceil

from bot.acts import action as actions
from bot.acts import minutes as act
from bot.chat.form import Form, typed
from bot.chat.request import Reply, Request
from bot.commands.points_named import point_named
from bot.domain import minutes as rules
from bot.domain.action import Task
from bot.domain.initiative import number_in
from bot.domain.minutes import Entry, Outcome
from bot.refusal import Refusal
from bot.registry import command
from bot.words import decision as words
from bot.words import minutes as minutes_words
from bot.words import minutes_form as forms
from bot.words.language import N_, _
from storage.records import Records
from storage.tables import ActionRow, InitiativeRow, MeetingRow, PointRow

PAGE = 20
_SPLIT = re.compile(r"[\s,;]+|\b(?:og|and)\b")


def decision_form(request: Request, records: Records) -> Form | None:
    """Ask what became of a point, as it is recorded; nothing is asked when the outcome stands behind it."""
    meeting, place, rest = _named(request, records)
    locked = records.minutes.of(meeting).locked
    agenda = act.record_of(records, request.agreement, meeting)
    point = agenda.agenda.at(place)
    form = forms.decision_form(
        request.agreement,
        meeting,
        place,
        point,
        entry=agenda.entries.get(place),
        initiatives=", ".join(one.ref for one in agenda.initiatives.get(place, ())),
        parties=[unit.id for unit in request.agreement.units_on(request.today)],
        locked=locked,
    )
    lead, values, _strangers = typed(form.fields, rest)
    outcome, text = rules.read_outcome(rest, words.outcomes_by_word())
    if outcome is not None and not values and not locked:
        return None
    outcome, text = rules.read_outcome(lead, words.outcomes_by_word())
    if lead and outcome is None and not values:
        raise Refusal("not_an_option", text=lead[:40], options=[words.outcome(one) for one in Outcome])
    given = {"outcome": outcome.value} if outcome else {}
    return form.filled(given | ({"decision": text} if text else {}))


def _named(request: Request, records: Records) -> tuple[MeetingRow, int, str]:
    number, place, rest = point_named(request.words, _("/meeting decision M-3 4"))
    meeting = records.meetings.by_number(number)
    act.must_have_begun(records, meeting)
    return meeting, place, rest


@command(
    "meeting decision",
    danish="møde beslutning",
    may="minutes.write",
    usage=N_("M-3 4 [outcome: text]"),
    form=decision_form,
    changes=True,
    lasts=True,
)
def decision(request: Request, records: Records) -> Reply:
    """Record what became of an item: approved, taken note of, deferred … “nothing to report” is an answer too."""
    meeting, place, rest = _named(request, records)
    point = act.point_at(records, request.agreement, meeting, place)
    if request.answers is None:
        outcome, text = rules.read_outcome(rest, words.outcomes_by_word())
        assert outcome is not None
        if len(text) > rules.LONGEST_DECISION:
            raise Refusal("too_long", length=len(text), longest=rules.LONGEST_DECISION)
        before = records.minutes.entries(meeting).get(place)
        entry = Entry(
            outcome=outcome, decision=text or (before.decision if before else ""), summary=before.summary if before else ""
        )
        kept = records.minutes.initiatives(meeting).get(place, ())
        act.write(records, request.agreement, meeting, point, entry, initiatives=kept)
        agreed = []
    else:
        agreed = _from_form(request, records, meeting, point)
    record = act.record_of(records, request.agreement, meeting)
    return Reply(minutes_words.recorded(request.agreement, record, place, agreed=agreed))


def _from_form(request: Request, records: Records, meeting: MeetingRow, point: PointRow) -> list[ActionRow]:
    """Record a point as its form was filled; return the action that was written down with it, if any."""
    filled = request.filled
    task = _task(request)
    entry = Entry(outcome=Outcome(filled.text("outcome")), decision=filled.text("decision"), summary=filled.text("summary"))
    about = _initiatives(records, filled.text("initiatives"))
    act.write(records, request.agreement, meeting, point, entry, initiatives=about, why=filled.text("why"))
    return [actions.agree(records, meeting, point, task, by=request.by.id)] if task else []


def _task(request: Request) -> Task | None:
    """Return the action of a form, if one is written down in it.

    Raises:
        Refusal: beside what is missing of it.
    """
    filled = request.filled
    task, owner, due = filled.text("task"), filled.text("owner"), filled.day("due")
    if not (task or owner or due):
        return None
    lacking = {
        name: Refusal("action_incomplete") for name, given in (("task", task), ("owner", owner), ("due", due)) if not given
    }
    if lacking or due is None:
        raise Refusal.of_fields(lacking)
    return Task(task=task, unit=owner, due_on=due)


def _initiatives(records: Records, text: str) -> list[InitiativeRow]:
    """Return the initiatives that a list of references names.

    Raises:
        Refusal: beside the field, for one that there is not.
    """
    try:
        return [records.initiatives.by_number(number_in(one)) for one in _SPLIT.split(text) if one.strip()]
    except Refusal as no:
        raise Refusal.of_fields({"initiatives": no}) from None


@command("meeting decisions", danish="møde beslutninger", may="meeting.read", usage=N_("[page N]"))
def decisions(request: Request, records: Records) -> Reply:
    """List what was decided, the latest first."""
    found = records.decisions.all(confidential=not request.call.place.outsiders)[::-1]
    wanted = [int(one) for one in re.findall(r"\d{1,4}", request.words)[:1]]
    pages = max(1, ceil(len(found) / PAGE))
    page = min(max(1, *wanted, 1), pages)
    shown = found[(page - 1) * PAGE : page * PAGE]
    return Reply(words.log(request.agreement, shown, records.decisions.resting(), page=page, pages=pages, total=len(found)))
