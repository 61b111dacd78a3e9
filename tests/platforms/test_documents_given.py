"""A briefing's document reaches whoever asks for it in Slack and in Mattermost, also from a channel where nothing private can hold a file."""

import asyncio

import pytest

from tests.platforms import slack_stage
from tests.platforms.fake_mattermost.eras import SUPPORTED
from tests.platforms.fake_mattermost.fake import FakeMattermost
from tests.platforms.mattermost_stage import staged
from tests.platforms.slack_stage import ANNA, DINA, ROOM

NAMES = ("status-oeu-2027.docx", "status-oeu-2027.md")


async def heard(words, listen):
    """Wait until all these words stand somewhere."""
    for _ in range(500):
        if all(one in listen() for one in words):
            return
        await asyncio.sleep(0.01)
    raise AssertionError(listen())


async def test_in_slack_it_stands_in_the_persons_own_conversation(fake, tmp_path, sqlite_template):
    async with slack_stage.staged(tmp_path, sqlite_template, "socket", fake=fake) as stage:
        fake.channel(ROOM, "samarbejde", list(slack_stage.CAST))
        drafted = await fake.types(DINA, ROOM, "/briefing draft status")
        await drafted.until("Udkastet er skrevet")
        await fake.types(ANNA, ROOM, "/briefing document status")
        await heard(NAMES, lambda: stage.heard(ANNA))
        listed = await fake.types(ANNA, ROOM, "/focus list")
        await listed.until("Fokusområder 2028")
        assert not fake.refused, fake.refused


@pytest.mark.parametrize("era", SUPPORTED[-1:], ids=lambda era: era.version)
async def test_in_mattermost_it_stands_in_the_persons_own_conversation(era, tmp_path, sqlite_template):
    async with FakeMattermost(era).running() as fake, staged(tmp_path, sqlite_template, fake) as stage:
        room = fake.adds_channel("samarbejde", [stage.anna, stage.dina]).id
        drafted = await fake.types(stage.dina.id, room, "/briefing draft status")
        await drafted.until("Udkastet er skrevet")
        await fake.types(stage.anna.id, room, "/briefing document status")
        await heard(NAMES, lambda: fake.heard(stage.anna))
        assert not fake.complaints, fake.complaints
