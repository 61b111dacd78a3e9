"""What the fake Slack sends to the app when somebody does something: commands, presses, submissions, events. Pure, but for new ids."""

import re
from dataclasses import dataclass
from typing import Any

from tests.platforms.fake_slack.payloads import message_json, view_json
from tests.platforms.fake_slack.state import Channel, Install, Json, Message, OpenView, ResponseUrl, State, Trigger, User

APP = "A0PAGT"
TOKEN = "verification-token"


@dataclass
class Sent:
    """Makes payloads for one installation of the app."""

    state: State
    who: Install
    url: str

    def command(self, user: User, channel: Channel, name: str, text: str) -> Json:
        """Return a slash command, escaped as `should_escape` asks for."""
        return {
            "token": TOKEN,
            "team_id": user.team,
            "team_domain": "example",
            **self._enterprise(user),
            "channel_id": channel.id,
            "channel_name": channel.name or "directmessage",
            "user_id": user.id,
            "user_name": handle(user),
            "command": name,
            "text": escaped(self.state, text),
            "api_app_id": APP,
            "is_enterprise_install": "false",
            "response_url": self.response_url(user, channel, None),
            "trigger_id": self.trigger(user),
        }

    def action(self, user: User, message: Message, element: Json, block: str, chosen: Json | None) -> Json:
        """Return a press in a message; of one that only the person sees, Slack sends no content."""
        channel = self.state.channels[message.channel]
        alone = message.only_for is not None
        container: Json = {
            "type": "message",
            "message_ts": message.ts,
            "channel_id": channel.id,
            "is_ephemeral": alone,
        }
        if message.thread_ts:
            container["thread_ts"] = message.thread_ts
        found = {
            **self._interaction("block_actions", user),
            "container": container,
            "channel": {"id": channel.id, "name": channel.name or "directmessage"},
            "state": {"values": {}},
            "response_url": self.response_url(user, channel, message),
            "actions": [self._action(element, block, chosen)],
        }
        return found if alone else {**found, "message": message_json(message)}

    def home_action(self, user: User, element: Json, block: str, chosen: Json | None) -> Json:
        """Return a press in the Home tab, where there is no conversation."""
        view = {**self.state.homes[user.id], "id": "V0HOME"}
        return {
            **self._interaction("block_actions", user),
            "container": {"type": "view", "view_id": "V0HOME"},
            "view": view,
            "actions": [self._action(element, block, chosen)],
        }

    def submission(self, opened: OpenView, values: Json) -> Json:
        """Return a sent modal; from a partner it comes under the partner's team, and the view tells whose app it is."""
        user = self.state.users[opened.user]
        view = {**view_json(opened, self.state, self.who), "state": {"values": values}}
        found = self._interaction("view_submission", user)
        return {**found, "team": {"id": user.team, "domain": "example"}, "view": view, "response_urls": []}

    def shortcut(self, user: User, message: Message, callback: str) -> Json:
        """Return a shortcut used on a message."""
        channel = self.state.channels[message.channel]
        return {
            **self._interaction("message_action", user),
            "callback_id": callback,
            "action_ts": self.state.clock.stamp(),
            "message_ts": message.ts,
            "channel": {"id": channel.id, "name": channel.name or "directmessage"},
            "message": message_json(message),
            "response_url": self.response_url(user, channel, None),
        }

    def message_event(self, message: Message, kind: str = "message") -> Json:
        """Return the event of a message, or of a mention in it."""
        channel, user = self.state.channels[message.channel], self.state.users[message.user]
        event: Json = {
            "type": kind,
            "user": user.id,
            "text": message.text,
            "ts": message.ts,
            "channel": channel.id,
            "event_ts": message.ts,
            "client_msg_id": f"client-{message.ts}",
            "team": user.team,
        }
        if message.subtype:
            event["subtype"] = message.subtype
        if kind == "message":
            event["channel_type"] = channel.kind
        if message.thread_ts:
            root = self.state.at(channel.id, message.thread_ts)
            event["thread_ts"] = message.thread_ts
            event |= {"parent_user_id": root.user} if root and kind == "message" else {}
        if channel.ext_shared:
            event |= {"user_team": user.team, "source_team": user.team}
        return self.event(event, channel)

    def event(self, event: Json, channel: Channel | None = None) -> Json:
        """Return an event in its envelope."""
        enterprise = self.state.teams[self.who.team].enterprise or None
        return {
            "token": TOKEN,
            "team_id": self.who.team,
            "context_team_id": self.who.team,
            "context_enterprise_id": enterprise,
            "api_app_id": APP,
            "event": event,
            "type": "event_callback",
            "event_id": self.state.new_id("Ev"),
            "event_time": int(self.state.clock.now()),
            "authorizations": [
                {
                    "enterprise_id": enterprise,
                    "team_id": self.who.team,
                    "user_id": self.who.bot_user,
                    "is_bot": True,
                    "is_enterprise_install": False,
                }
            ],
            "is_ext_shared_channel": bool(channel and channel.ext_shared),
        }

    def trigger(self, user: User) -> str:
        """Return a new trigger_id."""
        made = f"{self.state.number()}.{self.who.team}.trigger"
        self.state.triggers[made] = Trigger(user.id, self.who.team, self.state.clock.now())
        return made

    def response_url(self, user: User, channel: Channel, message: Message | None) -> str:
        """Return a new response_url."""
        ticket = f"r{self.state.number()}"
        alone, thread = bool(message and message.only_for), message.thread_ts if message else None
        facts = (self.who.token, channel.id, user.id, self.state.clock.now(), message.ts if message else None, alone, thread)
        self.state.response_urls[ticket] = ResponseUrl(*facts)
        return f"{self.url}/response/{ticket}"

    def _interaction(self, kind: str, user: User) -> Json:
        enterprise = self.state.teams[user.team].enterprise
        return {
            "type": kind,
            "token": TOKEN,
            "api_app_id": APP,
            "team": {"id": self.who.team, "domain": "example"},
            "user": {"id": user.id, "username": handle(user), "name": handle(user), "team_id": user.team},
            "enterprise": {"id": enterprise, "name": enterprise} if enterprise else None,
            "is_enterprise_install": False,
            "trigger_id": self.trigger(user),
        }

    def _enterprise(self, user: User) -> Json:
        enterprise = self.state.teams[user.team].enterprise
        return {"enterprise_id": enterprise, "enterprise_name": enterprise} if enterprise else {}

    def _action(self, element: Json, block: str, chosen: Json | None) -> Json:
        names = ("type", "action_id", "text", "value", "placeholder", "style")
        found: Json = {name: element[name] for name in names if name in element}
        found |= {"block_id": block, "action_ts": self.state.clock.stamp()}
        return found | ({"selected_option": chosen} if chosen else {})


