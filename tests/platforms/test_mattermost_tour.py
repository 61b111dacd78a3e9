"""The tour of the README in Mattermost, on servers of three ages by the same test."""

import pytest

from tests.platforms.fake_mattermost.eras import SUPPORTED, V5_37
from tests.platforms.fake_mattermost.fake import FakeMattermost
from tests.platforms.mattermost_stage import staged


@pytest.fixture(params=[V5_37, *SUPPORTED], ids=lambda era: era.version)
async def stage(request, tmp_path, sqlite_template):
    async with FakeMattermost(request.param).running() as fake, staged(tmp_path, sqlite_template, fake) as made:
        yield made


async def test_registered_by_one_seen_by_another_answered_by_a_third_and_read_by_the_chair(stage):
    fake = stage.fake
    room = fake.adds_channel("samarbejde", [stage.anna, stage.bo, stage.carla, stage.dina]).id

    bound = await fake.types(stage.dina.id, room, "/agreement setup")
    assert bound.dialog is not None, bound.said + bound.error
    await fake.submits(stage.dina.id)
    await bound.until("samarbejdsaftale")

    asked = await fake.types(stage.anna.id, room, "/initiative new Åbent værksted")
    assert asked.dialog is not None, asked.said + asked.error
    tracks = ["1 Forebyggelse"] if fake.state.era.multiselect else "1"
    sent = await fake.submits(stage.anna.id, purpose="Et sted at gå hen.", tracks=tracks, lead="EKI")
    assert "I-1 Åbent værksted" in await asked.until("I-1 Åbent værksted"), sent.said
    assert sent.dialog is None

    news = await stage.told(stage.bo, "Åbent værksted")
    seen = await fake.presses(stage.bo.id, news, "Set")
    assert not seen.error
    await seen.until("OSA")

    opened = await fake.types(stage.dina.id, room, "/pagt status ask")
    await opened.until("2027-Q1")
    nudge = await stage.told(stage.anna, "2027-Q1")
    answered = await fake.says(stage.anna.id, stage.dm(stage.anna), "I-1 aktiv: første hold er startet", root=nudge.id)
    await answered.until("første hold er startet")
    assert any(one.root_id == nudge.id for one in answered.answers)

    digest = await fake.types(stage.carla.id, room, "/pagt status digest")
    assert "Åbent værksted" in await digest.until("Åbent værksted")
    assert digest.answers[0].only_for == stage.carla.id
    assert not fake.complaints, fake.complaints
    assert not fake.refused, fake.refused
