"""How fast Slack may be asked: one message a second into a conversation while others go on, and not at all while it said to wait."""

import asyncio
import time
from collections.abc import Callable
from datetime import timedelta

from bot.domain.pace import Pace as Beat
from bot.platforms.platform import Pacing, PlatformError

BETWEEN_S = 1.0  # chat.postMessage: one a second for a conversation (slack.md §3).
LONGEST_HERE_S = 3.0  # Longer is waited for in the outbox, where it blocks nobody.
MOST_KNOWN = 5_000
WORKSPACE = Beat(timedelta(milliseconds=200), burst=20)  # "Several hundred messages a minute" for a workspace; this is 300.


def pacing(between: float, *, many: bool) -> Pacing | None:
    """Return how fast delivery may speak to Slack, all replicas together; `Pace` keeps this process's answers in step besides."""
    return Pacing(Beat(timedelta(seconds=between)), WORKSPACE, many) if between else None


class Pace:
    """Keeps the time of each conversation, and of each method in each workspace that Slack asked us to rest."""

    def __init__(self, clock: Callable[[], float] = time.monotonic, between: float = BETWEEN_S) -> None:
        self._clock = clock
        self._between = between
        self._next: dict[str, float] = {}
        self._resting: dict[tuple[str, str], float] = {}

    async def turn(self, place: str, longest: float = LONGEST_HERE_S) -> None:
        """Wait until a message may go into a conversation; somebody's answer is waited for longer than what the outbox keeps.

        Raises:
            PlatformError: with the time to wait, when that is longer than a moment.
        """
        now = self._clock()
        at = max(now, self._next.get(place, now))
        if at - now > longest:
            raise PlatformError("one message a second", wait=timedelta(seconds=at - now))
        if len(self._next) > MOST_KNOWN:
            self._next = {one: when for one, when in self._next.items() if when > now}
        self._next[place] = at + self._between
        if at > now:
            await asyncio.sleep(at - now)

    def check(self, workspace: str, method: str) -> None:
        """Do nothing unless Slack asked us not to use a method for a while.

        Raises:
            PlatformError: with what is left of the wait.
        """
        left = self._resting.get((workspace, method), 0.0) - self._clock()
        if left > 0:
            raise PlatformError("ratelimited", wait=timedelta(seconds=left))

    def rest(self, workspace: str, method: str, wait: timedelta) -> None:
        """Remember that Slack asked for a rest, which holds for this method in this workspace only."""
        self._resting[workspace, method] = self._clock() + wait.total_seconds()
