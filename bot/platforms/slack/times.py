"""How long the link to Slack may take for what it does; connection.py keeps to it."""

from dataclasses import dataclass
from datetime import timedelta


@dataclass(frozen=True)
class Times:
    """How long things may take; shorter in tests only. The ping tells a dead link from a quiet one."""

    look: timedelta = timedelta(seconds=2)
    ping: timedelta = timedelta(seconds=5)
    unwell: timedelta = timedelta(seconds=30)
    close: timedelta = timedelta(seconds=5)
    pulse: timedelta = timedelta(seconds=60)
    finish: timedelta = timedelta(seconds=20)
