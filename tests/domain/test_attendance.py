"""Representation: the headline of a meeting, what a confirmation puts on record, the matrix of a year, and misses running."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.attendance import (
    REPRESENTED,
    Cell,
    Confirmation,
    Presence,
    answered,
    attended,
    matrix,
    missing_in_a_row,
)
from bot.domain.meeting import Kind
from bot.domain.rsvp import COMES, Coming
from bot.refusal import Refusal
from tests.domain.meetings_met import AGREEMENT, NOW, UNITS, answers, attendance, held, meeting, with_members

DAY = date(2027, 3, 11)
M3 = held("2027-03-11", number=3)


def shares(headline):
    return [(one.authority, one.represented, one.parties) for one in headline.shares]


def test_the_headline_counts_parties_by_authority_and_tells_regrets_from_silence():
    given_ = answers(**dict.fromkeys(["ea", "naerpoliti", "forebyggelse", "osa", "ssp", "eki", "cbe"], "yes"), cba="substitute")
    found = answered(AGREEMENT, DAY, {**given_, **answers(krimforebyg="no", buf="yes")})
    assert (found.represented, found.parties) == (9, 11)
    assert shares(found) == [("kp", 4, 4), ("kk", 5, 7)]
    assert (found.regrets, found.silent) == (("krimforebyg",), ("sikkerby",))
    assert not found.whole


def test_one_person_for_two_parties_counts_once_unless_it_is_said_to_be_a_proxy():
    """Domain.md §4.5, vector 7."""
    there = frozenset(UNITS) - {"krimforebyg"}
    without = Confirmation(there, {}).of(AGREEMENT, M3, {}, at=NOW, by="p_line")
    said = Confirmation(there, {"krimforebyg": "eki"}).of(AGREEMENT, M3, {}, at=NOW, by="p_line")
    before, after = (attended(AGREEMENT, DAY, {one.unit: one for one in found}) for found in (without, said))
    assert (before.represented, before.parties, before.proxies) == (10, 11, ())
    assert (after.represented, after.parties, after.proxies) == (11, 11, ("krimforebyg",))


def test_regrets_sent_beforehand_are_told_from_staying_away():
    there = frozenset(UNITS) - {"osa", "buf", "ssp"}
    found = {
        one.unit: one.presence
        for one in Confirmation(there, {}).of(AGREEMENT, M3, answers(osa="no", buf="yes"), at=NOW, by="p_line")
    }
    assert (found["osa"], found["buf"], found["ssp"]) == (Presence.REGRETS, Presence.ABSENT, Presence.ABSENT)
    assert found["eki"] is Presence.PRESENT  # who comes against their own regrets was there


@pytest.mark.parametrize(
    ("present", "proxies", "code"),
    [
        ({"eki"}, {"osa": "ssp"}, "proxy_not_there"),
        ({"eki"}, {"osa": "osa"}, "proxy_not_there"),
        ({"eki", "ssp"}, {"osa": "eki", "ssp": "osa"}, "proxy_and_there"),
        ({"eki"}, {"osa": "ssp", "ssp": "eki"}, "proxy_not_there"),  # no proxy of a proxy
        ({"eki", "cba"}, {}, "not_expected"),
        ({"eki"}, {"cba": "eki"}, "not_expected"),
        ({"eki"}, {"osa": "cba"}, "not_expected"),
    ],
)
def test_a_proxy_that_cannot_be_one_is_refused(present, proxies, code):
    agreement = with_members(cba=[("2027-05-01", None)])
    with pytest.raises(Refusal) as no:
        Confirmation(frozenset(present), proxies).of(agreement, M3, {}, at=NOW, by="p_line")
    assert no.value.code == code


@pytest.mark.parametrize(("day", "parties"), [("2027-04-28", 10), ("2027-05-05", 11)])
def test_a_party_that_joins_is_expected_from_its_first_day_on(day, parties):
    """Domain.md §4.5, vector 6: the meeting of 28 April that moves to 5 May expects one more."""
    agreement = with_members(cba=[("2027-05-01", None)])
    assert answered(agreement, date.fromisoformat(day), {}).parties == parties


def test_a_party_missing_all_year_shows_and_takes_no_meeting_away():
    """Domain.md §4.5, vector 8."""
    meetings = [held(day, number) for number, day in enumerate(["2027-02-03", "2027-05-12", "2027-09-08", "2027-11-24"], start=1)]
    found = matrix(AGREEMENT, meetings, {one.number: attendance(absent=["osa"]) for one in meetings})
    (row,) = [one for one in found.rows if one.unit == "osa"]
    assert (row.represented, row.expected, row.misses) == (0, 4, 4)
    assert len(found.meetings) == 4
    assert found.whole == 0
    assert missing_in_a_row(AGREEMENT, found) == {"osa": 4}


def test_the_matrix_keeps_one_row_for_each_membership():
    """Domain.md §4.5, vector 12."""
    agreement = with_members(
        osa=[(None, "2027-04-01"), ("2027-09-01", None)], cba=[("2027-05-01", None)], buf=[(None, "2027-01-01")]
    )
    days = ["2027-02-03", "2027-05-12", "2027-09-08"]
    meetings = [held(day, number) for number, day in enumerate(days, start=1)]
    recorded = {one.number: attendance(agreement, one.on.isoformat()) for one in meetings}
    found = matrix(agreement, meetings, recorded)
    out, there = Cell.NOT_EXPECTED, Cell.PRESENT
    cells = [(row.unit, row.cells) for row in found.rows if row.unit in {"osa", "cba", "buf"}]
    assert cells == [("osa", (there, out, out)), ("osa", (out, out, there)), ("cba", (out, there, there))]
    assert found.whole == 3  # who is not expected is no gap
    assert [one.unit for one in found.rows if one.unit in UNITS] == [
        unit for unit in UNITS if unit != "buf" for _ in range(2 if unit == "osa" else 1)
    ]


def test_seminars_and_meetings_that_were_not_held_are_not_in_the_matrix_and_an_unconfirmed_one_shows():
    meetings = [
        meeting("2027-02-03", number=1),
        held("2027-02-10", 2, kind=Kind.SEMINAR),
        held("2027-03-11", 3),
        held("2027-06-03", 4),
    ]
    found = matrix(AGREEMENT, meetings, {3: attendance()})
    assert [one.number for one in found.meetings] == [3, 4]
    assert {row.cells for row in found.rows} == {(Cell.PRESENT, Cell.UNCONFIRMED)}
    assert {(row.represented, row.expected, row.misses) for row in found.rows} == {(1, 1, 0)}
    assert found.whole == 1


@pytest.mark.parametrize(
    ("absent_at", "misses"),
    [
        ([], 0),
        ([1], 0),
        ([4], 1),
        ([3, 4], 2),
        ([1, 3, 4], 2),
        ([1, 2, 3, 4], 4),
        ([1, 2, 3], 0),
    ],
)
def test_misses_are_counted_from_the_last_meeting_back(absent_at, misses):
    meetings = [held(f"2027-0{month}-10", number) for number, month in enumerate([2, 5, 6, 9], start=1)]
    recorded = {one.number: attendance(absent=["osa"] if one.number in absent_at else []) for one in meetings}
    found = matrix(AGREEMENT, meetings, recorded)
    assert next(row.misses for row in found.rows if row.unit == "osa") == misses
    assert missing_in_a_row(AGREEMENT, found) == ({"osa": misses} if misses >= 2 else {})


def test_a_party_that_left_is_not_missed():
    agreement = with_members(osa=[(None, "2027-06-01")])
    meetings = [held("2027-02-10", 1), held("2027-05-10", 2), held("2027-09-10", 3)]
    recorded = {one.number: attendance(agreement, one.on.isoformat(), absent=["osa"]) for one in meetings}
    assert missing_in_a_row(agreement, matrix(agreement, meetings, recorded)) == {}


def test_no_meetings_make_an_empty_matrix():
    found = matrix(AGREEMENT, [], {})
    assert (found.meetings, found.rows, found.whole) == ((), (), 0)
    assert missing_in_a_row(AGREEMENT, found) == {}


ANSWER = st.sampled_from([None, *Coming])


@given(given_=st.lists(ANSWER, min_size=11, max_size=11), joined=st.dates(date(2027, 1, 1), date(2027, 12, 31)))
def test_the_headline_equals_a_recount(given_, joined):
    agreement = with_members(cba=[(joined.isoformat(), None)])
    said = {unit: answer for unit, answer in zip(UNITS, given_, strict=True) if answer}
    found = answered(agreement, DAY, answers(**said))
    expected = [unit for unit in UNITS if unit != "cba" or joined <= DAY]
    assert found.parties == len(expected) == sum(one.parties for one in found.shares)
    assert (
        found.represented
        == len([unit for unit in expected if said.get(unit) in COMES])
        == sum(one.represented for one in found.shares)
    )
    assert set(found.regrets) == {unit for unit in expected if said.get(unit) is Coming.NO}
    assert set(found.silent) == {unit for unit in expected if unit not in said}


@given(
    present=st.sets(st.sampled_from(UNITS)),
    carried=st.dictionaries(st.sampled_from(UNITS), st.sampled_from(UNITS), max_size=4),
    said=st.dictionaries(st.sampled_from(UNITS), st.sampled_from([one.value for one in Coming])),
)
def test_what_is_confirmed_is_what_is_counted(present, carried, said):
    proxies = {unit: by for unit, by in carried.items() if unit not in present and by in present}
    found = Confirmation(frozenset(present), proxies).of(AGREEMENT, M3, answers(**said), at=NOW, by="p_line")
    assert [one.unit for one in found] == UNITS
    line = attended(AGREEMENT, DAY, {one.unit: one for one in found})
    assert line.represented == len(present) + len(proxies) == sum(one.presence in REPRESENTED for one in found)
    assert set(line.proxies) == set(proxies)
    assert line.represented + len(line.regrets) + len(line.silent) == line.parties
