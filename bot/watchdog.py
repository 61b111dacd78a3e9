"""Ends the program when it looks alive and is not: a link that is silently dead, or a beat that never ends. Whoever started it starts it anew.

Links mend themselves first (each platform makes another one within a minute); what is still dead after ten is not going to.
systemd is told meanwhile that the event loop runs, where it asks for that.
"""

import asyncio
import os
import socket
import time
from collections.abc import Awaitable, Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import timedelta

import structlog

log = structlog.get_logger()
Look = Callable[[], Awaitable[bool]]


@dataclass(frozen=True)
class Times:
    """How often it looks, and how long something may be dead; shorter in tests only."""

    look: timedelta = timedelta(seconds=10)
    dead: timedelta = timedelta(minutes=10)


class Watchdog:
    """Looks at each thing now and then. `dead` is set when one has been dead for too long; whoever waits for it ends the program."""

    def __init__(self, looks: Mapping[str, Look], times: Times | None = None) -> None:
        self._looks = looks
        self._times = times or Times()
        self._well_at = dict.fromkeys(looks, time.monotonic())
        self._task: asyncio.Task[None] | None = None
        self.dead = asyncio.Event()

    def start(self) -> None:
        """Begin to look."""
        self._well_at = dict.fromkeys(self._looks, time.monotonic())
        self._task = asyncio.get_running_loop().create_task(self._watch())

    async def stop(self) -> None:
        """Look no more."""
        if self._task is not None:
            self._task.cancel()
            with suppress(asyncio.CancelledError):
                await self._task

    async def _watch(self) -> None:
        while not self.dead.is_set():
            notify("WATCHDOG=1")
            for name, look in self._looks.items():
                await self._at(name, look)
            await asyncio.sleep(self._times.look.total_seconds())

    async def _at(self, name: str, look: Look) -> None:
        try:
            well = await look()
        except Exception:
            log.exception("watchdog.look_broken", what=name)
            well = False
        now = time.monotonic()
        if well:
            self._well_at[name] = now
        elif now - self._well_at[name] > self._times.dead.total_seconds():
            log.critical("watchdog.dead", what=name, dead_s=round(now - self._well_at[name]))
            self.dead.set()


def notify(state: str) -> None:
    """Tell systemd something, if it is systemd that started us and wants to hear: READY=1, WATCHDOG=1, STOPPING=1."""
    where = os.environ.get("NOTIFY_SOCKET", "")
    if not where:
        return
    with suppress(OSError), socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM | socket.SOCK_CLOEXEC) as to:
        to.connect(f"\0{where[1:]}" if where.startswith("@") else where)
        to.send(state.encode())
