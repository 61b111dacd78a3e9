"""The minutes of a meeting (Danish: beslutningsreferat): what was decided under each point, who has read it, and when it stands fast.

They are a draft until the facilitator sends them out for comments, and stand fast once they are approved: from then on every
change gives its reason and leaves a trail. That there are minutes at all, and all their deadlines, are house rules.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from enum import StrEnum
from typing import ClassVar
from zoneinfo import ZoneInfo

from sqlmodel import Field

from bot.domain.agreement import Agreement
from bot.domain.house_rules import Addressee
from bot.domain.plain import Plain
from bot.domain.round import Step
from bot.refusal import Refusal

LONGEST_DECISION = 1500
LONGEST_SUMMARY = 1500
LONGEST_COMMENT = 1000
LONGEST_WHY = 500
DEPUTY_AFTER_DAYS = 7


class Outcome(StrEnum):
    """What became of a point."""

    APPROVED = "approved"
    ENDORSED = "endorsed"
    NOTED = "noted"
    DISCUSSED = "discussed"
    DEFERRED = "deferred"
    NOTHING = "nothing"  # nothing to report: a whole answer


# An approval, an endorsement and a "taken note of" are decisions of the body, and may be cited as such.
DECIDED = frozenset({Outcome.APPROVED, Outcome.ENDORSED, Outcome.NOTED})


class Entry(Plain):
    """What the minutes say of one point."""

    free_text: ClassVar[frozenset[str]] = frozenset({"decision", "summary"})

    outcome: Outcome
    decision: str = Field(default="", max_length=LONGEST_DECISION)
    summary: str = Field(default="", max_length=LONGEST_SUMMARY)

    @property
    def decides(self) -> bool:
        """Whether it is a decision that others may stand on: also one that was written down under a point for discussion."""
        return self.outcome in DECIDED or (self.outcome is Outcome.DISCUSSED and bool(self.decision))

    @property
    def settles(self) -> bool:
        """Whether the point needs no other meeting."""
        return self.outcome is not Outcome.DEFERRED


class Minutes(Plain):
    """How far the minutes of one meeting are."""

    sent_at: datetime | None = Field(default=None, description="When they went out for comments.")
    comments_until: datetime | None = Field(default=None, description="The last instant a comment is in time.")
    approved_at: datetime | None = None
    approved_by: str | None = Field(default=None, max_length=32)
    approved_in: str = Field(
        default="", max_length=20, description='The point of a later meeting that approved them, as "M-4.2".'
    )

    @property
    def sent(self) -> bool:
        """Whether the parties have them."""
        return self.sent_at is not None

    @property
    def locked(self) -> bool:
        """Whether they stand fast."""
        return self.approved_at is not None

    @property
    def stage(self) -> "Stage":
        """How far they are."""
        if self.locked:
            return Stage.APPROVED
        return Stage.COMMENTS if self.sent else Stage.DRAFT


class Stage(StrEnum):
    """How far minutes are."""

    DRAFT = "draft"
    COMMENTS = "comments"
    APPROVED = "approved"


class Comment(Plain):
    """What a party says to the minutes; an empty text says that it has no remarks."""

    free_text: ClassVar[frozenset[str]] = frozenset({"text"})

    unit: str = Field(max_length=40)
    point: int | None = Field(default=None, description="The point it is about; none where it is about the whole.")
    text: str = Field(default="", max_length=LONGEST_COMMENT)
    at: datetime
    by: str = Field(max_length=32)
    late: bool = False


@dataclass(frozen=True)
class Decision:
    """A decision as others refer to it: "besluttet i M-3 pkt. 4"."""

    meeting: int
    point: int
    on: date
    title: str  # empty where a rule put the point there; words/ has its name
    outcome: Outcome
    text: str
    confidential: bool
    final: bool  # the minutes stand fast
    key: str | None = None  # what a rule put the point there for

    @property
    def ref(self) -> str:
        """The short name, as stored: "M-3.4"."""
        return f"M-{self.meeting}.{self.point}"


SUBJECT = "minutes"


def subject(meeting: int, unit: str = "") -> str:
    """Return what a message about minutes is about, as the outbox stores it; with a unit, the question to it."""
    return f"{SUBJECT}:{meeting}:{unit}" if unit else f"{SUBJECT}:{meeting}"


def meeting_and_unit(about: str | None) -> tuple[int, str] | None:
    """Read the subject of a message back into a meeting's number and a unit, which is empty when it is about the whole."""
    if not about or not about.startswith(f"{SUBJECT}:"):
        return None
    _, number, *unit = about.split(":")
    return int(number), unit[0] if unit else ""


