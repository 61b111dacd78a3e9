"""Who may reach the page at all: this machine, from this page. There are no passwords, so this is the whole wall."""

from collections.abc import Awaitable, Callable
from ipaddress import ip_address
from urllib.parse import urlsplit

from aiohttp import web

from bot.platforms.local import statics
from bot.words import workspace as words

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]
_NAMES = frozenset({"localhost", "127.0.0.1", "::1"})
_HEADERS = {
    "Content-Security-Policy": (
        "default-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'; object-src 'none'"
    ),
    "Cache-Control": "no-store",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
    "Referrer-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
}


class NotLoopback(ValueError):  # noqa: N818  # Its text is an answer to the person who started the program.
    """The workspace was told to listen where others could reach it."""


def refuse_unless_loopback(host: str) -> None:
    """Do nothing when a host is this machine's own loopback.

    Raises:
        NotLoopback: with a sentence in the language being spoken.
    """
    name = host.strip().removeprefix("[").removesuffix("]").casefold()
    try:
        loopback = name == "localhost" or ip_address(name).is_loopback
    except ValueError:
        loopback = False
    if not loopback:
        raise NotLoopback(words.not_loopback(host))


@web.middleware
async def only_here(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Answer this machine's own page only: a foreign name for our address, or a foreign page's form, gets nothing."""
    if not _asked_by_our_name(request):
        raise web.HTTPMisdirectedRequest
    if request.method not in {"GET", "HEAD"} and not _from_our_page(request):
        raise web.HTTPForbidden
    return await handler(request)


async def with_headers(request: web.Request, response: web.StreamResponse) -> None:
    """Tell the browser to fetch nothing from anywhere else, and to keep nothing but the page's own files."""
    if request.path.startswith(f"{statics.ADDRESS}/"):
        response.headers["Cache-Control"] = "public, max-age=31536000, immutable"
    for name, value in _HEADERS.items():
        response.headers.setdefault(name, value)


def _asked_by_our_name(request: web.Request) -> bool:
    """Tell whether the Host header names loopback and our own port: a rebound DNS name does not."""
    try:
        asked = urlsplit(f"//{request.headers.get('Host', '')}")
        port = asked.port or 80
    except ValueError:
        return False
    here = request.transport.get_extra_info("sockname") if request.transport else None
    return (asked.hostname or "") in _NAMES and here is not None and port == here[1]


def _from_our_page(request: web.Request) -> bool:
    """Tell whether a change is asked for by our own page: browsers say where it came from, and scripts of others cannot add HX-Request."""
    origin = request.headers.get("Origin")
    site = request.headers.get("Sec-Fetch-Site", "same-origin")
    ours = origin is None or origin == f"http://{request.headers.get('Host', '')}"
    return ours and site == "same-origin" and request.headers.get("HX-Request") == "true"
