"""The code by which a person says that another account is theirs too. Who is shown it, and who types it, is decided elsewhere."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.domain.claim import same_code, spelt_code

LIVES = timedelta(minutes=15)  # At least; at most twice as long.


@dataclass(frozen=True)
class Linkable:
    """Somebody known, by their opaque id and how many accounts they have."""

    person: str
    accounts: int


@dataclass(frozen=True)
class Links:
    """Makes and checks codes from the installation's secret (PAGT_SECRET); without a secret no code is right.

    A code is stored nowhere: it follows from the secret, the person, the quarter of an hour, and how many accounts they have. So
    it is worth nothing once it has been used.
    """

    secret: str = ""

    def code(self, agreement_id: str, who: Linkable, now: datetime) -> str:
        """Return the code that makes whoever types it elsewhere this person: "ABCD-EFGH-IJKL".

        Raises:
            ValueError: when there is no secret to make it from.
        """
        if not self.secret:
            raise ValueError("a code needs PAGT_SECRET")
        return self._code(agreement_id, who, _quarter(now))

    def meant(self, typed: str, agreement_id: str, known: Iterable[Linkable], now: datetime) -> str | None:
        """Return the person whose code this is; none when it is nobody's, or too old."""
        if not self.secret:
            return None
        return next(
            (who.person for who in known if any(same_code(typed, one) for one in self._codes(agreement_id, who, now))), None
        )

    def _codes(self, agreement_id: str, who: Linkable, now: datetime) -> Iterator[str]:
        yield self._code(agreement_id, who, _quarter(now))
        yield self._code(agreement_id, who, _quarter(now) - 1)

    def _code(self, agreement_id: str, who: Linkable, quarter: int) -> str:
        return spelt_code(self.secret, f"link|{agreement_id}|{who.person}|{who.accounts}|{quarter}")


def _quarter(now: datetime) -> int:
    return int(now.timestamp() // LIVES.total_seconds())
