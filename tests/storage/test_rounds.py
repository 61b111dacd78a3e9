"""Status rounds: one answer per unit, corrected in place, and what a unit said last."""

from datetime import timedelta

import pytest

from bot.domain.initiative import State
from bot.domain.status import Answer, Line
from bot.refusal import Refusal
from tests.storage.sample import NOW, TODAY, register, reply, round_


def answer(records, row, lines, unit="osa", **other):
    return records.rounds.answer(row, reply(records.actor, unit, **other), Answer(lines=lines), records.initiatives.ids(lines))


def line(state=State.ACTIVE, progress="", previous=None):
    return Line(state=state, progress=progress, previous=previous)


def test_rounds_are_told_newest_first_and_open_ones_oldest_first(records):
    first = records.rounds.start(round_("2026-Q4", opened_at=NOW - timedelta(days=90)))
    records.rounds.start(round_("2027-Q1"))
    assert records.rounds.periods() == ["2027-Q1", "2026-Q4"]
    assert records.rounds.latest().period == "2027-Q1"
    assert [one.period for one in records.rounds.open()] == ["2026-Q4", "2027-Q1"]
    records.rounds.close(first)
    assert [one.period for one in records.rounds.open()] == ["2027-Q1"]
    assert first.closed_at == NOW
    assert records.rounds.latest().period == "2027-Q1"


def test_an_unknown_period_is_refused_with_those_there_are(records):
    records.rounds.start(round_())
    with pytest.raises(Refusal) as no:
        records.rounds.by_period("2099-Q9-and-much-more-text")
    assert no.value.facts == {"period": "2099-Q9-and-much-mor", "known": ["2027-Q1"]}


def test_a_unit_has_one_answer_that_can_be_corrected(records):
    register(records)
    register(records, "Second")
    row = records.rounds.start(round_())
    answer(records, row, {1: line(progress="Op"), 2: line(State.PAUSED, previous=State.ACTIVE)})
    answer(records, row, {2: line(State.ACTIVE, "Igen", previous=State.PAUSED)}, remark="Rettet", at=NOW + timedelta(hours=1))
    (only,) = records.rounds.replies(row)
    assert (only.remark, only.at) == ("Rettet", NOW + timedelta(hours=1))
    said = records.rounds.lines_of(only)
    assert (said[1].progress, said[2].progress, said[2].state, said[2].previous) == ("Op", "Igen", State.ACTIVE, State.ACTIVE)
    assert [one.verb for one in records.audit.of("round:2027-Q1:osa")] == ["answer", "correct"]


def test_no_change_takes_back_what_was_said_line_by_line(records):
    register(records)
    row = records.rounds.start(round_())
    answer(records, row, {1: line(progress="Op")})
    only = answer(records, row, {}, unchanged=True)
    assert only.unchanged
    assert records.rounds.lines_of(only) == {}


def test_lines_are_told_by_initiative_and_unit_in_the_order_they_came(records):
    register(records)
    register(records, "Second")
    row = records.rounds.start(round_())
    answer(records, row, {2: line(progress="osa 2"), 1: line(progress="osa 1")})
    answer(records, row, {1: line(State.PAUSED, "bif 1")}, unit="bif")
    told = {number: [(unit, one.progress) for unit, one in said] for number, said in records.rounds.lines(row, [1, 2]).items()}
    assert told == {1: [("osa", "osa 1"), ("bif", "bif 1")], 2: [("osa", "osa 2")]}
    assert records.rounds.lines(row, [2]).keys() == {2}
    assert records.rounds.reply(row, "bif").unit == "bif"
    assert records.rounds.reply(row, "nord") is None


def test_what_a_unit_said_last_may_be_of_an_earlier_round(records):
    one, two = register(records), register(records, "Second")
    winter = records.rounds.start(round_("2026-Q4", opened_at=NOW - timedelta(days=90)))
    spring = records.rounds.start(round_("2027-Q1"))
    answer(records, spring, {1: line(progress="forår")})
    answer(records, winter, {1: line(progress="vinter"), 2: line(progress="vinter")}, at=NOW - timedelta(days=80))
    assert records.rounds.last_line(one, "osa").progress == "forår"
    assert records.rounds.last_line(two, "osa").progress == "vinter"
    assert records.rounds.last_line(two, "bif") is None
    assert {number: said.progress for number, said in records.rounds.last_lines("osa").items()} == {1: "forår", 2: "vinter"}
    assert [(period, said.progress) for period, _, _, said in records.rounds.said_of(one)] == [
        ("2027-Q1", "forår"),
        ("2026-Q4", "vinter"),
    ]
    assert len(records.rounds.said_of(one, limit=1)) == 1
    assert one.heard_on == TODAY
