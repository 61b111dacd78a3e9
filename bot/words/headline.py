"""What of a long sentence stands alone as a headline, as on a lock screen."""

import re

LONGEST = 140
_NEXT_SENTENCE = re.compile(r"(?<=[.!?])\s+(?=[A-ZÆØÅ])")


def parted(said: str) -> tuple[str, str]:
    """Return what stands alone as a headline, and the rest: of a long refusal its first sentence, which no quotation is cut by."""
    if len(said) <= LONGEST:
        return said, ""
    for end in _NEXT_SENTENCE.finditer(said, 0, LONGEST + 1):
        first = said[: end.start()]
        if (first.count("“") + first.count("”")) % 2 == 0:
            return first, said[end.end() :]
    return "", said
