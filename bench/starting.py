"""From nothing to serving, and the memory that takes: `pagt run` over HTTP before Slack, beside a bare process with the same libraries.

The floor imports slack-bolt, sqlmodel and apscheduler, opens a database, starts a scheduler and serves one command. Both run with
compiled modules, as anything that is installed does, and in an environment that holds what Pagt needs and no more: with the tests'
own packages beside them some libraries load more than anybody has who runs Pagt, and all look through more packages for plug-ins.

What is put off must show. Ours opens its door before the program behind it is loaded, so what the start took is told again once a
signed command has been answered, and memory only then, and after the first tick of ours: earlier, half of it would not be there.
"""

import json
import os
import socket
import statistics
import subprocess
import time
import urllib.request
import venv
from collections.abc import Callable, Iterator
from dataclasses import astuple, dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

from bench.dispatching import VENVS
from bench.row import Row, most
from bench.slack_http import FACTS, SECRET, appoint, signed
from bench.world import world
from bot.domain.role import Role

RUNS, LIMIT, PATIENCE_S = 5, 1.3, 60.0
LOCK = Path("requirements.txt")
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
    bolt = AsyncApp(client=AsyncWebClient(token="xoxb-b", base_url=sys.argv[2]), signing_secret=sys.argv[4], process_before_response=True)
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


@dataclass(frozen=True)
class Started:
    """A process that serves: seconds until its door was open and its first command answered, megabytes after its first tick."""

    open_s: float
    command_s: float
    works_mb: float


def rows(folder: Path) -> Iterator[Row]:
    """Start both in turn."""
    program = world(folder, 1)
    appoint(program.store, Role.REPRESENTATIVE, "osa")
    program.close()
    (folder / "world-1.db").rename(folder / "pagt.db")
    python = _environment()
    found: tuple[list[Started], list[Started]] = ([], [])
    with _slack() as api_url:
        for run in range(RUNS + 1):
            for place, start in enumerate((_bare, _ours)):
                figures = _started(python, start, folder, api_url)
                if run:  # The first compiles, and fills the disk's cache.
                    found[place].append(figures)
    what = (
        ("start until nobody is turned away", "s", most(LIMIT)),
        # No limit: what a command does on top of Bolt has a row of its own (slack_durable).
        ("start until it has answered a signed command", "s", None),
        ("memory when it has done that and its first tick", "MB", most(LIMIT)),
    )
    floor, ours = ([statistics.median(one) for one in zip(*map(astuple, runs), strict=True)] for runs in found)
    for (said, unit, limit), least, mine in zip(what, floor, ours, strict=True):
        yield Row(f"{said}, beside a bare process", unit, ours=mine, floor=least, limit=limit)


def _environment() -> Path:
    """Return the Python of a virtual environment with what Pagt needs at work, and nothing else; made anew when that has changed."""
    folder = VENVS / "pagt"
    python, kept = (folder / "bin" / "python").absolute(), folder / LOCK.name
    if not kept.exists() or kept.read_bytes() != LOCK.read_bytes():
        venv.create(folder, clear=True, with_pip=True)
        subprocess.run([python, "-m", "pip", "install", "--quiet", "--requirement", LOCK], check=True, capture_output=True)
        kept.write_bytes(LOCK.read_bytes())
    return python


def _bare(folder: Path, api_url: str, port: int) -> tuple[list[str], dict[str, str]]:
    return ["-c", BARE, str(port), api_url, str(folder / "bare.db"), SECRET], {}


def _ours(folder: Path, api_url: str, port: int) -> tuple[list[str], dict[str, str]]:
    settings = {
        "PAGT_DATA": str(folder),
        "PAGT_SECRET": "a secret for this bench alone, and long enough",
        "PAGT_LISTEN": f"127.0.0.1:{port}",
        "PAGT_PUBLIC_URL": "https://pagt.example.dk",
        "PAGT_SLACK_API_URL": api_url,
        "SLACK_BOT_TOKEN": "xoxb-bench",
        "SLACK_SIGNING_SECRET": SECRET,
    }
    return ["-m", "bot.cli", "run"], settings


def _started(
    python: Path, start: Callable[[Path, str, int], tuple[list[str], dict[str, str]]], folder: Path, api_url: str
) -> Started:
    """Start a process, let it answer, do a command and tick, and return what that took."""
    port = _port()
    command, settings = start(folder, api_url, port)
    env = {name: one for name, one in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"} | settings
    begun = time.perf_counter()
    process = subprocess.Popen([python, *command], env=env, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)

    def until(path: str, enough: Callable[[int], bool]) -> float:
        while not enough(_status(port, path)):
            if process.poll() is not None or time.perf_counter() - begun > PATIENCE_S:
                raise RuntimeError(f"{command[:2]} did not get to {path}; it ended with {process.poll()}")
            time.sleep(0.005)
        return time.perf_counter() - begun

    try:
        open_s = until("/healthz", bool)
        _commanded(port, drawn=start is _ours)
        command_s = time.perf_counter() - begun
        if start is _ours:
            until("/readyz", lambda status: status == 200)  # noqa: PLR2004  # Not before the first tick has ended.
        return Started(open_s, command_s, _resident_mb(process.pid))
    finally:
        process.terminate()
        process.wait()


def _commanded(port: int, *, drawn: bool) -> None:
    """Send a signed `/initiative list`, and see that it is answered."""
    body, headers = signed("list", 1)
    request = urllib.request.Request(f"http://127.0.0.1:{port}/slack/events", body, headers)  # Ours.
    with urllib.request.urlopen(request, timeout=PATIENCE_S) as answer:  # noqa: S310  # Likewise.
        if ("blocks" in answer.read().decode()) is not drawn:
            raise RuntimeError("the command was not answered as it should be")


def _resident_mb(process: int) -> float:
    status = Path(f"/proc/{process}/status").read_text(encoding="ascii")
    resident = next(line for line in status.splitlines() if line.startswith("VmRSS"))
    return int(resident.split()[1]) / 1024


def _status(port: int, path: str) -> int:
    """Return what a page answers with; 0 while nobody does."""
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}{path}", timeout=5) as answer:  # Ours.
            return int(answer.status)
    except urllib.error.HTTPError as complains:
        return complains.code
    except OSError:
        return 0


def _port() -> int:
    with socket.socket() as plug:
        plug.bind(("127.0.0.1", 0))
        return int(plug.getsockname()[1])


class _slack:  # noqa: N801  # Used as `with _slack()`.
    """A stand-in for Slack's Web API that knows who the bot is, and who asks."""

    def __enter__(self) -> str:
        class Says(BaseHTTPRequestHandler):
            def do_POST(self) -> None:  # The library's name.
                method = self.path.rpartition("/")[2].partition("?")[0]
                body = json.dumps({"ok": True, **FACTS.get(method, {})}).encode()
                self.send_response(200)
                self.send_header("Content-Type", "application/json")
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            do_GET = do_POST  # noqa: N815  # Likewise; what only asks comes so.

            def log_message(self, *_: object) -> None:
                """Say nothing."""

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Says)
        Thread(target=self._server.serve_forever, daemon=True).start()
        return f"http://127.0.0.1:{self._server.server_port}/api/"

    def __exit__(self, *_: object) -> None:
        self._server.shutdown()
        self._server.server_close()
