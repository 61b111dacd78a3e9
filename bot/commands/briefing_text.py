"""Commands about a briefing's draft: write it from the records, change a passage, comment, and a unit's agreement to its own passages."""

from bot.acts import briefing as act
from bot.acts import briefing_draft as drafting
from bot.acts.briefing import lead_of, shared
from bot.chat.form import Form
from bot.chat.request import Reply, Request
from bot.commands.briefing_list import titles_of
from bot.commands.briefing_named import changeable, looked_at, passage_named
from bot.commands.units_named import leading_unit
from bot.domain import briefing as rules
from bot.domain.briefing import State
from bot.domain.initiative import Selection
from bot.domain.passage import Comment, consent
from bot.domain.public_text import names_in, small_counts
from bot.refusal import Refusal
from bot.registry import command
from bot.words import briefing as words
from bot.words import briefing_done as done
from bot.words import briefing_form as forms
from bot.words.language import N_
from storage.records import Records
from storage.tables import BriefingRow


@command(
    "briefing draft",
    danish="orientering udkast",
    may="briefing.run",
    usage=N_("NAME [year]"),
    changes=True,
    lasts=True,
    aliases=("orientation draft",),
)
def draft(request: Request, records: Records) -> Reply:
    """Write the draft from the year's records, or write it anew; what people wrote stays."""
    row, _rest = changeable(request, records)
    rows = drafting.write(records, request.agreement, row, by=request.by.id, today=request.today)
    lead = lead_of(records, request.agreement, row)
    passages = [one for row_ in rows for one in records.briefings.passages(row_)]
    asked = consent(request.agreement, records.briefings.passages(lead)).open
    without = records.initiatives.count(Selection()) - records.initiatives.count(Selection(confidential=False))
    message = done.drafted(
        request.agreement, rows, kept=sum(one.edited is not None for one in passages), asked=asked, without=without
    )
    return Reply(message)


def edit_form(request: Request, records: Records) -> Form:
    """Ask for a passage's words."""
    one, rest = looked_at(request, records)
    row, _rest = passage_named(request, records, one, rest)
    request.by.must("briefing.edit", [row.unit] if row.unit else [])
    rules.rewritten(one)
    title = words.passage_title(request.agreement, row.key, titles_of(records, one))
    return forms.edit_form(one, row, title, approved=one.state is State.APPROVED)


@command(
    "briefing edit",
    danish="orientering ret",
    may="briefing.edit",
    usage=N_("NAME PASSAGE"),
    form=edit_form,
    changes=True,
    lasts=True,
    aliases=("orientation edit",),
)
def edit(request: Request, records: Records) -> Reply:
    """Change a passage of a draft; it stays as you wrote it."""
    one, rest = changeable(request, records)
    row, _rest = passage_named(request, records, one, rest)
    request.by.must("briefing.edit", [row.unit] if row.unit else [])
    titles = titles_of(records, one)
    if request.filled.ticked("restore"):
        act.rewrite(records, request.agreement, one, row, None, by=request.by.id)
        return Reply(done.restored(request.agreement, one, row.key, titles))
    text = request.filled.text("text")
    _fit_to_be_public(request, records, text)
    reopened = one.state is State.APPROVED
    if text != row.text:
        act.rewrite(records, request.agreement, one, row, text, by=request.by.id)
    return Reply(done.rewritten(request.agreement, one, row.key, titles, reopened=reopened))


def _fit_to_be_public(request: Request, records: Records, text: str) -> None:
    """Refuse words that the document must not show.

    Raises:
        Refusal: beside the field, naming what stands in the way.
    """
    if named := names_in(text, [one.name for one in records.people.everybody()]):
        raise Refusal.of_fields({"text": Refusal("names_in_public", names=named)})
    limit = request.agreement.house.suppress_counts_under
    if found := small_counts(text, limit):
        raise Refusal.of_fields({"text": Refusal("small_counts", found=found[:3], limit=limit)})


def comment_form(request: Request, records: Records) -> Form:
    """Ask for a remark, on the whole or on one passage."""
    one, rest = looked_at(request, records)
    rules.commented(one)
    if not rest:
        return forms.comment_form(one, "", words.name(request.agreement, one))
    row, said = passage_named(request, records, one, rest)
    form = forms.comment_form(one, row.key, words.passage_title(request.agreement, row.key, titles_of(records, one)))
    return form.filled({"comment": said}) if said else form


@command(
    "briefing comment",
    danish="orientering kommentér",
    may="briefing.comment",
    usage=N_("NAME [PASSAGE]"),
    form=comment_form,
    changes=True,
    lasts=True,
    aliases=("orientering kommenter", "orientation comment"),
)
def comment(request: Request, records: Records) -> Reply:
    """Comment on a draft, or on one passage of it."""
    row, rest = changeable(request, records)
    key = passage_named(request, records, row, rest)[0].key if rest else ""
    units = request.by.units
    plain = Comment(
        passage=key,
        text=request.filled.text("comment"),
        unit=units[0] if len(units) == 1 else None,
        by=request.by.id,
        at=request.now,
    )
    act.comment(records, request.agreement, row, plain)
    return Reply(done.commented(request.agreement, row))


@command(
    "briefing agree",
    danish="orientering tiltræd",
    may="briefing.agree",
    usage=N_("NAME [unit]"),
    changes=True,
    lasts=True,
    aliases=("orientering tiltraed", "orientation agree"),
)
def agree(request: Request, records: Records) -> Reply:
    """Agree to your unit's own passages, word for word."""
    row, rest = changeable(request, records)
    unit, _more = leading_unit(request.agreement, rest) if rest else (None, "")
    units = [unit] if unit else [one for one in request.by.units if request.by.may("briefing.agree", [one])]
    request.by.must("briefing.agree", units)
    lead = _drafted(records, request, row)
    mine = [one for one in units if any(passage.unit == one for passage in records.briefings.passages(lead))]
    if not mine:
        raise Refusal("no_own_passages", units=[request.agreement.unit(one).short for one in units])
    if lead.state not in rules.BEFORE_APPROVAL:
        raise Refusal("briefing_too_far", duty=lead.duty, year=lead.year)
    count = len(act.agree(records, request.agreement, row, mine, by=request.by.id))
    missing = consent(request.agreement, records.briefings.passages(lead)).missing
    return Reply(done.agreed(request.agreement, row, mine, count, missing))


def _drafted(records: Records, request: Request, row: BriefingRow) -> BriefingRow:
    lead = shared(records, request.agreement, row)[0]
    if lead.drafted_at is None:
        raise Refusal("no_draft", duty=row.duty, year=row.year)
    return lead
