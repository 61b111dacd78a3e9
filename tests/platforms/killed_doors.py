"""A program for the kill tests of requests, never imported by one: Pagt before a fake Slack, over HTTP, killed while people wait.

A step is every moment before and after a statement, a commit or an answer, for as long as a request is inside the gate. Servers are
forked, so that a kill costs little, and end themselves at a step of their own. Who asks is a process that nobody kills: it writes
down what was acknowledged, asks anew what was not, and sends again what was, which must change nothing.

    python -m tests.platforms.killed_doors DATABASE_URL FOLDER SERVERS AT_ONCE STRIDE KILLS

With one at once, a server dies at the first step of what it is asked, another so many steps later, and so on, until they have come
through all that the questions have, the ones that are sent again among them. With many at once it is at random. Every other server
dies before or after one of its first commits, where most is to be lost.
Prints, as JSON, what was asked and acknowledged, how often servers were killed and at which steps.
"""

import asyncio
import json
import os
import random
import signal
import socket
import sys
import time
import traceback
from collections.abc import Awaitable, Callable
from datetime import timedelta
from pathlib import Path

import structlog
from sqlalchemy import event
from sqlalchemy.dialects.postgresql.psycopg import PGDialect_psycopg
from sqlalchemy.dialects.sqlite.pysqlite import SQLiteDialect_pysqlite
from sqlalchemy.engine import Engine
from sqlalchemy.orm import configure_mappers

from bot.app import pagt
from bot.platforms.slack.gate import Gate
from bot.platforms.slack.service import Tempo
from bot.serve import Server
from bot.settings import Settings
from storage.arrivals import Arrivals
from tests import compiled
from tests.platforms.asking_doors import Asking
from tests.platforms.fake_slack.fake import FakeSlack
from tests.platforms.slack_stage import NOW, SECRET, TEMPO, settings_for

COMMITS = 8  # Steps at the commits of one question, and of what comes with it.
LONGEST_LIFE = 600  # Steps of a server that answers many at once.
MOMENT_S = 0.05  # Whatever takes the last step stops there; the rest of the server goes on for a moment, and may answer somebody.
LEASE = timedelta(seconds=2)  # What a killed server had in hand is taken up by the next after that.
PATIENCE = timedelta(hours=1)  # Nobody is told to wait, however busy the machine is: an answer says what became of it.


class Steps:
    """Counts what a server does while somebody waits for it, and kills it at its last step."""

    def __init__(self) -> None:
        self.last: int | None = None
        self.only_commits = False
        self.done = self.inside = 0

    def __call__(self, *_: object, commit: bool = False) -> None:
        """Take one step, if anybody is inside; it may be that only those count that are before or after a commit."""
        if self.inside and (commit or not self.only_commits):
            self.done += 1
            if self.done == self.last:
                time.sleep(MOMENT_S)
                os.kill(os.getpid(), signal.SIGKILL)

    def watch(self) -> None:
        """Count before and after each statement, commit and answer."""
        for moment in ("before_cursor_execute", "after_cursor_execute"):
            event.listen(Engine, moment, self)
        for dialect in (SQLiteDialect_pysqlite, PGDialect_psycopg):
            dialect.do_commit = self._around(dialect.do_commit)
        enter = Gate.enter

        async def entered(gate: Gate, request: object) -> object:
            self.inside += 1
            answer = await enter(gate, request)
            self()
            self.inside -= 1
            return answer

        Gate.enter = entered

    def _around(self, does: Callable[..., object]) -> Callable[..., object]:
        def counted(*given: object) -> object:
            self(commit=True)
            try:
                return does(*given)
            finally:
                self(commit=True)

        return counted


async def serve(fake: FakeSlack, port: int) -> Callable[[], Awaitable[None]]:
    """Be a server, and return what ends it."""
    platforms: dict = {}
    program = pagt(sys.argv[1], platforms, lambda: NOW, secret=SECRET)
    given = settings_for(fake, Path(sys.argv[2]), "http", PAGT_LISTEN=f"127.0.0.1:{port}")
    tempo = Tempo(times=TEMPO.times, between=0.0, gathering=TEMPO.gathering, gap=TEMPO.gap, patience=PATIENCE)
    server = Server(program, Settings(**given), platforms, tempo)
    await server.start()

    async def stop() -> None:
        await server.stop()
        program.close()

    return stop


