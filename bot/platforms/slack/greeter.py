"""Knows who acts and where before dispatch is asked. What follows once it has answered is for all platforms alike (platforms/greeter.py)."""

import asyncio
from dataclasses import dataclass

from typing_extensions import override

from bot.chat.request import Call
from bot.platforms.greeter import Greets
from bot.platforms.slack.acquaintance import Acquaintance
from bot.platforms.slack.asking import Workspace
from bot.platforms.slack.call_shapes import placed
from bot.platforms.slack.home import Home
from bot.platforms.slack.platform import SlackPlatform
from bot.platforms.slack.rooms import Rooms


@dataclass(frozen=True, kw_only=True)
class Greeter(Greets):
    """Meets people in Slack."""

    platform: SlackPlatform
    people: Acquaintance
    rooms: Rooms
    home: Home

    async def introduced(self, call: Call, workspace: Workspace) -> Call:
        """Return a call with what Slack knows of who acts, and of who reads along where they are."""
        if call.place.id.startswith(("C", "G", "D")):
            self.platform.reach.seen(call.place.id, workspace)
        seen = self.rooms.known(call.place.id)
        if seen is not None:
            return placed(await self.people.introduce(call, workspace), outsiders=seen)
        known, outsiders = await asyncio.gather(
            self.people.introduce(call, workspace), self.rooms.outsiders(workspace, call.place.id)
        )
        return placed(known, outsiders=outsiders)

    @override
    async def changed(self) -> None:
        """Do what follows from a change: others may be owed something, and what somebody looks at may have changed."""
        await self.after()
        self.home.changed()

    def opens(self, line: str) -> bool:
        """Tell whether a form may come of a line."""
        found = self.registry.find(line)
        return found is not None and found[0].form is not None
