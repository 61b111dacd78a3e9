"""The forms about initiatives: what is asked, with which words. What the answers mean is for bot/commands/initiative.py."""

from collections.abc import Sequence
from datetime import date

from bot.chat.form import Check, Choice, Day, Field, Form, Long, Short
from bot.chat.message import Option
from bot.domain.agreement import Agreement
from bot.domain.initiative import LONGEST_PURPOSE, LONGEST_TITLE, Initiative, Work
from bot.words.initiative import WORKS, state, states
from bot.words.language import _, say, t
from bot.words.party_fields import whose

LONGEST_WHY = 500


def new_form(agreement: Agreement, *, lead: str, today: date, may_lead: Sequence[str], parties: Sequence[str]) -> Form:
    """Return the form that registers an initiative."""
    fields: tuple[Field, ...] = (
        Short(name="title", label=_("Title"), required=True, longest=LONGEST_TITLE, aliases=("titel",)),
        Long(
            name="purpose",
            label=_("Purpose"),
            longest=LONGEST_PURPOSE,
            hint=_("What it is to achieve. No persons, and no police methods."),
            aliases=("formål",),
        ),
        *whose(agreement, "participants", lead=lead, may_lead=may_lead, parties=parties),
        Short(
            name="actors",
            label=_("External actors"),
            longest=1000,
            hint=_("Organisations only, never persons; separate them with commas."),
            aliases=("external", "eksterne", "aktører"),
        ),
        Day(name="starts_on", label=_("Starts"), required=True, value=today.isoformat(), aliases=("start",)),
        Day(name="ends_on", label=_("Expected end"), aliases=("end", "ends", "slut")),
        Choice(
            name="work",
            label=_("Kind of work"),
            required=True,
            options=tuple(Option(_(WORKS[one]).capitalize(), one.value) for one in Work),
            value=Work.JOINT.value,
            aliases=("work", "drift"),
        ),
        Check(
            name="national",
            label=_("National matter"),
            hint=_("Concerns national cooperation or legislation."),
            aliases=("national",),
        ),
        Check(
            name="confidential",
            label=_("Confidential"),
            hint=_("Not shown in rooms where people of other organisations read along."),
            aliases=("fortrolig",),
        ),
    )
    intro = t(
        _(
            "There is no field for money: the agreement sets no funds aside, and each party pays within its own budget (clause “Økonomi”)."
        )
    )
    return Form(title=_("New initiative"), command="/initiative new", fields=fields, submit=_("Register"), intro=intro)


def update_form(one: Initiative) -> Form:
    """Return the form that changes an initiative's state."""
    return Form(
        title=say(_("Update {ref}"), ref=one.ref),
        command=f"/initiative update {one.ref}",
        fields=(
            Choice(name="state", label=_("State"), required=True, options=states(), value=one.state.value, aliases=("tilstand",)),
            Long(
                name="why",
                label=_("Why"),
                required=True,
                longest=LONGEST_WHY,
                hint=_("One or two sentences that everybody can read in the history."),
                aliases=("hvorfor", "fordi", "because"),
            ),
        ),
        submit=_("Update"),
        intro=t(_("**{ref} {title}** is {state} now."), ref=one.ref, title=one.title, state=state(one.state)),
    )
