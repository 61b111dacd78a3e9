"""Commands about parties (Danish: part): who they are, who speaks for each, and appointing that person or their deputy."""

import re
from collections.abc import Sequence

from bot.acts.appoint import Office, appoint, relieve
from bot.chat.form import Form, typed
from bot.chat.request import Reply, Request
from bot.commands.people_named import mention_in, person_named
from bot.commands.units_named import leading_unit, unit_named
from bot.domain.person import Person
from bot.domain.role import Role
from bot.refusal import Refusal
from bot.registry import command
from bot.words import office as offices
from bot.words import party as words
from bot.words.language import N_, _
from storage.records import Records
from storage.tables import PersonRow

# The right it takes to change each office of a unit.
RIGHTS = {Role.REPRESENTATIVE: "party.appoint", Role.DEPUTY: "party.deputy"}
_AS_DEPUTY = re.compile(
    r"(?:^|\s)(?:as\s+|som\s+)?(?:deputy|alternate|suppleant|stedfortræder|stedfortraeder)\s*$", re.IGNORECASE
)


@command("party list", danish="part liste", may="party.read")
def list_(request: Request, records: Records) -> Reply:
    """Show every party, who speaks for it, and who is missing."""
    return Reply(words.matrix(request.agreement, contacts(request, records), may_appoint=request.by.may("party.appoint")))


def contacts(request: Request, records: Records, units: Sequence[str] | None = None) -> list[words.Contacts]:
    """Return who speaks for today's parties, or for the units named, in three queries however many there are."""
    agreement, people = request.agreement, records.people.contacts(request.today)
    platforms = records.people.platforms({one.id for one in people.values()})
    chosen = agreement.units_on(request.today) if units is None else [agreement.unit(one) for one in units]
    found = []
    for unit in chosen:
        representative, deputy = (people.get((unit.id, role)) for role in (Role.REPRESENTATIVE, Role.DEPUTY))
        speaker = representative or deputy
        found.append(
            words.Contacts(
                unit=unit,
                representative=_name(representative),
                deputy=_name(deputy),
                platforms=platforms.get(speaker.id, []) if speaker else [],
            )
        )
    return found


def _name(person: Person | None) -> str:
    return person.name if person else ""


@command("party show", danish="part vis", may="party.read", usage=N_("UNIT"))
def show(request: Request, records: Records) -> Reply:
    """Show one party: what it belongs to and who speaks for it."""
    unit = request.agreement.unit(unit_named(request.agreement, request.words) if request.words else _own(request))
    (one,) = contacts(request, records, [unit.id])
    count = None
    if request.by.may("initiative.read"):
        rows = records.initiatives.of_unit(unit.id)
        count = sum(not (row.initiative.confidential and request.call.place.outsiders) for row in rows)
    return Reply(words.shown(request.agreement, one, is_party=unit.is_party(request.today), open_initiatives=count))


def _own(request: Request) -> str:
    """Return the unit meant by who names none: their own, when they stand for one."""
    if len(request.by.units) == 1:
        return request.by.units[0]
    raise Refusal("unit_needed", example=_("/party show osa"))


def contact_form(request: Request, records: Records) -> Form | None:  # noqa: ARG001  # Every form is made from the same two.
    """Ask for unit, person and role, unless they were typed behind the command."""
    parties = [unit.id for unit in request.agreement.units_on(request.today)]
    everywhere = request.by.may(RIGHTS[Role.REPRESENTATIVE])
    units = parties if everywhere else [unit for unit in parties if request.by.may(RIGHTS[Role.DEPUTY], [unit])]
    roles = list(RIGHTS) if everywhere else [Role.DEPUTY]
    form = words.contact_form(request.agreement, units=units, roles=roles)
    lead, values, _strangers = typed(form.fields, request.words)
    if not lead:
        return form if units else None
    unit, rest = leading_unit(request.agreement, lead)
    if values or (unit in units and not rest):  # "party contact osa" still has to be told whom.
        return form.filled({"unit": unit or ""} if unit in units else {})
    return None


