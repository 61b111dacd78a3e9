"""docs/how-to/slack.md says what is so: the scopes with their reasons, the paths, and how things are typed."""

import re
from pathlib import Path

from bot.platforms.slack.gate import MOST_BYTES, WINDOW_S
from bot.platforms.slack.rooms import MOST_MEMBERS
from bot.platforms.slack.scopes import APP_TOKEN_SCOPE, SCOPES
from bot.platforms.slack.service import EVENTS_PATH
from bot.registry import Registry, all_commands
from bot.reserved_names import reserved

PAGE = (Path(__file__).parents[2] / "docs" / "how-to" / "slack.md").read_text(encoding="utf-8")


def test_every_scope_stands_there_with_its_reason():
    told = dict(re.findall(r"^\| `([a-z_:]+)` \| (.+?) \|$", PAGE, re.MULTILINE))
    assert told == {one.name: one.why for one in SCOPES}
    assert APP_TOKEN_SCOPE.name in PAGE


def test_what_is_to_be_typed_is_understood():
    registry = Registry(all_commands())
    typed = re.findall(r"`(?:/|@)?(?:pagt )?([a-zæøå-]+ [a-zæøå]+)[^`]*`", PAGE)
    commands = [one for one in typed if registry.group(one.replace("pagt-", "")) is not None]
    assert len(commands) >= 10
    for one in commands:
        assert registry.find(one.replace("pagt-", "")) is not None, one


def test_no_command_that_slack_refuses_is_said_to_work_there():
    for noun in re.findall(r"(?<![\w@-])`/([a-z]+)", PAGE):
        assert not reserved(noun, "slack") or noun in {"status", "invite"}, noun


def test_the_limits_and_paths_are_those_of_the_program():
    assert f"{MOST_BYTES // 1024} KB" in PAGE
    assert f"{WINDOW_S // 60} minutes".replace("5", "five") in PAGE
    assert f"{MOST_MEMBERS} members" in PAGE
    assert EVENTS_PATH in PAGE