def must_give_reason(minutes: Minutes, why: str) -> None:
    """Refuse to change minutes that stand fast without saying why.

    Raises:
        Refusal: when they are approved and no reason was given.
    """
    if minutes.locked and not why.strip():
        raise Refusal("minutes_locked")


def comments_end(agreement: Agreement, sent_at: datetime) -> datetime:
    """Return the last instant for comments on minutes that go out then: the end of a working day."""
    days = agreement.days()
    first = days.local(days.next_working_moment(sent_at)).date()
    return days.end_of(days.working_day_from(first + timedelta(days=agreement.house.meetings.minutes_comment_days)))


def must_be_approvable(minutes: Minutes, silent: Collection[str], now: datetime, zone: ZoneInfo) -> None:
    """Refuse to approve minutes before the parties have had their say: all have answered, or the time for it is over.

    Raises:
        Refusal: when they have not gone out, stand fast already, or can still be commented on.
    """
    if minutes.locked:
        raise Refusal("minutes_approved_already")
    if minutes.comments_until is None:
        raise Refusal("minutes_not_sent")
    if silent and now <= minutes.comments_until:
        raise Refusal("comments_open", until=minutes.comments_until.astimezone(zone).date(), silent=list(silent))


def must_be_open_to_comments(minutes: Minutes) -> None:
    """Refuse a comment on minutes that nobody has, or that stand fast.

    Raises:
        Refusal: when they have not gone out, or are approved.
    """
    if minutes.locked:
        raise Refusal("comments_over")
    if not minutes.sent:
        raise Refusal("minutes_not_sent")


MINUTES = "meeting.minutes"  # the kind of the duty
DRAFTS, DEPUTY_DRAFTS, APPROVES = 0, 1, 2


def steps(agreement: Agreement, on: date, minutes: Minutes, confirmed_on: date) -> tuple[Step, ...]:
    """Return what is owed of minutes: they are drafted by the facilitator, else the deputy; and approved once comments are in.

    Nobody is reminded on the day on which it was confirmed that the meeting was held.
    """
    days, at = agreement.days(), agreement.house.working_hours.nudge_at
    if minutes.locked:
        return ()
    if minutes.comments_until is not None:
        after = days.next_working_day(days.local(minutes.comments_until).date())
        return (Step(APPROVES, Addressee.FACILITATOR, days.at(after, at).astimezone(UTC)),)
    first = max(on + timedelta(days=agreement.house.meetings.minutes_draft_days), confirmed_on + timedelta(days=1))
    later = first + timedelta(days=DEPUTY_AFTER_DAYS)
    rungs = ((DRAFTS, Addressee.FACILITATOR, first), (DEPUTY_DRAFTS, Addressee.FACILITATOR_DEPUTY, later))
    return tuple(Step(number, to, days.at(days.working_day_from(day), at).astimezone(UTC)) for number, to, day in rungs)


def read_outcome(text: str, words: Mapping[str, Outcome]) -> tuple[Outcome | None, str]:
    """Read `godkendt: Vi åbner to aftener om ugen`: the outcome in either language, and the words behind it.

    An outcome of several words is found too; words that begin with none are all text.
    """
    stripped = text.strip()
    flat = " ".join(stripped.split())
    for spoken in sorted(words, key=len, reverse=True):
        head, rest = flat[: len(spoken)], flat[len(spoken) :]
        if head.casefold() == spoken and (not rest or not rest[0].isalnum()):
            pieces = stripped.split(maxsplit=len(spoken.split()) - 1)
            after = pieces[-1][len(spoken.split()[-1]) :] if pieces else ""
            return words[spoken], after.lstrip(" \t\n.:,;–-")
    return None, stripped


def silent(parties: Sequence[str], comments: Collection[Comment]) -> tuple[str, ...]:
    """Return the parties that have said nothing to the minutes yet."""
    heard = {one.unit for one in comments}
    return tuple(unit for unit in parties if unit not in heard)
