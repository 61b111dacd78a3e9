"""A statement made once: the same values go in and come out as through SQLAlchemy, on both databases, and its errors are SQLAlchemy's."""

from datetime import UTC, date, datetime

import pytest
from sqlalchemy import bindparam, event, func, insert, literal, select, union_all, update
from sqlalchemy.exc import IntegrityError
from sqlmodel import col

from bot.domain.initiative import State
from storage.asking import add_once, ask, put, table_of
from storage.ready import ready
from storage.tables import HandledRow, InitiativeRow, InitiativeTrackRow
from tests.storage import sample
from tests.storage.sample import NOW, TODAY

_initiative, _handled = table_of(InitiativeRow).c, table_of(HandledRow).c
EVERY_KIND = (
    select(_initiative.number, _initiative.title, _initiative.state, _initiative.confidential)
    .add_columns(_initiative.starts_on, _initiative.ends_on, _initiative.registered_at, literal("x").label("constant"))
    .where(_initiative.agreement_id == bindparam("agreement"), _initiative.state != State.CLOSED)
)
PIECE = select(_initiative.number).where(_initiative.registered_at <= bindparam("at")).limit(1)
TWICE = union_all(
    *(
        select(literal(name).label("kind"), _initiative.number.label("n")).where(_initiative.lead == bindparam("lead"))
        for name in "ab"
    )
).order_by("kind", "n")
REMEMBERED = insert(table_of(HandledRow)).inline()
A_LIST = select(_initiative.number).where(_initiative.number.in_(bindparam("numbers", expanding=True)))


@pytest.fixture
def records(store):
    sample.agreements(store)
    with store.rehearse() as installation:
        records = sample.within(installation)
        person = records.people.meet("slack", "U1", name="Ana", language="da")
        for title in ("Én", "To"):
            records.initiatives.register(sample.proposal(title), by=person.id, today=TODAY)
        yield records


def the_same(records, question, **values):
    """Ask both ways, and return the rows that both gave."""
    ours = ask(records.session, question, **values)
    theirs = records.session.connection().execute(question, values).all()
    assert [tuple(row) for row in ours] == [tuple(row) for row in theirs]
    assert [row._fields for row in ours] == [row._fields for row in theirs]
    return ours


def test_every_kind_of_value_comes_out_as_what_it_is(records):
    first, second = the_same(records, EVERY_KIND, agreement="kbh")
    assert (first.number, first.title, second.title, first.ends_on, first.constant) == (1, "Én", "To", None, "x")
    assert isinstance(first.state, State)
    assert first.confidential is False
    assert type(first.starts_on) is date
    assert first.registered_at == NOW
    assert first.registered_at.tzinfo is UTC


def test_a_value_goes_in_as_what_it_is_and_may_stand_in_several_places(records):
    assert [row.n for row in the_same(records, TWICE, lead="osa")] == [1, 2, 1, 2]
    assert the_same(records, TWICE, lead="bif") == []
    assert [len(the_same(records, PIECE, at=at)) for at in (NOW, datetime(2000, 1, 1, tzinfo=UTC))] == [1, 0]


def test_what_waits_in_the_session_goes_before_it(records):
    records.initiatives.by_number(1).title = "Andet"
    records.session.add(records.initiatives.by_number(1))
    assert ask(records.session, EVERY_KIND, agreement="kbh")[0].title == "Andet"


def test_a_row_is_put_and_put_once(records):
    facts = {"agreement_id": "kbh", "platform": "slack", "answer": "{}", "at": NOW}
    put(records.session, REMEMBERED, key="a", **facts)
    connection = records.session.connection()
    assert not add_once(connection, HandledRow, {"key": "a", **facts})
    assert add_once(connection, HandledRow, {"key": "b", **facts})
    assert records.session.exec(select(func.count()).select_from(HandledRow)).scalar() == 2


def test_what_the_database_refuses_is_sqlalchemys_error_and_the_transaction_goes_on(records):
    facts = {"agreement_id": "kbh", "platform": "slack", "key": "a", "answer": "Hemmeligt", "at": NOW}
    put(records.session, REMEMBERED, **facts)
    with pytest.raises(IntegrityError), records.session.begin_nested():
        put(records.session, REMEMBERED, **facts)
    assert len(ask(records.session, PIECE, at=NOW)) == 1


def test_whoever_listens_to_sqlalchemy_hears_of_it(records):
    heard = []
    note = lambda _connection, _cursor, statement, *_: heard.append(statement)  # noqa: E731
    engine = records.session.get_bind()
    engine = getattr(engine, "engine", engine)
    event.listen(engine, "before_cursor_execute", note)
    try:
        ask(records.session, PIECE, at=NOW)
    finally:
        event.remove(engine, "before_cursor_execute", note)
    assert len(heard) == 1


def test_values_it_does_not_want_and_those_it_lacks_are_told_of(records):
    dialect = records.session.connection().dialect
    change = update(table_of(HandledRow)).where(_handled.key == bindparam("of"))
    for statement, names in (
        (PIECE, set()),
        (PIECE, {"at", "too"}),
        (change, {"of", "anser"}),
        (REMEMBERED, {*HandledRow.model_fields, "zz"}),
    ):
        with pytest.raises(ValueError, match="nothing to do with"):
            ready(statement, dialect, frozenset(names))
    assert ready(change, dialect, frozenset({"of", "answer"}))


def test_what_is_worked_out_anew_each_time_cannot_be_made_once(records):
    dialect = records.session.connection().dialect
    with pytest.raises(ValueError, match="cannot be made once"):
        ready(A_LIST, dialect, frozenset({"numbers"}))
    assert ready(PIECE, dialect, frozenset({"at"})) is ready(PIECE, dialect, frozenset({"at"}))
    assert col(InitiativeTrackRow.track).in_(["a"]).compile(dialect=dialect).post_compile_params  # What it looks for is there.
