"""What every platform keeps: four verbs and one error. Who is to be told what is decided elsewhere."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal, Protocol

from bot.chat.form import Form
from bot.chat.message import Message
from bot.domain.pace import Pace


@dataclass(frozen=True)
class Address:
    """Where a message goes on one platform: to a person by their user id there, or into a channel."""

    kind: Literal["person", "place"]
    id: str


class PlatformError(Exception):
    """The platform did not take it.

    `arrived` is False when it certainly did not, None when nobody can tell (a dropped connection after the request went
    out). `lasting` says that trying again is of no use before a person has mended something. `wait` is what the platform
    asked for. The text goes into the outbox's `last_error`, never into a chat.
    """

    def __init__(
        self, reason: str, *, arrived: Literal[False] | None = False, lasting: bool = False, wait: timedelta | None = None
    ) -> None:
        super().__init__(reason)
        self.arrived = arrived
        self.lasting = lasting
        self.wait = wait


@dataclass(frozen=True)
class Pacing:
    """How fast delivery may speak to a platform, all replicas together; `many` says that an account's id begins with its workspace."""

    channel: Pace
    workspace: Pace
    many: bool = False


class Platform(Protocol):
    """One chat platform, as delivery and dispatch see it. Without a pacing it is spoken to as fast as it goes."""

    name: str
    pacing: Pacing | None

    async def send(self, key: str, to: Address, message: Message) -> str:
        """Post a message, marked with its key, and return the reference of where it landed.

        Raises:
            PlatformError: when it was not taken, or nobody can tell.
        """

    async def update(self, at: str, message: Message) -> None:
        """Put another message in the place of the one at a reference.

        Raises:
            PlatformError: when it was not taken.
        """

    async def open_form(self, form: Form, trigger: str) -> None:
        """Show a form to the person whose action gave the trigger.

        Raises:
            PlatformError: when the trigger has expired.
        """

    async def find(self, key: str, to: Address, since: datetime) -> str | None:
        """Look for a message of ours by its key and return its reference: the read-back before a resend.

        Raises:
            PlatformError: when the platform cannot be asked.
        """
