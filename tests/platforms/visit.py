"""A visitor of the workspace's page: fetches, posts as the page's own scripts do, reads the stream, or presses keys in a browser."""

import asyncio

import aiohttp
from aiohttp.test_utils import TestClient
from playwright.async_api import Page

from tests.platforms.seen import Seen, seen

OSA = "/as/u_osa"
CHANNEL = f"{OSA}/rooms/c_agreement"
DIRECT = f"{OSA}/rooms/d_u_osa"
OURS = {"HX-Request": "true"}


async def post(client: TestClient, path: str, **data: str) -> aiohttp.ClientResponse:
    return await client.post(path, data=data, headers=OURS, allow_redirects=False)


async def press(page: Page, *keys: str) -> None:
    """Press keys in a browser's page, one after the other."""
    for key in keys:
        await page.keyboard.press(key)


async def html_of(client: TestClient, path: str = CHANNEL) -> str:
    response = await client.get(path)
    assert response.status == 200
    return await response.text()


async def shown(client: TestClient, path: str = CHANNEL) -> Seen:
    return seen(await html_of(client, path))


class Stream:
    """Reads events as a browser does."""

    def __init__(self, response: aiohttp.ClientResponse) -> None:
        self.response = response
        self.last: str | None = None

    async def until(self, name: str) -> dict[str, str]:
        """Return the events up to and with the named one: the last HTML by name, and the last id."""
        found: dict[str, str] = {}
        async with asyncio.timeout(5):
            while name not in found:
                event, data = "", []
                while line := (await self.response.content.readline()).decode().rstrip("\n"):
                    key, _, value = line.partition(": ")
                    if key == "event":
                        event = value
                    elif key == "data":
                        data.append(value)
                    elif key == "id":
                        found["id"] = value
                found[event] = "\n".join(data)
        return found
