"""The zones that clocks are set by, by their IANA names. By which clocks an agreement is kept is for agreement.py."""

from functools import lru_cache
from zoneinfo import ZoneInfo

LONGEST = 64


@lru_cache(maxsize=256)
def zone_named(name: str) -> ZoneInfo | None:
    """Return a zone by its name; none when there is no such zone, or none any more."""
    try:
        return ZoneInfo(name) if 0 < len(name) <= LONGEST else None
    except (KeyError, ValueError, OSError):  # What is not there is a kind of KeyError; a folder of zones is an OSError.
        return None
