"""What the bot says about the agreement's parties and who speaks for them. Who may appoint is decided elsewhere."""

from collections.abc import Sequence
from dataclasses import dataclass

from bot.chat.form import Choice, Form, Party, Person
from bot.chat.markdown import Markdown, code, listed
from bot.chat.message import Button, Buttons, Message, Option, Part, Table, facts, text
from bot.domain.agreement import Agreement
from bot.domain.agreement_parts import Membership, Unit
from bot.domain.role import Role
from bot.words import office as offices
from bot.words.language import _, all_of, day, ngettext, number, say, spoken, t
from bot.words.person import platform

NOBODY = "–"


@dataclass(frozen=True)
class Contacts:
    """Who speaks for one unit, and on which platforms that person is found; names only."""

    unit: Unit
    representative: str = ""
    deputy: str = ""
    platforms: Sequence[str] = ()


def matrix(agreement: Agreement, rows: Sequence[Contacts], *, may_appoint: bool) -> Message:
    """Show every party with its contacts, and what is missing."""
    lines = tuple(
        (
            one.unit.short,
            agreement.authority(one.unit.authority).short,
            one.representative or NOBODY,
            one.deputy or NOBODY,
            all_of(platform(name) for name in one.platforms) or NOBODY,
        )
        for one in rows
    )
    columns = (_("Party"), _("Authority"), _("Representative"), _("Deputy"), _("Found on"))
    parts: list[Part] = [Table("", columns, lines)]
    if lacking := missing(rows, may_appoint=may_appoint):
        parts.append(text(lacking))
    return Message(connected(rows), tuple(parts))


def connected(rows: Sequence[Contacts]) -> str:
    """Return "6 of 11 parties have a representative"."""
    have = sum(bool(one.representative) for one in rows)
    said = ngettext("{have} of {total} party has a representative", "{have} of {total} parties have a representative", len(rows))
    return say(said, have=number(have), total=number(len(rows)))


def missing(rows: Sequence[Contacts], *, may_appoint: bool) -> Markdown:
    """Name the parties without a representative; to who may appoint, with the command to type for each."""
    without = [one.unit for one in rows if not one.representative]
    if not without:
        return Markdown("")
    if not may_appoint:
        return t(_("No representative yet: {units}."), units=all_of(one.short for one in without))
    lines = [
        t("{unit}: {command}", unit=one.short, command=code(say(_("/party contact {unit} @name"), unit=one.id)))
        for one in without
    ]
    return t("{lead}\n\n{lines}", lead=t(_("**No representative yet**")), lines=listed(lines))


def shown(agreement: Agreement, one: Contacts, *, is_party: bool, open_initiatives: int | None) -> Message:
    """Show one party: what it belongs to, who speaks for it, and how many open initiatives it takes part in."""
    unit = one.unit
    administration = agreement.administration(unit.administration).name(spoken()) if unit.administration else ""
    pairs = {
        _("Authority"): agreement.authority(unit.authority).name(spoken()),
        _("Administration"): administration,
        _("Representative"): one.representative or _("nobody yet"),
        _("Deputy"): one.deputy or _("nobody yet"),
        _("Found on"): all_of(platform(name) for name in one.platforms),
        _("Open initiatives"): "" if open_initiatives is None else number(open_initiatives),
        _("Also called"): ", ".join(dict.fromkeys((unit.short, unit.id, *unit.aliases))),
    }
    parts: list[Part] = [facts(pairs)]
    if unit.memberships:
        parts.append(text(listed(map(_membership, unit.memberships)), _successors(agreement, unit)))
    if not is_party:
        parts.append(text(t(_("{unit} is not a party today."), unit=unit.short)))
    if open_initiatives:
        parts.append(Buttons((Button(_("Its initiatives"), f"/initiative list {unit.id}"),)))
    return Message(unit.name(spoken()), tuple(parts))


def _membership(span: Membership) -> Markdown:
    since = day(span.joined, weekday=False) if span.joined else ""
    until = day(span.left, weekday=False) if span.left else ""
    if since and until:
        return t(_("Party from {since}; left on {until}"), since=since, until=until)
    if until:
        return t(_("Party from the start; left on {until}"), until=until)
    return t(_("Party from {since}"), since=since) if since else t(_("Party from the start"))


def _successors(agreement: Agreement, unit: Unit) -> Markdown:
    if not unit.successors:
        return Markdown("")
    return t(_("Its work went on in {units}."), units=all_of(agreement.unit(one).short for one in unit.successors))


def contact_form(agreement: Agreement, *, units: Sequence[str], roles: Sequence[Role]) -> Form:
    """Return the form that appoints a party's representative or deputy."""
    options = tuple(Option(agreement.unit(one).short, one, tuple(agreement.unit(one).spoken)) for one in units)
    offered = tuple(Option(offices.role(one).capitalize(), one.value, offices.SPOKEN_ROLES[one]) for one in roles)
    return Form(
        title=_("Appoint a contact"),
        command="/party contact",
        fields=(
            Party(name="unit", label=_("Party"), required=True, options=options, aliases=("unit", "part", "enhed")),
            Person(
                name="person",
                label=_("Person"),
                required=True,
                hint=_("A member of staff of the unit. They are told, and so is whoever they follow."),
                aliases=("person", "hvem", "who"),
            ),
            Choice(
                name="role",
                label=_("As"),
                required=True,
                options=offered,
                value=offered[0].value,
                aliases=("role", "rolle", "som"),
            ),
        ),
        submit=_("Appoint"),
    )
