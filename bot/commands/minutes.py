"""Commands about minutes (Danish: referat): minutes, comment, approve. Recording a point is in decision.py, sending them in agenda.py."""

from dataclasses import dataclass, replace

from bot.acts import minutes as act
from bot.chat.form import Form, typed
from bot.chat.message import File, Message
from bot.chat.request import Reply, Request
from bot.commands.points_named import last_meeting, leading_item, leading_meeting
from bot.commands.units_named import leading_unit, own_unit
from bot.documents import markdown
from bot.domain import minutes as rules
from bot.domain.agenda import point_ref
from bot.domain.minutes import Comment
from bot.refusal import Refusal
from bot.registry import command
from bot.words import minutes as words
from bot.words import minutes_file
from bot.words import minutes_form as forms
from bot.words.language import N_, _
from storage.records import Records
from storage.tables import MeetingRow

_FILE = frozenset({"file", "fil"})
NO_REMARKS = frozenset(
    {"no remarks", "no remark", "none", "nothing", "ok", "ingen bemærkninger", "ingen bemærkning", "ingen", "intet"}
)


@command("meeting minutes", danish="møde referat", may="meeting.read", usage=N_("[M-3] [file]"))
def minutes(request: Request, records: Records) -> Reply:
    """Show the minutes of a meeting, what the parties say to them, and whether they are approved. Without a number: the last one."""
    number, rest = leading_meeting(request.words)
    if rest and rest.casefold() not in _FILE:
        raise Refusal("no_meeting_ref", ref=rest[:40])
    meeting = last_meeting(records, number)
    act.must_have_begun(records, meeting)
    record = act.record_of(records, request.agreement, meeting)
    if rest:
        return Reply(Message(words.headline(record), _files(request, record)))
    resting = records.decisions.resting()
    rests = {place: resting[ref] for place in record.entries if (ref := point_ref(meeting.number, place)) in resting}
    return Reply(words.shown(request.agreement, replace(record, rests=rests), _reader(request, record)))


def _files(request: Request, record: words.Record) -> tuple[File, File]:
    """Return minutes as the two files people take away: one to file, one to paste."""
    from bot.documents import docx  # noqa: PLC0415  # Heavy; loaded where used.

    made = minutes_file.document(request.agreement, record, outsiders=request.call.place.outsiders)
    name = f"{record.meeting.ref}-{_('minutes')}"
    return (
        File(f"{name}.docx", docx.MEDIA_TYPE, docx.docx_of(made)),
        File(f"{name}.md", markdown.MEDIA_TYPE, markdown.markdown_of(made)),
    )


def _reader(request: Request, record: words.Record) -> words.Reader:
    own = [unit for unit in request.by.units if request.by.may("minutes.comment", [unit])]
    return words.Reader(
        outsiders=request.call.place.outsiders,
        writes=request.by.may("minutes.write"),
        unit=own[0] if len(own) == 1 and own[0] in record.silent else "",
    )


@dataclass(frozen=True)
class Said:
    """What somebody says to minutes: for which party, about which point where it is about one."""

    unit: str
    point: int | None
    text: str


def comment_form(request: Request, records: Records) -> Form | None:
    """Ask what a party says to the minutes; nothing is asked when it stands behind the command."""
    meeting, unit, rest = _spoken_for(request, records)
    agenda = act.record_of(records, request.agreement, meeting).agenda
    parties = [one.id for one in request.agreement.units_on(meeting.on)]
    may_speak = [one for one in parties if request.by.may("minutes.comment", [one])]
    form = forms.comment_form(request.agreement, meeting, agenda, unit=unit, may_speak=may_speak)
    lead, values, _strangers = typed(form.fields, rest)
    return form if values or not lead else None


def _spoken_for(request: Request, records: Records) -> tuple[MeetingRow, str, str]:
    """Read `M-3 osa …` in either part: which minutes, for which party, and the words after that."""
    number, rest = leading_meeting(request.words)
    meeting = last_meeting(records, number)
    rules.must_be_open_to_comments(records.minutes.of(meeting))
    unit, after = leading_unit(request.agreement, rest)
    own = request.by.units
    return meeting, unit or (own[0] if len(own) == 1 else ""), after if unit else rest


@command(
    "meeting comment",
    danish="møde bemærkning",
    may="minutes.comment",
    usage=N_("[M-3] [unit] [item 4] text"),
    form=comment_form,
    changes=True,
    lasts=True,
)
def comment(request: Request, records: Records) -> Reply:
    """Comment on minutes for your unit before they are approved, or say that you have no remarks."""
    meeting, unit, rest = _spoken_for(request, records)
    point: int | None
    if request.answers is None:
        point, text = leading_item(rest)
        unit = unit or own_unit(request, "minutes.comment", _("/meeting comment M-3 osa no remarks"))
    else:
        point, text, unit = int(request.answers.text("point")) or None, request.answers.text("text"), request.answers.text("unit")
    return _said(request, records, meeting, Said(unit, point, text))


def _said(request: Request, records: Records, meeting: MeetingRow, what: Said) -> Reply:
    """Keep what a party says, and confirm it."""
    unit, point, text = what.unit, what.point, what.text
    request.by.must("minutes.comment", [unit])
    if len(text) > rules.LONGEST_COMMENT:
        raise Refusal("too_long", length=len(text), longest=rules.LONGEST_COMMENT)
    record = act.record_of(records, request.agreement, meeting)
    if point is not None:
        record.agenda.at(point)
    content = " ".join(text.casefold().split()).rstrip(".!") in NO_REMARKS
    until = record.minutes.comments_until
    said = Comment(
        unit=unit,
        point=point,
        text="" if content else text.strip(),
        at=request.now,
        by=request.by.id,
        late=until is not None and request.now > until,
    )
    act.comment(records, request.agreement, meeting, said)
    return Reply(words.commented(request.agreement, record, said), replaces=request.call.how == "pressed")


def said_in_thread(request: Request, records: Records, number: int, unit: str) -> Reply:
    """Take words in the thread of the question what a party says to minutes."""
    meeting = records.meetings.by_number(number)
    rules.must_be_open_to_comments(records.minutes.of(meeting))
    point, text = leading_item(request.words)
    return _said(request, records, meeting, Said(unit, point, text))


@command("meeting approve", danish="møde godkend", may="minutes.write", usage=N_("[M-3]"), changes=True, lasts=True)
def approve(request: Request, records: Records) -> Reply:
    """Approve minutes once the parties have had their say; from then on every change gives its reason."""
    number, _rest = leading_meeting(request.words)
    meeting = last_meeting(records, number)
    act.approve(records, request.agreement, meeting)
    return Reply(words.approved(request.agreement, act.record_of(records, request.agreement, meeting)))
