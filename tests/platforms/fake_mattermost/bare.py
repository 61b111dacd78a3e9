"""A bare bot for the tests of the fake itself: it keeps what it is told, and answers as the test says."""

import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qs

from aiohttp import web
from aiohttp.test_utils import TestServer


@dataclass
class Bare:
    """A bot: `answers` are the next answers, else empty ones; `told` is what came in, with its headers."""

    url: str = ""
    answers: list[web.Response] = field(default_factory=list)
    told: list[tuple[Any, dict[str, str]]] = field(default_factory=list)

    def says(self, body: Any, *, status: int = 200, kind: str = "application/json") -> None:
        """Answer the next call so."""
        text = body if isinstance(body, str) else json.dumps(body)
        self.answers.append(web.Response(status=status, text=text, content_type=kind))

    async def _handle(self, request: web.Request) -> web.Response:
        text = await request.text()
        told = json.loads(text) if request.content_type == "application/json" else parse_qs(text, keep_blank_values=True)
        self.told.append((told, dict(request.headers)))
        return self.answers.pop(0) if self.answers else web.Response()


@asynccontextmanager
async def bare_bot() -> AsyncIterator[Bare]:
    """Stand on a port until the block ends."""
    made = Bare()
    app = web.Application()
    app.router.add_post("/", made._handle)  # noqa: SLF001  # Its own handler.
    async with TestServer(app, host="127.0.0.1") as server:
        made.url = str(server.make_url("/"))
        yield made
