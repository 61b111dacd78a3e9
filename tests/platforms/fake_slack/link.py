"""The Socket Mode link of the fake Slack: envelopes out, acknowledgements back, and every way a link can end."""

import asyncio
import itertools
import json
from dataclasses import dataclass, field
from typing import Any

from aiohttp import WSMsgType, web

from tests.platforms.fake_slack.state import Json


@dataclass
class Acknowledged:
    """What the app answered: `lost` when nothing came in time, `status` as HTTP would have it."""

    body: Any = None
    status: int = 200
    lost: bool = False


@dataclass(eq=False)
class Link:
    """One connection of the app."""

    socket: web.WebSocketResponse
    waiting: dict[str, "asyncio.Future[Any]"] = field(default_factory=dict)
    leaving: bool = False


@dataclass
class Links:
    """All connections; each payload goes over any one of them, as with Slack."""

    open: list[Link] = field(default_factory=list)
    tickets: set[str] = field(default_factory=set)
    hellos: int = 0
    thawed: asyncio.Event = field(default_factory=asyncio.Event)
    _turn: "itertools.count[int]" = field(default_factory=itertools.count)
    _arrived: asyncio.Condition = field(default_factory=asyncio.Condition)

    def __post_init__(self) -> None:
        """Begin unfrozen."""
        self.thawed.set()

    def ticket(self) -> str:
        """Return a ticket for one connection."""
        made = f"ticket-{next(self._turn)}"
        self.tickets.add(made)
        return made

    async def handle(self, request: web.Request) -> web.StreamResponse:
        """Serve one connection until it ends; a ticket is good once."""
        ticket = request.query.get("ticket", "")
        if ticket not in self.tickets:
            return web.Response(status=408, text="the address has expired")
        self.tickets.discard(ticket)
        socket = web.WebSocketResponse(autoping=False)  # So that a frozen link answers no ping either.
        await socket.prepare(request)
        link = Link(socket)
        self.open.append(link)
        lives = 360 if request.query.get("debug_reconnects") == "true" else 18060
        await socket.send_json(
            {
                "type": "hello",
                "num_connections": len(self.open),
                "connection_info": {"app_id": "A0PAGT"},
                "debug_info": {"host": "applink-fake", "approximate_connection_time": lives},
            }
        )
        async with self._arrived:
            self.hellos += 1
            self._arrived.notify_all()
        try:
            await self._read(link)
        finally:
            self.open.remove(link)
            for one in link.waiting.values():
                if not one.done():
                    one.set_result(Acknowledged(lost=True))
        return socket

    async def greeted(self, hellos: int, timeout_s: float = 10) -> None:
        """Wait until the app has been greeted so often."""
        async with asyncio.timeout(timeout_s), self._arrived:
            await self._arrived.wait_for(lambda: self.hellos >= hellos)

    async def _read(self, link: Link) -> None:
        """Take acknowledgements; while frozen nothing is read, not even a ping."""
        while True:
            await self.thawed.wait()
            message = await link.socket.receive()
            if message.type in {WSMsgType.PING, WSMsgType.PONG}:
                await self.thawed.wait()
                if message.type is WSMsgType.PING and not link.socket.closed:
                    await link.socket.pong(message.data)
                continue
            if message.type is not WSMsgType.TEXT:
                return
            found = json.loads(message.data)
            waiting = link.waiting.pop(str(found.get("envelope_id")), None)
            if waiting is not None and not waiting.done():
                waiting.set_result(Acknowledged(found.get("payload")))

    async def deliver(self, kind: str, payload: Json, retry: tuple[int, str], patience: float) -> Acknowledged:
        """Send an envelope over one link and wait for its acknowledgement."""
        usable = [one for one in self.open if not one.leaving]
        if not usable or not self.thawed.is_set():
            return Acknowledged(lost=True, status=0)
        link = usable[next(self._turn) % len(usable)]
        envelope = f"envelope-{next(self._turn)}"
        facts: Json = {
            "envelope_id": envelope,
            "type": kind,
            "payload": payload,
            "accepts_response_payload": kind != "events_api",
        }
        if kind == "events_api":
            facts |= {"retry_attempt": retry[0], "retry_reason": retry[1]}
        answered: asyncio.Future[Any] = asyncio.get_running_loop().create_future()
        link.waiting[envelope] = answered
        try:
            await link.socket.send_json(facts)
            async with asyncio.timeout(patience):
                found: Acknowledged = await answered
                return found
        except (TimeoutError, ConnectionError):
            return Acknowledged(lost=True)

    async def disconnect(self, reason: str = "refresh_requested", *, close: bool = True) -> None:
        """Tell every link that it ends: `warning`, `refresh_requested` or `link_disabled`."""
        for link in list(self.open):
            link.leaving = reason != "warning"
            await link.socket.send_json({"type": "disconnect", "reason": reason, "debug_info": {"host": "applink-fake"}})
            if close and reason != "warning":
                await link.socket.close()

    async def kill(self) -> None:
        """End every link without a word, as when a cable is cut."""
        for link in list(self.open):
            request_transport = link.socket._req.transport if link.socket._req else None  # noqa: SLF001  # No public way to the wire.
            if request_transport is not None:
                request_transport.abort()
