"""How the fake Mattermost calls the bot: commands as forms with the command's token, buttons and dialogs as JSON with nothing to prove it."""

import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode, urlsplit

import aiohttp

from tests.platforms.fake_mattermost.state import Json, State

AGENT = "Mattermost-Bot/1.1"


@dataclass
class Answered:
    """What the bot answered: a status, and the body as it came; `lost` when nothing came in time."""

    status: int = 0
    kind: str = ""
    text: str = ""
    lost: bool = False

    @property
    def json(self) -> Any:
        """The body as JSON; none when it is none."""
        try:
            return json.loads(self.text)
        except ValueError:
            return None


@dataclass
class Outgoing:
    """Calls out. `sent` keeps every call, for tests that send one again; `patience` is how long the server waits."""

    state: State
    patience: float = 30.0
    sent: list[tuple[str, bytes, dict[str, str]]] = field(default_factory=list)

    async def command(self, url: str, token: str, fields: Sequence[tuple[str, str]]) -> Answered:
        """Tell of a command."""
        headers = {
            "Content-Type": "application/x-www-form-urlencoded",
            "Accept": "application/json",
            "User-Agent": AGENT,
            "Authorization": f"Token {token}",
        }
        return await self.post(url, urlencode(fields).encode(), headers)

    async def call(self, url: str, payload: Json) -> Answered:
        """Tell of a button or a dialog."""
        headers = {"Content-Type": "application/json", "Accept": "application/json", "User-Agent": AGENT}
        return await self.post(url, json.dumps(payload).encode(), headers)

    async def post(self, url: str, body: bytes, headers: dict[str, str]) -> Answered:
        """Send a call as it is; an address inside the server's own network must be allowed for."""
        host = urlsplit(url).hostname or ""
        if host not in str(self.state.setting("ServiceSettings", "AllowedUntrustedInternalConnections")).split():
            self.state.logged.append(f"address forbidden: {host}")
            return Answered(lost=True)
        self.sent.append((url, body, headers))
        try:
            async with (
                aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=self.patience)) as session,
                session.post(url, data=body, headers=headers, allow_redirects=False) as answer,
            ):
                return Answered(answer.status, answer.headers.get("Content-Type", ""), await answer.text())
        except (TimeoutError, aiohttp.ClientError, OSError):
            return Answered(lost=True)
