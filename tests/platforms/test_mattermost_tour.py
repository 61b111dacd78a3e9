"""The tour of the README in Mattermost, on servers of all ages and in both languages by the same test."""

import pytest
from sqlmodel import select

from storage.tables import PersonRow
from tests.platforms.fake_mattermost.eras import SUPPORTED, V5_37, V10_11, V11_10
from tests.platforms.fake_mattermost.fake import FakeMattermost
from tests.platforms.mattermost_stage import staged

WORDS = {
    "da": {"agreement": "samarbejdsaftale", "tracks": "1 Forebyggelse", "seen": "Set", "answer": "I-1 aktiv: {}"},
    "en": {"agreement": "cooperation agreement", "tracks": "1 Prevention", "seen": "Seen", "answer": "I-1 active: {}"},
}
TOURS = [*((era, "da") for era in (V5_37, *SUPPORTED)), (V10_11, "en"), (V11_10, "en")]


@pytest.fixture(params=TOURS, ids=lambda tour: f"{tour[0].version}-{tour[1]}")
async def stage(request, tmp_path, sqlite_template):
    era, language = request.param
    async with FakeMattermost(era).running() as fake, staged(tmp_path, sqlite_template, fake) as made:
        with made.program.store.begin() as installation:
            for person in installation.session.exec(select(PersonRow)).all():
                person.language = language
        made.words = WORDS[language]
        yield made


async def test_registered_by_one_seen_by_another_answered_by_a_third_and_read_by_the_chair(stage):
    fake = stage.fake
    room = fake.adds_channel("samarbejde", [stage.anna, stage.bo, stage.carla, stage.dina]).id

    bound = await fake.types(stage.dina.id, room, "/agreement setup")
    assert bound.dialog is not None, bound.said + bound.error
    await fake.submits(stage.dina.id)
    await bound.until(stage.words["agreement"])

    asked = await fake.types(stage.anna.id, room, "/initiative new Åbent værksted")
    assert asked.dialog is not None, asked.said + asked.error
    tracks = [stage.words["tracks"]] if fake.state.era.multiselect else "1"
    sent = await fake.submits(stage.anna.id, purpose="Et sted at gå hen.", tracks=tracks, lead="EKI")
    assert "I-1 Åbent værksted" in await asked.until("I-1 Åbent værksted"), sent.said
    assert sent.dialog is None

    news = await stage.told(stage.bo, "Åbent værksted")
    seen = await fake.presses(stage.bo.id, news, stage.words["seen"])
    assert not seen.error
    await seen.until("OSA")

    opened = await fake.types(stage.dina.id, room, "/pagt status ask")
    await opened.until("2027-Q1")
    nudge = await stage.told(stage.anna, "2027-Q1")
    answered = await fake.says(
        stage.anna.id, stage.dm(stage.anna), stage.words["answer"].format("første hold er startet"), root=nudge.id
    )
    await answered.until("første hold er startet")
    assert any(one.root_id == nudge.id for one in answered.answers)

    digest = await fake.types(stage.carla.id, room, "/pagt status digest")
    assert "Åbent værksted" in await digest.until("Åbent værksted")
    assert digest.answers[0].only_for == stage.carla.id
    assert not fake.complaints, fake.complaints
    assert not fake.refused, fake.refused
