"""`pagt run` at work: the heart, the platforms that are set up, and what the web server serves. Signals and printing are the shell's.

Started in an order in which nothing speaks before it can be answered, and stopped in one in which nothing that was taken up is
dropped: first nobody is let in, then what was begun is answered, then what is owed goes out, then connections are given back.
"""

import asyncio
import time
from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING

import structlog
from aiohttp import web

from bot.app import Pagt
from bot.entrance import Entrance
from bot.jobs.heartbeat import Heartbeat
from bot.jobs.schedule import Heart
from bot.platforms import feed
from bot.platforms.platform import Platform
from bot.platforms.program import Program
from bot.platforms.service import Service
from bot.platforms.slack.service import Slack, Tempo
from bot.reception import Reception
from bot.settings import Settings
from bot.standing import Standing
from bot.watchdog import Times as WatchTimes
from bot.watchdog import Watchdog, notify
from storage.clock import database_now
from storage.paces import Paces

if TYPE_CHECKING:
    from bot.platforms.mattermost.service import Tempo as MattermostTempo

log = structlog.get_logger()
READY, METRICS = "/readyz", "/metrics"
STUCK_S = 300.0  # A beat that has much to deliver ends a part of it within a minute.
TIDY_S = 3600.0
WATCH_S = 10.0  # An outage is told of after ten minutes; a beat comes after every command, and to look takes as long as those.


class Server:
    """The program as people reach it. `platforms` is the mapping delivery was given; it is filled when the server starts.

    The `entrance` may be open already: then those who wait there are led in. Without one, people come in from the start on.
    """

    def __init__(
        self,
        pagt: Pagt,
        settings: Settings,
        platforms: dict[str, Platform],
        tempo: Tempo | None = None,
        mattermost: "MattermostTempo | None" = None,
        *,
        watch: WatchTimes | None = None,
        entrance: Entrance | None = None,
    ) -> None:
        self._pagt, self._settings, self._platforms, self._tempo, self._mattermost = pagt, settings, platforms, tempo, mattermost
        self._heart = Heart(self._beat)
        self._heartbeat = Heartbeat(pagt.store, pagt.now, settings.admin_channel)
        self.services: list[Service] = []
        self.standing = Standing(pagt, self.services)
        self._watch = watch
        self.watchdog: Watchdog | None = None
        self._moved_at = time.monotonic()
        self._entrance = entrance or Entrance()
        self._watched_at = self._tidied_at = float("-inf")
        self._reckoned = self._stopped = False

    async def start(self) -> str:
        """Begin to serve and return the address.

        Raises:
            OSError: when the address is taken.
        """
        if self._settings.slack:
            self.services.append(Slack(self._settings, self._program(Slack.name), self._tempo))
        if self._settings.mattermost:
            from bot.platforms.mattermost.service import Mattermost  # noqa: PLC0415  # A tenth of the start, for those who want it.
            from bot.remembered import Remembered  # noqa: PLC0415  # Likewise.

            secret = self._settings.secret.get_secret_value() if self._settings.secret else ""
            remembered = Remembered(Mattermost.name, self._pagt.store, secret)
            self.services.append(Mattermost(self._settings, self._program(Mattermost.name), remembered, self._mattermost))
        for one in self.services:
            self._platforms[one.platform.name] = one.platform
        try:
            address = await self._entrance.open(*self._settings.listen)
            self._entrance.lead_to(self._routes())
        except BaseException:
            await self._close()
            raise
        for one in self.services:
            one.start()
        self._heart.start()
        self.watchdog = Watchdog(
            {"heart": self._moves, **{one.platform.name: _looked_at(one) for one in self.services}}, self._watch
        )
        self.watchdog.start()
        notify("READY=1")
        return address

    async def dead(self) -> None:
        """Wait until the watchdog has found something dead, which may be for ever."""
        assert self.watchdog is not None  # It is there from the start on.
        await self.watchdog.dead.wait()

    async def stop(self) -> None:
        """Let nobody in any more, answer and deliver what was begun, and end; doing it again changes nothing."""
        if self._stopped:
            return
        self._stopped = True
        notify("STOPPING=1")
        if self.watchdog is not None:
            await self.watchdog.stop()
        await self._entrance.close()
        await asyncio.gather(*(one.stop() for one in self.services))
        await self._heart.stop()
        await self._close()

    def _routes(self) -> list[web.RouteDef]:
        """Return how it stands, calendar feeds where others reach us, and whatever the platforms serve."""
        routes = [web.get(READY, self._ready), web.get(METRICS, self._metrics)]
        if self._settings.public_url:
            routes += feed.routes(self._pagt.feed)
        for one in self.services:
            routes += one.routes()
        return routes

    async def _close(self) -> None:
        for one in self.services:
            await one.close()
        await self._entrance.close()

    def _program(self, platform: str) -> Program:
        pagt = self._pagt
        return Program(
            ask=pagt.counts.counted(pagt.dispatch.answer),
            registry=pagt.registry,
            reception=Reception(platform, pagt.store, pagt.now),
            run=pagt.store.share,
            alone=pagt.store.run,
            after=self._heart.beat,
            engine=pagt.store.engine,
        )

    async def _beat(self) -> None:
        """Plan what is due, deliver it, and now and then sweep up. A stop ends after what is being sent, however much waits.

        The first beat works every moment out anew before it plans: people's commands need not wait for that at the start. The tick
        itself comes back to an agreement where that failed.
        """
        if self._pagt.store.trouble is not None:
            await self._pagt.store.run(self._pagt.store.try_again)
        if not self._reckoned:
            await self._pagt.store.run(self._pagt.tick.anew)
            self._reckoned = True
        await self._pagt.store.run(self._pagt.tick.once)
        await self._pagt.store.run(self._heartbeat.once)
        if time.monotonic() - self._watched_at > WATCH_S:
            self._watched_at = time.monotonic()
            await self._pagt.store.run(self._pagt.watch.once)
        self.standing.ticked()
        while await self._pagt.deliver.once() and not self._stopped:
            self._moved_at = time.monotonic()
        self._moved_at = time.monotonic()
        if (wait := await self._pagt.deliver.next_wait()) is not None:
            self._heart.beat_in(wait)
        for one in self.services:
            one.changed()
        if time.monotonic() - self._tidied_at > TIDY_S:
            self._tidied_at = time.monotonic()
            await self._pagt.store.run(self._forget)
            await self._pagt.store.run(Reception(Slack.name, self._pagt.store, self._pagt.now).tidy)

    def _forget(self) -> None:
        with self._pagt.store.begin() as installation:
            Paces(installation.session, database_now(installation.session)).forget_full()

    async def _moves(self) -> bool:
        """Tell whether the beat gets on; a database that is away makes it fail, and not stand still."""
        return time.monotonic() - max(self._moved_at, self._heart.ended_at) < STUCK_S

    async def _ready(self, _request: web.Request) -> web.Response:
        """Answer how it stands: 200 when nobody has to look, else 503. No names, no numbers of anybody's."""
        found = await self.standing.ready()
        return web.json_response(found, status=200 if found["well"] is True else 503)

    async def _metrics(self, _request: web.Request) -> web.Response:
        """Answer with the numbers."""
        return web.Response(body=await self.standing.metrics(), content_type="text/plain", charset="utf-8")


def _looked_at(service: Service) -> Callable[[], Awaitable[bool]]:
    """Return what asks a platform whether it is well."""

    async def look() -> bool:
        return (await service.health())["well"] is True

    return look
