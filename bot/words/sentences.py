"""How a refusal's sentence is filled with its facts, for the files that hold such sentences."""

from collections.abc import Callable, Iterable, Mapping
from datetime import date
from typing import Any

from bot.words.language import _, all_of, day, say


def day_of(facts: Mapping[str, Any], name: str) -> str:
    """Return a fact that is a day, in words."""
    value = facts[name]
    assert isinstance(value, date)
    return day(value)


def plain(msgid: str, listed_as: Callable[[Iterable[str]], str] = all_of) -> Callable[[Mapping[str, Any]], str]:
    """Return a sentence that only needs its facts filled in; a list in it names all of them, or a choice."""

    def filled(facts: Mapping[str, Any]) -> str:
        shown = {name: listed_as(map(str, value)) if isinstance(value, list | tuple) else value for name, value in facts.items()}
        return say(_(msgid), **shown)

    return filled
