"""Which of our languages somebody reads and by which clocks they live, from what their chat service knows. What is said is for bot/words/."""

import re

from bot.domain.zone import zone_named

_SCANDINAVIAN = frozenset({"da", "nb", "nn", "no", "sv"})


def language_of(locale: str | None) -> str | None:
    """Return the language of a locale such as `da-DK`: Danish where it is read without effort, else English."""
    if not locale:
        return None
    return "da" if re.split(r"[-_]", locale.casefold())[0] in _SCANDINAVIAN else "en"


def zone_of(name: str) -> str:
    """Return the zone of an IANA name; empty for what is none, which leaves the agreement's own times to speak for themselves."""
    return name if zone_named(name) is not None else ""
