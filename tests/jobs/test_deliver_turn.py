"""When a message may go: in its turn, kept by the database for all replicas, and nudges in working hours only."""

import itertools
from datetime import UTC, datetime, timedelta

import pytest
from sqlmodel import select

from bot.domain.outbox import Delivery, Kind, to_person
from bot.domain.pace import Pace
from bot.jobs.deliver import Deliver
from bot.platforms.platform import Pacing
from storage.paces import Paces
from storage.records import RULE
from storage.tables import OutboxRow, PaceRow
from tests.jobs.scripted import SLOW_DOWN, Scripted, about
from tests.program import at

HOUR, FAST = Pace(timedelta(hours=1)), Pace(timedelta(0))


def rows(post):
    with post.store.read() as installation:
        return installation.session.exec(select(OutboxRow).order_by(OutboxRow.created_at, OutboxRow.key)).all()


def owe(post, count):
    return [post.owe(f"Number {number}", kind=Kind.NOTICE, due=str(number)) for number in range(count)]


async def test_a_conversation_hears_one_at_a_time_and_the_others_wait_for_their_turn(post):
    post = post(Scripted(pacing=Pacing(HOUR, FAST)))
    owe(post, 4)
    assert await post.deliver.all() == 4
    assert len(post.platform.posts) == 1
    waiting = sorted(one.not_before for one in rows(post) if one.state is Delivery.PENDING)
    assert {later - earlier for earlier, later in itertools.pairwise(waiting)} == {timedelta(hours=1)}
    assert await post.deliver.all() == 0
    assert all(one.failures == 0 for one in rows(post))


async def test_a_turn_that_has_come_is_used_and_not_taken_again(post):
    post = post(Scripted(pacing=Pacing(HOUR, FAST)))
    owe(post, 3)
    await post.deliver.all()
    waiting = sorted((one for one in rows(post) if one.state is Delivery.PENDING), key=lambda one: one.not_before)
    now = datetime.now(UTC)
    for one in waiting:
        post.change(one.key, not_before=now, turn_at=now)
    await post.deliver.all()
    assert {one.state for one in rows(post)} == {Delivery.SENT}
    assert all(one.turns == 0 for one in rows(post))


async def test_turns_that_were_missed_do_not_all_come_at_once(post):
    post = post(Scripted(pacing=Pacing(HOUR, FAST)))
    owe(post, 3)
    await post.deliver.all()
    for one in rows(post):
        if one.state is Delivery.PENDING:
            post.change(one.key, not_before=None, turn_at=datetime.now(UTC) - timedelta(minutes=1))
    await post.deliver.all()
    assert len(post.platform.posts) == 1


async def test_a_workspace_has_its_own_turns_and_two_replicas_share_them(post):
    pacing = Pacing(FAST, Pace(timedelta(hours=1), burst=3))
    post = post(Scripted(pacing=pacing))
    owe(post, 5)
    other = Deliver(post.store, dict(post.deliver.platforms), post.deliver.now, owed=post.deliver.owed)
    assert await post.deliver.once(2) == 2
    assert await other.once(3) == 3
    assert len(post.platform.posts) == 3
    assert {one.turns for one in rows(post) if one.state is Delivery.PENDING} == {2}


@pytest.mark.parametrize(("many", "sent"), [(False, 1), (True, 2)])
async def test_workspaces_are_counted_apart_where_accounts_say_which(post, many, sent):
    post = post(Scripted("slack", pacing=Pacing(FAST, HOUR, many)), Scripted("mattermost"))
    with post.store.begin() as installation:
        people = installation.within("kbh", actor=RULE, now=post.deliver.now()).people
        others = [people.meet("slack", user, name=user, language="da").id for user in ("T1/U1", "T2/U2")]
    for one in others:
        post.owe(kind=Kind.NOTICE, to=to_person(one))
    await post.deliver.all()
    assert len(post.platform.posts) == sent


async def test_a_rest_that_a_platform_asks_for_is_kept_for_every_message_and_by_every_replica(post):
    post = post(Scripted(send=[SLOW_DOWN], pacing=Pacing(FAST, FAST)))
    first = post.owe(kind=Kind.NOTICE)
    await post.deliver.all()
    post.owe("Another", kind=Kind.NOTICE, due="another")
    other = Deliver(post.store, dict(post.deliver.platforms), post.deliver.now, owed=post.deliver.owed)
    assert await other.all() == 1
    assert post.platform.calls == ["send"]
    assert all(about(one.not_before - datetime.now(UTC), 40) for one in rows(post))
    assert post.row(first).failures == 1


def test_buckets_that_nobody_waits_for_are_forgotten(store):
    long_ago = datetime(2026, 1, 1, tzinfo=UTC)
    with store.begin() as installation:
        Paces(installation.session, long_ago).take("slack|C1", HOUR)
        now = Paces(installation.session, datetime.now(UTC))
        now.take("slack|C2", HOUR)
        now.rest("slack||", timedelta(minutes=1))
    with store.begin() as installation:
        assert Paces(installation.session, datetime.now(UTC)).forget_full() == 1
        assert set(installation.session.exec(select(PaceRow.bucket))) == {"slack|C2", "slack||"}


# With the real agreement, whose working hours count.


def planned_and_undelivered(program):
    program.now = at("2026-02-16T09:00")  # the first round opens
    assert program.tick() == 11


