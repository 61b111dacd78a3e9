"""Mattermost put together: what comes in by its callbacks and its WebSocket, with everything behind their doors. It starts and stops here."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta

import aiohttp
import structlog
from aiohttp import web

from bot.chat.request import Call, Reply
from bot.domain.pace import Pace
from bot.platforms.mattermost import call_shapes as shapes
from bot.platforms.mattermost.answers import Answers
from bot.platforms.mattermost.callbacks import Callbacks
from bot.platforms.mattermost.desk import Desk
from bot.platforms.mattermost.greeter import Greeter
from bot.platforms.mattermost.home import Homecoming
from bot.platforms.mattermost.ids import NAME
from bot.platforms.mattermost.listening import Listening
from bot.platforms.mattermost.mentioned import Mentioned
from bot.platforms.mattermost.people import People
from bot.platforms.mattermost.platform import MattermostPlatform, Ways
from bot.platforms.mattermost.rest import TIMEOUT_S, Rest
from bot.platforms.mattermost.rooms import Rooms
from bot.platforms.mattermost.signing import Signer
from bot.platforms.mattermost.socket import Ears, Socket, Times
from bot.platforms.patience import PATIENCE, Patience
from bot.platforms.platform import Pacing, PlatformError
from bot.platforms.program import Program
from bot.remembered import Remembered
from bot.settings import Settings

log = structlog.get_logger()
SETTLE = timedelta(seconds=20)
UNWELL = timedelta(seconds=60)
# A server limits nothing unless it is told to; told to, it begins with ten requests a second and a hundred at once.
PACING = Pacing(Pace(timedelta(milliseconds=200), burst=5), Pace(timedelta(milliseconds=200), burst=20))


@dataclass(frozen=True)
class Tempo:
    """What is shorter in tests only."""

    times: Times = field(default_factory=Times)
    patience: timedelta = PATIENCE
    pacing: Pacing | None = PACING


class Mattermost:
    """The bot on one server."""

    name = NAME

    def __init__(self, settings: Settings, program: Program, remembered: Remembered, tempo: Tempo | None = None) -> None:
        assert settings.mattermost_url is not None  # The settings say so before anything is built.
        assert settings.mattermost_token is not None  # Likewise.
        tempo = tempo or Tempo()
        token = settings.mattermost_token.get_secret_value()
        signer = Signer(settings.secret.get_secret_value() if settings.secret else "")
        self._settings, self._program = settings, program
        self._session = aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=TIMEOUT_S), trust_env=True)
        self._rest = Rest(settings.mattermost_url, token)
        self._home = Homecoming(self._rest)
        self._patience = Patience(tempo.patience)
        people = People(self._rest, self._home)
        ways = Ways(signer, settings.public_url or "", program.registry.root, settings.command_prefix)
        self.platform = MattermostPlatform(self._rest, ways, Mentioned(self._rest, people, self._resolve), self._home)
        self.platform.pacing = tempo.pacing
        self._rooms = Rooms(self._rest, self._reads_along)
        greeter = Greeter(
            run=program.run,
            reception=program.reception,
            registry=program.registry,
            people=people,
            rooms=self._rooms,
            platform=self.platform,
            after=program.after,
        )
        desk = Desk(self._ask, Answers(self.platform, self._session), greeter, self._patience)
        self._callbacks = Callbacks(desk, signer, program.reception, remembered, program.run, self._bot, ways.clock)
        self._listening = Listening(desk, program.reception, remembered, program.run, self._patience, self._bot)
        ears = Ears(self._listening.event, self._greeted)
        self._socket = Socket(self._session, settings.mattermost_url, token, ears, tempo.times)

    def start(self) -> None:
        """Begin to listen, and to look after what changed meanwhile."""
        self._socket.start()
        self._patience.begin(self._look_at_channels())

    async def stop(self) -> None:
        """Take nothing more up, and let what was begun end."""
        await self._socket.stop()
        await self._patience.settle(SETTLE)
        await self._listening.keep()
        await self._rooms.close()

    async def close(self) -> None:
        """Give the connections back, once delivery has ended too."""
        await self._session.close()
        await self._rest.close()

    def routes(self) -> list[web.RouteDef]:
        """Return what the one web server serves for Mattermost."""
        return self._callbacks.routes()

    def changed(self) -> None:
        """Take up what could not be answered before, and remember how far everything is read: asked at every beat."""
        self._patience.begin(self._listening.retry())

    async def health(self) -> dict[str, object]:
        """Tell how it stands; `well` says whether anybody has to look."""
        down = self._socket.down_for
        return {"well": down < UNWELL, "connected": not down, "down_s": round(down.total_seconds())}

    def _greeted(self) -> None:
        """Begin anew with a server that remembers nothing of the bot: it may have been updated, and something may have been missed."""
        self._home.forget()
        self._listening.fresh()

    async def _ask(self, call: Call) -> Reply:
        return await self._program.run(self._program.ask, call)

    async def _bot(self) -> shapes.Bot:
        home = await self._home()
        return shapes.Bot(home.bot, home.username, self._program.registry.root, self._settings.command_prefix)

    async def _resolve(self, named: frozenset[str]) -> Mapping[str, str]:
        return await self._program.run(self._program.reception.resolve, named)

    async def _reads_along(self, place: str, outsiders: bool) -> None:  # What Rooms tells.
        await self._program.run(lambda: self._program.reception.reads_along(place, outsiders=outsiders))

    async def _look_at_channels(self) -> None:
        """Find out who reads along in the channels that are bound, since that may have changed meanwhile."""
        try:
            await self._home()
        except PlatformError as error:
            log.warning("mattermost.not_reached", reason=str(error))
            return
        for place in await self._program.run(self._program.reception.channels):
            self._rooms.look(place)