@command(
    "party contact",
    danish="part kontakt",
    may="party.deputy",
    usage=N_("UNIT PERSON [deputy]"),
    form=contact_form,
    changes=True,
    people=True,
    lasts=True,
)
def contact(request: Request, records: Records) -> Reply:
    """Appoint a party's representative, or its deputy; they are told what it asks of them."""
    if request.answers is not None:
        unit, who = request.answers.text("unit"), request.answers.text("person")
        role = Role(request.answers.text("role"))
    else:
        unit, who, role = _unit_person_role(request, _("/party contact osa @anna"))
    request.by.must(RIGHTS[role], [unit])
    if not request.agreement.unit(unit).is_party(request.today):
        raise Refusal("no_party_today", unit=request.agreement.unit(unit).short)
    person = person_named(who, request, records)
    if role is Role.DEPUTY and any(
        one.id == person.id for one in records.people.holding(Role.REPRESENTATIVE, request.today, unit)
    ):
        raise Refusal("own_deputy", name=person.name, unit=request.agreement.unit(unit).short)
    done = appoint(records, request.agreement, person, Office(role, unit), request.by.person)
    progress = f"{words.connected(contacts(request, records))}." if role is Role.REPRESENTATIVE else ""
    given = offices.Given(person.name, [one.name for one in done.former], already=done.already, progress=progress)
    return Reply(offices.given(request.agreement, role, unit, given))


@command(
    "party relieve", danish="part afmeld", may="party.deputy", usage=N_("UNIT PERSON"), changes=True, people=True, lasts=True
)
def relieve_(request: Request, records: Records) -> Reply:
    """End a person's time as representative or deputy of a party; they are told."""
    unit, who, role = _unit_person_role(request, _("/party relieve osa @anna"))
    person = person_named(who, request, records) if who else None
    office, holder = _one_held(request, records, (unit, role, person))
    request.by.must(RIGHTS[office.role], [unit])
    relieve(records, request.agreement, holder, office)
    return Reply(offices.taken(request.agreement, office.role, unit, name=holder.name))


def _one_held(request: Request, records: Records, meant: tuple[str, Role, PersonRow | None]) -> tuple[Office, PersonRow]:
    """Return the office that is to end, and who holds it: a unit alone is enough where only one person speaks for it.

    Raises:
        Refusal: when nobody holds one, or two do and it is not clear which is meant.
    """
    unit, role, person = meant
    held = [
        (Office(office, unit), one)
        for office in ([role] if role is Role.DEPUTY else RIGHTS)
        for one in records.people.holding(office, request.today, unit)
        if person is None or one.id == person.id
    ]
    short = request.agreement.unit(unit).short
    if len(held) > 1:
        raise Refusal("which_contact", unit=short, names=[one.name for _, one in held])
    if not held:
        request.by.must("party.deputy", [unit])
        raise Refusal("not_held_here", unit=short)
    return held[0]


def _unit_person_role(request: Request, example: str) -> tuple[str, str, Role]:
    """Read `osa @anna deputy`: the unit's name may have several words, and so may the person's. The person may be missing.

    Raises:
        Refusal: when no unit is named; it says what to type.
    """
    line = request.words.strip()
    role = Role.DEPUTY if _AS_DEPUTY.search(line) else Role.REPRESENTATIVE
    line = _AS_DEPUTY.sub("", line).strip() if role is Role.DEPUTY else line
    if not line:
        raise Refusal("unit_needed", example=example)
    split = mention_in(line)
    if split is not None and split[0]:
        if split[2]:  # Perhaps a slip in "deputy": then it would be the wrong office.
            raise Refusal("unclear_rest", rest=split[2][:40], example=example)
        return unit_named(request.agreement, split[0]), split[1], role
    unit, rest = leading_unit(request.agreement, line)
    return unit or unit_named(request.agreement, line.split()[0]), rest if unit else "", role
