"""How the agreement ends: only by the body that may repeal it, and only after a recommendation; every turn is kept."""

from datetime import UTC, date, datetime

import pytest

from bot.domain.repeal import Standing, Turn, Turned, may_follow, repealed_on, standing
from bot.refusal import Refusal

TODAY = date(2027, 3, 1)


def turned(turn, ends_on=None):
    return Turned(turn=turn, on=TODAY, decision="M-3 pkt. 4", ends_on=ends_on, at=datetime(2027, 3, 1, tzinfo=UTC), by="p_lis")


RECOMMENDED = turned(Turn.RECOMMENDED)
REJECTED = turned(Turn.REJECTED)
LATER = turned(Turn.REPEALED, date(2027, 6, 15))


@pytest.mark.parametrize(
    ("turns", "now"),
    [
        ([], Standing.IN_FORCE),
        ([RECOMMENDED], Standing.RECOMMENDED),
        ([RECOMMENDED, REJECTED], Standing.IN_FORCE),
        ([RECOMMENDED, turned(Turn.WITHDRAWN)], Standing.IN_FORCE),
        ([RECOMMENDED, REJECTED, RECOMMENDED], Standing.RECOMMENDED),
        ([RECOMMENDED, LATER], Standing.ENDING),
        ([RECOMMENDED, turned(Turn.REPEALED, TODAY)], Standing.REPEALED),
    ],
)
def test_where_the_agreement_stands(turns, now):
    assert standing(turns, TODAY) is now


@pytest.mark.parametrize(
    ("turns", "turn", "code"),
    [
        ([], Turn.REPEALED, "repeal_not_recommended"),
        ([RECOMMENDED, REJECTED], Turn.REPEALED, "repeal_not_recommended"),
        ([], Turn.REJECTED, "repeal_not_recommended"),
        ([RECOMMENDED], Turn.RECOMMENDED, "recommended_already"),
        ([RECOMMENDED, LATER], Turn.RECOMMENDED, "repealed_already"),
        ([RECOMMENDED, LATER], Turn.REPEALED, "repealed_already"),
    ],
)
def test_a_repeal_without_a_recommendation_is_refused(turns, turn, code):
    with pytest.raises(Refusal) as no:
        may_follow(turns, turn, TODAY)
    assert no.value.code == code


@pytest.mark.parametrize("turn", [Turn.REPEALED, Turn.REJECTED, Turn.WITHDRAWN])
def test_after_a_recommendation_the_board_decides_or_it_is_taken_back(turn):
    may_follow([RECOMMENDED], turn, TODAY)


def test_a_repeal_to_come_says_from_when_nothing_falls_due():
    assert repealed_on([RECOMMENDED, LATER]) == date(2027, 6, 15)
    assert repealed_on([RECOMMENDED, REJECTED]) is None
