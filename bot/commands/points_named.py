"""How a person names a meeting and a point of it in a command, and which meeting they mean when they name none."""

import re
from collections.abc import Sequence

from bot.domain.meeting import State
from bot.refusal import Refusal
from storage.records import Records
from storage.tables import MeetingRow

_MEETING = re.compile(
    r"^(?:m\s*[-–]?\s*|(?:møde|meeting)\s+)0*([1-9]\d{0,5})(?![\w.]*\d)\b[.,;:]?\s*(.*)$", re.IGNORECASE | re.DOTALL
)
_POINT = re.compile(
    r"^(?:m\s*[-–]?\s*|(?:møde|meeting)\s+)?0*([1-9]\d{0,5})(?:\s*[./]\s*|\s*,?\s*(?:pkt\.?|punkt|item|point)\s*|\s+)"
    r"0*([1-9]\d{0,2})(?!\d)[.,;:]?\s*(.*)$",
    re.IGNORECASE | re.DOTALL,
)
_SURE_POINT = re.compile(r"^(?:pkt\.?|punkt|item|point)\s*0*([1-9]\d{0,2})(?!\d)[.,;:]?\s*(.*)$", re.IGNORECASE | re.DOTALL)


def leading_meeting(words: str) -> tuple[int | None, str]:
    """Split words into the meeting they start with, as in `M-3 …`, and the rest. A bare number is none: it may belong to the text."""
    found = _MEETING.match(words.strip())
    return (int(found[1]), found[2].strip()) if found else (None, words.strip())


def leading_item(words: str) -> tuple[int | None, str]:
    """Split words into the point they start with, as in `pkt. 4 …`, and the rest."""
    found = _SURE_POINT.match(words.strip())
    return (int(found[1]), found[2].strip()) if found else (None, words.strip())


def point_named(words: str, example: str) -> tuple[int, int, str]:
    """Read the meeting and the point that words start with, as in `M-3 4 …` or `M-3 pkt. 4 …`, and return them with the rest.

    Raises:
        Refusal: with an example, when they start otherwise.
    """
    found = _POINT.match(words.strip())
    if not found:
        raise Refusal("point_needed", example=example)
    return int(found[1]), int(found[2]), found[3].strip()


def numbers_in(words: str) -> Sequence[int]:
    """Return the numbers that words hold, where they hold nothing else."""
    pieces = re.split(r"[\s,;]+|→|->", words.strip())
    return [int(one) for one in pieces if one.isdigit()] if all(one.isdigit() or not one for one in pieces) else []


def coming_meeting(records: Records, number: int | None) -> MeetingRow:
    """Return the meeting of a number; without one, the next that is convened.

    Raises:
        Refusal: when there is none.
    """
    if number is not None:
        return records.meetings.by_number(number)
    coming = records.meetings.coming(records.now)
    if not coming:
        raise Refusal("no_meeting_coming")
    return coming[0]


def last_meeting(records: Records, number: int | None) -> MeetingRow:
    """Return the meeting of a number; without one, the last that has begun.

    Raises:
        Refusal: when there is none.
    """
    if number is not None:
        return records.meetings.by_number(number)
    begun = [one for one in records.meetings.all() if one.state is not State.CANCELLED and one.starts_at <= records.now]
    if not begun:
        raise Refusal("no_meeting_yet")
    return begun[-1]
