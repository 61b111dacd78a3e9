"""A party answers an invitation: the change, the receipts in the place of what asked, and the deputy who is invited on regrets."""

from dataclasses import dataclass
from hashlib import sha256

from bot.acts import calendar_file
from bot.acts.invite import DEPUTY, asks
from bot.acts.meeting_count import today_of
from bot.chat.message import Message
from bot.domain.agreement import Agreement
from bot.domain.meeting import subject
from bot.domain.meeting_reminders import calls_for_items
from bot.domain.outbox import Kind, Notice, Recipient, to_person
from bot.domain.person import Person
from bot.domain.role import Role
from bot.domain.rsvp import Coming, Rsvp
from bot.words import invitation as words
from bot.words import meeting_reminder as reminders
from bot.words.invitation import Asked
from bot.words.language import speaking_to
from storage.records import Records
from storage.tables import MeetingRow, OutboxRow, RsvpRow


@dataclass(frozen=True)
class _Answered:
    """An answer with what its receipts need: who gave it, and the deputy who is asked instead, if anybody is."""

    meeting: MeetingRow
    given: RsvpRow
    by: str
    deputy: Person | None


def answer(records: Records, agreement: Agreement, meeting: MeetingRow, plain: Rsvp, *, dropped: bool = False) -> words.Aftermath:
    """Store a party's answer and owe what follows from it; the same answer again changes nothing."""
    before = records.attendance.answers(meeting).get(plain.unit)
    changed = before is None or (before.answer, before.substitute, before.by) != (plain.answer, plain.substitute, plain.by)
    given = records.attendance.answer(meeting, plain) if changed or before is None else before
    contacts = records.people.contacts(today_of(records, agreement))
    deputy = contacts.get((plain.unit, Role.DEPUTY))
    wanted = given.answer is Coming.NO or (given.answer is Coming.SUBSTITUTE and not given.substitute)
    asked = deputy if deputy is not None and wanted and deputy.id != given.by else None
    if changed:
        name = records.people.names([given.by or ""]).get(given.by or "", "–")
        _receipts(records, agreement, _Answered(meeting, given, name, asked))
    return words.Aftermath(
        deputy=asked.name if asked else "", no_deputy=wanted and deputy is None, dropped=dropped, changed=changed
    )


def _receipts(records: Records, agreement: Agreement, found: _Answered) -> None:
    """Turn what asked the party into receipts, and invite the deputy, or ask them again where they were asked before."""
    about, asked_before = subject(found.meeting.number, found.given.unit), False
    for sent in records.outbox.delivered(agreement.id, about):
        if sent.due != found.meeting.occurrence or not asks(sent):
            continue
        to = Recipient.read(sent.recipient)
        person = records.people.by_id(to.id)
        is_deputy = found.deputy is not None and to == to_person(found.deputy.id)
        asked_before |= is_deputy
        with speaking_to(person, agreement.language):
            said = _invitation(agreement, found) if is_deputy else _mended(records, agreement, found, sent)
        said_what = sha256(f"{found.given.answer}:{found.given.substitute}".encode()).hexdigest()[:6]
        step = f"{sent.step} answered {found.given.at.isoformat()} {said_what}"[:80]
        records.outbox.add(Notice(agreement.id, sent.kind, about, sent.due, to, said, step, edits=sent.key))
    if found.deputy is not None and not asked_before:
        with speaking_to(found.deputy):
            said = calendar_file.attached(_invitation(agreement, found), agreement, found.meeting, records.now)
        to = to_person(found.deputy.id)
        records.outbox.add(Notice(agreement.id, Kind.INVITATION, about, found.meeting.occurrence, to, said, DEPUTY))


def _invitation(agreement: Agreement, found: _Answered) -> Message:
    how = "deputy" if found.given.answer is Coming.NO else "substitute"
    return words.invitation(agreement, found.meeting, Asked(found.given.unit, how, found.by))


def _mended(records: Records, agreement: Agreement, found: _Answered, sent: OutboxRow) -> Message:
    """Return what takes the place of a message that asked: a receipt, or the same reminder with the answer in it."""
    if not sent.step.startswith("remind:"):
        return words.receipt(agreement, found.meeting, found.given, found.by)
    today = today_of(records, agreement)
    items = calls_for_items(agreement, found.meeting, sent.step, today)
    return reminders.reminder(agreement, found.meeting, today, unit=found.given.unit, given=found.given, items=items)
