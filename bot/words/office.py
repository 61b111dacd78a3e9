"""What the bot says about offices: the roles and their names, who holds one from now on, and the first administrator."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from bot.chat.form import Check, Choice, Field, Form, Person
from bot.chat.markdown import Markdown
from bot.chat.message import Button, Buttons, Message, Option, text
from bot.domain.agreement import Agreement
from bot.domain.agreement_parts import DutyRule
from bot.domain.role import FACILITATORS, OF_A_UNIT, Role
from bot.words.language import N_, _, all_of, say, spoken, t

ROLES: Mapping[Role, str] = {
    Role.FACILITATOR: N_("facilitator"),
    Role.FACILITATOR_DEPUTY: N_("deputy facilitator"),
    Role.CHAIR: N_("chair"),
    Role.REPRESENTATIVE: N_("representative"),
    Role.DEPUTY: N_("deputy"),
    Role.READER: N_("reader"),
    Role.ADMIN: N_("administrator"),
}
# What people type for a role besides its names, in either language.
SPOKEN_ROLES: Mapping[Role, tuple[str, ...]] = {
    Role.FACILITATOR: ("tovholder",),
    Role.FACILITATOR_DEPUTY: ("vicefacilitator", "stedfortræder for facilitatoren", "facilitator deputy", "facilitator_deputy"),
    Role.CHAIR: ("mødeleder", "formand", "chairman", "chairperson"),
    Role.REPRESENTATIVE: ("kontakt", "kontaktperson", "contact"),
    Role.DEPUTY: ("suppleant", "stedfortræder", "alternate"),
    Role.READER: ("læser",),
    Role.ADMIN: ("admin",),
}
HOW_TO_NAME: Mapping[str, str] = {
    "slack": N_("@ and their name, picked from the list Slack offers"),
    "mattermost": N_("@ and their user name"),
    "local": N_("@ and their user id, as in @u_osa"),
}
OFFERED = tuple(one for one in Role if one not in OF_A_UNIT)


def role(value: Role) -> str:
    """Return a role in words."""
    return _(ROLES[value])


def office(agreement: Agreement, value: Role, unit: str | None) -> str:
    """Return a role with its unit: "representative of OSA"."""
    return say(_("{role} of {unit}"), role=role(value), unit=agreement.unit(unit).short) if unit else role(value)


@dataclass(frozen=True)
class Given:
    """What an appointment came to: names only. `progress` says how far the set-up is."""

    name: str
    former: Sequence[str] = ()
    already: bool = False
    progress: str = ""


def given(agreement: Agreement, value: Role, unit: str | None, done: Given) -> Message:
    """Confirm that somebody holds a role, and say who has been told."""
    held, name, former = office(agreement, value, unit), done.name, done.former
    if done.already:
        return Message(say(_("{name} is {office} already"), name=name, office=held))
    told = t(_("I tell {name} what it asks of them."), name=name)
    if former:
        told = t(_("I tell {name} what it asks of them, and {former} that it is over."), name=name, former=all_of(former))
    return Message(
        say(_("{name} is now {office}"), name=name, office=held), (text(told, t("{progress}", progress=done.progress)),)
    )


def taken(agreement: Agreement, value: Role, unit: str | None, *, name: str) -> Message:
    """Confirm that somebody no longer holds a role."""
    said = say(_("{name} is no longer {office}"), name=name, office=office(agreement, value, unit))
    return Message(said, (text(t(_("I tell {name}. What they entered stays."), name=name)),))


def appoint_form(agreement: Agreement, *, role_given: str = "", person: str = "") -> Form:
    """Return the form that gives somebody a role which is not a unit's."""
    options = tuple(Option(role(one).capitalize(), one.value, SPOKEN_ROLES[one]) for one in OFFERED)
    fields: tuple[Field, ...] = (
        Choice(name="role", label=_("Role"), required=True, options=options, value=role_given, aliases=("rolle", "som")),
        Person(name="person", label=_("Person"), required=True, value=person, aliases=("hvem", "who")),
        employed(agreement),
    )
    return Form(
        title=_("Hand out a role"), command="/agreement appoint", fields=fields, submit=_("Appoint"), intro=whose(agreement)
    )


def employed(agreement: Agreement) -> Check:
    """Return the box by which somebody vouches that a facilitator is of the authority that facilitates."""
    authority = agreement.facilitating_authority.name(spoken())
    return Check(
        name="employed",
        label=say(_("Employed by {authority}"), authority=authority),
        hint=say(_("Only asked of {roles}."), roles=all_of(role(one) for one in sorted(FACILITATORS))),
        aliases=("employed", "ansat"),
    )


def whose(agreement: Agreement) -> Markdown:
    """Say which clause gives the facilitator's work to one of the authorities."""
    found = agreement.duties_of(DutyRule.FACILITATE)
    authority = agreement.facilitating_authority.name(spoken())
    if not found:
        return t(_("The facilitator comes from {authority}."), authority=authority)
    clause = agreement.clause(found[0].clause)
    return t(_("The facilitator comes from {authority}. The agreement: “{text}”"), authority=authority, text=clause.text)


def claimed(agreement: Agreement) -> Message:
    """Welcome the first administrator, and say what comes next."""
    next_ = t(
        _(
            "Next: go to the agreement's channel and type `/agreement setup`. It binds the channel and appoints the facilitator of “{title}”."
        ),
        title=agreement.name(spoken()),
    )
    return Message(_("You are now the administrator"), (text(next_), Buttons((Button(_("What can I do?"), "/help"),))))
