"""People, where they are found, and from which day to which day they hold a role."""

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.domain.person import Appointment
from bot.domain.role import Role
from storage.people import HELD_BY_ONE
from storage.tables import AgreementRow
from tests.storage import sample

DAY = date(2027, 3, 1)


def day(number):
    return DAY + timedelta(days=number)


@pytest.fixture
def people(store):
    """The people of an agreement, in a transaction that stays open: Ana and Bo."""
    sample.agreements(store)
    with store.begin() as installation:
        yield with_two(installation)


def with_two(installation):
    people = sample.within(installation).people
    for name in ("Ana", "Bo"):
        people.meet("slack", f"U-{name}", name=name, language="da")
    return people


def found(people, name):
    return people.behind("slack", f"U-{name}")


def appoint(people, name, since=0, until=None, *, role=Role.REPRESENTATIVE, unit="osa"):
    return people.appoint(
        Appointment(
            person_id=found(people, name).id, role=role, unit=unit, since=day(since), until=None if until is None else day(until)
        )
    )


def holders(people, number, role=Role.REPRESENTATIVE, unit="osa"):
    return [one.name for one in people.holding(role, day(number), unit)]


def test_a_person_is_met_once_and_has_an_opaque_id(people):
    ana = found(people, "Ana")
    assert people.meet("slack", "U-Ana", name="Somebody else", language="en").id == ana.id
    assert ana.id.startswith("p_")
    assert "Ana" not in ana.id
    assert (ana.name, ana.language) == ("Ana", "da")
    assert people.by_id(ana.id) is ana
    assert people.names([ana.id, "p_nobody"]) == {ana.id: "Ana"}
    assert [one.name for one in people.everybody()] == ["Ana", "Bo"]


def test_somebody_without_a_name_is_called_by_their_account(people):
    assert people.meet("mattermost", "u9", name="", language="da").name == "u9"
    assert len(people.meet("mattermost", "u8", name="x" * 500, language="da").name) == 120


def test_the_preferred_account_comes_first(people):
    ana = found(people, "Ana")
    (first,) = people.accounts(ana.id)
    second = type(first)(agreement_id="kbh", platform="mattermost", user="ana", person_id=ana.id, preferred=True)
    people.session.add(second)
    assert [one.platform for one in people.accounts(ana.id)] == ["mattermost", "slack"]
    assert people.platforms([ana.id, found(people, "Bo").id]) == {
        ana.id: ["mattermost", "slack"],
        found(people, "Bo").id: ["slack"],
    }


def test_a_role_holds_from_its_first_day_to_the_day_it_ends(people):
    assert appoint(people, "Ana", since=0)
    assert people.relieve(found(people, "Ana").id, Role.REPRESENTATIVE, "osa", day(10))
    assert [holders(people, number) for number in (-1, 0, 9, 10)] == [[], ["Ana"], ["Ana"], []]
    assert not people.relieve(found(people, "Ana").id, Role.REPRESENTATIVE, "osa", day(10))
    assert not people.relieve(found(people, "Bo").id, Role.REPRESENTATIVE, "osa", day(5))


def test_a_unit_has_one_representative_at_a_time(people):
    appoint(people, "Ana", since=0)
    assert appoint(people, "Bo", since=5)
    assert [holders(people, number) for number in (4, 5, 100)] == [["Ana"], ["Bo"], ["Bo"]]
    assert holders(people, 5, unit="bif") == []


def test_one_already_given_for_a_later_day_still_begins_then(people):
    appoint(people, "Bo", since=10)
    appoint(people, "Ana", since=0)
    assert [holders(people, number) for number in (0, 9, 10, 50)] == [["Ana"], ["Ana"], ["Bo"], ["Bo"]]


def test_one_that_was_given_and_taken_back_before_it_began_ends_nothing(people):
    appoint(people, "Bo", since=10)
    people.relieve(found(people, "Bo").id, Role.REPRESENTATIVE, "osa", day(10))
    appoint(people, "Ana", since=0)
    assert holders(people, 50) == ["Ana"]


def test_giving_somebody_what_they_have_changes_nothing(people):
    appoint(people, "Ana", role=Role.FACILITATOR, unit=None)
    before = people.times_given(Role.FACILITATOR)
    assert not appoint(people, "Ana", since=3, role=Role.FACILITATOR, unit=None)
    assert people.times_given(Role.FACILITATOR) == before == 1


