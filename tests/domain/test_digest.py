"""What a round of answers comes to: which initiatives moved, are stuck, are silent, and what needs a decision."""

from collections import defaultdict
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.agreement_parts import Membership
from bot.domain.digest import Entry, Standing, bounds, digest, told
from bot.domain.initiative import Initiative, Registered, State
from bot.domain.status import Line, Reply, Round
from tests.storage.sample import copenhagen

COPENHAGEN = copenhagen()
NOW = datetime(2026, 3, 2, 9, tzinfo=UTC)
TODAY = date(2026, 3, 2)
ROUND = Round(period="2026-Q1", opened_at=NOW - timedelta(days=14), closes_at=NOW + timedelta(hours=10))
ACTIVE, PAUSED, ADJUSTED, CLOSED = State.ACTIVE, State.PAUSED, State.ADJUSTED, State.CLOSED


def initiative(number=1, tracks=("forebyggelse",), units=(), **other):
    facts = {
        "number": number,
        "title": f"Indsats {number}",
        "lead": "osa",
        "state": ACTIVE,
        "starts_on": TODAY,
        "registered_at": NOW - timedelta(days=100),
        "registered_by": "p_1",
        "heard_on": TODAY,
    }
    one = Initiative(**{**facts, **other})
    return Registered(one, tracks, (one.lead, *units))


def line(state=ACTIVE, previous=ACTIVE, **words):
    return Line(state=state, previous=previous, **words)


def reply(unit, **other):
    return Reply(unit=unit, at=NOW, by="p_1", **other)


def standing(one, within, lines=()):
    """Return how an initiative stands, worked out from its objects."""
    plain = one.initiative
    return Standing(
        lead=plain.lead,
        on_record=plain.state,
        tracks=one.tracks,
        registered=plain.registered_at <= within.registered_by,
        unheard=plain.heard_on <= within.unheard_since,
        told=told(plain.lead, lines),
    )


def made(*initiatives, lines=None, replies=(), round_=ROUND, today=TODAY, agreement=COPENHAGEN):
    within, standings = bounds(agreement, round_, today), defaultdict(list)
    for one in initiatives:
        number = one.initiative.number
        standings[standing(one, within, (lines or {}).get(number, ()))].append(number)
    return digest(agreement, round_, within.day, standings=standings, replies=tuple(replies))


def entry(one, lines=()):
    return Entry(one.initiative, one.tracks, tuple(lines))


@pytest.mark.parametrize(
    ("said", "moved", "stuck", "differing"),
    [
        ([], False, False, False),
        ([("osa", line())], False, False, False),
        ([("osa", line(progress="kører"))], True, False, False),
        ([("osa", line(obstacles="lokaler"))], False, True, False),
        ([("osa", line(progress="kører", obstacles="lokaler"))], True, True, False),
        ([("osa", line(ADJUSTED))], True, False, False),
        ([("osa", line(PAUSED))], True, True, False),
        ([("eki", line(progress="kører"))], True, False, False),
        ([("eki", line(obstacles="lokaler"))], False, True, False),
        ([("eki", line(PAUSED))], False, False, True),
        ([("osa", line()), ("eki", line(PAUSED))], False, False, True),
        ([("osa", line(PAUSED)), ("eki", line(PAUSED))], True, True, False),
        ([("osa", line(PAUSED)), ("eki", line(ACTIVE))], True, True, False),  # left as the form stood
        ([("osa", line(PAUSED)), ("eki", line(ACTIVE, PAUSED))], True, True, True),
    ],
)
def test_answers_make_an_initiative_moved_stuck_or_seen_differently(said, moved, stuck, differing):
    found = made(initiative(units=("eki",)), lines={1: said})
    assert (bool(found.moved), bool(found.stuck), bool(found.differing)) == (moved, stuck, differing)


def test_the_leads_state_is_the_initiatives_and_the_others_stand_beside_it():
    one = entry(initiative(units=("eki", "ssp")), [("eki", line(PAUSED)), ("osa", line(ADJUSTED))])
    assert one.state is ADJUSTED
    assert one.differing == (("eki", PAUSED),)


def test_a_participants_state_alone_does_not_change_the_initiatives():
    assert entry(initiative(units=("eki",)), [("eki", line(PAUSED))]).state is ACTIVE


@pytest.mark.parametrize(
    ("heard", "state", "said", "silent"),
    [
        (TODAY, ACTIVE, [], False),
        (TODAY - timedelta(days=89), ACTIVE, [], False),
        (TODAY - timedelta(days=90), ACTIVE, [], True),
        (TODAY - timedelta(days=90), PAUSED, [], True),
        (TODAY - timedelta(days=90), ACTIVE, [("eki", line())], False),
    ],
)
def test_an_initiative_nobody_speaks_of_is_silent(heard, state, said, silent):
    found = made(initiative(heard_on=heard, state=state), lines={1: said} if said else {})
    assert list(found.silent) == ([1] if silent else [])


def test_a_closed_initiative_is_left_out_unless_this_round_closed_it():
    gone, ended = initiative(1, state=CLOSED), initiative(2, state=CLOSED)
    assert list(made(gone, ended, lines={2: [("osa", line(CLOSED))]}).initiatives) == [2]


