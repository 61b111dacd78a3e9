"""The three doors that Mattermost knocks at: commands, buttons and forms. Only what the server or our own signature vouches for goes in.

Nobody else's word is taken: a command proves itself by its own token, a button and a form by a ticket of ours; the person in it is
looked up anew each time, and what was done once is not done again. Nothing that was sent is ever logged.
"""

import json
import secrets
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from urllib.parse import parse_qsl

import structlog
from aiohttp import web

from bot.platforms.door import FORM, JSON, Turned, TurnedAway, body_of, kind_of
from bot.platforms.mattermost import answer_shapes as answers
from bot.platforms.mattermost import call_shapes as shapes
from bot.platforms.mattermost.desk import Desk
from bot.platforms.mattermost.platform import ACTION_PATH, DIALOG_PATH
from bot.platforms.mattermost.signing import Refused, Signer
from bot.platforms.off_loop import Run
from bot.platforms.reading import text_at
from bot.reception import Reception, Taken
from bot.remembered import Remembered
from bot.words import mattermost as own_words
from bot.words import slack as words
from bot.words.language import speaking

log = structlog.get_logger()
COMMAND_PATH = "/mattermost/command"
MOST_BYTES = 2**17  # A ticket of a long menu is some kilobytes; nobody's form is more.
MOST_FIELDS = 200
WHO = web.RequestKey("WHO", str)  # Where a request keeps who sent it, for the sentence they get when something is broken.


@dataclass
class Callbacks:
    """Lets requests in. `bot` tells who the bot is, for what was typed."""

    desk: Desk
    signer: Signer
    reception: Reception
    remembered: Remembered
    run: Run
    bot: Callable[[], Awaitable[shapes.Bot]]
    clock: Callable[[], datetime]
    _turned: TurnedAway = field(default_factory=lambda: TurnedAway("mattermost"))

    def routes(self) -> list[web.RouteDef]:
        """Return what the one web server serves for Mattermost."""
        return [
            web.post(COMMAND_PATH, self._door(self._command, answers.command_text)),
            web.post(ACTION_PATH, self._door(self._action, answers.press_text)),
            web.post(DIALOG_PATH, self._door(self._dialog, lambda said: {"error": said})),
        ]

    def _door(
        self, take: Callable[[web.Request], Awaitable[Mapping[str, Any]]], sorry: Callable[[str], Mapping[str, Any]]
    ) -> Callable[[web.Request], Awaitable[web.Response]]:
        """Return a handler: whatever happens, the person gets a sentence and the log no words of theirs."""

        async def enter(request: web.Request) -> web.Response:
            try:
                return web.json_response(await take(request))
            except Turned as no:
                self._turned.tell(no.why)
                return web.Response(status=no.status)
            except Exception:
                reference = secrets.token_hex(2).upper()
                log.exception("mattermost.broken", reference=reference, path=request.path)
                with speaking(self.desk.greeter.known_language(request.get(WHO, ""))):
                    return web.json_response(sorry(words.broken(reference)))

        return enter

    async def _command(self, request: web.Request) -> Mapping[str, Any]:
        """Take a command that proves itself by the token of that command in that team."""
        form = _fields(await _body(request, FORM))
        request[WHO] = form.get("user_id", "")
        trigger, team = form.get("command", "").strip().removeprefix("/").casefold(), form.get("team_id", "")
        kind, _, token = request.headers.get("Authorization", "").partition(" ")
        tokens = (form.get("token", ""), token.strip() if kind.casefold() == "token" else "")
        if not await self.run(self.remembered.proves, team[:64], trigger[:128], tokens):
            raise Turned(401, "foreign token")
        call = shapes.call_of_command(form, await self.bot())
        if call is None or call.key is None:
            raise Turned(400, "malformed command")
        if not await self.run(self.reception.first, call.key):
            raise Turned(409, "replayed")
        return await self.desk.command(call, form["trigger_id"], form.get("response_url") or None)

    async def _action(self, request: web.Request) -> Mapping[str, Any]:
        """Take a pressed button that carries a ticket of ours."""
        payload = _object(await _body(request, JSON))
        request[WHO] = text_at(payload, "user_id")
        try:
            press = shapes.pressed(payload, self.signer, self.clock())
        except Refused as no:
            return answers.press_text(await self._not_taken(no, text_at(payload, "user_id")))
        if press is None or press.call.key is None:
            raise Turned(400, "malformed action")
        if not await self.run(self.reception.first, press.call.key):
            raise Turned(409, "replayed")
        return await self.desk.pressed(press)

    async def _dialog(self, request: web.Request) -> Mapping[str, Any]:
        """Take a filled form whose state is a ticket of ours; the same opening is done once, however often it is sent."""
        payload = _object(await _body(request, JSON))
        request[WHO] = text_at(payload, "user_id")
        try:
            sent = shapes.submitted(payload, self.signer, self.clock())
        except Refused as no:
            return {"error": await self._not_taken(no, text_at(payload, "user_id"))}
        if sent is None:
            if text_at(payload, "user_id") and "cancelled" in payload:
                return {}
            raise Turned(400, "malformed dialog")
        assert sent.call.key is not None  # A ticket of a form always has its mark.
        taken = await self.run(self.reception.take, sent.call.key)
        if taken is not Taken.MINE:
            self._turned.tell("replayed")
            return {}
        done = False
        try:
            answer, done = await self.desk.submitted(sent)
        finally:
            await self.run(self.reception.done if done else self.reception.release, sent.call.key)
        return answer

    async def _not_taken(self, no: Refused, user: str) -> str:
        """Return what a person is told whose ticket does not hold, in their language; a forged one is nobody's.

        Raises:
            Turned: for a forged one.
        """
        if no.why == "forged":
            raise Turned(403, "forged")
        self._turned.tell(no.why)
        with speaking(await self.desk.greeter.spoken_to(user)):
            return own_words.not_yours() if no.why == "another person" else own_words.too_old()


async def _body(request: web.Request, kind: str) -> str:
    """Read a body of a kind, and no more of it than may be; what is compressed is refused unread.

    Raises:
        Turned: when it is none.
    """
    kind_of(request, (kind,))
    try:
        return (await body_of(request, MOST_BYTES)).decode("utf-8")
    except UnicodeDecodeError:
        raise Turned(400, "malformed body") from None


def _fields(body: str) -> dict[str, str]:
    """Read a command's form; of a field that is repeated, as mentions are, the first counts."""
    try:
        pairs = parse_qsl(body, keep_blank_values=True, errors="strict", max_num_fields=MOST_FIELDS)
    except ValueError:
        raise Turned(400, "malformed body") from None
    return dict(reversed(pairs))


def _object(body: str) -> Mapping[str, Any]:
    """Read a JSON object."""
    try:
        payload = json.loads(body)
    except (ValueError, RecursionError):
        raise Turned(400, "malformed body") from None
    if not isinstance(payload, dict):
        raise Turned(400, "malformed body")
    return payload
