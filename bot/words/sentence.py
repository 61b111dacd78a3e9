"""How a refusal becomes one sentence: its template, filled with its facts. The templates stand with their nouns and in refusal.py."""

import re
from collections.abc import Callable, Iterable, Mapping
from datetime import date
from typing import Any

from bot.words.language import _, all_of, day, say

_HEADLINE = 140
_NEXT_SENTENCE = re.compile(r"(?<=[.!?])\s+(?=[A-ZÆØÅ])")
_LAST_WORD = re.compile(r"[\w./:–-]+(?=\W*\Z)")
_DOTTED = re.compile(r"[^\W\d]+(?:\.[^\W\d]+)+")  # "bl.a", "f.eks", "m.fl", and the initials "A.P".
_ABBREVIATED = frozenset(
    {"afd", "evt", "incl", "inkl", "ekskl", "osv", "pkt", "tlf"}
)  # Shorter ones are no sentence's last word anyhow.
_SHORTEST_LAST_WORD = 3


def day_of(facts: Mapping[str, Any], name: str) -> str:
    """Return a day among the facts, in words."""
    value = facts[name]
    assert isinstance(value, date)
    return day(value)


def plain(msgid: str, listed_as: Callable[[Iterable[str]], str] = all_of) -> Callable[[Mapping[str, Any]], str]:
    """Return a sentence that only needs its facts filled in; a list in it names all of them, or a choice."""

    def filled(facts: Mapping[str, Any]) -> str:
        return say(_(msgid), **{name: _as_said(value, listed_as) for name, value in facts.items()})

    return filled


def _as_said(value: object, listed_as: Callable[[Iterable[str]], str]) -> object:
    """Return a fact as people say it: a list in words, a day with its weekday."""
    if isinstance(value, list | tuple):
        return listed_as(map(str, value))
    return day(value) if isinstance(value, date) else value


def parted(said: str) -> tuple[str, str]:
    """Return what stands alone as a headline, and the rest: of a long refusal its first sentence, which no quotation is cut by."""
    if len(said) <= _HEADLINE:
        return said, ""
    for end in _NEXT_SENTENCE.finditer(said, 0, _HEADLINE + 1):
        first = said[: end.start()]
        if (first.count("“") + first.count("”")) % 2 == 0 and not _abbreviated(first):
            return first, said[end.end() :]
    return "", said


def _abbreviated(said: str) -> bool:
    """Tell whether a full stop may be that of an abbreviation, an initial or an ordinal ("St.", "Anders P.", "1."), not a sentence's."""
    found = _LAST_WORD.search(said) if said.endswith(".") else None
    last = found[0].rstrip(".").casefold() if found else ""
    return found is not None and (len(last) < _SHORTEST_LAST_WORD or last in _ABBREVIATED or bool(_DOTTED.fullmatch(last)))