def test_needs_and_orphans_are_what_has_to_be_decided_on():
    left = COPENHAGEN.unit("osa").model_copy(update={"memberships": (Membership(left=TODAY),)})
    agreement = COPENHAGEN.model_copy(update={"units": tuple(left if one.id == "osa" else one for one in COPENHAGEN.units)})
    found = made(initiative(), initiative(2, lead="eki"), replies=[reply("eki", new_needs="skoler")], agreement=agreement)
    assert [(one.unit, one.text) for one in found.wanted] == [("eki", "skoler")]
    assert list(found.orphans) == [1]
    assert found.decisions == 2
    assert "osa" not in found.parties
    assert made(initiative()).decisions == 0


def test_who_answered_and_who_is_missing_stand_in_the_agreements_order():
    found = made(replies=[reply("sikkerby", late=True), reply("ea", help_needed="nøgler"), reply("osa", remark="hej")])
    assert found.answered == ("ea", "osa", "sikkerby")
    assert found.late == ("sikkerby",)
    assert found.missing == tuple(unit.id for unit in COPENHAGEN.units if unit.id not in found.answered)
    assert [one.unit for one in (*found.help_needed, *found.remarks)] == ["ea", "osa"]


def test_initiatives_stand_by_track_then_by_lead_unit_then_by_number():
    found = made(
        initiative(4, ("viden",), lead="ea"),
        initiative(3, ("bekaempelse", "forebyggelse"), lead="eki"),
        initiative(2, ("bekaempelse",), lead="osa"),
        initiative(1, ("forebyggelse",), lead="eki"),
        initiative(5, ("forebyggelse",), lead="ea"),
    )
    assert list(found.initiatives) == [5, 1, 3, 2, 4]


def test_each_track_counts_its_own_and_one_on_two_tracks_counts_in_both():
    found = made(
        initiative(1, ("forebyggelse", "viden"), heard_on=TODAY - timedelta(days=200)),
        initiative(2, ("viden",)),
        lines={2: [("osa", line(progress="kører", obstacles="lokaler"))]},
    )
    counts = {one.track: (one.initiatives, one.moved, one.stuck, one.silent) for one in found.tracks}
    assert counts == {"forebyggelse": (1, 0, 0, 1), "bekaempelse": (0,) * 4, "eksterne": (0,) * 4, "viden": (2, 1, 1, 1)}


def test_a_closed_round_stays_about_its_own_time():
    over = ROUND.model_copy(update={"closed_at": NOW})
    later = initiative(2, registered_at=NOW + timedelta(days=30))
    old = initiative(1, heard_on=TODAY - timedelta(days=60))
    found = made(old, later, round_=over, today=TODAY + timedelta(days=60))
    assert list(found.initiatives) == [1]
    assert not found.silent
    assert list(made(old, later, today=TODAY + timedelta(days=60)).initiatives) == [1, 2]


UNITS = [unit.id for unit in COPENHAGEN.units]
LINES = st.builds(
    lambda state, previous, progress, obstacles: Line(state=state, previous=previous, progress=progress, obstacles=obstacles),
    st.sampled_from(State),
    st.none() | st.sampled_from(State),
    st.sampled_from(["", "kører"]),
    st.sampled_from(["", "lokaler"]),
)
TRACKS = st.lists(st.sampled_from([one.id for one in COPENHAGEN.tracks]), min_size=1, unique=True).map(tuple)


@given(
    st.lists(st.tuples(st.sampled_from(UNITS), st.sampled_from(State), TRACKS, st.integers(0, 200)), max_size=8),
    st.dictionaries(st.integers(1, 8), st.dictionaries(st.sampled_from(UNITS), LINES, min_size=1, max_size=3), max_size=8),
    st.sets(st.sampled_from(UNITS)),
)
def test_whatever_is_answered_the_counts_add_up(told, lines, answered):
    known = [
        initiative(number, tracks, lead=lead, state=state, heard_on=TODAY - timedelta(days=ago))
        for number, (lead, state, tracks, ago) in enumerate(told, start=1)
    ]
    found = made(*known, lines={number: list(said.items()) for number, said in lines.items()}, replies=map(reply, answered))
    everything = set(found.initiatives)
    assert all(set(part) <= everything for part in (found.moved, found.stuck, found.silent, found.differing, found.orphans))
    assert not set(found.silent) & set(lines)
    assert sorted((*found.answered, *found.missing)) == sorted(UNITS)
    assert set(found.answered) == answered
    for count in found.tracks:
        mine = {one.initiative.number for one in known if count.track in one.tracks} & everything
        assert count.initiatives == len(mine)
        assert count.moved == len(mine & set(found.moved))
        assert count.stuck == len(mine & set(found.stuck))
        assert count.silent == len(mine & set(found.silent))


def test_an_entry_without_answers_stands_as_it_is_on_record():
    assert entry(initiative(state=PAUSED)).state is PAUSED
    assert made(initiative(state=PAUSED)).stuck == (1,)


@given(st.sampled_from(UNITS), st.sampled_from(State), st.dictionaries(st.sampled_from(UNITS), LINES, max_size=4))
def test_an_entry_and_how_it_stands_say_the_same(lead, state, said):
    one, lines = initiative(lead=lead, state=state), list(said.items())
    stands = standing(one, bounds(COPENHAGEN, ROUND, TODAY), lines)
    assert stands.state is entry(one, lines).state
    assert stands.differing == bool(entry(one, lines).differing)
