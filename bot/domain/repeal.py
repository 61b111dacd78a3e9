"""How the agreement ends: the body that may repeal it does so, and only after a recommendation (Danish: efter indstilling).

Source: the clause "gældende fra indgåelsen og indtil Sikker By styregruppen efter indstilling ophæver samarbejdet". Who recommends
is a house rule. Every turn is kept; what fell due before the day of repeal stays owed, and may be finished: briefings, and the
minutes of meetings that were held. All else is only there to be read from that day.
"""

from collections.abc import Sequence
from datetime import date, datetime
from enum import StrEnum

from sqlmodel import Field

from bot.domain.plain import Plain
from bot.refusal import Refusal

TAKES_EFFECT = (
    "agreement.takes_effect"  # The duty to work every moment out anew: a coming version begins to hold, or none does any more.
)
REPEAL = "repeal"  # Its subject, for the latter.


class Turn(StrEnum):
    """What was decided about the agreement's life."""

    RECOMMENDED = "recommended"
    REJECTED = "rejected"
    WITHDRAWN = "withdrawn"
    REPEALED = "repealed"


class Standing(StrEnum):
    """Where the agreement stands."""

    IN_FORCE = "in_force"
    RECOMMENDED = "recommended"
    ENDING = "ending"  # repealed from a day to come
    REPEALED = "repealed"


class Turned(Plain):
    """One decision about the agreement's life."""

    turn: Turn
    on: date = Field(description="The day of the decision.")
    decision: str = Field(
        min_length=1,
        max_length=200,
        description='Where it was decided: "M-3.4" is a decision of the group; another body\'s stands as it was typed.',
    )
    ends_on: date | None = Field(default=None, description="The first day it no longer holds, where it was repealed.")
    at: datetime
    by: str = Field(max_length=32)


def standing(turns: Sequence[Turned], today: date) -> Standing:
    """Return where the agreement stands after these turns, given first to last."""
    last = turns[-1] if turns else None
    match last.turn if last else None:
        case Turn.RECOMMENDED:
            return Standing.RECOMMENDED
        case Turn.REPEALED:
            assert last is not None
            return Standing.REPEALED if last.ends_on is not None and last.ends_on <= today else Standing.ENDING
        case _:
            return Standing.IN_FORCE


def repealed_on(turns: Sequence[Turned]) -> date | None:
    """Return the first day on which nothing falls due any more; what fell due before stays owed."""
    return turns[-1].ends_on if turns and turns[-1].turn is Turn.REPEALED else None


def ended(turns: Sequence[Turned], today: date) -> date | None:
    """Return the day the agreement ceased to hold, once it has come: from then on what is on record is there to be read."""
    ends_on = repealed_on(turns)
    return ends_on if ends_on is not None and ends_on <= today else None


def must_hold(turns: Sequence[Turned], on: date) -> None:
    """Refuse what would put something on record for a day on which the agreement no longer holds.

    Raises:
        Refusal: when it was repealed from that day or an earlier one.
    """
    if (since := ended(turns, on)) is not None:
        raise Refusal("agreement_ended", since=since)


def may_follow(turns: Sequence[Turned], turn: Turn, today: date) -> None:
    """Refuse a turn that cannot come now.

    Raises:
        Refusal: for a repeal, rejection or withdrawal without a recommendation, a second recommendation, or anything after a repeal.
    """
    now = standing(turns, today)
    if now in {Standing.ENDING, Standing.REPEALED}:
        raise Refusal("repealed_already", decision=turns[-1].decision)
    if turn is Turn.RECOMMENDED and now is Standing.RECOMMENDED:
        raise Refusal("recommended_already", decision=turns[-1].decision)
    if turn is not Turn.RECOMMENDED and now is not Standing.RECOMMENDED:
        raise Refusal("repeal_not_recommended")
