"""A signed `/initiative list` over HTTP, beside a bare Bolt app that does nothing but acknowledge: what Pagt costs on top of Bolt.

Both apps run behind the same adapter with the same flag, each in a process of its own, and are asked in turn within one run. What
Bolt alone does not do is in the difference: the gate that remembers every signature in the database, the rights, the query, the blocks.
"""

import asyncio
import multiprocessing
import statistics
import time
from collections.abc import Callable, Coroutine, Iterator
from contextlib import contextmanager
from datetime import date
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any, Self, TypeAlias
from urllib.parse import urlencode

import aiohttp
from aiohttp import web
from slack_bolt.adapter.aiohttp import to_aiohttp_response, to_bolt_request
from slack_bolt.app.async_app import AsyncApp
from slack_bolt.context.ack.async_ack import AsyncAck
from slack_sdk.signature import SignatureVerifier
from slack_sdk.web.async_client import AsyncWebClient

from bench.row import Row
from bench.world import FILE, NOW, world
from bot.app import pagt
from bot.domain.agreement_file import read_agreement
from bot.domain.person import Appointment
from bot.domain.role import Role
from bot.garbage import settle_in
from bot.platforms.platform import Platform
from bot.serve import Server
from bot.settings import Settings
from storage.store import Store, sqlite_url

Serve: TypeAlias = Callable[..., Coroutine[Any, Any, None]]

INITIATIVES = 1_000
SECRET = "8f742231b10e8888abcd99eeeddd85a5"  # noqa: S105  # Of this bench alone.
TEAM, USER, ROOM, BOT = "T0BENCH", "U0BENCH", "C0BENCH", "U0BOT"
HOST = "127.0.0.1"
WARM, ALONE, TOGETHER, AT_ONCE, TURNS = 20, 60, 120, 8, 4

FACTS: dict[str, dict[str, Any]] = {
    "auth.test": {"team_id": TEAM, "team": "Bench", "user_id": BOT, "bot_id": "B0BOT"},
    "users.info": {"user": {"id": USER, "team_id": TEAM, "real_name": "Vibeke Storm", "locale": "da-DK"}},
    "conversations.info": {"channel": {"id": ROOM, "name": "bench"}},
    "conversations.members": {"members": [USER, BOT]},
    "conversations.open": {"channel": {"id": "D0BENCH"}},
    "conversations.history": {"messages": []},
    "chat.postMessage": {"ts": "1.000001", "channel": "D0BENCH"},
}


def rows(folder: Path) -> list[Row]:
    """Measure both apps in turn."""
    program = world(folder, INITIATIVES)
    _appointed(program.store)
    program.close()
    found = asyncio.run(_measured(folder / f"world-{INITIATIVES}.db"))
    what = f"signed /initiative list of {INITIATIVES:,} over HTTP, beside bare Bolt"
    return [Row(f"{what}, {one['what']}", one["unit"], ours=one["Pagt"], floor=one["bare Bolt"]) for one in found]


def _appointed(store: Store) -> None:
    """Let whoever asks be the chair, who may read everything."""
    appoint(store, Role.CHAIR)


def appoint(store: Store, role: Role, unit: str | None = None) -> None:
    """Give whoever asks a role."""
    agreement = read_agreement(FILE.read_text())
    with store.begin() as installation:
        people = installation.within(agreement.id, actor="bench", now=NOW).people
        person = people.meet("slack", f"{TEAM}/{USER}", name="Vibeke Storm", language="da")
        people.appoint(Appointment(person_id=person.id, role=role, unit=unit, since=date(2026, 1, 1)))
        people.welcomed(person, NOW)


async def _measured(database: Path) -> list[dict[str, Any]]:
    async with Stand() as stand, aiohttp.ClientSession() as session:
        with served(bare, stand.url) as floor, served(ours, stand.url, str(database)) as whole:
            visits = Visit(session, floor), Visit(session, whole)
            for one in visits:
                await one.alone(WARM)
            for _ in range(TURNS):  # In turn, so that a noisy machine troubles both alike.
                for one in visits:
                    one.times += await one.alone(ALONE)
                    one.rates.append((await one.together(TOGETHER))[0])
    of_floor, of_ours = (one.figures() for one in visits)
    return [
        {"what": what, "unit": unit, "bare Bolt": of_floor[what, unit], "Pagt": of_ours[what, unit]} for what, unit in of_floor
    ]


def signed(text: str, number: int) -> tuple[bytes, dict[str, str]]:
    """Return a command nobody has sent before, with Slack's signature."""
    body = urlencode(
        {
            "command": "/initiative",
            "text": text,
            "team_id": TEAM,
            "user_id": USER,
            "channel_id": ROOM,
            "trigger_id": f"{number}.1",
            "response_url": "https://localhost/nowhere",
        }
    )
    stamp = str(int(time.time()))
    signature = SignatureVerifier(SECRET).generate_signature(timestamp=stamp, body=body)
    assert signature is not None
    return body.encode(), {
        "Content-Type": "application/x-www-form-urlencoded",
        "X-Slack-Request-Timestamp": stamp,
        "X-Slack-Signature": signature,
    }


