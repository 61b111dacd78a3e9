"""A rehearsal tells what would be sent, to whom, when and why; nothing of it happens."""

import pytest
from sqlmodel import select

from bot.jobs.simulate import simulate
from bot.words import simulate as words
from bot.words.language import speaking
from storage.tables import DutyRow, OutboxRow, RoundRow
from tests.program import ZONE, at


def rehearsed(program, until):
    return simulate(program.pagt.store, program.now, at(until))


def kept(program):
    return program.asked(
        lambda records: [
            [row.model_dump() for row in records.session.exec(select(table)).all()] for table in (OutboxRow, DutyRow, RoundRow)
        ]
    )


def test_a_whole_round_is_told_in_the_order_it_would_go_out_and_nothing_of_it_is_kept(program):
    before = kept(program)
    found = rehearsed(program, "2026-03-04T00:00")
    assert kept(program) == before
    assert [one.at for one in found] == sorted(one.at for one in found)
    moments = {}
    for one in found:
        moments.setdefault(f"{one.at.astimezone(ZONE):%m-%d %H:%M}", []).append(one.to)
    assert {moment: len(to) for moment, to in moments.items()} == {
        "02-16 09:00": 11,  # ten parties, and the facilitator about the eleventh
        "02-23 09:00": 10,
        "02-27 09:00": 10,
        "03-02 09:00": 1,
        "03-03 09:00": 1,  # the digest
    }
    assert "#c_samarbejdsaftalen" in moments["03-03 09:00"]
    assert "Peter Langkilde Skov" in moments["02-16 09:00"]
    assert all(one.clause == "forpligtelse-informere" and one.house_rule for one in found)


def test_what_waits_already_is_not_told_again(program):
    program.now = at("2026-02-16T09:00")
    program.tick()
    assert rehearsed(program, "2026-02-20T00:00") == []
    assert len(rehearsed(program, "2026-02-23T09:00")) == 10


def test_what_is_due_now_is_told_as_of_now(program):
    program.now = at("2026-02-16T09:30")
    found = rehearsed(program, "2026-02-17T00:00")
    assert {one.at for one in found} == {program.now}


def test_a_unit_that_has_answered_is_not_among_them(program):
    program.now = at("2026-02-16T09:00")
    program.tick()
    program.says("osa", "/status svar uændret")
    assert len(rehearsed(program, "2026-02-23T09:00")) == 9


@pytest.mark.parametrize("until", ["2026-01-12T09:00", "2026-02-16T08:59"])
def test_nothing_is_told_before_anything_is_due(program, until):
    assert rehearsed(program, until) == []


@pytest.mark.parametrize(
    ("language", "count", "why"),
    [
        ("da", "33 beskeder", "(husregel; bestemmelsen ”Informere hinanden”)"),
        ("en", "33 messages", "(house rule; clause “Inform each other”)"),
    ],
)
def test_it_is_printed_with_moment_reader_headline_and_clause(program, language, count, why):
    with speaking(language):
        lines = words.listed(rehearsed(program, "2026-03-04T00:00")).splitlines()
        assert words.listed([])
    assert count in lines[0]
    told = [line for line in lines if "Peter Langkilde Skov" in line]
    assert len(told) == 2
    assert all("→ Peter Langkilde Skov: " in line and "OSA" in line and line.endswith(why) for line in told)
