"""Appointing and relieving: the change, and the notices owed to the new holder and the former one. Who may do it is for the command."""

from collections.abc import Sequence
from dataclasses import dataclass

from bot.acts import briefing
from bot.acts.meeting_duties import actions_told_anew, officers_changed, speakers_changed
from bot.acts.round import contacts_changed
from bot.chat.message import Message
from bot.domain.agreement import Agreement
from bot.domain.outbox import Kind, Notice, to_person
from bot.domain.person import Appointment, Person
from bot.domain.role import HELD_BY_ONE, Role
from bot.refusal import Refusal
from bot.words import office as roles
from bot.words import welcome as words
from bot.words.language import speaking_to
from storage.records import Records
from storage.tables import PersonRow


@dataclass(frozen=True)
class Office:
    """A role, and the unit it is held for where it is a unit's."""

    role: Role
    unit: str | None = None

    @property
    def subject(self) -> str:
        """What a message about it is about, as the outbox stores it."""
        return f"office:{self.role}:{self.unit}" if self.unit else f"office:{self.role}"


@dataclass(frozen=True)
class Appointed:
    """What an appointment came to: who holds the office now, whom they follow, and whether anything changed."""

    person: PersonRow
    office: Office
    former: tuple[Person, ...] = ()
    already: bool = False


def appoint(records: Records, agreement: Agreement, person: PersonRow, office: Office, by: Person | None = None) -> Appointed:
    """Give somebody an office from today on, and owe them, and whoever they follow, a notice. Doing it again changes nothing."""
    today = records.now.astimezone(agreement.zone).date()
    holders = records.people.holding(office.role, today, office.unit)
    if any(one.id == person.id for one in holders):
        return Appointed(person, office, already=True)
    former = tuple(holders) if office.role in HELD_BY_ONE else ()
    for one in former:
        records.people.relieve(one.id, office.role, office.unit, today)
        _tell_former(records, agreement, one, office, successor=person)
    if office.role is Role.REPRESENTATIVE:  # Nobody is their own deputy.
        records.people.relieve(person.id, Role.DEPUTY, office.unit, today)
    records.people.appoint(Appointment(person_id=person.id, role=office.role, unit=office.unit, since=today))
    _tell_new(records, agreement, person, office, followed=former, by=by)
    records.people.welcomed(person, records.now)
    _held_by_others_now(records, agreement, office)
    return Appointed(person, office, former)


def relieve(records: Records, agreement: Agreement, person: PersonRow, office: Office) -> None:
    """End an office today, and tell its holder.

    Raises:
        Refusal: when they do not hold it, or nobody would be left who may appoint.
    """
    today = records.now.astimezone(agreement.zone).date()
    if office.role is Role.ADMIN and [one.id for one in records.people.holding(Role.ADMIN, today)] == [person.id]:
        raise Refusal("last_admin", name=person.name)
    if not records.people.relieve(person.id, office.role, office.unit, today):
        raise Refusal("not_held", name=person.name, office=roles.office(agreement, office.role, office.unit))
    _tell_former(records, agreement, person, office, successor=None)
    _held_by_others_now(records, agreement, office)


def _held_by_others_now(records: Records, agreement: Agreement, office: Office) -> None:
    """Let everything that speaks to whoever holds an office be looked at anew."""
    contacts_changed(records, office.unit)
    speakers_changed(records)
    briefing.all_changed(records)
    if office.unit is None:
        officers_changed(records, agreement)
    else:
        actions_told_anew(records, office.unit)


def _tell_new(
    records: Records, agreement: Agreement, person: PersonRow, office: Office, *, followed: Sequence[Person], by: Person | None
) -> None:
    """Owe the new holder the notice that says who they are now, what it asks of them, and how things stand."""
    unit = office.unit
    mine = records.initiatives.of_unit(unit) if unit else []
    unanswered = [one for one in records.rounds.open() if unit and records.rounds.reply(one, unit) is None]
    picture = words.Handover(
        unit=unit or "",
        by=by.name if by is not None and by.id != person.id else "",
        followed=tuple(one.name for one in followed),
        initiatives=tuple((one.initiative.ref, one.initiative.title) for one in mine),
        round=unanswered[-1] if unanswered else None,
        first_time=person.welcomed_at is None,
    )
    with speaking_to(person):
        message = words.appointed(agreement, office.role, picture)
    _owe(records, person, office, message, step="welcome")


def _tell_former(records: Records, agreement: Agreement, person: Person, office: Office, *, successor: Person | None) -> None:
    """Owe the former holder a notice, so that nobody finds out by silence."""
    with speaking_to(person):
        message = words.relieved(agreement, office.role, office.unit or "", successor.name if successor else "")
    _owe(records, person, office, message, step="farewell")


def _owe(records: Records, person: Person, office: Office, message: Message, *, step: str) -> None:
    records.outbox.add(
        Notice(
            agreement_id=records.agreement_id,
            kind=Kind.NOTICE,
            subject=office.subject,
            due=records.now.isoformat(),
            to=to_person(person.id),
            message=message,
            step=step,
        )
    )
