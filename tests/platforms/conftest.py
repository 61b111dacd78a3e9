"""What tests of the local platform share: a scripted workspace, and a browserless visitor of its page."""

import pytest
from aiohttp.test_utils import TestClient, TestServer

pytest.register_assert_rewrite("tests.platforms.contract", "tests.platforms.seen", "tests.platforms.visit")

from bot.platforms.local.server import workspace_app  # noqa: E402  # After the line above, as pytest wants it.
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
