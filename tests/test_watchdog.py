"""The watchdog: it forgives what mends itself, and ends the program for what does not; systemd hears that the loop runs."""

import asyncio
import socket
from datetime import timedelta

import pytest

from bot.watchdog import Times, Watchdog, notify

QUICK = Times(look=timedelta(milliseconds=5), dead=timedelta(milliseconds=60))


class Link:
    def __init__(self, *, well=True):
        self.well, self.asked = well, 0

    async def __call__(self):
        self.asked += 1
        if isinstance(self.well, Exception):
            raise self.well
        return self.well


@pytest.fixture
async def watching():
    started = []

    def watch(**looks):
        started.append(Watchdog(looks, QUICK))
        started[-1].start()
        return started[-1]

    yield watch
    for one in started:
        await one.stop()


@pytest.mark.parametrize("well", [False, RuntimeError("it does not even answer")])
async def test_what_stays_dead_ends_the_program(watching, well):
    dog = watching(slack=Link(), mattermost=Link(well=well))
    async with asyncio.timeout(5):
        await dog.dead.wait()


async def test_what_mends_itself_in_time_does_not(watching):
    link = Link(well=False)
    dog = watching(slack=link)
    await asyncio.sleep(0.02)
    link.well = True
    asked = link.asked
    async with asyncio.timeout(5):
        while link.asked < asked + 25:  # noqa: ASYNC110  # It is the looks that are waited for.
            await asyncio.sleep(0.005)
    assert not dog.dead.is_set()


async def test_systemd_hears_that_it_runs(watching, tmp_path, monkeypatch):
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as systemd:
        systemd.bind(str(tmp_path / "notify"))
        systemd.settimeout(5)
        monkeypatch.setenv("NOTIFY_SOCKET", str(tmp_path / "notify"))
        notify("READY=1")
        assert systemd.recv(64) == b"READY=1"
        watching(slack=Link())
        await asyncio.sleep(0.01)
        assert systemd.recv(64) == b"WATCHDOG=1"
    notify("STOPPING=1")  # Nobody listens any more, and that stops nothing.


def test_without_systemd_nobody_is_told(monkeypatch):
    monkeypatch.delenv("NOTIFY_SOCKET", raising=False)
    notify("READY=1")
