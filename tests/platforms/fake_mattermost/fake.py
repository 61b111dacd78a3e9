"""The fake Mattermost as a test uses it: who is there, what they do, and what they then see.

It stands on a port of this machine, is of one age or another (eras.py), and refuses what a server of that age refuses.
"""

from collections.abc import AsyncIterator, Iterable
from contextlib import asynccontextmanager
from typing import Any

from tests.platforms.fake_mattermost.acts import Acts
from tests.platforms.fake_mattermost.answered import Answers
from tests.platforms.fake_mattermost.eras import V11_7, Era
from tests.platforms.fake_mattermost.faults import Faults
from tests.platforms.fake_mattermost.outgoing import Outgoing
from tests.platforms.fake_mattermost.seen import said
from tests.platforms.fake_mattermost.server import Server
from tests.platforms.fake_mattermost.sockets import Sockets
from tests.platforms.fake_mattermost.state import Channel, Command, Post, State, Team, User, only
from tests.platforms.fake_slack.clock import Clock

LOOPBACK = "127.0.0.1"


class FakeMattermost(Acts):
    """A server with one team, an administrator, and, unless `bot=False`, the bot with its token, as after the set-up.

    `patience` is how long it waits for the bot. `complaints` are answers of the bot that did not count.
    """

    def __init__(self, era: Era = V11_7, *, bot: bool = True, patience: float = 10.0) -> None:
        self.state = State(era)
        self.state.config["ServiceSettings"] = {"AllowedUntrustedInternalConnections": LOOPBACK}
        self.server = Server(self.state)
        self.outgoing = Outgoing(self.state, patience)
        self.complaints: list[str] = []
        self.answers = Answers(self.state, self.server.posts, self.complaints.append)
        self.server.respond = self.answers.respond
        self.team = self.adds_team("aftale", "Samarbejdsaftalen")
        self.admin = self.adds_user(
            "sysadmin", "System Admin", roles="system_user system_admin", team_roles="team_user team_admin"
        )
        self.admin_token = self.token(self.admin)
        self.bot: User | None = self.adds_user("pagt", "Pagt", is_bot=True) if bot else None
        self.bot_token = self.token(self.bot) if self.bot else ""

    @asynccontextmanager
    async def running(self) -> AsyncIterator["FakeMattermost"]:
        """Stand on a port until the block ends."""
        await self.server.start()
        try:
            yield self
        finally:
            await self.server.stop()

    @property
    def url(self) -> str:
        """What MATTERMOST_URL is to be."""
        return self.server.url

    @property
    def faults(self) -> Faults:
        """What is to go wrong."""
        return self.server.faults

    @property
    def sockets(self) -> Sockets:
        """The bot's connections."""
        return self.server.sockets

    @property
    def clock(self) -> Clock:
        """The server's time."""
        return self.state.clock

    @property
    def calls(self) -> list[tuple[str, str, Any]]:
        """Every call of the API, as method, path and body."""
        return self.server.calls

    @property
    def refused(self) -> list[tuple[str, int, str]]:
        """Every refusal, as call, status and reason."""
        return self.server.refused

    @property
    def logged(self) -> list[str]:
        """What the server only writes to its log."""
        return self.state.logged

    # What befalls it.

    async def goes_away(self) -> None:
        """Be unreachable: every connection is cut and refused."""
        await self.server.stop()

    async def comes_back(self) -> None:
        """Be reachable again, at the same address, as a node that starts anew."""
        await self.server.start()

    async def cuts_sockets(self) -> None:
        """Cut every WebSocket; the node remembers what it sent."""
        await self.sockets.kill()

    async def changes_node(self) -> None:
        """Cut every WebSocket, and remember nothing: the next one is another node."""
        await self.sockets.forget()

    # Who and what is there.

    def adds_team(self, name: str, display_name: str = "") -> Team:
        """Add a team."""
        made = Team(self.state.new_id("team"), name, display_name)
        self.state.teams[made.id] = made
        return made

    def adds_user(
        self, username: str, name: str = "", *, team_roles: str = "team_user", teams: bool = True, **facts: Any
    ) -> User:
        """Add somebody to the server and, unless `teams=False`, to the team."""
        first, _, last = name.partition(" ")
        made = User(self.state.new_id("user"), username, first, last, **facts)
        self.state.users[made.id] = made
        if teams:
            self.team.members[made.id] = team_roles
        return made

    def adds_channel(self, name: str, members: Iterable[User] = (), *, bot: bool = True, **facts: Any) -> Channel:
        """Add a channel of the team with these people in it, and the bot, unless `bot=False`."""
        facts = {"team_id": self.team.id, "display_name": name, **facts}
        made = Channel(self.state.new_id("channel"), name, members={one.id for one in members}, **facts)
        if bot and self.bot is not None:
            made.members.add(self.bot.id)
        self.state.channels[made.id] = made
        return made

    def adds_command(self, trigger: str, url: str, creator: User | None = None, **facts: Any) -> Command:
        """Add a command to the team, as `POST /commands` does."""
        given = {"team_id": self.team.id, "trigger": trigger, "url": url, "method": "P", "auto_complete": True, **facts}
        made = Command(self.state.new_id("command"), self.state.new_id("secret"), (creator or self.admin).id, given)
        self.state.commands[made.id] = made
        return made

    def token(self, user: User) -> str:
        """Return a new token of somebody."""
        made = self.state.new_id("token")
        self.state.tokens[made] = user.id
        return made

    def sets(self, section: str, **settings: Any) -> None:
        """Change settings of config.json."""
        self.state.config.setdefault(section, {}).update(settings)

    def direct(self, user: User) -> Channel:
        """Return the conversation between somebody and the bot."""
        assert self.bot is not None
        return self.state.direct(user.id, self.bot.id)

    # What stands there.

    def posts(self, channel: Channel) -> list[Post]:
        """Return what stands in a channel, threads included, but nothing that only one person sees."""
        return [one for one in self.state.posts if one.channel_id == channel.id and not one.only_for and not one.delete_at]

    def said_at(self, reference: str) -> str:
        """Return the words at a reference: of the post, then of its thread."""
        found = self.state.post(reference)
        assert found is not None, f"nothing stands at {reference}"
        return "\n".join(said(one, self.state) for one in self.state.thread(found))

    def heard(self, user: User) -> str:
        """Return all that the bot said to somebody in their own conversation."""
        assert self.bot is not None
        return "\n".join(said(one, self.state) for one in self.posts(self.direct(user)) if one.user_id == self.bot.id)

    def only_post(self, channel: Channel) -> Post:
        """Return the one post of a channel."""
        found: Post = only(self.posts(channel))
        return found
