"""What is remembered for Mattermost across restarts: what proves that a command is the server's, and up to where has been read.

Synchronous, as reception is; a platform runs it off the event loop by `Store.run`.
"""

import hmac
from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import sha256

from storage.mattermost import MattermostCommands
from storage.read_until import ReadUntil
from storage.store import Store
from storage.tables.mattermost import MattermostCommandRow

_PURPOSE = b"pagt mattermost command"


@dataclass(frozen=True)
class Registered:
    """A command as the server has it."""

    team: str
    trigger: str
    id: str
    token: str


@dataclass(frozen=True)
class Remembered:
    """One installation's memory; `secret` is PAGT_SECRET, without which nothing of it opens any door."""

    platform: str
    store: Store
    secret: str

    def proves(self, team: str, trigger: str, tokens: tuple[str, ...]) -> bool:
        """Tell whether one of these is the token of that command in that team; the time it takes tells nothing."""
        with self.store.read() as installation:
            kept = MattermostCommands(installation.session).digest(team, trigger)
        given = [hmac.compare_digest(self._digest(one), kept or "-") for one in tokens]
        return any(given) and kept is not None

    def keep(self, command: Registered) -> None:
        """Keep what proves a command, in the place of what did before."""
        row = MattermostCommandRow(
            team=command.team, trigger=command.trigger, command=command.id, digest=self._digest(command.token)
        )
        with self.store.begin() as installation:
            MattermostCommands(installation.session).keep(row)

    def forget(self, team: str, trigger: str) -> None:
        """Forget a command that is no longer registered."""
        with self.store.begin() as installation:
            MattermostCommands(installation.session).forget(team, trigger)

    def commands(self, team: str) -> Mapping[str, str]:
        """Return what the server calls our commands in a team, by trigger."""
        with self.store.read() as installation:
            return MattermostCommands(installation.session).of(team)

    def teams(self) -> list[str]:
        """Return the teams in which commands of ours are registered."""
        with self.store.read() as installation:
            return MattermostCommands(installation.session).teams()

    def read_until(self) -> int | None:
        """Return up to where the platform has been read, in milliseconds of its own clock; none before the first time."""
        with self.store.read() as installation:
            return ReadUntil(installation.session).mark(self.platform)

    def reached(self, until_ms: int) -> None:
        """Remember that everything up to an instant has been read."""
        with self.store.begin() as installation:
            ReadUntil(installation.session).reached(self.platform, until_ms)

    def _digest(self, token: str) -> str:
        return hmac.new(self.secret.encode(), _PURPOSE + b"|" + token.encode("utf-8", "replace"), sha256).hexdigest()
