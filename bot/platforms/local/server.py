"""The workspace's web server: its routes, its walls and its life. What a request means stands in visits.py and actions.py."""

import errno
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from aiohttp import web

from bot.platforms import feed
from bot.platforms.local import actions, statics, visits
from bot.platforms.local.asked import PARTS, STREAMS
from bot.platforms.local.desk import NotHere
from bot.platforms.local.live import Streams
from bot.platforms.local.loopback import Handler, only_here, refuse_unless_loopback, with_headers
from bot.platforms.local.page import Parts
from bot.platforms.local.shapes import TEMPLATES
from bot.words import workspace as words
from bot.words.language import LANGUAGES, speaking, spoken

LARGEST_REQUEST = 256 * 1024
PORTS_TO_TRY = 20


def workspace_app(parts: Parts) -> web.Application:
    """Return the web application of a workspace."""
    app = web.Application(middlewares=[only_here, found_or_not], client_max_size=LARGEST_REQUEST)
    app[PARTS], app[STREAMS] = parts, Streams()
    app.on_response_prepare.append(with_headers)
    app.on_shutdown.append(_close_streams)
    app.add_routes(_routes())
    if parts.feed is not None:
        app.add_routes(feed.routes(parts.feed))
    return app


@asynccontextmanager
async def serving(parts: Parts, host: str, port: int, *, next_free: bool = False) -> AsyncIterator[str]:
    """Serve the workspace while the block runs, and yield its address; `next_free` takes the next port that is.

    Raises:
        NotLoopback: when the host is not this machine alone.
        OSError: when the port is taken.
    """
    refuse_unless_loopback(host)
    runner = web.AppRunner(workspace_app(parts), shutdown_timeout=10, access_log=None)
    await runner.setup()
    try:
        yield await _listen(runner, host.strip().removeprefix("[").removesuffix("]"), port, next_free=next_free)
    finally:
        await runner.cleanup()


async def _listen(runner: web.AppRunner, host: str, port: int, *, next_free: bool) -> str:
    """Listen on the port, or on the first free one after it, and return the address."""
    last = port + PORTS_TO_TRY if next_free and port else port
    for candidate in range(port, last + 1):
        site = web.TCPSite(runner, host, candidate)
        try:
            await site.start()
        except OSError as error:
            if error.errno != errno.EADDRINUSE or candidate == last:
                raise
            await site.stop()
        else:
            return f"http://{f'[{host}]' if ':' in host else host}:{runner.addresses[0][1]}/"
    raise AssertionError("unreachable")  # The last candidate either listens or raises.


def _routes() -> list[web.AbstractRouteDef]:
    me = "/as/{user}"
    room, post, form = me + "/rooms/{room}", me + "/posts/{post}", me + "/forms/{form}"
    return [
        web.get("/", visits.start),
        web.get(me, visits.person),
        web.get(room, visits.room),
        web.get(room + "/before/{post}", visits.before),
        web.get(me + "/threads/{post}", visits.thread),
        web.get(me + "/nothing", visits.nothing),
        web.get(me + "/again", visits.again),
        web.get(me + "/events", visits.events),
        web.get(post + r"/parts/{part:\d{1,4}}", visits.part),
        web.post(room + "/say", actions.say),
        web.post(room + "/read", actions.read),
        web.post(post + "/press", actions.press),
        web.post(post + "/hide", actions.hide),
        web.post(form, actions.submit),
        web.post(form + "/draft", actions.draft),
        web.post(form + "/close", actions.dismiss),
        web.post(me + "/language", actions.language),
        web.post(me + "/clock", actions.clock),
        web.static(statics.ADDRESS, statics.FOLDER),
    ]


@web.middleware
async def found_or_not(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Answer a person who asks for what is not there with a page that leads back."""
    try:
        return await handler(request)
    except (NotHere, web.HTTPNotFound):
        asked = request.headers.get("Accept-Language", "da")[:2]
        with speaking(asked if asked in LANGUAGES else "en"):
            html = TEMPLATES.get_template("missing.html").render(language=spoken(), t=words.labels())
        return web.Response(text=html, content_type="text/html", status=404)


async def _close_streams(app: web.Application) -> None:
    app[STREAMS].close()
