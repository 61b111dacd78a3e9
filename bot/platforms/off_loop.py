"""How a platform runs what is synchronous: dispatch and reception, off the event loop. Whose threads those are is the app's to know."""

import asyncio
from collections.abc import Callable
from typing import ParamSpec, Protocol, TypeVar

P = ParamSpec("P")
T = TypeVar("T")


class Run(Protocol):
    """Runs a synchronous function and waits for it: `Store.run` in the app."""

    async def __call__(self, function: Callable[P, T], /, *args: P.args, **kwargs: P.kwargs) -> T:
        """Run the function and wait for it."""


class Ahead(Protocol):
    """Runs one as well, and tells what comes of it before it is kept: `Store.ahead` in the app."""

    async def __call__(self, function: Callable[P, T], /, *args: P.args, **kwargs: P.kwargs) -> "tuple[T, asyncio.Future[T]]":
        """Run the function; nothing that follows from it may leave before the future is there."""
