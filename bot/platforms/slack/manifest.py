"""The Slack app's manifest, made from the registry: it never offers a command that does nothing, nor one Slack keeps for itself.

Slack refuses a whole manifest for one bad name (slack.md §1), so every rule of §5 is kept here and held by tests.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import yaml
from typing_extensions import override

from bot.chat.message import shortened
from bot.platforms.slack.call_shapes import BRING, BRINGS
from bot.platforms.slack.limits import COMMAND, DESCRIPTION, SHORTCUT, USAGE
from bot.platforms.slack.scopes import bot_events, bot_scopes
from bot.registry import Registry
from bot.reserved_names import ALSO, reserved
from bot.words import help as help_words
from bot.words import slack_app as words
from bot.words.language import speaking, spoken

EVENTS_PATH = "/slack/events"
REDIRECT_PATH = "/slack/oauth_redirect"
COLOUR = "#1f3a5f"
HEADER = """\
# The Slack app. Generated from the program by `pagt slack manifest > manifest.yml`; a test keeps it equal.
# Paste it at https://api.slack.com/apps → Create New App → From a manifest. docs/how-to/slack.md goes through it step by step.
"""
_NAME = re.compile(r"/[a-z0-9][a-z0-9-]*\Z")


@dataclass(frozen=True)
class Installation:
    """How the app is to reach this program: over Socket Mode, or over HTTP at a public address.

    `prefix` stands before the short commands where a name is taken, `organisation` makes the app one for a whole Enterprise
    Grid, and `oauth` lets several workspaces install it, which needs the public address.
    """

    public_url: str | None = None
    socket_mode: bool = True
    prefix: str = ""
    language: str = "da"
    oauth: bool = False
    organisation: bool = False
    rotates: bool = False


SOCKET_MODE = Installation()


def manifest(registry: Registry, installation: Installation = SOCKET_MODE) -> dict[str, Any]:
    """Return the manifest of the app.

    Raises:
        ValueError: when a command's name, or a combination of settings, is one that Slack refuses.
    """
    if installation.public_url is None and (installation.oauth or not installation.socket_mode):
        raise ValueError("Over HTTP, and for several workspaces, Slack has to reach a public address: set PAGT_PUBLIC_URL.")
    with speaking(installation.language):
        return {
            "_metadata": {"major_version": 2, "minor_version": 1},
            "display_information": {
                "name": "Pagt",
                "description": words.description(),
                "long_description": words.long_description(),
                "background_color": COLOUR,
            },
            "features": _features(registry, installation),
            "oauth_config": _oauth(installation),
            "settings": _settings(installation),
        }


def to_yaml(found: dict[str, Any]) -> str:
    """Return a manifest as the file a person reads and Slack imports."""
    return HEADER + yaml.dump(found, Dumper=_Dumper, sort_keys=False, allow_unicode=True, width=120)


def from_yaml(text: str) -> Any:
    """Read a manifest back.

    Raises:
        ValueError: when it is no YAML.
    """
    try:
        return yaml.safe_load(text)
    except yaml.YAMLError as error:
        raise ValueError("this is no YAML") from error


def command_names(registry: Registry, prefix: str = "") -> dict[str, str]:
    """Return the slash commands the app offers, each with the group it stands for; the root's group is empty.

    A group whose name Slack keeps for itself is offered behind the root, as `/pagt-status`, and never with the prefix.
    """
    groups = help_words.grouped([one for one in registry.commands if not one.hidden])
    names = {f"/{registry.root}": ""}
    for group in groups:
        if group != help_words.YOURSELF:
            names[f"/{registry.root}-{group}" if reserved(group, "slack") else f"/{prefix}{group}"] = group
    names |= {f"/{prefix}{alias}": group for alias, group in ALSO.items() if group in groups}
    for name in names:
        _checked(name)
    return names


def _checked(name: str) -> None:
    if not _NAME.match(name) or len(name) > COMMAND:
        raise ValueError(
            f"Slack takes only a-z, 0-9 and - in a command, and at most {COMMAND} characters; {name} has others or more. "
            "Change PAGT_COMMAND or PAGT_COMMAND_PREFIX."
        )
    if reserved(name.removeprefix("/"), "slack"):
        raise ValueError(f"Slack keeps {name} for itself. Change PAGT_COMMAND or PAGT_COMMAND_PREFIX.")


def _features(registry: Registry, installation: Installation) -> dict[str, Any]:
    features: dict[str, Any] = {
        "app_home": {"home_tab_enabled": True, "messages_tab_enabled": True, "messages_tab_read_only_enabled": False},
        "bot_user": {"display_name": registry.root, "always_online": True},
        "slash_commands": _commands(registry, installation),
    }
    if registry.find(BRINGS) is not None:
        features["shortcuts"] = [
            {"name": shortened(words.bring(), SHORTCUT), "type": "message", "callback_id": BRING, "description": words.brings()}
        ]
    return features


def _commands(registry: Registry, installation: Installation) -> list[dict[str, Any]]:
    groups = help_words.grouped([one for one in registry.commands if not one.hidden])
    found = []
    for name, group in command_names(registry, installation.prefix).items():
        inside = groups[group] if group else []
        one: dict[str, Any] = {
            "command": name,
            "description": shortened(help_words.noun(group, inside) if group else words.everything(), DESCRIPTION),
            "usage_hint": shortened(_usage(inside) if group else _root_usage(groups), USAGE),
            "should_escape": True,
        }
        if not installation.socket_mode:
            one["url"] = f"{_address(installation)}{EVENTS_PATH}"
        found.append(one)
    return found


def _usage(inside: Sequence[help_words.Command]) -> str:
    """Return what can stand behind a group's command, in the language spoken."""
    return " | ".join(one.called(spoken()).split(maxsplit=1)[1] for one in inside)


def _root_usage(groups: Mapping[str, Sequence[help_words.Command]]) -> str:
    """Return what can stand behind the root command: help, then the nouns."""
    help_first = sorted(groups, key=lambda group: group != help_words.YOURSELF)
    first = {group: next((one for one in inside if one.name == group), inside[0]) for group, inside in groups.items()}
    return " | ".join(first[group].called(spoken()).split()[0] for group in help_first)


def _oauth(installation: Installation) -> dict[str, Any]:
    scopes = {"scopes": {"bot": bot_scopes()}}
    return {"redirect_urls": [f"{_address(installation)}{REDIRECT_PATH}"], **scopes} if installation.oauth else scopes


def _settings(installation: Installation) -> dict[str, Any]:
    address = {} if installation.socket_mode else {"request_url": f"{_address(installation)}{EVENTS_PATH}"}
    return {
        "event_subscriptions": {**address, "bot_events": bot_events()},
        "interactivity": {"is_enabled": True, **address},
        "org_deploy_enabled": installation.organisation,
        "socket_mode_enabled": installation.socket_mode,
        "token_rotation_enabled": installation.rotates,
    }


def _address(installation: Installation) -> str:
    assert installation.public_url is not None
    return installation.public_url.rstrip("/")


class _Dumper(yaml.SafeDumper):
    """Writes lists indented under their key, and long texts as text."""

    @override
    def increase_indent(self, flow: bool = False, indentless: bool = False) -> None:
        super().increase_indent(flow, False)


def _text(dumper: yaml.SafeDumper, text: str) -> yaml.ScalarNode:
    return dumper.represent_scalar("tag:yaml.org,2002:str", text, style="|" if "\n" in text else None)


_Dumper.add_representer(str, _text)
