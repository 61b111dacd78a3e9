"""The fake Slack as a test uses it: who is there, what they do, and what they then see.

It stands on a port of this machine and refuses what Slack refuses. `socket()` and `http()` choose the way to the app; both ways a
person does the same things and sees the same.
"""

from collections.abc import AsyncIterator, Iterable
from contextlib import asynccontextmanager
from typing import Any

from tests.platforms.fake_slack import grants
from tests.platforms.fake_slack.acts import Acts
from tests.platforms.fake_slack.clock import Clock
from tests.platforms.fake_slack.faults import Faults
from tests.platforms.fake_slack.link import Links
from tests.platforms.fake_slack.server import Server
from tests.platforms.fake_slack.state import Channel, Install, Json, Message, State, Team, User
from tests.platforms.fake_slack.wire import HttpWire, SocketWire

HOST, PARTNER = "T0KBH", "T0POLITI"
SIGNING_SECRET = "8f742231b10e8888abcd99yyyzzz85a5"


class FakeSlack(Acts):
    """A Slack with a host workspace and a partner's; `pace` is the rest Slack asks for between messages into a conversation."""

    def __init__(self, *, pace: float = 1.0, patience: float = 3.0) -> None:
        self.state = State()
        self.server = Server(self.state, pace)
        self.patience = patience
        self.commands: frozenset[str] | None = None
        self.events = frozenset(grants.EVENTS)
        self.shortcuts: frozenset[str] | None = None
        self.undelivered: list[Json] = []
        self.team(HOST, "Københavns Kommune")
        self.team(PARTNER, "Københavns Politi")
        self.install()
        self.socket()

    @asynccontextmanager
    async def running(self) -> AsyncIterator["FakeSlack"]:
        """Stand on a port until the block ends."""
        await self.server.start()
        try:
            yield self
        finally:
            self.server.links.thawed.set()
            await self.server.stop()

    @property
    def api_url(self) -> str:
        """What PAGT_SLACK_API_URL is to be."""
        return f"{self.server.url}/api/"

    @property
    def app_token(self) -> str:
        """The app-level token of Socket Mode."""
        return self.server.api.app_token

    @property
    def faults(self) -> Faults:
        """What is to go wrong."""
        return self.server.faults

    @property
    def links(self) -> Links:
        """The app's connections."""
        return self.server.links

    @property
    def clock(self) -> Clock:
        """Slack's time."""
        return self.state.clock

    @property
    def calls(self) -> list[tuple[str, Any]]:
        """Every Web API call, as method and facts."""
        return self.server.api.calls

    @property
    def refused(self) -> list[tuple[str, str, list[str]]]:
        """Every refusal, as method, error and sentences."""
        return self.server.refused

    # The ways to the app.

    def socket(self) -> None:
        """Reach the app over its Socket Mode link."""
        self.wire = SocketWire(self.server.links, self.patience)

    def http(self, url: str, secret: str = SIGNING_SECRET) -> HttpWire:
        """Reach the app by signed requests to an address."""
        made = HttpWire(url, secret, self.state.clock, self.patience)
        self.wire = made
        return made

    async def goes_away(self) -> None:
        """Be unreachable: every connection is cut and refused."""
        await self.server.stop()

    async def comes_back(self) -> None:
        """Be reachable again, at the same address."""
        await self.server.start()

    def falls_silent(self) -> None:
        """Keep every connection and answer nothing, as a network that loses everything."""
        self.server.links.thawed.clear()

    def speaks_again(self) -> None:
        """Answer again."""
        self.server.links.thawed.set()

    # Who and what is there.

    def team(self, id_: str, name: str, enterprise: str = "") -> Team:
        """Add a workspace, or change the one there is."""
        self.state.teams[id_] = Team(id_, name, enterprise)
        return self.state.teams[id_]

    def user(self, id_: str, name: str, team: str = HOST, **facts: Any) -> User:
        """Add somebody."""
        self.state.users[id_] = User(id_, team, name, **facts)
        return self.state.users[id_]

    def channel(self, id_: str, name: str, members: Iterable[str] = (), **facts: Any) -> Channel:
        """Add a channel with these people in it, and the bot, unless `bot=False`. A member of another team shares it with theirs."""
        bot = facts.pop("bot", True)
        team = facts.pop("team", HOST)
        found = Channel(id_, name, team=team, members={*members}, **facts)
        found.shared_with |= {self.state.users[one].team for one in members if not self.state.users[one].guest} - {team}
        if bot:
            found.members |= {one.bot_user for one in self.state.installs.values() if one.team in {team, *found.shared_with}}
        self.state.channels[id_] = found
        return found

    def install(self, team: str = HOST, scopes: Iterable[str] | None = None) -> Install:
        """Install the app in a workspace."""
        number = len(self.state.installs)
        bot = f"U0BOT{number}"
        made = Install(f"xoxb-fake-{number}-{team}", team, bot, f"B0BOT{number}", set(grants.ALL if scopes is None else scopes))
        self.state.installs[made.token] = made
        self.state.users[bot] = User(bot, team, "Pagt", bot=True)
        return made

    def app(self, team: str = HOST) -> Install:
        """Return the installation in a workspace."""
        return next(one for one in self.state.installs.values() if one.team == team)

    def code(self, team: str = HOST) -> str:
        """Return a code that `oauth.v2.access` exchanges for the token of an installation, once."""
        made = f"code-{self.state.number()}"
        self.state.codes[made] = self.app(team).token
        return made

    def configured(self, manifest: Json) -> None:
        """Let the app be as its manifest says: its commands, shortcuts, events and scopes."""
        features = manifest["features"]
        self.commands = frozenset(one["command"] for one in features.get("slash_commands", []))
        self.shortcuts = frozenset(one["callback_id"] for one in features.get("shortcuts", []))
        self.events = frozenset(manifest["settings"]["event_subscriptions"]["bot_events"])
        for one in self.state.installs.values():
            one.scopes = set(manifest["oauth_config"]["scopes"]["bot"])

    # What stands there.

    def direct(self, user: str, team: str = HOST) -> Channel:
        """Return the conversation between somebody and the bot."""
        return self.state.direct(user, self.app(team).bot_user)

    def messages(self, channel: str) -> list[Message]:
        """Return what stands in a conversation, threads included, but nothing that only one person sees."""
        return [one for one in self.state.messages if one.channel == channel and not one.only_for]

    def thread(self, channel: str, ts: str) -> list[Message]:
        """Return what stands in the thread of a message."""
        return [one for one in self.messages(channel) if one.thread_ts == ts]

    def said_at(self, reference: str) -> str:
        """Return the words at a reference such as `C0123/1712345678.000100`: of the message, then of its thread."""
        channel, _, ts = reference.partition("/")
        found = self.state.at(channel, ts)
        assert found is not None, f"nothing stands at {reference}"
        return "\n".join(one.said for one in (found, *self.thread(channel, ts)))
