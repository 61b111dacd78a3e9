"""What the bot hands out to be given back, signed: what a button does, and what a dialog asks for. Who may do it is decided elsewhere.

A dialog's state and address come back from the client, and anybody may send anything to ours (mattermost.md §3.2, §4.4). So the
command, the conversation and the person it was offered to stand in a ticket that only the secret can make; `user_id` is the one
thing the server vouches for, and what that person may do is looked up anew each time.
"""

import base64
import binascii
import hmac
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from typing import Any, Final, Literal

from bot.platforms.reading import at, text_at

PRESS: Final = "press"
FORM: Final = "form"
Kind = Literal["press", "form"]
CONTEXT = "pagt"  # The name under which a ticket stands in an action's context.
PRESS_LIVES = timedelta(days=180)  # Somebody may come back to a message of last quarter; what they press is still looked up anew.
FORM_LIVES = timedelta(hours=24)
LONGEST = 65_536
_PURPOSE = b"pagt mattermost ticket v1"


class Refused(Exception):  # noqa: N818  # It says why a ticket is not taken.
    """A ticket that is not taken; `why` is a constant word for the log, and for what the person is told."""

    def __init__(self, why: Literal["forged", "expired", "another person", "another place"]) -> None:
        super().__init__(why)
        self.why = why


@dataclass(frozen=True, kw_only=True)
class Ticket:
    """What was offered, to whom, where, and until when.

    Without a `user` it was offered to everybody who reads there. `mark` tells it from all others: what was done with it once
    is not done again. `values` are the ones a menu offers. `facts` are what else the answer needs.
    """

    kind: Kind
    command: str
    channel: str
    until: datetime
    user: str = ""
    mark: str = ""
    values: tuple[str, ...] = ()
    facts: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Signer:
    """Signs tickets with the secret of the installation, which is the same on every replica and never leaves them."""

    secret: str

    def sign(self, ticket: Ticket) -> str:
        """Return a ticket as it travels."""
        facts = {
            "k": ticket.kind,
            "c": ticket.command,
            "p": ticket.channel,
            "e": int(ticket.until.timestamp()),
            "u": ticket.user,
            "m": ticket.mark,
            "v": list(ticket.values),
            "f": dict(ticket.facts),
        }
        kept = {key: value for key, value in facts.items() if value not in ("", [], {})}
        body = base64.urlsafe_b64encode(json.dumps(kept, separators=(",", ":"), sort_keys=True).encode()).rstrip(b"=")
        return f"{body.decode()}.{self._signature(body)}"

    def verified(self, travelled: str, *, kind: Kind, user: str, now: datetime, channel: str | None = None) -> Ticket:
        """Return a ticket that came back, given by this person; `channel` is where, when the server itself says so.

        Raises:
            Refused: when we did not sign it as this kind, it has expired, or it is somebody else's or another place's.
        """
        ticket = self._read(travelled)
        if ticket is None or ticket.kind != kind:
            raise Refused("forged")
        if now >= ticket.until:
            raise Refused("expired")
        if ticket.user and not hmac.compare_digest(ticket.user.encode(), user.encode("utf-8", "replace")):
            raise Refused("another person")
        if channel is not None and not hmac.compare_digest(ticket.channel.encode(), channel.encode("utf-8", "replace")):
            raise Refused("another place")
        return ticket

    def _read(self, travelled: str) -> Ticket | None:
        """Read a ticket that we signed; none for any other text."""
        body, dot, signature = travelled.partition(".")
        if not dot or len(travelled) > LONGEST or not travelled.isascii():
            return None
        if not hmac.compare_digest(self._signature(body.encode()).encode(), signature.encode()):
            return None
        try:
            return _ticket(json.loads(base64.urlsafe_b64decode(body + "=" * (-len(body) % 4))))
        except (ValueError, KeyError, TypeError, OverflowError, binascii.Error):
            return None

    def _signature(self, body: bytes) -> str:
        key = hmac.new(self.secret.encode(), _PURPOSE, sha256).digest()
        return base64.urlsafe_b64encode(hmac.new(key, body, sha256).digest()).rstrip(b"=").decode()


def _ticket(facts: Any) -> Ticket | None:
    kind = text_at(facts, "k")
    if kind not in (PRESS, FORM):
        return None
    return Ticket(
        kind=PRESS if kind == PRESS else FORM,
        command=text_at(facts, "c"),
        channel=text_at(facts, "p"),
        until=datetime.fromtimestamp(facts["e"], UTC),
        user=text_at(facts, "u"),
        mark=text_at(facts, "m"),
        values=tuple(at(facts, "v") or ()),
        facts=at(facts, "f") or {},
    )


@dataclass(frozen=True)
class Offers:
    """What the buttons of one message carry: `Drawing.offer`. `user` is whoever alone may press them, `root` the thread they stand in."""

    signer: Signer
    url: str
    channel: str
    until: datetime
    user: str = ""
    root: str = ""

    def __call__(self, command: str, values: Sequence[str]) -> dict[str, Any]:
        """Return what a button or a menu carries, unseen by every client."""
        ticket = Ticket(
            kind=PRESS,
            command=command,
            channel=self.channel,
            until=self.until,
            user=self.user,
            values=tuple(values),
            facts={"root": self.root} if self.root else {},
        )
        return {"url": self.url, "context": {CONTEXT: self.signer.sign(ticket)}}