def nudges(program, state):
    return program.asked(
        lambda records: [one for one in records.session.exec(select(OutboxRow)) if one.kind is Kind.NUDGE and one.state is state]
    )


def no_wait(program):
    with program.pagt.store.begin() as installation:
        for one in installation.session.exec(select(OutboxRow)):
            one.not_before = None
            installation.session.add(one)


def test_a_nudge_that_an_outage_held_up_comes_in_working_hours_and_not_at_night(program):
    planned_and_undelivered(program)
    program.now = at("2026-02-16T22:30")
    assert program.deliver() == 11
    assert nudges(program, Delivery.SENT) == []
    assert {one.last_error for one in nudges(program, Delivery.PENDING)} == {"waits for working hours"}
    program.now = at("2026-02-17T08:00")
    no_wait(program)
    program.deliver()
    assert len(nudges(program, Delivery.SENT)) == 11


def test_a_nudge_to_somebody_elsewhere_waits_for_their_own_working_hours(program):
    planned_and_undelivered(program)
    program.says("osa", "/timezone Nuuk")  # Nine in the morning in Copenhagen is six there.
    program.deliver()
    assert len(nudges(program, Delivery.SENT)) == 10
    (waiting,) = nudges(program, Delivery.PENDING)
    assert (waiting.last_error, waiting.subject) == ("waits for working hours", "round:2026-Q1:osa")
    program.now = at("2026-02-16T12:00")
    no_wait(program)
    program.deliver()
    assert nudges(program, Delivery.PENDING) == []


def test_news_that_somebody_made_tonight_goes_out_tonight(program):
    program.now = at("2026-02-16T22:30")
    program.says("osa", "/initiative new", {"title": "Skole", "tracks": "1", "lead": "osa", "purpose": "Tryghed"})
    waiting = program.asked(lambda records: [one.kind for one in records.outbox.waiting_for("koebenhavn")])
    program.deliver()
    assert program.asked(lambda records: records.outbox.waiting_for("koebenhavn")) == []
    assert set(waiting) == {Kind.NOTICE}


def digests(program):
    return program.asked(lambda records: [one for one in records.session.exec(select(OutboxRow)) if one.kind is Kind.DIGEST])


def closed_at_night(program):
    planned_and_undelivered(program)
    program.deliver()
    program.now = at("2026-02-17T22:30")
    program.says("facilitator", "/status close")
    assert len(digests(program)) == 1


def test_a_digest_that_somebody_waits_for_goes_out_at_any_hour(program):
    closed_at_night(program)
    program.deliver()
    assert {one.state for one in digests(program)} == {Delivery.SENT}


def test_a_digest_that_an_outage_held_up_comes_in_working_hours_and_not_at_night(program):
    closed_at_night(program)
    with program.pagt.store.begin() as installation:
        for one in installation.session.exec(select(OutboxRow).where(OutboxRow.kind == Kind.DIGEST)):
            one.created_at -= timedelta(minutes=20)
            installation.session.add(one)
    program.deliver()
    assert {one.last_error for one in digests(program)} == {"waits for working hours"}
    program.now = at("2026-02-18T08:00")
    no_wait(program)
    program.deliver()
    assert {one.state for one in digests(program)} == {Delivery.SENT}


def test_after_a_long_outage_a_unit_hears_the_latest_word_only(program):
    planned_and_undelivered(program)
    program.now = at("2026-02-27T09:00")  # two rungs on; the program planned on, and the platform was away all the time
    program.tick()
    program.deliver()
    sent = nudges(program, Delivery.SENT)
    by_unit = [one.subject for one in sent if one.subject.count(":") == 2]
    assert len(by_unit) == len(set(by_unit)) == 10
    assert {one.step.partition(":")[0] for one in sent if one.subject.count(":") == 2} == {"2"}
    assert len(nudges(program, Delivery.SUPERSEDED)) >= 10


def test_somebody_who_has_left_their_office_is_not_nudged_any_more(program):
    planned_and_undelivered(program)
    program.says("facilitator", "/party contact osa @u_krimforebyg")
    program.deliver()
    asked = {one.recipient: one.state for one in [*nudges(program, Delivery.SENT), *nudges(program, Delivery.SUPERSEDED)]}
    left = program.asked(lambda records: records.people.behind("local", "u_osa"))
    assert asked[f"person:{left.id}"] is Delivery.SUPERSEDED
    assert list(asked.values()).count(Delivery.SENT) == 10


def test_turns_and_rests_of_a_clock_that_was_set_back_since_hold_nobody_up(store):
    now, rest = datetime.now(UTC), timedelta(minutes=10)
    with store.begin() as installation:
        ahead, right = (Paces(installation.session, one) for one in (now + timedelta(days=365), now))
        for bucket in ("slack|C1", "slack||"):
            assert ahead.take(bucket, HOUR) == ahead.now
            ahead.rest(bucket, rest)
        assert ahead.rests_until("slack||") == ahead.now + rest
        assert right.rests_until("slack||") is None
        assert right.take("slack|C1", HOUR) == now
        assert right.take("slack|C1", HOUR) == now + timedelta(hours=1)
        right.rest("slack|C1", rest)
        assert right.rests_until("slack|C1") == now + rest
        assert right.forget_full() == 1  # The other one is of nobody's clock.
