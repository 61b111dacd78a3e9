"""What a person may do by the roles they hold today, and on which units' things."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.person import Appointment, Member, Person
from bot.domain.role import FACILITATORS, HELD_BY_ONE, MAY, MEMBERS, OF_A_UNIT, Role
from bot.refusal import Refusal

UNITS = ("osa", "eki", "ssp")


def member(*held: tuple[Role, str | None]) -> Member:
    person = Person(id="p_anna", name="Anna Holm")
    return Member(
        person, tuple(Appointment(person_id="p_anna", role=role, unit=unit, since=date(2026, 1, 1)) for role, unit in held)
    )


HELD = st.lists(
    st.one_of(
        st.tuples(st.sampled_from(sorted(OF_A_UNIT)), st.sampled_from(UNITS)),
        st.tuples(st.sampled_from(sorted(set(Role) - OF_A_UNIT)), st.none()),
    ),
    max_size=4,
)
RIGHTS = st.sampled_from(sorted(MAY))
ABOUT = st.sets(st.sampled_from(UNITS))


@pytest.mark.parametrize(
    ("held", "right", "units", "allowed"),
    [
        ([(Role.REPRESENTATIVE, "osa")], "initiative.change", ["osa"], True),
        ([(Role.REPRESENTATIVE, "osa")], "initiative.change", ["eki", "osa"], True),
        ([(Role.REPRESENTATIVE, "osa")], "initiative.change", ["eki"], False),
        ([(Role.REPRESENTATIVE, "osa")], "initiative.change", [], False),
        ([(Role.REPRESENTATIVE, "osa")], "initiative.change", None, True),
        ([(Role.REPRESENTATIVE, "osa"), (Role.DEPUTY, "eki")], "initiative.change", ["eki"], True),
        ([(Role.FACILITATOR, None)], "initiative.change", ["eki"], True),
        ([(Role.CHAIR, None)], "initiative.change", ["eki"], False),
        ([(Role.READER, None)], "initiative.read", None, True),
        ([(Role.ADMIN, None)], "initiative.read", None, False),
        ([(Role.ADMIN, None), (Role.READER, None)], "initiative.read", None, True),
        ([(Role.REPRESENTATIVE, "osa")], "party.deputy", ["osa"], True),
        ([(Role.REPRESENTATIVE, "osa")], "party.appoint", ["osa"], False),
        ([(Role.DEPUTY, "osa")], "party.deputy", ["osa"], False),
        ([(Role.FACILITATOR_DEPUTY, None)], "role.appoint", None, False),
        ([], "help", None, True),
        ([], "agreement.read", None, False),
    ],
)
def test_a_right_is_held_anywhere_on_ones_own_or_not_at_all(held, right, units, allowed):
    assert member(*held).may(right, units) is allowed


@pytest.mark.parametrize(
    ("held", "units", "code"),
    [
        ([(Role.REPRESENTATIVE, "osa")], ["eki"], "may_not_here"),
        ([(Role.CHAIR, None)], ["eki"], "may_not"),
        ([(Role.CHAIR, None)], None, "may_not"),
        ([], ["eki"], "stranger"),
    ],
)
def test_a_refusal_tells_whether_it_is_the_right_or_the_unit_that_is_missing(held, units, code):
    with pytest.raises(Refusal) as no:
        member(*held).must("initiative.change", units)
    assert no.value.code == code
    assert no.value.facts.get("right", "initiative.change") == "initiative.change"


def test_what_one_may_do_is_not_refused():
    member((Role.REPRESENTATIVE, "osa")).must("initiative.change", ["osa"])


def test_units_stand_in_the_order_of_appointment_each_once():
    anna = member((Role.DEPUTY, "ssp"), (Role.READER, None), (Role.REPRESENTATIVE, "osa"), (Role.REPRESENTATIVE, "ssp"))
    assert anna.units == ("ssp", "osa")
    assert anna.roles == {Role.DEPUTY, Role.READER, Role.REPRESENTATIVE}


def test_an_unknown_right_is_a_mistake_of_the_program():
    with pytest.raises(KeyError):
        member((Role.ADMIN, None)).may("choir.sing")


@given(HELD, RIGHTS, ABOUT)
def test_must_refuses_exactly_what_may_denies(held, right, units):
    anna = member(*held)
    if anna.may(right, units):
        anna.must(right, units)
    else:
        with pytest.raises(Refusal):
            anna.must(right, units)


@given(HELD.filter(bool), RIGHTS, ABOUT, ABOUT)
def test_more_units_never_take_a_right_away(held, right, units, more):
    anna = member(*held)
    assert not anna.may(right, units) or anna.may(right, units | more)


@given(HELD.filter(bool), HELD, RIGHTS, ABOUT)
def test_another_role_never_takes_a_right_away(held, more, right, units):
    assert not member(*held).may(right, units) or member(*held, *more).may(right, units)


@given(HELD, RIGHTS, ABOUT)
def test_a_right_on_something_is_a_right_on_anything_at_all(held, right, units):
    anna = member(*held)
    assert not anna.may(right, units) or anna.may(right)


def test_everybody_reads_help_and_only_an_administrator_reads_no_initiatives():
    assert all(member((role, "osa" if role in OF_A_UNIT else None)).may("help") for role in Role)
    assert {role for role in Role if member((role, "osa")).may("initiative.read")} == MEMBERS


def test_facilitators_and_contacts_have_successors_while_readers_and_administrators_may_be_many():
    assert set(Role) - HELD_BY_ONE == {Role.READER, Role.ADMIN}
    assert FACILITATORS | OF_A_UNIT < HELD_BY_ONE
