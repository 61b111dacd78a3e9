"""Which server one speaks to, and what it can do. Supported are 10.11 and 11.x; 5.37 is the oldest we try (mattermost.md §4.1)."""

import re
from dataclasses import dataclass

from typing_extensions import override

_NUMBERS = re.compile(r"\s*v?(\d{1,4})\.(\d{1,4})(?:\.(\d{1,4}))?")


@dataclass(frozen=True, order=True)
class Version:
    """A server's version, such as 11.7.2."""

    major: int
    minor: int = 0
    patch: int = 0

    @override
    def __str__(self) -> str:
        """Return it as people write it."""
        return f"{self.major}.{self.minor}.{self.patch}"

    @property
    def multiselect(self) -> bool:
        """Whether a dialog's menu may take several options."""
        return self >= Version(11, 0)

    @property
    def dates(self) -> bool:
        """Whether a dialog has a date picker, and one for a day and a time together."""
        return self >= Version(11, 1)

    @property
    def zones(self) -> bool:
        """Whether such a picker can show another zone than the person's own."""
        return self >= Version(11, 6)

    @property
    def steps(self) -> bool:
        """Whether a dialog's answer may be another dialog."""
        return self >= Version(11, 1)

    @property
    def silent(self) -> bool:
        """Whether a post can come without notifying anybody."""
        return self >= Version(11, 10)

    @property
    def action_errors(self) -> bool:
        """Whether the answer to a button may be an error that the person sees."""
        return self >= Version(10, 5)


OLDEST = Version(5, 37)
SUPPORTED = Version(10, 11)


def read_version(text: str) -> Version | None:
    """Read a version from `GET /config/client`, or from the header `X-Version-Id`: "11.7.2" or "11.7.2.1712345.abc"."""
    found = _NUMBERS.match(text)
    return Version(*(int(one or 0) for one in found.groups())) if found else None
