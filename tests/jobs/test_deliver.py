"""Delivery against a platform that does what a script says: what becomes of a message, and when it is tried again."""

from datetime import timedelta

import pytest

from bot.chat.message import Message
from bot.domain.outbox import Delivery, Kind, Notice, to_person, to_place
from bot.domain.status import Answer
from bot.jobs.deliver import Deliver
from bot.platforms.platform import Address, PlatformError
from storage.tables import AccountRow
from tests.jobs.scripted import DOWN, DROPPED, NEVER, REFUSED, SLOW_DOWN, TAKES_THEN_DROPS, Scripted, about
from tests.storage import sample
from tests.storage.sample import NOW


async def test_a_message_is_sent_once_and_known_by_where_it_landed(post):
    post = post()
    key = post.owe()
    assert await post.deliver.all() == 1
    row = post.row(key)
    assert (row.state, row.reference, row.platform, row.place, row.attempt) == (Delivery.SENT, "U-ana/1", "slack", "U-ana", 1)
    assert post.platform.posts == {"U-ana/1": (key, Address("person", "U-ana"), Message("Status?"))}
    assert await post.deliver.all() == 0
    assert post.platform.calls == ["send"]


@pytest.mark.parametrize(
    ("entry", "waits", "in_doubt"),
    [
        (SLOW_DOWN, 40, False),
        (DOWN, 5, False),
        (DROPPED, 5, True),
        (NEVER, 5, True),
        (TAKES_THEN_DROPS, 5, True),
        (RuntimeError("a bug"), 5, True),
    ],
)
async def test_a_failed_send_waits_and_is_looked_for_only_if_it_may_have_arrived(post, entry, waits, in_doubt):
    post = post(Scripted(send=[entry]))
    key = post.owe()
    assert await post.deliver.all() == 1
    row = post.row(key)
    assert (row.state, row.platform is not None) == (Delivery.PENDING, in_doubt)
    assert row.last_error
    assert about(post.wait_over(key), waits)
    assert await post.deliver.all() == 1
    assert post.platform.calls == ["send", *(["find"] if in_doubt else []), *(["send"] if entry != TAKES_THEN_DROPS else [])]
    assert post.row(key).state is Delivery.SENT
    assert post.platform.texts == ["Status?"]


async def test_waits_double_up_to_half_an_hour(post):
    post = post(Scripted(send=[DOWN] * 12))
    key = post.owe()
    waits = []
    for _ in range(12):
        await post.deliver.once()
        waits.append(post.wait_over(key))
    expected = [5, 10, 20, 40, 80, 160, 320, 640, 1280, 1800, 1800, 1800]
    assert all(map(about, waits, expected)), waits
    assert await post.deliver.all() == 1
    assert post.row(key).state is Delivery.SENT


async def test_a_refusal_for_good_is_not_tried_again(post):
    post = post(Scripted(send=[REFUSED]))
    key = post.owe()
    await post.deliver.all()
    assert (post.row(key).state, post.row(key).last_error) == (Delivery.FAILED, "account_inactive")
    assert await post.deliver.all() == 0


async def test_a_refusal_of_which_nobody_knows_whether_it_arrived_is_for_the_operator(post):
    post = post(Scripted(send=[PlatformError("token revoked while sending", arrived=None, lasting=True)]))
    key = post.owe()
    await post.deliver.all()
    assert post.row(key).state is Delivery.UNCERTAIN


async def test_where_one_account_is_gone_the_next_is_tried(post):
    slack, mattermost = Scripted("slack", send=[REFUSED]), Scripted("mattermost")
    post = post(slack, mattermost)
    post.account("mattermost", "ana")
    key = post.owe()
    await post.deliver.all()
    row = post.row(key)
    assert (row.state, row.platform, row.reference) == (Delivery.SENT, "mattermost", "ana/1")
    assert slack.posts == {}


async def test_where_every_account_is_gone_it_failed(post):
    post = post(Scripted("slack", send=[REFUSED]), Scripted("mattermost", send=[PlatformError("no such user", lasting=True)]))
    post.account("mattermost", "ana")
    key = post.owe()
    await post.deliver.all()
    assert (post.row(key).state, post.row(key).last_error) == (Delivery.FAILED, "no such user")


async def test_a_preferred_account_is_taken_first(post):
    slack, mattermost = Scripted("slack"), Scripted("mattermost")
    post = post(slack, mattermost)
    with post.store.begin() as installation:
        account = AccountRow(agreement_id="kbh", platform="mattermost", user="ana", person_id=post.ana, preferred=True)
        installation.session.add(account)
    post.owe()
    await post.deliver.all()
    assert (slack.texts, mattermost.texts) == ([], ["Status?"])


