"""What the app asks a workspace for, and why: each scope with its reason, each event and each method with its scope. Pure tables.

docs/how-to/slack.md shows this table, `pagt doctor` compares it with what was granted, and a test holds the code against it.
"""

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True)
class Scope:
    """A permission, what it is for, and which events and methods it opens."""

    name: str
    why: str
    events: tuple[str, ...] = ()
    methods: tuple[str, ...] = ()


SCOPES: tuple[Scope, ...] = (
    Scope("commands", "Slash commands, and the shortcut on messages."),
    Scope(
        "chat:write",
        "Answers, nudges, news and digests, in channels it was invited to and in direct messages.",
        methods=("chat.postMessage", "chat.postEphemeral", "chat.update", "chat.delete"),
    ),
    Scope(
        "app_mentions:read",
        "Hears when somebody mentions it, which is how partners from other organisations and people in threads speak to it.",
        events=("app_mention",),
    ),
    Scope("im:history", "Hears what people write to it in their direct messages.", events=("message.im",)),
    Scope(
        "im:write",
        "Finds its direct conversation with a person, to see whether a message has arrived.",
        methods=("conversations.open",),
    ),
    Scope(
        "channels:history",
        "Hears answers in the threads of its own messages, and looks whether a message of its own arrived. Anything else said in a channel it drops unread.",
        events=("message.channels",),
        methods=("conversations.history", "conversations.replies"),
    ),
    Scope("groups:history", "The same in private channels it was invited to.", events=("message.groups",)),
    Scope(
        "channels:read",
        "Sees whether other organisations read along in a channel, so that closed content stays out of it.",
        events=("channel_shared", "channel_unshared", "channel_id_changed", "member_joined_channel"),
        methods=("conversations.info", "conversations.members"),
    ),
    Scope("groups:read", "The same for private channels it was invited to."),
    Scope(
        "users:read",
        "Knows a person's name, language and time zone, and whether they are a guest or from another organisation.",
        methods=("users.info",),
    ),
    Scope(
        "files:write",
        "Gives digests, minutes and long tables as files.",
        methods=("files.getUploadURLExternal", "files.completeUploadExternal"),
    ),
)

# These need no scope, or come with one that is there anyway.
FREE_EVENTS: tuple[str, ...] = ("app_home_opened", "app_uninstalled", "tokens_revoked")
FREE_METHODS: tuple[str, ...] = (
    "auth.test",
    "oauth.v2.access",
    "views.open",
    "views.push",
    "views.update",
    "views.publish",
)
APP_TOKEN_SCOPE = Scope("connections:write", "Opens the connection of Socket Mode.", methods=("apps.connections.open",))


def bot_scopes() -> list[str]:
    """Return the scopes of the bot's token."""
    return [one.name for one in SCOPES]


def bot_events() -> list[str]:
    """Return the events the app subscribes to."""
    return sorted([event for one in SCOPES for event in one.events] + list(FREE_EVENTS))


def scope_of_event() -> Mapping[str, str]:
    """Return the scope each event needs; those that need none are left out."""
    return {event: one.name for one in SCOPES for event in one.events}


def scope_of_method() -> Mapping[str, str]:
    """Return the scope each method needs; those that need none are left out."""
    return {method: one.name for one in (*SCOPES, APP_TOKEN_SCOPE) for method in one.methods}


def missing(granted: frozenset[str]) -> list[Scope]:
    """Return the scopes that were not granted, with their reasons."""
    return [one for one in SCOPES if one.name not in granted]
