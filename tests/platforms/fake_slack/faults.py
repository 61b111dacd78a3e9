"""What can go wrong on the way to the fake Slack, on demand: a lost connection before or after it took a call, delays, 429, 5xx."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from fnmatch import fnmatch

from aiohttp import web

BEFORE, AFTER, SLOW, SLOW_AFTER, WAIT, STATUS, ERROR = "before", "after", "slow", "slow after", "wait", "status", "error"


@dataclass
class Fault:
    """One kind of trouble with the methods that match a pattern, so many times over."""

    method: str
    kind: str
    amount: float = 0
    times: int = 1
    error: str = ""


@dataclass
class Faults:
    """The troubles that are still to come."""

    waiting: list[Fault] = field(default_factory=list)

    def drop_before(self, method: str, times: int = 1) -> None:
        """Lose the connection before the call is taken."""
        self.waiting.append(Fault(method, BEFORE, times=times))

    def drop_after(self, method: str, times: int = 1) -> None:
        """Take the call, then lose the connection before the answer."""
        self.waiting.append(Fault(method, AFTER, times=times))

    def slow(self, method: str, seconds: float, times: int = 1, *, after: bool = False) -> None:
        """Take the call late; or, with `after`, at once, and answer late."""
        self.waiting.append(Fault(method, SLOW_AFTER if after else SLOW, seconds, times))

    def wait(self, method: str, seconds: int, times: int = 1) -> None:
        """Answer 429 with Retry-After."""
        self.waiting.append(Fault(method, WAIT, seconds, times))

    def status(self, method: str, status: int, times: int = 1) -> None:
        """Answer 5xx, without taking the call."""
        self.waiting.append(Fault(method, STATUS, status, times))

    def error(self, method: str, error: str, times: int = 1) -> None:
        """Answer with an error of Slack's, without taking the call."""
        self.waiting.append(Fault(method, ERROR, times=times, error=error))

    def next(self, method: str) -> Fault | None:
        """Return the trouble a call meets, using it up."""
        found = next((one for one in self.waiting if fnmatch(method, one.method)), None)
        if found is not None:
            found.times -= 1
            if found.times <= 0:
                self.waiting.remove(found)
        return found


async def met(fault: Fault, request: web.Request, answer: Callable[[], Awaitable[web.StreamResponse]]) -> web.StreamResponse:
    """Answer a call that meets trouble."""
    match fault.kind:
        case "slow":
            await asyncio.sleep(fault.amount)
            return await answer()
        case "slow after":
            done = await answer()
            await asyncio.sleep(fault.amount)
            return done
        case "wait":
            headers = {"Retry-After": str(int(fault.amount))}
            return web.json_response({"ok": False, "error": "ratelimited"}, status=429, headers=headers)
        case "status":
            return web.Response(status=int(fault.amount), text="upstream error")
        case "error":
            return web.json_response({"ok": False, "error": fault.error})
        case "after":
            await answer()
    return dropped(request)


def dropped(request: web.Request) -> web.StreamResponse:
    """Lose the connection of a request."""
    if request.transport is not None:
        request.transport.abort()
    return web.Response()
