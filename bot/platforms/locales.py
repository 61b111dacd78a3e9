"""Which of our languages somebody reads, from the locale their chat service knows. What is said in it is for bot/words/."""

import re

_SCANDINAVIAN = frozenset({"da", "nb", "nn", "no", "sv"})


def language_of(locale: str | None) -> str | None:
    """Return the language of a locale such as `da-DK`: Danish where it is read without effort, else English."""
    if not locale:
        return None
    return "da" if re.split(r"[-_]", locale.casefold())[0] in _SCANDINAVIAN else "en"
