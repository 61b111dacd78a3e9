"""The number of questions a command asks the database does not grow with the initiatives."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from sqlalchemy import Engine, event

from bot.acts import round as act
from bot.domain.initiative import Proposal, Selection, State
from bot.domain.status import Answer, Line, Reply
from bot.registry import all_commands
from tests.program import BEGINNING, TEXT, Program, at, prepared, without_duties

SIZES = (3, 30, 300)

# Every command that only looks, with words that make it look at as much as it can.
LOOKS = {
    "agreement clause": "2",
    "agreement show": "",
    "agreement statement": "2026",
    "agreement wheel": "2026",
    "briefing comments": "status",
    "briefing document": "status",
    "briefing list": "2026",
    "briefing passage": "status lead",
    "briefing show": "status",
    "focus list": "2027",
    "focus show": "F-1",
    "help": "",
    "home": "",
    "initiative find": "indsats",
    "initiative history": "I-1",
    "initiative list": "osa",
    "initiative show": "I-1",
    "meeting actions": "all",
    "meeting agenda": "M-1",
    "meeting decisions": "",
    "meeting list": "2026",
    "meeting minutes": "M-2",
    "meeting move": "M-1 12. marts kl. 10",
    "meeting plan": "11. marts kl. 10",
    "meeting show": "M-1",
    "party list": "",
    "party show": "osa",
    "status digest": "2026-Q1 all",
    "status show": "2026-Q1",
    "whoami": "",
}
# What opens a form.
FORMS = {
    "osa": ["/initiative new", "/initiative update I-1", "/status reply", "/status reply page 99"],
    "facilitator": ["/party contact", "/agreement appoint"],
}


@pytest.fixture
def program(sqlite_template: Path, tmp_path: Path) -> Iterator[Program]:
    """Everybody of the sample world, under an agreement that owes its briefings and asks for no meetings."""
    text = without_duties(TEXT, "at_least_meetings")
    program = Program(prepared(tmp_path, sqlite_template, BEGINNING, text), BEGINNING)
    yield program
    program.close()


@contextmanager
def counted() -> Iterator[list[str]]:
    """Note every statement that reaches any database."""
    asked: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_: object) -> None:
        asked.append(statement)

    event.listen(Engine, "before_cursor_execute", note)
    try:
        yield asked
    finally:
        event.remove(Engine, "before_cursor_execute", note)


def grow(program, size):
    """Let there be so many initiatives, each told of by its lead in the open round and in the one before."""
    with program.pagt.store.begin() as installation:
        records = installation.within("koebenhavn", actor="rule", now=program.now)
        by = records.people.behind("local", "u_osa").id
        known = records.initiatives.count(Selection())
        for number in range(known + 1, size + 1):
            proposal = Proposal(
                title=f"Indsats {number}",
                tracks=("forebyggelse", "viden"),
                lead="osa",
                participants=("eki", "ssp"),
                actors=("Klub", "Skole"),
                starts_on=program.now.date(),
            )
            records.initiatives.register(proposal, by=by, today=program.now.date())
        numbers = range(1, size + 1)
        answer = Answer(lines={number: Line(state=State.ACTIVE, progress="Kører", obstacles="Lokaler") for number in numbers})
        for unit in ("osa", "eki"):
            reply = Reply(unit=unit, at=program.now, by=by, help_needed="Nøgler")
            records.rounds.answer(records.rounds.by_period("2026-Q1"), reply, answer, records.initiatives.ids(numbers))


def costs(program, person, line):
    with counted() as asked:
        reply = program.says(person, line)
    assert not reply.refused, line
    return len(asked)


def test_every_command_that_only_looks_is_counted():
    assert {one.name for one in all_commands() if not one.changes} == set(LOOKS)


def answered(program):
    """What it costs to answer, correct and change, and to word the digest that a closed round owes its channel."""
    for line in ("/status reply ssp unchanged", "/status reply ssp I-1: kører", "/initiative update I-1 paused x"):
        program.says("facilitator", "/initiative update I-1 active x")
        yield line, costs(program, "facilitator", line)
    with counted() as asked, program.pagt.store.rehearse() as installation:
        records = installation.within("koebenhavn", actor="rule", now=program.now)
        act.close(records, installation.agreements.at("koebenhavn", program.now), records.rounds.by_period("2026-Q1"))
    yield "closing", len(asked)


def test_nothing_costs_more_questions_when_there_are_more_initiatives(program):
    program.now = at("2026-02-16T09:00")
    program.tick()
    program.says("ssp", "/status reply unchanged")
    program.says("facilitator", "/briefing draft status")
    program.says("osa", "/focus new headline: Unge; reason: Sommer; tracks: 1; lead: osa")
    program.says("facilitator", "/meeting convene 2026-03-11T10:00-12:00")
    program.says("facilitator", "/meeting record day: 2026-01-14; starts: 10:00")
    program.says("facilitator", "/meeting decision M-2 1 approved: All of it.")
    found = {}
    for size in SIZES:
        grow(program, size)
        looks = [("facilitator", f"/{name} {words}") for name, words in LOOKS.items()]
        forms = [(person, line) for person, lines in FORMS.items() for line in lines]
        for person, line in looks + forms:
            found.setdefault(line, []).append(costs(program, person, line))
        for line, cost in answered(program):
            found.setdefault(line, []).append(cost)
    assert {line: counts for line, counts in found.items() if len(set(counts)) > 1} == {}
    assert {line: counts[0] for line, counts in found.items() if counts[0] > 46} == {}
