"""What the tables keep by themselves, the same on both databases: states, lengths, references, intervals, instants."""

from datetime import UTC, date, datetime, timedelta, timezone
from enum import StrEnum

import pytest
from sqlalchemy import Enum, text
from sqlalchemy.exc import DataError, IntegrityError, StatementError
from sqlmodel import select

from storage.tables import AccountRow, AgreementRow, AuditRow, DutyRow, PersonRow, PlaceRow
from storage.tables.every import metadata
from tests.storage import sample

AT = "2027-02-01 08:00:00+00:00"
A_PERSON = {"agreement_id": "kbh", "id": "p_ana", "name": "Ana", "language": "da", "zone": "", "zone_chosen": False}
AN_INITIATIVE = {
    "agreement_id": "kbh",
    "number": 1,
    "title": "T",
    "purpose": "",
    "lead": "osa",
    "state": "planned",
    "work": "joint",
    "national": False,
    "confidential": False,
    "starts_on": "2027-02-01",
    "registered_at": AT,
    "registered_by": "p_ana",
    "heard_on": "2027-02-01",
    "searchable": "",
}
AN_APPOINTMENT = {"agreement_id": "kbh", "person_id": "p_ana", "role": "chair", "since": "2027-02-01"}
A_MESSAGE = {
    "agreement_id": "kbh",
    "key": "k",
    "kind": "nudge",
    "subject": "s",
    "due": "d",
    "step": "",
    "recipient": "person:p_ana",
    "message": "{}",
    "closed": False,
    "state": "pending",
    "attempt": 0,
    "unanswered": 0,
    "failures": 0,
    "turns": 0,
    "recalled": False,
    "created_at": AT,
}


@pytest.fixture
def rows(store):
    """A database with an agreement and a person, and a way to put raw rows into it."""
    sample.agreements(store)

    def insert(table, **values):
        with store.begin() as installation:
            names = ", ".join(f'"{name}"' for name in values)
            marks = ", ".join(f":{name}" for name in values)
            installation.session.connection().execute(text(f'INSERT INTO "{table}" ({names}) VALUES ({marks})'), values)  # noqa: S608  # Our own names.

    insert("person", **A_PERSON)
    return insert


@pytest.mark.parametrize(
    ("table", "sound", "change"),
    [
        ("initiative", AN_INITIATIVE, {"state": "junk"}),
        ("initiative", AN_INITIATIVE, {"work": "PLANNED"}),
        ("initiative", AN_INITIATIVE, {"title": "x" * 151}),
        ("initiative", AN_INITIATIVE, {"purpose": "æ" * 1501}),
        ("initiative", AN_INITIATIVE, {"ends_on": "2027-01-31"}),
        ("initiative", AN_INITIATIVE, {"agreement_id": "nobody"}),
        ("initiative", AN_INITIATIVE, {"registered_by": "p_nobody"}),
        ("initiative", AN_INITIATIVE, {"title": None}),
        ("appointment", AN_APPOINTMENT, {"role": "king"}),
        ("appointment", AN_APPOINTMENT, {"until": "2027-01-31"}),
        ("appointment", AN_APPOINTMENT, {"person_id": "p_nobody"}),
        ("outbox", A_MESSAGE, {"state": "lost"}),
        ("outbox", A_MESSAGE, {"kind": "spam"}),
        ("outbox", A_MESSAGE, {"step": "x" * 81}),
        ("outbox", A_MESSAGE, {"duty_id": 99}),
        (
            "account",
            {"agreement_id": "kbh", "platform": "slack", "user": "U1", "person_id": "p_ana", "preferred": False},
            {"user": "U" * 81},
        ),
    ],
)
def test_a_value_out_of_bounds_is_refused_and_the_sound_one_is_not(rows, table, sound, change):
    with pytest.raises((IntegrityError, DataError)):
        rows(table, **{**sound, **change})
    rows(table, **sound)


@pytest.mark.parametrize("length", [149, 150])
def test_lengths_are_counted_in_characters(rows, length):
    rows("initiative", **{**AN_INITIATIVE, "title": "🌊" * length})


@pytest.mark.parametrize(
    ("table", "sound"), [("initiative", AN_INITIATIVE), ("outbox", A_MESSAGE), ("person", {**A_PERSON, "id": "p_bo"})]
)
def test_the_same_row_twice_is_refused(rows, table, sound):
    rows(table, **sound)
    with pytest.raises(IntegrityError):
        rows(table, **sound)


