"""The Slack app's manifest: what the repository holds is what the program makes, and nothing in it is what Slack refuses."""

import re
from dataclasses import replace
from pathlib import Path

import pytest
from click.testing import CliRunner

from bot.cli import main
from bot.platforms.slack import scopes
from bot.platforms.slack.call_shapes import BRING
from bot.platforms.slack.manifest import (
    EVENTS_PATH,
    REDIRECT_PATH,
    SOCKET_MODE,
    Installation,
    command_names,
    from_yaml,
    manifest,
    to_yaml,
)
from bot.registry import Command, Registry, all_commands
from bot.reserved_names import RESERVED, ways
from bot.settings import NAMES
from tests.platforms.fake_slack import grants
from tests.platforms.fake_slack.manifests import manifest_problems

ROOT = Path(__file__).parents[2]
REGISTRY = Registry(all_commands())
OVER_HTTP = Installation(public_url="https://pagt.example", socket_mode=False)
INSTALLATIONS = [
    SOCKET_MODE,
    OVER_HTTP,
    Installation(language="en"),
    Installation(prefix="kbh-"),
    Installation(public_url="https://pagt.example/", oauth=True, organisation=True, rotates=True),
]


def test_the_file_in_the_repository_is_what_the_program_makes():
    made = to_yaml(manifest(REGISTRY))
    assert (ROOT / "manifest.yml").read_text(encoding="utf-8") == made, "run: pagt slack manifest > manifest.yml"
    assert from_yaml(made) == manifest(REGISTRY)


@pytest.fixture
def shell(monkeypatch):
    """Run the shell's command with these settings and no others."""
    for name in NAMES:
        monkeypatch.delenv(name, raising=False)

    def run(*words, **settings):
        return CliRunner().invoke(main, ["slack", "manifest", *words], env=settings)

    return run


def test_the_shell_prints_it(shell):
    assert shell().output == (ROOT / "manifest.yml").read_text(encoding="utf-8")
    made = from_yaml(shell("--http", "--lang", "en", "--organisation", PAGT_PUBLIC_URL="https://pagt.example").output)
    assert made == manifest(REGISTRY, replace(OVER_HTTP, language="en", organisation=True))
    renamed = from_yaml(shell(PAGT_COMMAND="samarbejde", PAGT_COMMAND_PREFIX="kbh-").output)
    assert "/kbh-party" in {one["command"] for one in renamed["features"]["slash_commands"]}
    assert renamed["features"]["bot_user"]["display_name"] == "samarbejde"


@pytest.mark.parametrize(
    ("words", "settings", "said"),
    [
        (["--http"], {}, "PAGT_PUBLIC_URL"),
        ([], {"PAGT_COMMAND": "status"}, "Slack keeps /status"),
        ([], {"PAGT_COMMAND": "Two words"}, "PAGT_COMMAND"),
    ],
)
def test_the_shell_says_what_to_change(shell, words, settings, said):
    done = shell(*words, **settings)
    assert (done.exit_code, done.stdout) == (1, "")
    assert said in done.stderr


@pytest.mark.parametrize("installation", INSTALLATIONS, ids=str)
def test_slack_takes_it(installation):
    assert manifest_problems(manifest(REGISTRY, installation)) == []


@pytest.mark.parametrize(
    ("change", "problem"),
    [
        (lambda one: one["features"]["slash_commands"][0].update(command="/status"), "invalid name: /status"),
        (lambda one: one["features"]["slash_commands"][0].update(command="/Pagt"), "invalid name: /Pagt"),
        (lambda one: one["features"]["slash_commands"][0].update(command="/pagt_status"), "invalid name"),
        (lambda one: one["features"]["slash_commands"][0].update(command="/" + "x" * 32), "invalid name"),
        (lambda one: one["features"].update(slash_commands=[]), "1 to 50"),
        (lambda one: one["features"]["shortcuts"][0].update(name="x" * 25), "shortcut name"),
        (lambda one: one["display_information"].update(long_description="x" * 174), "long_description"),
        (lambda one: one["display_information"].update(description="x" * 141), "description"),
        (lambda one: one["oauth_config"]["scopes"]["bot"].remove("im:history"), "message.im needs the scope im:history"),
        (lambda one: one["oauth_config"]["scopes"]["bot"].remove("commands"), "slash commands need the scope"),
        (lambda one: one["settings"].update(socket_mode_enabled=False), "needs a url"),
    ],
)
def test_what_slack_would_refuse_is_noticed(change, problem):
    made = manifest(REGISTRY)
    change(made)
    assert any(problem in one for one in manifest_problems(made))


