"""Whom a meeting is told to: an invitation when it is convened, a new one when it is moved, a word when it is called off.

Whoever speaks for a party is asked whether somebody comes; the chair, those who run the group and the channels are told. A message that
stands somewhere about a day that no longer holds is edited to say so, so that nobody answers it.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import partial

from bot.acts import calendar_file
from bot.acts.meeting_count import today_of
from bot.acts.mend import Mender
from bot.chat.message import Buttons, Message, from_json
from bot.domain.agreement import Agreement
from bot.domain.meeting import Meeting, meeting_and_unit, subject
from bot.domain.outbox import Kind, Notice, Recipient, to_person, to_place
from bot.domain.person import Person
from bot.domain.role import Role
from bot.words import invitation as words
from bot.words.invitation import Asked
from bot.words.language import Reader, speaking_to
from storage.records import Records
from storage.tables import MeetingRow, OutboxRow

INVITED, DEPUTY = "invited", "deputy"
_INFORMED = (Role.CHAIR, Role.FACILITATOR, Role.FACILITATOR_DEPUTY)


def invite(records: Records, agreement: Agreement, meeting: MeetingRow) -> int:
    """Owe an invitation to whoever speaks for each party expected on the meeting's day; return how many people that is."""
    return _announce(records, agreement, meeting, moved=False)


def moved(records: Records, agreement: Agreement, meeting: MeetingRow) -> int:
    """Owe a new invitation, since answers to the old day are void; what stands about that day says so."""
    speakers = expected(records, agreement, meeting)
    told = _mend(records, agreement, meeting, lambda sent: words.superseded(meeting, asked=_asked_anew(sent, speakers)))
    parties = {unit.id for unit in agreement.units_on(meeting.on)}
    for sent in told:
        about = meeting_and_unit(sent.subject)
        if sent.kind is Kind.INVITATION and about and about[1] and about[1] not in parties:
            said = partial(words.not_expected, agreement, meeting, about[1])
            _owe(records, agreement, meeting, sent.recipient, _News(said, f"left {about[1]}"))
    return _announce(records, agreement, meeting, moved=True)


def relocated(records: Records, agreement: Agreement, meeting: MeetingRow, why: str) -> None:
    """Owe the new place to everybody who knows of the meeting; what stands names it, and answers hold."""
    about, step = subject(meeting.number), f"place {meeting.revision}"
    told = [one for one in records.outbox.told(agreement.id, meeting.occurrence) if not one.superseded]
    known = {one.recipient for one in told if one.subject == about or one.subject.startswith(f"{about}:")}
    standing = [sent for sent in _standing(records, agreement, meeting) if sent.due == meeting.occurrence]
    says = records.outbox.latest(standing)
    mender = Mender(records, agreement)
    mender.edit(standing, step, lambda sent: words.elsewhere(from_json(says[sent.key].message), meeting.place))
    for one in sorted(known - {str(to_person(records.actor))}):
        said: Callable[[], Message] = partial(words.relocated, agreement, meeting, why)
        if Recipient.read(one).kind == "person":
            said = partial(_with_file, said, agreement, meeting, records.now)
        _owe(records, agreement, meeting, one, _News(said, step))


def called_off(records: Records, agreement: Agreement, meeting: MeetingRow, why: str) -> int:
    """Owe the news to everybody who was told of the meeting, whose invitations now say so too; return how many that is."""
    told = _mend(records, agreement, meeting, lambda _sent: words.cancelled(meeting))
    asked = {one.recipient for one in told if _asked(one)}
    recipients = dict.fromkeys(one.recipient for one in told if one.recipient != str(to_person(records.actor)))
    for one in recipients:
        said: Callable[[], Message] = partial(words.called_off, agreement, meeting, why, asked=one in asked)
        if Recipient.read(one).kind == "person":
            said = partial(_with_file, said, agreement, meeting, records.now)
        _owe(records, agreement, meeting, one, _News(said, "called off"))
    return len(recipients)


def expected(records: Records, agreement: Agreement, meeting: Meeting) -> dict[str, Person]:
    """Return who speaks for each party expected on the meeting's day: its representative, else its deputy."""
    contacts = records.people.contacts(today_of(records, agreement))
    found: dict[str, Person] = {}
    for unit in agreement.units_on(meeting.on):
        person = contacts.get((unit.id, Role.REPRESENTATIVE)) or contacts.get((unit.id, Role.DEPUTY))
        if person is not None:
            found[unit.id] = person
    return found


def invitations(records: Records, agreement: Agreement, meeting: MeetingRow) -> list[Notice]:
    """Return the invitations to an appointment that nobody has been owed yet, each party that has answered left out.

    Besides those who were there when it was convened these are new representatives, and parties that have become one since.
    """
    answers, told = records.attendance.answers(meeting), records.outbox.told(agreement.id, meeting.occurrence)
    how = "moved" if meeting.sequence else ""
    found = []
    for unit, person in expected(records, agreement, meeting).items():
        about, to = subject(meeting.number, unit), to_person(person.id)
        if unit not in answers and not any(one.subject == about and one.recipient == str(to) for one in told):
            with speaking_to(person):
                said = words.invitation(agreement, meeting, Asked(unit, how))
                said = calendar_file.attached(said, agreement, meeting, records.now)
            found.append(Notice(agreement.id, Kind.INVITATION, about, meeting.occurrence, to, said, INVITED))
    return found


