"""The forms about yearly briefings: what is asked, with which words. What the answers mean is for bot/commands."""

from collections.abc import Sequence
from datetime import date

from bot.chat.form import Check, Choice, Choices, Day, Field, Form, Long, Short
from bot.chat.message import Option
from bot.domain.agreement import Agreement
from bot.domain.briefing import LONGEST_ITEM, Deliverable, Outcome
from bot.domain.passage import LONGEST_PASSAGE, Passage
from bot.words.briefing import OUTCOMES, body, inside, name, ref
from bot.words.decision import field as decision_field
from bot.words.decision import latest
from bot.words.language import LANGUAGES, _, speaking, spoken, t

LONGEST_COMMENT = 1000
LONGEST_WHY = 300


def edit_form(one: Deliverable, passage: Passage, title: str, *, approved: bool) -> Form:
    """Ask for a passage's words."""
    warning = t(_("It is approved as it stands; a change asks for a new approval.")) if approved else t("")
    how = t(
        _(
            "An empty line begins a paragraph, “- ” an item of a list. The document becomes public: no names, and no small numbers of people."
        )
    )
    return Form(
        title=_("Change the text"),
        command=f"/briefing edit {ref(one)} {passage.key}",
        fields=(
            Long(
                name="text",
                label=title,
                required=True,
                longest=LONGEST_PASSAGE,
                value=passage.text[:LONGEST_PASSAGE],
                aliases=("text", "tekst"),
            ),
            *_back(passage),
        ),
        submit=_("Save"),
        intro="\n\n".join(filter(None, (how, warning))),
    )


def _back(passage: Passage) -> tuple[Field, ...]:
    if passage.edited is None:
        return ()
    label = _("Use the records' words again")
    return (Check(name="restore", label=label, hint=_("What you wrote is then taken away."), aliases=("gendan",)),)


def comment_form(one: Deliverable, key: str, title: str) -> Form:
    """Ask for a remark."""
    return Form(
        title=_("Comment"),
        command=f"/briefing comment {ref(one)} {key}".strip(),
        fields=(
            Long(
                name="comment",
                label=_("Comment"),
                required=True,
                longest=LONGEST_COMMENT,
                hint=_("Everybody who may read the draft sees it."),
                aliases=("kommentar", "bemærkning"),
            ),
        ),
        submit=_("Save"),
        intro=t("{title}", title=title),
    )


def approve_form(agreement: Agreement, one: Deliverable, covers: Sequence[Deliverable], said: str, recent: Sequence[str]) -> Form:
    """Ask where it was approved."""
    covered = ", ".join(name(agreement, row) for row in covers)
    return Form(
        title=_("Approve"),
        command=f"/briefing approve {ref(one)}",
        fields=(decision_field(),),
        submit=_("Approve"),
        intro="\n\n".join(
            filter(
                None,
                (
                    t(
                        _("Approved by {body}: {covered}."),
                        body=inside(agreement.running_body.name(spoken())),
                        covered=covered,
                    ),
                    t("{said}", said=said) if said else "",
                    latest(recent),
                ),
            )
        ),
    )


def outcomes() -> tuple[Option, ...]:
    """Return the outcomes as choices, under their names in either language."""
    names: dict[Outcome, list[str]] = {one: [] for one in Outcome}
    for language in LANGUAGES:
        with speaking(language):
            for one in Outcome:
                names[one].append(_(OUTCOMES[one]))
    return tuple(Option(_(OUTCOMES[one]).capitalize(), one.value, tuple(names[one])) for one in Outcome)


def deliver_form(agreement: Agreement, one: Deliverable, meets: date, also: Sequence[Deliverable]) -> Form:
    """Ask what the body did with it, and what shows that."""
    others: tuple[Field, ...] = ()
    if also:
        options = tuple(Option(name(agreement, row), row.duty) for row in also)
        others = (Choices(name="also", label=_("The same item also delivers"), options=options, aliases=("også",)),)
    return Form(
        title=_("Outcome"),
        command=f"/briefing deliver {ref(one)}",
        fields=(
            Day(name="on", label=_("Date"), required=True, value=meets.isoformat(), aliases=("day", "dag", "dato")),
            Short(
                name="item",
                label=_("Item number or link"),
                required=True,
                longest=LONGEST_ITEM,
                value=one.item,
                hint=_("Where anybody can look it up; for a briefing in writing, the reference of the dispatch."),
                aliases=("item", "punkt", "pkt", "link"),
            ),
            Choice(
                name="outcome",
                label=_("Outcome"),
                required=True,
                options=outcomes(),
                value=Outcome.NOTED.value,
                hint=_("If the body put it off, the duty stays open and I propose its next date."),
                aliases=("udfald", "resultat"),
            ),
            Check(name="written", label=_("In writing"), hint=_("Told outside a meeting."), aliases=("skriftligt", "skriftlig")),
            Check(
                name="filed",
                label=_("Filed in the journal system"),
                value="yes" if one.filed else "",
                aliases=("journaliseret", "filed"),
            ),
            *others,
        ),
        submit=_("Enter"),
        intro=t(
            _("{name}, to {body}. Somebody other than you confirms it afterwards."),
            name=name(agreement, one),
            body=inside(body(agreement, one)),
        ),
    )


def defer_form(agreement: Agreement, one: Deliverable, proposed: date | None) -> Form:
    """Ask to which day it is put off, and why."""
    return Form(
        title=_("Put off"),
        command=f"/briefing defer {ref(one)}",
        fields=(
            Day(
                name="to",
                label=_("To which day"),
                required=True,
                value=proposed.isoformat() if proposed else "",
                hint=_("The body's next date is proposed, where it is known."),
                aliases=("til", "day", "dag", "dato"),
            ),
            Short(name="why", label=_("Why"), required=True, longest=LONGEST_WHY, aliases=("hvorfor", "fordi", "because")),
        ),
        submit=_("Put off"),
        intro=t(
            _("{name}. The duty stays open until {body} has been told."),
            name=name(agreement, one),
            body=inside(body(agreement, one)),
        ),
    )
