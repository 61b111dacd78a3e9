"""Messages in doubt: a send that may have arrived is looked for by its key, and never guessed about."""

import re
from datetime import UTC, datetime, timedelta

import pytest

from bot.domain.outbox import Delivery
from bot.jobs.deliver import MOST_READ_BACKS, MOST_WHEN_REFUSED
from bot.platforms.platform import PlatformError
from storage.tables import AccountRow
from tests.jobs.scripted import DOWN, DROPPED, NEVER, TAKES_THEN_DROPS, Post, Scripted
from tests.storage import sample


@pytest.mark.parametrize(("entry", "state"), [(TAKES_THEN_DROPS, Delivery.SENT), (DROPPED, Delivery.SUPERSEDED)])
async def test_what_is_called_back_while_in_doubt_is_found_or_given_up_but_not_sent_again(post, entry, state):
    post = post(Scripted(send=[entry]))
    key = post.owe()
    await post.deliver.once()
    with post.store.begin() as installation:
        assert sample.within(installation).outbox.supersede("kbh", "round:2027-Q1:osa") == 0
    post.wait_over(key)
    await post.deliver.all()
    assert post.row(key).state is state
    assert post.platform.calls == ["send", "find"]


async def test_a_send_killed_before_it_was_marked_is_found_by_its_key(post):
    post = post()
    key = post.owe()
    await post.deliver.all()
    post.change(key, state=Delivery.SENDING, lease_until=datetime(2020, 1, 1, tzinfo=UTC), reference=None)
    await post.deliver.all()
    row = post.row(key)
    assert (row.state, row.reference, row.attempt) == (Delivery.SENT, "U-ana/1", 2)
    assert post.platform.calls == ["send", "find"]


async def test_a_worker_killed_before_it_chose_where_to_send_asks_nobody(post):
    post = post()
    key = post.owe()
    post.change(key, state=Delivery.SENDING, attempt=1, lease_until=datetime(2020, 1, 1, tzinfo=UTC))
    await post.deliver.all()
    assert post.platform.calls == ["send"]
    assert post.row(key).state is Delivery.SENT


@pytest.mark.parametrize(
    ("answers", "asked"),
    [
        (PlatformError("missing_scope", lasting=True), MOST_WHEN_REFUSED),
        (DOWN, MOST_READ_BACKS),
        (NEVER, MOST_READ_BACKS),
    ],
)
async def test_a_message_nobody_can_tell_of_becomes_uncertain_and_is_never_guessed(sqlite_store, answers, asked):
    post = Post(sqlite_store, Scripted(send=[DROPPED], find=[answers] * 100), timeout=timedelta(milliseconds=5))
    key = post.owe()
    await post.until_settled(key)
    assert post.platform.calls == ["send", *["find"] * asked]
    row = post.row(key)
    assert row.state is Delivery.UNCERTAIN
    assert re.match("cannot find out whether it arrived: ", row.last_error)


async def test_read_backs_are_spread_over_about_a_day(sqlite_store):
    post = Post(sqlite_store, Scripted(send=[DROPPED], find=[DOWN] * 100))
    key, waited = post.owe(), timedelta()
    await post.deliver.once()
    while post.row(key).state is Delivery.PENDING:
        waited += post.wait_over(key)
        await post.deliver.once()
    assert timedelta(hours=23) < waited < timedelta(hours=26)


async def test_a_read_back_that_was_answered_starts_the_count_anew(post):
    post = post(Scripted(send=[DROPPED, DROPPED], find=[DOWN, DOWN]))
    key = post.owe()
    for expected in (0, 1, 2, 0):
        await post.deliver.once()
        assert post.row(key).unanswered == expected
        post.wait_over(key)
    await post.deliver.all()
    assert post.row(key).state is Delivery.SENT
    assert post.platform.calls == ["send", "find", "find", "find", "send", "find", "send"]


async def test_in_doubt_the_platform_it_went_to_is_asked_even_if_another_is_preferred_by_then(post):
    slack, mattermost = Scripted("slack", send=[TAKES_THEN_DROPS]), Scripted("mattermost")
    post = post(slack, mattermost)
    key = post.owe()
    await post.deliver.once()
    with post.store.begin() as installation:
        installation.session.add(
            AccountRow(agreement_id="kbh", platform="mattermost", user="ana", person_id=post.ana, preferred=True)
        )
    post.wait_over(key)
    await post.deliver.all()
    assert post.row(key).platform == "slack"
    assert mattermost.calls == []