def test_a_unit_takes_part_in_an_initiative_once_at_a_time(rows):
    rows("initiative", **AN_INITIATIVE)
    part = {"agreement_id": "kbh", "initiative_id": 1, "unit": "osa", "joined_on": "2027-02-01"}
    rows("initiative_party", **part, left_on="2027-02-01")
    rows("initiative_party", **part)
    with pytest.raises(IntegrityError):
        rows("initiative_party", **part)


def test_every_text_with_a_bound_and_every_state_has_its_check():
    for table in metadata.tables.values():
        checked = {
            constraint.name.removeprefix(f"ck_{table.name}_") for constraint in table.constraints if "ck_" in str(constraint.name)
        }
        bound = {column.name for column in table.columns if isinstance(column.type, Enum) or getattr(column.type, "length", None)}
        assert bound <= checked, table.name


def test_states_are_stored_as_the_words_they_are():
    for table in metadata.tables.values():
        for column in table.columns:
            if isinstance(column.type, Enum):
                kind = column.type.enum_class
                assert issubclass(kind, StrEnum)
                assert column.type.enums == [one.value for one in kind], f"{table.name}.{column.name}"


@pytest.mark.parametrize(
    "instant",
    [
        datetime(2027, 7, 1, 9, tzinfo=timezone(timedelta(hours=2))),
        datetime(2027, 1, 1, tzinfo=UTC),
        datetime(2027, 10, 31, 2, 30, 0, 123456, tzinfo=timezone(timedelta(hours=-11, minutes=-30))),
        datetime(1999, 12, 31, 23, 59, 59, 999999, tzinfo=UTC),
    ],
)
def test_an_instant_comes_back_as_the_same_instant_in_utc(store, instant):
    with store.begin() as installation:
        installation.session.add(AgreementRow(id="kbh", loaded_at=instant))
    with store.read() as installation:
        back = installation.session.exec(select(AgreementRow.loaded_at)).one()
    assert back == instant
    assert back.utcoffset() == timedelta(0)


def test_an_instant_without_a_zone_is_refused(store):
    with pytest.raises(StatementError), store.begin() as installation:
        installation.session.add(AgreementRow(id="kbh", loaded_at=datetime(2027, 1, 1)))  # noqa: DTZ001


def test_instants_are_compared_as_instants(store):
    sample.agreements(store)
    east = timezone(timedelta(hours=9))
    with store.begin() as installation:
        installation.session.add(
            DutyRow(agreement_id="kbh", kind="k", subject="s", next_due=datetime(2027, 1, 1, 8, 30, tzinfo=east))
        )
    with store.read() as installation:
        duties = sample.within(installation).duties
        assert not duties.due(datetime(2026, 12, 31, 23, tzinfo=UTC))
        assert duties.due(datetime(2027, 1, 1, 8, 31, tzinfo=east))


def test_a_channels_number_is_never_given_twice(store):
    sample.agreements(store)
    numbers = []
    for place in ("C1", "C2"):
        with store.begin() as installation:
            places = sample.within(installation).places
            row = places.bind("slack", place, direct=False, outsiders=False)
            numbers.append(row.id)
            places.release(row)
    assert len(set(numbers)) == 2


def test_rows_are_what_the_domain_calls_them(store):
    sample.agreements(store)
    with store.begin() as installation:
        installation.session.add(PersonRow(agreement_id="kbh", id="p_ana", name="Ana", language="da"))
        installation.session.flush()
        installation.session.add(AccountRow(agreement_id="kbh", platform="slack", user="U1", person_id="p_ana"))
        installation.session.add(PlaceRow(agreement_id="kbh", platform="slack", place="C1"))
    with store.read() as installation:
        ana = installation.session.exec(select(PersonRow)).one()
        assert (ana.name, ana.welcomed_at) == ("Ana", None)
        assert installation.session.exec(select(AuditRow)).all() == []


def test_a_day_is_a_day_without_a_zone(store):
    sample.agreements(store)
    with store.begin() as installation:
        ana = sample.within(installation).people.meet("slack", "U1", name="Ana", language="da")
        row = sample.within(installation).initiatives.register(sample.proposal(), by=ana.id, today=date(2027, 12, 31))
        number = row.number
    with store.read() as installation:
        assert sample.within(installation).initiatives.by_number(number).heard_on == date(2027, 12, 31)
