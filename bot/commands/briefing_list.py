"""Commands that look at yearly briefings (Danish: orientering): list, show, passage, comments, document."""

import re

from bot.acts.briefing import owed_in, passages_of, plans_of
from bot.acts.briefing_draft import files
from bot.chat.request import Reply, Request
from bot.commands.briefing_named import looked_at, passage_named
from bot.domain.briefing import Deliverable, prepared_with
from bot.domain.passage import consent
from bot.refusal import Refusal
from bot.registry import command
from bot.words import briefing as words
from bot.words import briefing_done as done
from bot.words import briefing_shown as views
from bot.words.language import N_, _
from storage.records import Records

RIGHTS = ("briefing.run", "briefing.comment", "briefing.confirm")


@command("briefing list", danish="orientering liste", may="briefing.read", usage=N_("[year]"), aliases=("orientation list",))
def list_(request: Request, records: Records) -> Reply:
    """List a year's briefings: when, how far, and whether each duty is fulfilled."""
    found = re.search(r"(?<!\d)\d{4}(?!\d)", request.words)
    year = int(found[0]) if found else request.today.year
    shown = [(one.deliverable, one.plan) for one in owed_in(records, request.agreement, year)]
    return Reply(words.the_list(request.agreement, year, shown, request.today, run=request.by.may("briefing.run")))


@command("briefing show", danish="orientering vis", may="briefing.read", usage=N_("NAME [year]"), aliases=("orientation show",))
def show(request: Request, records: Records) -> Reply:
    """Show one briefing: its days, its draft, what happened, and what you may do now."""
    one, _rest = looked_at(request, records)
    return Reply(views.shown(request.agreement, _view(request, records, one), request.today))


def _view(request: Request, records: Records, one: Deliverable) -> views.Shown:
    """Gather what is shown of a deliverable."""
    agreement = request.agreement
    row = records.briefings.find(one.duty, one.year)
    lead = records.briefings.find(prepared_with(agreement, one.duty), one.year)
    events = records.briefings.events(row) if row else ()
    names = records.people.names([event.by for event in events if event.by])
    kept = records.briefings.document(row) if row else None
    return views.Shown(
        one,
        plans_of(records, agreement, one.year)[one.duty],
        consent(agreement, records.briefings.passages(lead) if lead else ()),
        passages=passages_of(records, agreement, one),
        events=[(event, names.get(event.by or "", _("a rule"))) for event in events],
        comments=len(records.briefings.comments(lead)) if lead else 0,
        handed_in=(kept.docx_sha256, kept.markdown_sha256) if kept else None,
        may=frozenset(right for right in RIGHTS if request.by.may(right)),
        own_units=request.by.units,
        names=titles_of(records, one),
    )


def titles_of(records: Records, one: Deliverable) -> dict[str, str]:
    """Return the titles of the focus areas a draft may speak of, by reference."""
    areas = [*records.focuses.of_year(one.year), *records.focuses.of_year(one.year + 1)]
    return {focus.area.ref: focus.area.title for focus in areas}


@command(
    "briefing passage",
    danish="orientering afsnit",
    may="briefing.read",
    usage=N_("NAME PASSAGE"),
    aliases=("orientation passage",),
)
def passage(request: Request, records: Records) -> Reply:
    """Show a passage of a draft, and the records it is counted from."""
    one, rest = looked_at(request, records)
    row, _rest = passage_named(request, records, one, rest)
    may = set()
    if request.by.may("briefing.edit", [row.unit] if row.unit else []) and not one.delivered:
        may.add("edit")
    if row.unit and request.by.may("briefing.agree", [row.unit]):
        may.add("agree")
    shown = done.passage(
        request.agreement, one, row, titles=titles_of(records, one), sources=row.sources.split(), may=frozenset(may)
    )
    return Reply(shown)


@command(
    "briefing comments",
    danish="orientering kommentarer",
    may="briefing.read",
    usage=N_("NAME [year]"),
    aliases=("orientation comments",),
)
def comments(request: Request, records: Records) -> Reply:
    """Show the comments on a draft."""
    one, _rest = looked_at(request, records)
    row = records.briefings.find(prepared_with(request.agreement, one.duty), one.year)
    found = records.briefings.comments(row) if row else ()
    names = records.people.names([each.by for each in found])
    said = [(each, names.get(each.by, "–")) for each in found]
    return Reply(done.comments(request.agreement, one, said, titles_of(records, one)))


@command(
    "briefing document",
    danish="orientering dokument",
    may="briefing.read",
    usage=N_("NAME [year]"),
    aliases=("orientation document",),
)
def document(request: Request, records: Records) -> Reply:
    """Get the document as .docx and Markdown: what was handed in, or the draft."""
    one, _rest = looked_at(request, records)
    if one.drafted_at is None:
        raise Refusal("no_draft", duty=one.duty, year=one.year)
    made = files(records, request.agreement, one)
    row = records.briefings.find(one.duty, one.year)
    kept = records.briefings.document(row) if row else None
    same = kept is not None and kept.docx_sha256 == made.docx_sha256
    digests = (made.docx_sha256, made.markdown_sha256)
    return Reply(views.document(request.agreement, one, (made.docx, made.markdown), digests, kept=same))
