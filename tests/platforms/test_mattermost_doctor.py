"""What `pagt doctor` finds of Mattermost, on a server that is as it should be and on ones that are not."""

import pytest

from bot.platforms.finding import Health
from bot.platforms.mattermost.doctor import checkup
from bot.remembered import Remembered
from bot.words.language import speaking
from tests.platforms.fake_mattermost.fake import FakeMattermost
from tests.platforms.mattermost_stage import SECRET, settings_for, staged


async def found(stage, channels=(), **more):
    settings = settings_for(stage.fake, stage.program.store.url.database.rpartition("/")[0], 1, **more)
    remembered = Remembered("mattermost", stage.program.store, SECRET)
    with speaking("en"):
        return await checkup(settings, remembered, stage.program.store.run, channels)


@pytest.fixture
async def stage(tmp_path, sqlite_template):
    async with FakeMattermost().running() as fake, staged(tmp_path, sqlite_template, fake) as made:
        yield made


async def test_a_sound_server_has_nothing_in_the_way(stage):
    room = stage.fake.adds_channel("samarbejde", [stage.anna]).id
    assert [one for one in await found(stage, [room]) if one.health is Health.BAD] == []


async def test_what_is_in_the_way_is_named_with_what_to_do(stage):
    closed = stage.fake.adds_channel("lukket", [stage.anna], bot=False).id
    told = await found(stage, [closed])
    assert [one.step for one in told if one.health is Health.BAD] == ["Invite the bot there."]
    other = stage.fake.adds_team("en-anden")
    other.members[stage.fake.bot.id] = "team_user"
    assert any("en-anden" in one.said and one.health is Health.LOOK for one in await found(stage))
    wrong = await found(stage, MATTERMOST_TOKEN="nobody's")
    assert [one.health for one in wrong] == [Health.BAD]
    assert "token" in wrong[0].said
    await stage.fake.goes_away()
    gone = await found(stage)
    assert [one.health for one in gone] == [Health.BAD]
    await stage.fake.comes_back()


async def test_commands_that_are_not_ours_any_more_are_found(stage):
    mine = next(one for one in stage.fake.state.commands.values() if one.facts["trigger"] == "party")
    mine.delete_at = 1
    stage.fake.adds_command("party", "https://elsewhere.example.dk")
    stage.fake.state.plugins["initiative"] = "a plugin's"
    told = [one for one in await found(stage) if "/party" in one.said or "/initiative" in one.said]
    assert [(one.health, one.step.partition(" ")[0]) for one in told] == [(Health.BAD, "Run:"), (Health.LOOK, "A")]
