"""What is shown of one yearly briefing: its days, its draft, what happened, and what may be done now. Its names are in briefing.py."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from bot.chat.markdown import Markdown, listed
from bot.chat.message import Button, Buttons, File, Menu, Message, Option, Part, Table, facts, text
from bot.domain.agreement import Agreement
from bot.domain.briefing import BEFORE_APPROVAL, WRITABLE, Deliverable, Event, State
from bot.domain.briefing_dates import OURS, Plan, Step, steps_taken
from bot.domain.passage import Consent, Passage
from bot.words.briefing import STEPS, body, evidence, name, next_step, paragraphs, passage_title, ref, standing, state
from bot.words.decision import minutes_of, where
from bot.words.initiative import shorts
from bot.words.language import N_, _, all_of, day, moment, number, pgettext, say, t
from bot.words.meeting import under

VERBS: Mapping[str, str] = {
    "draft": N_("draft written from the records"),
    "rewrite": N_("text changed: {words}"),
    "comment": N_("commented on"),
    "approve": N_("approved: {words}"),
    "hand_in": N_("handed in"),
    "agenda": N_("seen on the agenda {words}"),
    "enter": N_("evidence entered: {words}, {on}"),
    "confirm": N_("evidence confirmed: delivered {on}"),
    "defer": N_("put off from {on}: {words}"),
    "plan": N_("planned for {on}"),
}


@dataclass(frozen=True)
class Shown:
    """Everything that is shown of one deliverable."""

    deliverable: Deliverable
    plan: Plan
    consent: Consent
    passages: Sequence[Passage] = ()
    events: Sequence[tuple[Event, str]] = ()  # with the name of who did it
    comments: int = 0
    handed_in: tuple[str, str] | None = None  # the digests of the .docx and the Markdown
    may: frozenset[str] = frozenset()  # the rights of who asks
    own_units: Sequence[str] = ()
    names: Mapping[str, str] = field(default_factory=dict)


def shown(agreement: Agreement, one: Shown, today: date) -> Message:
    """Show one deliverable: its days, how far it has come, its passages, and what may be done now."""
    row, plan = one.deliverable, one.plan
    parts: list[Part] = [
        facts(
            {
                _("To"): body(agreement, row),
                pgettext("column", "State"): state(row),
                _("Duty"): standing(row, plan, today),
                _("Date"): day(plan.meets, week=True)
                if plan.known
                else say(_("{day} (the body's date is not known)"), day=day(plan.meets)),
                _("Late after"): day(plan.late_after, weekday=False),
                _("Next step"): next_step(agreement, row, plan) if not row.delivered else "",
                _("Approved"): where(row.decision),
                _("Evidence"): evidence(row),
            }
        ),
        _steps(row, plan, today),
    ]
    if one.passages:
        parts += _draft(agreement, one)
    parts += _own(agreement, one)
    if one.handed_in:
        digest = t(_("Handed in as SHA-256 {docx} (.docx)"), docx=one.handed_in[0])
        parts.append(text(digest))
    if one.events:
        parts.append(text(t(_("**What happened**")), listed(_event(agreement, *entry, one.names) for entry in one.events)))
    buttons = _may_do(one)
    if buttons:
        parts.append(Buttons(tuple(buttons)))
    parts.append(under(agreement, agreement.duty(row.duty)))
    return Message(name(agreement, row), tuple(parts))


def _steps(row: Deliverable, plan: Plan, today: date) -> Table:
    rows = tuple((_(STEPS[step]), day(on), _how_far(row, step, on, today)) for step, on in plan.steps.items())
    return Table(_("Planned backwards from the date"), (_("Step"), _("By"), pgettext("column", "State")), rows)


def _how_far(row: Deliverable, step: Step, on: date, today: date) -> str:
    """Tell how far a step is; of those that are not ours it is known only that their day has passed."""
    if step in steps_taken(row.state):
        return _("done")
    if on >= today:
        return _("to come")
    return _("outstanding") if step in OURS else _("passed")


def _draft(agreement: Agreement, one: Shown) -> list[Part]:
    """Show how the draft stands: whose agreement is lacking, and a way to each passage."""
    lines = []
    asked = (*one.consent.agreed, *one.consent.open)
    waits = one.deliverable.state in BEFORE_APPROVAL
    if asked and waits:
        lines.append(
            t(
                _("{count} of {units} units have agreed to their own passages."),
                count=number(len(one.consent.agreed)),
                units=number(len(asked)),
            )
        )
    if one.consent.missing and waits:
        lines.append(t(_("Must agree expressly: {units}."), units=shorts(agreement, one.consent.missing)))
    if one.consent.silent and waits:
        lines.append(t(_("Have said nothing yet: {units}."), units=shorts(agreement, one.consent.silent)))
    outdated = [passage for passage in one.passages if passage.outdated and one.deliverable.state in WRITABLE]
    if outdated:
        titles = all_of(passage_title(agreement, passage.key, one.names) for passage in outdated)
        lines.append(t(_("The records say something else now than when these were rewritten: {titles}."), titles=titles))
    if one.comments:
        lines.append(
            t(_("Comments: {count}. `/briefing comments {ref}` shows them."), count=one.comments, ref=ref(one.deliverable))
        )
    options = tuple(
        Option(passage_title(agreement, passage.key, one.names), passage.key)
        for passage in one.passages
        if not passage.key.startswith("table:")
    )[:100]
    menu = Menu(_("Read a passage"), f"/briefing passage {ref(one.deliverable)}", options)
    return [text(*lines), *((menu,) if options else ())]


def _own(agreement: Agreement, one: Shown) -> list[Part]:
    """Show somebody the passages of their own unit that wait for its agreement, so that they need look nowhere else."""
    if one.deliverable.state not in BEFORE_APPROVAL:
        return []
    mine = [passage for passage in one.passages if passage.unit in one.own_units and not passage.agreed]
    return [
        text(t("**{title}**", title=passage_title(agreement, passage.key, one.names)), *paragraphs(passage.text))
        for passage in mine
    ]


def _event(agreement: Agreement, one: Event, by: str, names: Mapping[str, str]) -> Markdown:
    on = day(one.on, weekday=False) if one.on else ""
    words = passage_title(agreement, one.words, names) if one.verb == "rewrite" else where(one.words)
    what = say(_(VERBS[one.verb]), words=words, on=on).strip(" ,:")
    return t(_("**{when}** {what}, by {by}"), when=moment(one.at, agreement.zone), what=what, by=by)


def _may_do(one: Shown) -> list[Button]:
    """Return the buttons for what may be done now by who looks."""
    row, typed = one.deliverable, ref(one.deliverable)
    found: list[Button] = []
    if any(unit in one.consent.open for unit in one.own_units) and row.state in BEFORE_APPROVAL:
        found.append(Button(_("Agree to our passages"), f"/briefing agree {typed}", "primary"))
    if "briefing.run" in one.may:
        found += _to_run(row, typed)
    if row.waits_for_confirmation and "briefing.confirm" in one.may:
        found.append(Button(_("Confirm the evidence"), f"/briefing confirm {typed}", "primary"))
    if row.drafted_at is not None:
        found.append(Button(_("Get the document"), f"/briefing document {typed}"))
        if not row.delivered and "briefing.comment" in one.may:
            found.append(Button(_("Add a comment"), f"/briefing comment {typed}"))
    found += minutes_of(row.decision)
    return found


def _to_run(row: Deliverable, typed: str) -> list[Button]:
    """Return what the facilitator may do next, the usual thing first."""
    draft = Button(_("Write the draft"), f"/briefing draft {typed}", "primary")
    approve = Button(_("Approved at a meeting"), f"/briefing approve {typed}", "primary")
    anew = Button(_("Write it anew from the records"), f"/briefing draft {typed}")
    enter = Button(_("Enter the outcome"), f"/briefing deliver {typed}", "primary")
    listed_ = Button(_("It is on the agenda"), f"/briefing agenda {typed}")
    off = Button(_("Put off"), f"/briefing defer {typed}")
    return {
        State.PLANNED: [draft],
        State.DRAFT: [approve, anew],
        State.COMMENTED: [approve, anew],
        State.APPROVED: [Button(_("Hand in"), f"/briefing hand-in {typed}", "primary")],
        State.HANDED_IN: [listed_, enter, off],
        State.DEFERRED: [listed_, enter, off, anew],
        State.ON_AGENDA: [off] if row.waits_for_confirmation else [enter, off],
        State.DELIVERED: [],
    }[row.state]


def document(agreement: Agreement, one: Deliverable, files: Sequence[File], digests: tuple[str, str], *, kept: bool) -> Message:
    """Give the document away as files."""
    if kept:
        said = t(_("This is what was handed in. SHA-256 of the .docx: {digest}"), digest=digests[0])
    elif one.decision:
        said = t(_("Approved: {decision}. It has not been handed in yet."), decision=where(one.decision))
    else:
        said = t(_("This is a draft. It is not approved."))
    return Message(say(_("Document: {name}"), name=name(agreement, one)), (text(said), *files))
