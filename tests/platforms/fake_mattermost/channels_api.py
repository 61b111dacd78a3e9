"""Channels and who is in them, in the fake Mattermost's REST API."""

from tests.platforms.fake_mattermost.asked import Asked, page
from tests.platforms.fake_mattermost.refusals import Refused, absent, forbidden
from tests.platforms.fake_mattermost.shown import channel_json, in_channel_json, posts_json
from tests.platforms.fake_mattermost.state import ID, Json


def direct(asked: Asked) -> tuple[int, Json]:
    """Answer `POST /channels/direct`: the conversation of two, of whom one is whoever asks."""
    pair, state = asked.listed(), asked.state
    if len(pair) != 2 or not all(ID.match(one) for one in pair):
        raise Refused(400, "api.context.invalid_body_param.app_error", "Invalid or missing user_ids in request body.")
    if asked.me.id not in pair and not asked.me.admin:
        raise forbidden()
    found = [state.users.get(one) for one in pair]
    if None in found:
        raise Refused(404, "app.user.missing_account.const", "Unable to find the user.")
    if state.setting("TeamSettings", "RestrictDirectMessage") == "team":
        together = any(all(one in team.members for one in pair) for team in state.teams.values())
        if not together:
            raise Refused(400, "api.channel.create_channel.direct_channel.team_restricted_error")
    return 201, channel_json(state.direct(*pair))


def one_channel(asked: Asked) -> Json:
    """Answer `GET /channels/{channel}`."""
    return channel_json(asked.channel())


def channel_by_name(asked: Asked) -> Json:
    """Answer `GET /teams/{team}/channels/name/{name}`."""
    team = asked.team()
    found = [one for one in asked.state.channels.values() if one.team_id == team.id and one.name == asked.path["name"]]
    if not found:
        raise Refused(404, "app.channel.get_by_name.missing.app_error", "Channel does not exist.")
    return channel_json(asked.channel(found[0].id))


def members(asked: Asked) -> list[Json]:
    """Answer `GET /channels/{channel}/members`."""
    channel = asked.channel()
    return [in_channel_json(channel, one) for one in page(asked.query, sorted(channel.members))]


def member(asked: Asked) -> Json:
    """Answer `GET /channels/{channel}/members/{user}`."""
    channel, user = asked.channel(), asked.user()
    if user.id not in channel.members:
        raise absent("channel_member")
    return in_channel_json(channel, user.id)


def join(asked: Asked) -> tuple[int, Json]:
    """Answer `POST /channels/{channel}/members`: somebody of the team comes in."""
    channel, user = asked.channel(), asked.text("user_id")
    if asked.me.id not in channel.members and not asked.me.admin and user != asked.me.id:
        raise forbidden()
    if channel.team_id and user not in asked.state.teams[channel.team_id].members:
        raise Refused(404, "api.channel.add_user.to.channel.failed.deleted.app_error", "The user is not in the team.")
    channel.members.add(user)
    return 201, in_channel_json(channel, user)


def stats(asked: Asked) -> Json:
    """Answer `GET /channels/{channel}/stats`."""
    channel = asked.channel()
    guests = sum("system_guest" in asked.state.users[one].roles.split() for one in channel.members)
    return {"channel_id": channel.id, "member_count": len(channel.members), "guest_count": guests, "pinnedpost_count": 0}


def mine(asked: Asked) -> list[Json]:
    """Answer `GET /users/{user}/channels`, and that of one team."""
    user, team = asked.user(), asked.path.get("team")
    if user.id != asked.me.id:
        asked.must_be_admin()
    found = [
        one for one in asked.state.channels.values() if user.id in one.members and (team is None or one.team_id in (team, ""))
    ]
    last = {one.channel_id: one.create_at for one in asked.state.posts if not one.only_for}
    return [channel_json(one) | {"last_post_at": last.get(one.id, 0)} for one in found]


def posts(asked: Asked) -> Json:
    """Answer `GET /channels/{channel}/posts`: since a time all that was said, changed or deleted, else a page, newest first."""
    channel, state = asked.channel(), asked.state
    found = [one for one in state.posts if one.channel_id == channel.id and not one.only_for]
    if asked.query.get("since"):
        since = int(asked.query["since"])
        return posts_json([one for one in found if one.update_at > since][-1000:], state)
    standing = sorted((one for one in found if not one.delete_at), key=lambda one: -one.create_at)
    for name, later in (("before", False), ("after", True)):
        if asked.query.get(name):
            at = asked.post(asked.query[name]).create_at
            standing = [one for one in standing if (one.create_at > at) == later and one.create_at != at]
    return posts_json(page(asked.query, standing), state)
