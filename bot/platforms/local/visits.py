"""What the page asks for without changing anything: itself, its pieces, its files, and the stream of what happens."""

import asyncio
import re
from typing import cast
from urllib.parse import quote

from aiohttp import ClientConnectionResetError, web

from bot.chat.message import File, Picture
from bot.platforms.local.asked import PARTS, STREAMS, page_of, post_of, room_of
from bot.platforms.local.desk import NotHere
from bot.platforms.local.live import Watch
from bot.platforms.local.page import Theme
from bot.platforms.local.post import Post
from bot.platforms.local.shapes import INLINE
from bot.words.language import speaking

AS, THEME = "pagt_as", "pagt_theme"
_MEDIA_TYPE = re.compile(r"[\w.+-]+/[\w.+-]+\Z", re.ASCII)
_YEAR_S = 365 * 24 * 3600


async def start(request: web.Request) -> web.Response:
    """Go on as whoever one was last, or as the first person there is."""
    users = await asyncio.to_thread(request.app[PARTS].desk.workspace.users.all)
    before = [one for one in users if one.id == request.cookies.get(AS)]
    if not users:
        raise NotHere("users")
    raise web.HTTPFound(f"/as/{(before or [*users])[0].id}")


async def person(request: web.Request) -> web.Response:
    """Go to a person's first channel, or to their conversation with the bot when there is none."""
    page = await page_of(request)
    rooms = await asyncio.to_thread(page.parts.desk.workspace.rooms.open_to, page.me.id)
    raise web.HTTPFound(f"{page.timeline.base}/rooms/{rooms[0].id}")


async def room(request: web.Request) -> web.Response:
    """Return the page."""
    page = await page_of(request)
    here = await room_of(request, page)
    above = await post_of(page, request.query["thread"]) if request.query.get("thread") else None
    theme = request.cookies.get(THEME, "")
    hints = await page.parts.desk.run(page.parts.hints, page.me.id, page.me.language)
    due = await page.parts.next_due()
    with speaking(page.me.language):
        html = await asyncio.to_thread(
            page.whole,
            here,
            above if above and above.room == here.id else None,
            theme=cast("Theme", theme if theme in {"light", "dark"} else ""),
            hints=hints,
            due=due,
        )
    response = web.Response(text=html, content_type="text/html")
    response.set_cookie(AS, page.me.id, max_age=_YEAR_S, httponly=True, samesite="Strict")
    return response


async def before(request: web.Request) -> web.Response:
    """Return the lines before one."""
    page = await page_of(request)
    here, post = await room_of(request, page), await post_of(page, request.match_info["post"])
    with speaking(page.me.language):
        return _html(await asyncio.to_thread(page.before, here, post))


async def thread(request: web.Request) -> web.Response:
    """Return a thread for the panel."""
    page = await page_of(request)
    root = await post_of(page, request.match_info["post"])
    with speaking(page.me.language):
        return _html(await asyncio.to_thread(page.thread, root))


async def nothing(_request: web.Request) -> web.Response:
    """Return what an empty panel holds."""
    return _html("")


async def again(_request: web.Request) -> web.Response:
    """Have the page load itself anew."""
    return web.Response(status=204, headers={"HX-Refresh": "true"})


async def part(request: web.Request) -> web.Response:
    """Return a picture or a file of a message; only pictures are shown, everything else is for taking away."""
    post = await post_of(await page_of(request), request.match_info["post"])
    found = _part(post, int(request.match_info["part"]))
    inline = isinstance(found, Picture) and found.media_type in INLINE
    media_type = found.media_type if _MEDIA_TYPE.match(found.media_type) else "application/octet-stream"
    disposition = f"{'inline' if inline else 'attachment'}; filename*=UTF-8''{quote(found.name, safe='')}"
    return web.Response(
        body=found.data,
        content_type=media_type,
        headers={"Content-Disposition": disposition, "Content-Security-Policy": "default-src 'none'; sandbox"},
    )


def _part(post: Post, number: int) -> Picture | File:
    parts = post.message.parts if post.message else ()
    found = parts[number] if number < len(parts) else None
    if not isinstance(found, Picture | File):
        raise NotHere(post.id)
    return found


async def events(request: web.Request) -> web.StreamResponse:
    """Send what happens, until the page goes away or the server stops."""
    page = await page_of(request)
    here = request.query.get("room", "")
    seen = request.headers.get("Last-Event-ID") or request.query.get("since", "")
    latest = await asyncio.to_thread(page.parts.desk.workspace.database.latest)
    known = seen.isascii() and seen.isdigit() and len(seen) <= len(str(latest)) and int(seen) <= latest
    upto = int(seen) if known else -1  # A number from another workspace's file is ahead of this one's: load anew.
    response = web.StreamResponse(headers={"Content-Type": "text/event-stream; charset=utf-8", "X-Accel-Buffering": "no"})
    await response.prepare(request)
    try:
        async for piece in Watch(page.parts, page.me.id, here, upto).events(request.app[STREAMS]):
            await response.write(piece)
    except (ConnectionResetError, ClientConnectionResetError):
        pass  # The page is gone; that is how most streams end.
    return response


def _html(text: str) -> web.Response:
    return web.Response(text=text, content_type="text/html")
