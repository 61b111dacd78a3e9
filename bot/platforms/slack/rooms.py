"""Who reads along in a channel: whether another organisation shares it, or guests are in it. What that means is decided elsewhere.

Asked of Slack at first sight and whenever Slack says that something changed. Until it is known, and where it cannot be known,
outsiders are taken to read along: closed content then stays out (slack.md §7).
"""

import asyncio
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import timedelta

import structlog

from bot.platforms.platform import PlatformError
from bot.platforms.slack.acquaintance import Acquaintance
from bot.platforms.slack.asking import Asking, Workspace

log = structlog.get_logger()
KEPT_S = 3600.0
PATIENCE = timedelta(seconds=0.7)
MOST_MEMBERS = 200  # In a larger channel nobody knows who is there; it is taken to have outsiders.
AT_ONCE = 8


@dataclass(frozen=True)
class _Seen:
    outsiders: bool
    at: float


class Rooms:
    """What is known of channels. `tell` keeps it with those that are bound to an agreement."""

    def __init__(
        self,
        asking: Asking,
        people: Acquaintance,
        tell: Callable[[str, bool], Awaitable[None]],
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._asking = asking
        self._people = people
        self._tell = tell
        self._clock = clock
        self._seen: dict[str, _Seen] = {}
        self._looking: dict[str, asyncio.Task[bool | None]] = {}

    async def outsiders(self, workspace: Workspace, place: str) -> bool:
        """Tell whether outsiders read along in a channel; when Slack does not say so in time, they do."""
        if (known := self.known(place)) is not None:
            return known
        task = self.look(workspace, place)
        await asyncio.wait({task}, timeout=PATIENCE.total_seconds())
        return not task.done() or task.cancelled() or task.result() is not False

    def known(self, place: str) -> bool | None:
        """Tell without asking anybody whether outsiders read along in a channel; none when that is not known."""
        if not place.startswith(("C", "G")):
            return False
        seen = self._seen.get(place)
        return seen.outsiders if seen is not None and self._clock() - seen.at < KEPT_S else None

    def look(self, workspace: Workspace, place: str) -> "asyncio.Task[bool | None]":
        """Look at a channel now; none when this installation cannot see it."""
        task = self._looking.get(place)
        if task is None:
            task = self._looking[place] = asyncio.get_running_loop().create_task(self._look(workspace, place))
            task.add_done_callback(lambda _: self._looking.pop(place, None))
        return task

    def forget(self, place: str) -> None:
        """Look anew the next time."""
        self._seen.pop(place, None)

    async def close(self) -> None:
        """End what is being looked at."""
        for task in list(self._looking.values()):
            task.cancel()
        if self._looking:
            await asyncio.wait(set(self._looking.values()))

    async def _look(self, workspace: Workspace, place: str) -> bool | None:
        try:
            found = await self._shared(workspace, place) or await self._has_guests(workspace, place)
        except PlatformError as error:
            log.info("slack.unknown_channel", place=place, reason=str(error))
            return None
        self._seen[place] = _Seen(found, self._clock())
        await self._tell(place, found)
        return found

    async def _shared(self, workspace: Workspace, place: str) -> bool:
        """Tell whether another organisation shares a channel, or is about to."""
        said = await self._asking(workspace, "conversations_info", channel=place, include_num_members=True)
        channel = said.get("channel") or {}
        return any(channel.get(mark) for mark in ("is_ext_shared", "is_pending_ext_shared", "pending_connected_team_ids"))

    async def _has_guests(self, workspace: Workspace, place: str) -> bool:
        """Tell whether a guest, or somebody from elsewhere, is in a channel; of one with very many members, that there is."""
        said = await self._asking(workspace, "conversations_members", channel=place, limit=MOST_MEMBERS)
        members = [one for one in said.get("members", []) if isinstance(one, str) and one != workspace.bot_user]
        if (said.get("response_metadata") or {}).get("next_cursor"):
            return True
        turn = asyncio.Semaphore(AT_ONCE)

        async def outsider(user: str) -> bool:
            async with turn:
                who = await self._people.someone(workspace, user)
            if who is None:
                return True
            home = who.account.partition("/")[0]
            return who.guest or (not who.bot and home not in {workspace.team, workspace.enterprise})

        return any(await asyncio.gather(*map(outsider, members)))