async def test_a_platform_that_is_not_connected_now_is_waited_for(post):
    post = post(Scripted("mattermost"))
    key = post.owe()
    await post.deliver.all()
    assert (post.row(key).state, post.row(key).last_error) == (Delivery.PENDING, "slack is not connected")
    post.deliver.platforms["slack"] = Scripted("slack")
    post.wait_over(key)
    await post.deliver.all()
    assert post.row(key).state is Delivery.SENT


async def test_somebody_without_an_account_cannot_be_told(post):
    post = post()
    key = post.owe(to=to_person("p_nobody"))
    await post.deliver.all()
    assert (post.row(key).state, post.row(key).last_error) == (Delivery.FAILED, "the person has no account on any platform")


@pytest.mark.parametrize(
    ("outsiders", "closed", "bound", "state"),
    [
        (False, True, True, Delivery.SENT),
        (True, False, True, Delivery.SENT),
        (True, True, True, Delivery.FAILED),
        (False, False, False, Delivery.FAILED),
    ],
)
async def test_a_channel_gets_what_may_be_read_there_while_it_is_bound(post, outsiders, closed, bound, state):
    post = post()
    with post.store.begin() as installation:
        places = sample.within(installation).places
        place = places.bind("slack", "C1", direct=False, outsiders=outsiders)
    key = post.owe(to=to_place(place.id), closed=closed, kind=Kind.DIGEST)
    if not bound:
        with post.store.begin() as installation:
            places = sample.within(installation).places
            places.release(places.by_id(place.id))
    await post.deliver.all()
    assert post.row(key).state is state
    assert [to for _, to, _ in post.platform.posts.values()] == [Address("place", "C1")] * (state is Delivery.SENT)


async def test_what_is_no_longer_owed_is_not_sent(post):
    post = post(owed=lambda _records, row: row.step == "still")
    gone, still = post.owe(step="gone"), post.owe(step="still")
    await post.deliver.all()
    assert (post.row(gone).state, post.row(still).state) == (Delivery.SUPERSEDED, Delivery.SENT)


async def test_a_worker_that_lost_its_lease_while_sending_overwrites_nothing(post):
    post = post(Scripted(send=[DOWN]))
    key = post.owe()

    async def another_worker_takes_it():
        post.change(key, attempt=7, last_error="theirs")

    post.platform.before_send = another_worker_takes_it
    await post.deliver.once()
    row = post.row(key)
    assert (row.state, row.attempt, row.last_error) == (Delivery.SENDING, 7, "theirs")


async def test_a_worker_that_slept_through_its_lease_sends_nothing(post):
    post = post(lease=timedelta(seconds=1), timeout=timedelta(seconds=2))
    key = post.owe()
    await post.deliver.once()
    assert post.platform.calls == []
    row = post.row(key)
    assert (row.state, row.platform) == (Delivery.SENDING, "slack")


async def test_one_failure_stops_no_other(post):
    post = post(Scripted(send=[RuntimeError("a bug"), REFUSED, NEVER]))
    keys = [post.owe(step=str(number)) for number in range(6)]
    await post.deliver.all()
    states = [post.row(key).state for key in keys]
    assert sorted(states) == sorted([Delivery.SENT] * 3 + [Delivery.PENDING] * 2 + [Delivery.FAILED])


async def test_a_message_that_cannot_be_read_is_kept_for_a_program_that_can(post):
    post = post()
    key = post.owe()
    post.change(key, message='{"headline": "x", "parts": [{"kind": "hologram"}]}')
    await post.deliver.all()
    assert (post.row(key).state, post.row(key).last_error) == (Delivery.PENDING, "internal")


async def test_a_nudge_is_not_sent_to_a_unit_that_has_answered(store):
    platform = Scripted()
    sample.agreements(store)
    with store.begin() as installation:
        ana = sample.within(installation).people.meet("slack", "U-ana", name="Ana", language="da")
        records = sample.within(installation, actor=ana.id)
        row = records.rounds.start(sample.round_())
        given = {"to": to_person(ana.id), "kind": Kind.NUDGE, "due": "2027-Q1", "message": Message("Status?")}
        notices = {unit: Notice(agreement_id="kbh", subject=f"round:2027-Q1:{unit}", **given) for unit in ("osa", "bif")}
        for notice in notices.values():
            records.outbox.add(notice)
        records.rounds.answer(row, sample.reply(ana.id), Answer(), {})
    await Deliver(store, {"slack": platform}, lambda: NOW).all()
    with store.read() as installation:
        states = {unit: installation.outbox.by_key(notice.key).state for unit, notice in notices.items()}
    assert states == {"osa": Delivery.SUPERSEDED, "bif": Delivery.SENT}
