"""What there is in the fake Mattermost: people, teams, channels, posts, commands, dialogs. What may be done with it is in the other files."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from tests.platforms.fake_mattermost.eras import V10_11, Era
from tests.platforms.fake_slack.clock import Clock

Json = dict[str, Any]
ID = re.compile(r"[a-z0-9]{26}\Z")


@dataclass
class User:
    """Somebody, or a bot."""

    id: str
    username: str
    first_name: str = ""
    last_name: str = ""
    locale: str = "en"  # What the server gives everybody; no client of Mattermost offers Danish.
    roles: str = "system_user"
    is_bot: bool = False
    delete_at: int = 0
    remote_id: str = ""
    timezone: Json = field(default_factory=lambda: {"useAutomaticTimezone": "true", "automaticTimezone": "Europe/Copenhagen"})
    notify_words: tuple[str, ...] = ()

    @property
    def zone(self) -> str:
        """Where their clients' clocks are; one that the server knows nothing of takes the machine's own."""
        automatic = self.timezone.get("useAutomaticTimezone") == "true"
        return str(self.timezone.get("automaticTimezone" if automatic else "manualTimezone") or "Europe/Copenhagen")

    @property
    def name(self) -> str:
        """The name people see."""
        return f"{self.first_name} {self.last_name}".strip() or self.username

    @property
    def admin(self) -> bool:
        """Whether they may do everything."""
        return "system_admin" in self.roles.split()


@dataclass
class Team:
    """A team, with the roles of its members."""

    id: str
    name: str
    display_name: str = ""
    members: dict[str, str] = field(default_factory=dict)


@dataclass
class Channel:
    """A channel of a type: O (open), P (private), D (between two), G (of a few)."""

    id: str
    name: str
    type: str = "O"
    team_id: str = ""
    display_name: str = ""
    members: set[str] = field(default_factory=set)
    delete_at: int = 0
    shared: bool = False


@dataclass
class Post:
    """A post, or, with `only_for`, one that a single person sees until they reload."""

    id: str
    channel_id: str
    user_id: str
    message: str
    root_id: str = ""
    props: Json = field(default_factory=dict)
    type: str = ""
    create_at: int = 0
    update_at: int = 0
    edit_at: int = 0
    delete_at: int = 0
    file_ids: list[str] = field(default_factory=list)
    only_for: str | None = None
    silent: bool = False
    pinged: set[str] = field(default_factory=set)
    pending_post_id: str = ""

    @property
    def attachments(self) -> list[Json]:
        """What stands under the message."""
        found = self.props.get("attachments")
        return [one for one in found if isinstance(one, dict)] if isinstance(found, list) else []


@dataclass
class Command:
    """A custom command of a team."""

    id: str
    token: str
    creator_id: str
    facts: Json
    delete_at: int = 0


@dataclass
class ResponseUrl:
    """A response_url: of which command, where it answers and to whom, since when, and how often it was used."""

    command: str
    channel_id: str
    user_id: str
    root_id: str
    at: float
    uses: int = 0


@dataclass
class OpenDialog:
    """A dialog before a person: where it was opened, what it looks like, what is wrong with it, and what was filled in."""

    user: str
    url: str
    dialog: Json
    channel_id: str = ""
    errors: dict[str, str] = field(default_factory=dict)
    error: str = ""
    typed: Json = field(default_factory=dict)


@dataclass
class Kept:
    """An uploaded file."""

    id: str
    name: str
    mime_type: str
    data: bytes
    channel_id: str
    user_id: str
    post_id: str = ""


@dataclass
class State:
    """All of it. `logged` is what the server only writes to its log: what it takes although it does not like it."""

    era: Era = V10_11
    clock: Clock = field(default_factory=Clock)
    users: dict[str, User] = field(default_factory=dict)
    teams: dict[str, Team] = field(default_factory=dict)
    channels: dict[str, Channel] = field(default_factory=dict)
    posts: list[Post] = field(default_factory=list)
    tokens: dict[str, str] = field(default_factory=dict)
    commands: dict[str, Command] = field(default_factory=dict)
    triggers: dict[str, tuple[str, float, str]] = field(default_factory=dict)  # whose, since when, in which channel
    response_urls: dict[str, ResponseUrl] = field(default_factory=dict)
    dialogs: list[OpenDialog] = field(default_factory=list)
    files: dict[str, Kept] = field(default_factory=dict)
    config: Json = field(default_factory=dict)
    plugins: dict[str, str] = field(default_factory=dict)  # the triggers of plugins, and what they answer
    logged: list[str] = field(default_factory=list)
    counter: int = 0
    millis: int = 0

    def new_id(self, kind: str) -> str:
        """Return a new id of 26 letters and digits, as the server makes them."""
        self.counter += 1
        return f"{kind[:8]:x<8}{self.counter:018d}"

    def now(self) -> int:
        """Return the time in milliseconds, of which no two are alike."""
        self.millis = max(self.millis + 1, int(self.clock.now() * 1000))
        return self.millis

    def post(self, id_: str) -> Post | None:
        """Return a post that stands."""
        return next((one for one in self.posts if one.id == id_ and not one.delete_at), None)

    def named(self, username: str) -> User | None:
        """Return somebody by their user name."""
        return next((one for one in self.users.values() if one.username == username.lower()), None)

    def direct(self, one: str, other: str) -> Channel:
        """Return the conversation between two, making it."""
        name = "__".join(sorted((one, other)))
        found = next((channel for channel in self.channels.values() if channel.name == name), None)
        if found is None:
            found = Channel(self.new_id("direct"), name, "D", members={one, other})
            self.channels[found.id] = found
        return found

    def thread(self, post: Post) -> list[Post]:
        """Return the posts of a post's thread, oldest first."""
        root = post.root_id or post.id
        return [one for one in self.posts if root in (one.id, one.root_id) and not one.delete_at and not one.only_for]

    def open_dialog(self, user: str) -> OpenDialog | None:
        """Return the dialog before somebody."""
        return next((one for one in reversed(self.dialogs) if one.user == user), None)

    def setting(self, section: str, name: str) -> Any:
        """Return a setting of config.json."""
        return self.config.get(section, {}).get(name, DEFAULTS[section].get(name))


DEFAULTS: dict[str, Json] = {
    "ServiceSettings": {
        "SiteURL": "",
        "EnableCommands": True,
        "EnableBotAccountCreation": True,
        "EnableUserAccessTokens": False,
        "AllowedUntrustedInternalConnections": "",
        "OutgoingIntegrationRequestsTimeout": 30,
        "EnablePostUsernameOverride": False,
        "EnablePostIconOverride": False,
        "PostEditTimeLimit": -1,
    },
    "TeamSettings": {"RestrictDirectMessage": "any", "MaxNotificationsPerChannel": 1000},
    "RateLimitSettings": {"Enable": False, "PerSec": 10, "MaxBurst": 100},
    "FileSettings": {"MaxFileSize": 100 * 2**20},
    "LocalizationSettings": {"DefaultServerLocale": "en", "DefaultClientLocale": "en"},
}
MAX_POST_SIZE = 16_383
MAX_PROPS = 800_000


def only(found: Iterable[Any]) -> Any:
    """Return the only one there is.

    Raises:
        AssertionError: when there are none, or several.
    """
    (one,) = found
    return one