class Visit:
    """Asks one app, as Slack does: signed, each request once."""

    def __init__(self, session: aiohttp.ClientSession, url: str, text: Callable[[int], str] = lambda _: "list") -> None:
        self._session, self._url, self._text = session, url, text
        self._asked = 0
        self.times: list[float] = []
        self.rates: list[float] = []

    async def alone(self, count: int) -> list[float]:
        """Ask so often, one after the other, and return how many milliseconds each took."""
        return [await self._ask(self._request()) for _ in range(count)]

    async def together(self, count: int, at_once: int = AT_ONCE) -> tuple[float, list[float]]:
        """Ask so often, several at once; return how many were answered in a second, and how many milliseconds each took."""
        waiting, times = [self._request() for _ in range(count)], []

        async def one_after_the_other() -> None:
            while waiting:
                times.append(await self._ask(waiting.pop()))

        begun = time.perf_counter()
        await asyncio.gather(*(one_after_the_other() for _ in range(at_once)))
        return count / (time.perf_counter() - begun), times

    def figures(self) -> dict[tuple[str, str], float]:
        """Return what was measured."""
        hundredths = statistics.quantiles(self.times, n=100)
        return {
            (f"{AT_ONCE} at once", "requests/s"): statistics.median(self.rates),
            ("p50", "ms"): statistics.median(self.times),
            ("p99", "ms"): hundredths[98],
        }

    def _request(self) -> tuple[bytes, dict[str, str]]:
        self._asked += 1
        return signed(self._text(self._asked), self._asked)

    async def _ask(self, request: tuple[bytes, dict[str, str]]) -> float:
        body, headers = request
        begun = time.perf_counter()
        async with self._session.post(self._url, data=body, headers=headers) as answer:
            said = await answer.text()
        took = (time.perf_counter() - begun) * 1000
        if answer.status != 200 or ("blocks" in said) != self._url.endswith("/slack/events"):  # noqa: PLR2004  # HTTP's "all right".
            raise RuntimeError(f"not what was asked for: {answer.status} {said[:200]}")
        return took


class Stand:
    """A stand-in for Slack's Web API: says yes to everything, with the few facts the apps read."""

    async def __aenter__(self) -> Self:
        app = web.Application()
        app.router.add_route("*", "/api/{method}", self._say)
        self._runner = web.AppRunner(app, access_log=None)
        await self._runner.setup()
        await web.TCPSite(self._runner, HOST, 0).start()
        self.url = f"http://{HOST}:{self._runner.addresses[0][1]}/api/"
        return self

    async def __aexit__(self, *_: object) -> None:
        await self._runner.cleanup()

    async def _say(self, request: web.Request) -> web.Response:
        return web.json_response({"ok": True, **FACTS.get(request.match_info["method"], {})})


@contextmanager
def served(serve: Serve, *words: str) -> Iterator[str]:
    """Serve an app in a process of its own until the block ends, and give its address."""
    context = multiprocessing.get_context("spawn")
    here, there = context.Pipe()
    process = context.Process(target=_process, args=(serve, there, *words), daemon=True)
    process.start()
    try:
        if not here.poll(60):
            raise RuntimeError(f"{serve.__name__} did not start")
        yield here.recv()
    finally:
        here.send("stop")
        process.join(30)
        process.terminate()


def _process(serve: Serve, pipe: Connection, *words: str) -> None:
    asyncio.run(serve(pipe, *words))


async def _until_stopped(pipe: Connection) -> None:
    await asyncio.get_running_loop().run_in_executor(None, pipe.recv)


async def bare(pipe: Connection, api_url: str) -> None:
    """Serve the floor: Bolt's own check of the signature, and a listener that acknowledges."""
    client = AsyncWebClient(token="xoxb-bench", base_url=api_url)  # noqa: S106  # Of this bench alone.
    bolt = AsyncApp(client=client, signing_secret=SECRET, process_before_response=True)

    @bolt.command("/initiative")
    async def acknowledged(ack: AsyncAck) -> None:
        await ack()

    async def entered(request: web.Request) -> web.Response:
        return await to_aiohttp_response(await bolt.async_dispatch(await to_bolt_request(request)))

    app = web.Application()
    app.router.add_post("/bare", entered)
    runner = web.AppRunner(app, access_log=None)
    await runner.setup()
    await web.TCPSite(runner, HOST, 0).start()
    pipe.send(f"http://{HOST}:{runner.addresses[0][1]}/bare")
    await _until_stopped(pipe)
    await runner.cleanup()


async def ours(pipe: Connection, api_url: str, database: str) -> None:
    """Serve Pagt, whole, over the world's database."""
    platforms: dict[str, Platform] = {}
    secret = "a secret for this bench alone, and long enough"  # noqa: S105  # Likewise.
    program = pagt(sqlite_url(Path(database)), platforms, lambda: NOW, secret=secret)
    settings = Settings(
        PAGT_SECRET=secret,
        PAGT_LISTEN=f"{HOST}:0",
        PAGT_PUBLIC_URL="https://pagt.example.dk",
        PAGT_SLACK_API_URL=api_url,
        SLACK_BOT_TOKEN="xoxb-bench",  # noqa: S106  # Likewise.
        SLACK_SIGNING_SECRET=SECRET,
    )
    server = Server(program, settings, platforms)
    address = await server.start()
    settle_in()  # As `pagt run` does.
    pipe.send(f"{address}/slack/events")
    await _until_stopped(pipe)
    await server.stop()
    program.close()
