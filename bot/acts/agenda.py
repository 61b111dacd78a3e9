"""What is done with an agenda, whoever causes it: building it, putting a point on it, sending it, and mending what was sent."""

from collections.abc import Iterator

from bot.acts.invite import expected
from bot.acts.meeting_count import today_of
from bot.chat.message import Message
from bot.domain import agenda as rules
from bot.domain.agenda import Agenda, Sources, Submission
from bot.domain.agreement import Agreement
from bot.domain.carry_over import carried, left_open
from bot.domain.meeting import COUNTED, State
from bot.domain.outbox import Kind, Notice, Recipient, to_person, to_place
from bot.domain.person import Person
from bot.domain.role import Role
from bot.words import agenda as words
from bot.words.language import speaking, speaking_to
from storage.records import Records
from storage.tables import MeetingRow, PointRow

SUBJECT = "agenda"
SENT = "agenda"  # the step under which an agenda goes out, by rule or by hand
OFFICES = (Role.CHAIR, Role.FACILITATOR, Role.FACILITATOR_DEPUTY)


def subject(meeting: MeetingRow) -> str:
    """Return what a message about an agenda is about, as the outbox stores it."""
    return f"{SUBJECT}:{meeting.number}"


def agenda_of(records: Records, agreement: Agreement, meeting: MeetingRow) -> Agenda:
    """Return a meeting's agenda: as it went out, or the draft as it stands now."""
    if records.agendas.fixed(meeting):
        return records.agendas.of(meeting)
    return records.agendas.of(meeting, rules.wanted(agreement, _sources(records, meeting)) if meeting.kind in COUNTED else ())


def _sources(records: Records, meeting: MeetingRow) -> Sources:
    """Read what the rules put on an agenda; what is carried over goes to the next meeting only."""
    upcoming = next_meeting(records)
    takes_over = upcoming is not None and upcoming.id == meeting.id
    return Sources(
        minutes=tuple(one.number for one in records.minutes.waiting() if one.starts_at < meeting.starts_at),
        actions=bool(records.actions.open()),
        carried=tuple(carried(one) for one in left_open(records.agendas.taken())) if takes_over else (),
    )


def next_meeting(records: Records) -> MeetingRow | None:
    """Return the next meeting of the group whose agenda is still a draft: the one a point without a meeting goes to."""
    coming = (one for one in records.meetings.coming(records.now) if one.kind in COUNTED)
    return next((one for one in coming if not records.agendas.fixed(one)), None)


def submit(
    records: Records, agreement: Agreement, meeting: MeetingRow | None, submission: Submission, *, by: str
) -> tuple[PointRow, int | None]:
    """Put a point on a meeting's agenda, or keep it for the next meeting; return it, and the number it has for now."""
    if meeting is None:
        return records.agendas.submit(None, submission, by=by), None
    agenda = agenda_of(records, agreement, meeting)
    late = today_of(records, agreement) > rules.items_due(agreement, meeting.on)
    row = records.agendas.submit(meeting, submission, by=by, late=late)
    if agenda.sent_at is not None:
        records.agendas.number(row, agenda.next_number)
        points = records.agendas.keep(meeting, (*agenda.points, row))
        mend(records, agreement, meeting)
    else:
        points = records.agendas.keep(meeting, rules.placed(agenda.points, row))
    return row, Agenda(points, agenda.sent_at).number_of(row)


def reorder(records: Records, agreement: Agreement, meeting: MeetingRow, number: int, place: int) -> Agenda:
    """Move a point to another place in the order."""
    moved = agenda_of(records, agreement, meeting).moved(number, place)
    points = records.agendas.keep(meeting, moved.points)
    mend(records, agreement, meeting)
    return Agenda(points, moved.sent_at)


def strike(records: Records, agreement: Agreement, meeting: MeetingRow, number: int, *, why: str) -> PointRow:
    """Take a point off the agenda."""
    agenda = agenda_of(records, agreement, meeting)
    rules.may_strike(agenda.at(number))
    row = records.agendas.keep(meeting, agenda.points)[agenda.points.index(agenda.at(number))]
    records.agendas.strike(row, why=why)
    mend(records, agreement, meeting)
    return row


def fix(records: Records, agreement: Agreement, meeting: MeetingRow) -> Agenda:
    """Give the points their numbers for good, where they have not got them: they are about to be read, or cited."""
    agenda = agenda_of(records, agreement, meeting)
    if records.agendas.fixed(meeting):
        return agenda
    titles = {
        f"{rules.Origin.STANDING}:{one.id}": one.name(agreement.language) for one in agreement.house.meetings.standing_items
    }
    return records.agendas.fix(meeting, agenda, titles)


def send(records: Records, agreement: Agreement, meeting: MeetingRow) -> int:
    """Owe the agenda to everybody who comes and to the channels; return to how many people."""
    fix(records, agreement, meeting)
    told = 0
    for to, message, closed in _told(records, agreement, meeting):
        records.outbox.add(_notice(agreement, meeting, to, message, closed=closed))
        told += to.kind == "person"
    records.duties.end([(rules.SENDS_OUT, str(meeting.number))])
    return told


def mend(records: Records, agreement: Agreement, meeting: MeetingRow) -> None:
    """Let an agenda that has gone out say how it stands now, where it stands."""
    if meeting.state is not State.CONVENED:
        return
    for to, message, closed in _told(records, agreement, meeting):
        posted = _notice(agreement, meeting, to, message, closed=closed)
        if records.outbox.by_key(posted.key) is not None:
            records.outbox.supersede_edits([posted.key])
            edit = {**vars(posted), "step": f"{posted.step} {records.now.isoformat()}", "edits": posted.key}
            records.outbox.add(Notice(**edit))


def _told(records: Records, agreement: Agreement, meeting: MeetingRow) -> Iterator[tuple[Recipient, Message, bool]]:
    """Yield everybody who gets the agenda, with it in their language, and whether it is not for rooms where outsiders read along."""
    agenda, actions = agenda_of(records, agreement, meeting), records.actions.open()
    for person in _people(records, agreement, meeting).values():
        with speaking_to(person):
            message = words.shown(agreement, meeting, agenda, words.Picture(actions))
        yield to_person(person.id), message, rules.closed(agenda.points)
    for place in records.places.channels():
        assert place.id is not None
        with speaking(agreement.language):
            message = words.shown(agreement, meeting, agenda, words.Picture(actions, outsiders=place.outsiders))
        yield to_place(place.id), message, rules.closed(agenda.points) and not place.outsiders


def _people(records: Records, agreement: Agreement, meeting: MeetingRow) -> dict[str, Person]:
    """Return who comes to a meeting, as far as the rules know: who speaks for each party, and who runs the group."""
    speakers = {person.id: person for person in expected(records, agreement, meeting).values()}
    offices = records.people.appointed(today_of(records, agreement))
    return speakers | {person.id: person for role in OFFICES for person in offices.get(role, ())}


def _notice(agreement: Agreement, meeting: MeetingRow, to: Recipient, message: Message, *, closed: bool) -> Notice:
    return Notice(agreement.id, Kind.NOTICE, subject(meeting), meeting.occurrence, to, message, step=SENT, closed=closed)
