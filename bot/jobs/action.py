"""The strand of actions: each is followed up until it is closed, by whoever does it, then above them; each of them once."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from bot.acts import action as act
from bot.acts.meeting_count import today_of
from bot.domain import action as rules
from bot.domain.action import Action
from bot.domain.agreement import Agreement
from bot.domain.house_rules import Addressee
from bot.domain.outbox import Kind, Notice, to_person
from bot.domain.person import Person
from bot.domain.role import Role
from bot.domain.round import Step
from bot.jobs.in_office import in_office
from bot.jobs.look import NOTHING, Climb, Outcome, look, when
from bot.jobs.officers import officers
from bot.jobs.strand import Moments, Strand
from bot.words import action as words
from bot.words.language import speaking_to
from storage.records import Records
from storage.tables import DutyRow, OutboxRow

_OWN = {
    Addressee.REPRESENTATIVE: (Role.REPRESENTATIVE, Role.DEPUTY),
    Addressee.DEPUTY: (Role.DEPUTY, Role.REPRESENTATIVE),
}


@dataclass(frozen=True)
class People:
    """Everybody who may be reminded of an action, read once for all of them."""

    contacts: Mapping[tuple[str, Role], Person]
    offices: Mapping[Role, Sequence[Person]]
    named: Mapping[str, Person]
    today: date

    def meant(self, action: Action, to: Addressee) -> Sequence[Person]:
        """Return whom a rung speaks to: first whoever was named for it, then the party's own people, then those above."""
        if to is Addressee.REPRESENTATIVE and action.person is not None and action.person in self.named:
            return [self.named[action.person]]
        if to in _OWN:
            return [self.contacts[action.unit, role] for role in _OWN[to] if (action.unit, role) in self.contacts][:1]
        return officers(self.offices, to)


def _people(records: Records, agreement: Agreement, actions: Sequence[Action]) -> People:
    today = today_of(records, agreement)
    named = records.people.by_ids({one.person for one in actions if one.person})
    return People(records.people.contacts(today), records.people.appointed(today), named, today)


def _outcome(records: Records, agreement: Agreement, action: Action, people: People) -> Outcome:
    """Return what an action owes now: the latest rung of its ladder, as long as it is open."""
    if not action.open:
        return NOTHING
    climb = Climb(records, agreement, act.subject(action), action.due_on.isoformat())
    return climb.outcome(rules.steps(agreement, action), lambda step: _nudges(agreement, action, people, step))


def _nudges(agreement: Agreement, action: Action, people: People, step: Step) -> Iterator[Notice]:
    for person in people.meant(action, step.to):
        with speaking_to(person):
            message = words.nudge(agreement, action, step.to, people.today)
        due, to = action.due_on.isoformat(), to_person(person.id)
        yield Notice(agreement.id, Kind.NUDGE, act.subject(action), due, to, message, step.name, closed=action.confidential)


def _follow(records: Records, agreement: Agreement, duties: Sequence[DutyRow]) -> int:
    """Follow up every action whose moment has come."""
    actions = {duty.subject: records.actions.by_number(int(duty.subject)) for duty in duties}
    people = _people(records, agreement, list(actions.values()))
    return look(records, duties, lambda number: _outcome(records, agreement, actions[number], people))


def _moments(records: Records, agreement: Agreement) -> Moments:
    """Return when to look at each open action."""
    actions = records.actions.open()
    people = _people(records, agreement, actions)
    now = records.now
    return {(rules.FOLLOWS, str(one.number)): when(_outcome(records, agreement, one, people), now) for one in actions}


def _owed(records: Records, row: OutboxRow) -> bool:
    """Tell whether the action is still open, and to be done by the day it was."""
    action = records.actions.by_number(int(row.subject.partition(":")[2]))
    return action.open and action.due_on.isoformat() == row.due


def _in_office(records: Records, row: OutboxRow) -> bool:
    """Tell whether the recipient is still of the party that does it, or of those who run the group.

    Whoever was named for it is asked wherever they hold an office now.
    """
    action = records.actions.by_number(int(row.subject.partition(":")[2]))
    named = action.person is not None and row.recipient == str(to_person(action.person))
    agreement = records.agreement()
    parties = [unit.id for unit in agreement.units] if named and agreement is not None else [action.unit]
    return in_office(records, row, "", *parties)


STRAND = Strand(
    subject=act.SUBJECT,
    duty=lambda _agreement: None,
    handlers={rules.FOLLOWS: _follow},
    moments=_moments,
    in_office=_in_office,
    owed=_owed,
)
