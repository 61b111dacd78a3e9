"""How a person names where something was decided: a decision of a meeting, or a round in writing. Others then rest on it."""

import re

from bot.chat.request import Request
from bot.domain.agenda import point_in, point_ref
from bot.domain.meeting import State as MeetingState
from bot.domain.minutes import Decision
from bot.refusal import Refusal
from bot.words import meeting as meetings
from bot.words.agenda import cited, name_of
from storage.records import Records

LONGEST = 200
MOST_RECENT = 3
_POINT = re.compile(
    r"(?<!\w)(?:m|møde|meeting)\s*[-–#]?\s*0*([1-9]\d{0,5})\s*"
    r"(?:[./:,]|[,;]?\s*(?:pkt|punkt|point|item|no|nr)\b\.?)\s*0*([1-9]\d{0,2})(?!\w)",
    re.IGNORECASE,
)
_MEETING = re.compile(r"(?<!\w)m\s*-?\s*(\d{1,9})(?!\w)", re.IGNORECASE)
_IN_WRITING = re.compile(r"skriftlig|høring|written|in writing", re.IGNORECASE)


def decision_read(request: Request, records: Records, text: str) -> str:
    """Return where the group itself decided, as it is stored: a decision of one of its meetings, "M-3.4", or its round in writing.

    Raises:
        Refusal: with the latest decisions, when it names none that is on record, nor a round in writing.
    """
    said = read_elsewhere(request, records, text)
    if point_in(said) is None and not _IN_WRITING.search(said):
        raise Refusal("decision_unclear", text=said[:60], recent=recent(request, records))
    return said


def read_elsewhere(request: Request, records: Records, text: str) -> str:
    """Return where something was decided, as it is stored; what another body decided is not on record here, so any words do.

    Raises:
        Refusal: when it is empty, or names a meeting of the group under which nothing of the kind is on record.
    """
    said = " ".join(text.split())
    if not any(sign.isalnum() for sign in said):
        raise Refusal("decision_needed", recent=recent(request, records))
    if len(said) > LONGEST:
        raise Refusal("too_long", length=len(said), longest=LONGEST)
    found = _POINT.search(said)
    point = (int(found[1]), int(found[2])) if found else point_in(said)
    if point is not None:
        return _on_record(request, records, *point)
    if only := _MEETING.search(said):
        meeting = records.meetings.by_number(int(only[1]))
        _must_be_held(records, meeting.number)
        mine = [_called(request, one) for one in records.decisions.all() if one.meeting == meeting.number]
        raise Refusal("decision_which_point", ref=meeting.ref, known=mine or recent(request, records))
    return said


def _on_record(request: Request, records: Records, number: int, point: int) -> str:
    _must_be_held(records, number)
    ref = point_ref(number, point)
    try:
        return records.decisions.by_ref(ref).ref
    except Refusal:
        raise Refusal(
            "decision_not_on_record", cited=cited(number, point), meeting=number, point=point, recent=recent(request, records)
        ) from None


def _must_be_held(records: Records, number: int) -> None:
    meeting = records.meetings.by_number(number)
    if meeting.state is not MeetingState.HELD:
        raise Refusal("decision_not_held", meeting=meetings.titled(meeting))


def recent(request: Request, records: Records) -> list[str]:
    """Return the latest decisions as people cite them, the newest first."""
    shown = records.decisions.all(confidential=not request.call.place.outsiders)
    return [_called(request, one) for one in shown[::-1][:MOST_RECENT]]


def _called(request: Request, one: Decision) -> str:
    return f"{cited(one.meeting, one.point)} ({name_of(request.agreement, one.key, one.title)})"
