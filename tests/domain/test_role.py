"""The one table of rights: what each role may do at all, and what it may only do for its own unit."""

from datetime import date

import pytest

from bot.domain.person import Appointment, Member, Person
from bot.domain.role import EVERYONE, FACILITATORS, HELD_BY_ONE, MAY, MEMBERS, OF_A_UNIT, Role
from bot.refusal import Refusal

REPRESENTATIVE, DEPUTY, FACILITATOR, STAND_IN = Role.REPRESENTATIVE, Role.DEPUTY, Role.FACILITATOR, Role.FACILITATOR_DEPUTY
CHAIR, READER, ADMIN = Role.CHAIR, Role.READER, Role.ADMIN

# Who may, wherever it is about; and who may where their own unit takes part. Written down a second time, on purpose.
EXPECTED = {
    "help": ("everybody", ""),
    "person.self": ("everybody", ""),
    "agreement.claim": ("everybody", ""),
    "agreement.read": ("anybody appointed", ""),
    "party.read": ("anybody appointed", ""),
    "agreement.set_up": ({FACILITATOR, STAND_IN, ADMIN}, ""),
    "party.appoint": ({FACILITATOR, STAND_IN, ADMIN}, ""),
    "party.deputy": ({FACILITATOR, STAND_IN, ADMIN}, {REPRESENTATIVE}),
    "role.appoint": ({FACILITATOR, ADMIN}, ""),
    "initiative.read": ("anybody but the admin", ""),
    "status.read": ("anybody but the admin", ""),
    "initiative.register": ({FACILITATOR, STAND_IN}, {REPRESENTATIVE, DEPUTY}),
    "initiative.change": ({FACILITATOR, STAND_IN}, {REPRESENTATIVE, DEPUTY}),
    "status.reply": ({FACILITATOR, STAND_IN}, {REPRESENTATIVE, DEPUTY}),
    "initiative.see": ("", {REPRESENTATIVE, DEPUTY}),
    "status.digest": ({FACILITATOR, STAND_IN, CHAIR, READER}, ""),
    "status.ask": ({FACILITATOR, STAND_IN}, ""),
    "meeting.read": ("anybody but the admin", ""),
    "meeting.convene": ({FACILITATOR, STAND_IN}, ""),
    "meeting.answer": ({FACILITATOR, STAND_IN}, {REPRESENTATIVE, DEPUTY}),
    "meeting.item": ({FACILITATOR, STAND_IN}, {REPRESENTATIVE, DEPUTY}),
    "meeting.agenda": ({FACILITATOR, STAND_IN}, ""),
    "minutes.write": ({FACILITATOR, STAND_IN}, ""),
    "minutes.comment": ({FACILITATOR, STAND_IN}, {REPRESENTATIVE, DEPUTY}),
    "action.change": ({FACILITATOR, STAND_IN}, {REPRESENTATIVE, DEPUTY}),
    "agreement.repeal": ({FACILITATOR, STAND_IN}, ""),
    "briefing.read": ("anybody but the admin", ""),
    "briefing.run": ({FACILITATOR, STAND_IN}, ""),
    "briefing.edit": ({FACILITATOR, STAND_IN}, {REPRESENTATIVE, DEPUTY}),
    "briefing.comment": ({FACILITATOR, STAND_IN, CHAIR, REPRESENTATIVE, DEPUTY}, ""),
    "briefing.agree": ("", {REPRESENTATIVE, DEPUTY}),
    "briefing.confirm": ({FACILITATOR, STAND_IN, CHAIR, REPRESENTATIVE, DEPUTY}, ""),
    "focus.propose": ({FACILITATOR, STAND_IN}, {REPRESENTATIVE, DEPUTY}),
    "focus.decide": ({FACILITATOR, STAND_IN}, ""),
    "focus.report": ({FACILITATOR, STAND_IN}, {REPRESENTATIVE, DEPUTY}),
    "meeting.request": ({FACILITATOR, STAND_IN, CHAIR, REPRESENTATIVE, DEPUTY}, ""),
}
GROUPS = {
    "everybody": set(Role),
    "anybody appointed": set(Role),
    "anybody but the admin": set(Role) - {ADMIN},
    "": set(),
}


def member(role, unit=None):
    held = (Appointment(person_id="p_1", role=role, unit=unit, since=date(2026, 1, 1)),) if role else ()
    return Member(Person(id="p_1", name="Anna Holm"), held)


def test_every_right_of_the_table_is_expected_and_none_is_missing():
    assert set(EXPECTED) == set(MAY)


@pytest.mark.parametrize("right", sorted(MAY))
@pytest.mark.parametrize("role", [*Role, None], ids=str)
def test_a_role_may_do_what_the_table_says_and_nothing_else(right, role):
    anywhere, own = (GROUPS[who] if isinstance(who, str) else who for who in EXPECTED[right])
    unit = "osa" if role in OF_A_UNIT else None
    may_anywhere = role in anywhere if role else EXPECTED[right][0] == "everybody"
    someone = member(role, unit)
    assert someone.may(right, ["eki"]) is may_anywhere
    assert someone.may(right, ["eki", "osa"]) is (may_anywhere or role in own)
    assert someone.may(right) is (may_anywhere or role in own)


@pytest.mark.parametrize(
    ("role", "unit", "right", "units", "code"),
    [
        (None, None, "initiative.read", None, "stranger"),
        (READER, None, "initiative.register", None, "may_not"),
        (REPRESENTATIVE, "osa", "initiative.change", ["eki"], "may_not_here"),
        (REPRESENTATIVE, "osa", "status.ask", None, "may_not"),
        (FACILITATOR, None, "initiative.see", ["osa"], "may_not"),
    ],
)
def test_who_may_not_is_told_why(role, unit, right, units, code):
    with pytest.raises(Refusal) as no:
        member(role, unit).must(right, units)
    assert no.value.code == code


def test_a_right_that_stands_in_no_row_is_nobodys():
    with pytest.raises(KeyError):
        member(FACILITATOR).may("agreement.sell")


def test_the_groups_of_roles_are_what_their_names_say():
    assert set(Role) == EVERYONE
    assert set(Role) - {ADMIN} == MEMBERS
    assert {FACILITATOR, STAND_IN} == FACILITATORS
    assert set(Role) - {READER, ADMIN} == HELD_BY_ONE
