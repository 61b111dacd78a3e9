"""Slack put together: one app on Bolt, by Socket Mode, HTTP or both, with everything behind its doors. It starts and stops here.

Build it in the event loop and `start` it; `stop` lets whatever was begun end. What it is given from outside is dispatch, reception,
and a way to run them.
"""

import time
from dataclasses import dataclass, field
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import aiohttp
import structlog
from aiohttp import web
from slack_bolt.adapter.aiohttp import to_aiohttp_response
from slack_bolt.app.async_app import AsyncApp
from slack_sdk.web.async_client import AsyncWebClient

from bot.chat.request import Call, Reply
from bot.platforms.patience import Patience
from bot.platforms.platform import Address, PlatformError
from bot.platforms.program import Program
from bot.platforms.slack.acquaintance import Acquaintance
from bot.platforms.slack.answers import Answers
from bot.platforms.slack.asking import Asking
from bot.platforms.slack.authorize import Authorize, OursOnly
from bot.platforms.slack.bolt import carried
from bot.platforms.slack.desk import Desk
from bot.platforms.slack.entry import Entry, entering
from bot.platforms.slack.gate import Admitted, Gate, Memory
from bot.platforms.slack.greeter import Greeter
from bot.platforms.slack.home import Home
from bot.platforms.slack.ids import NAME
from bot.platforms.slack.listeners import Listeners
from bot.platforms.slack.missed import Missed
from bot.platforms.slack.pace import Pace, pacing
from bot.platforms.slack.platform import SlackPlatform
from bot.platforms.slack.rooms import Rooms
from bot.platforms.slack.times import Times
from bot.platforms.slack.webhook import Webhook
from bot.platforms.slack.where import Kept, api_url, workspaces_of
from bot.platforms.slack.wordless import keep_wordless
from bot.settings import Settings
from bot.words import slack as words
from bot.words.language import LANGUAGES, speaking

if TYPE_CHECKING:
    from bot.platforms.slack.connection import Connection

log = structlog.get_logger()
EVENTS_PATH = "/slack/events"
TIMEOUT = timedelta(seconds=9)  # Under delivery's own ten, so that a request is given up by whoever can say what it was.
SETTLE = timedelta(seconds=20)
LOOK_S = 3600.0


@dataclass(frozen=True)
class Tempo:
    """What is shorter in tests only."""

    times: Times = field(default_factory=Times)
    between: float = 1.0
    patience: timedelta = timedelta(seconds=1.5)
    gathering: timedelta = timedelta(seconds=1)
    gap: timedelta = timedelta(seconds=20)  # What was told in a shorter one Slack tells again by itself.