def _asked(sent: OutboxRow) -> bool:
    """Tell whether a message went to somebody as the one who speaks for a party."""
    about = meeting_and_unit(sent.subject)
    return about is not None and bool(about[1])


def _asked_anew(sent: OutboxRow, speakers: Mapping[str, Person]) -> bool:
    """Tell whether whoever a message went to is asked for that party again."""
    about = meeting_and_unit(sent.subject)
    person = speakers.get(about[1] or "") if about else None
    return person is not None and sent.recipient == str(to_person(person.id))


def asks(row: OutboxRow) -> bool:
    """Tell whether a message has buttons that answer an invitation, or that correct an answer."""
    return bool(_answering(row))


def offers(row: OutboxRow, answer: str) -> bool:
    """Tell whether a message has the very button that gives one answer to an invitation."""
    return any(command.endswith(f" {answer}") for command in _answering(row))


def _answering(row: OutboxRow) -> list[str]:
    """Return the commands of a message's buttons that answer an invitation."""
    parts = from_json(row.message).parts
    pressed = (button.command for part in parts if isinstance(part, Buttons) for button in part.buttons)
    return [command for command in pressed if command.startswith("/meeting answer ")]


@dataclass(frozen=True)
class _Told:
    """Somebody or a channel that is told of a meeting without being asked."""

    recipient: str
    reader: Reader | None


def _announce(records: Records, agreement: Agreement, meeting: MeetingRow, *, moved: bool) -> int:
    """Owe the invitations, and the news to those who stand for no party."""
    owed = invitations(records, agreement, meeting)
    for notice in owed:
        records.outbox.add(notice)
    asked = {str(one.to) for one in owed} | {str(to_person(records.actor))}
    for one in _informed(records, agreement):
        if one.recipient not in asked:
            to = Recipient.read(one.recipient)
            news = _in(agreement, one.reader, lambda: words.for_information(agreement, meeting, moved=moved))
            if to.kind == "person":
                news = _in(agreement, one.reader, partial(calendar_file.attached, news, agreement, meeting, records.now))
            records.outbox.add(
                Notice(agreement.id, Kind.NOTICE, subject(meeting.number), meeting.occurrence, to, news, "announced")
            )
    return len({str(one.to) for one in owed})


def _informed(records: Records, agreement: Agreement) -> Iterable[_Told]:
    offices = records.people.appointed(today_of(records, agreement))
    people = {person.id: person for role in _INFORMED for person in offices.get(role, ())}
    yield from (_Told(str(to_person(one.id)), one) for one in people.values())
    yield from (_Told(str(to_place(one.id)), None) for one in records.places.channels() if one.id is not None)


def _mend(
    records: Records, agreement: Agreement, meeting: MeetingRow, message: Callable[[OutboxRow], Message]
) -> list[OutboxRow]:
    """Call back what has not gone out about a meeting, and let what has say how it stands now; return what has."""
    records.outbox.supersede(agreement.id, subject(meeting.number))
    records.outbox.supersede_about(agreement.id, f"{subject(meeting.number)}:")
    standing = _standing(records, agreement, meeting)
    Mender(records, agreement).edit(standing, f"{meeting.state} {meeting.occurrence}", message)
    return standing


def _standing(records: Records, agreement: Agreement, meeting: MeetingRow) -> list[OutboxRow]:
    about = subject(meeting.number)
    return [*records.outbox.delivered(agreement.id, about), *records.outbox.delivered_about(agreement.id, f"{about}:")]


@dataclass(frozen=True)
class _News:
    """Something about a meeting that somebody is owed."""

    message: Callable[[], Message]
    step: str


def _with_file(message: Callable[[], Message], agreement: Agreement, meeting: MeetingRow, at: datetime) -> Message:
    """Return news about a meeting with its calendar file, which changes it in a calendar or takes it out."""
    return calendar_file.attached(message(), agreement, meeting, at)


def _owe(records: Records, agreement: Agreement, meeting: MeetingRow, recipient: str, news: _News) -> None:
    to = Recipient.read(recipient)
    said = _in(agreement, Mender(records, agreement).readers_of([recipient]).get(recipient), news.message)
    records.outbox.add(Notice(agreement.id, Kind.NOTICE, subject(meeting.number), meeting.occurrence, to, said, news.step))


def _in(agreement: Agreement, reader: Reader | None, message: Callable[[], Message]) -> Message:
    """Word a message for whoever reads it, a room in the agreement's language."""
    with speaking_to(reader, agreement.language):
        return message()
