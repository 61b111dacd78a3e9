"""A party answers an invitation: the change, the receipts in the place of what asked, and the deputy who is invited on regrets."""

from dataclasses import dataclass
from hashlib import sha256

from bot.acts import calendar_file
from bot.acts.invite import DEPUTY, asks, offers
from bot.acts.meeting_count import today_of
from bot.acts.mend import Mender
from bot.chat.message import Message
from bot.domain.agreement import Agreement
from bot.domain.meeting import meeting_and_unit, subject
from bot.domain.meeting_reminders import calls_for_items
from bot.domain.outbox import Kind, Notice, to_person
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


def waiting(records: Records, agreement: Agreement, person: str) -> list[tuple[MeetingRow, str]]:
    """Return the invitations to meetings ahead that wait for a person's answer, each with the party they are asked for."""
    coming = {one.occurrence: one for one in records.meetings.coming(records.now)}
    standing = records.outbox.before(agreement.id, str(to_person(person)), coming)
    says, found = records.outbox.latest(standing), []
    for sent in standing:
        about = meeting_and_unit(sent.subject)
        if about and about[1] and offers(says[sent.key], "yes"):
            found.append((coming[sent.due], about[1]))
    return [one for place, one in enumerate(found) if one not in found[:place]]


def _receipts(records: Records, agreement: Agreement, found: _Answered) -> None:
    """Turn what asked the party into receipts, and invite the deputy, or ask them again where they were asked before."""
    about, to = subject(found.meeting.number, found.given.unit), to_person(found.deputy.id) if found.deputy else None
    standing = [
        sent for sent in records.outbox.delivered(agreement.id, about) if sent.due == found.meeting.occurrence and asks(sent)
    ]
    said_what = sha256(f"{found.given.answer}:{found.given.substitute}".encode()).hexdigest()[:6]
    Mender(records, agreement).edit(
        standing,
        f"answered {found.given.at.isoformat()} {said_what}",
        lambda sent: _invitation(agreement, found) if sent.recipient == str(to) else _mended(records, agreement, found, sent),
    )
    if found.deputy is not None and to is not None and not any(sent.recipient == str(to) for sent in standing):
        with speaking_to(found.deputy):
            said = calendar_file.attached(_invitation(agreement, found), agreement, found.meeting, records.now)
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
