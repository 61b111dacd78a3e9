"""Posting, changing and taking away messages in the fake Slack."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from tests.platforms.fake_slack.blocks import check_message
from tests.platforms.fake_slack.payloads import message_json
from tests.platforms.fake_slack.reach import Reach
from tests.platforms.fake_slack.refusals import Refused, TooOften
from tests.platforms.fake_slack.state import Channel, Install, Json, Message, State


@dataclass
class ChatMethods:
    """`pace` is how many seconds must lie between two messages into a conversation."""

    state: State
    pace: float = 1.0
    posted_at: dict[str, float] = field(default_factory=dict)

    @property
    def reach(self) -> Reach:
        """Whom the bot may write to."""
        return Reach(self.state)

    def post(self, who: Install, facts: Mapping[str, Any]) -> Json:
        """Answer chat.postMessage."""
        channel = self.reach.written(who, facts.get("channel"))
        check_message(facts.get("text"), facts.get("blocks"))
        root = facts.get("thread_ts")
        if root and self.state.at(channel.id, root) is None:
            raise Refused("thread_not_found")
        self.paced(channel.id)
        message = self._made(who, channel, facts)
        message.thread_ts, message.metadata = root, _metadata(facts.get("metadata"))
        self.state.add(message)
        return {"channel": channel.id, "ts": message.ts, "message": message_json(message)}

    def post_ephemeral(self, who: Install, facts: Mapping[str, Any]) -> Json:
        """Answer chat.postEphemeral."""
        channel = self.reach.written(who, facts.get("channel"))
        user = str(facts.get("user") or "")
        if user not in channel.members:
            raise Refused("user_not_in_channel")
        check_message(facts.get("text"), facts.get("blocks"))
        message = self._made(who, channel, facts)
        message.thread_ts, message.only_for = facts.get("thread_ts"), user
        self.state.add(message)
        return {"message_ts": message.ts}

    def update(self, who: Install, facts: Mapping[str, Any]) -> Json:
        """Answer chat.update."""
        found = self._own(who, facts, "cant_update_message")
        check_message(facts.get("text"), facts.get("blocks"))
        found.text, found.blocks = str(facts.get("text") or ""), list(facts.get("blocks") or ())
        found.metadata = _metadata(facts["metadata"]) if facts.get("metadata") else found.metadata
        found.edited = self.state.clock.stamp()
        return {"channel": found.channel, "ts": found.ts, "text": found.text}

    def delete(self, who: Install, facts: Mapping[str, Any]) -> Json:
        """Answer chat.delete."""
        found = self._own(who, facts, "cant_delete_message")
        self.state.messages.remove(found)
        return {"channel": found.channel, "ts": found.ts}

    def paced(self, channel: str) -> None:
        """Ask to wait when a second has not passed since the last message into a conversation."""
        now = self.state.clock.now()
        if now - self.posted_at.get(channel, 0) < self.pace * 0.75:  # Slack allows a short burst, and a busy machine is late.
            raise TooOften
        self.posted_at[channel] = now

    def _made(self, who: Install, channel: Channel, facts: Mapping[str, Any]) -> Message:
        text, blocks = str(facts.get("text") or ""), list(facts.get("blocks") or ())
        return Message(self.state.clock.stamp(), channel.id, who.bot_user, text, blocks, bot_id=who.bot_id)

    def _own(self, who: Install, facts: Mapping[str, Any], error: str) -> Message:
        channel = self.reach.written(who, facts.get("channel"))
        found = self.state.at(channel.id, str(facts.get("ts") or ""))
        if found is None or found.only_for:
            raise Refused("message_not_found")
        if found.user != who.bot_user:
            raise Refused(error)
        return found


def _metadata(found: Any) -> Json | None:
    """Return the metadata of a message, as Slack demands it."""
    if not found:
        return None
    if not isinstance(found, dict) or not found.get("event_type") or not isinstance(found.get("event_payload"), dict):
        raise Refused("invalid_metadata_format")
    return found
