"""What every door to the web does before anything is understood: takes a body of a kind and a size, and tells, in numbers only, whom it turned away."""

import time
from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass, field

import structlog
from aiohttp import web

log = structlog.get_logger()
JSON, FORM = "application/json", "application/x-www-form-urlencoded"


class Turned(Exception):  # noqa: N818  # It is an answer to the other side, as 404 is.
    """A request that does not go in; `why` is a constant word for the log."""

    def __init__(self, status: int, why: str) -> None:
        super().__init__(why)
        self.status = status
        self.why = why


@dataclass
class TurnedAway:
    """Who was turned away at one platform's door; at most once a second it is logged how many, and why."""

    platform: str
    _turned: Counter[str] = field(default_factory=Counter)
    _told_at: float = float("-inf")

    def tell(self, why: str) -> None:
        """Count one more, and log it unless that was done just now."""
        self._turned[why] += 1
        now = time.monotonic()
        if now - self._told_at >= 1:
            counted = {one.replace(" ", "_"): count for one, count in self._turned.items()}
            log.warning("door.turned_away", platform=self.platform, **counted)
            self._turned.clear()
            self._told_at = now


def kind_of(request: web.Request, kinds: Collection[str]) -> str:
    """Return the content type; what is compressed is refused unread, since a little of it may become a lot.

    Raises:
        Turned: for another one.
    """
    if request.headers.get("Content-Encoding", "identity").strip().casefold() not in {"", "identity"}:
        raise Turned(415, "encoded")
    if request.content_type not in kinds:
        raise Turned(415, "content type")
    return request.content_type


async def body_of(request: web.Request, most: int) -> bytes:
    """Read a body, and no more of it than may be.

    Raises:
        Turned: for more, and for one that breaks off.
    """
    if (request.content_length or 0) > most:
        raise Turned(413, "too large")
    body = bytearray()
    try:
        async for piece in request.content.iter_any():
            body += piece
            if len(body) > most:
                raise Turned(413, "too large")
    except (web.RequestPayloadError, OSError, ValueError):
        raise Turned(400, "broken off") from None
    return bytes(body)
