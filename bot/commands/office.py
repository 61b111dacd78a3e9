"""Commands about offices that are not a unit's: appointing facilitator, chair, reader and administrator, and claiming the first one."""

from bot.acts.appoint import Office, appoint, relieve
from bot.chat.form import Form, typed
from bot.chat.request import Reply, Request
from bot.commands.people_named import as_picked, person_named
from bot.domain.claim import Claims
from bot.domain.role import FACILITATORS, OF_A_UNIT, Role
from bot.domain.spoken_names import folded
from bot.refusal import Refusal
from bot.registry import Command, command
from bot.words import office as words
from bot.words.language import LANGUAGES, N_, speaking, spoken
from storage.records import Records

FORM_ROLES = tuple(role for role in Role if role not in OF_A_UNIT)


def role_named(text: str) -> tuple[Role, str]:
    """Read the role that words start with, in either language, and return what follows it.

    Raises:
        Refusal: when they start with none, or with one that is a unit's.
    """
    names = {folded(name): role for role in Role for name in _names(role)}
    pieces = text.split()
    for count in range(min(3, len(pieces)), 0, -1):
        role = names.get(folded(" ".join(pieces[:count])))
        if role in OF_A_UNIT:
            raise Refusal("role_of_a_unit", role=words.role(role))
        if role is not None:
            return role, " ".join(pieces[count:])
    raise Refusal("no_such_role", text=" ".join(pieces)[:40], known=[words.role(one) for one in FORM_ROLES])


def _names(role: Role) -> tuple[str, ...]:
    found = [role.value, *words.SPOKEN_ROLES[role]]
    for language in LANGUAGES:
        with speaking(language):
            found.append(words.role(role))
    return tuple(found)


def vouched(request: Request, role: Role, *, employed: bool) -> None:
    """Refuse a facilitator whom nobody vouches for: the clause gives that work to one authority, and we know nobody's employer.

    Raises:
        Refusal: beside the box to tick.
    """
    if role in FACILITATORS and not employed:
        authority = request.agreement.facilitating_authority.name(spoken())
        raise Refusal.of_fields({"employed": Refusal("must_be_employed", authority=authority)})


def appoint_form(request: Request, records: Records) -> Form | None:
    """Ask for role and person, or only for the word that a facilitator is the authority's own."""
    form = words.appoint_form(request.agreement)
    lead, values, _strangers = typed(form.fields, request.words)
    if not lead:
        return form
    role, who = role_named(lead)
    filled = form.filled({"role": role.value, "person": as_picked(who, request, records)})
    return filled if values or not who or role in FACILITATORS else None


@command(
    "agreement appoint",
    danish="aftale udpeg",
    may="role.appoint",
    usage=N_("ROLE PERSON"),
    form=appoint_form,
    changes=True,
    people=True,
    lasts=True,
)
def appoint_(request: Request, records: Records) -> Reply:
    """Appoint facilitator, deputy facilitator, chair, reader or administrator; they are told."""
    if request.answers is not None:
        role, who = Role(request.answers.text("role")), request.answers.text("person")
        vouched(request, role, employed=request.answers.ticked("employed"))
    else:
        role, who = role_named(request.words)
    person = person_named(who, request, records)
    done = appoint(records, request.agreement, person, Office(role), request.by.person)
    given = words.Given(person.name, [one.name for one in done.former], already=done.already)
    return Reply(words.given(request.agreement, role, None, given))


@command(
    "agreement relieve",
    danish="aftale afmeld",
    may="role.appoint",
    usage=N_("ROLE PERSON"),
    changes=True,
    people=True,
    lasts=True,
)
def relieve_(request: Request, records: Records) -> Reply:
    """End a person's time in a role; they are told, and what they did stays."""
    role, who = role_named(request.words)
    holders = records.people.holding(role, request.today)
    person = person_named(who, request, records) if who or len(holders) != 1 else holders[0]
    relieve(records, request.agreement, person, Office(role))
    return Reply(words.taken(request.agreement, role, None, name=person.name))


def claim_by(claims: Claims) -> Command:
    """Return the command that takes the one-time code; the app puts its own in with `registry.replaced`."""

    @command("agreement claim", danish="aftale indløs", may="agreement.claim", usage=N_("CODE"), changes=True, lasts=True)
    def claim(request: Request, records: Records) -> Reply:
        """Become the first administrator, with the code that “pagt run” printed."""
        if records.people.holding(Role.ADMIN, request.today):
            raise Refusal("claimed")
        if not claims.accepts(request.words, request.agreement.id, records.people.times_given(Role.ADMIN)):
            raise Refusal("wrong_code")
        here = request.call.account
        language = request.by.person.language
        person = records.people.meet(here.platform, here.user, name=request.call.name, language=language)
        appoint(records, request.agreement, person, Office(Role.ADMIN))
        return Reply(words.claimed(request.agreement))

    return claim


claim = claim_by(Claims())  # Without a secret no code is right.
