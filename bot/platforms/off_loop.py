"""How a platform runs what is synchronous: dispatch and reception, off the event loop. Whose threads those are is the app's to know."""

from collections.abc import Callable
from typing import ParamSpec, Protocol, TypeVar

P = ParamSpec("P")
T = TypeVar("T")


class Run(Protocol):
    """Runs a synchronous function and waits for it: `Store.run` in the app."""

    async def __call__(self, function: Callable[P, T], /, *args: P.args, **kwargs: P.kwargs) -> T:
        """Run the function and wait for it."""
