"""Waiting for something to become true, and no longer than it has to be."""

import asyncio
import time
from collections.abc import Callable
from typing import TypeVar

T = TypeVar("T")


async def until(found: Callable[[], T], timeout_s: float = 8.0) -> T:
    """Return what is found as soon as it is anything.

    Raises:
        AssertionError: when it never is.
    """
    end = time.monotonic() + timeout_s
    while not (it := found()):
        assert time.monotonic() < end, "it did not come true"
        await asyncio.sleep(0.01)
    return it
