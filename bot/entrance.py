"""The one web server. It is open before the program behind it is loaded: whoever comes early waits, and is not turned away.

To load the program is most of a start, and whoever gave a command meanwhile would be told by their platform that nobody is there.
"""

import asyncio
from collections.abc import Iterable

from aiohttp import web
from typing_extensions import override

ALIVE = "/healthz"
MOST_BYTES = 2**20  # What anybody may send us; each platform's gate allows less.
SHUTDOWN_S = 20.0
PATIENCE_S = 2.5  # Slack gives up after three seconds, and is to hear before that that it may try again.
HEADERS = {"X-Content-Type-Options": "nosniff", "Cache-Control": "no-store"}


class Entrance:
    """The web server: `open` it, and `lead_to` the program as soon as there is one. Make it in the event loop."""

    def __init__(self) -> None:
        self._inside = _Inside()
        app = web.Application(client_max_size=MOST_BYTES)
        app.add_routes([_ALIVE])
        app.router.register_resource(self._inside)
        app.on_response_prepare.append(_with_headers)
        self._runner = web.AppRunner(app, access_log=None, shutdown_timeout=SHUTDOWN_S)

    async def open(self, host: str, port: int) -> str:
        """Let people in, if that is not done, and return the address.

        Raises:
            OSError: when the address is taken.
        """
        if not self._runner.addresses:
            await self._runner.setup()
            await web.TCPSite(self._runner, host, port).start()
        host, port = self._runner.addresses[0][:2]
        return f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"

    def lead_to(self, routes: Iterable[web.RouteDef]) -> None:
        """Lead everybody to the program, those who wait for it first."""
        self._inside.routes.add_routes([_ALIVE, *routes])  # What comes this far asks in a way in which it is not answered.
        self._inside.there = True
        self._inside.known.set()

    async def close(self) -> None:
        """Let nobody in any more, and wait for the answers to those who are inside; doing it again changes nothing."""
        self._inside.known.set()
        await self._runner.cleanup()


class _Inside(web.DynamicResource):
    """Every address but those of the entrance itself: which there are, the program says once it is there."""

    def __init__(self) -> None:
        super().__init__("/{anywhere:.*}")
        self.add_route("*", _not_yet)
        self.routes = web.UrlDispatcher()
        self.there = False
        self.known = asyncio.Event()  # Whether the program is there, or will not be.

    @override
    async def resolve(self, request: web.Request) -> tuple[web.UrlMappingMatchInfo | None, set[str]]:
        """Find who answers: the program, or whoever says that it is not there yet."""
        if self.there or await self._comes():
            return await self.routes.resolve(request), set()
        return await super().resolve(request)

    async def _comes(self) -> bool:
        """Wait for the program; tell whether it came."""
        try:
            async with asyncio.timeout(PATIENCE_S):
                await self.known.wait()
        except TimeoutError:
            pass
        return self.there


async def _not_yet(_request: web.Request) -> web.Response:
    return web.Response(status=503)


async def _alive(_request: web.Request) -> web.Response:
    """Answer that the program runs, whatever else does not."""
    return web.json_response({"alive": True})


_ALIVE = web.get(ALIVE, _alive)


async def _with_headers(_request: web.Request, response: web.StreamResponse) -> None:
    for name, value in HEADERS.items():
        response.headers.setdefault(name, value)
    response.headers["Server"] = "pagt"  # By now the library has written its own name there, and its version.
