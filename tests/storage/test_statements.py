"""How often the database is asked: the same number of times for one initiative as for two hundred."""

from contextlib import contextmanager

import pytest
from sqlalchemy import event

from bot.domain.digest import Bounds
from bot.domain.initiative import Selection, State
from bot.domain.status import Answer, Line
from tests.storage import sample
from tests.storage.sample import NOW, TODAY, proposal, reply, round_

SIZES = (1, 10, 200)


@contextmanager
def counted(store):
    """Count the statements that reach the database."""
    asked = []
    note = lambda _connection, _cursor, statement, *_: asked.append(statement)  # noqa: E731
    event.listen(store.engine, "before_cursor_execute", note)
    try:
        yield asked
    finally:
        event.remove(store.engine, "before_cursor_execute", note)


def lines(many):
    return Answer(
        lines={number: Line(state=State.PAUSED, progress=f"P{number}", previous=State.ACTIVE) for number in range(1, many + 1)}
    )


def answer(records, row, many):
    given = lines(many)
    return records.rounds.answer(row, reply(records.actor), given, records.initiatives.ids(given.lines))


STEPS = {
    "a list": lambda r, _row, _many: r.initiatives.page(Selection()),
    "what a unit is asked about": lambda r, _row, _many: r.initiatives.of_unit("osa"),
    "a first answer": answer,
    "a correction": answer,
    "what an answer says": lambda r, row, _many: [r.rounds.lines_of(one) for one in r.rounds.replies(row)],
    "what a round says": lambda r, row, many: r.rounds.lines(row, range(1, many + 1)),
    "some of a list": lambda r, _row, many: r.initiatives.numbered(range(1, many + 1)),
    "how all stand": lambda r, row, _many: r.digests.standings(row, Bounds(TODAY, NOW, TODAY), confidential=True),
    "what a unit said last": lambda r, _row, _many: r.rounds.last_lines("osa"),
    "hearing of initiatives": lambda r, _row, many: r.initiatives.heard(
        dict.fromkeys(range(1, many + 1), State.PAUSED), leads="osa", today=TODAY
    ),
    "setting duties": lambda r, _row, many: r.duties.set_all({("asks", str(number)): NOW for number in range(many)}),
    "moving duties": lambda r, _row, many: r.duties.set_all({("asks", str(number)): None for number in range(many)}),
    "ending duties": lambda r, _row, many: r.duties.end([("asks", str(number)) for number in range(many)]),
    "calling messages back": lambda r, _row, _many: r.outbox.supersede_about("kbh", "round:"),
}


def statements(store, many):
    """Return how many statements each step takes with so many initiatives."""
    with store.rehearse() as installation:
        installation.session.add(sample.AgreementRow(id="kbh", loaded_at=NOW))
        installation.session.flush()
        person = sample.within(installation).people.meet("slack", "U1", name="Ana", language="da")
        records = sample.within(installation, actor=person.id)
        for number in range(many):
            records.initiatives.register(proposal(f"T{number}"), by=person.id, today=TODAY)
        row = records.rounds.start(round_())
        installation.session.flush()
        counts = {}
        for name, step in STEPS.items():
            installation.session.expunge_all()
            row = records.rounds.by_period(row.period)
            with counted(store) as asked:
                step(records, row, many)
                installation.session.flush()
            counts[name] = len(asked)
        return counts


@pytest.fixture
def measured(store):
    return {many: statements(store, many) for many in SIZES}


def test_the_number_of_statements_does_not_grow_with_the_initiatives(measured):
    assert measured[200] == measured[10] == measured[1]
    assert measured[200]["a list"] == 2
    assert max(measured[200].values()) <= 12
