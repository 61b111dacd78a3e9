"""Commands that change initiatives (Danish: indsats): new, update, join, leave, withdraw, seen. Looking at them is in initiative_list.py."""

from bot.acts import news as act
from bot.chat.form import Form, typed
from bot.chat.request import Reply, Request
from bot.commands.initiative_list import looked_at, named, unseen
from bot.commands.units_named import own_unit, unit_named
from bot.domain.initiative import Proposal, State, Work
from bot.refusal import Refusal
from bot.registry import command
from bot.words import initiative as words
from bot.words import initiative_form as forms
from bot.words.language import N_, _, say
from storage.records import Records
from storage.tables import InitiativeRow


def new_form(request: Request, records: Records) -> Form:  # noqa: ARG001  # Every form is made from the same two.
    """Ask for an initiative; the words behind the command are its title."""
    parties = [unit.id for unit in request.agreement.units_on(request.today)]
    may_lead = [unit for unit in parties if request.by.may("initiative.register", [unit])]
    own = [unit for unit in request.by.units if unit in may_lead]
    form = forms.new_form(request.agreement, lead=own[0] if own else "", today=request.today, may_lead=may_lead, parties=parties)
    title, _values, _strangers = typed(form.fields, request.words)
    return form.filled({"title": title})


@command("initiative new", danish="indsats ny", may="initiative.register", usage=N_("[title]"), form=new_form, changes=True)
def new(request: Request, records: Records) -> Reply:
    """Register an initiative; the other parties are told once."""
    filled = request.filled
    starts_on = filled.day("starts_on")
    assert starts_on is not None
    proposal = Proposal(
        title=filled.text("title"),
        purpose=filled.text("purpose"),
        tracks=filled.many("tracks"),
        lead=filled.text("lead"),
        participants=filled.many("participants"),
        actors=tuple(one.strip() for one in filled.text("actors").split(",")),
        starts_on=starts_on,
        ends_on=filled.day("ends_on"),
        work=Work(filled.text("work")),
        national=filled.ticked("national"),
        confidential=filled.ticked("confidential"),
    )
    request.by.must("initiative.register", [proposal.lead])
    row = records.initiatives.register(proposal, by=request.by.id, today=request.today)
    for unit in request.by.units:
        records.initiatives.seen(row, unit, by=request.by.id)
    full = records.initiatives.full(row)
    told = act.tell(records, request.agreement, row, request.by.person)
    return Reply(words.registered(request.agreement, full, told=len(told.parties), nobody_at=told.nobody_at))


def update_form(request: Request, records: Records) -> Form | None:
    """Ask for the new state and why, unless both were typed behind the number."""
    form = forms.update_form(_changeable(request, records))
    lead, values, _strangers = typed(form.fields, request.words)
    _ref, *state = lead.split(maxsplit=1)
    if state and not values:
        return None
    return form.filled({"state": state[0]}) if state else form


@command(
    "initiative update", danish="indsats ændr", may="initiative.change", usage=N_("I-7 STATE WHY"), form=update_form, changes=True
)
def update(request: Request, records: Records) -> Reply:
    """Change an initiative's state and say why."""
    row = _changeable(request, records)
    if request.answers is not None:
        state, why = State(request.answers.text("state")), request.answers.text("why")
    else:
        state, why = _state_and_why(request)
    if state is row.state and request.answers is None:
        raise Refusal("same_state", ref=row.ref, state=words.state(state))
    records.initiatives.update(row, state, why=why, by=request.by.id, today=request.today)
    return Reply(words.updated(row, why))


def _state_and_why(request: Request) -> tuple[State, str]:
    """Read `I-7 paused no funding this spring`."""
    ref, word, *why = request.words.split(maxsplit=2)
    state = words.states_by_word().get(word.strip(",.;").casefold())
    if state is None:
        raise Refusal("not_an_option", text=word[:40], options=[words.state(one) for one in State])
    if not why:
        raise Refusal("why_needed", example=say(_("/initiative update {ref} {state} …"), ref=ref, state=word))
    if len(why[0]) > forms.LONGEST_WHY:
        raise Refusal("too_long", length=len(why[0]), longest=forms.LONGEST_WHY)
    return state, why[0]


