"""How a unit or a track is recognised by what people type, whatever their keyboard. What they are called stands in the agreement."""

import unicodedata
from collections.abc import Iterable, Sequence
from difflib import get_close_matches
from functools import lru_cache
from typing import TypeVar

SHORTEST_BEGINNING = 2
LONGEST_SPOKEN = 200

_T = TypeVar("_T")
_SAME_SOUND = {"æ": "ae", "ø": "o", "&": "og", "ß": "ss", "ð": "d", "þ": "th", "ł": "l"}
_SPELT_OUT = (("aa", "a"), ("oe", "o"))

Spoken = Iterable[tuple[Sequence[str], _T]]


def folded(text: str) -> str:
    """Reduce a name to what all ways of typing it share: `Nærpoliti`, `naerpoliti` and `NÆR-POLITI` are the same.

    Case, accents, spaces and punctuation go; æ, ø and å become what an English keyboard types for them (ae, oe or o,
    aa or a). Two names that fold to the same cannot be told apart.
    """
    plain = unicodedata.normalize("NFKD", text[:LONGEST_SPOKEN].casefold())
    letters = "".join(_SAME_SOUND.get(one, one) for one in plain)
    joined = "".join(one for one in letters if one.isalnum())
    for spelt, short in _SPELT_OUT:
        joined = joined.replace(spelt, short)
    return joined


_folded_name = lru_cache(maxsize=4096)(folded)  # for names of the agreement only: what people type is not kept


def find(text: str, among: Spoken[_T], *, besides: Iterable[str] = ()) -> _T | None:
    """Return the one thing whose name is `text`, or the only one with a name that begins so; none if it is not clear.

    `besides` are names of other things: where `text` is one of them, it is not taken for the beginning of a longer name.
    """
    wanted = folded(text)
    if not wanted:
        return None
    begun: list[_T] = []
    for names, thing in among:
        keys = [_folded_name(one) for one in names]
        if wanted in keys:
            return thing
        if len(wanted) >= SHORTEST_BEGINNING and any(one.startswith(wanted) for one in keys):
            begun.append(thing)
    elsewhere = len(begun) == 1 and any(wanted == _folded_name(one) for one in besides)
    return begun[0] if len(begun) == 1 and not elsewhere else None


def nearest(text: str, among: Spoken[_T], most: int = 3) -> list[_T]:
    """Return what may have been meant, the likeliest first: names that hold the words typed, then those spelt alike.

    Where the words are the whole name of something, only what bears it is returned.
    """
    wanted = folded(text)
    if not wanted:
        return []
    by_key: dict[str, list[_T]] = {}
    for names, thing in among:
        for one in names:
            by_key.setdefault(_folded_name(one), []).append(thing)
    if wanted in by_key:
        return _each_once(by_key[wanted])[:most]
    holding = [key for key in by_key if len(wanted) >= SHORTEST_BEGINNING and wanted in key]
    holding.sort(key=lambda key: (not key.startswith(wanted), len(key)))
    alike = get_close_matches(wanted, by_key, n=most * 4, cutoff=0.6)
    return _each_once(thing for key in (*holding, *alike) for thing in by_key[key])[:most]


def _each_once(things: Iterable[_T]) -> list[_T]:
    return list({id(one): one for one in things}.values())
