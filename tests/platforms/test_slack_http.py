"""The whole program over HTTP: what is not Slack's own, or comes twice, changes nothing, over replicas and restarts; and how it stands."""

import asyncio
import json
import time

import aiohttp
import pytest
from sqlmodel import select

from bot.app import pagt
from bot.serve import Server
from bot.settings import Settings
from storage.store import sqlite_url
from storage.tables import InitiativeRow
from tests.platforms.fake_slack.fake import SIGNING_SECRET
from tests.platforms.fake_slack.wire import signature
from tests.platforms.slack_stage import ANNA, BO, CARLA, DINA, ROOM, SECRET, TEMPO, linked, staged
from tests.platforms.waiting import until


@pytest.fixture
async def stage(fake, tmp_path, sqlite_template):
    async with staged(tmp_path, sqlite_template, "http", fake=fake) as made:
        fake.channel(ROOM, "samarbejde", [ANNA, BO, CARLA, DINA])
        yield made


def rounds(stage):
    with stage.program.store.read() as installation:
        return len(installation.within("koebenhavn", actor="", now=stage.now).rounds.open())


async def send(url, body, headers):
    async with aiohttp.ClientSession() as session, session.post(url, data=body, headers=headers) as answer:
        return answer.status


async def test_a_request_recorded_and_sent_again_is_refused_by_every_replica_and_after_a_restart(stage, fake, tmp_path):
    await fake.types(DINA, ROOM, "/pagt status ask")
    body, headers = fake.wire.sent[-1]
    assert rounds(stage) == 1
    replica = pagt(sqlite_url(tmp_path / "pagt.db"), {}, lambda: stage.now, secret=SECRET)
    server = Server(replica, Settings(**stage.settings), {}, TEMPO)
    address = await server.start()
    assert await send(stage.events, body, headers) == 409
    assert await send(f"{address}/slack/events", body, headers) == 409
    await server.stop()
    replica.close()
    assert rounds(stage) == 1


async def test_whatever_many_type_at_once_is_done_for_each_of_them(stage, fake):
    lines = [f"/pagt initiative new title: Indsats {number}; tracks: 1" for number in range(12)]
    seen = await asyncio.gather(*(fake.types(ANNA if number % 2 else BO, ROOM, line) for number, line in enumerate(lines)))
    assert [one.error for one in seen] == [""] * len(lines)
    with stage.program.store.read() as installation:
        titles = installation.session.exec(select(InitiativeRow.title)).all()
    assert sorted(titles) == sorted(line.split(": ")[1].split(";")[0] for line in lines)


async def test_nothing_that_is_not_slacks_own_reaches_a_handler(stage):
    asked = []
    object.__setattr__(stage.server.services[0].desk, "ask", asked.append)
    await stage.fake.types(ANNA, ROOM, "/pagt help")
    asked.clear()
    body, headers = stage.fake.wire.sent[-1]
    changes = {
        "forged": {"X-Slack-Signature": "v0=" + "0" * 64},
        "stale": {"X-Slack-Request-Timestamp": "1500000000"},
        "unsigned": {"X-Slack-Signature": ""},
        "another type": {"Content-Type": "text/plain"},
        "compressed": {"Content-Encoding": "gzip"},
    }
    for name, change in changes.items():
        assert 400 <= await send(stage.events, body, headers | change) < 500, name
    assert await send(stage.events, body + b"x", headers) == 401
    assert await send(stage.events, b"x" * 70_000, headers) == 413
    assert asked == []


async def signed(stage, body, content="application/json"):
    """Send a body as Slack signs it, and return what comes back."""
    stamp = str(int(time.time()))
    headers = {
        "Content-Type": content,
        "X-Slack-Request-Timestamp": stamp,
        "X-Slack-Signature": signature(SIGNING_SECRET, stamp, body),
    }
    async with aiohttp.ClientSession() as session, session.post(stage.events, data=body, headers=headers) as answer:
        return answer.status, await answer.text()


async def test_what_slack_asks_of_the_address_itself_is_answered(logged, stage):
    challenge = json.dumps({"type": "url_verification", "challenge": "3eZbrw1aB", "token": "x"}).encode()
    assert await signed(stage, challenge) == (200, '{"challenge": "3eZbrw1aB"}')
    assert await signed(stage, b"ssl_check=1&token=x", "application/x-www-form-urlencoded") == (200, "")
    limited = json.dumps({"type": "app_rate_limited", "team_id": "T0KBH", "minute_rate_limited": 1518467820}).encode()
    assert await signed(stage, limited) == (200, "")
    assert "slack.events_withheld" in logged.getvalue()


@pytest.mark.parametrize(
    "body",
    [
        {"text": "hemmelige ord"},
        {"type": 5, "text": "hemmelige ord"},
        {"type": "event_callback", "text": "hemmelige ord"},
        {"type": "event_callback", "event": ["hemmelige ord"]},
        {"type": "event_callback", "event": "hemmelige ord", "team_id": "T0KBH"},
        {"command": ["hemmelige ord"]},
    ],
    ids=str,
)
async def test_what_is_signed_and_no_payload_of_slacks_reaches_no_handler(logged, stage, body):
    asked = []
    object.__setattr__(stage.server.services[0].desk, "ask", asked.append)
    assert await signed(stage, json.dumps(body).encode()) == (400, "")
    assert asked == []
    assert "hemmelige ord" not in logged.getvalue()


async def test_what_is_asked_of_no_door_is_a_404_and_health_tells_no_names(stage):
    await until(lambda: stage.server.standing.ticks)  # Until then it is not ready, though it answers.
    async with aiohttp.ClientSession() as session:
        for path in ("/", "/slack", "/slack/install", "/mattermost/command", "/../etc/passwd"):
            async with session.get(f"{stage.address}{path}") as answer:
                assert answer.status == 404, path
        async with session.get(f"{stage.address}/readyz") as answer:
            assert answer.status == 200
            told = await answer.json()
            assert told.pop("tick")["well"]
            assert told == {"well": True, "database": True, "schema": True, "slack": {"well": True, "over": "http"}}


async def test_health_tells_when_the_link_is_down(fake, tmp_path, sqlite_template):
    async with staged(tmp_path, sqlite_template, "socket", fake=fake) as stage, aiohttp.ClientSession() as session:

        async def connected():
            async with session.get(f"{stage.address}/readyz") as answer:
                return (await answer.json())["slack"]["connected"]

        assert await connected()
        await fake.goes_away()
        for _ in range(200):
            if not await connected():
                break
        assert not await connected()
        await fake.comes_back()
        await linked(fake, 2)
        await until(lambda: fake.links.open)