class Slack:
    """The app."""

    name = NAME

    def __init__(self, settings: Settings, program: Program, tempo: Tempo | None = None) -> None:
        self._settings, self._program, self._tempo = settings, program, tempo or Tempo()
        keep_wordless()
        self._session = aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=TIMEOUT.total_seconds()), trust_env=True)
        self._asking = Asking(Pace(between=self._tempo.between))
        self._patience = Patience(self._tempo.patience)
        kept = Kept(program.engine, program.alone, program.reception)
        self.workspaces, self.installing = workspaces_of(settings, self._client, self._asking, kept)
        self.platform = SlackPlatform(
            self.workspaces, self._asking, self._resolve, program.registry.root, settings.command_prefix
        )
        self.platform.pacing = pacing(self._tempo.between, many=settings.slack_client_id is not None)
        self._webhook = Webhook(self._session)
        self.desk = self._desk()
        self._listeners = Listeners(self.desk, self.workspaces, program.reception, program.run)
        self.app = self._bolt()
        self._listeners.listen(self.app)
        self._missed = Missed(program.run, program.reception, self._asking, self.platform.reach, self._listeners.reply)
        self._connection: Connection | None = None
        self._looked_at = float("-inf")
        self._begun = False

    def start(self) -> None:
        """Begin to listen where there is an app token, and to look after what changed meanwhile."""
        token = self._settings.slack_app_token
        if token is not None:
            from bot.platforms.slack.connection import Connection, Link  # noqa: PLC0415  # Over HTTP there is no link.

            link = Link(
                app=self.app,
                token=token.get_secret_value(),
                web=self._client(None),
                answer_late=self._answer_late,
                on_connect=self._caught_up,
                pulse=self._pulse,
            )
            self._connection = Connection(link, self._tempo.times)
            self._connection.start()
        else:
            self._caught_up()

    async def stop(self) -> None:
        """Take nothing more up, and let what was begun end."""
        self._missed.end()
        if self._connection is not None:
            await self._connection.stop()
        await self._patience.settle(SETTLE)
        await self.desk.greeter.rooms.close()

    async def close(self) -> None:
        """Give the connections back, once delivery has ended too."""
        await self._session.close()

    def changed(self) -> None:
        """Draw anew what people may be looking at, and now and then look for what went unheard: replies, and who reads along where."""
        self.desk.greeter.home.changed()
        if time.monotonic() - self._looked_at > LOOK_S:
            self._looked_at = time.monotonic()
            self._patience.begin(self._look_at_channels())
            if self._connection is None:  # Over HTTP no link tells that requests did not get through for a while.
                self._patience.begin(self._missed.look())

    def routes(self) -> list[web.RouteDef]:
        """Return what the one web server serves for Slack."""
        routes = list(self.installing.routes()) if self.installing is not None else []
        secret = self._settings.slack_signing_secret
        if secret is not None:
            routes.append(web.post(EVENTS_PATH, Gate(secret.get_secret_value(), self._memory(), self._admitted).enter))
        return routes

    async def health(self) -> dict[str, object]:
        """Tell how it stands; `well` says whether anybody has to look."""
        if self._connection is None:
            return {"well": True, "over": "http"}
        unwell = self._connection.unwell_for
        connected = await self._connection.connected()
        return {
            "well": unwell < timedelta(seconds=60),
            "over": "socket",
            "connected": connected,
            "unwell_s": round(unwell.total_seconds()),
        }

    def _client(self, token: str | None) -> AsyncWebClient:
        """Return a client that tries nothing twice: a post whose connection dropped may have been taken (reliability.md §7)."""
        return AsyncWebClient(
            token=token, base_url=f"{api_url(self._settings)}/", session=self._session, retry_handlers=[], timeout=9
        )

    def _desk(self) -> Desk:
        program, settings = self._program, self._settings
        people = Acquaintance(self._asking)
        greeter = Greeter(
            run=program.run,
            reception=program.reception,
            registry=program.registry,
            people=people,
            rooms=Rooms(self._asking, people, self._reads_along),
            home=Home(self._ask, self._asking, self.platform, self._patience, gathering_s=self._tempo.gathering.total_seconds()),
            platform=self.platform,
            after=program.after,
        )
        answers = Answers(self._asking, self.platform, self._webhook)
        return Desk(self._ask, answers, greeter, self._patience, program.registry.root, settings.command_prefix)

    def _bolt(self) -> AsyncApp:
        missing = []
        for language in LANGUAGES:  # Bolt has one sentence for everybody.
            with speaking(language):
                missing.append(words.not_installed())
        return AsyncApp(
            name="pagt",  # Without one Bolt reads the source of every module on the stack, in search of one.
            client=self._client(None),
            process_before_response=True,  # The answer leaves when the change is committed, and not before.
            request_verification_enabled=False,  # The gate has done it, on the bytes.
            signing_secret="",
            authorize=Authorize(self.workspaces, self.platform.reach),  # type: ignore[arg-type]  # Bolt takes its own class too.
            before_authorize=OursOnly(self._app_id()),
            user_facing_authorize_error_message="\n".join(missing),
            oauth_flow=self.installing.flow if self.installing is not None else None,
            attaching_function_token_enabled=False,  # Of workflow steps and assistants, neither of which this is.
            attaching_conversation_kwargs_enabled=False,
        )

    def _app_id(self) -> str:
        """Return our app's id, where an app token, as xapp-1-A0123-…, tells it."""
        token = self._settings.slack_app_token
        parts = token.get_secret_value().split("-") if token is not None else []
        return parts[2] if len(parts) > 2 and parts[2].startswith("A") else ""  # noqa: PLR2004  # Its third part.

    async def _admitted(self, admitted: Admitted) -> web.Response:
        """Hand a request that passed the gate to Bolt, its body read already."""
        return await to_aiohttp_response(await carried(self.app, admitted.payload, admitted.headers))

    async def _ask(self, call: Call) -> Reply:
        """Ask dispatch; the request that it follows from is noted in the same turn at the database, before anything else.

        Raises:
            Replayed: when that request has been here before; then nothing was asked.
        """
        entry = entering()
        if entry is not None and entry.take():
            with entry.being_noted():
                return await self._program.run(self._noted, entry, call)
        if entry is not None:
            await entry.known()
        return await self._program.run(self._program.ask, call)

    def _noted(self, entry: Entry, call: Call) -> Reply:
        entry.note(lambda signature: self._program.reception.first(_mark(signature)))
        return self._program.ask(call)

    async def _resolve(self, named: frozenset[str]) -> Any:
        return await self._program.run(self._program.reception.resolve, named)

    def _memory(self) -> Memory:
        """Return what the gate remembers requests by: the database, so that every replica knows, and a restart forgets nothing."""
        program, reception = self._program, self._program.reception

        async def fresh(signature: str) -> bool:
            return await program.run(reception.first, _mark(signature))

        async def forget(signature: str) -> None:
            await program.run(reception.forget, _mark(signature))

        return Memory(fresh, forget)

    async def _reads_along(self, place: str, outsiders: bool) -> None:  # What Rooms tells.
        await self._program.run(lambda: self._program.reception.reads_along(place, outsiders=outsiders))

    async def _answer_late(self, url: str, payload: dict[str, Any]) -> None:
        await self._webhook(url, payload)

    def _caught_up(self) -> None:
        """Look for what went unheard, at the start and each time a link stands again that was down for long."""
        gap = self._connection.unwell_for if self._connection is not None else timedelta()
        if not self._begun or gap > self._tempo.gap:
            self._begun = True
            self._patience.begin(self._missed.look())
            self._patience.begin(self._look_at_channels())

    async def _pulse(self) -> None:
        """Ask Slack something small now and then: links that had fallen silent woke at it (slack.md §11)."""
        for workspace in await self.workspaces.all():
            await self._asking(workspace, "auth_test")

    async def _look_at_channels(self) -> None:
        """Find out who reads along in the channels that are bound, since that may have changed unseen; tokens stay fresh by it too."""
        try:
            await self.workspaces.all()
        except PlatformError as error:
            log.warning("slack.not_reached", reason=str(error))
            return
        for place in await self._program.run(self._program.reception.channels):
            try:
                for workspace in await self.platform.reach.ways(Address("place", place)):
                    if await self.desk.greeter.rooms.look(workspace, place) is not None:
                        break
            except PlatformError as error:
                log.warning("slack.not_reached", reason=str(error))
                return


def _mark(signature: str) -> str:
    """Return by which key a request is remembered."""
    return f"request:{signature}"
