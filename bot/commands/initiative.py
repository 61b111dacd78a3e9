"""Commands about initiatives (Danish: indsats): register, list, show, update, join, leave, withdraw, history, find, seen."""

import re
from dataclasses import replace
from datetime import timedelta
from math import ceil

from bot.chat.form import Form
from bot.chat.request import Reply, Request
from bot.commands.units_named import leading_unit, own_unit, unit_named
from bot.domain.initiative import Proposal, Selection, State, Work, number_in
from bot.domain.outbox import Kind, Notice, to_person
from bot.domain.role import Role
from bot.refusal import Refusal
from bot.registry import command
from bot.words import initiative as words
from bot.words.language import LANGUAGES, N_, _, speaking
from storage.records import Records
from storage.tables import InitiativeRow

PAGE = 20


def new_form(request: Request, records: Records) -> Form:  # noqa: ARG001  # Every form is made from the same two.
    """Ask for an initiative; the words behind the command are its title."""
    parties = [unit.id for unit in request.agreement.units_on(request.today)]
    may_lead = [unit for unit in parties if request.by.may("initiative.register", [unit])]
    own = [unit for unit in request.by.units if unit in may_lead]
    title = re.split(r";|\b\w+:", request.words)[0].strip()
    return words.new_form(
        request.agreement, title=title, lead=own[0] if own else "", today=request.today, may_lead=may_lead, parties=parties
    )


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
    told = _tell(request, records, row)
    return Reply(words.registered(request.agreement, records.initiatives.full(row), told))


def _tell(request: Request, records: Records, row: InitiativeRow) -> int:
    """Owe the news to each other party's representative, once (clause "informere hinanden"); return how many parties that is."""
    contacts, told = records.people.contacts(request.today), 0
    full = records.initiatives.full(row)
    for unit in request.agreement.units_on(request.today):
        person = contacts.get((unit.id, Role.REPRESENTATIVE)) or contacts.get((unit.id, Role.DEPUTY))
        if person is None or person.id == request.by.id:
            continue
        with speaking(person.language):
            message = words.news(request.agreement, full, request.by.person, unit.id)
        told += records.outbox.add(
            Notice(
                agreement_id=request.agreement.id,
                kind=Kind.NOTICE,
                subject=f"initiative:{row.number}:{unit.id}",
                due=row.registered_at.isoformat(),
                to=to_person(person.id),
                message=message,
                closed=row.confidential,
            )
        )
    return told


@command("initiative list", danish="indsats liste", may="initiative.read", usage=N_("[track] [unit] [state] [silent] [page N]"))
def list_(request: Request, records: Records) -> Reply:
    """List initiatives, all or by track, unit, state or silence."""
    chosen, page, filters = selection(request, request.words)
    return _listed(request, records, chosen, page, f"/initiative list {filters}".strip())


@command("initiative find", danish="indsats find", may="initiative.read", usage=N_("WORDS"), aliases=("indsats søg",))
def find(request: Request, records: Records) -> Reply:
    """Find initiatives by words in their title or purpose."""
    found, page = _page_in(request.words)
    if not found:
        raise Refusal("why_needed", example="/initiative find skole")
    chosen = Selection(words=tuple(found.split()[:8]))
    return _listed(request, records, chosen, page, f"/initiative find {found}")


def _listed(request: Request, records: Records, chosen: Selection, page: int, again: str) -> Reply:
    """Reply with one page of a selection."""
    total = records.initiatives.count(chosen)
    pages = max(1, ceil(total / PAGE))
    page = min(page, pages)
    rows = records.initiatives.page(chosen, offset=(page - 1) * PAGE, limit=PAGE)
    if request.call.place.outsiders:
        rows = [one for one in rows if not one.initiative.confidential]
    return Reply(words.table(request.agreement, rows, total=total, page=page, pages=pages, command=again))


_PAGE = re.compile(r"\b(?:page|side)\s+(\d{1,4})\b", re.IGNORECASE)


def _page_in(text: str) -> tuple[str, int]:
    """Take `page 2` out of words."""
    found = _PAGE.search(text)
    return " ".join(_PAGE.sub(" ", text).split()), max(1, int(found[1])) if found else 1


