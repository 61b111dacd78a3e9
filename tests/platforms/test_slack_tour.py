"""The tour of the README in Slack, over Socket Mode and over HTTP by the same test."""

import asyncio

from tests.platforms.slack_stage import ANNA, BO, CARLA, DINA, ROOM


async def test_registered_by_one_seen_by_another_answered_by_a_third_and_read_by_the_chair(stage):
    fake = stage.fake
    bound = await fake.types(DINA, ROOM, "/agreement setup")
    assert bound.view is not None, bound.said + bound.error
    await fake.submits(DINA)
    await bound.until("samarbejdsaftale")

    asked = await fake.types(ANNA, ROOM, "/initiative new Åbent værksted")
    assert asked.view is not None, asked.said + asked.error
    sent = await fake.submits(ANNA, purpose="Et sted at gå hen.", tracks=["1 Forebyggelse"], lead="EKI")
    assert "I-1 Åbent værksted" in await sent.until("I-1 Åbent værksted")
    assert sent.view is None

    news = await _direct(fake, stage, BO, "Åbent værksted")
    seen = await fake.presses(BO, news, "Set")
    await seen.until("OSA")

    opened = await fake.types(DINA, ROOM, "/pagt status ask")
    await opened.until("2027-Q1")
    nudge = await _direct(fake, stage, ANNA, "2027-Q1")
    answered = await fake.says(ANNA, stage.dm(ANNA), "I-1 aktiv: første hold er startet", thread=nudge.ts)
    await answered.until("første hold er startet")
    assert answered.answers[-1].thread_ts == nudge.ts

    digest = await fake.types(CARLA, ROOM, "/pagt-status digest")
    assert "Åbent værksted" in await digest.until("Åbent værksted")
    assert digest.answers[0].only_for == CARLA
    assert not fake.undelivered


async def _direct(fake, stage, user, words):
    """Wait for a message with these words in somebody's conversation with the bot."""
    for _ in range(500):
        for one in fake.messages(stage.dm(user)):
            if one.bot_id and words in one.said:
                return one
        await asyncio.sleep(0.01)
    raise AssertionError(f"{words!r} did not reach {user}; this did: {stage.heard(user)!r}")
