"""How often something may be said: a burst after a rest, then one in every so long."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.pace import Pace, turn

NOW = datetime(2027, 2, 1, 8, tzinfo=UTC)


def turns(pace, *asked):
    """Return when each comes, in seconds, of those asked for at these seconds."""
    full_at, found = None, []
    for second in asked:
        taken = turn(pace, full_at, NOW + timedelta(seconds=second))
        full_at = taken.full_at
        found.append((taken.at - NOW).total_seconds())
    return found


@pytest.mark.parametrize(
    ("burst", "asked", "come"),
    [
        (1, [0, 0, 0], [0, 1, 2]),
        (1, [0, 5, 5], [0, 5, 6]),
        (3, [0, 0, 0, 0, 0], [0, 0, 0, 1, 2]),
        (3, [0, 0, 0, 0, 9, 9, 9, 9], [0, 0, 0, 1, 9, 9, 9, 10]),
        (1, [5, 0], [5, 6]),  # a clock that went back
    ],
)
def test_turns_come_one_after_the_other_after_a_burst(burst, asked, come):
    assert turns(Pace(timedelta(seconds=1), burst), *asked) == come


@given(st.integers(1, 5), st.lists(st.integers(0, 30), min_size=1, max_size=60).map(sorted))
def test_no_span_ever_has_more_turns_than_the_burst_and_one_for_each_second(burst, asked):
    come = turns(Pace(timedelta(seconds=1), burst), *asked)
    for first in range(len(come)):
        for last in range(first, len(come)):
            assert last - first + 1 <= burst + (come[last] - come[first])
