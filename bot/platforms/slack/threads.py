"""Threads and conversations as they stand in Slack, whole: page by page, since a distributed app may get no more than fifteen messages at once."""

from collections.abc import Awaitable, Callable
from typing import Any, TypeAlias

Ask: TypeAlias = Callable[..., Awaitable[dict[str, Any]]]  # One method of one workspace.

PAGE = 200
MOST_PAGES = 100


async def thread_at(ask: Ask, place: str, stamp: str, **facts: Any) -> list[dict[str, Any]]:
    """Return the messages of a thread, what began it first.

    Raises:
        PlatformError: when it is not there, or Slack cannot be asked.
    """
    return await _pages(ask, "conversations_replies", channel=place, ts=stamp, **facts)


async def conversation_since(ask: Ask, place: str, stamp: str) -> list[dict[str, Any]]:
    """Return the messages of a conversation after a moment, without what stands in threads, the oldest first.

    Raises:
        PlatformError: when it is not there, or Slack cannot be asked.
    """
    return (await _pages(ask, "conversations_history", channel=place, oldest=stamp))[::-1]


async def _pages(ask: Ask, method: str, **facts: Any) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = []
    cursor = None
    for _ in range(MOST_PAGES):
        said = await ask(method, limit=PAGE, cursor=cursor, **facts)
        found += [one for one in said.get("messages", []) if isinstance(one, dict)]
        cursor = (said.get("response_metadata") or {}).get("next_cursor")
        if not cursor:
            break
    return found
