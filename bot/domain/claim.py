"""The code by which the first administrator names themself. Who prints it, and who types it, is decided elsewhere."""

import base64
import hmac
from dataclasses import dataclass
from hashlib import sha256

_LENGTH = 12  # 60 bits: nobody guesses that by typing, and it can be read aloud.
_READ_WRONG = str.maketrans({"0": "O", "1": "I", "8": "B"})  # Figures the code never holds, as people read its letters.


@dataclass(frozen=True)
class Claims:
    """Makes and checks one-time codes from the installation's secret (PAGT_SECRET); without a secret no code is right.

    A code is stored nowhere: it follows from the secret, the agreement, and how many times the role has been given. So it is
    the same on every replica and after a restart, and it is worth nothing once somebody has used it.
    """

    secret: str = ""

    def code(self, agreement_id: str, given: int) -> str:
        """Return the code for an agreement in which an administrator has been appointed `given` times: "ABCD-EFGH-IJKL".

        Raises:
            ValueError: when there is no secret to make it from.
        """
        if not self.secret:
            raise ValueError("a code needs PAGT_SECRET")
        return spelt_code(self.secret, f"claim|{agreement_id}|{given}")

    def accepts(self, typed: str, agreement_id: str, given: int) -> bool:
        """Tell whether this is the code, however it was spaced or cased; the time it takes tells nothing."""
        if not self.secret:
            return False
        return same_code(typed, self.code(agreement_id, given))


def spelt_code(secret: str, about: str) -> str:
    """Return the code that follows from a secret and what it is for: "ABCD-EFGH-IJKL"."""
    letters = base64.b32encode(hmac.digest(secret.encode(), about.encode(), sha256)).decode()[:_LENGTH]
    return "-".join(letters[at : at + 4] for at in range(0, _LENGTH, 4))


def same_code(typed: str, wanted: str) -> bool:
    """Tell whether somebody typed a code, however it was spaced or cased; the time it takes tells nothing."""
    said = "".join(one for one in typed.upper().translate(_READ_WRONG) if one.isalnum())
    return hmac.compare_digest(said.encode(), wanted.replace("-", "").encode())
