"""The command about who was represented (Danish: møde fremmøde): confirming a meeting's, correcting it, and looking at a year."""

import re

from bot.acts import attendance as act
from bot.chat.form import Form, typed
from bot.chat.request import Reply, Request
from bot.commands.meeting_answer import REF
from bot.commands.meeting_list import year_meant
from bot.commands.units_named import unit_named
from bot.domain.agreement import Agreement
from bot.domain.attendance import Confirmation, Presence, answered
from bot.domain.meeting import COUNTED, State
from bot.domain.spoken_names import folded
from bot.refusal import Refusal
from bot.registry import command
from bot.words import attendance as words
from bot.words.language import N_
from storage.records import Records
from storage.tables import MeetingRow

_ALL = re.compile(r"^(?:all|alle|everybody)(?:\s+(?:except|but|undtagen|uden|minus|på nær)\s+(.+))?$", re.IGNORECASE)
_BY = re.compile(r"\s+(?:by|ved|v/|via|through|gennem)\s*", re.IGNORECASE)
_BETWEEN = re.compile(r"\s*[,;\n]\s*|\s+(?:og|and)\s+", re.IGNORECASE)


def form(request: Request, records: Records) -> Form | None:
    """Ask who was represented, as the answers or an earlier confirmation have it; nothing is asked of a meeting not held."""
    row, _rest = _meeting(request, records)
    if row is None or row.state is not State.HELD or not request.by.may("meeting.convene"):
        return None
    shown = _form(request, records, row)
    lead, values, strangers = typed(shown.fields, request.words)
    said = REF.sub("", lead, count=1).strip()
    return None if said and not values and not strangers else shown


def _form(request: Request, records: Records, row: MeetingRow) -> Form:
    agreement, on_record = request.agreement, records.attendance.on_record(row)
    answers = records.attendance.answers(row)
    present = [one.unit for one in on_record.values() if one.presence is Presence.PRESENT]
    proxies = {one.unit: one.proxy for one in on_record.values() if one.presence is Presence.PROXY and one.proxy}
    said = ""
    if not on_record:
        present = [unit for unit, one in answers.items() if one.comes]
        said = words.answered_so_far(agreement, answered(agreement, row.on, answers))
    needs_why = act.needs_reason(records, row)
    return words.form(agreement, row, present=present, proxies=proxies, answers=said, needs_why=needs_why)


@command(
    "meeting attendance", danish="møde fremmøde", may="meeting.read", usage=N_("[M-3|year]"), form=form, changes=True, lasts=True
)
def attendance(request: Request, records: Records) -> Reply:
    """Confirm who was represented at a meeting, party by party; without a number, see the whole year."""
    row, rest = _meeting(request, records)
    if row is None:
        return _year(request, records)
    if request.answers is None and not rest:
        found, confirmed = act.headline(records, request.agreement, row)
        return Reply(words.on_record(request.agreement, row, found, confirmed=confirmed))
    request.by.must("meeting.convene")
    if request.answers is not None:
        proxies = _proxies(request.agreement, request.answers.text("proxies"))
        found_, why = Confirmation(frozenset(request.answers.many("present")), proxies), request.answers.text("why")
    else:
        found_, why = _typed(request.agreement, row, rest), ""
    line, changed = act.confirm(records, request.agreement, row, found_, by=request.by.id, why=why)
    return Reply(words.confirmed(request.agreement, row, line, changed=changed))


def _meeting(request: Request, records: Records) -> tuple[MeetingRow | None, str]:
    """Return the meeting whose number stands first, and what stands behind it; none where a year is meant."""
    found = REF.match(request.words.strip())
    if not found:
        return None, ""
    return records.meetings.by_number(int(found[1])), request.words.strip()[found.end() :].strip()


def _year(request: Request, records: Records) -> Reply:
    year = year_meant(request)
    meetings = [one for one in records.meetings.between(year.first, year.last) if one.kind in COUNTED]
    found = act.matrix_of(records, request.agreement, meetings)
    known = records.attendance.of(meetings)
    unconfirmed = [one for one in found.meetings if one.number not in known]
    may = request.by.may("meeting.convene")
    return Reply(words.table(request.agreement, found, year=year.label, unconfirmed=unconfirmed, may_confirm=may))


def _typed(agreement: Agreement, row: MeetingRow, text: str) -> Confirmation:
    """Read `all`, `all except osa`, `alle undtagen eki, eki ved krimforebyg` or the parties that were there."""
    whole = _ALL.match(" ".join(text.split()))
    if whole is None:
        pieces = [one for one in _BETWEEN.split(text) if one.strip()]
        proxies = _proxies(agreement, ", ".join(one for one in pieces if _BY.search(one)))
        return Confirmation(frozenset(unit_named(agreement, one) for one in pieces if not _BY.search(one)), proxies)
    pieces = [one for one in _BETWEEN.split(whole[1] or "") if one.strip()]
    proxies = _proxies(agreement, ", ".join(one for one in pieces if _BY.search(one)))
    away = {unit_named(agreement, one) for one in pieces if not _BY.search(one)} | proxies.keys()
    return Confirmation(frozenset(one.id for one in agreement.units_on(row.on)) - away, proxies)


def _proxies(agreement: Agreement, text: str) -> dict[str, str]:
    """Read `eki by krimforebyg, osa by ea`: the party that was represented, and the one that stood for it.

    Raises:
        Refusal: when a part of it says something else.
    """
    found: dict[str, str] = {}
    for piece in (one for one in _BETWEEN.split(text) if one.strip()):
        parts = _BY.split(piece.strip())
        if len(parts) != 2 or not folded(parts[1]):  # noqa: PLR2004  # The one that was represented, and the one that stood for it.
            raise Refusal("unclear_proxy", text=piece.strip()[:60])
        found[unit_named(agreement, parts[0])] = unit_named(agreement, parts[1])
    return found
