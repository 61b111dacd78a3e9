"""What the fake Slack says of its messages, people and conversations, as JSON: in answers, and in what it sends to the app."""

from typing import Any

from tests.platforms.fake_slack.state import Channel, Install, Json, Message, OpenView, State, User


def message_json(message: Message, *, metadata: bool = False) -> Json:
    """Return a message."""
    found: Json = {"type": "message", "user": message.user, "text": message.text, "ts": message.ts}
    optional = {
        "subtype": message.subtype,
        "bot_id": message.bot_id,
        "blocks": message.blocks,
        "thread_ts": message.thread_ts,
        "files": message.files,
        "metadata": message.metadata if metadata else None,
        "edited": {"user": message.user, "ts": message.edited} if message.edited else None,
    }
    return found | {name: value for name, value in optional.items() if value}


def user_json(state: State, user: User, who: Install, *, locale: bool = False) -> Json:
    """Return a person as an installation sees them: of another organisation's people it learns less, and no language."""
    foreign = user.team != who.team
    enterprise = state.teams[user.team].enterprise
    found: Json = {
        "id": user.id,
        "team_id": user.team,
        "name": user.name.casefold().replace(" ", "."),
        "real_name": user.name,
        "deleted": user.deleted,
        "is_bot": user.bot,
        "is_restricted": bool(user.guest),
        "is_ultra_restricted": user.guest == "ultra",
        "is_stranger": foreign and not shares_channel(state, user, who),
        "profile": {"real_name": user.name, "display_name": user.name.split()[0]},
    }
    if enterprise:
        found["enterprise_user"] = {"id": user.id, "enterprise_id": enterprise, "teams": [user.team]}
    if locale and not foreign:
        found["locale"] = user.locale
    if not foreign:
        found["tz"] = user.tz
    return found


def shares_channel(state: State, user: User, who: Install) -> bool:
    """Tell whether a person is in a conversation with the bot."""
    return any({user.id, who.bot_user} <= one.members for one in state.channels.values())


def channel_json(channel: Channel, who: Install) -> Json:
    """Return a conversation as an installation sees it."""
    found: Json = {
        "id": channel.id,
        "is_channel": channel.kind == "channel",
        "is_group": channel.kind == "group",
        "is_im": channel.kind == "im",
        "is_private": channel.kind != "channel",
        "is_archived": channel.archived,
        "is_member": who.bot_user in channel.members,
        "is_shared": channel.ext_shared,
        "is_ext_shared": channel.ext_shared,
        "is_org_shared": False,
        "context_team_id": who.team,
    }
    if channel.kind == "im":
        return found | {"user": channel.user}
    if channel.ext_shared:
        found["conversation_host_id"] = channel.team
        found["shared_team_ids"] = sorted({channel.team, *channel.shared_with})
    return found | {"name": channel.name, "name_normalized": channel.name}


def view_json(opened: OpenView, state: State, who: Install) -> Json:
    """Return an open view as Slack gives it back: with its ids, and what is empty named too."""
    nothing: dict[str, Any] = {"submit": None, "close": None, "callback_id": "", "private_metadata": "", "external_id": ""}
    return {
        **nothing,
        **opened.view,
        "id": opened.id,
        "hash": opened.hash,
        "team_id": state.users[opened.user].team,
        "app_installed_team_id": opened.team,
        "app_id": "A0PAGT",
        "bot_id": who.bot_id,
        "root_view_id": opened.id,
        "previous_view_id": None,
        "clear_on_close": False,
        "notify_on_close": False,
    }
