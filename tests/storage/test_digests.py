"""How initiatives stand after a round: what the database works out is what the rules read from the objects."""

from collections import defaultdict
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.digest import Bounds, Standing, told
from bot.domain.initiative import Selection, State
from bot.domain.status import Answer, Line
from storage.initiative_links import MANY
from tests.storage import sample
from tests.storage.sample import NOW, TODAY, register, reply, round_

UNITS = ("osa", "bif", "nord")
WITHIN = Bounds(TODAY, NOW, TODAY - timedelta(days=90))
STATES = st.sampled_from(State)
WORDS = st.sampled_from(["", "kører"])
SAID = st.dictionaries(
    st.sampled_from(UNITS), st.builds(Line, state=STATES, previous=st.none() | STATES, progress=WORDS, obstacles=WORDS)
)
INITIATIVES = st.fixed_dictionaries(
    {
        "lead": st.sampled_from(UNITS),
        "tracks": st.sets(st.sampled_from(["spor-1", "spor-2"]), min_size=1).map(sorted).map(tuple),
        "confidential": st.booleans(),
        "state": STATES,
        "heard": st.sampled_from([0, 89, 90, 91]),
        "late": st.booleans(),
        "withdrawn": st.booleans(),
        "said": SAID,
    }
)


def play(records, told_of):
    """Register initiatives, and let units answer two rounds about them; return the second."""
    rounds = [records.rounds.start(round_(f"2027-Q{quarter}")) for quarter in (1, 2)]
    answers = defaultdict(dict)
    for number, one in enumerate(told_of, start=1):
        row = register(records, lead=one["lead"], tracks=one["tracks"], participants=(), confidential=one["confidential"])
        row.state, row.heard_on = one["state"], TODAY - timedelta(days=one["heard"])
        row.registered_at = NOW + timedelta(microseconds=one["late"])
        row.withdrawn_at = NOW if one["withdrawn"] else None
        for unit, line in one["said"].items():
            answers[unit][number] = line
    for unit, lines in answers.items():
        for asked in rounds:
            said = lines if asked is rounds[1] else {number: Line(state=State.PAUSED, progress="før") for number in lines}
            records.rounds.answer(asked, reply(records.actor, unit), Answer(lines=said), records.initiatives.ids(said))
    return rounds[1]


def read(records, row, *, confidential):
    """Return the same from the objects."""
    every = records.initiatives.page(Selection(confidential=confidential))
    lines, found = records.rounds.lines(row, {one.initiative.number for one in every}), defaultdict(set)
    for one in every:
        plain = one.initiative
        stands = Standing(
            lead=plain.lead,
            on_record=plain.state,
            tracks=one.tracks,
            registered=plain.registered_at <= WITHIN.registered_by,
            unheard=plain.heard_on <= WITHIN.unheard_since,
            confidential=plain.confidential,
            told=told(plain.lead, lines.get(plain.number, ())),
        )
        found[stands].add(plain.number)
    return dict(found)


def counted(records, row, *, confidential):
    found = records.digests.standings(row, WITHIN, confidential=confidential)
    assert len({number for numbers in found.values() for number in numbers}) == sum(map(len, found.values()))
    return {stands: set(numbers) for stands, numbers in found.items()}


def acting(installation):
    """Return the records of somebody who may act."""
    installation.session.add(sample.AgreementRow(id="kbh", loaded_at=NOW))
    installation.session.flush()
    person = sample.within(installation).people.meet("slack", "U1", name="Ana", language="da")
    return sample.within(installation, actor=person.id)


@given(told_of=st.lists(INITIATIVES, max_size=5))
def test_what_the_database_works_out_is_what_the_rules_read(examples_store, told_of):
    with examples_store.rehearse() as installation:
        records = acting(installation)
        row = play(records, told_of)
        for confidential in (True, False):
            assert counted(records, row, confidential=confidential) == read(records, row, confidential=confidential)


EACH = [
    {
        "lead": "osa",
        "tracks": ("spor-1", "spor-2"),
        "confidential": False,
        "state": state,
        "heard": 90,
        "late": late,
        "withdrawn": False,
        "said": said,
    }
    for late, state in enumerate((State.ACTIVE, State.PAUSED))
    for said in (
        {},
        {"bif": Line(state=State.CLOSED, previous=State.ACTIVE, obstacles="lokaler")},
        {"osa": Line(state=State.ADJUSTED, previous=State.ACTIVE), "bif": Line(state=State.ACTIVE, progress="kører")},
    )
]


@pytest.mark.parametrize("times", [1, 3])
def test_both_databases_work_out_the_same(store, times):
    with store.rehearse() as installation:
        records = acting(installation)
        row = play(records, EACH * times)
        assert counted(records, row, confidential=True) == read(records, row, confidential=True)
        assert {len(numbers) for numbers in counted(records, row, confidential=True).values()} == {times}


def test_of_many_or_few_the_named_are_returned(store):
    with store.rehearse() as installation:
        records = acting(installation)
        row = play(records, EACH[:3])
        for wanted in ({1, 3}, {1, 3, *range(100, 100 + MANY)}):
            assert {one.initiative.number for one in records.initiatives.numbered(wanted)} == {1, 3}
            assert records.rounds.lines(row, wanted).keys() == {3}
