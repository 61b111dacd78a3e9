"""Whether words of one language stand in a message to somebody who reads the other: what the bot itself says is known from the catalogue."""

import re
from collections.abc import Iterable
from functools import cache
from pathlib import Path

from babel.messages.pofile import read_po

_CATALOGUE = Path(__file__).parents[1] / "bot" / "locale" / "da" / "LC_MESSAGES" / "pagt.po"
_HOLE = re.compile(r"\{[^}]*\}|[*_`]+|\\")
_SHORTEST = 3  # Words; fewer may stand in either language.


@cache
def _said() -> dict[str, frozenset[str]]:
    """Return what the bot says in each language and not in the other, as pieces between the facts put into them."""
    said: dict[str, set[str]] = {"da": set(), "en": set()}
    with _CATALOGUE.open("rb") as file:
        for one in read_po(file, locale="da"):
            for tongue, texts in (("en", one.id), ("da", one.string)):
                for text in (texts,) if isinstance(texts, str) else texts or ():
                    said[tongue].update(_pieces(text))
    return {"da": frozenset(said["da"] - said["en"]), "en": frozenset(said["en"] - said["da"])}


def _pieces(text: str) -> Iterable[str]:
    """Yield the pieces of a text that are long enough to be told by their language."""
    for piece in _HOLE.split(text):
        trimmed = " ".join(piece.split()).strip(" .,;:?!“”()/–")
        if len(trimmed.split()) >= _SHORTEST:
            yield trimmed


def slips(text: str, tongue: str) -> list[str]:
    """Return what stands in a text of the bot's in the language that its reader does not read."""
    other = "en" if tongue == "da" else "da"
    flat = " ".join(text.split())
    return sorted(one for one in _said()[other] if one in flat and not any(one in own for own in _own(tongue) if own in flat))


@cache
def _own(tongue: str) -> frozenset[str]:
    return _said()[tongue]
