"""A program for the soak test of replicas, never imported by one: three on one PostgreSQL, under load, killed or frozen at random.

Each replica answers commands that come over a pipe, ticks and delivers, all at once. What it acknowledged is written down by the
parent, who alone is never killed; what it did not is sent again under the same key, as a platform does.

    python -m tests.jobs.killed_replicas DATABASE_URL WORKSPACE_FILE SECONDS

Prints, as JSON, the titles that were acknowledged, how many were sent, how often replicas were killed and frozen, and how long a lease is.
"""

import asyncio
import json
import os
import random
import select
import signal
import sys
import time
import traceback
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path

import structlog
from sqlalchemy.orm import configure_mappers

from bot.app import pagt
from bot.chat.request import Account, Call, Place
from bot.jobs.deliver import Deliver
from bot.platforms.local.platform import LocalPlatform
from bot.platforms.local.workspace import Workspace
from bot.sample.people import who
from tests import compiled
from tests.program import BEGINNING

REPLICAS, SPEAKERS = 3, ("osa", "eki", "cbe")
LEASE, TIMEOUT = timedelta(seconds=3), timedelta(seconds=2)
AT_ONCE = 4  # Commands a replica has in hand.
LIFE_S = (0.5, 3.0)
FROZEN_S = 4.0  # Longer than a lease.
RESTS_S = 0.15  # Between two commands: the load is steady, and the outbox can keep up.


@dataclass
class Replica:
    """A process, the pipes to it, what it has in hand, and when its fate comes."""

    pid: int
    commands: int
    answers: int
    fate_at: float
    in_hand: dict[str, str] = field(default_factory=dict)
    frozen_until: float | None = None
    rest: bytes = b""


def serve(commands: int, answers: int) -> None:
    """Be a replica until killed."""
    workspace = Workspace(Path(sys.argv[2]))
    workspace.database._connection.execute("PRAGMA synchronous=OFF")  # noqa: SLF001  # Killed processes lose nothing by it.
    platforms = {"local": LocalPlatform(workspace)}
    program = pagt(sys.argv[1], platforms, lambda: BEGINNING)
    deliver = Deliver(program.store, platforms, lambda: BEGINNING, lease=LEASE, timeout=TIMEOUT)

    async def answer(line: bytes) -> None:
        asked = json.loads(line)
        user = who(asked["who"])
        values = {"title": asked["title"], "tracks": ("forebyggelse",)}
        place = Place("local", f"d_{user}", direct=True)
        call = Call(Account("local", user), place, "/initiative new", how="submitted", values=values, key=asked["title"])
        reply = await program.store.run(program.dispatch.answer, call)
        if not reply.refused:  # What broke is asked again, as what was never answered.
            os.write(answers, json.dumps(asked["title"]).encode() + b"\n")

    async def beats() -> None:
        while True:
            await program.store.run(program.tick.once)
            if not await deliver.once():
                await asyncio.sleep(0.05)

    async def main() -> None:
        reader = asyncio.StreamReader()
        await asyncio.get_running_loop().connect_read_pipe(
            lambda: asyncio.StreamReaderProtocol(reader), os.fdopen(commands, "rb")
        )
        beating, answering = asyncio.create_task(beats()), set()
        while line := await reader.readline():
            task = asyncio.create_task(answer(line))
            answering.add(task)
            task.add_done_callback(answering.discard)
        await asyncio.gather(*answering)
        while await program.store.run(waiting):  # noqa: ASYNC110  # Another replica may be the one that delivers it.
            await asyncio.sleep(0.1)
        beating.cancel()

    def waiting() -> int:
        with program.store.read() as installation:
            return installation.outbox.waiting()

    asyncio.run(main())


def forked() -> Replica:
    """Start a replica."""
    (there, commands), (answers, back) = os.pipe(), os.pipe()
    child = os.fork()
    if not child:
        status = 2
        try:
            os.close(commands)
            os.close(answers)
            serve(there, back)
            status = 0
        except BaseException:  # noqa: BLE001  # Whatever it is, the parent has to tell.
            traceback.print_exc()
        finally:
            os._exit(status)
    os.close(there)
    os.close(back)
    return Replica(child, commands, answers, time.monotonic() + chance.uniform(*LIFE_S))


