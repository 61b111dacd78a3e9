"""A platform as `pagt run` looks after it: what it serves, how it starts and stops, and how it stands. bot/serve.py holds them."""

from typing import Protocol

from aiohttp import web

from bot.platforms.platform import Platform


class Service(Protocol):
    """One platform that is set up."""

    @property
    def platform(self) -> Platform:
        """What delivery speaks to."""

    def routes(self) -> list[web.RouteDef]:
        """Return what the one web server serves for it."""

    def start(self) -> None:
        """Begin to listen."""

    async def stop(self) -> None:
        """Take nothing more up, and let what was begun end."""

    async def close(self) -> None:
        """Give connections back, once delivery has ended too."""

    async def health(self) -> dict[str, object]:
        """Tell how it stands; `well` says whether anybody has to look."""

    def changed(self) -> None:
        """Draw anew what people may be looking at."""
