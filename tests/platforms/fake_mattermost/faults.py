"""What can go wrong on the way to the fake Mattermost, on demand. What it refuses by itself is in refusals.py."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from aiohttp import web

from tests.platforms.fake_slack.faults import Faults as Troubles
from tests.platforms.fake_slack.faults import dropped, met


@dataclass
class Faults(Troubles):
    """The troubles that are still to come; a call is named by its method and path, as `POST /posts` or `* /channels/*`."""

    def too_many(self, call: str, seconds: int = 1, times: int = 1) -> None:
        """Answer 429, as the server's own rate limiter: in plain text."""
        self.wait(call, seconds, times)

    async def through(
        self, call: str, request: web.Request, answer: Callable[[], Awaitable[web.StreamResponse]]
    ) -> web.StreamResponse:
        """Answer a call, with whatever trouble it meets."""
        fault = self.next(call)
        if fault is None:
            return await answer()
        if fault.kind == "before":
            return dropped(request)
        if fault.kind == "wait":
            seconds = str(int(fault.amount))
            limits = {"X-Ratelimit-Limit": "10", "X-Ratelimit-Remaining": "0", "X-Ratelimit-Reset": seconds}
            return web.Response(status=429, text="limit exceeded\n", headers={**limits, "Retry-After": seconds})
        return await met(fault, request, answer)
