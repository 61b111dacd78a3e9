"""What every request has in common: the app's parts, the person who acts, and what may be named in an address."""

import asyncio
import re

from aiohttp import web

from bot.platforms.local.desk import NotHere
from bot.platforms.local.live import Streams
from bot.platforms.local.page import Page, Parts
from bot.platforms.local.post import Post
from bot.platforms.local.room import Room
from bot.platforms.local.user import User

PARTS = web.AppKey("parts", Parts)
STREAMS = web.AppKey("streams", Streams)
_DELIVERY = re.compile(r"[A-Za-z0-9-]{8,64}\Z")


async def page_of(request: web.Request) -> Page:
    """Return the page of the person in the address.

    Raises:
        NotHere: when there is no such person.
    """
    parts = request.app[PARTS]
    return Page(parts, await asyncio.to_thread(_user, parts, request.match_info["user"]))


async def room_of(request: web.Request, page: Page) -> Room:
    """Return the room in the address.

    Raises:
        NotHere: when there is none, or it is somebody else's conversation.
    """
    room = request.match_info["room"]
    found = await asyncio.to_thread(page.parts.desk.workspace.rooms.by_id, room)
    if found is None or found.user not in {None, page.me.id}:
        raise NotHere(room)
    return found


async def post_of(page: Page, reference: str) -> Post:
    """Return the post at a reference.

    Raises:
        NotHere: when there is none that this person can see.
    """
    return await asyncio.to_thread(page.parts.desk.post, page.me.id, reference)


def delivery_of(sent: object) -> str | None:
    """Return the page's own name for a delivery, so that one sent twice is done once; a strange one is left out."""
    return sent if isinstance(sent, str) and _DELIVERY.match(sent) else None


def _user(parts: Parts, user: str) -> User:
    found = parts.desk.workspace.users.by_id(user)
    if found is None:
        raise NotHere(user)
    return found
