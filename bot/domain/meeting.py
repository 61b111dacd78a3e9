"""A meeting (Danish: møde) of the body that runs the agreement, and the seminars and network meetings it holds to share knowledge.

Source: clause "Organisering af samarbejdet" (an operative group meets as needed and at least four times a year; the municipality
plans and facilitates) and track 4 for seminars and network meetings. How meetings are counted over a year is in meeting_year.py.
"""

import re
from datetime import UTC, date, datetime, time
from enum import StrEnum
from typing import ClassVar
from zoneinfo import ZoneInfo

from pydantic import model_validator
from sqlmodel import Field

from bot.domain.plain import Plain
from bot.refusal import Refusal

LONGEST_TITLE = 150
LONGEST_PLACE = 200
LONGEST_BODY = 150
LONGEST_WHY = 500


class Kind(StrEnum):
    """What sort of meeting it is; the first two are meetings of the operative group and count."""

    ORDINARY = "ordinary"
    AD_HOC = "ad_hoc"
    SEMINAR = "seminar"
    NETWORK = "network"


# "Efter behov og mindst fire": an ad hoc meeting is one of those held as needed (domain.md §4.1). A seminar shares knowledge.
COUNTED = frozenset({Kind.ORDINARY, Kind.AD_HOC})


class State(StrEnum):
    """How far a meeting has come. One that nobody has confirmed as held stays convened, also after its day."""

    CONVENED = "convened"
    HELD = "held"
    CANCELLED = "cancelled"


class Plan(Plain):
    """When and what somebody wants to meet about; outside data enters through this class, since table rows do not validate."""

    kind: Kind = Kind.ORDINARY
    title: str = Field(default="", max_length=LONGEST_TITLE)
    on: date
    starts: time
    ends: time | None = None
    place: str = Field(default="", max_length=LONGEST_PLACE)
    jointly_with: str = Field(default="", max_length=LONGEST_BODY)

    @model_validator(mode="after")
    def _ends_after_it_starts(self) -> "Plan":
        if self.ends is not None and self.ends <= self.starts:
            raise Refusal.of_fields({"ends": Refusal("meeting_ends_first", starts=self.starts)})
        return self


def lasting_as_long(meeting: "Meeting", starts: time) -> time | None:
    """Return when a meeting ends if it begins at another time of day; none where it has no end, or would end after midnight."""
    if meeting.ends is None:
        return None
    lasts = datetime.combine(meeting.on, meeting.ends) - datetime.combine(meeting.on, meeting.starts)
    ends = datetime.combine(meeting.on, starts) + lasts
    return ends.time() if ends.date() == meeting.on else None


class Meeting(Plain):
    """The flat facts of a meeting. The wall time that was typed is kept beside the instant it meant (domain.md §4.3)."""

    free_text: ClassVar[frozenset[str]] = frozenset({"title", "place", "jointly_with"})

    number: int = Field(ge=1, description="Spoken as M-3; counted within the agreement.")
    kind: Kind = Kind.ORDINARY
    state: State = State.CONVENED
    title: str = Field(default="", max_length=LONGEST_TITLE)
    on: date = Field(description="The day on the clocks of `zone`; it decides which year the meeting counts in.")
    starts: time
    ends: time | None = None
    zone: str = Field(max_length=64, description="The IANA zone in which `on`, `starts` and `ends` were meant.")
    starts_at: datetime = Field(description="The instant that `on` and `starts` mean in `zone`.")
    place: str = Field(default="", max_length=LONGEST_PLACE, description="A room or a link.")
    jointly_with: str = Field(default="", max_length=LONGEST_BODY, description="Another body it is held together with.")
    sequence: int = Field(default=0, ge=0, description="Raised whenever it is moved: answers to an older one are void.")
    revision: int = Field(
        default=0, ge=0, description="Raised whenever calendars have to change their entry: also for a new place."
    )
    convened_at: datetime
    convened_by: str = Field(max_length=32)
    held_at: datetime | None = Field(default=None, description="When somebody confirmed that it was held.")
    held_by: str | None = Field(default=None, max_length=32)
    cancelled_at: datetime | None = None

    @property
    def ref(self) -> str:
        """The spoken id, as in `M-3`."""
        return f"M-{self.number}"

    @property
    def counts(self) -> bool:
        """Whether it is a meeting of the operative group that was not cancelled: held, it counts; convened, it will."""
        return self.kind in COUNTED and self.state is not State.CANCELLED

    @property
    def occurrence(self) -> str:
        """Which appointment of it is meant: a moved meeting owes its reminders anew."""
        return f"{self.number}.{self.sequence}"

    def same_time(self, plan: Plan) -> bool:
        """Tell whether a plan leaves it on the day and at the hours it has."""
        return (plan.on, plan.starts, plan.ends) == (self.on, self.starts, self.ends)

    def coming(self, now: datetime) -> bool:
        """Tell whether it is convened and has not begun."""
        return self.state is State.CONVENED and self.starts_at > now

    def unconfirmed(self, now: datetime) -> bool:
        """Tell whether it should have begun, and nobody has said whether it was held."""
        return self.state is State.CONVENED and self.starts_at <= now


_REF = re.compile(r"^(?:m|møde|moede|meeting)?\s*[-–#]?\s*0*([1-9]\d{0,8})$", re.IGNORECASE)


def number_in(ref: str) -> int:
    """Read a spoken id: `M-3`, `m3`, `møde 3`, `#3` and `3` are the same.

    Raises:
        Refusal: when it is none.
    """
    found = _REF.match(ref.strip())
    if not found:
        raise Refusal("no_meeting_ref", ref=ref[:40])
    return int(found[1])


def instant(on: date, starts: time, zone: str) -> datetime:
    """Return the instant a wall time means, in UTC. One that does not exist, or exists twice, was asked about when it was typed."""
    return datetime.combine(on, starts, ZoneInfo(zone)).astimezone(UTC)


def subject(number: int, unit: str = "") -> str:
    """Return what a message about a meeting is about, as the outbox stores it; with a unit, that unit's part in it."""
    return f"meeting:{number}:{unit}" if unit else f"meeting:{number}"


def meeting_and_unit(about: str | None) -> tuple[int, str] | None:
    """Read the subject of a message back into a meeting's number and a unit, which is empty when it is about the whole meeting."""
    if not about or not about.startswith("meeting:"):
        return None
    _, number, *unit = about.split(":")
    return int(number), unit[0] if unit else ""
