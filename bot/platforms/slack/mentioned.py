"""Who and what a message names, looked up before it is drawn: shapes ask nobody. How a mention looks is for mrkdwn.py."""

import re
from collections.abc import Awaitable, Callable, Iterable, Mapping
from typing import TypeAlias

from bot.chat.form import Form
from bot.chat.message import Message, Text
from bot.platforms.slack.mrkdwn import Drawing

_NAMED = re.compile(r"\]\(((?:person|place):[^)\s]+)\)")

# `person:p_17` and `place:3` → the account or the conversation in Slack, for those that are found there.
Resolve: TypeAlias = Callable[[frozenset[str]], Awaitable[Mapping[str, str]]]


async def drawing_of(said: Iterable[Message | Form], resolve: Resolve, root: str) -> Drawing:
    """Return what drawing these needs besides themselves."""
    named = frozenset(_NAMED.findall("\n".join(text for one in said for text in _texts(one))))
    known = await resolve(named) if named else {}
    return Drawing(known.get, root)


def _texts(said: Message | Form) -> Iterable[str]:
    if isinstance(said, Form):
        return (said.intro,)
    return (part.markdown for part in said.parts if isinstance(part, Text))
