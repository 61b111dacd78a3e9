"""The fake Slack's own web server, on a free port of this machine: Web API, Socket Mode, response_url, uploads."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from aiohttp import web

from tests.platforms.fake_slack.blocks import check_message
from tests.platforms.fake_slack.chat_methods import ChatMethods
from tests.platforms.fake_slack.faults import Faults, dropped, met
from tests.platforms.fake_slack.link import Links
from tests.platforms.fake_slack.refusals import MissingScope, Refused, TooOften
from tests.platforms.fake_slack.state import Json, Message, ResponseUrl, State
from tests.platforms.fake_slack.web_api import WebApi

_JSON = ("blocks", "view", "metadata", "files", "manifest", "attachments")
MOST_USES = 5
URL_LIVES = 30 * 60


@dataclass
class Server:
    """Serves; `away` refuses every connection, as a network that is down does."""

    state: State
    pace: float = 1.0
    faults: Faults = field(default_factory=Faults)
    links: Links = field(default_factory=Links)
    port: int = 0
    refused: list[tuple[str, str, list[str]]] = field(default_factory=list)
    _runner: web.AppRunner | None = None

    def __post_init__(self) -> None:
        """Put the Web API together."""
        self.api = WebApi(self.state, ChatMethods(self.state, self.pace))

    @property
    def url(self) -> str:
        """Where it is reached."""
        return f"http://127.0.0.1:{self.port}"

    async def start(self) -> None:
        """Listen; the port is kept over a pause."""
        app = web.Application(client_max_size=64 * 2**20)
        app.router.add_route("*", "/api/{method}", self._method)
        app.router.add_get("/link", self.links.handle)
        app.router.add_post("/response/{ticket}", self._response)
        app.router.add_post("/upload/{file}", self._upload)
        self._runner = web.AppRunner(app, shutdown_timeout=0.1, access_log=None)
        await self._runner.setup()
        site = web.TCPSite(self._runner, "127.0.0.1", self.port)
        await site.start()
        self.port = self._runner.addresses[0][1]
        self.api.upload_url = f"{self.url}/upload"

    async def stop(self) -> None:
        """Stop listening, and drop what is connected."""
        if self._runner is not None:
            await self.links.kill()
            await self._runner.cleanup()
            self._runner = None

    async def _method(self, request: web.Request) -> web.StreamResponse:
        method = request.match_info["method"]
        body = await request.read()

        async def answer() -> web.StreamResponse:
            return await self._answered(request, method, body)

        await self.links.thawed.wait()
        fault = self.faults.next(method)
        return await met(fault, request, answer) if fault else await answer()

    async def _answered(self, request: web.Request, method: str, body: bytes) -> web.StreamResponse:
        facts = await _facts(request, body)
        token = request.headers.get("Authorization", "").removeprefix("Bearer ").strip() or str(facts.get("token") or "")
        self.api.link_url = f"ws://127.0.0.1:{self.port}/link?ticket={self.links.ticket()}&app_id=A0PAGT"
        try:
            found = self.api.call(method, token, facts)
        except TooOften as no:
            headers = {"Retry-After": str(no.seconds)}
            return web.json_response({"ok": False, "error": "ratelimited"}, status=429, headers=headers)
        except Refused as no:
            self.refused.append((method, no.error, no.problems))
            return web.json_response(_refusal(no))
        return web.json_response(found, headers={"x-oauth-scopes": ",".join(self._scopes(token))})

    def _scopes(self, token: str) -> list[str]:
        found = self.state.installs.get(token)
        return sorted(found.scopes) if found else []

    async def _upload(self, request: web.Request) -> web.StreamResponse:
        found = self.state.uploads.get(request.match_info["file"])
        if found is None:
            return web.Response(status=404)
        if (fault := self.faults.next("upload")) is not None and fault.kind == "before":
            return dropped(request)
        found["data"] = await request.read()
        return web.Response(text=f"OK - {len(found['data'])}")

    async def _response(self, request: web.Request) -> web.StreamResponse:
        """Take an answer by response_url: five within half an hour, no more."""
        found = self.state.response_urls.get(request.match_info["ticket"])
        facts = await request.json()
        fault = self.faults.next("response_url")
        if fault is not None and fault.kind in {"before", "status"}:
            return dropped(request) if fault.kind == "before" else web.Response(status=int(fault.amount))
        try:
            self.respond(found, facts)
        except Refused as no:
            self.refused.append(("response_url", no.error, no.problems))
            return web.json_response({"ok": False, "error": no.error}, status=404 if no.error.endswith("_url") else 400)
        return dropped(request) if fault is not None else web.Response(text="ok")

    def respond(self, url: ResponseUrl | None, facts: Mapping[str, Any]) -> None:
        """Do what an answer by response_url asks for.

        Raises:
            Refused: when the address was used up, or the message is one Slack refuses.
        """
        if url is None:
            raise Refused("invalid_url")
        if url.uses >= MOST_USES:
            raise Refused("used_url")
        if self.state.clock.now() - url.at > URL_LIVES:
            raise Refused("expired_url")
        if not facts.get("delete_original"):
            check_message(facts.get("text"), facts.get("blocks"))
        url.uses += 1
        original = self.state.at(url.channel, url.message) if url.message else None
        if original is not None and facts.get("delete_original"):
            self.state.messages.remove(original)
        elif original is not None and facts.get("replace_original"):
            original.text, original.blocks = str(facts.get("text") or ""), list(facts.get("blocks") or ())
            original.edited = self.state.clock.stamp()
        else:
            self.say(url, facts)

    def say(self, url: ResponseUrl, facts: Mapping[str, Any]) -> Message:
        """Show an answer in the conversation: to the person alone, unless it is for all."""
        bot = self.state.installs[url.token]
        alone = facts.get("response_type", "ephemeral") != "in_channel"
        thread = facts.get("thread_ts") or url.thread_ts
        text, blocks = str(facts.get("text") or ""), list(facts.get("blocks") or ())
        message = Message(self.state.clock.stamp(), url.channel, bot.bot_user, text, blocks, thread, bot.bot_id)
        message.only_for = url.user if alone else None
        return self.state.add(message)


async def _facts(request: web.Request, body: bytes) -> Json:
    """Read the facts of a call, however they are sent: in the address, as a form, or as JSON."""
    facts: Json = dict(request.query)
    if request.content_type == "application/json" and body:
        facts |= json.loads(body)
    elif body:
        facts |= dict(await request.post())
    for name in _JSON:
        if isinstance(facts.get(name), str):
            try:
                facts[name] = json.loads(facts[name])
            except ValueError:
                facts[name] = "no JSON"
    return facts


def _refusal(no: Refused) -> Json:
    found: Json = {"ok": False, "error": no.error}
    if no.problems:
        found |= {"errors": no.problems, "response_metadata": {"messages": [f"[ERROR] {one}" for one in no.problems]}}
    if isinstance(no, MissingScope):
        found |= {"needed": no.needed, "provided": no.provided}
    return found
