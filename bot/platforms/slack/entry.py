"""A request on its way in, noted once and before anything comes of it: with what it asks for, in one commit, or by the gate.

Which it is, whoever comes first says (`take`); whoever comes later waits until it is known whether the request has been here before.
"""

import asyncio
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import timedelta

from bot.platforms.patience import Dropped


class Replayed(Dropped):
    """A request that has been here before: nothing comes of it."""


class Entry:
    """One request, known by its signature. Make it in the event loop."""

    def __init__(self, signature: str) -> None:
        self.signature = signature
        self.noted = False  # Whether it is noted, and was not before.
        self._taken = False
        self._replayed: asyncio.Future[bool] = asyncio.get_running_loop().create_future()

    def take(self) -> bool:
        """Tell whether nobody notes it yet; whoever asks does."""
        taken, self._taken = self._taken, True
        return not taken

    def note(self, first: Callable[[str], bool]) -> None:
        """Note it, off the event loop; `first` tells, once for every signature, that it has not been here before.

        Raises:
            Replayed: when it has.
        """
        self.noted = False  # What a transaction noted that was undone is noted anew.
        if not first(self.signature):
            raise Replayed
        self.noted = True

    @contextmanager
    def being_noted(self) -> Iterator[None]:
        """Let the others know what became of it when the block ends."""
        try:
            yield
        except Replayed:
            self._replayed.set_result(True)
            raise
        except BaseException:
            self._replayed.set_result(False)
            raise
        self._replayed.set_result(False)

    async def be_noted(self, fresh: Callable[[str], Awaitable[bool]]) -> None:
        """Note it by itself, unless somebody does already.

        Raises:
            Replayed: when it has been here before.
        """
        if not self.take():
            return
        with self.being_noted():
            if not await fresh(self.signature):
                raise Replayed
            self.noted = True

    async def known(self, within: timedelta | None = None) -> None:
        """Wait until it is known whether it has been here before, or for no longer than that.

        Raises:
            Replayed: when it has.
        """
        if not self._replayed.done():
            await asyncio.wait({self._replayed}, timeout=within.total_seconds() if within is not None else None)
        if self._replayed.done() and self._replayed.result():
            raise Replayed


_ENTERING: ContextVar[Entry | None] = ContextVar("entering", default=None)


def entering() -> Entry | None:
    """Return the request that is being worked on here; none where it did not come by the gate."""
    return _ENTERING.get()


@contextmanager
def entered(entry: Entry) -> Iterator[None]:
    """Let what is begun in the block know which request it follows from."""
    before = _ENTERING.set(entry)
    try:
        yield
    finally:
        _ENTERING.reset(before)
