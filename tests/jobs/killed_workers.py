"""A program for the kill tests, never imported by one: it lets workers plan and deliver, and kills them at a step of their own.

A step is every moment before and after a statement or a commit of either database, and before and after a call of the
platform. Workers are forked, so that a kill costs milliseconds; each opens its own connections, and finds the statements compiled.

    python -m tests.jobs.killed_workers DATABASE_URL WORKSPACE_FILE WORKERS KILLS

Prints, as JSON, how often workers were killed, how many debts there were, and at which steps they died.
"""

import asyncio
import json
import os
import random
import signal
import sys
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

import structlog
from sqlalchemy import event
from sqlalchemy.engine import Engine
from sqlalchemy.orm import configure_mappers
from sqlmodel import Session

from bot.chat.message import Message
from bot.domain.outbox import Kind, Notice, to_person
from bot.jobs.deliver import Deliver
from bot.platforms.local.platform import LocalPlatform
from bot.platforms.local.workspace import Workspace
from storage.store import Store
from tests import compiled

AGREEMENT, PERSON, SUBJECT = "kbh", "p_ana", "debt"
NOW = datetime(2027, 2, 1, 8, tzinfo=UTC)
# A send that began in time is over within `TIMEOUT`, however busy the machine; what the figures are in earnest, deliver.py says.
LEASE, TIMEOUT = timedelta(seconds=1.5), timedelta(seconds=1)
DEADLINE_S = 60


class Steps:
    """Counts what a worker does, and kills it at its last step."""

    def __init__(self, last: int | None) -> None:
        self.last = last
        self.done = 0

    def __call__(self, *_: object) -> None:
        """Take one step."""
        self.done += 1
        if self.done == self.last:
            os.kill(os.getpid(), signal.SIGKILL)

    def watch_storage(self) -> None:
        """Count before and after each statement and commit of Pagt's database."""
        for moment in ("before_cursor_execute", "after_cursor_execute", "commit"):
            event.listen(Engine, moment, self)
        event.listen(Session, "after_commit", self)


class Watched(LocalPlatform):
    """The local platform, its calls and its file's statements counted."""

    def __init__(self, workspace: Workspace, steps: Steps) -> None:
        super().__init__(workspace)
        self._steps = steps
        workspace.database._connection.set_trace_callback(steps)  # noqa: SLF001  # Nothing else tells of its statements.

    async def send(self, *given):
        self._steps()
        reference = await super().send(*given)
        self._steps()
        return reference

    async def find(self, *given):
        self._steps()
        found = await super().find(*given)
        self._steps()
        return found


def work(debts: int, last: int | None) -> int:
    """Plan so many debts and deliver what can be delivered; return how many messages still wait."""
    steps = Steps(last)
    store, workspace = Store(sys.argv[1]), Workspace(Path(sys.argv[2]))
    workspace.database._connection.execute("PRAGMA synchronous=OFF")  # noqa: SLF001  # Killed processes lose nothing by it.
    if last is not None:
        steps.watch_storage()
    deliver = Deliver(store, {"local": Watched(workspace, steps)}, lambda: NOW, lease=LEASE, timeout=TIMEOUT)
    plan(store, debts)
    asyncio.run(deliver.all())
    with store.read() as installation:
        waiting = installation.outbox.waiting()
    store.close()
    workspace.close()
    return waiting


def plan(store: Store, debts: int) -> None:
    """Owe each debt, and note in the same transaction that it is owed; what is noted is not owed again."""
    with store.read() as installation:
        known = installation.within(AGREEMENT, actor="rule", now=NOW).duties.all()
    for number in range(debts):
        if ("debt", str(number)) not in known:
            with store.begin() as installation:
                records = installation.within(AGREEMENT, actor="rule", now=NOW)
                records.duties.set("debt", str(number), None)
                records.outbox.add(
                    Notice(AGREEMENT, Kind.NOTICE, SUBJECT, str(number), to_person(PERSON), Message(f"Debt {number}"))
                )


def forked(debts: int, last: int | None) -> int:
    """Start a worker; it ends with status 0 when nothing waits, 1 when something does, 2 when it broke, or killed."""
    child = os.fork()
    if child:
        return child
    status = 2
    try:
        status = int(work(debts, last) > 0)
    finally:
        os._exit(status)  # Without the parent's clean-up.


def run(workers: int, kills: int) -> dict[str, object]:
    """Keep so many workers going until so many were killed, then let one finish what is left.

    A single one dies at its first step, the next at its second, and so on until one has no such step.
    """
    chance, steps, debts = random.Random(workers), [], 1  # noqa: S311  # The same every time.
    work(debts, None)  # The first debt is paid here: what is loaded and compiled for it, every worker has from its birth.
    whole = 0
    running: dict[int, int] = {}
    last, survived = 0, workers > 1
    while len(steps) < kills or not survived:
        while len(running) < workers:
            last = last + 1 if workers == 1 else chance.randint(1, 60)
            debts += 1
            running[forked(debts, last)] = last
        child, status = os.wait()
        at = running.pop(child)
        status = os.waitstatus_to_exitcode(status)
        if status == -signal.SIGKILL:
            steps.append(at)
        elif status == 2:  # See `forked`.
            raise RuntimeError("a worker broke")
        else:
            whole += 1
            if workers == 1:
                last, survived = 0, True  # It had fewer steps than that: begin again with the first.
    for child in running:
        os.waitpid(child, 0)
    finish(debts)
    return {"kills": len(steps), "whole": whole, "debts": debts, "steps": sorted(set(steps))}


def finish(debts: int) -> None:
    """Let one worker after the other run, unkilled, until nothing waits."""
    deadline = time.monotonic() + DEADLINE_S
    while os.waitstatus_to_exitcode(os.waitpid(forked(debts, None), 0)[1]) != 0:
        if time.monotonic() > deadline:
            raise RuntimeError("something still waits")
        time.sleep(0.1)


if __name__ == "__main__":
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(50))  # Lost leases are what happens here.
    compiled.share()
    configure_mappers()  # Once here, and not in every worker; as the database's driver.
    Store(sys.argv[1]).close()
    print(json.dumps(run(int(sys.argv[3]), int(sys.argv[4]))))  # noqa: T201  # It speaks by printing.
