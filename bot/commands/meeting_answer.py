"""The command that answers an invitation (Danish: møde svar): by a tap, typed, by form, or in words under the invitation."""

import re
from dataclasses import dataclass

from bot.acts import rsvp as act
from bot.chat.form import Form, typed
from bot.chat.message import Button
from bot.chat.request import Reply, Request
from bot.commands.units_named import leading_unit, own_unit
from bot.domain.meeting import State, meeting_and_unit
from bot.domain.rsvp import LONGEST_SUBSTITUTE, Coming, Rsvp, Said, read_rsvp
from bot.refusal import Refusal
from bot.registry import command
from bot.words import invitation as words
from bot.words import meeting as meeting_words
from bot.words.language import N_, _, say
from bot.words.rsvp import spoken_answers
from bot.words.rsvp_form import FIELDS, answer_form
from storage.records import Records
from storage.tables import MeetingRow

REF = re.compile(r"^(?:m|møde|moede|meeting)\s*[-–#]?\s*0*([1-9]\d{0,8})(?:\.(\d{1,4}))?(?![\w.])[\s,.:;]*", re.IGNORECASE)
_ASKS_WHO = "?"  # What the button ends in that asks who comes instead: it opens the form.
MOST_NAMED = 6


@dataclass(frozen=True)
class Asked:
    """What somebody answers: which meeting, for which unit, and the words behind them."""

    meeting: MeetingRow
    unit: str
    text: str


def meeting_in(text: str, request: Request, records: Records) -> tuple[MeetingRow, str]:
    """Read the meeting a text begins with, and the rest: without a number the one the thread is about, or the only one to come.

    Raises:
        Refusal: when there is none, several may be meant, or the appointment that the number names has been moved since.
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
        example = say(_("/meeting answer {ref} yes"), ref=coming[0].ref)
        raise Refusal("which_meeting", meetings=[one.ref for one in coming[:MOST_NAMED]], example=example)
    return coming[0], text.strip()


def asked(request: Request, records: Records) -> Asked:
    """Read `M-3 osa yes` in any part: the meeting defaults to the only one to come, the unit to one's own.

    Raises:
        Refusal: when one of them cannot be told, the person may not answer for the unit, or nobody is expected from there.
    """
    lead, _values, _strangers = typed(FIELDS, request.words)
    row, rest = meeting_in(lead, request, records)
    about, unit = meeting_and_unit(request.about), None
    if read_rsvp(rest, spoken_answers()) is None:
        unit, rest = leading_unit(request.agreement, rest)
    if unit is None and about and about[1]:
        unit = about[1]
    if unit is None:
        unit = own_unit(request, "meeting.answer", say(_("/meeting answer {ref} osa yes"), ref=row.ref))
    request.by.must("meeting.answer", [unit])
    if row.state is State.CANCELLED:
        raise Refusal("cancelled_meeting", meeting=meeting_words.titled(row))
    if row.state is State.HELD or row.starts_at <= request.now:
        raise Refusal("meeting_begun", meeting=meeting_words.titled(row), at=meeting_words.at(row))
    if not request.agreement.unit(unit).is_party(row.on):
        raise Refusal("not_expected", units=[request.agreement.unit(unit).short], ref=row.ref)
    return Asked(row, unit, rest.strip())


def form(request: Request, records: Records) -> Form | None:
    """Ask whether somebody comes, as the party has answered so far; nothing is asked when the answer was typed."""
    wanted = asked(request, records)
    _lead, values, _strangers = typed(FIELDS, request.words)
    said = read_rsvp(wanted.text.removesuffix(_ASKS_WHO), spoken_answers())
    if said is not None and not wanted.text.endswith(_ASKS_WHO) and not values:
        return None
    if wanted.text and said is None:
        raise Refusal("unclear_answer", text=wanted.text[:60])
    given = records.attendance.answers(wanted.meeting).get(wanted.unit)
    answer = said.answer if said else Coming.SUBSTITUTE if "substitute" in values else given.answer if given else ""
    name = said.substitute if said else given.substitute if given else ""
    return answer_form(request.agreement, wanted.meeting, wanted.unit, answer=answer, substitute=name)


@command("meeting answer", danish="møde svar", may="meeting.answer", usage=N_("[M-3] [unit] [answer]"), form=form, changes=True)
def answer(request: Request, records: Records) -> Reply:
    """Answer an invitation for your unit: yes, no, or a substitute."""
    wanted = asked(request, records)
    if request.answers is None:
        return _answered(request, records, wanted, _read(wanted.text))
    coming, name = Coming(request.answers.text("answer")), request.answers.text("substitute")
    if coming is Coming.NO and name:  # Who names somebody does not mean that nobody comes.
        coming = Coming.SUBSTITUTE
    return _answered(request, records, wanted, Said(coming, name if coming is Coming.SUBSTITUTE else ""))


def in_thread(request: Request, records: Records) -> Reply | None:
    """Take words written under an invitation or a reminder; none when they stand under something else.

    Raises:
        Refusal: when they are no answer.
    """
    about = meeting_and_unit(request.about)
    if about is None or not about[1]:
        return None
    wanted = asked(request, records)
    return _answered(request, records, wanted, _read(wanted.text))


def in_conversation(request: Request, records: Records, *, whole: bool) -> Reply | None:
    """Take words said to the bot outside any thread: a bare answer is that to the one invitation that waits for theirs.

    Where several wait, and where there is more to the words ("no, where do I find the minutes?"), it is asked what is meant. None when
    they answer none. With `whole` no more than a bare answer is taken at all, since the rest may be about something else.

    Raises:
        Refusal: when whom they name is too long to keep.
    """
    said = read_rsvp(request.words, spoken_answers())
    if said is None or (whole and (said.dropped or said.substitute)):
        return None
    waiting = _waiting(request, records)
    if len(waiting) > 1 or (waiting and said.dropped):
        return Reply(words.which(request.agreement, waiting[:MOST_NAMED], _read(request.words)))
    return _answered(request, records, Asked(*waiting[0], request.words), _read(request.words)) if waiting else None


def answered_by(request: Request, records: Records) -> list[Button]:
    """Return a button for each invitation that words which may be something else may also answer."""
    said = read_rsvp(request.words, spoken_answers())
    if said is None or len(said.substitute) > LONGEST_SUBSTITUTE:
        return []
    return [words.answer_button(request.agreement, *one, said) for one in _waiting(request, records)[:MOST_NAMED]]


def _waiting(request: Request, records: Records) -> list[tuple[MeetingRow, str]]:
    found = act.waiting(records, request.agreement, request.by.id)
    return [one for one in found if request.by.may("meeting.answer", [one[1]])]


def _read(text: str) -> Said:
    said = read_rsvp(text, spoken_answers())
    if said is None:
        raise Refusal("unclear_answer", text=" ".join(text.split())[:60])
    if len(said.substitute) > LONGEST_SUBSTITUTE:
        raise Refusal("too_long", length=len(said.substitute), longest=LONGEST_SUBSTITUTE)
    return said


def _answered(request: Request, records: Records, wanted: Asked, said: Said) -> Reply:
    """Store an answer and all that follows from it, and confirm it."""
    plain = Rsvp(
        unit=wanted.unit,
        sequence=wanted.meeting.sequence,
        answer=said.answer,
        substitute=said.substitute,
        at=request.now,
        by=request.by.id,
        on_behalf=wanted.unit not in request.by.units,
    )
    found = act.answer(records, request.agreement, wanted.meeting, plain, dropped=said.dropped)
    return Reply(words.answered(request.agreement, wanted.meeting, plain, found))
