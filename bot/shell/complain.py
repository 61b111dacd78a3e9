"""How a command of the shell says that it was refused."""

import sys


def complain(sentence: str) -> int:
    """Print what is wrong to standard error and return the exit status of a refusal."""
    print(sentence, file=sys.stderr)  # noqa: T201  # The shell speaks by printing.
    return 1
