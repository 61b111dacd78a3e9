"""The WebSocket of the fake Mattermost: hello, numbered events, and what was missed while a client was away."""

import asyncio
import contextlib
import json
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from aiohttp import WSMsgType, web

from tests.platforms.fake_mattermost.shown import post_json
from tests.platforms.fake_mattermost.state import Json, Post, State

BUFFER = 128
PATIENCE = 5.0  # Seconds to sign in after the first byte.


@dataclass
class Link:
    """One client's connection, which the node remembers for a while after it broke off."""

    id: str
    user: str
    socket: web.WebSocketResponse | None
    next: int = 0
    sent: list[Json] = field(default_factory=list)


@dataclass
class Sockets:
    """All connections of the node. `hellos` counts the fresh ones."""

    state: State
    who: Callable[[str], str | None]
    ping_s: float = 60.0
    patience: float = PATIENCE
    links: dict[str, Link] = field(default_factory=dict)
    hellos: int = 0
    replayed: int = 0
    told: list[Json] = field(default_factory=list)

    async def handle(self, request: web.Request) -> web.StreamResponse:
        """Serve one connection until it ends."""
        socket = web.WebSocketResponse(heartbeat=self.ping_s, autoping=True)
        await socket.prepare(request)
        token = request.headers.get("Authorization", "").removeprefix("Bearer ").strip()
        user = self.who(token) if token else await self._challenged(socket)
        if user is None:
            await socket.close()
            return socket
        link = await self._linked(socket, user, request)
        try:
            await self._read(socket)
        finally:
            if link.socket is socket:
                link.socket = None
        return socket

    async def _challenged(self, socket: web.WebSocketResponse) -> str | None:
        """Wait for a client to sign in by its first words."""
        with contextlib.suppress(TimeoutError, ValueError, TypeError, AttributeError):
            async with asyncio.timeout(self.patience):
                said = json.loads(await socket.receive_str())
            if said.get("action") == "authentication_challenge":
                user = self.who(str(said["data"].get("token")))
                if user is not None:
                    await socket.send_json({"status": "OK", "seq_reply": said.get("seq")})
                return user
        return None

    async def _linked(self, socket: web.WebSocketResponse, user: str, request: web.Request) -> Link:
        """Take a connection up where it broke off, or greet it as a new one."""
        known = self.links.get(request.query.get("connection_id", ""))
        wanted = request.query.get("sequence_number", "")
        if known is not None and known.user == user and wanted.isdecimal() and self._remembers(known, int(wanted)):
            known.socket = socket
            missed = [one for one in known.sent if one["seq"] >= int(wanted)]
            self.replayed += len(missed)
            for one in missed:
                await socket.send_json(one)
            return known
        link = Link(self.state.new_id("link"), user, socket)
        self.links[link.id] = link
        self.hellos += 1
        await self._send(link, "hello", {"connection_id": link.id, "server_version": f"{self.state.era.version}.1.fake.true"})
        return link

    def _remembers(self, link: Link, wanted: int) -> bool:
        """Tell whether nothing from a number on has been forgotten."""
        if wanted == link.next:
            return True
        return bool(link.sent) and link.sent[0]["seq"] <= wanted < link.next

    async def _read(self, socket: web.WebSocketResponse) -> None:
        async for message in socket:
            if message.type is not WSMsgType.TEXT:
                return
            said = json.loads(message.data)
            if said.get("action") == "ping":
                data = {"text": "pong", "version": self.state.era.version}
                await socket.send_json({"status": "OK", "data": data, "seq_reply": said.get("seq")})

    def posted(self, event: str, post: Post) -> None:
        """Tell of a post everybody who is in its channel and connected, or was lately."""
        channel = self.state.channels[post.channel_id]
        author = self.state.users.get(post.user_id)
        data: Json = {"post": json.dumps(post_json(post, self.state))}
        if event == "posted":
            mentioned = [one.id for one in self.state.users.values() if f"@{one.username}" in post.pinged]
            data |= {
                "channel_display_name": channel.display_name,
                "channel_name": channel.name,
                "channel_type": channel.type,
                "sender_name": f"@{author.username}" if author else "",
                "team_id": channel.team_id,
                "set_online": True,
                **({"mentions": json.dumps(mentioned)} if mentioned else {}),
            }
        audience = {post.only_for} if post.only_for else channel.members
        self.tell(event, data, audience, channel=channel.id)

    def tell(self, event: str, data: Json, users: set[str | None] | set[str], channel: str = "") -> None:
        """Send an event to these people's connections."""
        for link in list(self.links.values()):
            if link.user in users:
                asyncio.get_running_loop().create_task(self._send(link, event, data, channel))

    async def _send(self, link: Link, event: str, data: Json, channel: str = "") -> None:
        broadcast = {"omit_users": None, "user_id": "", "channel_id": channel, "team_id": "", "connection_id": ""}
        said = {"event": event, "data": data, "broadcast": broadcast, "seq": link.next}
        link.next += 1
        link.sent = [*link.sent, said][-BUFFER:]
        self.told.append(said)
        if link.socket is not None and not link.socket.closed:
            with contextlib.suppress(ConnectionError):
                await link.socket.send_json(said)

    async def kill(self) -> None:
        """End every connection without a word, as when a cable is cut; the node still remembers them."""
        for link in self.links.values():
            request: Any = link.socket._req if link.socket is not None else None  # noqa: SLF001  # No public way to the wire.
            if request is not None and request.transport is not None:
                request.transport.abort()
            link.socket = None

    async def forget(self) -> None:
        """Forget all that was sent, as a node that starts anew."""
        await self.kill()
        self.links.clear()

    @property
    def open(self) -> list[Link]:
        """The connections that stand."""
        return [one for one in self.links.values() if one.socket is not None and not one.socket.closed]
