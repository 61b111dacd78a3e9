"""What a status round owes: opening and closing it, and nudging the silent. `due_of_…` are pure; pictures.py reads what they need."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from bot.chat.message import Message
from bot.domain import round as rules
from bot.domain.agreement import Agreement
from bot.domain.house_rules import Addressee
from bot.domain.initiative import Registered
from bot.domain.ladder import due_rung, next_rung
from bot.domain.outbox import Kind, Notice, to_person
from bot.domain.person import Person
from bot.domain.role import Role
from bot.domain.status import Round
from bot.jobs.look import Outcome
from bot.jobs.officers import officers
from bot.words import nudge as words
from bot.words.language import speaking_to


@dataclass(frozen=True)
class Picture:
    """All that is needed to decide what an open round owes today, read once."""

    agreement: Agreement
    round: Round
    today: date
    contacts: Mapping[tuple[str, Role], Person]  # by unit and role
    offices: Mapping[Role, Sequence[Person]]
    initiatives: Mapping[str, Sequence[Registered]]  # by unit
    answered: frozenset[str]
    planned: Mapping[str, frozenset[str]] = field(default_factory=dict)  # subject → steps in the outbox

    @property
    def ladder(self) -> tuple[rules.Step, ...]:
        """The rungs of the round."""
        return rules.steps(self.agreement, self.round)

    @property
    def parties(self) -> tuple[str, ...]:
        """The units that are parties today."""
        return tuple(unit.id for unit in self.agreement.units_on(self.today))

    @property
    def silent(self) -> tuple[str, ...]:
        """The parties that have not answered."""
        return tuple(unit for unit in self.parties if unit not in self.answered)

    @property
    def unconnected(self) -> tuple[str, ...]:
        """The silent parties that have nobody to ask."""
        return tuple(unit for unit in self.silent if not self.contact(unit, Addressee.REPRESENTATIVE))

    def contact(self, unit: str, to: Addressee) -> Person | None:
        """Return whom a rung speaks to: the one it names, else the other of the two."""
        first, second = (
            (Role.REPRESENTATIVE, Role.DEPUTY) if to is Addressee.REPRESENTATIVE else (Role.DEPUTY, Role.REPRESENTATIVE)
        )
        return self.contacts.get((unit, first)) or self.contacts.get((unit, second))

    def nudge(self, subject: str, person: Person, message: Message, step: str) -> Notice:
        """Return a rung as a person is owed it."""
        period = self.round.period
        return Notice(self.agreement.id, Kind.NUDGE, subject, period, to_person(person.id), message, step)


def due_of_unit(picture: Picture, unit: str, now: datetime) -> Outcome:
    """Return the nudge a unit is owed now, if any; none once it has answered or the round has closed."""
    if unit in picture.answered or not picture.round.open or unit not in picture.parties:
        return Outcome((), None)
    ladder, subject = rules.unit_steps(picture.ladder), rules.message_subject(picture.round.period, unit)
    planned = picture.planned.get(subject, frozenset())
    step = due_rung(ladder, planned, now)
    person = picture.contact(unit, step.to) if step else None
    if step is None or person is None:
        return Outcome((), next_rung(ladder, planned, now))
    at = rules.may_nudge_from(picture.agreement, picture.round, now)
    if at != now:
        return Outcome((), at)
    with speaking_to(person):
        message = words.nudge(picture.agreement, picture.round, unit, picture.initiatives.get(unit, ()), first=step.number == 0)
    notice = picture.nudge(subject, person, message, step.name)
    return Outcome((notice,), next_rung(ladder, {*planned, step.name}, now))


def due_of_watch(picture: Picture, now: datetime) -> Outcome:
    """Return what those above the units are owed: at first the units without a contact, later all silent ones, in one message."""
    if not picture.round.open:
        return Outcome((), None)
    ladder, subject = rules.watch_steps(picture.ladder), rules.message_subject(picture.round.period)
    planned = picture.planned.get(subject, frozenset())
    step = due_rung(ladder, planned, now)
    units = () if step is None else picture.unconnected if step.number < 0 else picture.silent
    people = officers(picture.offices, step.to) if step else ()
    if step is None or not units or not people:
        return Outcome((), next_rung(ladder, planned, now))
    at = rules.may_nudge_from(picture.agreement, picture.round, now)
    if at != now:
        return Outcome((), at)
    notices = []
    for person in people:
        with speaking_to(person):
            if step.number < 0:
                message = words.without_contact(picture.agreement, picture.round, units)
            else:
                message = words.still_silent(picture.agreement, picture.round, units, len(picture.parties))
        notices.append(picture.nudge(subject, person, message, step.name))
    return Outcome(tuple(notices), next_rung(ladder, {*planned, step.name}, now))
