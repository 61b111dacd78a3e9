"""Whom a meeting is told to: an invitation when it is convened, an update when it is moved, a word when it is called off."""

from collections.abc import Callable

from bot.chat.message import Message
from bot.domain.agreement import Agreement
from bot.domain.meeting import Meeting, subject
from bot.domain.outbox import Kind, Notice, Recipient, to_person
from bot.domain.person import Person
from bot.domain.role import Role
from bot.words import invitation as words
from bot.words.language import speaking
from storage.records import Records


def invite(records: Records, agreement: Agreement, meeting: Meeting) -> int:
    """Owe an invitation to whoever speaks for each party expected on the meeting's day; return how many people that is."""
    return _tell(records, agreement, meeting, lambda: words.invitation(agreement, meeting))


def moved(records: Records, agreement: Agreement, meeting: Meeting) -> int:
    """Owe the news that a meeting was moved, which asks anew who comes; the old invitations say so too."""
    _mend(records, agreement, meeting, lambda: words.superseded(meeting))
    return _tell(records, agreement, meeting, lambda: words.moved(agreement, meeting))


def called_off(records: Records, agreement: Agreement, meeting: Meeting, why: str) -> int:
    """Owe the news that a meeting is called off; the old invitations say so too."""
    _mend(records, agreement, meeting, lambda: words.superseded(meeting))
    return _tell(records, agreement, meeting, lambda: words.called_off(agreement, meeting, why))


def expected(records: Records, agreement: Agreement, meeting: Meeting) -> dict[str, Person]:
    """Return who speaks for each party expected on the meeting's day: its representative, else its deputy."""
    contacts = records.people.contacts(records.now.astimezone(agreement.zone).date())
    found: dict[str, Person] = {}
    for unit in agreement.units_on(meeting.on):
        person = contacts.get((unit.id, Role.REPRESENTATIVE)) or contacts.get((unit.id, Role.DEPUTY))
        if person is not None:
            found[unit.id] = person
    return found


def _tell(records: Records, agreement: Agreement, meeting: Meeting, message: Callable[[], Message]) -> int:
    people = {person.id: person for person in expected(records, agreement, meeting).values()}
    for person in people.values():
        with speaking(person.language):
            said = message()
        records.outbox.add(
            Notice(agreement.id, Kind.INVITATION, subject(meeting.number), meeting.occurrence, to_person(person.id), said)
        )
    return len(people)


def _mend(records: Records, agreement: Agreement, meeting: Meeting, message: Callable[[], Message]) -> None:
    """Call back what has not gone out about a meeting, and let what has say how it stands now."""
    records.outbox.supersede_about(agreement.id, subject(meeting.number))
    for sent in records.outbox.delivered(agreement.id, subject(meeting.number)):
        to = Recipient.read(sent.recipient)
        person = records.people.by_id(to.id) if to.kind == "person" else None
        with speaking(person.language if person else agreement.language):
            said = message()
        step = f"superseded {meeting.occurrence}"
        records.outbox.add(Notice(agreement.id, sent.kind, sent.subject, sent.due, to, said, step, edits=sent.key))
