"""The one address at which calendars ask for news, the same wherever the program is served. What stands in a feed it is only handed.

The secret is in the address, so the address is logged nowhere, kept by no cache that others share, and told to no other site.
"""

from collections.abc import Awaitable, Callable
from typing import TypeAlias

from aiohttp import web

from bot.domain.feed import FOLDER, may_be_one

Feed: TypeAlias = Callable[[str], Awaitable[bytes | None]]
HEADERS = {
    "Cache-Control": "private, max-age=900",
    "Content-Disposition": 'inline; filename="pagt.ics"',
    "Referrer-Policy": "no-referrer",
    "X-Robots-Tag": "noindex, nofollow",
}


def routes(feed: Feed) -> list[web.RouteDef]:
    """Return the route; `feed` returns the file behind a secret, or none when there is none (any more)."""

    async def answer(request: web.Request) -> web.Response:
        secret = request.match_info["secret"]
        data = await feed(secret) if may_be_one(secret) else None
        if data is None:
            raise web.HTTPNotFound
        return web.Response(body=data, content_type="text/calendar", charset="utf-8", headers=HEADERS)

    return [web.get(FOLDER + r"/{secret:[^/]{1,99}}.ics", answer)]
