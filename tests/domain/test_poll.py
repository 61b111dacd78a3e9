"""A poll for a date: its proposals, how answers are read, what they come to, and when the silent are reminded."""

from datetime import date, time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain import poll as rules
from bot.domain.poll import Choice, Poll, Wanted
from bot.refusal import Refusal
from tests.domain.meetings_met import AGREEMENT, NOW, UNITS, at, wall, with_members


def wanted(day, starts="10:00", typed="x"):
    return Wanted(date.fromisoformat(day), starts and time.fromisoformat(starts), None, typed)


OPTIONS = rules.proposals([wanted("2027-03-16"), wanted("2027-03-11"), wanted("2027-03-11", "14:00")], AGREEMENT, NOW)


def choices(**can):
    return {unit: Choice(unit=unit, can=positions, at=NOW, by="p_x") for unit, positions in can.items()}


def test_proposals_are_numbered_in_the_order_of_the_calendar():
    assert [(one.position, wall(one.starts_at)) for one in OPTIONS] == [
        (1, "2027-03-11 10:00"),
        (2, "2027-03-11 14:00"),
        (3, "2027-03-16 10:00"),
    ]


@pytest.mark.parametrize(
    ("given_", "code"),
    [
        ([wanted("2027-03-11")], "poll_size"),
        ([wanted(f"2027-03-{day}") for day in range(10, 19)], "poll_size"),
        ([wanted("2027-03-11"), wanted("2027-03-12", None)], "poll_needs_time"),
        ([wanted("2027-03-11"), wanted("2027-03-11")], "poll_twice"),
        ([wanted("2027-03-11"), wanted("2026-12-11")], "poll_past"),
    ],
)
def test_proposals_that_cannot_be_asked_about_are_refused(given_, code):
    with pytest.raises(Refusal) as no:
        rules.proposals(given_, AGREEMENT, NOW)
    assert no.value.code == code


@pytest.mark.parametrize(
    ("text", "positions"),
    [
        ("1", {1}),
        ("1, 3", {1, 3}),
        ("1 og 3", {1, 3}),
        ("1,2,3.", {1, 2, 3}),
        ("alle", {1, 2, 3}),
        ("All!", {1, 2, 3}),
        ("ingen", set()),
        ("none", set()),
        ("torsdag", None),
        ("", None),
        ("kun 1", None),
    ],
)
def test_an_answer_is_numbers_or_all_or_none(text, positions):
    assert rules.positions_in(text, OPTIONS) == positions


def test_a_number_that_is_no_proposal_is_refused():
    with pytest.raises(Refusal, match="poll_no_such_proposal"):
        rules.positions_in("1, 4", OPTIONS)


def test_the_count_is_of_parties_and_the_best_brings_most_together():
    found = rules.tally(AGREEMENT, OPTIONS, choices(osa="1,3", eki="3", ssp="", buf="1,2,3"))
    assert [(one.proposal.position, len(one.can), len(one.cannot), len(one.silent)) for one in found] == [
        (1, 2, 2, 7),
        (2, 1, 3, 7),
        (3, 3, 1, 7),
    ]
    assert [(one.authority, one.represented, one.parties) for one in found[2].shares] == [("kp", 1, 4), ("kk", 2, 7)]
    assert rules.best(found).proposal.position == 3
    assert rules.best(rules.tally(AGREEMENT, OPTIONS, {})).proposal.position == 1  # the earliest of equals


def test_a_party_counts_only_on_the_days_it_is_one():
    agreement = with_members(cba=[("2027-03-15", None)], buf=[(None, "2027-03-01")])
    found = rules.tally(agreement, OPTIONS, choices(cba="1,2,3"))
    assert [(one.parties, len(one.can)) for one in found] == [(9, 0), (9, 0), (10, 1)]
    assert "cba" in rules.asked(agreement, OPTIONS)
    assert "buf" not in rules.asked(agreement, OPTIONS)


@given(can=st.dictionaries(st.sampled_from(UNITS), st.sets(st.integers(1, 3))))
def test_the_count_equals_a_recount(can):
    found = rules.tally(AGREEMENT, OPTIONS, choices(**{unit: rules.stored(frozenset(one)) for unit, one in can.items()}))
    for one in found:
        assert set(one.can) == {unit for unit, positions in can.items() if one.proposal.position in positions}
        assert set(one.cannot) == {unit for unit, positions in can.items() if one.proposal.position not in positions}
        assert one.parties == len(UNITS)
    assert len(rules.best(found).can) == max(len(one.can) for one in found)


def test_the_last_day_to_answer_is_a_week_on_but_before_the_first_proposal():
    assert rules.default_last_day(AGREEMENT, date(2027, 2, 25), OPTIONS) == date(2027, 3, 4)
    assert rules.default_last_day(AGREEMENT, date(2027, 3, 8), OPTIONS) == date(2027, 3, 10)
    assert rules.default_last_day(AGREEMENT, date(2027, 3, 10), OPTIONS) == date(2027, 3, 10)


@pytest.mark.parametrize(
    ("opened", "closes", "complete", "steps"),
    [
        ("2027-02-25T10:00", "2027-03-04", False, [("remind", "2027-03-04 09:00"), ("result", "2027-03-05 09:00")]),
        ("2027-02-25T10:00", "2027-03-06", False, [("remind", "2027-03-05 09:00"), ("result", "2027-03-08 09:00")]),
        ("2027-02-25T10:00", "2027-02-25", False, [("result", "2027-02-26 09:00")]),
        ("2027-02-25T10:00", "2027-03-04", True, [("all", "2027-02-25 10:00")]),
    ],
)
def test_the_silent_are_reminded_on_the_last_day_and_the_result_is_told_the_morning_after(opened, closes, complete, steps):
    poll = Poll(number=1, closes_on=date.fromisoformat(closes), opened_at=at(opened), opened_by="p_line")
    assert [(one.name, wall(one.at)) for one in rules.poll_steps(AGREEMENT, poll, complete=complete)] == steps


@pytest.mark.parametrize(("ref", "number"), [("P-3", 3), ("p3", 3), ("afstemning 3", 3), ("3", None), ("M-3", None)])
def test_a_poll_is_called_by_its_number(ref, number):
    assert rules.poll_number_in(ref) == number
