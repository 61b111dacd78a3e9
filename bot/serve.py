"""`pagt run` at work: the heart, the platforms that are set up, and the one web server. Signals and printing are the shell's.

Started in an order in which nothing speaks before it can be answered, and stopped in one in which nothing that was taken up is
dropped: first nobody is let in, then what was begun is answered, then what is owed goes out, then connections are given back.
"""

import asyncio
import time
from datetime import timedelta
from typing import TYPE_CHECKING

import structlog
from aiohttp import web

from bot.app import Pagt
from bot.jobs.schedule import Heart
from bot.platforms.platform import Platform
from bot.platforms.program import Program
from bot.platforms.service import Service
from bot.platforms.slack.service import Slack, Tempo
from bot.reception import Reception
from bot.remembered import Remembered
from bot.settings import Settings

if TYPE_CHECKING:
    from bot.platforms.mattermost.service import Tempo as MattermostTempo

log = structlog.get_logger()
HEALTH = "/health"
MOST_BYTES = 2**20  # What anybody may send us; each platform's gate allows less.
SHUTDOWN_S = 20.0
TIDY_S = 3600.0
HEADERS = {"X-Content-Type-Options": "nosniff", "Cache-Control": "no-store", "Server": "pagt"}


class Server:
    """The program as people reach it. `platforms` is the mapping delivery was given; it is filled when the server starts."""

    def __init__(
        self,
        pagt: Pagt,
        settings: Settings,
        platforms: dict[str, Platform],
        tempo: Tempo | None = None,
        mattermost: "MattermostTempo | None" = None,
    ) -> None:
        self._pagt, self._settings, self._platforms, self._tempo, self._mattermost = pagt, settings, platforms, tempo, mattermost
        self._heart = Heart(self._beat)
        self.services: list[Service] = []
        self._runner: web.AppRunner | None = None
        self._tidied_at = float("-inf")
        self._stopped = False

    async def start(self) -> str:
        """Begin to serve and return the address.

        Raises:
            OSError: when the address is taken.
        """
        if self._settings.slack:
            self.services.append(Slack(self._settings, self._program(Slack.name), self._tempo))
        if self._settings.mattermost:
            from bot.platforms.mattermost.service import Mattermost  # noqa: PLC0415  # A tenth of the start, for those who want it.

            secret = self._settings.secret.get_secret_value() if self._settings.secret else ""
            remembered = Remembered(Mattermost.name, self._pagt.store, secret)
            self.services.append(Mattermost(self._settings, self._program(Mattermost.name), remembered, self._mattermost))
        for one in self.services:
            self._platforms[one.platform.name] = one.platform
        try:
            address = await self._listen()
        except BaseException:
            await self._close()
            raise
        for one in self.services:
            one.start()
        self._heart.start()
        return address

    async def stop(self) -> None:
        """Let nobody in any more, answer and deliver what was begun, and end; doing it again changes nothing."""
        if self._stopped:
            return
        self._stopped = True
        if self._runner is not None:
            await self._runner.cleanup()
        await asyncio.gather(*(one.stop() for one in self.services))
        await self._heart.stop()
        await self._close()

    async def _listen(self) -> str:
        """Serve health and whatever the platforms serve."""
        app = web.Application(client_max_size=MOST_BYTES)
        app.router.add_get(HEALTH, self._health)
        for one in self.services:
            app.add_routes(one.routes())
        app.on_response_prepare.append(_with_headers)
        self._runner = web.AppRunner(app, access_log=None, shutdown_timeout=SHUTDOWN_S)
        await self._runner.setup()
        listen = self._settings.listen
        await web.TCPSite(self._runner, listen.host, listen.port).start()
        host, port = self._runner.addresses[0][:2]
        return f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"

    async def _close(self) -> None:
        for one in self.services:
            await one.close()
        if self._runner is not None:
            await self._runner.cleanup()

    def _program(self, platform: str) -> Program:
        pagt = self._pagt
        return Program(
            ask=pagt.dispatch.answer,
            registry=pagt.registry,
            reception=Reception(platform, pagt.store, pagt.now),
            run=pagt.store.run,
            after=self._heart.beat,
            engine=pagt.store.engine,
        )

    async def _beat(self) -> None:
        """Plan what is due, deliver it, and now and then sweep up. A stop ends after what is being sent, however much waits."""
        await self._pagt.store.run(self._pagt.tick.once)
        await self._pagt.store.run(self._pagt.watch.once)
        while await self._pagt.deliver.once() and not self._stopped:
            pass
        for one in self.services:
            one.changed()
        if time.monotonic() - self._tidied_at > TIDY_S:
            self._tidied_at = time.monotonic()
            await self._pagt.store.run(Reception(Slack.name, self._pagt.store, self._pagt.now).tidy)

    async def _health(self, _request: web.Request) -> web.Response:
        """Answer how it stands: 200 when nobody has to look, else 503. No names, no numbers of anybody's."""
        found: dict[str, object] = {"database": await self._database()}
        well = found["database"] is True
        for one in self.services:
            found[one.platform.name] = told = await one.health()
            well = well and told["well"] is True
        return web.json_response({"well": well, **found}, status=200 if well else 503)

    async def _database(self) -> bool:
        """Tell whether the database answers in a moment."""
        try:
            async with asyncio.timeout(timedelta(seconds=2).total_seconds()):
                await self._pagt.store.run(self._asked)
        except Exception:  # noqa: BLE001  # Whatever the reason is, it does not answer.
            return False
        return True

    def _asked(self) -> None:
        with self._pagt.store.read() as installation:
            installation.agreements.ids()


async def _with_headers(_request: web.Request, response: web.StreamResponse) -> None:
    for name, value in HEADERS.items():
        response.headers.setdefault(name, value)
