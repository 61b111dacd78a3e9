"""The fake Mattermost's own web server, on a free port of this machine: REST, WebSocket, response_url."""

import json
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from aiohttp import web

from tests.platforms.fake_mattermost import channels_api as channels
from tests.platforms.fake_mattermost import people_api as people
from tests.platforms.fake_mattermost import system_api as system
from tests.platforms.fake_mattermost.asked import Asked
from tests.platforms.fake_mattermost.commands_api import Commands
from tests.platforms.fake_mattermost.dialogs import open_dialog
from tests.platforms.fake_mattermost.faults import Faults
from tests.platforms.fake_mattermost.posts_api import Posts
from tests.platforms.fake_mattermost.refusals import Refused
from tests.platforms.fake_mattermost.sockets import Sockets
from tests.platforms.fake_mattermost.state import State, User

Handler = Callable[[Asked], Any]
PREFIX = "/api/v4"


@dataclass
class Server:
    """Serves. `calls` are all calls of the API as method, path and body, and `refused` what it said no to."""

    state: State
    faults: Faults = field(default_factory=Faults)
    port: int = 0
    calls: list[tuple[str, str, Any]] = field(default_factory=list)
    refused: list[tuple[str, int, str]] = field(default_factory=list)
    respond: Callable[[str, Any], None] | None = None
    _runner: web.AppRunner | None = None

    def __post_init__(self) -> None:
        """Put the parts together."""
        self.sockets = Sockets(self.state, self.state.tokens.get)
        self.posts = Posts(self.state, self.sockets.posted)
        self.commands = Commands(self.state)
        self.routes = [(method, re.compile(f"{PREFIX}{path}\\Z"), handle) for method, path, handle in self._routes()]

    @property
    def url(self) -> str:
        """Where it is reached, and what its SiteURL is."""
        return f"http://127.0.0.1:{self.port}"

    async def start(self) -> None:
        """Listen; the port is kept over a pause."""
        app = web.Application(client_max_size=64 * 2**20)
        app.router.add_get(f"{PREFIX}/websocket", self.sockets.handle)
        app.router.add_post("/hooks/commands/{hook}", self._hook)
        app.router.add_route("*", f"{PREFIX}/{{rest:.*}}", self._call)
        self._runner = web.AppRunner(app, shutdown_timeout=0.1, access_log=None)
        await self._runner.setup()
        await web.TCPSite(self._runner, "127.0.0.1", self.port).start()
        self.port = self._runner.addresses[0][1]
        self.state.config.setdefault("ServiceSettings", {}).setdefault("SiteURL", self.url)

    async def stop(self) -> None:
        """Stop listening, drop what is connected, and forget what was sent, as a node that goes down."""
        if self._runner is not None:
            await self.sockets.forget()
            await self._runner.cleanup()
            self._runner = None

    async def _call(self, request: web.Request) -> web.StreamResponse:
        call = f"{request.method} {request.path.removeprefix(PREFIX)}"
        body = b"" if request.content_type == "multipart/form-data" else await request.read()  # What is in parts is read as such.

        async def answer() -> web.StreamResponse:
            return await self._answered(request, call, body)

        return await self.faults.through(call, request, answer)

    async def _answered(self, request: web.Request, call: str, body: bytes) -> web.StreamResponse:
        try:
            asked = await self._asked(request, body)
            self.calls.append((request.method, request.path.removeprefix(PREFIX), asked.body))
            handle = self._handler(request, asked)
            found = handle(asked)
        except Refused as no:
            self.refused.append((call, no.status, no.id))
            return self._json(no.json(self.state.new_id("request")), no.status)
        status, said = found if isinstance(found, tuple) else (200, found)
        return self._json(said, status)

    def _json(self, said: Any, status: int) -> web.Response:
        """Return an answer; the library the bot uses looks for exactly this content type."""
        version = f"{self.state.era.version}.{self.state.era.version}.fake.false"
        headers = {"Content-Type": "application/json", "X-Version-Id": version}
        return web.Response(status=status, body=json.dumps(said).encode(), headers=headers)

    async def _asked(self, request: web.Request, body: bytes) -> Asked:
        """Read a call."""
        token = request.headers.get("Authorization", "").removeprefix("Bearer ").strip()
        asked = Asked(self.state, self._user(token), query=dict(request.query))
        if request.content_type == "multipart/form-data":
            for name, value in (await request.post()).items():
                if isinstance(value, web.FileField):
                    asked.uploads.append((value.filename, value.content_type, value.file.read()))
                else:
                    asked.body = {**(asked.body or {}), name: str(value)}
        elif body:
            try:
                asked.body = json.loads(body)
            except ValueError:
                raise Refused(400, "api.context.invalid_body_param.app_error", "Invalid request body.") from None
        return asked

    def _user(self, token: str) -> User | None:
        """Return whose a token is.

        Raises:
            Refused: 401 when it is nobody's.
        """
        if not token:
            return None
        found = self.state.users.get(self.state.tokens.get(token, ""))
        if found is None or found.delete_at:
            raise Refused(401, "api.context.session_expired.app_error", "Invalid or expired session, please login again.")
        return found

    def _handler(self, request: web.Request, asked: Asked) -> Handler:
        for method, path, handle in self.routes:
            if method == request.method and (found := path.match(request.path)):
                asked.path = found.groupdict()
                return handle
        raise Refused(404, "api.context.404.app_error", "Sorry, we could not find the page.")

    async def _hook(self, request: web.Request) -> web.StreamResponse:
        """Take an answer by response_url, on which nothing but the address is asked for."""
        call = "POST /hooks/commands"
        body = await request.read()

        async def answer() -> web.StreamResponse:
            assert self.respond is not None
            try:
                self.respond(request.match_info["hook"], json.loads(body))
            except Refused as no:
                self.refused.append((call, no.status, no.id))
                return self._json(no.json(self.state.new_id("request")), no.status)
            return web.Response(text="ok")

        return await self.faults.through(call, request, answer)

    def _routes(self) -> list[tuple[str, str, Handler]]:
        """Return every call there is; a path's pieces are ids, names or `me`."""
        user, team, channel = "(?P<user>[^/]+)", "(?P<team>[^/]+)", "(?P<channel>[^/]+)"
        post, command, file, name = "(?P<post>[^/]+)", "(?P<command>[^/]+)", "(?P<file>[^/]+)", "(?P<name>[^/]+)"
        return [
            ("GET", "/system/ping", system.ping),
            ("GET", "/config/client", system.client_config),
            ("GET", "/config", system.config),
            ("GET", "/users", people.users),
            ("POST", "/users/ids", people.by_ids),
            ("POST", "/users/usernames", people.by_usernames),
            ("GET", f"/users/username/{name}", people.by_username),
            ("GET", f"/users/{user}", people.one_user),
            ("POST", f"/users/{user}/tokens", people.make_token),
            ("GET", f"/users/{user}/teams", people.teams_of),
            ("GET", f"/users/{user}/channels", channels.mine),
            ("GET", f"/users/{user}/teams/{team}/channels", channels.mine),
            ("POST", "/bots", people.make_bot),
            ("GET", "/bots", people.bots),
            ("GET", f"/bots/{user}", people.one_bot),
            ("PUT", f"/bots/{user}", people.change_bot),
            ("POST", f"/bots/{user}/enable", people.enable_bot),
            ("GET", "/teams", people.teams),
            ("GET", f"/teams/name/{name}", people.team_by_name),
            ("GET", f"/teams/{team}", people.one_team),
            ("GET", f"/teams/{team}/members", people.team_members),
            ("POST", f"/teams/{team}/members", people.join_team),
            ("GET", f"/teams/{team}/members/{user}", people.team_member),
            ("PUT", f"/teams/{team}/members/{user}/roles", people.team_roles),
            ("GET", f"/teams/{team}/channels/name/{name}", channels.channel_by_name),
            ("GET", f"/teams/{team}/commands/autocomplete", self.commands.autocomplete),
            ("POST", "/channels/direct", channels.direct),
            ("GET", f"/channels/{channel}", channels.one_channel),
            ("GET", f"/channels/{channel}/stats", channels.stats),
            ("GET", f"/channels/{channel}/members", channels.members),
            ("POST", f"/channels/{channel}/members", channels.join),
            ("GET", f"/channels/{channel}/members/{user}", channels.member),
            ("GET", f"/channels/{channel}/posts", channels.posts),
            ("POST", "/posts", self.posts.create),
            ("POST", "/posts/ephemeral", self.posts.ephemeral),
            ("POST", "/posts/ids", self.posts.by_ids),
            ("GET", f"/posts/{post}", self.posts.get),
            ("PUT", f"/posts/{post}", self.posts.patch),
            ("DELETE", f"/posts/{post}", self.posts.delete),
            ("PUT", f"/posts/{post}/patch", self.posts.patch),
            ("GET", f"/posts/{post}/thread", self.posts.thread),
            ("POST", "/files", self.posts.upload),
            ("GET", f"/files/{file}/info", self.posts.file_info),
            ("GET", "/commands", self.commands.listed),
            ("POST", "/commands", self.commands.create),
            ("GET", f"/commands/{command}", self.commands.get),
            ("PUT", f"/commands/{command}", self.commands.update),
            ("DELETE", f"/commands/{command}", self.commands.delete),
            ("PUT", f"/commands/{command}/regen_token", self.commands.regenerate),
            ("POST", "/actions/dialogs/open", open_dialog),
        ]
