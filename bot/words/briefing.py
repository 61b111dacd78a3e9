"""What the bot says about the yearly briefings: what is owed, how far it has come, and what each step did."""

from collections.abc import Mapping, Sequence
from datetime import date

from bot.chat.markdown import Markdown, listed
from bot.chat.message import Button, Buttons, Message, Table, text
from bot.domain.agreement import Agreement
from bot.domain.briefing import BEFORE_APPROVAL, Deliverable, Outcome, State, is_about_focus
from bot.domain.briefing_dates import Plan, Step, Verdict, verdict
from bot.words.language import N_, _, day, number, pgettext, say, spoken, t

STATES: Mapping[State, str] = {
    State.PLANNED: N_("not begun"),
    State.DRAFT: N_("draft"),
    State.COMMENTED: N_("draft with comments"),
    State.APPROVED: N_("approved"),
    State.HANDED_IN: N_("handed in"),
    State.ON_AGENDA: N_("on the agenda"),
    State.DEFERRED: N_("put off"),
    State.DELIVERED: N_("delivered"),
}
OUTCOMES: Mapping[Outcome, str] = {
    Outcome.NOTED: N_("noted"),
    Outcome.APPROVED: N_("approved by the body"),
    Outcome.ENDORSED: N_("endorsed"),
    Outcome.DISCUSSED: N_("discussed"),
    Outcome.DEFERRED: N_("put off by the body"),
}
STEPS: Mapping[Step, str] = {
    Step.PROPOSE: N_("The parties propose focus areas"),
    Step.DRAFT: N_("Draft from the records"),
    Step.CHECK_OPENS: N_("Units check their own passages"),
    Step.CHECK_CLOSES: N_("The check ends"),
    Step.APPROVE: N_("Approved by the operative group"),
    Step.HAND_IN: N_("Handed in"),
    Step.DISPATCH: N_("The body's agenda goes out"),
    Step.MEETS: N_("The body meets"),
}
VERDICTS: Mapping[Verdict, str] = {
    Verdict.COMING: N_("on its way"),
    Verdict.BEHIND: N_("behind our own plan"),
    Verdict.WARNED: N_("soon due"),
    Verdict.OVERDUE: N_("overdue"),
    Verdict.ON_TIME: N_("delivered in time"),
    Verdict.LATE: N_("delivered late"),
}


def name(agreement: Agreement, one: Deliverable) -> str:
    """Return what a deliverable is called in talk, with the year it tells of: for focus areas that is the coming one."""
    year = one.year + 1 if is_about_focus(agreement, one.duty) else one.year
    return say("{duty} {year}", duty=agreement.duty(one.duty).name(spoken()), year=year)


def ref(one: Deliverable) -> str:
    """Return how a deliverable is typed."""
    return f"{one.duty} {one.year}"


def body(agreement: Agreement, one: Deliverable) -> str:
    """Return the name of the body that receives it."""
    to = agreement.duty(one.duty).to
    return agreement.body(to).name(spoken()) if to else ""


def inside(called: str) -> str:
    """Return a name as it stands inside a sentence: the article that begins it is small there."""
    return f"{called[0].lower()}{called[1:]}" if called.startswith(("Den ", "The ")) else called


def state(one: Deliverable) -> str:
    """Return how far it has come, in a word or two."""
    if one.waits_for_confirmation:
        return _("evidence entered, not confirmed")
    return _(STATES[one.state])


def standing(one: Deliverable, plan: Plan, today: date) -> str:
    """Return how it stands against its duty."""
    said = _(VERDICTS[verdict(one, plan, today)])
    return say(_("{said}, in writing"), said=said) if one.delivered and one.written else said


def the_list(agreement: Agreement, year: int, shown: Sequence[tuple[Deliverable, Plan]], today: date, *, run: bool) -> Message:
    """List a year's deliverables: when, how far, and how each stands against its duty."""
    rows = tuple(
        (
            one.duty,
            body(agreement, one),
            _day_of(one, plan),
            state(one),
            next_step(agreement, one, plan) if not one.delivered else "",
            standing(one, plan, today),
        )
        for one, plan in shown
    )
    columns = (_("Briefing"), _("To"), _("Date"), pgettext("column", "State"), _("Next step"), _("Duty"))
    if not rows:
        return Message(say(_("No briefings are owed in {year}"), year=year))
    overdue = sum(verdict(one, plan, today) is Verdict.OVERDUE for one, plan in shown)
    delivered = sum(one.delivered for one, _plan in shown)
    headline = say(
        _("Briefings {year}: {delivered} of {count} delivered"), year=year, delivered=number(delivered), count=number(len(rows))
    )
    if overdue:
        headline = say(_("{headline}, {overdue} overdue"), headline=headline, overdue=number(overdue))
    buttons = [Button(say(_("Show {one}"), one=one.duty), f"/briefing show {ref(one)}") for one, _plan in shown]
    buttons.append(Button(_("Focus areas"), f"/focus list {year + 1}"))
    if run:
        buttons.append(Button(_("The bodies' dates"), "/briefing dates"))
    guessed = [one.duty for one, plan in shown if not plan.known and not one.delivered]
    note = t(_("~ The body's own date is not known yet; a house rule stands in for it.")) if guessed else Markdown("")
    return Message(headline, (Table("", columns, rows), *((text(note),) if note else ()), Buttons(tuple(buttons))))


