"""How long a person waits: an answer within a second and a half, else a word that it is being worked on, and the answer later.

Chat platforms give up on a request after three seconds, and what they gave up on is done all the same; so nobody is left
without an answer, and nothing that was begun is dropped when the program stops (architecture.md, rule 2).
"""

import asyncio
from collections.abc import Awaitable, Callable, Coroutine
from datetime import timedelta
from typing import Any, Generic, TypeVar

import structlog

T = TypeVar("T")

log = structlog.get_logger()
PATIENCE = timedelta(seconds=1.5)
MOST_AT_ONCE = 32  # Calls taken in hand at a time; the others wait, since a library sets no limit of its own.


class Dropped(Exception):  # noqa: N818  # It says what became of work.
    """Work of which nothing is to come, which whoever asked for it is told elsewhere."""


class Late(Generic[T]):
    """Work that has not ended within the patience: whoever started it says what happens with its outcome."""

    def __init__(self, patience: "Patience", task: "asyncio.Task[T]") -> None:
        self._patience = patience
        self._task = task

    async def outcome(self) -> T:
        """Wait for it to the end.

        Raises:
            Exception: what the work raises.
        """
        return await self._task

    def then(self, carry: Callable[[T], Awaitable[None]]) -> None:
        """Hand the outcome on when it is there."""

        async def finish() -> None:
            await carry(await self._task)

        self._patience.begin(finish())


class Patience:
    """Waits a little for work, and keeps hold of what takes longer."""

    def __init__(self, limit: timedelta = PATIENCE, most: int = MOST_AT_ONCE) -> None:
        self._limit = limit.total_seconds()
        self._turn = asyncio.Semaphore(most)
        self._running: set[asyncio.Task[Any]] = set()

    async def wait(self, work: Coroutine[Any, Any, T]) -> "T | Late[T]":
        """Return what the work comes to, or, when the patience ends first, the work itself, which goes on.

        Raises:
            Exception: what the work raises in time; what it raises later is logged.
        """
        task = self.begin(self._in_turn(work), watched=False)
        done, _ = await asyncio.wait({task}, timeout=self._limit)
        return task.result() if done else Late(self, task)

    def begin(self, work: Coroutine[Any, Any, T], *, watched: bool = True) -> "asyncio.Task[T]":
        """Do something in the background; what it raises is logged, and `settle` waits for it."""
        task = asyncio.get_running_loop().create_task(work)
        self._running.add(task)
        task.add_done_callback(self._ended if watched else self._running.discard)
        return task

    async def settle(self, within: timedelta) -> bool:
        """Wait for everything that was begun, and for what that begins; tell whether all of it ended in time."""
        try:
            async with asyncio.timeout(within.total_seconds()):
                while self._running:
                    await asyncio.wait(set(self._running))
        except TimeoutError:
            log.error("patience.unfinished", count=len(self._running))  # noqa: TRY400  # There is no fault to trace, only a clock.
            return False
        return True

    async def _in_turn(self, work: Coroutine[Any, Any, T]) -> T:
        async with self._turn:
            return await work

    def _ended(self, task: "asyncio.Task[Any]") -> None:
        self._running.discard(task)
        if not task.cancelled() and (error := task.exception()) is not None and not isinstance(error, Dropped):
            log.error("background.broken", exc_info=error)
