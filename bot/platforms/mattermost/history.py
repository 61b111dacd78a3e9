"""What stands in a channel, or in a thread, as the server tells it: newest first. What is looked for there is for others."""

from collections.abc import AsyncIterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias

from bot.platforms.mattermost.rest import Rest
from bot.platforms.reading import at, text_at

Post: TypeAlias = Mapping[str, Any]
PAGE = 200
MOST_AT_ONCE = 1_000  # The server returns no more for `since`, and drops the oldest.
MOST_PAGES = 100


@dataclass(frozen=True)
class History:
    """Reads posts."""

    rest: Rest

    async def since(self, channel: str, since_ms: int) -> Sequence[Post]:
        """Return what was written in a channel since an instant, in milliseconds of the server's clock, first to last.

        Raises:
            PlatformError: when the channel cannot be read.
        """
        said = await self.rest.ask(self.rest.api.posts.get_posts_for_channel(channel, since=max(1, since_ms)))
        found = posts_of(said)
        if len(found) >= MOST_AT_ONCE:
            found = [one async for one in self._pages(channel, since_ms)]
        return sorted((one for one in found if created(one) >= since_ms), key=created)

    async def thread(self, post: str) -> Sequence[Post]:
        """Return a thread's posts, first to last, beginning with the one it is about.

        Raises:
            PlatformError: lasting when there is none.
        """
        return sorted(posts_of(await self.rest.ask(self.rest.api.posts.get_post_thread(post))), key=created)

    async def _pages(self, channel: str, since_ms: int) -> AsyncIterator[Post]:
        """Yield the posts of a busy channel page by page, until they are older than an instant."""
        for page in range(MOST_PAGES):
            said = await self.rest.ask(self.rest.api.posts.get_posts_for_channel(channel, page=page, per_page=PAGE))
            found = posts_of(said)
            for one in found:
                yield one
            if len(found) < PAGE or min(map(created, found)) < since_ms:
                return


def posts_of(said: object) -> list[Post]:
    """Return the posts of a list of them."""
    posts = at(said, "posts")
    return [one for one in posts.values() if isinstance(one, Mapping)] if isinstance(posts, Mapping) else []


def created(post: Post) -> int:
    """Return when a post was made, in milliseconds of the server's clock."""
    found = post.get("create_at")
    return found if isinstance(found, int) else 0


def ours(post: Post, bot: str) -> Mapping[str, Any] | None:
    """Return our mark in a post of the bot's own; anybody may write one like it."""
    found = at(post, "props", "pagt")
    return found if text_at(post, "user_id") == bot and isinstance(found, Mapping) and not post.get("delete_at") else None
