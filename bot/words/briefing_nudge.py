"""What the bot says on its own initiative along a yearly briefing's chain, to whoever holds the next step. When is decided elsewhere."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from bot.chat.markdown import Markdown
from bot.chat.message import Button, Buttons, Message, text
from bot.domain.agreement import Agreement
from bot.domain.briefing_dates import Step
from bot.domain.briefing_ladder import Chain, approve_by, check_closes, hand_in_by
from bot.words.briefing import body, evidence, inside, name, ref
from bot.words.decision import where
from bot.words.initiative import short, shorts
from bot.words.language import N_, _, day, say, t
from bot.words.meeting import under


@dataclass(frozen=True)
class _Nudge:
    """A nudge's headline and text, and the button that does what it asks for; `{…}` are filled with the chain's facts."""

    headline: str
    text: str
    button: str = ""
    command: str = ""


_STEPS: Mapping[str, _Nudge] = {
    "dates": _Nudge(
        N_("When does {body} meet? {name}"),
        N_(
            "The body's dates are not imported, so I plan by a house rule for {meets}. Paste its list of meetings, or a .csv or .ics file."
        ),
        N_("Import dates"),
        "/briefing dates {to}",
    ),
    "draft": _Nudge(
        N_("Time to draft: {name}"),
        N_("{body} meets {meets}. I write the draft from the year's records; you change what is to be said otherwise."),
        N_("Write the draft"),
        "/briefing draft {ref}",
    ),
    "draft:late": _Nudge(
        N_("The draft is missing: {name}"),
        N_("It was planned for {draft}, so that the units have time to check their passages before {check_closes}."),
        N_("Write the draft"),
        "/briefing draft {ref}",
    ),
    "checked": _Nudge(
        N_("The check is over: {name}"),
        N_("{open} The next step is the approval by the operative group, by {approve}."),
    ),
    "approve": _Nudge(
        N_("Put it on the operative group's agenda: {name}"),
        N_("It is to be approved by {approve}. {open}"),
        N_("Approved at a meeting"),
        "/briefing approve {ref}",
    ),
    "approve:late": _Nudge(
        N_("Not approved yet: {name}"),
        N_("It was to be approved by {approve}. {handing_in} A written round can approve it too. {open}"),
        N_("Approved at a meeting"),
        "/briefing approve {ref}",
    ),
    "hand_in": _Nudge(
        N_("Ready to hand in: {name}"),
        N_("It is approved ({decision}). Hand it in by {hand_in}; {meeting}."),
        N_("Hand in"),
        "/briefing hand-in {ref}",
    ),
    "hand_in:late": _Nudge(
        N_("Not handed in yet: {name}"),
        N_("It was to be handed in by {hand_in}; {meeting}."),
        N_("Hand in"),
        "/briefing hand-in {ref}",
    ),
    "agenda": _Nudge(
        N_("Is it on the agenda? {name}"),
        N_("{body}'s agenda goes out now; it meets {meets}. Handed in is not delivered: look whether the item is there."),
        N_("It is on the agenda"),
        "/briefing agenda {ref}",
    ),
    "deliver": _Nudge(
        N_("What did {body} decide? {name}"),
        N_("It met {meets}. Enter the item and the outcome, for example “taget til efterretning”; put it off if the body did."),
        N_("Enter the outcome"),
        "/briefing deliver {ref}",
    ),
    "deliver:late": _Nudge(
        N_("The outcome is missing: {name}"),
        N_("{body} met {meets}, and nobody has entered what it did. Until then the duty is not fulfilled."),
        N_("Enter the outcome"),
        "/briefing deliver {ref}",
    ),
    "confirm": _Nudge(
        N_("Please confirm: {name}"),
        N_("This was entered: {evidence}. Somebody other than who entered it confirms it; then the duty is fulfilled."),
        N_("Confirm the evidence"),
        "/briefing confirm {ref}",
    ),
    "confirm:late": _Nudge(
        N_("Still to be confirmed: {name}"),
        N_("This was entered: {evidence}. Somebody other than who entered it confirms it; then the duty is fulfilled."),
        N_("Confirm the evidence"),
        "/briefing confirm {ref}",
    ),
    "warn": _Nudge(
        N_("Soon a year since the last one: {name}"),
        N_("It is due by {late_after}. {planned}"),
    ),
    "overdue": _Nudge(
        N_("Overdue: {name}"),
        N_("The last day was {late_after}, and it is not delivered. {planned}"),
    ),
}
_UNITS: Mapping[str, _Nudge] = {
    "propose": _Nudge(
        N_("Which focus areas should {next_year} have? {unit}"),
        N_(
            "Propose what the operative group should choose among, before {draft}. A headline, the reason and the track are enough."
        ),
        N_("Propose a focus area"),
        "/focus new",
    ),
    "propose:last": _Nudge(
        N_("Last call for focus areas {next_year}: {unit}"),
        N_("The draft is written {draft}. If you have no proposal, you need do nothing."),
        N_("Propose a focus area"),
        "/focus new",
    ),
    "check": _Nudge(
        N_("Please check {unit}'s passages: {name}"),
        N_(
            "They become public text. Read what is said of your work, change it if need be, and agree by {check_closes}. {silence}"
        ),
        N_("Read and agree"),
        "/briefing show {ref}",
    ),
    "check:last": _Nudge(
        N_("{unit}'s passages still wait: {name}"),
        N_("The check ends {check_closes}. {silence}"),
        N_("Read and agree"),
        "/briefing show {ref}",
    ),
    "consent": _Nudge(
        N_("{unit}'s agreement is missing: {name}"),
        N_("The check has ended. {silence} The operative group cannot approve the draft without it."),
        N_("Agree to our passages"),
        "/briefing agree {ref} {unit_id}",
    ),
}


def step(agreement: Agreement, chain: Chain, name_: str, today: date) -> Message:
    """Tell those who run the group what comes next; a day that is over by `today` is spoken of as past."""
    return _said(agreement, chain, _STEPS[name_], {"unit": "", "unit_id": "", "silence": "", **_days(agreement, chain, today)})


def _days(agreement: Agreement, chain: Chain, today: date) -> dict[str, str]:
    """Say when the body meets, for when it is planned, and by when it is handed in, each as what is to come or what was."""
    plan, to = chain.plan, inside(body(agreement, chain.deliverable))
    to_come, hand_in = plan.meets >= today, hand_in_by(agreement, chain)
    handing_in = _("It is to be handed in by {day}.") if hand_in >= today else _("It was to be handed in by {day}.")
    return {
        "meeting": say(_("{body} meets {meets}") if to_come else _("{body} met {meets}"), body=to, meets=day(plan.meets)),
        "planned": say(_("It is planned for {meets}.") if to_come else _("It was planned for {meets}."), meets=day(plan.meets)),
        "handing_in": say(handing_in, day=day(hand_in)),
    }


def to_unit(agreement: Agreement, chain: Chain, unit: str, name_: str) -> Message:
    """Ask a unit to propose, or to check its own passages."""
    express = unit in chain.consent.missing
    silence = _("Your silence is not taken for consent.") if express else _("If you say nothing, that counts as consent.")
    more = (Button(_("Show"), f"/briefing show {ref(chain.deliverable)}"),) if name_ == "consent" else ()
    return _said(agreement, chain, _UNITS[name_], {"unit": short(agreement, unit), "unit_id": unit, "silence": silence}, *more)


def _said(agreement: Agreement, chain: Chain, nudge: _Nudge, about: Mapping[str, str], *more: Button) -> Message:
    one = chain.deliverable
    facts = {**_facts(agreement, chain), **about}
    buttons = [Button(_(nudge.button), say(nudge.command, **facts), "primary")] if nudge.button else []
    if not nudge.command.startswith("/briefing show"):
        buttons += more or (Button(_("Show"), f"/briefing show {ref(one)}"),)
    return Message(
        say(_(nudge.headline), **_inside(_(nudge.headline), facts)),
        (text(_marked(nudge.text, facts)), Buttons(tuple(buttons)), under(agreement, agreement.duty(one.duty))),
    )


def _marked(template: str, facts: Mapping[str, str]) -> Markdown:
    return t(_(template), **_inside(_(template), facts))


def _inside(template: str, facts: Mapping[str, str]) -> Mapping[str, str]:
    """Return the facts with the body's name as it stands inside a sentence, unless it begins this one."""
    return facts if template.startswith("{body}") else {**facts, "body": inside(facts["body"])}