class Load:
    """Sends commands to the replicas, and meets them with their fates."""

    def __init__(self) -> None:
        self.replicas = [forked() for _ in range(REPLICAS)]
        self.acknowledged: list[str] = []
        self.again: list[str] = []  # Titles whose replica died with them in hand.
        self.sent = self.kills = self.freezes = 0

    def go_on(self, seconds: float) -> None:
        """Keep them busy for so long."""
        until, next_at = time.monotonic() + seconds, 0.0
        while (now := time.monotonic()) < until:
            if now >= next_at:
                next_at = now + RESTS_S
                self._send()
            self._hear(0.02)
            for place, one in enumerate(self.replicas):
                self.replicas[place] = self._met(one, now)

    def finish(self) -> None:
        """Let everything unanswered be answered, and everything owed go out."""
        for one in self.replicas:
            os.kill(one.pid, signal.SIGCONT)
        deadline = time.monotonic() + 120
        while self.again or any(one.in_hand for one in self.replicas):
            if time.monotonic() > deadline:
                raise RuntimeError("something is never answered")
            if self.again:
                self._send(new=False)
            self._hear(0.05)
        for one in self.replicas:
            os.close(one.commands)
        for one in self.replicas:
            if os.waitstatus_to_exitcode(os.waitpid(one.pid, 0)[1]) != 0:
                raise RuntimeError("a replica broke")

    def _send(self, *, new: bool = True) -> None:
        free = [one for one in self.replicas if len(one.in_hand) < AT_ONCE and one.frozen_until is None]
        if not free or not (new or self.again):
            return
        if self.again:
            title = self.again.pop()
        else:
            self.sent += 1
            title = f"Indsats nummer {self.sent}"
        to = chance.choice(free)
        to.in_hand[title] = title
        # Whoever asked the first time asks again.
        speaker = SPEAKERS[int(title.rsplit(maxsplit=1)[-1]) % len(SPEAKERS)]
        try:
            os.write(to.commands, json.dumps({"title": title, "who": speaker}).encode() + b"\n")
        except BrokenPipeError:
            raise RuntimeError("a replica broke") from None

    def _hear(self, wait: float) -> None:
        by_pipe = {one.answers: one for one in self.replicas}
        for pipe in select.select(list(by_pipe), [], [], wait)[0]:
            self._heard(by_pipe[pipe], os.read(pipe, 65536))

    def _heard(self, one: Replica, said: bytes) -> None:
        *lines, one.rest = (one.rest + said).split(b"\n")
        for line in lines:
            title = json.loads(line)
            one.in_hand.pop(title)
            self.acknowledged.append(title)

    def _met(self, one: Replica, now: float) -> Replica:
        """Kill or freeze a replica whose time has come; one that was killed comes anew."""
        if one.frozen_until is not None:
            if now < one.frozen_until:
                return one
            os.kill(one.pid, signal.SIGCONT)
            one.frozen_until, one.fate_at = None, now + chance.uniform(*LIFE_S)
            return one
        if now < one.fate_at:
            return one
        if chance.random() < 0.1:  # One in ten.
            os.kill(one.pid, signal.SIGSTOP)
            one.frozen_until = now + FROZEN_S
            self.freezes += 1
            return one
        os.kill(one.pid, signal.SIGKILL)
        if os.waitstatus_to_exitcode(os.waitpid(one.pid, 0)[1]) != -signal.SIGKILL:
            raise RuntimeError("a replica broke")
        self.kills += 1
        while said := os.read(one.answers, 65536):  # What it acknowledged before it died.
            self._heard(one, said)
        os.close(one.commands)
        os.close(one.answers)
        self.again += one.in_hand
        return forked()


if __name__ == "__main__":
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(50))  # Lost leases are what happens here.
    compiled.share()
    configure_mappers()
    chance = random.Random(2027)  # noqa: S311  # The same fates every time.
    load = Load()
    load.go_on(float(sys.argv[3]))
    load.finish()
    told = {"acknowledged": load.acknowledged, "sent": load.sent, "kills": load.kills, "freezes": load.freezes}
    print(json.dumps(told | {"lease_s": LEASE.total_seconds()}))  # noqa: T201  # It speaks by printing.
