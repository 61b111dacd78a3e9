"""A person waits a second and a half, and what was begun is finished: for every platform."""

import asyncio
from datetime import timedelta

import pytest

from bot.platforms.patience import Late, Patience

SOON, LATER = timedelta(milliseconds=60), 0.15


async def worked(seconds: float, outcome="done"):
    await asyncio.sleep(seconds)
    return outcome


async def test_what_is_done_in_time_is_the_answer():
    assert await Patience(SOON).wait(worked(0)) == "done"


async def test_what_takes_longer_goes_on_and_is_handed_on():
    patience, heard = Patience(SOON), []
    late = await patience.wait(worked(LATER))
    assert isinstance(late, Late)
    late.then(lambda outcome: worked(0, heard.append(outcome)))
    assert heard == []
    assert await patience.settle(timedelta(seconds=2))
    assert heard == ["done"]


async def test_what_takes_longer_can_be_waited_for():
    late = await Patience(SOON).wait(worked(LATER))
    assert await late.outcome() == "done"


async def broken():
    raise LookupError


async def test_what_breaks_in_time_is_raised():
    with pytest.raises(LookupError):
        await Patience(SOON).wait(broken())


async def test_what_breaks_later_stops_nobody():
    patience = Patience(SOON)
    patience.begin(broken())
    patience.begin(worked(0.02))
    assert await patience.settle(timedelta(seconds=1))


async def test_a_stop_waits_for_what_was_begun_and_for_what_that_begins():
    patience, done = Patience(SOON), []

    async def second():
        await asyncio.sleep(0.05)
        done.append("second")

    async def first():
        await asyncio.sleep(0.05)
        patience.begin(second())

    patience.begin(first())
    assert await patience.settle(timedelta(seconds=2))
    assert done == ["second"]


async def test_a_stop_does_not_wait_for_ever():
    patience = Patience(SOON)
    task = patience.begin(worked(60))
    assert not await patience.settle(timedelta(milliseconds=50))
    task.cancel()


async def test_only_so_many_work_at_a_time_and_the_others_wait_their_turn():
    patience, working, most = Patience(timedelta(seconds=5), most=3), 0, 0

    async def counted():
        nonlocal working, most
        working += 1
        most = max(most, working)
        await asyncio.sleep(0.01)
        working -= 1
        return "done"

    assert await asyncio.gather(*(patience.wait(counted()) for _ in range(20))) == ["done"] * 20
    assert most == 3
