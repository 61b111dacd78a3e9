"""Who reads along in a channel: whether another organisation shares it, or guests are in it. What that means is decided elsewhere.

Asked of Slack at first sight and whenever Slack says that something changed. Until it is known, and where it cannot be known,
outsiders are taken to read along: closed content then stays out (slack.md §7).
"""

import asyncio
from collections.abc import Awaitable, Callable

from bot.platforms import rooms
from bot.platforms.slack.acquaintance import Acquaintance
from bot.platforms.slack.asking import Asking, Workspace
from bot.platforms.slack.ids import NAME

MOST_MEMBERS = 200  # In a larger channel nobody knows who is there; it is taken to have outsiders.
AT_ONCE = 8


class Rooms(rooms.Known):
    """What is known of Slack's channels."""

    def __init__(self, asking: Asking, people: Acquaintance, tell: Callable[[str, bool], Awaitable[None]]) -> None:
        super().__init__(NAME, tell)
        self._asking = asking
        self._people = people

    async def outsiders(self, workspace: Workspace, place: str) -> bool:
        """Tell whether outsiders read along in a channel; when Slack does not say so in time, they do."""
        known = self.known(place)
        return known if known is not None else await self.in_time(self.look(workspace, place))

    def known(self, place: str) -> bool | None:
        """Tell without asking anybody whether outsiders read along in a channel; none when that is not known."""
        return self.remembered(place) if place.startswith(("C", "G")) else False

    def look(self, workspace: Workspace, place: str) -> "asyncio.Task[bool | None]":
        """Look at a channel now; none when this installation cannot see it."""
        return self.looking(place, lambda: self._outsiders(workspace, place))

    async def _outsiders(self, workspace: Workspace, place: str) -> bool:
        return await self._shared(workspace, place) or await self._has_guests(workspace, place)

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
