"""The Web API of the fake Slack: which method a call names, whose token it carries, and whether it has the scope."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from tests.platforms.fake_slack import grants
from tests.platforms.fake_slack.asked_methods import AskedMethods
from tests.platforms.fake_slack.chat_methods import ChatMethods
from tests.platforms.fake_slack.manifests import manifest_problems
from tests.platforms.fake_slack.refusals import MissingScope, Refused
from tests.platforms.fake_slack.state import Install, Json, State
from tests.platforms.fake_slack.view_methods import FileMethods, ViewMethods

Method = Callable[[Install, Mapping[str, Any]], Json]


@dataclass
class WebApi:
    """Answers calls, and remembers them: `calls` are methods with their facts, in the order they came."""

    state: State
    chat: ChatMethods
    upload_url: str = ""
    app_token: str = "xapp-1-A0PAGT-1-fake"
    link_url: str = ""
    page: int = 1000
    calls: list[tuple[str, Mapping[str, Any]]] = field(default_factory=list)

    def call(self, method: str, token: str, facts: Mapping[str, Any]) -> Json:
        """Answer a call.

        Raises:
            Refused: with Slack's own error.
            TooOften: when Slack asks to wait.
        """
        self.calls.append((method, facts))
        if method == "apps.connections.open":
            return {"ok": True, "url": self._link(token)}
        if method == "oauth.v2.access":
            return {"ok": True, **self._access(facts)}
        if method == "apps.manifest.validate":
            return self._validated(facts)
        handle = self._methods().get(method)
        if handle is None:
            raise Refused("unknown_method", [method])
        who = self._who(token)
        needed = grants.METHODS.get(method)
        if needed and needed not in who.scopes:
            raise MissingScope(needed, who.scopes)
        return {"ok": True, **handle(who, facts)}

    def _methods(self) -> Mapping[str, Method]:
        asked, views, files = (
            AskedMethods(self.state, self.page),
            ViewMethods(self.state),
            FileMethods(self.state, self.upload_url),
        )
        return {
            "auth.test": asked.auth_test,
            "team.info": asked.team_info,
            "chat.postMessage": self.chat.post,
            "chat.postEphemeral": self.chat.post_ephemeral,
            "chat.update": self.chat.update,
            "chat.delete": self.chat.delete,
            "conversations.open": asked.open,
            "conversations.info": asked.info,
            "conversations.history": asked.history,
            "conversations.replies": asked.replies,
            "conversations.members": asked.members,
            "users.info": asked.user,
            "users.list": asked.users,
            "users.conversations": asked.mine,
            "views.open": views.open,
            "views.push": views.push,
            "views.update": views.update,
            "views.publish": views.publish,
            "files.getUploadURLExternal": files.begin,
            "files.completeUploadExternal": files.complete,
        }

    def _who(self, token: str) -> Install:
        if not token:
            raise Refused("not_authed")
        found = self.state.installs.get(token)
        if found is None:
            raise Refused("invalid_auth")
        if found.revoked:
            raise Refused("token_revoked")
        return found

    def _link(self, token: str) -> str:
        if token.startswith("xoxb-"):
            raise Refused("not_allowed_token_type")
        if token != self.app_token:
            raise Refused("invalid_auth")
        return self.link_url

    def _access(self, facts: Mapping[str, Any]) -> Json:
        """Exchange a code for a token, once; or a refresh token for the next."""
        found = self.state.codes.pop(str(facts.get("code") or ""), None)
        if found is None:
            raise Refused("invalid_code")
        who = self.state.installs[found]
        team = self.state.teams[who.team]
        return {
            "app_id": "A0PAGT",
            "access_token": who.token,
            "token_type": "bot",
            "scope": ",".join(sorted(who.scopes)),
            "bot_user_id": who.bot_user,
            "team": {"id": team.id, "name": team.name},
            "enterprise": {"id": team.enterprise, "name": team.enterprise} if team.enterprise else None,
            "is_enterprise_install": False,
            "authed_user": {"id": "U0INSTALLER"},
        }

    def _validated(self, facts: Mapping[str, Any]) -> Json:
        problems = manifest_problems(facts.get("manifest"))
        if problems:
            return {"ok": False, "error": "invalid_manifest", "errors": [{"message": one} for one in problems]}
        return {"ok": True}