def _facts(agreement: Agreement, chain: Chain) -> dict[str, str]:
    """Return everything a nudge may speak of."""
    one, plan = chain.deliverable, chain.plan
    on = {step_: day(plan.steps.get(step_, plan.meets)) for step_ in Step}
    return {
        "name": name(agreement, one),
        "ref": ref(one),
        "body": body(agreement, one),
        "to": agreement.duty(one.duty).to or "",
        "meets": day(plan.meets),
        "draft": on[Step.DRAFT],
        "check_closes": day(check_closes(agreement, chain)) if Step.CHECK_CLOSES in plan.steps else "",
        "approve": day(approve_by(agreement, chain)),
        "hand_in": day(hand_in_by(agreement, chain)),
        "late_after": day(plan.late_after),
        "decision": where(one.decision),
        "evidence": evidence(one),
        "next_year": str(one.year + 1),
        "open": _open(agreement, chain),
    }


def _open(agreement: Agreement, chain: Chain) -> str:
    """Say which units have not agreed to their passages."""
    said = []
    if not (chain.consent.agreed or chain.consent.open):
        return _("No unit has passages of its own in it.")
    if chain.consent.missing:
        said.append(say(_("Must agree expressly first: {units}."), units=shorts(agreement, chain.consent.missing)))
    if chain.consent.silent:
        said.append(say(_("Have said nothing: {units}."), units=shorts(agreement, chain.consent.silent)))
    return " ".join(said) or _("All units have agreed to their passages.")
