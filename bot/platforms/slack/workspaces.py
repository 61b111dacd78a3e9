"""Where the app is installed, and which installation reaches whom. One workspace by its token; many are kept by oauth.py."""

import asyncio
import time
from collections.abc import Callable, Sequence
from typing import Protocol

from slack_sdk.web.async_client import AsyncWebClient

from bot.platforms.platform import Address
from bot.platforms.slack.asking import Asking, Workspace
from bot.platforms.slack.ids import team_and_user

MOST_KNOWN = 5_000


class Workspaces(Protocol):
    """All installations of the app."""

    async def all(self) -> Sequence[Workspace]:
        """Return every installation.

        Raises:
            PlatformError: when Slack cannot be asked about one.
        """

    async def of(self, team: str | None, enterprise: str | None) -> Workspace | None:
        """Return the installation for a team, or for the organisation it belongs to; none where the app is not installed.

        Raises:
            PlatformError: when Slack cannot be asked about it.
        """

    async def gone(self, team: str | None, enterprise: str | None) -> None:
        """Forget an installation: the app was taken out there, or its token revoked."""


class OneWorkspace:
    """The workspace of a bot token."""

    def __init__(self, token: str, client: Callable[[str], AsyncWebClient], asking: Asking) -> None:
        self._client = client(token)
        self._asking = asking
        self._found: Workspace | None = None
        self._turn = asyncio.Lock()

    async def all(self) -> Sequence[Workspace]:
        """Return the one there is."""
        return [await self._one()]

    async def of(self, team: str | None, enterprise: str | None) -> Workspace | None:
        """Return it when the team, or the organisation it is installed in as a whole, is its own."""
        found = await self._one()
        whole = found.team is None and enterprise == found.enterprise
        return found if whole or (team is not None and team == found.team) else None

    async def gone(self, team: str | None, enterprise: str | None) -> None:  # noqa: ARG002  # As the protocol has it.
        """Ask anew who we are before the next step; a token that is put back works at once."""
        self._found = None

    async def _one(self) -> Workspace:
        async with self._turn:
            if self._found is None:
                self._found = await introduced(self._client, self._asking)
            return self._found


async def introduced(client: AsyncWebClient, asking: Asking) -> Workspace:
    """Ask Slack whose token a client has.

    Raises:
        PlatformError: when it is nobody's, or Slack cannot be asked.
    """
    said = await asking(Workspace(client, None, None, "", ""), "auth_test")
    whole = bool(said.get("is_enterprise_install"))
    return Workspace(
        client=client,
        team=None if whole else said.get("team_id"),
        enterprise=said.get("enterprise_id"),
        bot=said.get("bot_id") or "",
        bot_user=said.get("user_id") or "",
        name=said.get("team") or "",
    )


class Reach:
    """Remembers through which installation somebody or some conversation was reached, and names the others to try."""

    def __init__(self, workspaces: Workspaces, clock: Callable[[], float] = time.monotonic) -> None:
        self._workspaces = workspaces
        self._through: dict[str, str] = {}
        self._clock = clock

    def seen(self, place: str, workspace: Workspace) -> None:
        """Remember that a conversation is seen through an installation."""
        if len(self._through) >= MOST_KNOWN:
            self._through.clear()
        self._through[place] = workspace.id

    def through(self, place: str, known: Sequence[Workspace]) -> Workspace | None:
        """Return the installation through which a conversation was last seen."""
        return next((one for one in known if one.id == self._through.get(place)), None)

    async def ways(self, to: Address) -> Sequence[Workspace]:
        """Return the installations that may reach an address, the likeliest first.

        Raises:
            PlatformError: when Slack cannot be asked about one.
        """
        known = await self._workspaces.all()
        return sorted(known, key=lambda one: self._distance(one, to))

    def _distance(self, workspace: Workspace, to: Address) -> int:
        """Tell how likely an installation is not to reach an address: 0 for the one that did."""
        if self._through.get(to.id) == workspace.id:
            return 0
        found = team_and_user(to.id) if to.kind == "person" else None
        if found is not None and found[0] in {workspace.team, workspace.enterprise}:
            return 1
        return 2
