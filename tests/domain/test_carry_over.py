"""Which points are carried over, and until when."""

from datetime import UTC, datetime, timedelta

import pytest

from bot.domain import carry_over as rules
from bot.domain.agenda import Origin, Point
from bot.domain.carry_over import Taken


def taken(topic, meeting=None, **other):
    point = Point(title=f"punkt {topic}", topic=topic, number=4 if meeting else None)
    if other.pop("struck", False):
        point.struck_at = datetime(2027, 1, 1, tzinfo=UTC)
    at = datetime(2027, 1, 1, tzinfo=UTC) + timedelta(days=90 * (meeting or 0)) if meeting else None
    return Taken(point, meeting, at, **other)


HELD = {"held": True, "recorded": True}


@pytest.mark.parametrize(
    ("every", "open_at"),
    [
        ([taken(1)], [None]),  # no meeting has been convened yet
        ([taken(1, 1)], []),  # it stands on a coming agenda
        ([taken(1, 1, cancelled=True)], [1]),
        ([taken(1, 1, held=True)], []),  # the minutes may still say what became of it
        ([taken(1, 1, **HELD)], [1]),  # not reached, or deferred
        ([taken(1, 1, settled=True, **HELD)], []),
        ([taken(1, 1, **HELD), taken(1, 2)], []),
        ([taken(1, 1, **HELD), taken(1, 2, cancelled=True)], [1]),
        ([taken(1, 1, **HELD), taken(1, 2, settled=True, **HELD)], []),
        ([taken(1, 1, **HELD), taken(1, 2, **HELD)], [2]),
        ([taken(1, struck=True)], []),
        ([taken(1, 1, struck=True, **HELD)], []),
        ([taken(2, 1, **HELD), taken(1, 1, **HELD), taken(3)], [1, 1, None]),
    ],
)
def test_a_point_is_carried_over_until_a_meeting_has_settled_it(every, open_at):
    found = rules.left_open(every)
    assert [one.meeting for one in found] == open_at
    assert [one.point.topic for one in found] == sorted(one.point.topic for one in found)


def test_a_carried_point_says_where_it_comes_from_and_one_that_waited_does_not():
    over, new = rules.carried(taken(1, 2, **HELD)), rules.carried(taken(1))
    assert (over.origin, over.carried_from, over.key) == (Origin.CARRIED, "M-2.4", "carried:1")
    assert (new.origin, new.carried_from, new.key) == (Origin.SUBMITTED, "", "carried:1")
