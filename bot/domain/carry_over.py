"""What is carried over (Danish: overført): the points that earlier meetings left open, until one of them has settled it."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from bot.domain.agenda import Origin, Point, point_ref


@dataclass(frozen=True)
class Taken:
    """A written point at one meeting, and what became of it there; `meeting` is empty while it waits for one to be convened."""

    point: Point
    meeting: int | None
    starts_at: datetime | None = None
    cancelled: bool = False
    held: bool = False
    recorded: bool = False  # the minutes have gone out, so a point they are silent about was not reached
    settled: bool = False  # something other than a deferral is recorded of it


def left_open(taken: Iterable[Taken]) -> tuple[Taken, ...]:
    """Return the written points that no meeting has settled and none has on its agenda, each as it stood last, first to last.

    A point is left open where it was deferred or not reached, where its meeting was cancelled, and while no meeting was convened.
    """
    topics: dict[int | None, list[Taken]] = defaultdict(list)
    for one in sorted(taken, key=lambda one: (one.starts_at is not None, one.starts_at)):
        topics[one.point.topic].append(one)
    last = [(topic, [one for one in every if not one.cancelled] or every) for topic, every in topics.items()]
    found = [every[-1] for _, every in last if _is_open(every[-1])]
    return tuple(sorted(found, key=lambda one: one.point.topic or 0))


def _is_open(last: Taken) -> bool:
    if not last.point.live or last.settled:
        return False
    return last.meeting is None or last.cancelled or (last.held and last.recorded)


def carried(one: Taken) -> Point:
    """Return a point that was left open as it stands on the next agenda; one that waited for a meeting is submitted to this one."""
    point = one.point
    origin = Origin.SUBMITTED if one.meeting is None else Origin.CARRIED
    return Point(
        origin=origin,
        key=f"{Origin.CARRIED}:{point.topic}",
        title=point.title,
        note=point.note,
        treatment=point.treatment,
        unit=point.unit,
        confidential=point.confidential,
        submitted_at=point.submitted_at,
        submitted_by=point.submitted_by,
        topic=point.topic,
        carried_from=point_ref(one.meeting, point.number) if one.meeting is not None and point.number else "",
    )
