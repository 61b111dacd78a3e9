"""What Slack refuses of an app's manifest, from its public schema and from what people ran into; apart from the bot's own rules."""

import re
from collections.abc import Iterator
from typing import Any

from tests.platforms.fake_slack import grants

# Slack's own commands; one of them refuses the whole manifest.
TAKEN = frozenset(
    [
        "/archive",
        "/away",
        "/call",
        "/collapse",
        "/dm",
        "/dnd",
        "/expand",
        "/feed",
        "/feedback",
        "/invite",
        "/join",
        "/kick",
        "/leave",
        "/me",
        "/msg",
        "/mute",
        "/open",
        "/prefs",
        "/pro",
        "/remind",
        "/remove",
        "/rename",
        "/search",
        "/shortcuts",
        "/shrug",
        "/star",
        "/status",
        "/topic",
        "/unarchive",
        "/who",
    ]
)
_COMMAND = re.compile(r"/[a-z0-9-]{1,31}\Z")
_BOT_NAME = re.compile(r"[a-z0-9._-]{1,80}\Z")


def manifest_problems(manifest: Any) -> list[str]:
    """Return what Slack would not take."""
    return list(_problems(manifest))


def _problems(manifest: Any) -> Iterator[str]:
    shown, features, settings = manifest["display_information"], manifest["features"], manifest["settings"]
    yield from _length("name", shown["name"], 1, 35)
    yield from _length("description", shown["description"], 0, 140)
    yield from _length("long_description", shown["long_description"], 175, 4000)
    if not re.fullmatch(r"#[0-9a-fA-F]{3}(?:[0-9a-fA-F]{3})?", shown["background_color"]):
        yield "background_color is no colour"
    if not _BOT_NAME.match(features["bot_user"]["display_name"]):
        yield "bad bot display_name"
    yield from _commands(features.get("slash_commands"), socket=settings["socket_mode_enabled"])
    for one in features.get("shortcuts", []):
        yield from _length("shortcut name", one["name"], 1, 24)
        yield from _length("shortcut description", one["description"], 1, 150)
        yield from _length("shortcut callback_id", one["callback_id"], 1, 255)
        if one["type"] not in {"message", "global"}:
            yield "unknown shortcut type"
    yield from _events(manifest)
    if not settings["socket_mode_enabled"] and not settings["interactivity"].get("request_url"):
        yield "interactivity needs a request_url without socket mode"


def _commands(found: Any, *, socket: bool) -> Iterator[str]:
    if found is None:
        return
    if not 1 <= len(found) <= 50:
        yield "1 to 50 slash commands are allowed"
    names = [one["command"] for one in found]
    if len(names) != len(set(names)):
        yield "a slash command twice"
    for one in found:
        if not _COMMAND.match(one["command"]) or one["command"] in TAKEN:
            yield f"the slash command has an invalid name: {one['command']}"
        yield from _length("command description", one["description"], 1, 2000)
        yield from _length("usage_hint", one.get("usage_hint", ""), 0, 1000)
        if not socket and not one.get("url"):
            yield f"{one['command']} needs a url"


def _events(manifest: Any) -> Iterator[str]:
    scopes = manifest["oauth_config"]["scopes"]["bot"]
    subscribed = manifest["settings"]["event_subscriptions"]
    if len(scopes) > 255 or len(scopes) != len(set(scopes)):
        yield "too many scopes, or one twice"
    if len(subscribed["bot_events"]) > 100:
        yield "too many events"
    for event in subscribed["bot_events"]:
        if event not in grants.EVENTS:
            yield f"unknown event {event}"
        elif grants.EVENTS[event] and grants.EVENTS[event] not in scopes:
            yield f"{event} needs the scope {grants.EVENTS[event]}"
    if manifest["features"].get("slash_commands") and "commands" not in scopes:
        yield "slash commands need the scope commands"
    if not manifest["settings"]["socket_mode_enabled"] and not subscribed.get("request_url"):
        yield "events need a request_url without socket mode"


def _length(name: str, text: str, least: int, most: int) -> Iterator[str]:
    if not least <= len(text) <= most:
        yield f"{name} must have {least} to {most} characters"
