"""A message owed to somebody: what makes two of them the same, and the states one goes through."""

import hashlib
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from typing_extensions import override

from bot.chat.message import Message


class Delivery(StrEnum):
    """Where a message is on its way (design page reliability.md §2.3)."""

    PENDING = "pending"
    SENDING = "sending"
    SENT = "sent"
    FAILED = "failed"
    UNCERTAIN = "uncertain"
    SUPERSEDED = "superseded"


GIVEN_UP = (Delivery.UNCERTAIN, Delivery.FAILED)


class Kind(StrEnum):
    """What sort of message it is."""

    NOTICE = "notice"
    NUDGE = "nudge"
    DIGEST = "digest"
    INVITATION = "invitation"


UNREACHABLE, LINKED = "unreachable", "linked"  # How the subjects of such news begin; a platform's name follows.
GO_PAST = frozenset({UNREACHABLE, LINKED})
UNDELIVERED = "undelivered:"  # How the subject begins of the news that a message did not get through; whom it was for follows.


@dataclass(frozen=True)
class Recipient:
    """A person, wherever they are found, a channel of the agreement's, or any other channel, as `slack:C0123`."""

    kind: str  # "person", "place" or "channel"
    id: str

    @override
    def __str__(self) -> str:
        """Return the one-word form the outbox stores."""
        return f"{self.kind}:{self.id}"

    @classmethod
    def read(cls, stored: str) -> "Recipient":
        """Read the stored form back."""
        kind, _, id_ = stored.partition(":")
        return cls(kind, id_)


def to_person(person: str) -> Recipient:
    """Address a person by their opaque id."""
    return Recipient("person", person)


def to_place(place: int) -> Recipient:
    """Address a channel by its row."""
    return Recipient("place", str(place))


def goes_past(subject: str) -> str | None:
    """Return the platform that a message about a subject is not to go to, as long as its reader has another account.

    News of what has happened to a platform, or to somebody's account there, is worth little in that place.
    """
    what, _, platform = subject.partition(":")
    return platform if what in GO_PAST else None


@dataclass(frozen=True)
class Notice:
    """One message that is owed. Kind, subject, due, recipient and step say which debt it is.

    The platform is not among them: a person with an account on two platforms is told once.
    """

    agreement_id: str
    kind: Kind
    subject: str  # what it is about: "initiative:7", "round:2027-Q1:osa"
    due: str  # the occurrence: an ISO date, a period, or the moment it became true
    to: Recipient
    message: Message
    step: str = ""
    closed: bool = False
    edits: str | None = None  # the key of the sent message this one takes the place of

    @property
    def key(self) -> str:
        """The hash that names this debt; opaque, since platforms show it to other apps."""
        debt = "|".join((self.agreement_id, self.kind, self.subject, self.due, str(self.to), self.step))
        return hashlib.sha256(debt.encode()).hexdigest()


@dataclass(frozen=True)
class Stuck:
    """A message that nobody will send before an operator says so, as they are shown it."""

    key: str
    state: Delivery
    headline: str
    to: str
    platform: str
    at: datetime
    why: str