@command("initiative join", danish="indsats deltag", may="initiative.change", usage=N_("I-7 [unit]"), changes=True)
def join(request: Request, records: Records) -> Reply:
    """Let your unit take part in an initiative."""
    row, unit = _part(request, records, _("/initiative join I-7 osa"))
    if not request.agreement.unit(unit).is_party(request.today):
        raise Refusal("no_party_today", unit=words.short(request.agreement, unit))
    if unit in records.initiatives.full(row).units:
        raise Refusal("takes_part_already", ref=row.ref, unit=words.short(request.agreement, unit))
    records.initiatives.join(row, unit, by=request.by.id, today=request.today)
    return Reply(words.joined(request.agreement, row, unit))


@command("initiative leave", danish="indsats forlad", may="initiative.change", usage=N_("I-7 [unit]"), changes=True)
def leave(request: Request, records: Records) -> Reply:
    """Let your unit leave an initiative; what it did stays on record."""
    row, unit = _part(request, records, _("/initiative leave I-7 osa"))
    if unit == row.lead:
        raise Refusal("lead_stays", ref=row.ref, unit=words.short(request.agreement, unit))
    if unit not in records.initiatives.full(row).units:
        raise Refusal("takes_no_part", ref=row.ref, unit=words.short(request.agreement, unit))
    records.initiatives.leave(row, unit, by=request.by.id, today=request.today)
    return Reply(words.left(request.agreement, row, unit))


def _part(request: Request, records: Records, example: str) -> tuple[InitiativeRow, str]:
    """Read an initiative and the unit whose part in it is meant; one may speak for one's own unit only."""
    row = _open(named(request, records))
    _ref, *rest = request.words.split(maxsplit=1)
    unit = unit_named(request.agreement, rest[0]) if rest else own_unit(request, "initiative.change", example)
    request.by.must("initiative.change", [unit])
    return row, unit


@command("initiative withdraw", danish="indsats tilbagetræk", may="initiative.change", usage=N_("I-7 WHY"), changes=True)
def withdraw(request: Request, records: Records) -> Reply:
    """Take back an initiative registered by mistake; it stays in the log."""
    row = _changeable(request, records)
    _ref, *why = request.words.split(maxsplit=1)
    if not why:
        raise Refusal("why_needed", example=say(_("/initiative withdraw {ref} …"), ref=row.ref))
    if len(why[0]) > forms.LONGEST_WHY:
        raise Refusal("too_long", length=len(why[0]), longest=forms.LONGEST_WHY)
    records.initiatives.withdraw(row, why=why[0], by=request.by.id)
    act.take_back(records, request.agreement, row)
    return Reply(words.withdrawn(row))


@command("initiative seen", danish="indsats set", may="initiative.see", usage=N_("I-7 [unit]"), changes=True)
def seen(request: Request, records: Records) -> Reply:
    """Say that your unit has seen the news of an initiative."""
    initiative = looked_at(request, records)
    _ref, *rest = request.words.split(maxsplit=1)
    units = [unit_named(request.agreement, rest[0])] if rest else list(request.by.units)
    request.by.must("initiative.see", units)
    first = [unit for unit in units if records.initiatives.seen(initiative, unit, by=request.by.id)]
    waiting = [unit for unit in unseen(request, initiative) if unit not in units]
    message = words.seen(request.agreement, initiative, first or units, first=bool(first), unseen=waiting)
    return Reply(message, replaces=request.call.how == "pressed")


def _open(row: InitiativeRow) -> InitiativeRow:
    """Return the initiative unless it was withdrawn."""
    if row.withdrawn_at is not None:
        raise Refusal("withdrawn", ref=row.ref)
    return row


def _changeable(request: Request, records: Records) -> InitiativeRow:
    """Return the named initiative if this person may change it."""
    row = _open(named(request, records))
    request.by.must("initiative.change", records.initiatives.full(row).units)
    return row
