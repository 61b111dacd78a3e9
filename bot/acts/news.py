"""The news of an initiative: who is told of it, and what becomes of the news when it is taken back."""

from collections import defaultdict
from dataclasses import dataclass

from bot.acts.mend import Mender
from bot.domain.agreement import Agreement
from bot.domain.outbox import Kind, Notice, to_person
from bot.domain.person import Person
from bot.domain.role import Role
from bot.words import initiative as words
from bot.words.language import speaking_to
from storage.records import Records
from storage.tables import InitiativeRow


@dataclass(frozen=True)
class Told:
    """Which other parties are told of an initiative, and which have nobody who could be."""

    parties: tuple[str, ...]
    nobody_at: tuple[str, ...]


def tell(records: Records, agreement: Agreement, row: InitiativeRow, by: Person) -> Told:
    """Owe the news to each other party's representative, else its deputy, once (clause "informere hinanden").

    Who speaks for two parties is told once, for both.
    """
    today = records.now.astimezone(agreement.zone).date()
    contacts = records.people.contacts(today)
    speakers: dict[str, Person] = {}
    units: dict[str, list[str]] = defaultdict(list)
    nobody: list[str] = []
    for unit in agreement.units_on(today):
        person = contacts.get((unit.id, Role.REPRESENTATIVE)) or contacts.get((unit.id, Role.DEPUTY))
        if person is None:
            nobody.append(unit.id)
        elif person.id != by.id:
            speakers[person.id] = person
            units[person.id].append(unit.id)
    full = records.initiatives.full(row)
    for id_, speaker in speakers.items():
        with speaking_to(speaker):
            message = words.news(agreement, full, by, units[id_])
        records.outbox.add(
            Notice(
                agreement_id=agreement.id,
                kind=Kind.NOTICE,
                subject=f"{_subjects(row)}{units[id_][0]}",
                due=row.registered_at.isoformat(),
                to=to_person(id_),
                message=message,
                closed=row.confidential,
            )
        )
    return Told(tuple(unit for mine in units.values() for unit in mine), tuple(nobody))


def take_back(records: Records, agreement: Agreement, row: InitiativeRow) -> None:
    """Call back the news that has not gone out, and let what has say that the initiative was withdrawn."""
    Mender(records, agreement).mend_parts(_subjects(row), "withdrawn", lambda _sent: words.withdrawn(row))


def _subjects(row: InitiativeRow) -> str:
    return f"initiative:{row.number}:"
