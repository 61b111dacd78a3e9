"""Claiming and marking: each message in one worker's hands, leases on the database's clock, and no word from a worker that lost it."""

import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from sqlalchemy import text

from bot.domain.outbox import Delivery
from storage.clock import database_now
from storage.deliveries import LEASE, LONG_AGO
from tests.storage import sample
from tests.storage.sample import notice
from tests.storage.test_outbox import add, put, state

MINUTE = timedelta(minutes=1)


@pytest.fixture
def owing(store):
    """A database that owes three messages, oldest first."""
    sample.agreements(store)
    for step in STEPS:
        add(store, notice(step=step))
        put(store, notice(step=step), created_at=datetime(2027, 1, 1 + STEPS.index(step), tzinfo=UTC))
    return store


STEPS = ("first", "second", "third")


def claim(store, limit=20, lease=LEASE):
    with store.begin() as installation:
        return list(installation.outbox.claim(limit, lease))


def mark(store, verb, row, *facts, **more):
    with store.begin() as installation:
        return getattr(installation.outbox, verb)(row, *facts, **more)


def test_what_waits_is_claimed_oldest_first_and_once(owing):
    assert [row.step for row in claim(owing, 2)] == ["first", "second"]
    third, *rest = claim(owing)
    assert (third.step, rest) == ("third", [])
    assert (third.state, third.attempt) == (Delivery.SENDING, 1)
    with owing.read() as installation:
        now = database_now(installation.session)
    assert timedelta() <= now - third.claimed_at < MINUTE
    assert third.lease_until - third.claimed_at == LEASE


def test_what_was_put_off_by_a_clock_that_was_set_back_since_goes_at_once_and_takes_its_turn_anew(owing):
    ahead = datetime.now(UTC) + timedelta(days=365)
    put(owing, notice(step="first"), not_before=ahead + MINUTE, lease_until=ahead + LEASE, turns=2, turn_at=ahead + MINUTE)
    put(owing, notice(step="second"), not_before=datetime.now(UTC) + timedelta(days=5), lease_until=datetime.now(UTC))
    first, third = claim(owing)
    assert (first.step, first.turns, first.turn_at, third.step) == ("first", 0, None, "third")


def test_a_lease_of_a_clock_that_was_set_back_since_begins_anew(owing):
    ahead = datetime.now(UTC) + timedelta(days=365)
    put(
        owing,
        notice(step="first"),
        state=Delivery.SENDING,
        attempt=3,
        lease_until=ahead + LEASE,
        claimed_at=ahead,
        platform="slack",
    )
    assert [row.step for row in claim(owing)] == ["second", "third"]  # Whoever holds the first may be at work.
    held = state(owing, notice(step="first"))
    assert (held.attempt, about(held.lease_until - LEASE)) == (3, True)
    put(owing, notice(step="first"), lease_until=datetime.now(UTC) - MINUTE)
    first = claim(owing)[0]
    assert (first.step, first.attempt) == ("first", 4)
    assert about(first.claimed_at + LONG_AGO)  # It is looked for from long ago on, since nobody knows when it was claimed.


def test_who_comes_after_many_leases_of_a_clock_that_was_set_back_is_taken_in_the_same_claim(owing):
    ahead = datetime.now(UTC) + timedelta(days=365)
    for step in ("first", "second"):
        put(owing, notice(step=step), state=Delivery.SENDING, attempt=1, lease_until=ahead, claimed_at=ahead)
    assert [row.step for row in claim(owing, 1)] == ["third"]
    assert [state(owing, notice(step=step)).attempt for step in STEPS] == [1, 1, 1]


def about(moment):
    return abs(datetime.now(UTC) - moment) < MINUTE


def test_two_workers_claim_different_messages(store):
    sample.agreements(store)
    add(store, *(notice(step=str(number)) for number in range(60)))
    start = threading.Barrier(6)

    def work(_):
        start.wait(30)
        found = []
        while rows := claim(store, 3):
            found += [row.key for row in rows]
        return found

    with ThreadPoolExecutor(6) as threads:
        claimed = [key for found in threads.map(work, range(6)) for key in found]
    assert len(claimed) == len(set(claimed)) == 60


def test_on_postgres_a_worker_passes_over_what_another_is_just_taking(postgres_store):
    sample.agreements(postgres_store)
    add(postgres_store, notice(step="first"), notice(step="second"))
    with postgres_store.begin() as one:
        (first,) = one.outbox.claim(1)
        one.session.flush()
        (second,) = claim(postgres_store)
    assert {first.step, second.step} == {"first", "second"}


def test_an_expired_lease_is_claimed_again_and_a_live_one_is_not(owing):
    abandoned, *_ = claim(owing, 1, lease=-MINUTE)
    held, *_ = claim(owing, 1, lease=MINUTE)
    assert (abandoned.step, held.step) == ("first", "first")
    assert (abandoned.attempt, held.attempt) == (1, 2)
    assert [row.step for row in claim(owing)] == ["second", "third"]