def selection(request: Request, text: str) -> tuple[Selection, int, str]:
    """Read what somebody wants listed: `spor 2 osa aktiv side 3`, in any order and either language.

    Raises:
        Refusal: for a word that is no track, unit, state, silence or page.
    """
    rest, page = _page_in(text)
    filters, chosen = rest, Selection()
    while rest:
        chosen, rest = _one_filter(request, chosen, rest)
    return chosen, page, filters


def _one_filter(request: Request, chosen: Selection, rest: str) -> tuple[Selection, str]:
    """Read the first filter of a text and return what follows it."""
    agreement, pieces = request.agreement, rest.split()
    first = pieces[0].strip(",;").casefold()
    if first in {"track", "spor"} and len(pieces) > 1:
        track = agreement.find_track(pieces[1].strip(",;"))
        if track is not None:
            return replace(chosen, track=track.id), " ".join(pieces[2:])
    if first in _words_for_silent():
        since = request.today - timedelta(days=agreement.house.silent_after_days)
        return replace(chosen, silent_since=since), " ".join(pieces[1:])
    if (state := states_by_word().get(first)) is not None:
        return replace(chosen, state=state), " ".join(pieces[1:])
    unit, after = leading_unit(agreement, rest)
    if unit is not None:
        return replace(chosen, unit=unit), after
    if (track := agreement.find_track(first)) is not None:
        return replace(chosen, track=track.id), " ".join(pieces[1:])
    raise Refusal("no_such_filter", text=pieces[0][:40])


def states_by_word() -> dict[str, State]:
    """Return the states under every word people of either language use for them."""
    found: dict[str, State] = {}
    for language in LANGUAGES:
        with speaking(language):
            found |= {words.state(one).casefold(): one for one in State}
    inflected = {word + "e": one for word, one in found.items()} | {word.rstrip("t") + "t": one for word, one in found.items()}
    return {**inflected, **{one.value: one for one in State}, **found}


def _words_for_silent() -> set[str]:
    return {"silent", "tavs", "tavse", "stille"}


@command("initiative show", danish="indsats vis", may="initiative.read", usage=N_("I-7"))
def show(request: Request, records: Records) -> Reply:
    """Show an initiative, its latest status, and who has not seen it."""
    row = _named(request, records)
    if row.confidential and request.call.place.outsiders:
        raise Refusal("closed_content")
    full = records.initiatives.full(row)
    return Reply(
        words.shown(
            request.agreement,
            full,
            unseen=unseen(request, records, row),
            said=records.rounds.said_of(row, limit=6),
            may_change=request.by.may("initiative.change", full.units),
        )
    )


def unseen(request: Request, records: Records, row: InitiativeRow) -> list[str]:
    """Return the parties that have not said they have seen it; a party that joined later is not among them."""
    saw = records.initiatives.units_that_saw(row)
    then = row.registered_at.astimezone(request.agreement.zone).date()
    return [unit.id for unit in request.agreement.units_on(then) if unit.id not in saw and unit.is_party(request.today)]


def update_form(request: Request, records: Records) -> Form | None:
    """Ask for the new state and why, unless both were typed behind the number."""
    row = _named(request, records)
    return None if len(request.words.split(maxsplit=1)) > 1 and ":" not in request.words else words.update_form(row)


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
    state = states_by_word().get(word.strip(",.;").casefold())
    if state is None:
        raise Refusal("not_an_option", text=word[:40], options=[words.state(one) for one in State])
    if not why:
        raise Refusal("why_needed", example=f"/initiative update {ref} {word} …")
    if len(why[0]) > words.LONGEST_WHY:
        raise Refusal("too_long", length=len(why[0]), longest=words.LONGEST_WHY)
    return state, why[0]


@command("initiative join", danish="indsats deltag", may="initiative.change", usage=N_("I-7 [unit]"), changes=True)
def join(request: Request, records: Records) -> Reply:
    """Let your unit take part in an initiative."""
    row, unit = _part(request, records, "/initiative join I-7 osa")
    if unit in records.initiatives.full(row).units:
        raise Refusal("takes_part_already", ref=row.ref, unit=words.short(request.agreement, unit))
    records.initiatives.join(row, unit, by=request.by.id, today=request.today)
    return Reply(words.joined(request.agreement, row, unit))


