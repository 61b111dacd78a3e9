"""Edits: a message that takes the place of one that stands there, in the right order, and only of one that does stand there."""

from datetime import UTC, datetime, timedelta

import pytest

from bot.domain.outbox import Delivery, Kind, to_place
from bot.platforms.platform import PlatformError
from storage.tables import AccountRow
from tests.jobs.scripted import DOWN, DROPPED, NEVER, SLOW_DOWN, Scripted, about
from tests.storage import sample


async def test_an_edit_waits_for_its_original_and_takes_its_place(post):
    post = post(Scripted(send=[DOWN]))
    original = post.owe()
    edit = post.owe("Tak", step="answered", edits=original)
    await post.deliver.all()
    assert {post.row(key).state for key in (original, edit)} == {Delivery.PENDING}
    assert post.row(edit).last_error == "what it takes the place of has not gone out yet"
    for key in (original, edit):
        post.wait_over(key)
        await post.deliver.all()
    assert {post.row(key).state for key in (original, edit)} == {Delivery.SENT}
    assert post.platform.texts == ["Tak"]
    assert post.platform.calls == ["send", "send", "update"]


@pytest.mark.parametrize("became", [Delivery.FAILED, Delivery.SUPERSEDED])
async def test_an_edit_of_what_never_went_out_is_given_up(post, became):
    post = post()
    original = post.owe()
    post.change(original, state=became)
    edit = post.owe("Tak", step="answered", edits=original)
    nothing = post.owe("Tak", step="of nothing", edits="0" * 64)
    await post.deliver.all()
    assert {post.row(key).state for key in (edit, nothing)} == {Delivery.SUPERSEDED}
    assert post.platform.calls == []


async def test_an_edit_goes_to_where_its_original_stands_whatever_is_preferred_now(post):
    slack, mattermost = Scripted("slack"), Scripted("mattermost")
    post = post(slack, mattermost)
    original = post.owe()
    await post.deliver.all()
    with post.store.begin() as installation:
        installation.session.add(
            AccountRow(agreement_id="kbh", platform="mattermost", user="ana", person_id=post.ana, preferred=True)
        )
    post.owe("Tak", step="answered", edits=original)
    await post.deliver.all()
    assert (slack.texts, mattermost.calls) == (["Tak"], [])


@pytest.mark.parametrize("entry", [DOWN, DROPPED, NEVER, SLOW_DOWN])
async def test_an_edit_that_was_not_taken_is_sent_again_without_reading_back(post, entry):
    post = post(Scripted(update=[entry]))
    original = post.owe()
    await post.deliver.all()
    edit = post.owe("Tak", step="answered", edits=original)
    await post.deliver.all()
    assert about(post.wait_over(edit), 40 if entry is SLOW_DOWN else 5)
    await post.deliver.all()
    assert post.row(edit).state is Delivery.SENT
    assert post.platform.texts == ["Tak"]
    assert post.platform.calls == ["send", "update", "update"]


async def test_an_edit_of_a_message_that_was_deleted_fails(post):
    post = post(Scripted(update=[PlatformError("message_not_found", lasting=True)]))
    original = post.owe()
    await post.deliver.all()
    edit = post.owe("Tak", step="answered", edits=original)
    await post.deliver.all()
    assert post.row(edit).state is Delivery.FAILED


async def test_of_several_edits_only_the_newest_counts(post):
    post = post(Scripted(update=[DOWN]))
    original = post.owe()
    await post.deliver.all()
    old = post.owe("Gammelt", step="answered 1", edits=original)
    await post.deliver.all()
    new = post.owe("Nyt", step="answered 2", edits=original)
    post.change(new, created_at=post.row(old).created_at + timedelta(seconds=1))
    await post.deliver.all()
    post.wait_over(old)
    await post.deliver.all()
    assert (post.row(old).state, post.row(new).state) == (Delivery.SUPERSEDED, Delivery.SENT)
    assert post.platform.texts == ["Nyt"]


async def test_a_newer_edit_waits_for_an_older_one_on_its_way(post):
    post = post()
    original = post.owe()
    await post.deliver.all()
    old, new = (post.owe(text, step=f"answered {text}", edits=original) for text in ("Gammelt", "Nyt"))
    post.change(old, state=Delivery.SENDING, attempt=1, lease_until=datetime(2999, 1, 1, tzinfo=UTC))
    post.change(new, created_at=post.row(old).created_at + timedelta(seconds=1))
    await post.deliver.all()
    assert (post.row(new).state, post.row(new).last_error) == (Delivery.PENDING, "an older edit is on its way")


async def test_an_edit_with_closed_content_stays_out_of_a_channel_where_outsiders_read_by_now(post):
    post = post()
    with post.store.begin() as installation:
        place = sample.within(installation).places.bind("slack", "C1", direct=False, outsiders=False)
    original = post.owe(to=to_place(place.id), kind=Kind.DIGEST)
    await post.deliver.all()
    with post.store.begin() as installation:
        sample.within(installation).places.bind("slack", "C1", direct=False, outsiders=True)
    edit = post.owe("Lukket", to=to_place(place.id), kind=Kind.DIGEST, step="late", edits=original, closed=True)
    await post.deliver.all()
    assert post.row(edit).state is Delivery.FAILED
    assert post.platform.texts == ["Status?"]
