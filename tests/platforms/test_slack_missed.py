"""Looking for missed replies: no faster than Slack allows, one after the other, and over at once when the program stops."""

import asyncio
from datetime import timedelta
from types import SimpleNamespace

import pytest

from bot.platforms.platform import PlatformError
from bot.platforms.slack import missed
from bot.platforms.slack.missed import Missed

MANY = 40


class Slackish:
    """Answers with one reply in each thread, or asks to wait for so long; `asked` is what it was asked."""

    def __init__(self, wait=None):
        self.asked, self.taken, self.wait = [], [], wait
        self.now = asyncio.Event()

    async def __call__(self, _workspace, method, **facts):
        self.asked.append((method, facts.get("ts")))
        self.now.set()
        if self.wait is not None:
            raise PlatformError("ratelimited", wait=self.wait)
        return {"messages": [{"ts": facts.get("ts")}, {"ts": f"{facts.get('ts')}9"}]}

    async def take(self, message, _place, _workspace):
        self.taken.append(message["ts"])


async def run(function, *words):
    return function(*words)


def looking(slackish):
    async def ways(_to):
        return [SimpleNamespace(id="T1")]

    references = [f"C0ALLE01/17123456{number}.000100" for number in range(10, 10 + MANY)]
    reception = SimpleNamespace(asked_lately=lambda _within: references)
    return Missed(run, reception, slackish, SimpleNamespace(ways=ways), slackish.take)


async def test_every_thread_is_looked_at_once_and_after_the_first_of_them_there_is_a_pause(monkeypatch):
    rested = []

    async def rest(_self, wait):
        rested.append(wait)
        return False

    monkeypatch.setattr(Missed, "_ended_within", rest)
    slackish = Slackish()
    await looking(slackish).look()
    assert len(slackish.taken) == len(set(slackish.taken)) == MANY
    assert rested == [timedelta()] * missed.AT_ONCE + [missed.BETWEEN] * (MANY - missed.AT_ONCE)
    assert timedelta(minutes=1) / missed.BETWEEN <= 50


async def test_a_stop_ends_the_look_however_long_slack_asks_to_wait():
    slackish = Slackish(wait=timedelta(seconds=60))
    look = looking(slackish)
    running = asyncio.get_running_loop().create_task(look.look())
    await slackish.now.wait()
    look.end()
    async with asyncio.timeout(2):
        await running
    assert len(slackish.asked) == 1
    assert slackish.taken == []


@pytest.mark.parametrize("wait", [timedelta(minutes=10), None])
async def test_a_thread_that_cannot_be_read_stops_none_of_the_others(monkeypatch, wait):
    monkeypatch.setattr(missed, "BETWEEN", timedelta())
    slackish = Slackish(wait=wait)
    await looking(slackish).look()
    assert len(slackish.asked) == MANY