def handle(user: User) -> str:
    """Return somebody's handle: `anna.holm`."""
    return user.name.casefold().replace(" ", ".")


def escaped(state: State, text: str) -> str:
    """Return typed words as Slack sends them: people and channels by their ids, addresses in `<…>`, three letters as entities."""
    safe = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    safe = re.sub(r"&lt;@([UW][A-Z0-9]+)&gt;", r"<@\1>", safe)
    people = {handle(one): one for one in state.users.values()}
    safe = re.sub(r"(?<!\S)@([\w.]+)", lambda found: _person(found, people), safe)
    safe = re.sub(r"(?<!\S)(https?://[^\s<>]+)", r"<\1>", safe)
    rooms = {one.name: one for one in state.channels.values() if one.name}
    return re.sub(r"(?<!\S)#([\w-]+)", lambda found: _room(found, rooms), safe)


def _person(found: Any, people: dict[str, User]) -> str:
    known = people.get(found[1].casefold())
    return f"<@{known.id}|{handle(known)}>" if known else found[0]


def _room(found: Any, rooms: dict[str, Channel]) -> str:
    known = rooms.get(found[1])
    if known is None:
        return str(found[0])
    return f"<#{known.id}|>" if known.kind == "group" else f"<#{known.id}|{known.name}>"
