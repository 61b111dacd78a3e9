"""Slack's tokens at rest: sealed with a key that follows from PAGT_SECRET, so that a copy of the database opens no workspace."""

import base64
import hmac
from dataclasses import dataclass
from hashlib import sha256
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from cryptography.fernet import Fernet

_MARK = "sealed:"
_PURPOSE = b"pagt slack tokens"


class Unreadable(Exception):  # noqa: N818  # It says what is the matter with a token.
    """A token was sealed with another PAGT_SECRET than today's."""


@dataclass(frozen=True)
class Seal:
    """Seals and opens texts; doing either twice changes nothing."""

    secret: str

    @property
    def _fernet(self) -> "Fernet":
        from cryptography.fernet import Fernet  # noqa: PLC0415  # Seven megabytes, for those who serve many workspaces.

        key = hmac.new(self.secret.encode(), _PURPOSE, sha256).digest()
        return Fernet(base64.urlsafe_b64encode(key))

    def shut(self, text: str | None) -> str | None:
        """Return a text sealed; nothing stays nothing."""
        if not text or text.startswith(_MARK):
            return text
        return _MARK + self._fernet.encrypt(text.encode()).decode()

    def opened(self, text: str | None) -> str | None:
        """Return a sealed text as it was.

        Raises:
            Unreadable: when it was sealed with another secret.
        """
        if not text or not text.startswith(_MARK):
            return text
        from cryptography.fernet import InvalidToken  # noqa: PLC0415  # Likewise.

        try:
            return self._fernet.decrypt(text.removeprefix(_MARK).encode()).decode()
        except InvalidToken:
            raise Unreadable from None

    def key_of(self, purpose: str) -> str:
        """Return a key for a link that only who knows the secret can make."""
        return hmac.new(self.secret.encode(), f"pagt {purpose}".encode(), sha256).hexdigest()[:32]
