"""Many workspaces: every installation that OAuth brought, with its token kept fresh. What is kept, and how, is installed.py's."""

import asyncio
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

import aiohttp
import structlog
from slack_sdk.errors import SlackTokenRotationError
from slack_sdk.oauth.installation_store.models.bot import Bot
from slack_sdk.oauth.token_rotation.async_rotator import AsyncTokenRotator
from slack_sdk.web.async_client import AsyncWebClient

from bot.platforms.off_loop import Run
from bot.platforms.platform import PlatformError
from bot.platforms.slack.asking import Workspace
from bot.platforms.slack.installed import Installations
from bot.platforms.slack.sealing import Unreadable
from bot.reception import Reception, Taken

log = structlog.get_logger()
KEPT_S = 30.0
ROTATE_MINUTES = 120  # A token lives twelve hours; as soon as two are left, the next one is asked for.


@dataclass
class ManyWorkspaces:
    """All installations. A token is exchanged by one replica only: its refresh token is good once (slack.md §8)."""

    installations: Installations
    client: Callable[[str], AsyncWebClient]
    rotator: AsyncTokenRotator
    reception: Reception
    run: Run
    clock: Callable[[], float] = time.monotonic
    _known: Sequence[Workspace] = ()
    _at: float = float("-inf")
    _turn: asyncio.Lock = field(default_factory=asyncio.Lock)

    async def all(self) -> Sequence[Workspace]:
        """Return every installation, each with a token that is good for an hour at least.

        Raises:
            PlatformError: when the tokens cannot be read, since PAGT_SECRET has changed.
        """
        async with self._turn:
            if self.clock() - self._at > KEPT_S:
                try:
                    bots = await self.installations.everywhere()
                except Unreadable:
                    log.exception("slack.tokens_sealed_with_another_secret")
                    raise PlatformError("tokens sealed with another secret") from None
                self._known = [self._workspace(await self._fresh(one)) for one in bots]
                self._at = self.clock()
            return self._known

    async def of(self, team: str | None, enterprise: str | None) -> Workspace | None:
        """Return the installation for a team, else the one for the whole of its organisation."""
        known = await self.all()
        own = next((one for one in known if team is not None and one.team == team), None)
        whole = next((one for one in known if enterprise is not None and one.team is None and one.enterprise == enterprise), None)
        return own or whole

    async def gone(self, team: str | None, enterprise: str | None) -> None:
        """Forget an installation."""
        found = await self.of(team, enterprise)
        if found is not None:
            await self.installations.async_delete_all(enterprise_id=found.enterprise, team_id=found.team)
        self.changed()

    def changed(self) -> None:
        """Look anew before the next step."""
        self._at = float("-inf")

    async def _fresh(self, bot: Bot) -> Bot:
        """Return a bot whose token is good for a while."""
        if not bot.bot_refresh_token or (bot.bot_token_expires_at or 0) > time.time() + ROTATE_MINUTES * 60:
            return bot
        key = f"rotate:{bot.enterprise_id}:{bot.team_id}:{bot.bot_token_expires_at}"
        if await self.run(self.reception.take, key) is not Taken.MINE:
            return bot  # Another replica is at it; this token is still good.
        try:
            rotated = await self.rotator.perform_bot_token_rotation(bot=bot, minutes_before_expiration=ROTATE_MINUTES)
        except (SlackTokenRotationError, aiohttp.ClientError, OSError, TimeoutError):  # This one is good for a while yet.
            log.exception("slack.token_not_rotated", team=bot.team_id)
            await self.run(self.reception.release, key)
            return bot
        if rotated is None:
            return bot
        await self.installations.async_save_bot(rotated)
        await self.run(self.reception.done, key)
        return rotated

    def _workspace(self, bot: Bot) -> Workspace:
        return Workspace(
            client=self.client(bot.bot_token),
            team=None if bot.is_enterprise_install else bot.team_id,
            enterprise=bot.enterprise_id,
            bot=bot.bot_id,
            bot_user=bot.bot_user_id,
            name=bot.team_name or bot.enterprise_name or "",
        )
