"""What `pagt doctor` finds out: a fact, how bad it is, and the next step. Finding out is for each platform; wording, for words/."""

from dataclasses import dataclass
from enum import StrEnum


class Health(StrEnum):
    """How bad it is: fine, worth a look, or in the way."""

    FINE = "fine"
    LOOK = "look"
    BAD = "bad"


@dataclass(frozen=True)
class Finding:
    """One thing that was found out, in the language being spoken; `step` says what to do about it."""

    health: Health
    said: str
    step: str = ""


def fine(said: str) -> Finding:
    """Return that something is as it has to be."""
    return Finding(Health.FINE, said)


def look(said: str, step: str) -> Finding:
    """Return that something is worth a look."""
    return Finding(Health.LOOK, said, step)


def bad(said: str, step: str) -> Finding:
    """Return that something is in the way."""
    return Finding(Health.BAD, said, step)
