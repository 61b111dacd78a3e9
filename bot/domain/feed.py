"""A person's calendar feed: a secret address at which their calendar finds the meetings. What is in it is put together elsewhere.

Whoever knows the address can read it, so it cannot be guessed, only a digest of it is kept, and its owner can change or close it.
"""

import hashlib
import hmac
import re
from datetime import datetime

from sqlmodel import Field

from bot.domain.plain import Plain

SECRET_BYTES = 32
FOLDER = "/calendar"
_SECRET = re.compile(r"[A-Za-z0-9_-]{43}\Z")


class Feed(Plain):
    """That somebody has a feed, and the digest by which its address is known again."""

    person_id: str = Field(max_length=32)
    digest: str = Field(max_length=64)
    since: datetime


def path(secret: str) -> str:
    """Return where in our addresses a feed is."""
    return f"{FOLDER}/{secret}.ics"


def digest(secret: str) -> str:
    """Return what is kept of a secret. It is too long to be tried out, so one round of hashing is enough."""
    return hashlib.sha256(secret.encode()).hexdigest()


def may_be_one(text: str) -> bool:
    """Tell whether a text has the form of a secret."""
    return _SECRET.match(text) is not None


def same(kept: str, secret: str) -> bool:
    """Tell whether a secret is the one whose digest was kept, in a time that tells nothing."""
    return hmac.compare_digest(kept, digest(secret))
