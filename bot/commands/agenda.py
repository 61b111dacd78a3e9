"""Commands about agendas (Danish: dagsorden): item, agenda, order, strike, send. What is recorded of a point is in decision.py."""

from bot.acts import agenda as act
from bot.acts import minutes as minutes_act
from bot.chat.form import Form, typed
from bot.chat.markdown import Markdown
from bot.chat.request import Reply, Request
from bot.commands.points_named import coming_meeting, leading_meeting, numbers_in, point_named
from bot.domain import agenda as rules
from bot.domain.agenda import Submission, Treatment
from bot.domain.meeting import State
from bot.domain.repeal import must_hold
from bot.refusal import Refusal
from bot.registry import command
from bot.words import agenda as words
from bot.words import agenda_form as forms
from bot.words import meeting as meetings
from bot.words import minutes as minutes_words
from bot.words.initiative import shorts
from bot.words.language import N_, _, day, t
from storage.records import Records
from storage.tables import MeetingRow


def item_form(request: Request, records: Records) -> Form:
    """Ask for a point; the words behind the command are its title, after the meeting where one is named."""
    meeting, rest = _submitted_to(request, records)
    parties = [unit.id for unit in request.agreement.units_on(request.today)]
    may_submit = [unit for unit in parties if request.by.may("meeting.item", [unit])]
    own = [unit for unit in request.by.units if unit in may_submit]
    ref = meeting.ref if meeting is not None and leading_meeting(request.words)[0] else ""
    form = forms.item_form(
        request.agreement, ref=ref, said=_told(request, meeting), unit=own[0] if len(own) == 1 else "", may_submit=may_submit
    )
    title, _values, _strangers = typed(form.fields, rest)
    return form.filled({"title": title})


def _told(request: Request, meeting: MeetingRow | None) -> Markdown:
    if meeting is None:
        return t(_("No meeting is convened that it could be put to. It goes on the agenda of the next one."))
    due = rules.items_due(request.agreement, meeting.on)
    return t(
        _("For {meeting}, {at}. Items are due by {due}."),
        meeting=meetings.titled(meeting),
        at=meetings.at(meeting),
        due=day(due),
    )


def _submitted_to(request: Request, records: Records) -> tuple[MeetingRow | None, str]:
    """Return the meeting a point is for, and the words after it: the one that is named, else the next whose agenda is a draft.

    Raises:
        Refusal: when the meeting that is named has begun, was called off, or its agenda has gone out and the person does not run the group.
    """
    number, rest = leading_meeting(request.words)
    if number is None:
        return act.next_meeting(records), rest
    meeting = records.meetings.by_number(number)
    if not meeting.coming(request.now):
        raise Refusal("no_agenda_any_more", meeting=meetings.titled(meeting))
    if records.agendas.fixed(meeting) and not request.by.may("meeting.agenda"):
        raise Refusal("agenda_out", ref=meeting.ref, example=_("/meeting item Shared opening hours"))
    return meeting, rest


@command("meeting item", danish="møde punkt", may="meeting.item", usage=N_("[M-3] [title]"), form=item_form, changes=True)
def item(request: Request, records: Records) -> Reply:
    """Put an item on the agenda of the next meeting."""
    filled, (meeting, _rest) = request.filled, _submitted_to(request, records)
    submission = Submission(
        title=filled.text("title"),
        note=filled.text("note"),
        treatment=Treatment(filled.text("treatment")),
        unit=filled.text("unit"),
        confidential=filled.ticked("confidential"),
    )
    request.by.must("meeting.item", [submission.unit])
    row, place = act.submit(records, request.agreement, meeting, submission, by=request.by.id)
    return Reply(words.submitted(request.agreement, meeting, row, place))


@command("meeting agenda", danish="møde dagsorden", may="meeting.read", usage=N_("[M-3]"))
def agenda(request: Request, records: Records) -> Reply:
    """Show the agenda of a meeting, as it went out or as it stands so far. Without a number: the next one."""
    number, rest = leading_meeting(request.words)
    if number is None and rest:
        raise Refusal("no_meeting_ref", ref=rest[:40])
    meeting = coming_meeting(records, number)
    return Reply(
        words.shown(request.agreement, meeting, act.agenda_of(records, request.agreement, meeting), _picture(request, records))
    )


def _picture(request: Request, records: Records) -> words.Picture:
    return words.Picture(
        actions=records.actions.open(),
        outsiders=request.call.place.outsiders,
        runs=request.by.may("meeting.agenda"),
        may_submit=request.by.may("meeting.item"),
    )


@command("meeting order", danish="møde rækkefølge", may="meeting.agenda", usage=N_("M-3 9 4"), changes=True)
def order(request: Request, records: Records) -> Reply:
    """Change the order of an agenda: which item is to stand at which place."""
    number, rest = leading_meeting(request.words)
    given = numbers_in(rest)
    if number is None or len(given) != 2:  # noqa: PLR2004  # The item, and its place.
        raise Refusal("order_needed", example=_("/meeting order M-3 9 4"))
    meeting = _coming(request, records, number)
    found = act.reorder(records, request.agreement, meeting, *given)
    return Reply(words.reordered(request.agreement, meeting, found, _picture(request, records)))


@command("meeting strike", danish="møde stryg", may="meeting.item", usage=N_("M-3 9 [why]"), changes=True)
def strike(request: Request, records: Records) -> Reply:
    """Take an item off the agenda: your own unit's, or any if you run the group."""
    number, place, why = point_named(request.words, _("/meeting strike M-3 9"))
    if len(why) > rules.LONGEST_WHY:
        raise Refusal("too_long", length=len(why), longest=rules.LONGEST_WHY)
    meeting = _coming(request, records, number)
    point = act.agenda_of(records, request.agreement, meeting).at(place)
    rules.may_strike(point)
    request.by.must("meeting.item", [point.unit or ""])
    row = act.strike(records, request.agreement, meeting, place, why=why)
    return Reply(words.struck(request.agreement, meeting, row, place))


def _coming(request: Request, records: Records, number: int) -> MeetingRow:
    meeting = records.meetings.by_number(number)
    if not meeting.coming(request.now):
        raise Refusal("no_agenda_any_more", meeting=meetings.titled(meeting))
    return meeting


@command("meeting send", danish="møde udsend", may="meeting.agenda", usage=N_("M-3"), changes=True, lasts=True)
def send(request: Request, records: Records) -> Reply:
    """Send out what comes next: the agenda before a meeting, the minutes for comments after it."""
    number, _rest = leading_meeting(request.words)
    if number is None:
        raise Refusal("send_which", example=_("/meeting send M-3"))
    meeting = records.meetings.by_number(number)
    if not meeting.coming(request.now) and meeting.state is not State.CANCELLED:
        told, lacking = minutes_act.send(records, request.agreement, meeting)
        record = minutes_act.record_of(records, request.agreement, meeting)
        return Reply(minutes_words.sent(record, told, shorts(request.agreement, lacking)))
    meeting = _coming(request, records, number)
    must_hold(records.turns.all(), request.today)
    planned = records.outbox.planned(records.agreement_id, meeting.occurrence).get(act.subject(meeting), frozenset())
    if act.SENT in planned:
        raise Refusal("agenda_sent_already", meeting=meetings.titled(meeting))
    return Reply(words.sent(meeting, act.send(records, request.agreement, meeting)))
