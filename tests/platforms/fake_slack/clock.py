"""The time in the fake Slack: the machine's, moved forward by hand where a test would have to wait for minutes."""

import time


class Clock:
    """Seconds since 1970, and stamps of which no two are alike."""

    def __init__(self) -> None:
        self.ahead = 0.0
        self._count = 0

    def now(self) -> float:
        """Return the time."""
        return time.time() + self.ahead

    def skip(self, seconds: float) -> None:
        """Move it forward."""
        self.ahead += seconds

    def stamp(self) -> str:
        """Return the stamp of a new message."""
        self._count += 1
        return f"{int(self.now())}.{self._count:06d}"
