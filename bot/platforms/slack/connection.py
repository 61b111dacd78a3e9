"""The Socket Mode link to Slack, watched: when the library has lost it, another is made. What comes over it goes to Bolt.

Slack's library is known to fall silent after a reconnect, and to try an address for ever that has expired (slack.md §11). A link
that has not been well for half a minute is left behind, within a bounded time, and a new one is built.
"""

import asyncio
import json
import time
from collections.abc import Awaitable, Callable, Coroutine
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import structlog
from slack_bolt.adapter.socket_mode.async_handler import AsyncSocketModeHandler
from slack_bolt.adapter.socket_mode.internals import build_headers
from slack_bolt.app.async_app import AsyncApp
from slack_bolt.response import BoltResponse
from slack_sdk.socket_mode.aiohttp import SocketModeClient
from slack_sdk.socket_mode.request import SocketModeRequest
from slack_sdk.socket_mode.response import SocketModeResponse
from slack_sdk.web.async_client import AsyncWebClient
from typing_extensions import override

from bot.platforms.slack.bolt import carried
from bot.platforms.slack.times import Times

log = structlog.get_logger()
NOT_NOW = 500


@dataclass(frozen=True)
class Link:
    """What a connection needs: the app-level token, the client that asks for an address, and Bolt."""

    app: AsyncApp
    token: str
    web: AsyncWebClient
    answer_late: Callable[[str, dict[str, Any]], Awaitable[None]]  # (response_url, payload)
    on_connect: Callable[[], None]
    pulse: Callable[[], Coroutine[Any, Any, None]]  # a call of Slack's API now and then, which woke links that had fallen silent


class _Handler(AsyncSocketModeHandler):
    """Bolt's handler; an answer whose link went down while it was made goes by its response_url instead."""

    def __init__(self, link: Link, times: Times) -> None:
        super().__init__(link.app, link.token, web_client=link.web, ping_interval=times.ping.total_seconds())
        self.link = link
        self.running: set[asyncio.Task[Any]] = set()
        self.connecting: asyncio.Task[None] | None = None
        self.closing = self.greeted = False
        self.client.message_listeners.append(self._heard)

    async def _heard(self, _client: object, message: dict[str, Any], _raw: str | None = None) -> None:
        """Notice Slack's greeting: only then a link is more than an open socket."""
        if message.get("type") == "hello":
            self.greeted = True
            self.link.on_connect()

    @override
    async def handle(self, client: SocketModeClient, req: SocketModeRequest) -> None:  # type: ignore[override]  # Bolt's own names the narrower client.
        """Answer one envelope; after the program has begun to stop none is taken up, and Slack gives it to another."""
        if self.closing:
            return
        task = asyncio.current_task()
        assert task is not None
        self.running.add(task)  # The library drops its own reference, and a task nobody holds may vanish (slack.md §11).
        try:
            arrived_on = client.current_session
            answer = await carried(self.app, req.payload or {}, build_headers(req) or {})
            await self._send(client, req, answer, arrived_on)
        finally:
            self.running.discard(task)

    async def _send(self, client: SocketModeClient, req: SocketModeRequest, answer: BoltResponse, arrived_on: object) -> None:
        """Acknowledge an envelope with its answer, or, when the link it came over is gone, without: then the answer goes by itself."""
        if answer.status >= NOT_NOW:  # Without an acknowledgement Slack sends an event again.
            log.warning("slack.not_acknowledged", status=answer.status, type=req.type)
            return
        payload, url = _payload(answer), (req.payload or {}).get("response_url")
        apart = isinstance(url, str) and bool(payload) and client.current_session is not arrived_on
        try:
            await client.send_socket_mode_response(SocketModeResponse(req.envelope_id, None if apart else payload or None))
        except (ConnectionError, RuntimeError, AttributeError):  # The library's ways of saying that there is no link.
            apart = isinstance(url, str) and bool(payload)
            log.warning("slack.link_lost_while_answering", type=req.type)
        if apart:
            await self.link.answer_late(str(url), payload)


