"""A thread as it stands in Slack, whole: page by page, since an app that is distributed may get no more than fifteen messages at a time."""

from collections.abc import Awaitable, Callable
from typing import Any

PAGE = 200
MOST_PAGES = 100


async def thread_at(ask: Callable[..., Awaitable[dict[str, Any]]], place: str, stamp: str, **facts: Any) -> list[dict[str, Any]]:
    """Return the messages of a thread, what began it first; `ask` asks one method of one workspace.

    Raises:
        PlatformError: when it is not there, or Slack cannot be asked.
    """
    found: list[dict[str, Any]] = []
    cursor = None
    for _ in range(MOST_PAGES):
        said = await ask("conversations_replies", channel=place, ts=stamp, limit=PAGE, cursor=cursor, **facts)
        found += [one for one in said.get("messages", []) if isinstance(one, dict)]
        cursor = (said.get("response_metadata") or {}).get("next_cursor")
        if not cursor:
            break
    return found
