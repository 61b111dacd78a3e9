"""The server starts where it may and stops at once."""

import time
from contextlib import suppress

import aiohttp
import pytest

from bot.platforms.local.loopback import NotLoopback
from bot.platforms.local.server import serving
from bot.words.language import speaking


async def test_it_stops_at_once_though_pages_are_open(world):
    async with aiohttp.ClientSession() as session:
        async with serving(world.parts, "127.0.0.1", 0) as address:
            assert address.startswith("http://127.0.0.1:")
            streams = [await session.get(f"{address}as/u_osa/events?room=c_agreement&since=0") for _ in range(5)]
            started = time.monotonic()
        assert time.monotonic() - started < 2
        for one in streams:
            with suppress(aiohttp.ClientError):
                await one.content.read()


async def test_it_takes_the_next_free_port(world):
    async with serving(world.parts, "127.0.0.1", 0) as address:
        port = int(address.rstrip("/").rsplit(":", 1)[1])
        with pytest.raises(OSError, match="in use"):
            async with serving(world.parts, "127.0.0.1", port):
                pass
        async with serving(world.parts, "127.0.0.1", port, next_free=True) as other:
            assert int(other.rstrip("/").rsplit(":", 1)[1]) > port


async def test_it_serves_nobody_but_this_machine(world):
    with speaking("en"), pytest.raises(NotLoopback):
        async with serving(world.parts, "0.0.0.0", 0):  # noqa: S104  # It is refused.
            pass
