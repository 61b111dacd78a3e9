"""The address at which calendars ask for news: who finds a file there, and that nothing of it leaks on the way."""

import pytest
from aiohttp import web
from aiohttp.test_utils import TestClient, TestServer

from bot.domain.feed import path
from bot.platforms import feed
from bot.platforms.local.server import workspace_app

SECRET = "Zx" + "a1_-" * 10 + "Q"
FILE = b"BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n"


@pytest.fixture
def asked():
    """The secrets that were asked for."""
    return []


@pytest.fixture(params=["served", "workspace"])
async def calendars(request, asked, world):
    """A program with one feed, as `pagt run` serves it and as the local workspace does."""

    async def found(secret):
        asked.append(secret)
        return FILE if secret == SECRET else None

    if request.param == "served":
        app = web.Application()
        app.add_routes(feed.routes(found))
    else:
        app = workspace_app(world.parts_with(feed=found))
    async with TestClient(TestServer(app, host="127.0.0.1")) as client:
        yield client


async def test_a_calendar_finds_the_file_at_its_address(calendars):
    answer = await calendars.get(path(SECRET))
    assert (answer.status, answer.content_type, answer.charset) == (200, "text/calendar", "utf-8")
    assert await answer.read() == FILE


async def test_a_calendar_may_ask_only_whether_something_is_there(calendars):
    answer = await calendars.head(path(SECRET))
    assert (answer.status, await answer.read()) == (200, b"")


async def test_the_file_is_kept_by_nobody_but_the_calendar_and_its_address_told_to_nobody(calendars):
    headers = (await calendars.get(path(SECRET))).headers
    assert headers["Cache-Control"].startswith("private")
    assert headers["Referrer-Policy"] == "no-referrer"
    assert "noindex" in headers["X-Robots-Tag"]


@pytest.mark.parametrize(
    "secret", [SECRET[:-1] + "x", SECRET[:-1], SECRET + "a", "x", "%00" * 43, "..%2F..%2Fetc%2Fpasswd", "æ" * 43, "a" * 5_000]
)
async def test_anything_else_is_not_found(calendars, secret, asked):
    answer = await calendars.get(path(secret))
    assert answer.status == 404
    assert set(asked) <= {SECRET[:-1] + "x"}  # The database is asked only about what may be one.


async def test_nothing_can_be_written_there(calendars):
    for method in (calendars.post, calendars.put, calendars.delete):
        assert (await method(path(SECRET), headers={"HX-Request": "true"})).status == 405
