"""Who and what a message names, looked up before it is drawn. How a mention looks is for mrkdwn.py."""

from collections.abc import Iterable

from bot.chat.form import Form
from bot.chat.message import Message
from bot.platforms.named import Resolve, known_of
from bot.platforms.slack.mrkdwn import Drawing

__all__ = ["Resolve", "drawing_of"]


async def drawing_of(said: Iterable[Message | Form], resolve: Resolve, root: str, prefix: str = "") -> Drawing:
    """Return what drawing these needs besides themselves."""
    known = await known_of(said, resolve)
    return Drawing(known.get, root, prefix)
