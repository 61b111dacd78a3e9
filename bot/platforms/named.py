"""Whom and what a message or a form names, so that it can be looked up before it is drawn: shapes ask nobody."""

import re
from collections.abc import Awaitable, Callable, Iterable, Mapping
from typing import TypeAlias

from bot.chat.form import Form
from bot.chat.message import Message, Text

_NAMED = re.compile(r"\]\(((?:person|place):[^)\s]+)\)")

# `person:p_17` and `place:3` → what the platform calls them, for those that are found there.
Resolve: TypeAlias = Callable[[frozenset[str]], Awaitable[Mapping[str, str]]]


async def known_of(said: Iterable[Message | Form], resolve: Resolve) -> Mapping[str, str]:
    """Return what the platform calls those that these name."""
    named = frozenset(_NAMED.findall("\n".join(text for one in said for text in _texts(one))))
    return await resolve(named) if named else {}


def _texts(said: Message | Form) -> Iterable[str]:
    if isinstance(said, Form):
        return (said.intro,)
    return (part.markdown for part in said.parts if isinstance(part, Text))