def test_leases_run_on_the_databases_clock_and_not_on_ours(owing):
    with time_machine.travel(datetime(2040, 1, 1, tzinfo=UTC), tick=False):
        rows = claim(owing, 1)
        assert abs(rows[0].claimed_at - datetime(2040, 1, 1, tzinfo=UTC)) > timedelta(days=365)
        assert [row.step for row in claim(owing)] == ["second", "third"]
    with time_machine.travel(datetime(2050, 1, 1, tzinfo=UTC), tick=False):
        assert claim(owing) == []


@pytest.mark.parametrize("verb", ["chosen", "sent", "postponed", "unanswered", "settled"])
def test_a_worker_that_lost_its_lease_overwrites_nothing(owing, verb):
    lost, *_ = claim(owing, 1, lease=-MINUTE)
    held, *_ = claim(owing, 1)
    facts = {
        "chosen": ("slack", "U1"),
        "sent": ("D1/1",),
        "postponed": ("late", MINUTE),
        "unanswered": ("late", MINUTE),
        "settled": (Delivery.FAILED, "late"),
    }[verb]
    before = state(owing, notice()).model_dump()
    assert mark(owing, "held", lost) is None
    assert mark(owing, verb, lost, *facts) is False
    assert state(owing, notice()).model_dump() == before
    assert mark(owing, "held", held).key == held.key
    assert mark(owing, verb, held, *facts) is True
    assert state(owing, notice()).model_dump() != before


def test_a_settled_message_is_not_marked_again(owing):
    row, *_ = claim(owing, 1)
    assert mark(owing, "sent", row, "D1/1")
    assert not mark(owing, "settled", row, Delivery.FAILED, "too late")
    kept = state(owing, notice())
    assert (kept.state, kept.reference, kept.last_error) == (Delivery.SENT, "D1/1", None)
    assert abs(kept.sent_at - kept.claimed_at) < MINUTE


def test_what_was_put_off_is_not_claimed_before_its_time(owing):
    row, *_ = claim(owing, 1)
    assert mark(owing, "chosen", row, "slack", "U1")
    assert mark(owing, "postponed", row, "slow down", MINUTE)
    assert [one.step for one in claim(owing)] == ["second", "third"]
    kept = state(owing, notice())
    assert (kept.state, kept.last_error, kept.platform) == (Delivery.PENDING, "slow down", None)
    put(owing, notice(), not_before=kept.not_before - 2 * MINUTE)
    assert [(one.step, one.attempt) for one in claim(owing)] == [("first", 2)]


def test_a_message_in_doubt_keeps_where_it_went_and_since_when_to_look_for_it(owing):
    row, *_ = claim(owing, 1)
    mark(owing, "chosen", row, "slack", "U1")
    mark(owing, "postponed", row, "timeout", -MINUTE, in_doubt=True)
    again, *_ = claim(owing, 1)
    assert (again.platform, again.place, again.claimed_at) == ("slack", "U1", row.claimed_at)
    mark(owing, "unanswered", again, "down", -MINUTE)
    mark(owing, "unanswered", claim(owing, 1)[0], "down", -MINUTE)
    third, *_ = claim(owing, 1)
    assert (third.unanswered, third.claimed_at) == (2, row.claimed_at)
    mark(owing, "chosen", third, "slack", "U1")
    mark(owing, "postponed", third, "refused", -MINUTE)
    fourth, *_ = claim(owing, 1)
    assert (fourth.unanswered, fourth.platform) == (0, None)
    assert fourth.claimed_at > row.claimed_at


def test_long_errors_are_cut_and_say_nothing_when_it_went_well(owing):
    row, *_ = claim(owing, 1)
    mark(owing, "postponed", row, "x" * 1000, -MINUTE)
    assert state(owing, notice()).last_error == "x" * 300
    mark(owing, "sent", claim(owing, 1)[0], "D1/1")
    assert state(owing, notice()).last_error is None


def test_edits_are_told_oldest_first_without_those_that_were_called_back(owing):
    edits = [notice(step=f"edit {number}", edits=notice().key) for number in range(3)]
    for number, one in enumerate(edits):
        add(owing, one)
        put(owing, one, created_at=datetime(2027, 2, 3 - number, tzinfo=UTC))
    put(owing, edits[1], state=Delivery.SUPERSEDED)
    with owing.read() as installation:
        assert [one.step for one in installation.outbox.edits(notice().key)] == ["edit 2", "edit 0"]


def test_how_many_wait_counts_those_on_their_way(owing):
    claim(owing, 1)
    put(owing, notice(step="second"), state=Delivery.SENT)
    with owing.read() as installation:
        assert installation.outbox.waiting() == 2


def test_claiming_looks_only_at_what_is_unsettled(sqlite_store):
    sample.agreements(sqlite_store)
    plans = []
    with sqlite_store.begin() as installation:
        connection = installation.session.connection()
        cursor = connection.connection.cursor()
        cursor.connection.set_trace_callback(lambda sql: plans.append(sql) if sql.startswith("SELECT outbox") else None)
        installation.outbox.claim()
        cursor.connection.set_trace_callback(None)
        plan = connection.execute(text(f"EXPLAIN QUERY PLAN {plans[0]}")).all()
    assert any("ix_outbox_waiting" in row.detail for row in plan), plan