@pytest.mark.parametrize(
    ("role", "unit", "expected"),
    [
        (Role.CHAIR, None, ["Bo"]),
        (Role.DEPUTY, "osa", ["Bo"]),
        (Role.FACILITATOR, None, ["Ana", "Bo"]),
        (Role.READER, None, ["Ana", "Bo"]),
        (Role.ADMIN, None, ["Ana", "Bo"]),
    ],
)
def test_some_roles_are_one_persons_and_others_several(people, role, unit, expected):
    for name in ("Ana", "Bo"):
        appoint(people, name, role=role, unit=unit)
    assert holders(people, 1, role, unit) == expected


def test_a_member_is_what_their_appointments_of_the_day_make_them(people):
    appoint(people, "Ana", since=0, until=10)
    appoint(people, "Ana", since=0, unit="bif")
    appoint(people, "Ana", since=5, role=Role.READER, unit=None)
    ana = found(people, "Ana")
    assert people.member(ana, day(0)).units == ("osa", "bif")
    assert people.member(ana, day(7)).roles == {Role.REPRESENTATIVE, Role.READER}
    assert people.member(ana, day(10)).units == ("bif",)
    assert people.member(found(people, "Bo"), day(7)).roles == frozenset()


def test_contacts_and_offices_are_told_apart(people):
    appoint(people, "Ana")
    appoint(people, "Bo", role=Role.DEPUTY)
    appoint(people, "Bo", role=Role.CHAIR, unit=None)
    contacts = {key: one.name for key, one in people.contacts(day(0)).items()}
    assert contacts == {("osa", Role.REPRESENTATIVE): "Ana", ("osa", Role.DEPUTY): "Bo"}
    assert {role: [one.name for one in held] for role, held in people.appointed(day(0)).items()} == {Role.CHAIR: ["Bo"]}
    assert people.contacts(day(-1)) == {}


def test_an_account_is_known_under_every_agreement_it_was_met_in(store):
    sample.agreements(store, "kbh", "aarhus")
    with store.begin() as installation:
        for agreement in ("kbh", "aarhus"):
            sample.within(installation, agreement).people.meet("slack", "U1", name="Ana", language="da")
        known = installation.accounts.known("slack", "U1", ("slack", "C1"))
        assert {agreement: person.name for agreement, person in known.people.items()} == {"aarhus": "Ana", "kbh": "Ana"}
        assert known.agreements == ["aarhus", "kbh"]
        assert known.place is None
        assert installation.accounts.known("slack", "U2", ("slack", "C1")).people == {}


def test_language_and_welcome_are_kept(people):
    ana = found(people, "Ana")
    people.speak(ana, "en")
    people.welcomed(ana, sample.NOW)
    people.session.flush()
    people.session.expire_all()
    assert (found(people, "Ana").language, found(people, "Ana").welcomed_at) == ("en", sample.NOW)


MOVES = st.lists(
    st.tuples(
        st.sampled_from(["appoint", "relieve"]),
        st.sampled_from(["Ana", "Bo"]),
        st.sampled_from([Role.REPRESENTATIVE, Role.READER]),
        st.integers(0, 12),
    ),
    max_size=8,
)


@given(moves=MOVES)
@settings(max_examples=60)
def test_whatever_is_given_and_taken_nobody_shares_what_is_one_persons(examples_store, moves):
    with examples_store.rehearse() as installation:
        installation.session.add(AgreementRow(id="kbh", loaded_at=sample.NOW))
        people = with_two(installation)
        for verb, name, role, since in moves:
            unit = "osa" if role is Role.REPRESENTATIVE else None
            if verb == "appoint":
                appoint(people, name, since, role=role, unit=unit)
                assert name in holders(people, since, role, unit)
            else:
                people.relieve(found(people, name).id, role, unit, day(since))
                assert name not in holders(people, since, role, unit)
        for number in range(14):
            for role, unit in ((Role.REPRESENTATIVE, "osa"), (Role.READER, None)):
                names = holders(people, number, role, unit)
                assert len(names) == len(set(names))
                assert len(names) <= 1 or role not in HELD_BY_ONE


def test_what_is_known_of_a_call_is_one_question_on_either_database(store):
    sample.agreements(store)
    with store.begin() as installation:
        with_two(installation)
        known = installation.accounts.known("slack", "U-Ana", ("slack", "C1"))
        assert (known.place, [one.name for one in known.people.values()]) == (None, ["Ana"])
        assert installation.accounts.known("slack", "U-nobody", ("slack", "C1")).people == {}
