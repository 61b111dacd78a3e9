"""What wakes the tick: it beats at once and then at its interval, never twice at a time, and nothing that breaks stops it."""

import asyncio
from datetime import UTC, datetime, timedelta

import pytest
from structlog.testing import capture_logs

from bot.jobs import schedule
from bot.jobs.schedule import Heart


class Beats:
    """A beat that counts, and that waits while a test holds it."""

    def __init__(self, *broken):
        self.count = 0
        self.together = self.most_together = 0
        self.broken = broken
        self.go = asyncio.Event()
        self.go.set()

    async def __call__(self):
        self.count += 1
        self.together += 1
        self.most_together = max(self.together, self.most_together)
        try:
            await self.go.wait()
            if self.count in self.broken:
                raise RuntimeError("the database is away")
        finally:
            self.together -= 1

    async def reach(self, count):
        async with asyncio.timeout(5):
            while self.count < count:  # noqa: ASYNC110  # It is the count that is waited for.
                await asyncio.sleep(0.005)


@pytest.fixture
async def beats():
    return Beats()


async def test_it_beats_at_once_when_it_starts_and_ends_when_it_stops(beats):
    heart = Heart(beats, every=timedelta(hours=1))
    heart.start()
    await beats.reach(1)
    await heart.stop()
    assert beats.count == 1


async def test_it_beats_at_its_interval(beats):
    heart = Heart(beats, every=timedelta(seconds=1))
    heart.start()
    await beats.reach(2)
    await heart.stop()
    after = beats.count
    await asyncio.sleep(0.02)
    assert beats.count == after


async def test_it_beats_sooner_when_something_was_put_off_for_less_than_its_interval(beats):
    heart = Heart(beats, every=timedelta(hours=1))
    heart.start()
    await beats.reach(1)
    heart.beat_in(timedelta(hours=2))
    heart.beat_in(timedelta(milliseconds=1))
    await beats.reach(2)
    heart.beat_in(timedelta(seconds=5))
    await heart.stop()
    heart.beat_in(timedelta(milliseconds=1))
    await asyncio.sleep(0.1)
    assert beats.count == 2


async def test_it_beats_on_when_the_clock_by_which_it_waits_is_set_back(beats, monkeypatch):
    monkeypatch.setattr(schedule, "LATE", timedelta(seconds=-0.95))  # So long after the interval it is overdue.
    heart = Heart(beats, every=timedelta(seconds=1))
    heart.start()
    heart._job.modify(next_run_time=datetime.now(UTC) + timedelta(days=365))  # noqa: SLF001  # As it stands then.
    await beats.reach(3)
    await heart.stop()


async def test_a_beat_that_has_begun_is_not_overdue_however_long_it_takes(beats, monkeypatch):
    every = timedelta(hours=1)
    monkeypatch.setattr(schedule, "LATE", timedelta(milliseconds=50) - every)
    heart = Heart(beats, every=every)
    with capture_logs() as told:
        heart.start()
        await beats.reach(1)
        beats.go.clear()
        await heart.beat()
        await beats.reach(2)
        await asyncio.sleep(0.1)
        beats.go.set()
        await heart.stop()
    assert (told, beats.count) == ([], 2)


async def test_beats_asked_for_while_one_runs_become_one_more_and_never_two_at_a_time(beats):
    heart = Heart(beats, every=timedelta(hours=1))
    beats.go.clear()
    heart.start()
    await beats.reach(1)
    for _ in range(5):
        await heart.beat()
    assert beats.count == 1
    beats.go.set()
    await beats.reach(2)
    await heart.stop()
    assert (beats.count, beats.most_together) == (2, 1)


async def test_a_beat_that_breaks_is_logged_and_the_next_one_comes():
    beats = Beats(1)
    heart = Heart(beats, every=timedelta(hours=1))
    heart.start()
    await beats.reach(1)
    await asyncio.sleep(0)
    await heart.beat()
    await beats.reach(2)
    await heart.stop()
    assert beats.count == 2


async def test_a_stop_lets_the_running_beat_end(beats):
    heart = Heart(beats, every=timedelta(hours=1))
    beats.go.clear()
    heart.start()
    await beats.reach(1)
    await heart.beat()  # asked for, and not begun any more
    stopping = asyncio.ensure_future(heart.stop())
    await asyncio.sleep(0.01)
    assert not stopping.done()
    beats.go.set()
    await stopping
    assert (beats.count, beats.together) == (1, 0)
