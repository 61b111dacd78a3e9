"""The WebSocket to Mattermost, kept alive: what was sent while it was down is replayed by the server, or told to be lost. What an event means is for others.

A link that comes back says which connection it was and what it expects next; the server then replays up to 128 events. When it
cannot, it greets us anew under another id, and whoever listens has to look for what was missed (mattermost.md §6).
"""

import asyncio
import json
import random
import time
from collections.abc import Awaitable, Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import aiohttp
import structlog

from bot.platforms.reading import text_at

log = structlog.get_logger()
PATH = "/api/v4/websocket"
LONGEST_EVENT = 4 * 2**20


@dataclass(frozen=True)
class Times:
    """How long things may take; shorter in tests only. The ping tells a dead link from a quiet one."""

    ping: timedelta = timedelta(seconds=20)
    greeting: timedelta = timedelta(seconds=10)
    first_wait: timedelta = timedelta(seconds=1)
    longest_wait: timedelta = timedelta(seconds=30)


@dataclass(frozen=True)
class Ears:
    """Who is told: of each event, in order, and that events may have been lost."""

    event: Callable[[Mapping[str, Any]], Awaitable[None]]
    fresh: Callable[[], None]


class Socket:
    """One link, made again and again."""

    def __init__(self, session: aiohttp.ClientSession, url: str, token: str, ears: Ears, times: Times | None = None) -> None:
        self._session = session
        self._url = f"ws{url.removeprefix('http')}{PATH}"
        self._token = token
        self._ears = ears
        self._times = times or Times()
        self._connection = ""
        self._next = 0
        self._task: asyncio.Task[None] | None = None
        self._down_since: float | None = time.monotonic()

    @property
    def down_for(self) -> timedelta:
        """How long there has been no link."""
        return timedelta(seconds=0 if self._down_since is None else time.monotonic() - self._down_since)

    def start(self) -> None:
        """Begin to listen, and go on until it is stopped."""
        self._task = asyncio.get_running_loop().create_task(self._run())

    async def stop(self) -> None:
        """Listen no more."""
        if self._task is not None:
            self._task.cancel()
            with suppress(asyncio.CancelledError):
                await self._task

    async def _run(self) -> None:
        wait = self._times.first_wait.total_seconds()
        while True:
            began = time.monotonic()
            try:
                await self._listen()
            except (aiohttp.ClientError, TimeoutError, OSError, ValueError) as error:
                log.info("mattermost.link_lost", error=type(error).__name__)
            except Exception:
                log.exception("mattermost.link_broken")
            self._down_since = self._down_since or time.monotonic()
            if time.monotonic() - began > self._times.longest_wait.total_seconds():
                wait = self._times.first_wait.total_seconds()
            await asyncio.sleep(wait * random.uniform(0.5, 1.0))  # noqa: S311  # So that many do not come back at once.
            wait = min(2 * wait, self._times.longest_wait.total_seconds())

    async def _listen(self) -> None:
        """Hold one link, until it ends."""
        params = {"connection_id": self._connection, "sequence_number": str(self._next)} if self._connection else {}
        async with self._session.ws_connect(
            self._url,
            params=params,
            headers={"Authorization": f"Bearer {self._token}"},
            heartbeat=self._times.ping.total_seconds(),
            max_msg_size=LONGEST_EVENT,
            timeout=aiohttp.ClientWSTimeout(ws_close=2.0),
        ) as link:
            if self._connection:  # A link that is taken up again is not greeted, unless something was lost.
                self._down_since = None
            else:
                await self._greeted(link)
            async for message in link:
                if message.type is aiohttp.WSMsgType.TEXT:
                    await self._heard(json.loads(message.data))
        log.info("mattermost.link_ended", code=link.close_code)

    async def _greeted(self, link: aiohttp.ClientWebSocketResponse) -> None:
        """Wait for the greeting of a new link: a token that is not taken gets none.

        Raises:
            TimeoutError: when there is none.
            ConnectionError: when the link ends instead.
        """
        async with asyncio.timeout(self._times.greeting.total_seconds()):
            while not self._connection:
                message = await link.receive()
                if message.type is not aiohttp.WSMsgType.TEXT:
                    raise ConnectionError("not greeted")
                await self._heard(json.loads(message.data))

    async def _heard(self, event: object) -> None:
        """Take one message of the server's; an answer to something we sent is none of interest."""
        if not isinstance(event, dict) or not text_at(event, "event"):
            return
        number = event.get("seq")
        if text_at(event, "event") == "hello":
            self._connection, self._next = text_at(event, "data", "connection_id"), 1
            self._down_since = None
            self._ears.fresh()
            return
        if isinstance(number, int):
            if number < self._next:
                return  # It was replayed, and we have it.
            if number > self._next:  # A hole: nobody replays what was in it while the link stands.
                log.warning("mattermost.events_lost", count=number - self._next)
                self._ears.fresh()
            self._next = number + 1
        await self._ears.event(event)
