"""How large `make soak` is: what docs/reliability.md names, times SCALE. `make soak SCALE=0.1` is a tenth of it."""

import os

SCALE = float(os.environ.get("SCALE") or 1)


def soaked(whole: int) -> int:
    """Return how many, of so many, this soak is to do; at least one."""
    return max(1, round(whole * SCALE))
