"""One call of the REST API of the fake Mattermost: who asks, with what, and what they may."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from tests.platforms.fake_mattermost.refusals import Refused, absent, forbidden, invalid
from tests.platforms.fake_mattermost.state import ID, Channel, Json, Post, State, Team, User


@dataclass
class Asked:
    """A call; `me` in its path is whoever asks. `bearer` is their token, where they gave one."""

    state: State
    who: User | None
    path: Mapping[str, str] = field(default_factory=dict)
    query: Mapping[str, str] = field(default_factory=dict)
    body: Any = None
    uploads: list[tuple[str, str, bytes]] = field(default_factory=list)

    @property
    def me(self) -> User:
        """Whoever asks.

        Raises:
            Refused: 401 when nobody is signed in.
        """
        if self.who is None:
            raise Refused(401, "api.context.session_expired.app_error", "Invalid or expired session, please login again.")
        return self.who

    def text(self, name: str, *, needed: bool = True) -> str:
        """Return a text of the body.

        Raises:
            Refused: 400 when it is missing or no text.
        """
        found = self.body.get(name) if isinstance(self.body, dict) else None
        if found is None and not needed:
            return ""
        if not isinstance(found, str) or (needed and not found):
            raise invalid(name)
        return found

    def listed(self) -> list[str]:
        """Return the body as a list of texts.

        Raises:
            Refused: 400 when it is none, or empty.
        """
        if not isinstance(self.body, list) or not self.body or not all(isinstance(one, str) for one in self.body):
            raise Refused(400, "api.context.invalid_body_param.app_error", "Invalid body.")
        return self.body

    def user(self, name: str = "user") -> User:
        """Return the user that the path names.

        Raises:
            Refused: when there is none.
        """
        id_ = self.me.id if self.path[name] == "me" else self.path[name]
        if not ID.match(id_):
            raise Refused(400, "api.context.invalid_url_param.app_error", "Invalid or missing user_id parameter in request URL.")
        found = self.state.users.get(id_)
        if found is None:
            raise Refused(404, "app.user.missing_account.const", "Unable to find the user.")
        return found

    def team(self, id_: str | None = None) -> Team:
        """Return the team that the path names, or one with an id, in which whoever asks is.

        Raises:
            Refused: when there is none, or they may not look.
        """
        found = self.state.teams.get(id_ or self.path.get("team", ""))
        if found is None:
            raise absent("team")
        if self.me.id not in found.members and not self.me.admin:
            raise forbidden()
        return found

    def channel(self, id_: str | None = None) -> Channel:
        """Return the channel that the path names, or one with an id, that whoever asks may read.

        Raises:
            Refused: when there is none, or they may not.
        """
        wanted = id_ if id_ is not None else self.path["channel"]
        if not ID.match(wanted):
            raise Refused(
                400, "api.context.invalid_url_param.app_error", "Invalid or missing channel_id parameter in request URL."
            )
        found = self.state.channels.get(wanted)
        if found is None:
            raise Refused(404, "app.channel.get.existing.app_error", "Unable to find the existing channel.")
        open_to_team = found.type == "O" and found.team_id and self.me.id in self.state.teams[found.team_id].members
        if self.me.id not in found.members and not self.me.admin and not open_to_team:
            raise forbidden()
        return found

    def post(self, id_: str | None = None) -> Post:
        """Return the post that the path names, in a channel that whoever asks may read.

        Raises:
            Refused: when there is none, or they may not.
        """
        wanted = id_ if id_ is not None else self.path["post"]
        if not ID.match(wanted):
            raise Refused(400, "api.context.invalid_url_param.app_error", "Invalid or missing post_id parameter in request URL.")
        found = self.state.post(wanted)
        if found is None or found.only_for:
            raise Refused(404, "app.post.get.app_error", "Unable to get the post.")
        self.channel(found.channel_id)
        return found

    def must_be_admin(self) -> None:
        """Refuse whoever is no system administrator.

        Raises:
            Refused: 403.
        """
        if not self.me.admin:
            raise forbidden()

    def may_manage(self, team: Team) -> bool:
        """Tell whether whoever asks may have commands in a team."""
        return self.me.admin or "team_admin" in team.members.get(self.me.id, "").split()


def page(query: Mapping[str, str], found: list[Any], usual: int = 60) -> list[Any]:
    """Return one page of what was found."""
    number, size = int(query.get("page") or 0), min(int(query.get("per_page") or usual), 200)
    return found[number * size : (number + 1) * size]


def ok() -> Json:
    """Return what the server says of what was done."""
    return {"status": "OK"}
