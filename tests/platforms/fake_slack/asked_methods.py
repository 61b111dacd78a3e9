"""What one may ask the fake Slack about conversations, messages and people."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from tests.platforms.fake_slack.payloads import channel_json, message_json, user_json
from tests.platforms.fake_slack.reach import Reach
from tests.platforms.fake_slack.refusals import Refused
from tests.platforms.fake_slack.state import Install, Json, Message, State


@dataclass
class AskedMethods:
    """Answers questions; nothing here changes anything, but that asking for a direct conversation makes it.

    `page` is how many messages one answer holds at most: 15 for an app that is distributed and not in Slack's marketplace.
    """

    state: State
    page: int = 1000

    @property
    def reach(self) -> Reach:
        """What the bot may see."""
        return Reach(self.state)

    def auth_test(self, who: Install, _facts: Mapping[str, Any]) -> Json:
        """Answer auth.test."""
        team = self.state.teams[who.team]
        return {
            "url": "https://example.slack.com/",
            "team": team.name,
            "user": "pagt",
            "team_id": team.id,
            "user_id": who.bot_user,
            "bot_id": who.bot_id,
            "enterprise_id": team.enterprise or None,
            "is_enterprise_install": False,
        }

    def team_info(self, who: Install, _facts: Mapping[str, Any]) -> Json:
        """Answer team.info."""
        team = self.state.teams[who.team]
        return {"team": {"id": team.id, "name": team.name}}

    def open(self, who: Install, facts: Mapping[str, Any]) -> Json:
        """Answer conversations.open."""
        users = str(facts.get("users") or "").split(",")
        if len(users) != 1 or not users[0]:
            raise Refused("users_list_not_supplied")
        return {"channel": {"id": self.reach.direct(who, users[0]).id}}

    def info(self, who: Install, facts: Mapping[str, Any]) -> Json:
        """Answer conversations.info."""
        return {"channel": channel_json(self.reach.read(who, facts.get("channel"), "conversations.info"), who)}

    def members(self, who: Install, facts: Mapping[str, Any]) -> Json:
        """Answer conversations.members."""
        found = self.reach.read(who, facts.get("channel"), "conversations.members")
        return {"members": sorted(found.members), "response_metadata": {"next_cursor": ""}}

    def history(self, who: Install, facts: Mapping[str, Any]) -> Json:
        """Answer conversations.history: the newest first, without what stands in threads."""
        channel = self.reach.read(who, facts.get("channel"), "conversations.history")
        found = [one for one in self._in(channel.id) if not one.thread_ts]
        return _page(sorted(_between(found, facts), key=lambda one: one.ts, reverse=True), facts, min(100, self.page))

    def replies(self, who: Install, facts: Mapping[str, Any]) -> Json:
        """Answer conversations.replies: what began the thread, then what stands in it, the oldest first."""
        channel, root = self.reach.read(who, facts.get("channel"), "conversations.replies"), str(facts.get("ts") or "")
        first = [one for one in self._in(channel.id) if one.ts == root]
        if not first:
            raise Refused("thread_not_found")
        rest = [one for one in self._in(channel.id) if one.thread_ts == root]
        return _page([*first, *_between(rest, facts)], facts, self.page)

    def user(self, who: Install, facts: Mapping[str, Any]) -> Json:
        """Answer users.info."""
        found = self.state.users.get(str(facts.get("user") or ""))
        if found is None:
            raise Refused("user_not_found")
        return {"user": user_json(self.state, found, who, locale=_yes(facts.get("include_locale")))}

    def users(self, who: Install, facts: Mapping[str, Any]) -> Json:
        """Answer users.list."""
        own = [one for one in self.state.users.values() if one.team == who.team]
        members = [user_json(self.state, one, who, locale=_yes(facts.get("include_locale"))) for one in own]
        return {"members": members, "response_metadata": {"next_cursor": ""}}

    def mine(self, who: Install, _facts: Mapping[str, Any]) -> Json:
        """Answer users.conversations."""
        found = [one for one in self.state.channels.values() if who.bot_user in one.members and one.kind != "im"]
        return {"channels": [channel_json(one, who) for one in found], "response_metadata": {"next_cursor": ""}}

    def _in(self, channel: str) -> list[Message]:
        return [one for one in self.state.messages if one.channel == channel and not one.only_for]


def _between(found: Sequence[Message], facts: Mapping[str, Any]) -> list[Message]:
    """Return the messages between two stamps, which count only when `inclusive` says so."""
    oldest, latest = float(facts.get("oldest") or 0), float(facts.get("latest") or "inf")
    edge = _yes(facts.get("inclusive"))
    return [one for one in found if oldest < (at := float(one.ts)) < latest or (edge and at in {oldest, latest})]


def _page(found: Sequence[Message], facts: Mapping[str, Any], most: int) -> Json:
    """Return a page of messages and where the next begins."""
    start, limit = int(facts.get("cursor") or 0), min(int(facts.get("limit") or most), most)
    shown = found[start : start + limit]
    more = start + limit < len(found)
    return {
        "messages": [message_json(one, metadata=_yes(facts.get("include_all_metadata"))) for one in shown],
        "has_more": more,
        "response_metadata": {"next_cursor": str(start + limit) if more else ""},
    }


def _yes(value: object) -> bool:
    """Read a yes as Slack's forms write it."""
    return str(value or "").casefold() in {"true", "1"}
