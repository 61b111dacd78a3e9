"""What is known of the server and of the bot itself there: asked once, before anything is drawn. What is done with it is for others."""

import asyncio
from dataclasses import dataclass

from bot.platforms.mattermost.limits import MESSAGE
from bot.platforms.mattermost.rest import Rest
from bot.platforms.mattermost.versions import SUPPORTED, Version, read_version
from bot.platforms.platform import PlatformError
from bot.platforms.reading import text_at

SHORTEST = 1_000  # Less than this nobody's server takes; a stranger number is a mistake of somebody's.


@dataclass(frozen=True)
class Home:
    """The server, and the bot on it."""

    bot: str
    username: str
    version: Version
    longest: int = MESSAGE
    locale: str = "en"  # What whoever chose none has.


class Homecoming:
    """Finds out where the bot is, once; while the server is not there, whoever asks is told so."""

    def __init__(self, rest: Rest) -> None:
        self._rest = rest
        self._known: Home | None = None
        self._turn = asyncio.Lock()

    async def __call__(self) -> Home:
        """Return what is known.

        Raises:
            PlatformError: when the server cannot be asked.
        """
        async with self._turn:
            if self._known is None:
                self._known = await self._look()
            return self._known

    def forget(self) -> None:
        """Ask anew the next time: the server may have been updated."""
        self._known = None

    async def _look(self) -> Home:
        me = await self._rest.ask(self._rest.api.users.get_user("me"))
        config = await self._rest.raw("get", "/api/v4/config/client", format="old")
        bot = text_at(me, "id")
        if not bot:
            raise PlatformError("the server does not say who the bot is")
        size = text_at(config, "MaxPostSize")
        longest = min(MESSAGE, int(size)) if size.isdecimal() and int(size) >= SHORTEST else MESSAGE
        version = read_version(text_at(config, "Version")) or SUPPORTED
        return Home(bot, text_at(me, "username"), version, longest, text_at(config, "DefaultClientLocale") or "en")
