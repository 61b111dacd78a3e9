"""What is counted while the program runs: how calls were answered, and what became of messages. Numbers only; no names, no words.

Plain numbers, so that a start need not load what prints them (bot/standing.py does, when somebody asks).
"""

import time
from bisect import bisect_left
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from threading import Lock

from bot.chat.request import Call, Reply

BOUNDS_S = (0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.5, 3.0)  # A second and a half is what people are let wait for an answer.


@dataclass
class Counts:
    """The numbers since the start of this process."""

    deliveries: Counter[tuple[str, str]] = field(default_factory=Counter)  # by kind and outcome
    calls: Counter[tuple[str, str]] = field(default_factory=Counter)  # by platform and outcome
    answered_in: Counter[int] = field(default_factory=Counter)  # by the place of its bound
    seconds: float = 0.0
    _lock: Lock = field(default_factory=Lock)

    def delivered(self, kind: str, outcome: str) -> None:
        """Count what became of one attempt to deliver."""
        with self._lock:
            self.deliveries[kind, outcome] += 1

    def counted(self, ask: Callable[[Call], Reply]) -> Callable[[Call], Reply]:
        """Return dispatch with every call counted and timed."""

        def counting(call: Call) -> Reply:
            began = time.perf_counter()
            reply = ask(call)
            took = time.perf_counter() - began
            with self._lock:
                self.calls[call.account.platform, "refused" if reply.refused else "done"] += 1
                self.answered_in[bisect_left(BOUNDS_S, took)] += 1
                self.seconds += took
            return reply

        return counting
