"""From nothing to serving, and the memory that takes: `pagt run` over HTTP before Slack, beside a bare process with the same libraries.

The floor imports slack-bolt, sqlmodel and apscheduler, opens a database, starts a scheduler and serves one command. Both run with
compiled modules, as anything that is installed does.
"""

import json
import os
import socket
import statistics
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

from bench.row import Row, most
from bench.world import world

RUNS, LIMIT, PATIENCE_S = 5, 1.3, 60.0
SECRET = "8f742231b10e8888abcd99eeeddd85a5"  # noqa: S105  # Of this bench alone.
BARE = """
import asyncio, sys
from aiohttp import web
from apscheduler.schedulers.asyncio import AsyncIOScheduler
from slack_bolt.adapter.aiohttp import to_aiohttp_response, to_bolt_request
from slack_bolt.app.async_app import AsyncApp
from slack_sdk.web.async_client import AsyncWebClient
from sqlmodel import Field, Session, SQLModel, create_engine, select

class Row(SQLModel, table=True):
    id: int | None = Field(default=None, primary_key=True)

async def main():
    engine = create_engine(f"sqlite:///{sys.argv[3]}")
    SQLModel.metadata.create_all(engine)
    with Session(engine) as session:
        session.exec(select(Row)).all()
    bolt = AsyncApp(client=AsyncWebClient(token="xoxb-b", base_url=sys.argv[2]), signing_secret="s", process_before_response=True)
    @bolt.command("/initiative")
    async def acknowledged(ack):
        await ack()
    scheduler = AsyncIOScheduler()
    scheduler.add_job(lambda: None, "interval", seconds=30)
    scheduler.start()
    app = web.Application()
    async def entered(request):
        return await to_aiohttp_response(await bolt.async_dispatch(await to_bolt_request(request)))
    async def health(_):
        return web.Response(text="ok")
    app.router.add_post("/slack/events", entered)
    app.router.add_get("/healthz", health)
    runner = web.AppRunner(app)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", int(sys.argv[1])).start()
    await asyncio.Event().wait()

asyncio.run(main())
"""


def rows(folder: Path) -> Iterator[Row]:
    """Start both in turn."""
    world(folder, 1).close()
    (folder / "world-1.db").rename(folder / "pagt.db")
    found: tuple[list[tuple[float, float]], list[tuple[float, float]]] = ([], [])
    with _slack() as api_url:
        for run in range(RUNS + 1):
            for place, start in enumerate((_bare, _ours)):
                figures = _started(*start(folder, api_url))
                if run:  # The first compiles, and fills the disk's cache.
                    found[place].append(figures)
    for what, unit, which in (("start until it answers", "s", 0), ("memory when it answers", "MB", 1)):
        floor, ours = (statistics.median(one[which] for one in runs) for runs in found)
        yield Row(f"{what}, beside slack-bolt + sqlmodel + apscheduler", unit, ours=ours, floor=floor, limit=most(LIMIT))


def _bare(folder: Path, api_url: str) -> tuple[list[str], dict[str, str], int]:
    port = _port()
    return [sys.executable, "-c", BARE, str(port), api_url, str(folder / "bare.db")], {}, port


def _ours(folder: Path, api_url: str) -> tuple[list[str], dict[str, str], int]:
    port = _port()
    settings = {
        "PAGT_DATA": str(folder),
        "PAGT_SECRET": "a secret for this bench alone, and long enough",
        "PAGT_LISTEN": f"127.0.0.1:{port}",
        "PAGT_PUBLIC_URL": "https://pagt.example.dk",
        "PAGT_SLACK_API_URL": api_url,
        "SLACK_BOT_TOKEN": "xoxb-bench",
        "SLACK_SIGNING_SECRET": SECRET,
    }
    return [sys.executable, "-m", "bot.cli", "run"], settings, port


def _started(command: list[str], settings: dict[str, str], port: int) -> tuple[float, float]:
    """Start a process, and return the seconds until it answers and its megabytes then."""
    env = {name: one for name, one in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"} | settings
    begun = time.perf_counter()
    process = subprocess.Popen(command, env=env, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        while not _answers(port):
            if process.poll() is not None or time.perf_counter() - begun > PATIENCE_S:
                raise RuntimeError(f"{command[1:3]} did not start; it ended with {process.poll()}")
            time.sleep(0.005)
        took = time.perf_counter() - begun
        status = Path(f"/proc/{process.pid}/status").read_text(encoding="ascii")
        resident = next(line for line in status.splitlines() if line.startswith("VmRSS"))
        return took, int(resident.split()[1]) / 1024
    finally:
        process.terminate()
        process.wait()


def _answers(port: int) -> bool:
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/healthz", timeout=5):  # Ours.
            return True
    except urllib.error.HTTPError:
        return True  # It has something to complain of, and it answers.
    except OSError:
        return False


def _port() -> int:
    with socket.socket() as plug:
        plug.bind(("127.0.0.1", 0))
        return int(plug.getsockname()[1])


class _slack:  # noqa: N801  # Used as `with _slack()`.
    """A stand-in for Slack's Web API that knows who the bot is."""

    def __enter__(self) -> str:
        class Says(BaseHTTPRequestHandler):
            def do_POST(self) -> None:  # The library's name.
                said = {
                    "ok": True,
                    "team_id": "T0BENCH",
                    "team": "Bench",
                    "user_id": "U0BOT",
                    "bot_id": "B0BOT",
                    "url": "https://b/",
                }
                body = json.dumps(said).encode()
                self.send_response(200)
                self.send_header("Content-Type", "application/json")
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *_: object) -> None:
                """Say nothing."""

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Says)
        Thread(target=self._server.serve_forever, daemon=True).start()
        return f"http://127.0.0.1:{self._server.server_port}/api/"

    def __exit__(self, *_: object) -> None:
        self._server.shutdown()
        self._server.server_close()
