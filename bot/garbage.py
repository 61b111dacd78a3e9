"""When a program that serves looks for garbage: never in what a start has loaded, and not at every few answers."""

import gc

ALLOCATED = 20_000  # Objects made and not let go of since the last look; an answer leaves some hundreds for a moment.


def settle_in() -> None:
    """Leave all that is there now out of every later search: it stays, and somebody would wait while it is searched.

    Nearly nothing of ours goes round in circles, so a search finds little, and Python's own threshold of 700 has one at every few
    answers: that was a twentieth of a command.
    """
    gc.freeze()
    gc.set_threshold(ALLOCATED, 20, 20)
    gc.enable()
