"""What somebody sees of what they did in the fake Slack: answers, a modal, or the words Slack itself has for an app that failed."""

import asyncio
import time
from dataclasses import dataclass, field

from tests.platforms.fake_slack.state import Message, OpenView, State

TIMED_OUT = "operation_timeout"
FAILED = "dispatch_failed"


@dataclass
class Seen:
    """Read it when you like: what comes later is there later. `ack_s` is how long the app took to acknowledge."""

    state: State
    user: str
    since: int
    error: str = ""
    ack_s: float = 0.0
    before: dict[str, str | None] = field(default_factory=dict)

    @property
    def answers(self) -> list[Message]:
        """What the bot has said to this person or where they are since, and what it has changed."""
        new = self.state.messages[self.since :]
        changed = [one for one in self.state.messages[: self.since] if one.edited != self.before.get(one.ts)]
        rooms = {one.id for one in self.state.channels.values() if self.user in one.members}
        return [
            one
            for one in (*changed, *new)
            if one.bot_id and (one.only_for == self.user or (one.only_for is None and one.channel in rooms))
        ]

    @property
    def said(self) -> str:
        """The words of all that, and of an open modal."""
        modal = [self.view.said] if self.view else []
        return "\n".join([one.said for one in self.answers] + modal)

    @property
    def view(self) -> OpenView | None:
        """The modal before the person, the topmost."""
        return next((one for one in reversed(self.state.views) if one.user == self.user), None)

    async def until(self, words: str, timeout_s: float = 5.0) -> str:
        """Wait for words to appear, and return all that is said.

        Raises:
            AssertionError: when they do not come.
        """
        end = time.monotonic() + timeout_s
        while words not in self.said:
            assert time.monotonic() < end, f"{words!r} did not come; this did: {self.said!r} {self.error}"
            await asyncio.sleep(0.01)
        return self.said


def seen_by(state: State, user: str) -> Seen:
    """Begin to look."""
    return Seen(state, user, len(state.messages), before={one.ts: one.edited for one in state.messages})
