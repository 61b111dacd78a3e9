"""Custom slash commands in the fake Mattermost's REST API: made, listed, changed, by whoever may in a team."""

from dataclasses import dataclass

from tests.platforms.fake_mattermost.asked import Asked, ok
from tests.platforms.fake_mattermost.refusals import Refused, absent, forbidden
from tests.platforms.fake_mattermost.shown import command_json
from tests.platforms.fake_mattermost.state import Command, Json, State

BUILT_IN = frozenset(
    [
        "away",
        "code",
        "collapse",
        "dnd",
        "echo",
        "expand",
        "exportlink",
        "groupmsg",
        "header",
        "help",
        "invite",
        "invite_people",
        "join",
        "kick",
        "leave",
        "logout",
        "marketplace",
        "me",
        "msg",
        "mute",
        "offline",
        "online",
        "open",
        "purpose",
        "remove",
        "rename",
        "search",
        "secure-connection",
        "settings",
        "share-channel",
        "shortcuts",
        "shrug",
        "status",
        "test",
    ]
)
TEXTS = ("method", "username", "icon_url", "auto_complete_desc", "auto_complete_hint", "display_name", "description")
LONGEST = {"display_name": 64, "description": 128, "url": 1024}
LONGEST_HINT = 1024  # What the database takes; beyond it the server falls over.


@dataclass
class Commands:
    """Keeps commands."""

    state: State

    def create(self, asked: Asked) -> tuple[int, Json]:
        """Answer `POST /commands`."""
        team = asked.team(asked.text("team_id"))
        if not asked.may_manage(team):
            raise forbidden()
        self._enabled()
        facts = self._facts(asked, {"team_id": team.id})
        if self._taken(facts, None):
            raise _duplicate()
        made = Command(self.state.new_id("command"), self.state.new_id("secret"), asked.me.id, facts)
        self.state.commands[made.id] = made
        return 201, command_json(made)

    def listed(self, asked: Asked) -> list[Json]:
        """Answer `GET /commands`: one's own, or all of a team for whoever may manage others'."""
        team = asked.team(asked.query.get("team_id"))
        if not asked.may_manage(team):
            raise forbidden()
        found = [one for one in self.state.commands.values() if one.facts["team_id"] == team.id and not one.delete_at]
        mine = [command_json(one) for one in found if asked.me.admin or one.creator_id == asked.me.id]
        if asked.query.get("custom_only") == "true":
            return mine
        return [*mine, *[_built_in(one, team.id) for one in sorted(BUILT_IN)]]

    def autocomplete(self, asked: Asked) -> list[Json]:
        """Answer `GET /teams/{team}/commands/autocomplete`: what anybody of the team may type; no tokens."""
        team = asked.team()
        custom = [one for one in self.state.commands.values() if one.facts["team_id"] == team.id and not one.delete_at]
        shown = [command_json(one) | {"token": "", "url": ""} for one in custom if one.facts.get("auto_complete")]
        plugins = [_built_in(one, team.id) for one in self.state.plugins]
        return [*shown, *plugins, *[_built_in(one, team.id) for one in sorted(BUILT_IN)]]

    def get(self, asked: Asked) -> Json:
        """Answer `GET /commands/{command}`."""
        return command_json(self._mine(asked))

    def update(self, asked: Asked) -> Json:
        """Answer `PUT /commands/{command}`: all of it anew, for its own creator or an administrator."""
        found = self._mine(asked)
        if asked.body.get("team_id") != found.facts["team_id"]:
            raise Refused(400, "api.command.team_mismatch.app_error", "Unable to update commands across teams.")
        facts = self._facts(asked, {"team_id": found.facts["team_id"]})
        if self.state.era.checks_renamed_commands and self._taken(facts, found):
            raise _duplicate()
        found.facts = facts
        return command_json(found)

    def delete(self, asked: Asked) -> Json:
        """Answer `DELETE /commands/{command}`."""
        self._mine(asked).delete_at = self.state.now()
        return ok()

    def regenerate(self, asked: Asked) -> Json:
        """Answer `PUT /commands/{command}/regen_token`."""
        found = self._mine(asked)
        found.token = self.state.new_id("secret")
        return {"token": found.token}

    def _mine(self, asked: Asked) -> Command:
        """Return a command that whoever asks may change; of one they may not they are not told."""
        found = self.state.commands.get(asked.path["command"])
        if found is None or found.delete_at:
            raise absent("command")
        team = self.state.teams[found.facts["team_id"]]
        if not asked.may_manage(team):
            raise absent("command")
        if found.creator_id != asked.me.id and not asked.me.admin and "team_admin" not in team.members[asked.me.id]:
            raise forbidden()
        return found

    def _facts(self, asked: Asked, facts: Json) -> Json:
        """Return what a command is to be, checked as the server checks it: lengths are bytes."""
        trigger = asked.text("trigger").lower()
        if len(trigger.encode()) > 128 or trigger.startswith("/") or " " in trigger:
            raise Refused(400, "model.command.is_valid.trigger.app_error", "Invalid trigger.")
        url = asked.text("url")
        if not url.startswith(("http://", "https://")):
            raise Refused(
                400, "model.command.is_valid.url_http.app_error", "Invalid URL. Must be a valid URL and start with http."
            )
        if asked.text("method") not in {"P", "G"}:
            raise Refused(400, "model.command.is_valid.method.app_error", "Invalid Method.")
        found = {name: asked.text(name, needed=False) for name in TEXTS}
        for name, longest in LONGEST.items():
            if len((url if name == "url" else found[name]).encode()) > longest:
                raise Refused(400, f"model.command.is_valid.{name}.app_error", f"Invalid {name}.")
        if max(len(found["auto_complete_desc"]), len(found["auto_complete_hint"])) > LONGEST_HINT:
            raise Refused(500, "app.command.savecommand.internal_error", "Unable to save the Command.")
        return {**facts, **found, "trigger": trigger, "url": url, "auto_complete": asked.body.get("auto_complete") is True}

    def _taken(self, facts: Json, but: Command | None) -> bool:
        return facts["trigger"] in BUILT_IN or any(
            one is not but
            and not one.delete_at
            and one.facts["team_id"] == facts["team_id"]
            and one.facts["trigger"] == facts["trigger"]
            for one in self.state.commands.values()
        )

    def _enabled(self) -> None:
        if not self.state.setting("ServiceSettings", "EnableCommands"):
            raise Refused(501, "api.command.disabled.app_error", "Commands have been disabled by the system admin.")


def _duplicate() -> Refused:
    return Refused(
        400, "api.command.duplicate_trigger.app_error", "This trigger word is already in use. Please choose another word."
    )


def _built_in(trigger: str, team: str) -> Json:
    return {"id": "", "token": "", "creator_id": "", "team_id": team, "trigger": trigger, "auto_complete": True, "url": ""}