@command("initiative leave", danish="indsats forlad", may="initiative.change", usage=N_("I-7 [unit]"), changes=True)
def leave(request: Request, records: Records) -> Reply:
    """Let your unit leave an initiative; what it did stays on record."""
    row, unit = _part(request, records, "/initiative leave I-7 osa")
    if unit == row.lead:
        raise Refusal("lead_stays", ref=row.ref, unit=words.short(request.agreement, unit))
    if unit not in records.initiatives.full(row).units:
        raise Refusal("takes_no_part", ref=row.ref, unit=words.short(request.agreement, unit))
    records.initiatives.leave(row, unit, by=request.by.id, today=request.today)
    return Reply(words.left(request.agreement, row, unit))


def _part(request: Request, records: Records, example: str) -> tuple[InitiativeRow, str]:
    """Read an initiative and the unit whose part in it is meant; one may speak for one's own unit only."""
    row = _open(_named(request, records))
    _, *rest = request.words.split(maxsplit=1)
    unit = unit_named(request.agreement, rest[0]) if rest else own_unit(request, "initiative.change", example)
    request.by.must("initiative.change", [unit])
    return row, unit


@command("initiative withdraw", danish="indsats tilbagetræk", may="initiative.change", usage=N_("I-7 WHY"), changes=True)
def withdraw(request: Request, records: Records) -> Reply:
    """Take back an initiative registered by mistake; it stays in the log."""
    row = _changeable(request, records)
    _, *why = request.words.split(maxsplit=1)
    if not why:
        raise Refusal("why_needed", example=f"/initiative withdraw {row.ref} …")
    if len(why[0]) > words.LONGEST_WHY:
        raise Refusal("too_long", length=len(why[0]), longest=words.LONGEST_WHY)
    records.initiatives.withdraw(row, why=why[0], by=request.by.id)
    records.outbox.supersede_about(request.agreement.id, f"initiative:{row.number}:")
    return Reply(words.withdrawn(row))


@command("initiative history", danish="indsats historik", may="initiative.read", usage=N_("I-7"))
def history(request: Request, records: Records) -> Reply:
    """Tell what happened to an initiative, when, by whom and why."""
    row = _named(request, records)
    if row.confidential and request.call.place.outsiders:
        raise Refusal("closed_content")
    entries = records.initiatives.history(row)
    names = records.people.names([one.by for one in entries if one.by])
    told = [(one.at, names.get(one.by or "", _("a rule")), one.verb, one.state, one.unit, one.why) for one in entries]
    return Reply(words.history(request.agreement, row, told))


@command("initiative seen", danish="indsats set", may="initiative.see", usage=N_("I-7 [unit]"), changes=True)
def seen(request: Request, records: Records) -> Reply:
    """Say that your unit has seen the news of an initiative."""
    row = _named(request, records)
    _, *rest = request.words.split(maxsplit=1)
    unit = unit_named(request.agreement, rest[0]) if rest else own_unit(request, "initiative.see", "/initiative seen I-7 osa")
    request.by.must("initiative.see", [unit])
    first = records.initiatives.seen(row, unit, by=request.by.id)
    full = records.initiatives.full(row)
    message = words.seen(request.agreement, full, unit, first=first, unseen=unseen(request, records, row))
    return Reply(message, replaces=request.call.how == "pressed")


def _named(request: Request, records: Records) -> InitiativeRow:
    """Return the initiative whose number stands first."""
    ref = request.words.split(maxsplit=1)[:1]
    return records.initiatives.by_number(number_in(ref[0] if ref else ""))


def _open(row: InitiativeRow) -> InitiativeRow:
    """Return the initiative unless it was withdrawn."""
    if row.withdrawn_at is not None:
        raise Refusal("withdrawn", ref=row.ref)
    return row


def _changeable(request: Request, records: Records) -> InitiativeRow:
    """Return the named initiative if this person may change it."""
    row = _open(_named(request, records))
    request.by.must("initiative.change", records.initiatives.full(row).units)
    return row
