"""What is owed: once per debt, called back when it is no longer owed, and known again by where it landed."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from bot.chat.markdown import Markdown
from bot.chat.message import Message, from_json
from bot.domain.outbox import Delivery, Kind, to_person, to_place
from bot.words.undelivered import not_delivered
from tests.storage import sample
from tests.storage.sample import notice

SUBJECT = "round:2027-Q1:osa"


@pytest.fixture
def owing(store):
    """A database with two agreements, and a way to work with the outbox of the first."""
    sample.agreements(store, "kbh", "aarhus")
    return store


def add(store, *notices, duty=None):
    with store.begin() as installation:
        return [sample.within(installation, one.agreement_id).outbox.add(one, duty) for one in notices]


def state(store, one):
    with store.read() as installation:
        return installation.outbox.by_key(one.key)


def put(store, one, **values):
    """Set a row as a worker might have left it."""
    with store.begin() as installation:
        row = installation.outbox.by_key(one.key)
        for name, value in values.items():
            setattr(row, name, value)
        installation.session.add(row)


def test_the_same_debt_is_owed_once(owing):
    assert add(owing, notice(), notice()) == [True, False]
    assert add(owing, notice(message=Message("In other words"))) == [False]
    row = state(owing, notice())
    assert from_json(row.message) == Message("Status?")
    assert (row.state, row.attempt, row.recipient) == (Delivery.PENDING, 0, "person:p_ana")
    assert abs((datetime.now(UTC) - row.created_at).total_seconds()) < 60


@pytest.mark.parametrize(
    "other",
    [
        {"agreement": "aarhus"},
        {"kind": Kind.NOTICE},
        {"subject": "round:2027-Q1:bif"},
        {"due": "2027-Q2"},
        {"to": to_person("p_bo")},
        {"to": to_place(1)},
        {"step": "second"},
    ],
)
def test_another_debt_is_another_message(owing, other):
    assert add(owing, notice(), notice(**other)) == [True, True]


def test_a_settled_debt_is_not_owed_again(owing):
    add(owing, notice())
    for settled in (Delivery.SENT, Delivery.FAILED, Delivery.UNCERTAIN, Delivery.SUPERSEDED):
        put(owing, notice(), state=settled)
        assert add(owing, notice()) == [False]
        assert state(owing, notice()).state is settled


def test_a_message_may_belong_to_a_duty(owing):
    with owing.begin() as installation:
        duty = sample.within(installation).duties.set("asks", "2027-Q1:osa", sample.NOW)
    add(owing, notice(), duty=duty.id)
    assert state(owing, notice()).duty_id == duty.id


@pytest.mark.parametrize(
    ("left_as", "after", "recalled"),
    [
        ({"state": Delivery.PENDING}, Delivery.SUPERSEDED, False),
        ({"state": Delivery.PENDING, "platform": "slack", "place": "U1"}, Delivery.PENDING, True),
        ({"state": Delivery.SENDING, "attempt": 1}, Delivery.SENDING, True),
        ({"state": Delivery.SENDING, "attempt": 1, "platform": "slack", "place": "U1"}, Delivery.SENDING, True),
        ({"state": Delivery.SENT}, Delivery.SENT, False),
        ({"state": Delivery.FAILED}, Delivery.FAILED, False),
        ({"state": Delivery.UNCERTAIN}, Delivery.UNCERTAIN, False),
    ],
)
def test_calling_back_stops_what_has_not_set_out_and_marks_what_may_have(owing, left_as, after, recalled):
    other = notice(subject="round:2027-Q1:bif")
    elsewhere = notice("aarhus")
    add(owing, notice(), other, elsewhere)
    put(owing, notice(), **left_as)
    with owing.begin() as installation:
        called_back = sample.within(installation).outbox.supersede("kbh", SUBJECT)
    assert called_back == (after is Delivery.SUPERSEDED)
    row = state(owing, notice())
    assert (row.state, row.recalled) == (after, recalled)
    assert {state(owing, one).state for one in (other, elsewhere)} == {Delivery.PENDING}


def test_calling_back_by_the_beginning_of_a_subject_takes_signs_as_they_are(owing):
    mine = notice(subject="initiative:7:osa")
    others = [notice(subject=one) for one in ("initiative:71:osa", "initiative_7:osa", "initiative")]
    add(owing, mine, *others)
    with owing.begin() as installation:
        assert sample.within(installation).outbox.supersede_about("kbh", "initiative:7:") == 1
        assert sample.within(installation).outbox.supersede_about("kbh", "initiative_") == 1
        assert sample.within(installation).outbox.supersede_about("kbh", "%") == 0
    assert state(owing, mine).state is Delivery.SUPERSEDED
    assert state(owing, others[0]).state is Delivery.PENDING


def test_calling_back_leaves_edits_of_what_stands_there(owing):
    edit = notice(step="answered", edits=notice().key)
    add(owing, notice(), edit)
    put(owing, notice(), state=Delivery.SENT)
    with owing.begin() as installation:
        outbox = sample.within(installation).outbox
        assert outbox.supersede("kbh", SUBJECT) == 0
        assert outbox.supersede_edits([notice().key]) == 1
    assert state(owing, edit).state is Delivery.SUPERSEDED


def test_what_is_over_is_kept_without_its_words_and_what_is_still_to_go_out_with_them(owing):
    rows = {state_: notice(subject="meeting:7:osa", step=state_.value) for state_ in Delivery}
    part, other = notice(subject="meeting:7"), notice(subject="meeting:71:osa")
    add(owing, *rows.values(), part, other)
    for state_, one in rows.items():
        put(owing, one, state=state_)
    for one in (part, other):
        put(owing, one, state=Delivery.SENT)
    with owing.begin() as installation:
        outbox = sample.within(installation).outbox
        assert outbox.forget([], Message("–")) == 0
        assert outbox.forget(["meeting:7", "poll:1"], Message("–")) == 5
    silent = {state_ for state_, one in rows.items() if from_json(state(owing, one).message) == Message("–")}
    assert silent == {Delivery.SENT, Delivery.SUPERSEDED, Delivery.FAILED, Delivery.UNCERTAIN}
    assert {state(owing, rows[one]).state for one in silent} == {Delivery.SENT, Delivery.SUPERSEDED}  # Nobody sends it again.
    assert (from_json(state(owing, part).message), from_json(state(owing, other).message)) == (Message("–"), other.message)


def test_the_news_that_a_message_did_not_get_through_is_kept_without_the_words_it_quotes(owing):
    who, headline = notice().to, "M-7: OSA sends a substitute (Camilla *Friis*)"
    failed = replace(notice(subject="meeting:7:osa"), message=Message(headline))
    news, other = (
        replace(notice(subject=f"undelivered:{who}", step=one), message=not_delivered(one, Markdown("Anna"), "is_archived"))
        for one in (headline, "Another message")
    )
    add(owing, failed, news, other)
    put(owing, failed, state=Delivery.FAILED)
    for one in (news, other):
        put(owing, one, state=Delivery.SENT)
    with owing.begin() as installation:
        assert sample.within(installation).outbox.forget(["meeting:7"], Message("–")) == 2
    left = [from_json(state(owing, one).message) for one in (failed, news, other)]
    assert left == [Message("–"), Message("–"), other.message]


def test_the_latest_edit_that_is_not_called_back_is_what_a_message_says_by_now(owing):
    plain, mended, taken_back = notice(), notice(step="first edit", edits=notice().key), notice(step="last", edits=notice().key)
    add(owing, plain, mended, taken_back, notice(step="second"))
    put(owing, taken_back, state=Delivery.SUPERSEDED)
    with owing.read() as installation:
        outbox = sample.within(installation).outbox
        said = outbox.latest([outbox.by_key(one.key) for one in (plain, notice(step="second"))])
        assert {key: row.step for key, row in said.items()} == {plain.key: "first edit", notice(step="second").key: "second"}


def test_steps_that_were_planned_are_told_by_subject_whatever_became_of_them(owing):
    add(owing, notice(), notice(step="second"), notice(subject="round:2027-Q1"), notice(due="2027-Q2"))
    put(owing, notice(), state=Delivery.FAILED)
    with owing.read() as installation:
        outbox = sample.within(installation).outbox
        assert outbox.planned("kbh", "2027-Q1") == {SUBJECT: {"first", "second"}, "round:2027-Q1": {"first"}}
        assert outbox.planned("kbh", "2027-Q3") == {}


def test_a_message_is_known_by_where_it_landed_and_an_edit_of_it_is_not(owing):
    edit = notice(step="answered", edits=notice().key)
    add(owing, edit, notice())
    put(owing, notice(), state=Delivery.SENT, platform="slack", reference="D1/12.5")
    put(owing, edit, state=Delivery.SENT, platform="slack", reference="D1/12.5")
    with owing.read() as installation:
        outbox = sample.within(installation).outbox
        assert outbox.about("kbh", "slack", "D1/12.5").key == notice().key
        assert outbox.about("kbh", "mattermost", "D1/12.5") is None
        assert outbox.about("kbh", "slack", "D1/12.6") is None


def test_what_stands_somewhere_or_may_is_told_first_to_last(owing):
    states = {
        "first": {"state": Delivery.SENT},
        "second": {"state": Delivery.SENDING},
        "third": {"state": Delivery.UNCERTAIN},
        "fourth": {"state": Delivery.PENDING, "platform": "slack", "place": "U1"},
        "fifth": {"state": Delivery.PENDING},
        "sixth": {"state": Delivery.FAILED},
        "seventh": {"state": Delivery.SUPERSEDED},
    }
    for step, values in states.items():
        add(owing, notice(step=step))
        put(owing, notice(step=step), **values, created_at=datetime(2027, 1, 1 + len(step), tzinfo=UTC))
    add(owing, notice(step="edit", edits=notice().key))
    put(owing, notice(step="edit", edits=notice().key), state=Delivery.SENT)
    with owing.read() as installation:
        found = [row.step for row in sample.within(installation).outbox.delivered("kbh", SUBJECT)]
    assert found == sorted(["first", "second", "third", "fourth"], key=len)


def test_the_outbox_of_another_agreement_is_not_asked_by_mistake(owing):
    with owing.begin() as installation:
        outbox = sample.within(installation).outbox
        with pytest.raises(ValueError, match="aarhus"):
            outbox.add(notice("aarhus"))
        for ask in (outbox.supersede, outbox.supersede_about, outbox.planned, outbox.delivered):
            with pytest.raises(ValueError, match="aarhus"):
                ask("aarhus", SUBJECT)