def test_every_command_it_offers_does_something_and_none_is_slacks_own():
    for name, group in command_names(REGISTRY).items():
        assert name.removeprefix("/") not in RESERVED["slack"]
        found = REGISTRY.find(f"{name} help") or REGISTRY.group(name)
        assert found if group else name == "/pagt"
        if group:
            assert REGISTRY.group(name) == group


def test_every_group_of_commands_is_offered_and_a_taken_name_stands_behind_the_root():
    names = command_names(REGISTRY)
    assert set(names.values()) == {"", *(one.group for one in REGISTRY.commands if " " in one.name and not one.hidden)}
    assert {"/pagt", "/initiative", "/party", "/agreement", "/pagt-status"} <= set(names)
    assert "/status" not in names


def test_meetings_and_briefings_are_offered_as_soon_as_there_are_any():
    def handled(_request, _records):
        """Do nothing."""

    here = all_commands()
    told = [
        Command("meeting list", "møde liste", "help", handled, "x"),
        Command("briefing show", "briefing vis", "help", handled, "x"),
    ]
    registry = Registry((*here, *(one for one in told if one.group not in {other.group for other in here})))
    names = command_names(registry)
    assert {"/pagt", "/initiative", "/pagt-status", "/meeting", "/briefing", "/party", "/agreement"} <= set(names)
    order = [names[name] for name in names]
    assert order[:5] == ["", "initiative", "status", "meeting", "briefing"]
    for installation in INSTALLATIONS:
        made = manifest(registry, installation)
        assert manifest_problems(made) == []
        offered = {one["command"].removeprefix(f"/{installation.prefix}") for one in made["features"]["slash_commands"]}
        assert {"meeting", "briefing"} <= {one.removeprefix("/") for one in offered}


def test_what_a_message_tells_to_type_is_offered():
    offered = set(command_names(REGISTRY))
    for one in REGISTRY.commands:
        if not one.hidden:
            typed = [way.split()[0] for way in ways(one.name, "slack") if way.startswith("/")]
            assert typed
            assert set(typed) <= offered, one.name


def test_a_prefix_and_another_root_keep_out_of_the_way_of_other_apps():
    names = command_names(Registry(all_commands(), root="samarbejde"), prefix="kbh-")
    assert {"/samarbejde", "/kbh-initiative", "/samarbejde-status"} <= set(names)
    assert not [name for name in names if not name.startswith(("/samarbejde", "/kbh-"))]


@pytest.mark.parametrize(
    ("root", "prefix", "said"),
    [
        ("pagt_x", "", "/pagt_x has others"),
        ("status", "", "Slack keeps /status"),
        ("pagt", "x" * 30, "at most 32"),
        ("pagt", "a b", "a b"),
    ],
)
def test_a_name_slack_refuses_is_refused_here_with_what_to_change(root, prefix, said):
    with pytest.raises(ValueError, match=said) as no:
        manifest(Registry(all_commands(), root=root), replace(SOCKET_MODE, prefix=prefix))
    assert "PAGT_COMMAND" in str(no.value)


def test_over_http_slack_is_told_where_the_program_is():
    made = manifest(REGISTRY, OVER_HTTP)
    where = f"https://pagt.example{EVENTS_PATH}"
    assert {one["url"] for one in made["features"]["slash_commands"]} == {where}
    assert made["settings"]["event_subscriptions"]["request_url"] == where
    assert made["settings"]["interactivity"]["request_url"] == where
    several = manifest(REGISTRY, INSTALLATIONS[-1])
    assert several["oauth_config"]["redirect_urls"] == [f"https://pagt.example{REDIRECT_PATH}"]
    assert several["settings"]["org_deploy_enabled"]


