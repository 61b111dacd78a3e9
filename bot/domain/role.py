"""Who may do what: the one table. A right that stands in no row here is nobody's (deny is the default).

The agreement names no chair and no deputies; they are house rules. That the facilitator is the municipality's is
the agreement's own (clause "Organisering af samarbejdet": planned and facilitated by the City of Copenhagen).
"""

from dataclasses import dataclass
from enum import StrEnum


class Role(StrEnum):
    """What a person is appointed to; a representative and a deputy stand for one unit."""

    FACILITATOR = "facilitator"
    FACILITATOR_DEPUTY = "facilitator_deputy"
    CHAIR = "chair"
    REPRESENTATIVE = "representative"
    DEPUTY = "deputy"
    READER = "reader"
    ADMIN = "admin"


OF_A_UNIT = frozenset({Role.REPRESENTATIVE, Role.DEPUTY})
FACILITATORS = frozenset({Role.FACILITATOR, Role.FACILITATOR_DEPUTY})
MEMBERS = frozenset(Role) - {Role.ADMIN}
EVERYONE = frozenset(Role)
# A successor takes over from the one before; readers and administrators may be many.
HELD_BY_ONE = FACILITATORS | OF_A_UNIT | {Role.CHAIR}


@dataclass(frozen=True)
class Grant:
    """Who holds a right: `anywhere` on every object, `own` only where their own unit takes part.

    `strangers` says that a person without any appointment holds it too.
    """

    anywhere: frozenset[Role] = frozenset()
    own: frozenset[Role] = frozenset()
    strangers: bool = False


MAY: dict[str, Grant] = {
    "help": Grant(anywhere=EVERYONE, strangers=True),
    "agreement.read": Grant(anywhere=EVERYONE),
    "agreement.set_up": Grant(anywhere=FACILITATORS | {Role.ADMIN}),
    # The code decides, and whether there is an administrator already; whoever holds a role may also be the first one.
    "agreement.claim": Grant(anywhere=EVERYONE, strangers=True),
    "party.read": Grant(anywhere=EVERYONE),
    # Who speaks for a party is entered by those who run the group; its own representative only chooses who steps in.
    "party.appoint": Grant(anywhere=FACILITATORS | {Role.ADMIN}),
    "party.deputy": Grant(anywhere=FACILITATORS | {Role.ADMIN}, own=frozenset({Role.REPRESENTATIVE})),
    # A deputy stands in for the facilitator's work, not for the choice of who does it.
    "role.appoint": Grant(anywhere=frozenset({Role.ADMIN, Role.FACILITATOR})),
    "initiative.read": Grant(anywhere=MEMBERS),
    "initiative.register": Grant(anywhere=FACILITATORS, own=OF_A_UNIT),
    "initiative.change": Grant(anywhere=FACILITATORS, own=OF_A_UNIT),
    "initiative.see": Grant(own=OF_A_UNIT),
    "status.read": Grant(anywhere=MEMBERS),
    "status.digest": Grant(anywhere=FACILITATORS | {Role.CHAIR, Role.READER}),
    "status.ask": Grant(anywhere=FACILITATORS),
    "status.reply": Grant(anywhere=FACILITATORS, own=OF_A_UNIT),
    "meeting.read": Grant(anywhere=MEMBERS),
    "meeting.convene": Grant(anywhere=FACILITATORS),  # The text: the municipality plans and facilitates.
    "meeting.answer": Grant(anywhere=FACILITATORS, own=OF_A_UNIT),
    "meeting.request": Grant(anywhere=FACILITATORS | OF_A_UNIT | {Role.CHAIR}),
    "meeting.item": Grant(anywhere=FACILITATORS, own=OF_A_UNIT),
    "meeting.agenda": Grant(anywhere=FACILITATORS),
    "minutes.write": Grant(anywhere=FACILITATORS),
    "minutes.comment": Grant(anywhere=FACILITATORS, own=OF_A_UNIT),
    "action.change": Grant(anywhere=FACILITATORS, own=OF_A_UNIT),
    "briefing.read": Grant(anywhere=MEMBERS),
    "briefing.run": Grant(anywhere=FACILITATORS),
    # A unit changes what is said of its own work, and nobody else agrees to it.
    "briefing.edit": Grant(anywhere=FACILITATORS, own=OF_A_UNIT),
    "briefing.comment": Grant(anywhere=FACILITATORS | OF_A_UNIT | {Role.CHAIR}),
    "briefing.agree": Grant(own=OF_A_UNIT),
    # Whoever entered the evidence is not among them; the rule sees to that.
    "briefing.confirm": Grant(anywhere=FACILITATORS | OF_A_UNIT | {Role.CHAIR}),
    "focus.propose": Grant(anywhere=FACILITATORS, own=OF_A_UNIT),
    "focus.decide": Grant(anywhere=FACILITATORS),
    "focus.report": Grant(anywhere=FACILITATORS, own=OF_A_UNIT),
    "agreement.repeal": Grant(anywhere=FACILITATORS),
    "person.self": Grant(anywhere=EVERYONE, strangers=True),
}
