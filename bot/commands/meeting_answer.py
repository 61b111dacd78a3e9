"""The command that answers an invitation (Danish: møde svar): typed, by a tap, by form, or in words under the invitation."""

import re
from dataclasses import dataclass

from bot.acts import rsvp as act
from bot.chat.form import Form, typed
from bot.chat.request import Reply, Request
from bot.commands.units_named import leading_unit, own_unit
from bot.domain.meeting import State, meeting_and_unit
from bot.domain.rsvp import Coming, Rsvp, Said, read_rsvp
from bot.refusal import Refusal
from bot.registry import command
from bot.words import invitation as words
from bot.words import meeting as meeting_words
from bot.words.language import N_, _
from bot.words.rsvp import spoken_answers
from bot.words.rsvp_form import answer_form
from storage.records import Records
from storage.tables import MeetingRow

REF = re.compile(r"^(?:m|møde|moede|meeting)\s*[-–#]?\s*0*([1-9]\d{0,8})(?:\.(\d{1,4}))?(?![\w.])[\s,.:;]*", re.IGNORECASE)
_ASK_WHO = "?"  # What the button that names a substitute ends in: it opens the form.


@dataclass(frozen=True)
class Asked:
    """What somebody answers: which meeting, for which unit, and the words behind them."""

    meeting: MeetingRow
    unit: str
    text: str


def meeting_in(text: str, request: Request, records: Records) -> tuple[MeetingRow, str]:
    """Read the meeting a text begins with, and the rest: without a number the one the thread is about, or the only one to come.

    Raises:
        Refusal: when there is none, several may be meant, or the number's appointment has been moved since.
    """
    found = REF.match(text.strip())
    if found:
        row = records.meetings.by_number(int(found[1]))
        if found[2] is not None and int(found[2]) != row.sequence and row.state is State.CONVENED:
            raise Refusal("answer_void", meeting=meeting_words.titled(row), at=meeting_words.at(row), ref=row.ref)
        return row, text.strip()[found.end() :]
    about = meeting_and_unit(request.about)
    if about is not None:
        return records.meetings.by_number(about[0]), text.strip()
    coming = records.meetings.coming(request.now)
    if not coming:
        raise Refusal("no_meeting_coming")
    if len(coming) > 1:
        raise Refusal("which_meeting", meetings=[one.ref for one in coming[:6]], example=_("/meeting answer {ref} yes").format(ref=coming[0].ref))
    return coming[0], text.strip()


def asked(request: Request, records: Records) -> Asked:
    """Read `M-3 osa yes` in any part: the meeting defaults to the only one to come, the unit to one's own.

    Raises:
        Refusal: when one of them cannot be told, or the person may not answer for the unit.
    """
    lead, _values, _strangers = typed(answer_form_fields(request), request.words)
    row, rest = meeting_in(lead, request, records)
    about = meeting_and_unit(request.about)
    unit = None
    if read_rsvp(rest, spoken_answers()) is None:
        unit, rest = leading_unit(request.agreement, rest)
    if unit is None:
        unit = about[1] if about and about[1] else own_unit(request, "meeting.answer", _("/meeting answer {ref} osa yes").format(ref=row.ref))
    request.by.must("meeting.answer", [unit])
    if row.state is State.CANCELLED:
        raise Refusal("cancelled_meeting", meeting=meeting_words.titled(row))
    if row.state is State.HELD or row.starts_at <= request.now:
        raise Refusal("meeting_begun", meeting=meeting_words.titled(row), at=meeting_words.at(row))
    if not request.agreement.unit(unit).is_party(row.on):
        raise Refusal("not_expected", units=[request.agreement.unit(unit).short], ref=row.ref)
    return Asked(row, unit, rest.strip())
