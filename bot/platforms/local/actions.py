"""What a person does on the page: say, press, fill in, hide, read, choose a language, move the clock."""

import asyncio
from contextlib import suppress
from typing import Any

from aiohttp import web
from multidict import MultiMapping

from bot.platforms.local.asked import delivery_of, page_of, post_of, room_of
from bot.platforms.local.desk import NotHere, Outcome, commands_of
from bot.platforms.local.form_shapes import values_of
from bot.platforms.local.open_form import OpenForm
from bot.platforms.local.page import Page, after
from bot.platforms.local.shapes import token_of
from bot.words.language import LANGUAGES, speaking


async def say(request: web.Request) -> web.Response:
    """Say words or type a command."""
    page, sent = await page_of(request), await request.post()
    here = await room_of(request, page)
    outcome = await page.parts.desk.say(
        page.me.id,
        here.id,
        _text(sent, "text").replace("\r\n", "\n"),
        thread=_text(sent, "thread") or None,
        delivery=delivery_of(sent.get("delivery")),
    )
    return await _shown(page, outcome)


async def press(request: web.Request) -> web.Response:
    """Press a button of a message, or choose from its menu."""
    page, sent = await page_of(request), await request.post()
    post = await post_of(page, request.match_info["post"])
    button = _text(sent, "button")
    command = next((one for one in commands_of(post.message) if token_of(one) == button), None) if post.message else None
    if command is None:
        raise NotHere(button)
    outcome = await page.parts.desk.press(page.me.id, post.id, command, delivery=delivery_of(sent.get("delivery")))
    return await _shown(page, outcome)


async def submit(request: web.Request) -> web.Response:
    """Send a form; what needs another look comes back beside the fields."""
    page, sent = await page_of(request), await request.post()
    opened = await _opened(request, page)
    outcome = await page.parts.desk.submit(
        page.me.id, opened.id, values_of(opened.form, sent), delivery=delivery_of(sent.get("delivery"))
    )
    return await _shown(page, outcome) if outcome.form else _html("")


async def draft(request: web.Request) -> web.Response:
    """Keep what has been typed so far; of a form that was sent meanwhile there is nothing to keep."""
    page, sent = await page_of(request), await request.post()
    with suppress(NotHere):
        opened = await _opened(request, page)
        await asyncio.to_thread(page.parts.desk.type, page.me.id, opened.id, values_of(opened.form, sent))
    return _done()


async def dismiss(request: web.Request) -> web.Response:
    """Take a form away."""
    page = await page_of(request)
    await asyncio.to_thread(page.parts.desk.dismiss, page.me.id, request.match_info["form"])
    return _html("")


async def hide(request: web.Request) -> web.Response:
    """Hide an answer that only this person sees."""
    page = await page_of(request)
    await asyncio.to_thread(page.parts.desk.workspace.posts.hide, request.match_info["post"], page.me.id)
    return _done()


async def read(request: web.Request) -> web.Response:
    """Mark a room as read."""
    page = await page_of(request)
    here = await room_of(request, page)
    await asyncio.to_thread(page.parts.desk.workspace.rooms.read, page.me.id, here.id)
    return _done()


async def language(request: web.Request) -> web.Response:
    """Speak another language from now on: the page, and the bot to this person."""
    page, sent = await page_of(request), await request.post()
    wanted = _text(sent, "language")
    if wanted not in LANGUAGES:
        raise NotHere(wanted)
    await asyncio.to_thread(page.parts.desk.workspace.users.speak, page.me.id, wanted)
    await page.parts.speak(page.me.id, wanted)
    return web.Response(status=204, headers={"HX-Refresh": "true"})


async def clock(request: web.Request) -> web.Response:
    """Move the agreement's clock on: a day, a week, or to the next thing due."""
    page, sent = await page_of(request), await request.post()
    now = await asyncio.to_thread(page.parts.desk.workspace.now)
    match _text(sent, "step"):
        case "day" | "week" as step:
            await page.parts.forward(after(now, step, page.parts.zone))
        case "due" if due := await page.parts.next_due():
            await page.parts.forward(max(now, due))
        case _:
            pass  # Nothing is due: the button was there before somebody else moved the clock.
    return _done()


async def _opened(request: web.Request, page: Page) -> OpenForm:
    """Return the open form in the address.

    Raises:
        NotHere: when it is not open before this person.
    """
    form = request.match_info["form"]
    found = await asyncio.to_thread(page.parts.desk.workspace.forms.by_id, form, page.me.id)
    if found is None:
        raise NotHere(form)
    return found


async def _shown(page: Page, outcome: Outcome) -> web.Response:
    """Return the form that opened; everything else reaches the page through its stream."""
    if outcome.form is None:
        return _done()
    with speaking(page.me.language):
        return _html(await asyncio.to_thread(page.form))


def _text(sent: MultiMapping[Any], name: str) -> str:
    found = sent.get(name, "")
    return found if isinstance(found, str) else ""


def _html(text: str) -> web.Response:
    return web.Response(text=text, content_type="text/html")


def _done() -> web.Response:
    return web.Response(status=204)
