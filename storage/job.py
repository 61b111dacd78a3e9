"""One function that waits for its turn at the database, and how whoever waits for it hears of it in their event loop."""

import asyncio
from collections.abc import Callable, Iterable
from contextlib import suppress
from dataclasses import dataclass
from typing import Any


class Lost(Exception):  # noqa: N818  # It says what became of a transaction.
    """The database undid the whole transaction, with what was done before in it."""


class Job:
    """A function to be run for somebody in an event loop, and the futures there in which the outcome is told.

    With `ahead` there is one that is told before the outcome is kept.
    """

    def __init__(self, function: Callable[[], Any], *, shares: bool, ahead: bool = False) -> None:
        self.shares = shares
        self.loop = asyncio.get_running_loop()
        self.future: asyncio.Future[Any] = self.loop.create_future()
        self.ahead: asyncio.Future[Any] | None = self.loop.create_future() if ahead else None
        self._function = function
        self._outcome: _Outcome | None = None
        self._told_ahead: _Outcome | None = None

    @property
    def followed(self) -> bool:
        """Whether something follows from what was told ahead: of what is not so, or broke, nothing does."""
        return self._told_ahead is not None and bool(self._told_ahead.result)

    @property
    def wanted(self) -> bool:
        """Whether somebody still waits for it."""
        return not (self.future if self.ahead is None else self.ahead).cancelled()

    def do(self) -> None:
        """Run the function and keep what comes of it; done anew, it has to come to what was told ahead."""
        try:
            outcome = _Outcome(self._function())
        except BaseException as error:  # noqa: BLE001  # It is the caller's to hear.
            outcome = _Outcome(error=error)
        if self._told_ahead is not None and self._told_ahead != outcome:
            outcome = _Outcome(error=outcome.error or Lost())
        self._outcome = outcome

    def fail(self, error: BaseException) -> None:
        """Give it up."""
        self._outcome = _Outcome(error=error)

    def alone(self) -> None:
        """Run it by itself, unless nobody waits for it any more."""
        if self.wanted:
            self.do()
            tell([self])

    def untold(self) -> bool:
        """Tell whether there is something to tell ahead; from now on it counts as told."""
        if self.ahead is None or self._told_ahead is not None:
            return False
        self._told_ahead = self._outcome
        return True

    def tell(self) -> None:
        """Let the caller hear the outcome, in its event loop."""
        assert self._outcome is not None
        self.tell_ahead()
        self._outcome.into(self.future)

    def tell_ahead(self) -> None:
        """Let the caller hear what is told ahead, in its event loop."""
        assert self._outcome is not None
        (self._told_ahead or self._outcome).into(self.ahead)


@dataclass(frozen=True)
class _Outcome:
    """What a function came to."""

    result: Any = None
    error: BaseException | None = None

    def into(self, future: "asyncio.Future[Any] | None") -> None:
        """Tell it, unless nobody waits any more."""
        if future is None or future.done():
            return
        if self.error is not None:
            future.set_exception(self.error)
        else:
            future.set_result(self.result)


def tell(jobs: Iterable[Job]) -> None:
    """Let those who wait hear the outcomes."""
    _in_their_loops(jobs, Job.tell)


def tell_ahead(jobs: Iterable[Job]) -> None:
    """Let those hear who are told before the outcome is kept, and have not been told yet."""
    _in_their_loops([one for one in jobs if one.untold()], Job.tell_ahead)


def _in_their_loops(jobs: Iterable[Job], what: Callable[[Job], None]) -> None:
    """Do something for each in the event loop where it is waited for; a loop is woken once, however many of them wait in it."""
    by_loop: dict[asyncio.AbstractEventLoop, list[Job]] = {}
    for one in jobs:
        by_loop.setdefault(one.loop, []).append(one)
    for loop, mine in by_loop.items():
        with suppress(RuntimeError):  # The loop has ended, and with it whoever waited.
            loop.call_soon_threadsafe(_each, what, mine)


def _each(what: Callable[[Job], None], jobs: Iterable[Job]) -> None:
    for one in jobs:
        what(one)
