"""The tour of the README in Slack, over Socket Mode and over HTTP by the same test."""

import pytest

from tests.platforms.fake_slack.fake import FakeSlack
from tests.platforms.slack_stage import ANNA, BO, CARLA, DINA, staged


@pytest.fixture
async def fake():
    async with FakeSlack(pace=0.0).running() as made:
        yield made


@pytest.fixture(params=["socket", "http"])
async def stage(request, fake, tmp_path, sqlite_template):
    async with staged(tmp_path, sqlite_template, request.param, fake=fake) as made:
        yield made


async def test_registered_by_one_seen_by_another_answered_by_a_third_and_read_by_the_chair(stage):
    fake = stage.fake
    fake.channel("C0ALLE01", "samarbejde", [ANNA, BO, CARLA, DINA])

    bound = await fake.types(DINA, "C0ALLE01", "/agreement setup")
    assert bound.view is not None, bound.said + bound.error
    await fake.submits(DINA)
    await bound.until("samarbejdsaftale")

    asked = await fake.types(ANNA, "C0ALLE01", "/initiative new Åbent værksted")
    assert asked.view is not None, asked.said + asked.error
    sent = await fake.submits(ANNA, purpose="Et sted at gå hen.", tracks=["1 Forebyggelse"], lead="EKI")
    assert "I-1 Åbent værksted" in await sent.until("I-1 Åbent værksted")
    assert sent.view is None

    news = await _direct(fake, stage, BO, "Åbent værksted")
    seen = await fake.presses(BO, news, "Set")
    await seen.until("OSA")

    opened = await fake.types(DINA, "C0ALLE01", "/pagt status ask")
    await opened.until("2027-Q1")
    nudge = await _direct(fake, stage, ANNA, "2027-Q1")
    answered = await fake.says(ANNA, stage.dm(ANNA), "I-1 aktiv: første hold er startet", thread=nudge.ts)
    await answered.until("første hold er startet")
    assert answered.answers[-1].thread_ts == nudge.ts

    digest = await fake.types(CARLA, "C0ALLE01", "/pagt-status digest")
    assert "Åbent værksted" in await digest.until("Åbent værksted")
    assert digest.answers[0].only_for == CARLA
    assert not fake.refused, fake.refused
    assert not fake.undelivered


async def _direct(fake, stage, user, words):
    """Wait for a message with these words in somebody's conversation with the bot."""
    import asyncio

    for _ in range(500):
        for one in fake.messages(stage.dm(user)):
            if one.bot_id and words in one.said:
                return one
        await asyncio.sleep(0.01)
    raise AssertionError(f"{words!r} did not reach {user}; this did: {stage.heard(user)!r}")
