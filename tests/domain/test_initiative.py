"""What an initiative is: the ids people speak, what may be registered, and when one counts as silent."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.initiative import LONGEST_ACTOR, MOST_ACTORS, Initiative, Proposal, State, number_in, state_on
from bot.refusal import Refusal

TODAY = date(2026, 3, 2)


def proposal(**other):
    return Proposal(**{"title": "Fælles sensorer", "tracks": ("forebyggelse",), "lead": "osa", "starts_on": TODAY, **other})


def initiative(**other):
    facts = {
        "number": 7,
        "title": "Fælles sensorer",
        "lead": "osa",
        "state": State.ACTIVE,
        "starts_on": TODAY,
        "registered_at": datetime(2026, 3, 2, 8, tzinfo=UTC),
        "registered_by": "p_1",
        "heard_on": TODAY,
    }
    return Initiative(**{**facts, **other})


@pytest.mark.parametrize(
    ("spoken", "number"),
    [
        ("I-7", 7),
        ("i-7", 7),
        ("i7", 7),
        ("I 7", 7),
        ("I–7", 7),
        ("#7", 7),
        ("7", 7),
        (" 7 ", 7),
        ("I-007", 7),
        ("indsats 12", 12),
        ("Initiative-12", 12),
        ("999999999", 999_999_999),
    ],
)
def test_a_spoken_id_is_read_however_it_is_written(spoken, number):
    assert number_in(spoken) == number


@pytest.mark.parametrize("spoken", ["", "I-", "I-0", "0", "seven", "I-7a", "I-7.5", "-7-", "1234567890", "I-٧", "7 8"])
def test_what_is_no_spoken_id_is_refused(spoken):
    with pytest.raises(Refusal) as no:
        number_in(spoken)
    assert no.value.code == "no_such_ref"


@given(st.integers(min_value=1, max_value=999_999_999))
def test_every_initiative_is_found_by_the_id_it_is_called(number):
    assert number_in(initiative(number=number).ref) == number


def test_the_lead_is_named_first_among_the_units_and_each_once():
    assert proposal(lead="osa", participants=("eki", "osa", "ssp", "eki")).units == ("osa", "eki", "ssp")


@pytest.mark.parametrize(
    ("ends_on", "fits"),
    [(None, True), (TODAY, True), (TODAY + timedelta(days=1), True), (TODAY - timedelta(days=1), False)],
)
def test_an_initiative_cannot_end_before_it_starts(ends_on, fits):
    if fits:
        assert proposal(ends_on=ends_on).ends_on == ends_on
        return
    with pytest.raises(Refusal) as no:
        proposal(ends_on=ends_on)
    assert no.value.fields["ends_on"].code == "ends_before_start"


def test_external_actors_are_names_each_once_and_without_loose_spaces():
    assert proposal(actors=("  Boligselskabet   KAB ", "", " ", "Klub", "Klub")).actors == ("Boligselskabet KAB", "Klub")


@pytest.mark.parametrize(
    ("actors", "code"),
    [
        (tuple(f"Klub {number}" for number in range(MOST_ACTORS + 1)), "too_many"),
        (("x" * (LONGEST_ACTOR + 1),), "too_long"),
    ],
)
def test_too_many_or_too_long_external_actors_are_refused_beside_their_field_and_not_cut(actors, code):
    with pytest.raises(Refusal) as no:
        proposal(actors=actors)
    assert no.value.fields["actors"].code == code


def test_as_many_and_as_long_external_actors_as_fit_are_kept():
    most = tuple(f"{number:0{LONGEST_ACTOR}}" for number in range(MOST_ACTORS))
    assert proposal(actors=most).actors == most


@pytest.mark.parametrize(
    ("starts_on", "state"),
    [(TODAY - timedelta(days=400), State.ACTIVE), (TODAY, State.ACTIVE), (TODAY + timedelta(days=1), State.PLANNED)],
)
def test_a_new_initiative_is_active_once_it_has_started(starts_on, state):
    assert state_on(proposal(starts_on=starts_on), TODAY) is state


@pytest.mark.parametrize(("days", "silent"), [(0, False), (89, False), (90, True), (400, True)])
def test_an_initiative_falls_silent_after_so_many_days_without_a_word(days, silent):
    assert initiative().silent_on(TODAY + timedelta(days=days), 90) is silent


@pytest.mark.parametrize(
    "over", [{"state": State.CLOSED}, {"withdrawn_at": datetime(2026, 3, 3, tzinfo=UTC)}], ids=["closed", "withdrawn"]
)
def test_what_is_over_is_never_silent(over):
    one = initiative(**over)
    assert not one.open
    assert not one.silent_on(TODAY + timedelta(days=400), 90)
