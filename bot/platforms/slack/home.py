"""The Home tab: a person's own page, drawn from the answer to `home`, and kept fresh for as long as somebody may be looking at it.

Slack tells when the tab is opened, never when it is left. So it is drawn anew for a quarter of an hour after that, and published
only when something on it has changed.
"""

import asyncio
import hashlib
import json
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field

import structlog

from bot.chat.request import Account, Call, Place, Reply
from bot.platforms.patience import Patience
from bot.platforms.platform import PlatformError
from bot.platforms.slack.asking import Asking, Workspace
from bot.platforms.slack.ids import NAME, team_and_user
from bot.platforms.slack.platform import SlackPlatform
from bot.platforms.slack.shapes import home

log = structlog.get_logger()
LOOKED_AT_S = 900.0
MOST_LOOKING = 200
GATHERING_S = 1.0  # Changes that come together are drawn together.
LINE = "home"


@dataclass(frozen=True)
class _Open:
    """A tab somebody has opened: when, through which installation, and what was last published there."""

    at: float
    workspace: Workspace
    published: str = ""


@dataclass
class Home:
    """Everybody's Home tab."""

    ask: Callable[[Call], Awaitable[Reply]]
    asking: Asking
    platform: SlackPlatform
    patience: Patience
    clock: Callable[[], float] = time.monotonic
    gathering_s: float = GATHERING_S
    _open: dict[str, _Open] = field(default_factory=dict)
    _waiting: bool = False

    async def opened(self, call: Call, workspace: Workspace) -> None:
        """Show somebody their page, since they have opened it."""
        if len(self._open) >= MOST_LOOKING:
            self._open.pop(next(iter(self._open)))
        self._open[call.account.user] = _Open(self.clock(), workspace)
        await self._publish(call.account.user, call)

    def changed(self) -> None:
        """Draw the pages anew that somebody may be looking at, soon and once however much changes."""
        if self._open and not self._waiting:
            self._waiting = True
            self.patience.begin(self._gathered())

    async def _gathered(self) -> None:
        await asyncio.sleep(self.gathering_s)
        self._waiting = False
        since = self.clock() - LOOKED_AT_S
        self._open = {user: one for user, one in self._open.items() if one.at >= since}
        for user in list(self._open):
            await self._publish(user, Call(Account(NAME, user), Place(NAME, user.partition("/")[2], direct=True), LINE))

    async def _publish(self, user: str, call: Call) -> None:
        """Publish a page if it is not what stands there already."""
        opened, found = self._open.get(user), team_and_user(user)
        if opened is None or found is None:
            return
        message = (await self.ask(call)).message
        if message is None:
            return
        drawn = home([message], await self.platform.drawing([message]))
        mark = hashlib.sha256(json.dumps(drawn, sort_keys=True).encode()).hexdigest()
        if mark == opened.published:
            return
        try:
            await self.asking(opened.workspace, "views_publish", user_id=found[1], view=drawn)
        except PlatformError as error:
            log.info("slack.home_not_published", reason=str(error))
        else:
            self._open[user] = _Open(opened.at, opened.workspace, mark)
