"""What a text that becomes public must not show: small numbers of people, and names. CPR numbers are for guard.py.

Committee items are published, so a draft is public text from its first word. A number of people below the house rule's limit could
point at somebody; names of staff do not belong in a document of authorities. Neither can be found with certainty in free text, so
units read their own passages as well.
"""

import re
from collections.abc import Iterable

# In Danish and English, as beginnings, so that "unge", "ungdommen" and "youths" are found.
_PEOPLE = (
    "person|unge|ung\\b|borger|barn\\b|børn|dreng|pige|mand\\b|mænd|kvinde|medlem|deltager|elev|forældre|familie|klient|exit"
    "|youth|young|people|boy|girl|man\\b|men\\b|woman|women|child|member|participant|pupil|parent|citizen|famil"
)
_WORDS = {
    "ingen": 0,
    "en": 1,
    "én": 1,
    "et": 1,
    "ét": 1,
    "to": 2,
    "tre": 3,
    "fire": 4,
    "fem": 5,
    "seks": 6,
    "syv": 7,
    "otte": 8,
    "ni": 9,
    "one": 1,
    "two": 2,
    "three": 3,
    "four": 4,
    "five": 5,
    "six": 6,
    "seven": 7,
    "eight": 8,
    "nine": 9,
}
# "en" and "et" are articles far more often than numbers: "en ung mand" points at nobody by its count.
_ARTICLES = frozenset({"en", "et", "one", "ingen"})
_COUNTED = re.compile(
    rf"(?<![\w.,/§-])(?P<number>\d{{1,3}}|{'|'.join(_WORDS)})(?P<between>(?:\s+\w+){{0,2}}?\s+)(?P<people>{_PEOPLE})",
    re.IGNORECASE,
)


def suppressed(text: str, under: int, instead: str) -> str:
    """Return a text in which every number of people below the limit is replaced, as "3 unge" by "færre end 5 unge"."""

    def hidden(found: re.Match[str]) -> str:
        word = found["number"].casefold()
        value = int(word) if word.isdigit() else _WORDS[word]
        if word in _ARTICLES or not 0 < value < under:
            return found[0]
        begins = found["number"][0].isupper() or text[: found.start()].rstrip()[-1:] in {"", ".", "!", "?"}
        said = instead[:1].upper() + instead[1:] if begins else instead
        return f"{said}{found['between']}{found['people']}"

    return _COUNTED.sub(hidden, text)


def small_counts(text: str, under: int) -> list[str]:
    """Return the places where a number of people below the limit stands, as they are written."""
    return [
        found[0]
        for found in _COUNTED.finditer(text)
        if found["number"].casefold() not in _ARTICLES
        and 0 < (int(found["number"]) if found["number"].isdigit() else _WORDS[found["number"].casefold()]) < under
    ]


def names_in(text: str, names: Iterable[str]) -> list[str]:
    """Return which of these names of people stand in a text, whole, in the order given."""
    return [name for name in names if len(name.split()) > 1 and _whole(name).search(text)]


def without_names(text: str, names: Iterable[str], instead: str) -> str:
    """Return a text with these names of people replaced."""
    for name in sorted(names, key=len, reverse=True):
        if len(name.split()) > 1:
            text = _whole(name).sub(instead, text)
    return text


def _whole(name: str) -> re.Pattern[str]:
    words = r"\s+".join(map(re.escape, name.split()))
    return re.compile(rf"(?<!\w){words}(?!\w)", re.IGNORECASE)
