"""How the fake Slack reaches the app: over its Socket Mode link, or by signed HTTP requests, as it is told."""

import asyncio
import hashlib
import hmac
import json
from dataclasses import dataclass, field
from typing import Any, Protocol
from urllib.parse import urlencode

import aiohttp

from tests.platforms.fake_slack.clock import Clock
from tests.platforms.fake_slack.link import Acknowledged, Links
from tests.platforms.fake_slack.state import Json

NOT_A_RETRY = (0, "")
COMMANDS, INTERACTIVE, EVENTS = "slash_commands", "interactive", "events_api"


class Wire(Protocol):
    """A way to the app."""

    async def deliver(self, kind: str, payload: Json, retry: tuple[int, str] = NOT_A_RETRY) -> Acknowledged:
        """Deliver something and wait for the app's answer, no longer than Slack does."""


@dataclass
class SocketWire:
    """Over the link."""

    links: Links
    patience: float = 3.0

    async def deliver(self, kind: str, payload: Json, retry: tuple[int, str] = NOT_A_RETRY) -> Acknowledged:
        """Deliver as an envelope."""
        return await self.links.deliver(kind, payload, retry, self.patience)


def signature(secret: str, stamp: str, body: bytes) -> str:
    """Return how Slack signs a request."""
    return "v0=" + hmac.new(secret.encode(), b"v0:" + stamp.encode() + b":" + body, hashlib.sha256).hexdigest()


def body_of(kind: str, payload: Json) -> tuple[bytes, str]:
    """Return the body of a request and its kind: a form for commands and interactions, JSON for events."""
    if kind == EVENTS:
        return json.dumps(payload).encode(), "application/json"
    form = payload if kind == COMMANDS else {"payload": json.dumps(payload)}
    return urlencode(form).encode(), "application/x-www-form-urlencoded"


@dataclass
class HttpWire:
    """By signed requests to an address; `sent` keeps them, for tests that send one again."""

    url: str
    secret: str
    clock: Clock
    patience: float = 3.0
    sent: list[tuple[bytes, dict[str, str]]] = field(default_factory=list)

    async def deliver(self, kind: str, payload: Json, retry: tuple[int, str] = NOT_A_RETRY) -> Acknowledged:
        """Deliver as a signed request."""
        body, content = body_of(kind, payload)
        stamp = str(int(self.clock.now()))
        headers = {
            "Content-Type": content,
            "X-Slack-Request-Timestamp": stamp,
            "X-Slack-Signature": signature(self.secret, stamp, body),
        }
        if retry[0]:
            headers |= {"X-Slack-Retry-Num": str(retry[0]), "X-Slack-Retry-Reason": retry[1]}
        self.sent.append((body, headers))
        return await self.post(body, headers)

    async def post(self, body: bytes, headers: dict[str, str]) -> Acknowledged:
        """Send a request as it is."""
        try:
            async with (
                asyncio.timeout(self.patience),
                aiohttp.ClientSession() as session,
                session.post(self.url, data=body, headers=headers) as response,
            ):
                return Acknowledged(_read(await response.text()), response.status)
        except (TimeoutError, aiohttp.ClientError):
            return Acknowledged(lost=True, status=0)


def _read(text: str) -> Any:
    """Return the body of an answer: JSON, or words."""
    if not text:
        return None
    try:
        return json.loads(text)
    except ValueError:
        return {"text": text}
