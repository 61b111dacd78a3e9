"""The manifest and the program together: every command Slack is told of is answered, under whatever names it was installed."""

import pytest

from bot.platforms.slack.call_shapes import BRING
from bot.platforms.slack.manifest import Installation, command_names, manifest
from tests.platforms.slack_stage import BO, CAST, DINA, ROOM, staged


@pytest.mark.parametrize("prefix", ["", "kbh-"])
async def test_every_command_slack_is_told_of_is_answered_and_told_of_in_turn(fake, tmp_path, sqlite_template, prefix):
    async with staged(tmp_path, sqlite_template, "socket", fake=fake, PAGT_COMMAND_PREFIX=prefix) as stage:
        fake.channel(ROOM, "samarbejde", list(CAST))
        registry = stage.program.registry
        fake.configured(manifest(registry, Installation(prefix=prefix)))
        assert fake.commands == set(command_names(registry, prefix))
        for name in command_names(registry, prefix):
            seen = await fake.types(BO, ROOM, name)
            assert (seen.error, bool(seen.said)) == ("", True), name
        assert "af 11 parter" in (await fake.types(BO, ROOM, f"/{prefix}party list")).said
        helped = (await fake.types(BO, ROOM, "/pagt hjælp")).said
        told = {word.strip("`") for word in helped.split() if word.startswith("`/")}
        assert told
        assert told <= fake.commands
        assert (await fake.types(BO, ROOM, "/status")).error == "/status is not a valid command"
        assert not fake.refused


async def test_the_shortcut_opens_the_form_with_the_message_as_its_title(stage, fake):
    fake.configured(manifest(stage.program.registry))
    await fake.says(DINA, ROOM, "Forslag: fælles værested; åbent om aftenen")
    seen = await fake.uses_shortcut(BO, fake.messages(ROOM)[-1], BRING)
    assert seen.error == ""
    assert "Forslag – fælles værested, åbent om aftenen" in seen.view.said
