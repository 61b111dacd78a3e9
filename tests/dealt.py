"""In which order tests are run: what takes long comes first, and one worker alone opens a browser.

The workers of pytest-xdist (`--dist worksteal`) each begin with a part of the list, one after the other, and whoever is done takes
from the end of what another has left. So what stands at the beginning of a part is begun at once and stays where it is.
"""

from collections.abc import Sequence
from typing import TypeVar

T = TypeVar("T")


def dealt(browser: Sequence[T], slow: Sequence[T], rest: Sequence[T], workers: int) -> list[T]:
    """Return all tests for so many workers: the first part begins with those that need a browser, the others share the slow ones."""
    others = workers - 1
    firsts = [list(browser), *(list(slow[number::others]) for number in range(others))] if others else [[*browser, *slow]]
    size, left, found = (len(browser) + len(slow) + len(rest)) // workers, list(rest), []
    for first in firsts:
        more = max(0, size - len(first))
        found += first + left[:more]
        left = left[more:]
    return found + left
