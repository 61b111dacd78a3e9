"""Several agreements live in one database, and within one nothing of another is told or touched."""

from collections.abc import Iterable, Mapping
from dataclasses import is_dataclass

from hypothesis import Phase, given, settings
from hypothesis import strategies as st
from sqlmodel import SQLModel

from bot.refusal import Refusal
from storage.tables.every import metadata
from tests.storage import sample
from tests.storage.across import ACROSS
from tests.storage.taken_back import taken_back
from tests.storage.worlds import CHANGES, QUESTIONS, build, scoped, unscoped

ADD_IT = "A method of storage/ is not in tests/storage/worlds.py. Add it to QUESTIONS or CHANGES (or, with a reason, to ACROSS in across.py)."


def test_every_question_and_every_change_is_tried():
    tried = QUESTIONS.keys() | CHANGES.keys()
    assert not scoped() - tried, ADD_IT
    assert not unscoped() - tried - ACROSS.keys(), ADD_IT
    assert tried | ACROSS.keys() <= scoped() | unscoped(), "tests/storage/worlds.py or across.py names a method that is gone."


def told(answer):
    """Return everything an answer holds, as one text."""
    if isinstance(answer, SQLModel):
        return told(answer.model_dump())
    if is_dataclass(answer):
        return told(vars(answer))
    if isinstance(answer, Mapping):
        return told([*answer.keys(), *answer.values()])
    if isinstance(answer, Iterable) and not isinstance(answer, str):
        return " ".join(map(told, answer))
    return str(answer)


def asked(records, world, ask):
    """Return what a question tells; refusing to answer tells nothing."""
    try:
        return told(ask(records, world))
    except (Refusal, ValueError, AssertionError):
        return ""


def rows_of(installation, agreement):
    """Return every row of an agreement."""
    found = {}
    installation.session.flush()
    for table in metadata.sorted_tables:
        if "agreement_id" in table.columns:
            rows = installation.session.connection().execute(table.select().where(table.c.agreement_id == agreement))
            found[table.name] = sorted(map(str, rows.all()))
    return found


SIZES = st.fixed_dictionaries({"people": st.integers(1, 3), "initiatives": st.integers(1, 3), "rounds": st.integers(1, 2)})


@given(ours=SIZES, theirs=SIZES, first=st.booleans())
@settings(max_examples=10, phases=[Phase.explicit, Phase.reuse, Phase.generate])  # Small already; shrinking takes minutes.
def test_nothing_of_another_agreement_is_told(examples_store, ours, theirs, first):
    with examples_store.rehearse() as installation:
        for agreement in ("ours", "theirs") if first else ("theirs", "ours"):
            world = build(installation, agreement, **(ours if agreement == "ours" else theirs))
            if agreement == "theirs":
                other = world
            else:
                mine = world
        records = sample.within(installation, "ours")
        for name, ask in QUESTIONS.items():
            for world in (mine, other):
                answer = asked(records, world, ask)
                assert other.mark not in answer, name
                assert other.person.id not in answer, name


def test_the_same_questions_within_the_agreement_are_answered(store):
    with store.begin() as installation:
        world = build(installation, "ours")
        records = sample.within(installation, "ours")
        answers = {name: asked(records, world, ask) for name, ask in QUESTIONS.items()}
    silent = {name for name, answer in answers.items() if not answer.strip()}
    assert silent == {"Outbox.waiting_for"}  # Its message has gone out.


def test_nothing_of_another_agreement_is_touched(store):
    with store.rehearse() as installation:
        mine = build(installation, "ours")
        other = build(installation, "theirs")
        records = sample.within(installation, "ours", actor=mine.person.id)
        before = rows_of(installation, "theirs")
        for name, change in CHANGES.items():
            with taken_back(installation):
                asked(records, other, change)
                assert rows_of(installation, "theirs") == before, name
