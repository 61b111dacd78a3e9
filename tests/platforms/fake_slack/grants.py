"""Which scope each method and event of the fake Slack asks for, from Slack's own documentation; apart from the bot's own table."""

from tests.platforms.fake_slack.state import Channel

METHODS = {
    "chat.postMessage": "chat:write",
    "chat.postEphemeral": "chat:write",
    "chat.update": "chat:write",
    "chat.delete": "chat:write",
    "conversations.open": "im:write",
    "users.info": "users:read",
    "users.list": "users:read",
    "users.conversations": "channels:read",
    "files.getUploadURLExternal": "files:write",
    "files.completeUploadExternal": "files:write",
    "team.info": "team:read",
}
OF_A_CONVERSATION = {
    "conversations.info": "read",
    "conversations.members": "read",
    "conversations.history": "history",
    "conversations.replies": "history",
}
EVENTS = {
    "app_mention": "app_mentions:read",
    "message.im": "im:history",
    "message.channels": "channels:history",
    "message.groups": "groups:history",
    "channel_shared": "channels:read",
    "channel_unshared": "channels:read",
    "channel_id_changed": "channels:read",
    "member_joined_channel": "channels:read",
    "app_home_opened": "",
    "app_uninstalled": "",
    "tokens_revoked": "",
}
ALL = (frozenset(filter(None, [*METHODS.values(), *EVENTS.values()])) | {"commands", "groups:read"}) - {"team:read"}
PLURAL = {"channel": "channels", "group": "groups", "im": "im"}


def of_conversation(method: str, channel: Channel) -> str:
    """Return the scope a method asks for in a conversation of this kind."""
    return f"{PLURAL[channel.kind]}:{OF_A_CONVERSATION[method]}"