@pytest.mark.parametrize("wrong", [Installation(socket_mode=False), Installation(oauth=True)])
def test_without_a_public_address_there_is_no_http(wrong):
    with pytest.raises(ValueError, match="PAGT_PUBLIC_URL"):
        manifest(REGISTRY, wrong)


@pytest.mark.parametrize("language", ["da", "en"])
def test_it_speaks_the_language_asked_for(language):
    made = manifest(REGISTRY, replace(SOCKET_MODE, language=language))
    hints = {one["command"]: one["usage_hint"] for one in made["features"]["slash_commands"]}
    shortcut = made["features"]["shortcuts"][0]
    assert shortcut["callback_id"] == BRING
    if language == "da":
        assert hints["/pagt"].startswith("hjælp | indsats | status")
        assert hints["/initiative"].startswith("ny | ")
        assert shortcut["name"] == "Tag ind under aftalen"
    else:
        assert hints["/pagt"].startswith("help | initiative | status")
        assert hints["/initiative"].startswith("new | ")
        assert shortcut["name"] == "Bring under agreement"


def test_without_the_command_behind_it_there_is_no_shortcut():
    few = Registry(tuple(one for one in all_commands() if one.name != "initiative new"))
    assert "shortcuts" not in manifest(few)["features"]


def test_what_is_no_yaml_is_said_to_be_none():
    with pytest.raises(ValueError, match="no YAML"):
        from_yaml("a: [")


def test_the_home_tab_and_the_conversation_are_open():
    assert manifest(REGISTRY)["features"]["app_home"] == {
        "home_tab_enabled": True,
        "messages_tab_enabled": True,
        "messages_tab_read_only_enabled": False,
    }
    assert all(one["should_escape"] for one in manifest(REGISTRY)["features"]["slash_commands"])


# Least scopes, each with its reason, and none that is missing.


def test_every_scope_has_its_reason():
    assert all(one.why.endswith(".") and len(one.why) > 20 for one in scopes.SCOPES)
    assert len(set(scopes.bot_scopes())) == len(scopes.SCOPES)


def test_every_event_stands_with_the_scope_slack_asks_for():
    assert {event: grants.EVENTS[event] or None for event in scopes.bot_events()} == {
        event: scopes.scope_of_event().get(event) for event in scopes.bot_events()
    }


CALLED = re.compile(r"\b(?:apps|auth|chat|conversations|files|team|users|views)_(?!select\b)[a-zA-Z]\w*")
UPLOADS = {"files_upload_v2": ("files.getUploadURLExternal", "files.completeUploadExternal")}


def methods_called():
    """Every method of Slack's that the code names."""
    found = set()
    for source in (ROOT / "bot" / "platforms" / "slack").glob("*.py"):
        for name in CALLED.findall(source.read_text(encoding="utf-8")):
            found.update(UPLOADS.get(name, (name.replace("_", "."),)))
    return {one for one in found if one not in NO_METHODS}


NO_METHODS = {"team.and.user", "team.id", "team.name", "team.added.to.org"}


def test_every_method_the_code_calls_has_its_scope_and_no_scope_stands_there_for_nothing():
    known = set(scopes.scope_of_method()) | set(scopes.FREE_METHODS)
    assert methods_called() - known == set()
    needed = {scopes.scope_of_method()[one] for one in methods_called() if one in scopes.scope_of_method()}
    needed |= set(scopes.scope_of_event().values()) | {"commands", "groups:read", "groups:history"}
    assert set(scopes.bot_scopes()) == needed - {scopes.APP_TOKEN_SCOPE.name}


def test_what_was_not_granted_is_named_with_its_reason():
    granted = frozenset(scopes.bot_scopes()) - {"users:read"}
    assert [one.name for one in scopes.missing(granted)] == ["users:read"]
    assert scopes.missing(frozenset(scopes.bot_scopes())) == []
