"""What people do in the fake Mattermost: type, say, press, choose, fill in. Each act returns what they then see."""

import base64
import time
from collections.abc import Awaitable
from typing import Any, TypeVar

from tests.platforms.fake_mattermost.answered import Answers
from tests.platforms.fake_mattermost.commands_api import BUILT_IN
from tests.platforms.fake_mattermost.dialogs import filled
from tests.platforms.fake_mattermost.outgoing import Answered, Outgoing
from tests.platforms.fake_mattermost.seen import Seen, seen_by
from tests.platforms.fake_mattermost.server import Server
from tests.platforms.fake_mattermost.state import Channel, Command, Json, OpenDialog, Post, ResponseUrl, State, User

T = TypeVar("T")

SIGNATURE = "MEUCIQDc2lnbmF0dXJl" * 5  # As long as a real one, which makes a trigger some 220 characters.


class Acts:
    """People's acts; fake.py says who there is."""

    state: State
    server: Server
    outgoing: Outgoing
    answers: Answers

    async def types(self, user: str, channel: str, line: str, *, root: str = "", team: str = "") -> Seen:
        """Type a slash command, in a thread with `root`. In a direct conversation the client says which team is meant."""
        person, where, seen = self.state.users[user], self._where(user, channel), seen_by(self.state, user)
        assert line.startswith("/"), "a command begins with a slash; words are said"
        trigger, _, text = line.removeprefix("/").partition(" ")
        team_id = where.team_id or team or self._team_of(user)
        command = self._command(trigger.lower(), team_id)
        if trigger.lower() in self.state.plugins:
            self.answers.whisper(person, where, root, self.state.plugins[trigger.lower()])
        elif command is not None:
            if not self.state.setting("ServiceSettings", "SiteURL"):
                seen.error = "Site URL is not set."
                return seen
            fields, hook = self._form(command, person, where, (trigger, text.strip()), root)
            answered = await self._timed(seen, self.outgoing.command(command.facts["url"], command.token, fields))
            seen.error = self.answers.to_command(self.state.response_urls[hook], answered, trigger)
        elif trigger.lower() in BUILT_IN:
            self.answers.whisper(person, where, root, f"Your status is set to “:speech_balloon: {text}”")
        else:
            seen.error = f"Command with a trigger of '/{trigger}' not found."
        return seen

    async def says(self, user: str, channel: str, text: str, *, root: str = "", **facts: Any) -> Seen:
        """Say something; `@pagt` is a mention."""
        where, seen = self._where(user, channel), seen_by(self.state, user)
        self.server.posts.add(Post(self.state.new_id("post"), where.id, user, text, root, **facts))
        seen.since = len(self.state.posts)
        return seen

    async def presses(self, user: str, post: Post, label: str) -> Seen:
        """Press a button of a post, by its label."""
        return await self._acted(user, post, _action(post, "button", label), {})

    async def chooses(self, user: str, post: Post, label: str, *, raw: str | None = None) -> Seen:
        """Choose an option of a menu in a post, by its label; a client may as well send anything (`raw`)."""
        for action in _actions(post):
            for one in action.get("options") or ():
                if one["text"] == label:
                    return await self._acted(user, post, action, {"selected_option": one["value"] if raw is None else raw})
        raise AssertionError(f"there is no option {label!r}")

    async def submits(self, user: str, *, channel_id: str | None = None, **values: Any) -> Seen:
        """Send the dialog before somebody: values by the fields' names or labels; what is not named stays as it is shown.

        `channel_id` is another one than where the dialog was opened, as some clients send.
        """
        opened = self.state.open_dialog(user)
        assert opened is not None, f"no dialog is open before {user}"
        sent = filled(opened, values, self.state.era, self.state.users[user].zone)
        payload = {
            "callback_id": opened.dialog.get("callback_id", ""),
            "state": opened.dialog.get("state", ""),
            "submission": sent,
        }
        where = opened.channel_id if channel_id is None else channel_id
        return await self._submitted(user, opened, opened.url, {**payload, "channel_id": where})

    async def forges(self, user: str, url: str, **payload: Any) -> Seen:
        """Send a dialog that was never opened, or another than was: only `user_id` is the server's own."""
        return await self._submitted(user, None, url, payload)

    async def cancels(self, user: str) -> None:
        """Close the dialog before somebody; the bot hears of it when it asked for that."""
        opened = self.state.open_dialog(user)
        assert opened is not None
        self.state.dialogs.remove(opened)
        if opened.dialog.get("notify_on_cancel"):
            payload = {"state": opened.dialog.get("state"), "callback_id": opened.dialog.get("callback_id")}
            await self.outgoing.call(opened.url, self._submission(user, {**payload, "cancelled": True}))

    async def tells_again(self, number: int = -1) -> Answered:
        """Send a call to the bot once more, as it was."""
        return await self.outgoing.post(*self.outgoing.sent[number])

    def trigger(self, user: str, channel: str = "") -> str:
        """Return a new trigger of somebody."""
        inside = f"{self.state.new_id('client')}:{user}:{self.state.now()}:{SIGNATURE}"
        made = base64.b64encode(inside.encode()).decode()
        self.state.triggers[made] = (user, self.state.clock.now(), channel)
        return made

    async def _acted(self, user: str, post: Post, action: Json, chosen: Json) -> Seen:
        """Press or choose: the server looks up what the button does, and calls it."""
        where, seen = self._where(user, post.channel_id), seen_by(self.state, user)
        allowed = action["id"].replace("-", "").replace("_", "") if self.state.era.dashes_in_action_ids else action["id"]
        if not allowed.isalnum() or not allowed.isascii():
            seen.error = "404 Sorry, we could not find the page."
            return seen
        integration = action.get("integration")
        if not integration:
            seen.error = "Action integration error."
            return seen
        team = self.state.teams.get(where.team_id)
        payload = {
            "user_id": user,
            "user_name": self.state.users[user].username,
            "channel_id": where.id,
            "channel_name": where.name,
            "team_id": team.id if team else "",
            "team_domain": team.name if team else "",
            "post_id": post.id,
            "trigger_id": self.trigger(user, where.id),
            "type": action["type"],
            "data_source": "",
            "context": {**(integration.get("context") or {}), **chosen},
        }
        answered = await self._timed(seen, self.outgoing.call(integration["url"], payload))
        seen.error = self.answers.to_action(self.state.users[user], post, answered)
        return seen

    async def _submitted(self, user: str, opened: OpenDialog | None, url: str, payload: Json) -> Seen:
        seen = seen_by(self.state, user)
        answered = await self._timed(seen, self.outgoing.call(url, self._submission(user, payload)))
        seen.error = self.answers.to_dialog(opened, answered)
        return seen

    def _submission(self, user: str, payload: Json) -> Json:
        """Return what the server sends of a dialog: all but the person is as the client said."""
        usual = {"callback_id": "", "state": "", "channel_id": "", "team_id": "", "submission": {}, "cancelled": False}
        return {**usual, **payload, "type": "dialog_submission", "user_id": user}

    def _form(
        self, command: Command, person: User, where: Channel, typed: tuple[str, str], root: str
    ) -> tuple[list[tuple[str, str]], str]:
        """Return what the server tells of a command, and the id of its response_url."""
        state, team = self.state, self.state.teams[command.facts["team_id"]]
        hook = state.new_id("hook")
        state.response_urls[hook] = ResponseUrl(command.id, where.id, person.id, root, state.clock.now())
        fields = [
            ("token", command.token),
            ("team_id", team.id),
            ("team_domain", team.name),
            ("channel_id", where.id),
            ("channel_name", where.name),
            ("user_id", person.id),
            ("user_name", person.username),
            ("command", f"/{typed[0]}"),
            ("text", typed[1]),
            ("trigger_id", self.trigger(person.id, where.id)),
            ("response_url", f"{state.setting('ServiceSettings', 'SiteURL')}/hooks/commands/{hook}"),
        ]
        if state.era.root_id_in_commands:
            fields.append(("root_id", root))
        named = [one for one in state.users.values() if one.id in team.members and f"@{one.username}" in typed[1].split()]
        fields += [("user_mentions", one.username) for one in named]
        fields += [("user_mentions_ids", one.id) for one in named]
        return fields, hook

    def _command(self, trigger: str, team: str) -> Command | None:
        found = [one for one in self.state.commands.values() if one.facts["team_id"] == team and not one.delete_at]
        return next((one for one in found if one.facts["trigger"] == trigger), None)

    def _where(self, user: str, channel: str) -> Channel:
        found = self.state.channels[channel]
        assert user in found.members, f"{user} is not in {channel}"
        return found

    def _team_of(self, user: str) -> str:
        return next((one.id for one in self.state.teams.values() if user in one.members), "")

    async def _timed(self, seen: Seen, answer: Awaitable[T]) -> T:
        began = time.monotonic()
        found = await answer
        seen.answer_s = time.monotonic() - began
        return found


def _actions(post: Post) -> list[Json]:
    return [action for one in post.attachments for action in one.get("actions") or ()]


def _action(post: Post, kind: str, label: str) -> Json:
    found = [one for one in _actions(post) if one["type"] == kind and one["name"] == label]
    assert found, f"there is no {kind} {label!r}, only {[one['name'] for one in _actions(post)]}"
    return found[0]