def _day_of(one: Deliverable, plan: Plan) -> str:
    if one.delivered and one.delivered_on:
        return day(one.delivered_on, weekday=False)
    said = day(plan.meets, weekday=False)
    return said if plan.known else f"~ {said}"


def next_step(agreement: Agreement, one: Deliverable, plan: Plan) -> str:
    """Return what comes next and by when."""
    lead = plan.lead == one.duty
    steps = {
        State.PLANNED: (_("draft"), Step.DRAFT),
        State.DRAFT: (_("approval by the operative group"), Step.APPROVE),
        State.COMMENTED: (_("approval by the operative group"), Step.APPROVE),
        State.APPROVED: (_("hand in"), Step.HAND_IN),
        State.HANDED_IN: (_("on the agenda"), Step.DISPATCH),
        State.DEFERRED: (_("before the body again"), Step.MEETS),
        State.ON_AGENDA: (_("enter the outcome"), Step.MEETS),
    }
    if one.waits_for_confirmation:
        return _("somebody else confirms the evidence")
    what, step = steps[one.state]
    if not lead and one.state in BEFORE_APPROVAL:
        what = say(_("{what} (with {lead})"), what=what, lead=agreement.duty(plan.lead).id)
    on = plan.steps.get(step) or plan.meets
    return say(_("{what}, by {on}"), what=what, on=day(on, weekday=False))


def evidence(one: Deliverable) -> str:
    """Return what shows that the body was told, and who stands behind it."""
    if one.delivered_on is None or one.outcome is None:
        return ""
    said = [
        day(one.delivered_on, weekday=False),
        item(one),
        _(OUTCOMES[one.outcome]),
        _("in writing") if one.written else "",
        _("filed") if one.filed else _("not filed yet"),
    ]
    return ", ".join(filter(None, said))


def item(one: Deliverable) -> str:
    """Return the item of the body's agenda: a bare number is said to be one."""
    return say(_("item {point}"), point=one.item) if one.item.isdigit() else one.item


def passage_title(agreement: Agreement, key: str, names: Mapping[str, str]) -> str:
    """Return what a passage is called; `names` gives focus areas their titles."""
    kind, _colon, rest = key.partition(":")
    if kind == "track":
        track, *unit = rest.split("/")
        one = agreement.track(track)
        said = say(_("Track {number} {name}"), number=one.number, name=one.name(spoken()))
        more = f" ({unit[1]})" if len(unit) > 1 else ""
        return f"{said}: {agreement.unit(unit[0]).short}{more}" if unit else said
    if kind == "focus" and rest:
        return say(_("Focus area: {title}"), title=names.get(rest, rest))
    if kind == "followup":
        return say(_("Follow-up: {title}"), title=names.get(rest, rest))
    return _(TITLES.get(key, key))


TITLES: Mapping[str, str] = {
    "lead": N_("The lead"),
    "recommendation": N_("Recommendation"),
    "problem": N_("Problem"),
    "solution": N_("Solution"),
    "meetings": N_("Meetings and representation"),
    "focus": N_("Focus areas of the year"),
    "parties": N_("Parties"),
    "external": N_("External cooperation"),
    "knowledge": N_("Sharing of knowledge"),
    "national": N_("National matters"),
    "adaptations": N_("Adaptations"),
    "funding": N_("Finances"),
    "next": N_("Further process"),
    "annexes": N_("Annexes"),
}


def paragraphs(words: str) -> list[Markdown]:
    """Return what people wrote as paragraphs and lists."""
    found: list[Markdown] = []
    for piece in words.split("\n\n"):
        lines = [line for line in piece.splitlines() if line.strip()]
        if lines and all(line.startswith("- ") for line in lines):
            found.append(listed(t("{line}", line=line[2:]) for line in lines))
        else:
            found.append(t("{piece}", piece=piece))
    return found
