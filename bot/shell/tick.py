"""`pagt tick`: one tick and one delivery, for a cron job or for the curious."""

import asyncio

from bot.shell.complain import complain
from bot.shell.open import NotReady, opened


def tick() -> int:
    """Plan what is due and deliver it; print how much that was."""
    try:
        with opened() as ready:
            planned = ready.pagt.tick.once() + ready.pagt.watch.once()
            delivered = asyncio.run(ready.pagt.deliver.all())
            print(f"{planned} planned, {delivered} delivered")  # noqa: T201  # The shell speaks by printing.
            return 0
    except NotReady as problem:
        return complain(str(problem))
