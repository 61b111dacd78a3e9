"""Commands about focus areas (Danish: fokusområder) of a year: propose, list, show, choose, drop, and tell what was done."""

import re

from bot.acts import briefing as act
from bot.chat.form import Form, typed
from bot.chat.request import Reply, Request
from bot.commands.decision_named import decision_read, recent
from bot.domain.focus import Proposed, State, chosen, number_in, numbers_in
from bot.domain.public_text import names_in, small_counts
from bot.refusal import Refusal
from bot.registry import command
from bot.words import focus as words
from bot.words.language import N_, _
from storage.records import Records
from storage.tables import FocusRow


def new_form(request: Request, records: Records) -> Form:  # noqa: ARG001  # Every form is made from the same two.
    """Ask for a proposal; the words behind the command are its headline."""
    parties = [unit.id for unit in request.agreement.units_on(request.today)]
    may_lead = [unit for unit in parties if request.by.may("focus.propose", [unit])]
    own = [unit for unit in request.by.units if unit in may_lead]
    form = words.new_form(
        request.agreement, year=request.today.year + 1, lead=own[0] if own else "", may_lead=may_lead, parties=parties
    )
    title, _values, _strangers = typed(form.fields, request.words)
    return form.filled({"title": title})


@command("focus new", danish="fokus ny", may="focus.propose", usage=N_("[headline]"), form=new_form, changes=True)
def new(request: Request, records: Records) -> Reply:
    """Propose a focus area for the coming year."""
    filled = request.filled
    for field in ("title", "reason", "sign"):
        _fit_to_be_public(request, records, field)
    numbers = numbers_in(filled.text("initiatives"))
    for number in numbers:
        if records.initiatives.by_number(number).confidential:
            raise Refusal.of_fields({"initiatives": Refusal("confidential_in_public", ref=f"I-{number}")})
    proposal = Proposed(
        year=int(filled.text("year")),
        title=filled.text("title"),
        reason=filled.text("reason"),
        sign=filled.text("sign"),
        lead=filled.text("lead"),
        tracks=filled.many("tracks"),
        units=filled.many("units"),
        initiatives=numbers,
    )
    request.by.must("focus.propose", [proposal.lead])
    row = records.focuses.propose(proposal, by=request.by.id)
    act.focus_changed(records, request.agreement, row.year - 1)
    return Reply(words.proposed(request.agreement, records.focuses.full(row)))


def _fit_to_be_public(request: Request, records: Records, field: str) -> None:
    """Refuse words that the briefing must not show.

    Raises:
        Refusal: beside the field.
    """
    text, limit = request.filled.text(field), request.agreement.house.suppress_counts_under
    if named := names_in(text, [one.name for one in records.people.everybody()]):
        raise Refusal.of_fields({field: Refusal("names_in_public", names=named)})
    if found := small_counts(text, limit):
        raise Refusal.of_fields({field: Refusal("small_counts", found=found[:3], limit=limit)})


@command("focus list", danish="fokus liste", may="briefing.read", usage=N_("[year]"))
def list_(request: Request, records: Records) -> Reply:
    """List the focus areas of a year, the coming one if you name none."""
    found = re.search(r"(?<!\d)\d{4}(?!\d)", request.words)
    year = int(found[0]) if found else request.today.year + 1
    areas = records.focuses.of_year(year)
    return Reply(words.the_list(request.agreement, year, areas, propose=request.by.may("focus.propose")))


@command("focus show", danish="fokus vis", may="briefing.read", usage=N_("F-2"))
def show(request: Request, records: Records) -> Reply:
    """Show a focus area: why, who, and what was done."""
    row, _rest = _named(request, records)
    message = words.shown(
        request.agreement,
        records.focuses.full(row),
        may_report=request.by.may("focus.report", [row.lead]),
        may_decide=request.by.may("focus.decide"),
    )
    return Reply(message)


def _named(request: Request, records: Records) -> tuple[FocusRow, str]:
    """Return the focus area whose number stands first, and the words behind it.

    Raises:
        Refusal: when there is none.
    """
    first, _space, rest = request.words.strip().partition(" ")
    if not first:
        raise Refusal("focus_needed")
    return records.focuses.by_number(number_in(first.rstrip(",.:;"))), rest.strip()


def choose_form(request: Request, records: Records) -> Form | None:
    """Ask for the decision, unless it was typed behind the number."""
    row, rest = _named(request, records)
    form = words.choose_form(row, f"/focus choose {row.ref}", _("Chosen"), recent(request, records))
    lead, values, _strangers = typed(form.fields, rest)
    return None if lead and not values else form


@command(
    "focus choose",
    danish="fokus vælg",
    may="focus.decide",
    usage=N_("F-2 [decision]"),
    form=choose_form,
    changes=True,
    aliases=("fokus vaelg",),
)
def choose(request: Request, records: Records) -> Reply:
    """Note that the operative group chose a focus area, and where it decided so."""
    row, decision = _decided(request, records)
    records.focuses.decide(row, chosen(row), decision)
    act.focus_changed(records, request.agreement, row.year - 1)
    return Reply(words.decided(row))


def drop_form(request: Request, records: Records) -> Form | None:
    """Ask for the decision, unless it was typed behind the number."""
    row, rest = _named(request, records)
    form = words.choose_form(row, f"/focus drop {row.ref}", _("Not chosen"), recent(request, records))
    lead, values, _strangers = typed(form.fields, rest)
    return None if lead and not values else form


@command(
    "focus drop",
    danish="fokus fravælg",
    may="focus.decide",
    usage=N_("F-2 [decision]"),
    form=drop_form,
    changes=True,
    aliases=("fokus fravaelg",),
)
def drop(request: Request, records: Records) -> Reply:
    """Note that the operative group did not choose a focus area."""
    row, decision = _decided(request, records)
    records.focuses.decide(row, State.DROPPED, decision)
    return Reply(words.decided(row))


def _decided(request: Request, records: Records) -> tuple[FocusRow, str]:
    row, rest = _named(request, records)
    if request.answers is None:
        return row, decision_read(request, records, rest)
    try:
        return row, decision_read(request, records, request.answers.text("decision"))
    except Refusal as no:
        raise Refusal.of_fields({"decision": no}) from None


def report_form(request: Request, records: Records) -> Form:
    """Ask what was done."""
    row, rest = _named(request, records)
    request.by.must("focus.report", [row.lead])
    form = words.report_form(row)
    said, _values, _strangers = typed(form.fields, rest)
    return form.filled({"result": said}) if said else form


@command(
    "focus report",
    danish="fokus opfølgning",
    may="focus.report",
    usage=N_("F-2"),
    form=report_form,
    changes=True,
    aliases=("fokus opfoelgning",),
)
def report(request: Request, records: Records) -> Reply:
    """Tell what was done about a focus area; the annual status says it."""
    row, _rest = _named(request, records)
    request.by.must("focus.report", [row.lead])
    if row.state is not State.CHOSEN:
        raise Refusal("focus_not_chosen", ref=row.ref)
    _fit_to_be_public(request, records, "result")
    records.focuses.report(row, request.filled.text("result"), by=request.by.id)
    return Reply(words.reported(row))
