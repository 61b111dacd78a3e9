"""The gate before Bolt over HTTP: only what Slack signed, lately, once, and in good shape goes in. Nothing is understood here.

Bolt alone answers some malformed requests with 500 and a stack trace, logs the body of a forged one, and takes the same
request twice within five minutes (reliability.md §7); and it hashes whatever length is sent.
"""

import hmac
import json
import re
import time
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from hashlib import sha256
from urllib.parse import parse_qsl

from aiohttp import web

from bot.platforms.door import FORM, JSON, Turned, TurnedAway, body_of, kind_of
from bot.platforms.slack.authorize import INTERACTIONS
from bot.platforms.slack.entry import Entry, Replayed, entered

MOST_BYTES = 65_536
WINDOW_S = 300
MOST_FIELDS = 50
FAILED, REPLAYED = 500, 409
NOTED = timedelta(seconds=0.5)  # With people's patience well under the three seconds after which Slack gives up.
_STAMP = re.compile(r"[0-9]{1,12}\Z")
_SIGNATURE = re.compile(r"v0=[0-9a-f]{64}\Z")


@dataclass(frozen=True)
class Admitted:
    """A request that is Slack's own, with its payload read."""

    payload: Mapping[str, object]
    signature: str
    headers: Mapping[str, str]


@dataclass(frozen=True)
class Memory:
    """`fresh` tells, once for every signature, that it has not been here before, and remembers it; `forget` lets it come again.

    Slack repeats at once what failed, within the same second perhaps, and then under the same signature.
    """

    fresh: Callable[[str], Awaitable[bool]]
    forget: Callable[[str], Awaitable[None]]


@dataclass
class Gate:
    """Lets Slack's requests in."""

    secret: str
    memory: Memory
    into: Callable[[Admitted], Awaitable[web.Response]]
    clock: Callable[[], float] = time.time
    _turned: TurnedAway = field(default_factory=lambda: TurnedAway("slack"))

    async def enter(self, request: web.Request) -> web.Response:
        """Answer a request: from inside, or with a bare status when it does not go in."""
        try:
            return await self._answered(await self._admitted(request))
        except Turned as no:
            self._turned.tell(no.why)
            return web.Response(status=no.status)
        except Replayed:
            self._turned.tell("replayed")
            return web.Response(status=REPLAYED)

    async def _answered(self, admitted: Admitted) -> web.Response:
        """Let a request in that has not been here before.

        What a person did is noted with what comes of it, in one commit where changes share one (entry.py), and anything else
        before it goes in. What takes long may be answered with a word that it is worked on before that is kept: it claims nothing.

        Raises:
            Replayed: for one that has been here before, of which nothing comes.
        """
        entry = Entry(admitted.signature)
        if not _is_done_by_somebody(admitted.payload):
            await entry.be_noted(self.memory.fresh)
        try:
            with entered(entry):
                answer = await self.into(admitted)
            await entry.be_noted(self.memory.fresh)
            await entry.known(within=NOTED)
        except BaseException:
            await self._forget(entry)
            raise
        if answer.status >= FAILED:
            await self._forget(entry)
        if answer.status == REPLAYED:
            raise Replayed
        return answer

    async def _forget(self, entry: Entry) -> None:
        """Let a request come again; of one that had been here before, the first keeps its note."""
        if entry.noted:
            await self.memory.forget(entry.signature)

    async def _admitted(self, request: web.Request) -> Admitted:
        """Read a request that is Slack's own.

        Raises:
            Turned: for any other.
        """
        stamp, signature = self._signed(request)
        kind = kind_of(request, (JSON, FORM))
        body = await body_of(request, MOST_BYTES)
        wanted = "v0=" + hmac.new(self.secret.encode(), b"v0:" + stamp.encode() + b":" + body, sha256).hexdigest()
        if not hmac.compare_digest(wanted.encode(), signature.encode()):
            raise Turned(401, "forged")
        payload = payload_of(body, kind)
        return Admitted(payload, signature, {name.lower(): value for name, value in request.headers.items()})

    def _signed(self, request: web.Request) -> tuple[str, str]:
        """Return the time stamp and the signature, each given once and in shape, the stamp no older than five minutes."""
        stamps = request.headers.getall("X-Slack-Request-Timestamp", [])
        signatures = request.headers.getall("X-Slack-Signature", [])
        if not stamps or not signatures:
            raise Turned(401, "unsigned")
        if len(stamps) > 1 or len(signatures) > 1 or not _STAMP.match(stamps[0]) or not _SIGNATURE.match(signatures[0]):
            raise Turned(401, "malformed signature")
        if abs(self.clock() - int(stamps[0])) > WINDOW_S:
            raise Turned(401, "stale")
        return stamps[0], signatures[0]


def _is_done_by_somebody(payload: Mapping[str, object]) -> bool:
    return "command" in payload or payload.get("type") in INTERACTIONS


def payload_of(body: bytes, kind: str) -> Mapping[str, object]:
    """Read what Slack sends: an event as JSON, a command as a form, an interaction as JSON in a form's field.

    Raises:
        Turned: 400 when it is none of these.
    """
    try:
        text = body.decode("utf-8")
        payload: object
        if kind == FORM:
            fields = dict(
                parse_qsl(text, keep_blank_values=True, strict_parsing=True, errors="strict", max_num_fields=MOST_FIELDS)
            )
            payload = json.loads(fields["payload"]) if "payload" in fields else fields
        else:
            payload = json.loads(text)
    except (ValueError, RecursionError):
        raise Turned(400, "malformed body") from None
    if not isinstance(payload, dict) or not payload:
        raise Turned(400, "malformed body")
    return payload
