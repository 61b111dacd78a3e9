"""One function that waits for its turn at the database, and how whoever waits for it hears of it in their event loop."""

import asyncio
from collections.abc import Callable, Iterable
from contextlib import suppress
from typing import Any


class Lost(Exception):  # noqa: N818  # It says what became of a transaction.
    """The database undid the whole transaction, with what was done before in it."""


class Job:
    """A function to be run for somebody in an event loop, and the future there in which the outcome is told."""

    def __init__(self, function: Callable[[], Any], *, shares: bool) -> None:
        self.shares = shares
        self.loop = asyncio.get_running_loop()
        self.future: asyncio.Future[Any] = self.loop.create_future()
        self._function = function
        self._result: Any = None
        self._error: BaseException | None = None

    @property
    def wanted(self) -> bool:
        """Whether somebody still waits for it."""
        return not self.future.cancelled()

    def do(self) -> None:
        """Run the function and keep what comes of it."""
        self._result = self._error = None
        try:
            self._result = self._function()
        except BaseException as error:  # noqa: BLE001  # It is the caller's to hear.
            self._error = error

    def fail(self, error: BaseException) -> None:
        """Give it up."""
        self._error = error

    def alone(self) -> None:
        """Run it by itself, unless nobody waits for it any more."""
        if self.wanted:
            self.do()
            tell([self])

    def tell(self) -> None:
        """Let the caller hear the outcome, in its event loop, unless nobody waits any more."""
        if self.future.done():
            return
        if self._error is not None:
            self.future.set_exception(self._error)
        else:
            self.future.set_result(self._result)


def tell(jobs: Iterable[Job]) -> None:
    """Let those who wait hear the outcomes; each event loop is woken once, however many of them wait in it."""
    by_loop: dict[asyncio.AbstractEventLoop, list[Job]] = {}
    for one in jobs:
        by_loop.setdefault(one.loop, []).append(one)
    for loop, mine in by_loop.items():
        with suppress(RuntimeError):  # The loop has ended, and with it whoever waited.
            loop.call_soon_threadsafe(_tell, mine)


def _tell(jobs: Iterable[Job]) -> None:
    for one in jobs:
        one.tell()
