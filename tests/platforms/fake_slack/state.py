"""What there is in the fake Slack: teams, people, conversations, messages, modals. What may be done with it is in methods.py."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from tests.platforms.fake_slack.clock import Clock

Json = dict[str, Any]
_TOKEN = re.compile(r"<([^<>]*)>")


@dataclass
class Team:
    """A workspace; `enterprise` is its Grid organisation, if it belongs to one."""

    id: str
    name: str
    enterprise: str = ""


@dataclass
class User:
    """Somebody; `guest` is empty, `restricted` or `ultra`."""

    id: str
    team: str
    name: str
    locale: str = "da-DK"
    tz: str = "Europe/Copenhagen"
    guest: str = ""
    bot: bool = False
    deleted: bool = False


@dataclass
class Channel:
    """A conversation of a kind: `channel`, `group` (private) or `im`, which belongs to `user` and a bot."""

    id: str
    name: str
    kind: str = "channel"
    team: str = "T0KBH"
    members: set[str] = field(default_factory=set)
    shared_with: set[str] = field(default_factory=set)
    archived: bool = False
    user: str = ""

    @property
    def ext_shared(self) -> bool:
        """Whether another organisation shares it."""
        return bool(self.shared_with)


@dataclass
class Message:
    """A message, or, with `only_for`, one that a single person sees until they reload."""

    ts: str
    channel: str
    user: str
    text: str
    blocks: list[Json] = field(default_factory=list)
    thread_ts: str | None = None
    bot_id: str = ""
    metadata: Json | None = None
    edited: str | None = None
    subtype: str = ""
    files: list[Json] = field(default_factory=list)
    only_for: str | None = None

    @property
    def said(self) -> str:
        """The words a person reads."""
        inside = "\n".join(visible(block) for block in self.blocks) or shown(self.text)
        files = "\n".join(f"{one['title']} {one.get('alt_txt') or ''}".strip() for one in self.files)
        return "\n".join(filter(None, [inside, files]))

    @property
    def tokens(self) -> list[str]:
        """Every live mention and link, in the blocks and in the text that stands for them."""
        return [found for raw in (self.text, *raw_mrkdwn(self.blocks)) for found in _TOKEN.findall(raw)]


@dataclass
class OpenView:
    """A modal before a person: what it looks like, what is wrong with it, and what the person has filled in."""

    id: str
    hash: str
    user: str
    team: str
    view: Json
    errors: dict[str, str] = field(default_factory=dict)
    typed: dict[str, Json] = field(default_factory=dict)

    @property
    def said(self) -> str:
        """The words a person reads."""
        title = self.view["title"]["text"]
        errors = [f"! {one}" for one in self.errors.values()]
        return "\n".join([title, *(visible(block) for block in self.view["blocks"]), *errors])


@dataclass
class Trigger:
    """A trigger_id: whose, since when, and whether it was used."""

    user: str
    team: str
    at: float
    used: bool = False


@dataclass
class ResponseUrl:
    """A response_url: as which bot and where it answers, since when, and how often it was used."""

    token: str
    channel: str
    user: str
    at: float
    message: str | None = None
    ephemeral: bool = False
    thread_ts: str | None = None
    uses: int = 0


@dataclass
class Install:
    """The app in a team: its token, its bot there, and what it was granted."""

    token: str
    team: str
    bot_user: str
    bot_id: str
    scopes: set[str]
    revoked: bool = False


@dataclass
class State:
    """All of it."""

    clock: Clock = field(default_factory=Clock)
    teams: dict[str, Team] = field(default_factory=dict)
    users: dict[str, User] = field(default_factory=dict)
    channels: dict[str, Channel] = field(default_factory=dict)
    messages: list[Message] = field(default_factory=list)
    views: list[OpenView] = field(default_factory=list)
    homes: dict[str, Json] = field(default_factory=dict)
    triggers: dict[str, Trigger] = field(default_factory=dict)
    response_urls: dict[str, ResponseUrl] = field(default_factory=dict)
    installs: dict[str, Install] = field(default_factory=dict)
    uploads: dict[str, Json] = field(default_factory=dict)
    codes: dict[str, str] = field(default_factory=dict)
    counter: int = 0

    def number(self) -> int:
        """Return the next number, for ids."""
        self.counter += 1
        return self.counter

    def new_id(self, letter: str) -> str:
        """Return a new id such as `V000042`."""
        return f"{letter}{self.number():07d}"

    def add(self, message: Message) -> Message:
        """Keep a message."""
        self.messages.append(message)
        return message

    def at(self, channel: str, ts: str) -> Message | None:
        """Return the message with a stamp."""
        return next((one for one in self.messages if one.channel == channel and one.ts == ts), None)

    def direct(self, user: str, bot: str) -> Channel:
        """Return the conversation between a person and a bot, making it."""
        found = next((one for one in self.channels.values() if one.kind == "im" and one.members == {user, bot}), None)
        if found is None:
            found = Channel(self.new_id("D"), "", "im", self.users[user].team, {user, bot}, user=user)
            self.channels[found.id] = found
        return found

    def open_view(self, view_id: str) -> OpenView | None:
        """Return an open modal."""
        return next((one for one in self.views if one.id == view_id), None)


def shown(raw: str) -> str:
    """Return mrkdwn as a person reads it: live tokens as their labels, entities as letters."""
    without = _TOKEN.sub(lambda found: found[1].partition("|")[2] or found[1], raw)
    return without.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&").replace("\u200b", "")


def visible(found: Any) -> str:
    """Return the words of a block, an element or a list of them."""
    if isinstance(found, list):
        return "\n".join(filter(None, map(visible, found)))
    if not isinstance(found, dict):
        return ""
    if isinstance(found.get("text"), str):
        return shown(found["text"]) if found.get("type") == "mrkdwn" else str(found["text"])
    inside = (
        "text",
        "label",
        "fields",
        "placeholder",
        "element",
        "elements",
        "options",
        "option_groups",
        "rows",
        "accessory",
        "hint",
    )
    words = [visible(found[name]) for name in inside if name in found]
    value = found.get("initial_value") or found.get("initial_date") or found.get("initial_time") or found.get("initial_user")
    return "\n".join(filter(None, [*words, str(value) if value else ""]))


def raw_mrkdwn(found: Any) -> Iterator[str]:
    """Yield every text that Slack reads as mrkdwn."""
    if isinstance(found, list):
        for one in found:
            yield from raw_mrkdwn(one)
    elif isinstance(found, dict):
        if found.get("type") == "mrkdwn":
            yield found["text"]
        for one in found.values():
            yield from raw_mrkdwn(one)
