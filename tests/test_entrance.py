"""The door of `pagt run`: open before the program is loaded, so that whoever comes meanwhile is answered by it."""

import asyncio
import os
import subprocess
import sys

import aiohttp
import pytest
from aiohttp import web

from bot.entrance import HEADERS, Entrance

HOST = "127.0.0.1"
BROKEN = "import sys; sys.modules['bot.commands.wheel'] = None\nfrom bot.cli import main\nmain(['run'])"
SETTINGS = {
    "PAGT_PUBLIC_URL": "https://pagt.example.dk",
    "SLACK_BOT_TOKEN": "xoxb-1",
    "SLACK_SIGNING_SECRET": "a" * 32,
    "PAGT_SECRET": "a secret of this test alone, and long enough",
}


async def _hello(request: web.Request) -> web.Response:
    return web.Response(text=f"hello, {request.match_info['who']}")


ROUTES = [web.post("/hello/{who}", _hello)]


@pytest.fixture
async def entrance():
    made = Entrance()
    yield made
    await made.close()


@pytest.fixture
async def client(entrance):
    async with aiohttp.ClientSession(await entrance.open(HOST, 0)) as made:
        yield made


async def test_who_comes_before_the_program_is_answered_by_it(entrance, client):
    early = asyncio.create_task(client.post("/hello/you", data=b"words"))
    async with client.get("/healthz") as alive:
        assert alive.status == 200
    assert not early.done()
    entrance.lead_to(ROUTES)
    async with await early as answer:
        assert (answer.status, await answer.text()) == (200, "hello, you")


async def test_who_has_waited_for_long_is_told_to_come_again(client, monkeypatch):
    monkeypatch.setattr("bot.entrance.PATIENCE_S", 0.01)
    async with client.post("/hello/you") as answer:
        assert answer.status == 503
        assert {**HEADERS, "Server": "pagt"}.items() <= answer.headers.items()


async def test_who_waits_for_a_program_that_does_not_come_is_told_so_at_once(entrance, client, monkeypatch):
    monkeypatch.setattr("bot.entrance.PATIENCE_S", 60)  # For longer than whoever closes waits.
    early = asyncio.create_task(client.post("/hello/you"))
    async with client.get("/healthz") as alive:  # It came later, so the other is inside.
        assert alive.status == 200
    await entrance.close()
    async with await early as answer:
        assert answer.status == 503


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [("POST", "/", 404), ("POST", "/hello/", 404), ("GET", "/hello/you", 405), ("POST", "/healthz", 405)],
)
async def test_what_the_program_does_not_serve(entrance, client, method, path, status):
    entrance.lead_to(ROUTES)
    async with client.request(method, path) as answer:
        assert answer.status == status


async def test_an_open_entrance_stays_where_it_is_and_a_taken_address_is_refused(entrance):
    address = await entrance.open(HOST, 0)
    assert await entrance.open(HOST, 0) == address
    with pytest.raises(OSError, match="address already in use"):
        await Entrance().open(HOST, int(address.rpartition(":")[2]))


def test_a_part_that_cannot_be_loaded_ends_the_start(tmp_path):
    env = {"PATH": os.defpath, "PYTHONPATH": os.pathsep.join(sys.path), "PAGT_DATA": str(tmp_path), "PAGT_LISTEN": f"{HOST}:0"}
    run = subprocess.run(
        [sys.executable, "-c", BROKEN], env=env | SETTINGS, capture_output=True, text=True, timeout=60, check=False
    )
    assert (run.returncode, "bot.commands.wheel" in run.stderr) == (1, True)