async def serve_on(fake: FakeSlack, port: int) -> None:
    """Be a server until killed."""
    await serve(fake, port)
    await asyncio.Event().wait()


def forked(work: Callable[[], object]) -> int:
    """Do something in a process of its own; it ends with status 2 when it broke."""
    child = os.fork()
    if child:
        return child
    status = 2
    try:
        work()
        status = 0
    except BaseException:  # noqa: BLE001  # Whatever it is, somebody has to hear of it.
        traceback.print_exc()
    finally:
        sys.stdout.flush()
        os._exit(status)


class Street:
    """Keeps the servers going, and whoever asks them."""

    def __init__(self, servers: int, at_once: int, stride: int) -> None:
        self.ports = [_free_port() for _ in range(servers)]
        self.stride = stride if at_once == 1 else None
        self.counted = Steps()
        self.counted.watch()
        self.steps: list[int] = []
        self.whole = self.last = self.kills = self.lives = 0
        self.at_once = at_once
        self.killing = True
        asking = Asking(self.ports, at_once)
        self.fake = asking.fake
        asyncio.run(asking.begin(lambda: serve(self.fake, self.ports[0])))
        self.longest, self.counted.done = self.counted.done, 0
        self._told, write = os.pipe()
        self.asker = forked(lambda: (asyncio.run(asking.go()), asking.tell(write)))
        os.close(write)
        self.running: dict[int, tuple[int, int | None]] = {}
        for port in self.ports:
            self._open(port)

    def go_on(self, kills: int) -> None:
        """Let servers live and die until so many were killed, then let the last of them answer everything."""
        while self.running:
            child, status = os.wait()
            status = os.waitstatus_to_exitcode(status)
            if child == self.asker:
                self._end()
                if status:
                    raise RuntimeError("whoever asked was not answered")
                return
            port, at = self.running.pop(child)
            self._count(at, status)
            if self.killing and self.kills >= kills and (self.whole or not self.stride):
                self.killing = False
                os.kill(self.asker, signal.SIGTERM)  # No new questions.
            self._open(port)

    def told(self) -> str:
        """Return what whoever asked has to tell."""
        file = Path(os.read(self._told, 4096).decode())
        told = file.read_text(encoding="utf-8")
        file.unlink()
        return told

    def _count(self, at: int | None, status: int) -> None:
        if status != -signal.SIGKILL or at is None:
            self._end()
            raise RuntimeError("a server broke")
        self.kills += 1
        if at:
            self.steps.append(at)

    def _open(self, port: int) -> None:
        self.lives += 1
        self.counted.only_commits = self.lives % 2 == 0
        at = (chance.randint(1, COMMITS * self.at_once) if self.counted.only_commits else self._next()) if self.killing else None
        self.counted.last = at
        self.running[forked(lambda: asyncio.run(serve_on(self.fake, port)))] = (
            port,
            0 if self.counted.only_commits and at else at,
        )

    def _next(self) -> int:
        """Return the step at which the next server dies."""
        if self.stride is None:
            return chance.randint(1, LONGEST_LIFE)
        self.last += self.stride
        if self.last > self.longest:
            self.whole, self.last = self.whole + 1, 1 + self.whole % self.stride
        return self.last

    def _end(self) -> None:
        for child in (*self.running, self.asker):
            try:
                os.kill(child, signal.SIGKILL)
                os.waitpid(child, 0)
            except (ProcessLookupError, ChildProcessError):
                continue


def _free_port() -> int:
    with socket.socket() as plug:
        plug.bind(("127.0.0.1", 0))
        return int(plug.getsockname()[1])


if __name__ == "__main__":
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(50))  # What happens here is noisy.
    compiled.share()
    configure_mappers()
    chance = random.Random(2027)  # noqa: S311  # The same fates every time.
    Arrivals.take.__defaults__ = (LEASE,)
    servers, at_once, stride, kills = map(int, sys.argv[3:])
    street = Street(servers, at_once, stride)
    street.go_on(kills)
    told = json.loads(street.told())
    told |= {"kills": street.kills, "whole": street.whole, "steps": sorted(set(street.steps)), "longest": street.longest}
    print(json.dumps(told))  # noqa: T201  # It speaks by printing.
