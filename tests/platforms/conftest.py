"""What tests of platforms share: a scripted local workspace with visitors of its page, and the whole program before the fake Slack."""

import io

import pytest
import pytest_asyncio
from aiohttp.test_utils import TestClient, TestServer
from playwright.async_api import Page, expect

pytest.register_assert_rewrite("tests.platforms.contract", "tests.platforms.seen", "tests.platforms.visit")

from bot.platforms.local.server import serving, workspace_app  # noqa: E402  # After the line above, as pytest wants it.
from tests.platforms import slack_stage  # noqa: E402  # Likewise.
from tests.platforms.fake_slack.fake import FakeSlack  # noqa: E402  # Likewise.
from tests.platforms.scripted import world_in  # noqa: E402  # Likewise.


@pytest.fixture
def world(tmp_path):
    made = world_in(tmp_path)
    yield made
    made.workspace.close()


@pytest.fixture
async def client(world):
    async with TestClient(TestServer(workspace_app(world.parts), host="127.0.0.1")) as made:
        yield made


@pytest_asyncio.fixture(loop_scope="session")
async def address(world):
    async with serving(world.parts, "127.0.0.1", 0) as made:
        yield made


@pytest_asyncio.fixture(loop_scope="session")
async def visit(address, page):
    """Open a room as somebody; what the browser complains of fails the test."""
    complaints = []
    page.context.on("console", lambda one: complaints.append(one.text) if one.type in {"error", "warning"} else None)

    async def opened(user="u_osa", room="c_agreement", query="", on: Page | None = None) -> Page:
        on = on or page
        await on.goto(f"{address}as/{user}/rooms/{room}{query}")
        await expect(on.locator("html")).to_have_attribute("data-live", "yes")
        return on

    yield opened
    assert complaints == []


@pytest.fixture
async def fake():
    """The fake Slack, on a port of this machine."""
    async with FakeSlack(pace=0.0).running() as made:
        yield made


@pytest.fixture(params=["socket", "http"])
async def stage(request, fake, tmp_path, sqlite_template):
    """The whole program before the fake Slack, over Socket Mode and over HTTP, with a channel of everybody. Nothing it does is refused."""
    async with slack_stage.staged(tmp_path, sqlite_template, request.param, fake=fake) as made:
        fake.channel(slack_stage.ROOM, "samarbejde", list(slack_stage.CAST))
        yield made
        assert not fake.refused, fake.refused


@pytest.fixture
def logged(monkeypatch):
    """What is written to standard error from here on; asked for before the stage, whose logs go there."""
    buffer = io.StringIO()
    monkeypatch.setattr("sys.stderr", buffer)
    return buffer
