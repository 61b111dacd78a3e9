"""How the fake Mattermost writes what it has as JSON, for whoever asks and in its events."""

from typing import Any

from tests.platforms.fake_mattermost.state import Channel, Command, Json, Kept, Post, State, Team, User


def user_json(user: User) -> Json:
    """Return a user as another one sees them; the e-mail address is hidden."""
    return {
        "id": user.id,
        "create_at": 1,
        "update_at": 1,
        "delete_at": user.delete_at,
        "username": user.username,
        "auth_service": "",
        "email": "",
        "nickname": "",
        "first_name": user.first_name,
        "last_name": user.last_name,
        "position": "",
        "roles": user.roles,
        "locale": user.locale,
        "timezone": dict(user.timezone),
        **({"is_bot": True, "bot_description": ""} if user.is_bot else {}),
        **({"remote_id": user.remote_id} if user.remote_id else {}),
    }


def bot_json(user: User, owner: str) -> Json:
    """Return a bot account."""
    return {
        "user_id": user.id,
        "username": user.username,
        "display_name": user.first_name,
        "description": "",
        "owner_id": owner,
        "create_at": 1,
        "update_at": 1,
        "delete_at": user.delete_at,
    }


def team_json(team: Team) -> Json:
    """Return a team."""
    return {"id": team.id, "name": team.name, "display_name": team.display_name or team.name, "type": "O", "delete_at": 0}


def member_json(team: Team, user: str) -> Json:
    """Return somebody's membership of a team."""
    return {"team_id": team.id, "user_id": user, "roles": team.members[user], "delete_at": 0}


def channel_json(channel: Channel) -> Json:
    """Return a channel."""
    return {
        "id": channel.id,
        "create_at": 1,
        "update_at": 1,
        "delete_at": channel.delete_at,
        "team_id": channel.team_id,
        "type": channel.type,
        "display_name": channel.display_name,
        "name": channel.name,
        "header": "",
        "purpose": "",
        "total_msg_count": 0,
        **({"shared": True} if channel.shared else {}),
    }


def in_channel_json(channel: Channel, user: str) -> Json:
    """Return somebody's membership of a channel."""
    return {"channel_id": channel.id, "user_id": user, "roles": "channel_user", "last_viewed_at": 0, "msg_count": 0}


def post_json(post: Post, state: State) -> Json:
    """Return a post as anybody reads it: what its buttons do is taken away."""
    files = [file_json(state.files[one]) for one in post.file_ids if one in state.files]
    return {
        "id": post.id,
        "create_at": post.create_at,
        "update_at": post.update_at,
        "edit_at": post.edit_at,
        "delete_at": post.delete_at,
        "is_pinned": False,
        "user_id": post.user_id,
        "channel_id": post.channel_id,
        "root_id": post.root_id,
        "original_id": "",
        "message": post.message,
        "type": post.type,
        "props": stripped(post.props),
        "hashtags": "",
        "file_ids": list(post.file_ids),
        "pending_post_id": post.pending_post_id,
        "reply_count": sum(one.root_id == post.id for one in state.posts),
        "metadata": {"files": files} if files else {},
    }


def stripped(props: Json) -> Json:
    """Return props without what the buttons in them do."""
    return {name: _bare(value) if name == "attachments" else value for name, value in props.items()}


def _bare(attachments: Any) -> Any:
    if not isinstance(attachments, list):
        return attachments
    return [
        {
            name: [{key: said for key, said in action.items() if key != "integration"} for action in value]
            if name == "actions"
            else value
            for name, value in one.items()
        }
        for one in attachments
        if isinstance(one, dict)
    ]


def file_json(file: Kept) -> Json:
    """Return what is known of a file."""
    return {
        "id": file.id,
        "user_id": file.user_id,
        "post_id": file.post_id,
        "channel_id": file.channel_id,
        "create_at": 1,
        "update_at": 1,
        "delete_at": 0,
        "name": file.name,
        "extension": file.name.rpartition(".")[2],
        "size": len(file.data),
        "mime_type": file.mime_type,
    }


def command_json(command: Command) -> Json:
    """Return a command to whoever may manage it."""
    return {
        **command.facts,
        "id": command.id,
        "token": command.token,
        "creator_id": command.creator_id,
        "create_at": 1,
        "update_at": 1,
        "delete_at": command.delete_at,
    }


def posts_json(posts: list[Post], state: State) -> Json:
    """Return a list of posts, newest first, as the server writes it: an order, and the posts by id."""
    found = sorted(posts, key=lambda one: one.create_at, reverse=True)
    return {
        "order": [one.id for one in found],
        "posts": {one.id: post_json(one, state) for one in found},
        "next_post_id": "",
        "prev_post_id": "",
        "has_next": False,
    }
