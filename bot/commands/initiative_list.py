"""Commands that look at initiatives: list, find, show, history. Those that change them stand in initiative.py."""

import re
from dataclasses import replace
from datetime import timedelta
from math import ceil

from bot.chat.markdown import Markdown
from bot.chat.request import Reply, Request
from bot.commands.units_named import leading_unit
from bot.domain.initiative import Initiative, Registered, Selection, number_in
from bot.refusal import Refusal
from bot.registry import command
from bot.words import initiative as words
from bot.words.decision import decided
from bot.words.language import N_, _
from storage.records import Records
from storage.tables import InitiativeRow

PAGE = 20
LONGEST_WISH = 200


@command("initiative list", danish="indsats liste", may="initiative.read", usage=N_("[track] [unit] [state] [silent] [page N]"))
def list_(request: Request, records: Records) -> Reply:
    """List initiatives, all or by track, unit, state or silence."""
    _fitting(request.words)
    chosen, page, filters = selection(request, request.words)
    return _listed(request, records, chosen, page, f"/initiative list {filters}".strip())


@command("initiative find", danish="indsats find", may="initiative.read", usage=N_("WORDS"), aliases=("indsats søg",))
def find(request: Request, records: Records) -> Reply:
    """Find initiatives by words in their title or purpose."""
    _fitting(request.words)
    found, page = _page_in(request.words)
    if not found:
        raise Refusal("words_needed", example=_("/initiative find school"))
    chosen = Selection(words=tuple(dict.fromkeys(found.split())))
    return _listed(request, records, chosen, page, f"/initiative find {found}")


def _listed(request: Request, records: Records, chosen: Selection, page: int, again: str) -> Reply:
    """Reply with one page of a selection; nobody learns from a count what is not shown to them."""
    chosen = replace(chosen, confidential=not request.call.place.outsiders)
    total = records.initiatives.count(chosen)
    pages = max(1, ceil(total / PAGE))
    page = min(page, pages)
    rows = records.initiatives.page(chosen, offset=(page - 1) * PAGE, limit=PAGE)
    return Reply(words.table(request.agreement, rows, total=total, page=page, pages=pages, command=again))


def _fitting(text: str) -> None:
    """Refuse words that do not fit behind a button to the next page.

    Raises:
        Refusal: when there are more than anybody looks for.
    """
    if len(text) > LONGEST_WISH:
        raise Refusal("too_long", length=len(text), longest=LONGEST_WISH)


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
        if track is None:
            raise Refusal("no_such_filter", text=" ".join(pieces[:2])[:40])
        return replace(chosen, track=track.id), " ".join(pieces[2:])
    if first in _words_for_silent():
        since = request.today - timedelta(days=agreement.house.silent_after_days)
        return replace(chosen, silent_since=since), " ".join(pieces[1:])
    if (state := words.states_by_word().get(first)) is not None:
        return replace(chosen, state=state), " ".join(pieces[1:])
    unit, after = leading_unit(agreement, rest)
    if unit is not None:
        return replace(chosen, unit=unit), after
    if (track := agreement.find_track(first)) is not None:
        return replace(chosen, track=track.id), " ".join(pieces[1:])
    raise Refusal("no_such_filter", text=pieces[0][:40])


def _words_for_silent() -> set[str]:
    return {"silent", "tavs", "tavse", "stille"}


@command("initiative show", danish="indsats vis", may="initiative.read", usage=N_("I-7"))
def show(request: Request, records: Records) -> Reply:
    """Show an initiative, its latest status, and who has not seen it."""
    row = named(request, records)
    full = records.initiatives.full(row)
    return Reply(
        words.shown(
            request.agreement,
            full,
            unseen=unseen(request, full),
            said=records.rounds.said_of(row, limit=6),
            may_change=request.by.may("initiative.change", full.units),
            decided=_decided(request, records, row),
        )
    )


def _decided(request: Request, records: Records, row: InitiativeRow) -> list[Markdown]:
    """Return what meetings decided about an initiative, as far as it may be read here."""
    found = records.decisions.of_initiative(row)
    return [decided(one) for one in found if not (one.confidential and request.call.place.outsiders)]


def unseen(request: Request, one: Registered) -> list[str]:
    """Return the parties that have not said they have seen it; a party that joined later is not among them."""
    assert one.seen_by is not None  # It was asked for alone.
    then = one.initiative.registered_at.astimezone(request.agreement.zone).date()
    return [unit.id for unit in request.agreement.units_on(then) if unit.id not in one.seen_by and unit.is_party(request.today)]


@command("initiative history", danish="indsats historik", may="initiative.read", usage=N_("I-7"))
def history(request: Request, records: Records) -> Reply:
    """Tell what happened to an initiative, when, by whom and why."""
    row = named(request, records)
    entries = records.initiatives.history(row)
    names = records.people.names([one.by for one in entries if one.by])
    told = [(one.at, names.get(one.by or "", _("a rule")), one.verb, one.state, one.unit, one.why) for one in entries]
    return Reply(words.history(request.agreement, row, told, _decided(request, records, row)))


def named(request: Request, records: Records) -> InitiativeRow:
    """Return the row of the initiative whose number stands first.

    Raises:
        Refusal: when there is none, or it is not for the room it is asked about in.
    """
    row = records.initiatives.by_number(_number(request))
    _must_read_here(request, row)
    return row


def looked_at(request: Request, records: Records) -> Registered:
    """Return the initiative whose number stands first with all that hangs on it, where its own row stays as it is.

    Raises:
        Refusal: as `named`.
    """
    found = records.initiatives.registered(_number(request))
    _must_read_here(request, found.initiative)
    return found


def _number(request: Request) -> int:
    ref = request.words.split(maxsplit=1)[:1]
    if not ref:
        raise Refusal("ref_needed")
    return number_in(ref[0].rstrip(",.:;"))


def _must_read_here(request: Request, initiative: Initiative) -> None:
    if initiative.confidential and request.call.place.outsiders:
        raise Refusal("closed_content")
