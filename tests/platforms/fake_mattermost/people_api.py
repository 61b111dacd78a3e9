"""Users, bots, tokens and teams in the fake Mattermost's REST API."""

import re
from typing import Any

from tests.platforms.fake_mattermost.asked import Asked, ok, page
from tests.platforms.fake_mattermost.refusals import Refused, absent, forbidden, invalid
from tests.platforms.fake_mattermost.shown import bot_json, member_json, team_json, user_json
from tests.platforms.fake_mattermost.state import Json, Team, User

_BOT_NAME = re.compile(r"[a-z][a-z0-9._-]{2,21}\Z")


def one_user(asked: Asked) -> Json:
    """Answer `GET /users/{user}`."""
    asked.me.id  # noqa: B018  # Only who is signed in sees people.
    return user_json(asked.user())


def by_username(asked: Asked) -> Json:
    """Answer `GET /users/username/{name}`."""
    asked.me.id  # noqa: B018  # Likewise.
    found = asked.state.named(asked.path["name"])
    if found is None:
        raise Refused(404, "app.user.get_by_username.app_error", "Unable to find an existing account matching your username.")
    return user_json(found)


def by_ids(asked: Asked) -> list[Json]:
    """Answer `POST /users/ids`: those that are found."""
    asked.me.id  # noqa: B018  # Likewise.
    return [user_json(asked.state.users[one]) for one in asked.listed() if one in asked.state.users]


def by_usernames(asked: Asked) -> list[Json]:
    """Answer `POST /users/usernames`: those that are found."""
    asked.me.id  # noqa: B018  # Likewise.
    return [user_json(found) for one in asked.listed() if (found := asked.state.named(one))]


def users(asked: Asked) -> list[Json]:
    """Answer `GET /users`, of a channel or a team or all of them."""
    state, query = asked.state, asked.query
    if query.get("in_channel"):
        members = asked.channel(query["in_channel"]).members
        found = [state.users[one] for one in sorted(members)]
    elif query.get("in_team"):
        found = [state.users[one] for one in asked.team(query["in_team"]).members]
    else:
        asked.me.id  # noqa: B018  # Likewise.
        found = list(state.users.values())
    if query.get("active") == "true":
        found = [one for one in found if not one.delete_at]
    return [user_json(one) for one in page(query, sorted(found, key=lambda one: one.username))]


def make_bot(asked: Asked) -> tuple[int, Json]:
    """Answer `POST /bots`: for a system administrator, where bot accounts may be made."""
    if not asked.me.admin or asked.me.is_bot:
        raise forbidden()
    if not asked.state.setting("ServiceSettings", "EnableBotAccountCreation"):
        raise Refused(403, "api.bot.create_disabled", "Bot creation has been disabled.")
    username = asked.text("username")
    if not _BOT_NAME.match(username):
        raise Refused(400, "model.bot.is_valid.username.app_error", "Invalid username.")
    if asked.state.named(username):
        raise Refused(400, "app.user.save.username_exists.app_error", "An account with that username already exists.")
    made = User(asked.state.new_id("bot"), username, asked.text("display_name", needed=False), is_bot=True)
    asked.state.users[made.id] = made
    return 201, bot_json(made, asked.me.id)


def bots(asked: Asked) -> list[Json]:
    """Answer `GET /bots`."""
    asked.must_be_admin()
    found = [one for one in asked.state.users.values() if one.is_bot]
    if asked.query.get("include_deleted") != "true":
        found = [one for one in found if not one.delete_at]
    return [bot_json(one, "") for one in page(asked.query, found)]


def one_bot(asked: Asked) -> Json:
    """Answer `GET /bots/{user}`: a bot may look at itself, an administrator at all."""
    found = asked.user()
    if not found.is_bot:
        raise absent("bot")
    if asked.me.id != found.id:
        asked.must_be_admin()
    return bot_json(found, "")


def change_bot(asked: Asked) -> Json:
    """Answer `PUT /bots/{user}`."""
    asked.must_be_admin()
    found = asked.user()
    found.first_name = asked.text("display_name", needed=False) or found.first_name
    return bot_json(found, "")


def enable_bot(asked: Asked) -> Json:
    """Answer `POST /bots/{user}/enable`."""
    asked.must_be_admin()
    found = asked.user()
    found.delete_at = 0
    return bot_json(found, "")


def make_token(asked: Asked) -> Json:
    """Answer `POST /users/{user}/tokens`: of a bot, for an administrator."""
    found, state = asked.user(), asked.state
    asked.must_be_admin()
    if not found.is_bot and not state.setting("ServiceSettings", "EnableUserAccessTokens"):
        raise Refused(501, "app.user_access_token.disabled", "Personal access tokens are disabled on this server.")
    description, made = asked.text("description"), state.new_id("token")
    state.tokens[made] = found.id
    return {"id": state.new_id("tokenid"), "token": made, "user_id": found.id, "description": description, "is_active": True}


def teams(asked: Asked) -> list[Json]:
    """Answer `GET /teams`: all of them for an administrator, else one's own."""
    found = [one for one in asked.state.teams.values() if asked.me.admin or asked.me.id in one.members]
    return [team_json(one) for one in page(asked.query, found)]


def one_team(asked: Asked) -> Json:
    """Answer `GET /teams/{team}`."""
    return team_json(asked.team())


def team_by_name(asked: Asked) -> Json:
    """Answer `GET /teams/name/{name}`."""
    found = next((one for one in asked.state.teams.values() if one.name == asked.path["name"]), None)
    if found is None:
        raise absent("team")
    return team_json(asked.team(found.id))


def teams_of(asked: Asked) -> list[Json]:
    """Answer `GET /users/{user}/teams`."""
    whose = asked.user()
    if whose.id != asked.me.id:
        asked.must_be_admin()
    return [team_json(one) for one in asked.state.teams.values() if whose.id in one.members]


def team_member(asked: Asked) -> Json:
    """Answer `GET /teams/{team}/members/{user}`."""
    team, user = asked.team(), asked.user()
    if user.id not in team.members:
        raise absent("team_member")
    return member_json(team, user.id)


def team_members(asked: Asked) -> list[Json]:
    """Answer `GET /teams/{team}/members`."""
    team = asked.team()
    return [member_json(team, one) for one in page(asked.query, sorted(team.members))]


def join_team(asked: Asked) -> tuple[int, Json]:
    """Answer `POST /teams/{team}/members`: an administrator of the team or the system brings somebody in."""
    team, user = asked.team(), asked.text("user_id")
    if asked.text("team_id") != team.id:
        raise invalid("team_id")
    if not asked.may_manage(team):
        raise forbidden()
    if user not in asked.state.users:
        raise Refused(404, "app.user.missing_account.const")
    team.members.setdefault(user, "team_user")
    return 201, member_json(team, user)


def team_roles(asked: Asked) -> Any:
    """Answer `PUT /teams/{team}/members/{user}/roles`."""
    team, user = asked.team(), asked.user()
    if not asked.may_manage(team):
        raise forbidden()
    if user.id not in team.members:
        raise absent("team_member")
    team.members[user.id] = asked.text("roles")
    return ok()


def joined(team: Team, user: User, roles: str = "team_user") -> None:
    """Bring somebody into a team."""
    team.members[user.id] = roles
