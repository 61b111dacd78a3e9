"""What people do in the fake Slack: type, say, press, choose, fill in, open the Home tab. Each act returns what they then see."""

import time
from collections.abc import Awaitable
from typing import Any

from tests.platforms.fake_slack.blocks import check_message, check_view
from tests.platforms.fake_slack.filling import filled
from tests.platforms.fake_slack.grants import EVENTS as SCOPES
from tests.platforms.fake_slack.link import Acknowledged
from tests.platforms.fake_slack.refusals import Refused
from tests.platforms.fake_slack.seen import FAILED, TIMED_OUT, Seen, seen_by
from tests.platforms.fake_slack.sent import Sent, escaped, handle
from tests.platforms.fake_slack.server import Server
from tests.platforms.fake_slack.state import Channel, Install, Json, Message, OpenView, State
from tests.platforms.fake_slack.view_methods import change
from tests.platforms.fake_slack.wire import COMMANDS, EVENTS, INTERACTIVE, Wire

NOT_VALID = "is not a valid command"
NO_THREADS = "is not supported in threads"


class Acts:
    """People's acts; fake.py says who there is."""

    state: State
    server: Server
    wire: Wire
    commands: frozenset[str] | None
    shortcuts: frozenset[str] | None
    events: frozenset[str]
    undelivered: list[Json]

    async def types(self, user: str, channel: str, line: str, *, thread: str | None = None) -> Seen:
        """Type a slash command. A partner's people cannot, and nobody can in a thread: then Slack says so and the app hears nothing."""
        person, where = self.state.users[user], self._where(user, channel)
        name, _, text = line.partition(" ")
        assert name.startswith("/"), "a command begins with a slash; words are said"
        seen = seen_by(self.state, user)
        if thread is not None:
            seen.error = f"{name} {NO_THREADS}"
            return seen
        installed = [one for one in self._installed(where) if one.team == person.team and "commands" in one.scopes]
        if not installed or (self.commands is not None and name not in self.commands):
            seen.error = f"{name} {NOT_VALID}"
            return seen
        payload = self._sent(installed[0]).command(person, where, name, text.strip())
        answered = await self._delivered(seen, self.wire.deliver(COMMANDS, payload))
        self._shown(seen, answered, payload["response_url"])
        return seen

    async def says(self, user: str, channel: str, text: str, *, thread: str | None = None, **facts: Any) -> Seen:
        """Say something; `@pagt` and `@anna.holm` are mentions. The app hears it as Slack would tell it."""
        where = self._where(user, channel)
        seen = seen_by(self.state, user)
        said = self.state.add(self._message(user, where, text, thread, facts))
        seen.since = len(self.state.messages)
        bots = [one for one in self._installed(where) if one.bot_user in where.members]
        if not bots:
            return seen
        sent = self._sent(bots[0])
        name = {"im": "message.im", "channel": "message.channels", "group": "message.groups"}[where.kind]
        if self._hears(bots[0], name):
            await self._told(seen, sent.message_event(said))
        if where.kind != "im" and f"<@{bots[0].bot_user}>" in said.text and self._hears(bots[0], "app_mention"):
            await self._told(seen, sent.message_event(said, "app_mention"))
        return seen

    async def presses(self, user: str, message: Message, label: str) -> Seen:
        """Press a button of a message, by its label."""
        element, block = _found(message.blocks, "button", label)
        return await self._acted(user, message, element, block, None)

    async def chooses(self, user: str, message: Message, label: str) -> Seen:
        """Choose an option of a menu in a message, by its label."""
        element, block, chosen = _option(message.blocks, label)
        return await self._acted(user, message, element, block, chosen)

    async def presses_at_home(self, user: str, label: str) -> Seen:
        """Press a button of the Home tab."""
        element, block = _found(self.state.homes[user]["blocks"], "button", label)
        seen = seen_by(self.state, user)
        payload = self._sent(self._near(user)).home_action(self.state.users[user], element, block, None)
        await self._delivered(seen, self.wire.deliver(INTERACTIVE, payload))
        return seen

    async def submits(self, user: str, **values: Any) -> Seen:
        """Send the modal before somebody: values by the fields' names or labels; what is not named stays as it is shown."""
        seen = seen_by(self.state, user)
        opened = seen.view
        assert opened is not None, f"no modal is open before {user}"
        state = filled(opened, values)
        who = next(one for one in self.state.installs.values() if one.team == opened.team)
        answered = await self._delivered(seen, self.wire.deliver(INTERACTIVE, self._sent(who).submission(opened, state)))
        if not seen.error:
            self._after_submission(seen, opened, answered)
        return seen

    def closes(self, user: str) -> None:
        """Close the modals before somebody."""
        self.state.views[:] = [one for one in self.state.views if one.user != user]

    async def uses_shortcut(self, user: str, message: Message, callback: str) -> Seen:
        """Use a shortcut on a message; as with commands, only the people of a workspace with the app can."""
        person = self.state.users[user]
        seen = seen_by(self.state, user)
        installed = [one for one in self.state.installs.values() if one.team == person.team]
        if not installed or (self.shortcuts is not None and callback not in self.shortcuts):
            seen.error = "there is no such shortcut"
            return seen
        payload = self._sent(installed[0]).shortcut(person, message, callback)
        await self._delivered(seen, self.wire.deliver(INTERACTIVE, payload))
        return seen

    async def opens_home(self, user: str, tab: str = "home") -> Seen:
        """Open the bot's Home tab, or with `messages` the conversation with it."""
        seen, who = seen_by(self.state, user), self._near(user)
        where = self.state.direct(user, who.bot_user)
        event = {"type": "app_home_opened", "user": user, "channel": where.id, "tab": tab, "event_ts": self.state.clock.stamp()}
        await self._told(seen, self._sent(who).event(event))
        return seen

    async def happens(self, event: Json, *, team: str | None = None) -> Seen:
        """Let an event reach the app as it is, when it has subscribed to it."""
        who = next(one for one in self.state.installs.values() if team in {None, one.team})
        channel = self.state.channels.get(str(event.get("channel")))
        seen = seen_by(self.state, str(event.get("user") or ""))
        if self._hears(who, event["type"]):
            await self._told(seen, self._sent(who).event(event, channel))
        return seen

    async def tells_again(self, envelope: Json, attempt: int = 1) -> Acknowledged:
        """Deliver an event once more, as Slack does when it is not sure the app took it."""
        return await self.wire.deliver(EVENTS, envelope, (attempt, "http_timeout"))

    async def tries_again(self) -> None:
        """Deliver what the app did not take, as Slack does after a minute and after five."""
        waiting, self.undelivered = self.undelivered, []
        for envelope in waiting:
            if (await self.tells_again(envelope, 2)).lost:
                self.undelivered.append(envelope)

    # How an act goes on.

    async def _acted(self, user: str, message: Message, element: Json, block: str, chosen: Json | None) -> Seen:
        seen = seen_by(self.state, user)
        where = self._where(user, message.channel)
        assert message.only_for in {None, user}, "nobody sees what is shown to another alone"
        who = next(one for one in self._installed(where) if one.bot_id == message.bot_id)
        payload = self._sent(who).action(self.state.users[user], message, element, block, chosen)
        await self._delivered(seen, self.wire.deliver(INTERACTIVE, payload))
        return seen

    async def _told(self, seen: Seen, envelope: Json) -> None:
        """Tell the app of an event; one it does not take is told again at once, and waits after that."""
        first = await self._delivered(seen, self.wire.deliver(EVENTS, envelope))
        if first.lost or not 200 <= first.status < 300:
            again = await self.tells_again(envelope)
            if again.lost or not 200 <= again.status < 300:
                self.undelivered.append(envelope)

    async def _delivered(self, seen: Seen, delivery: Awaitable[Acknowledged]) -> Acknowledged:
        """Wait for the app, and say what Slack says when it fails."""
        began = time.monotonic()
        answered = await delivery
        seen.ack_s = time.monotonic() - began
        if answered.lost:
            seen.error = TIMED_OUT
        elif not 200 <= answered.status < 300:
            seen.error = FAILED
        return answered

    def _shown(self, seen: Seen, answered: Acknowledged, url: str) -> None:
        """Show the answer that came with the acknowledgement of a command."""
        if seen.error or not answered.body:
            return
        facts = answered.body if isinstance(answered.body, dict) else {"text": str(answered.body)}
        try:
            check_message(facts.get("text"), facts.get("blocks"))
        except Refused as no:
            self.server.refused.append(("ack", no.error, no.problems))
            seen.error = no.error
        else:
            self.server.say(self.state.response_urls[url.rpartition("/")[2]], facts)

    def _after_submission(self, seen: Seen, opened: OpenView, answered: Acknowledged) -> None:
        """Do with a modal what the app's answer says."""
        body = answered.body or {}
        match body.get("response_action"):
            case None:
                self.state.views.remove(opened)
            case "clear":
                self.closes(opened.user)
            case "errors":
                inputs = {one.get("block_id") for one in opened.view["blocks"] if one["type"] == "input"}
                assert body["errors"], "errors without any"
                assert set(body["errors"]) <= inputs, f"there are no inputs {set(body['errors']) - inputs}"
                opened.errors = body["errors"]
            case "update" | "push":
                try:
                    check_view(body["view"])
                except Refused as no:
                    self.server.refused.append(("ack", no.error, no.problems))
                    seen.error = no.error
                else:
                    change(self.state, opened, body["view"])
            case other:
                raise AssertionError(f"unknown response_action {other}")

    def _message(self, user: str, where: Channel, text: str, thread: str | None, facts: Json) -> Message:
        bots = {handle(self.state.users[one.bot_user]): one.bot_user for one in self._installed(where)}
        raw = escaped(self.state, text)
        for name, bot in bots.items():
            raw = raw.replace(f"<@{bot}|{name}>", f"<@{bot}>")
        return Message(self.state.clock.stamp(), where.id, user, raw, thread_ts=thread, **facts)

    def _where(self, user: str, channel: str) -> Channel:
        found = self.state.channels[channel]
        assert user in found.members, f"{user} is not in {channel}"
        return found

    def _installed(self, where: Channel) -> list[Install]:
        """Return the installations whose bot may be there, that of the channel's own team first."""
        teams = {where.team, *where.shared_with, *(self.state.users[one].team for one in where.members)}
        found = [one for one in self.state.installs.values() if one.team in teams and not one.revoked]
        return sorted(found, key=lambda one: (one.bot_user not in where.members, one.team != where.team))

    def _near(self, user: str) -> Install:
        """Return the installation somebody meets the bot through: their own team's, else any."""
        team = self.state.users[user].team
        return min(self.state.installs.values(), key=lambda one: one.team != team)

    def _hears(self, who: Install, event: str) -> bool:
        return event in self.events and (not SCOPES.get(event) or SCOPES[event] in who.scopes)

    def _sent(self, who: Install) -> Sent:
        return Sent(self.state, who, self.server.url)


def _elements(blocks: list[Json]) -> list[tuple[Json, str]]:
    """Return every element of a message with the id of its block."""
    inside = [
        (element, str(block.get("block_id") or f"b{place}"))
        for place, block in enumerate(blocks)
        for element in (*block.get("elements", ()), *([block["accessory"]] if "accessory" in block else ()))
    ]
    return [(element, block) for element, block in inside if "action_id" in element]


def _found(blocks: list[Json], kind: str, label: str) -> tuple[Json, str]:
    buttons = [(one, block) for one, block in _elements(blocks) if one["type"] == kind]
    found = [(one, block) for one, block in buttons if one["text"]["text"] == label]
    assert found, f"there is no button {label!r}, only {[one['text']['text'] for one, _ in buttons]}"
    return found[0]


def _option(blocks: list[Json], label: str) -> tuple[Json, str, Json]:
    for element, block in _elements(blocks):
        for one in element.get("options", ()):
            if one["text"]["text"] == label:
                return element, block, one
    raise AssertionError(f"there is no option {label!r}")
