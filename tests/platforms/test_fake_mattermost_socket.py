"""The fake Mattermost's WebSocket: hello, numbered events, what is replayed, and what is forgotten."""

import json

import aiohttp
import pytest

from tests.platforms.fake_mattermost.fake import FakeMattermost
from tests.platforms.fake_mattermost.sockets import BUFFER


@pytest.fixture
async def session():
    async with aiohttp.ClientSession() as made:
        yield made


@pytest.fixture
async def fake():
    made = FakeMattermost()
    made.ana = made.adds_user("ana", "Ana Holm")
    made.room = made.adds_channel("aftale", [made.ana])
    made.closed = made.adds_channel("lukket", [made.ana], bot=False)
    async with made.running():
        yield made


def link(fake, session, token=None, **query):
    headers = {"Authorization": f"Bearer {fake.bot_token if token is None else token}"} if token != "" else {}
    return session.ws_connect(f"{fake.url}/api/v4/websocket", headers=headers, params=query)


async def greeted(socket):
    hello = await socket.receive_json(timeout=2)
    assert (hello["event"], hello["seq"]) == ("hello", 0)
    return hello["data"]["connection_id"]


async def heard(socket):
    event = await socket.receive_json(timeout=2)
    return event["seq"], event["event"], json.loads(event["data"]["post"])["message"]


async def test_a_hello_begins_a_connection_and_events_are_numbered(fake, session):
    async with link(fake, session) as socket:
        await greeted(socket)
        await fake.says(fake.ana.id, fake.room.id, "one")
        await fake.says(fake.ana.id, fake.room.id, "two")
        assert [await heard(socket), await heard(socket)] == [(1, "posted", "one"), (2, "posted", "two")]


async def test_a_post_tells_where_it_stands_and_whom_it_calls(fake, session):
    async with link(fake, session) as socket:
        await greeted(socket)
        await fake.says(fake.ana.id, fake.room.id, "hej @pagt")
        event = await socket.receive_json(timeout=2)
        assert (event["data"]["channel_type"], event["data"]["sender_name"]) == ("O", "@ana")
        assert json.loads(event["data"]["mentions"]) == [fake.bot.id]
        await fake.says(fake.ana.id, fake.direct(fake.ana).id, "hej")
        event = await socket.receive_json(timeout=2)
        assert event["data"]["channel_type"] == "D"
        assert "mentions" not in event["data"]


async def test_nothing_is_told_of_channels_one_is_not_in(fake, session):
    async with link(fake, session) as socket:
        await greeted(socket)
        await fake.says(fake.ana.id, fake.closed.id, "hej @pagt")
        await fake.says(fake.ana.id, fake.room.id, "here")
        assert (await heard(socket))[2] == "here"


async def test_what_was_missed_is_replayed_without_a_hello(fake, session):
    async with link(fake, session) as socket:
        id_ = await greeted(socket)
        await fake.says(fake.ana.id, fake.room.id, "one")
        assert (await heard(socket))[0] == 1
        await fake.cuts_sockets()
    await fake.says(fake.ana.id, fake.room.id, "while away")
    async with link(fake, session, connection_id=id_, sequence_number="2") as socket:
        assert await heard(socket) == (2, "posted", "while away")
        await fake.says(fake.ana.id, fake.room.id, "three")
        assert await heard(socket) == (3, "posted", "three")
    assert fake.sockets.hellos == 1


async def test_after_too_many_events_or_on_another_node_there_is_a_new_hello(fake, session):
    async with link(fake, session) as socket:
        id_ = await greeted(socket)
        await fake.cuts_sockets()
    for number in range(BUFFER + 1):
        await fake.says(fake.ana.id, fake.room.id, str(number))
    async with link(fake, session, connection_id=id_, sequence_number="1") as socket:
        other = await greeted(socket)
        assert other != id_
        await fake.changes_node()
    async with link(fake, session, connection_id=other, sequence_number="1") as socket:
        assert await greeted(socket) not in (id_, other)


async def test_a_number_that_was_never_sent_is_answered_by_a_new_hello(fake, session):
    async with link(fake, session) as socket:
        id_ = await greeted(socket)
    async with link(fake, session, connection_id=id_, sequence_number="99") as socket:
        assert await greeted(socket) != id_


async def test_a_client_may_sign_in_by_its_first_words(fake, session):
    async with link(fake, session, token="") as socket:
        await socket.send_json({"seq": 1, "action": "authentication_challenge", "data": {"token": fake.bot_token}})
        assert await socket.receive_json(timeout=2) == {"status": "OK", "seq_reply": 1}
        await greeted(socket)


@pytest.mark.parametrize(
    "words", [None, {"seq": 1, "action": "authentication_challenge", "data": {"token": "wrong"}}, {"action": "x"}]
)
async def test_whoever_does_not_sign_in_is_dropped_without_a_word(fake, session, words):
    fake.sockets.patience = 0.05
    async with link(fake, session, token="") as socket:
        if words is not None:
            await socket.send_json(words)
        assert (await socket.receive(timeout=2)).type in (aiohttp.WSMsgType.CLOSE, aiohttp.WSMsgType.CLOSED)
    assert fake.sockets.hellos == 0


async def test_a_server_that_starts_anew_has_the_same_address_and_no_memory(fake, session):
    async with link(fake, session) as socket:
        id_ = await greeted(socket)
        url = fake.url
        await fake.goes_away()
    with pytest.raises(aiohttp.ClientError):
        await link(fake, session)
    await fake.comes_back()
    assert fake.url == url
    async with link(fake, session, connection_id=id_, sequence_number="1") as socket:
        assert await greeted(socket) != id_


async def test_edits_and_deletions_are_told(fake, session):
    async with link(fake, session) as socket:
        await greeted(socket)
        post = (await fake.says(fake.ana.id, fake.room.id, "one")).state.posts[-1]
        fake.server.posts.change(post, "two", {})
        assert [(await heard(socket))[1:], (await heard(socket))[1:]] == [("posted", "one"), ("post_edited", "two")]


async def test_a_ping_is_answered(fake, session):
    async with link(fake, session) as socket:
        await greeted(socket)
        await socket.send_json({"seq": 7, "action": "ping"})
        assert (await socket.receive_json(timeout=2))["seq_reply"] == 7