def _payload(answer: BoltResponse) -> dict[str, Any]:
    """Return the body of an answer as an envelope carries it."""
    if not answer.body or answer.status != 200:  # noqa: PLR2004  # HTTP's word for "all right".
        return {}
    if answer.headers.get("content-type", [""])[0].startswith("application/json"):
        found: dict[str, Any] = json.loads(answer.body)
        return found
    return {"text": answer.body}


class Connection:
    """The link, kept up. Build it inside the event loop."""

    def __init__(self, link: Link, times: Times | None = None) -> None:
        self._link = link
        self._times = times or Times()
        self._handler: _Handler | None = None
        self._tasks: set[asyncio.Task[None]] = set()
        self._watch: asyncio.Task[None] | None = None
        self._well_at = time.monotonic()

    def start(self) -> None:
        """Begin to connect; a network that is not there yet is waited for."""
        self._well_at = time.monotonic()
        self._watch = self._begun(self._keep_up())

    async def connected(self) -> bool:
        """Tell whether the link stands."""
        return self._handler is not None and self._handler.greeted and await self._handler.client.is_connected()

    @property
    def unwell_for(self) -> timedelta:
        """For how long the link has been down, as of the last look at it."""
        return timedelta(seconds=time.monotonic() - self._well_at)

    async def stop(self) -> None:
        """Take nothing more up, let what is being worked on be answered, and close."""
        if self._watch is not None:
            self._watch.cancel()
        if self._handler is not None:
            self._handler.closing = True
            if self._handler.running:
                await asyncio.wait(set(self._handler.running), timeout=self._times.finish.total_seconds())
            await self._close(self._handler)
        if self._tasks:
            await asyncio.wait(set(self._tasks))

    async def _keep_up(self) -> None:
        """Look after the link for as long as the program runs."""
        tried_at = asked_at = time.monotonic()
        self._begin()
        while True:
            await asyncio.sleep(self._times.look.total_seconds())
            now = time.monotonic()
            if await self.connected():
                self._well_at = tried_at = now
            elif now - tried_at > self._times.unwell.total_seconds():
                log.warning("slack.link_replaced", unwell_s=round(self.unwell_for.total_seconds()))
                tried_at = now
                if self._handler is not None:
                    self._begun(self._close(self._handler))
                self._begin()
            if now - asked_at > self._times.pulse.total_seconds():
                asked_at = now
                self._begun(self._link.pulse())

    def _begin(self) -> None:
        self._handler = _Handler(self._link, self._times)
        self._handler.connecting = self._begun(self._handler.connect_async())  # type: ignore[no-untyped-call]  # Bolt's.

    async def _close(self, handler: _Handler) -> None:
        """Leave a link behind, whatever state it is in; what came over it and is not answered yet is answered by itself."""
        if handler.connecting is not None:
            handler.connecting.cancel()
        try:
            async with asyncio.timeout(self._times.close.total_seconds()):
                await handler.close_async()  # type: ignore[no-untyped-call]  # Bolt's.
        except Exception:  # However a dead link fails to close, it is left behind.
            log.warning("slack.link_not_closed", exc_info=True)
        finally:
            for task in (
                handler.client.message_processor,
                handler.client.current_session_monitor,
                handler.client.message_receiver,
            ):
                if task is not None:
                    task.cancel()
            await handler.client.aiohttp_client_session.close()

    def _begun(self, work: Coroutine[Any, Any, None]) -> "asyncio.Task[None]":
        """Do something in the background and hold on to it; what it raises is logged."""
        task = asyncio.get_running_loop().create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._ended)
        return task

    def _ended(self, task: "asyncio.Task[None]") -> None:
        self._tasks.discard(task)
        if not task.cancelled() and (error := task.exception()) is not None:
            log.error("slack.link_broken", exc_info=error)
