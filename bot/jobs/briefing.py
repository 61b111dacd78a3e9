"""The strands of the yearly briefings: the year's deliverables are written down, and whoever holds the next step hears of it once.

Two strands share the duties: their messages stand on two clauses of the agreement. What is said when is in
bot/domain/briefing_ladder.py.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from bot.acts.briefing import begin, known_of, plans_of
from bot.domain import briefing_ladder as rules
from bot.domain.agreement import Agreement
from bot.domain.agreement_parts import DutyRule
from bot.domain.briefing_dates import Plan, of_year
from bot.domain.briefing_ladder import Chain
from bot.domain.ladder import Rung, due_rung, next_rung
from bot.domain.outbox import Kind, Notice, to_person
from bot.domain.passage import consent
from bot.domain.person import Person
from bot.domain.role import Role
from bot.jobs.in_office import of_unit
from bot.jobs.look import NOTHING, Climb, Outcome, when
from bot.jobs.pictures import readers_of
from bot.jobs.strand import Moments, Strand, first_of
from bot.words import briefing_nudge as words
from bot.words.language import speaking_to
from storage.records import Records
from storage.tables import BriefingRow, DutyRow, OutboxRow


@dataclass(frozen=True)
class Picture:
    """A year's deliverables and all that decides what they owe, read once."""

    records: Records
    agreement: Agreement
    year: int

    @cached_property
    def chains(self) -> dict[str, Chain]:
        """Every deliverable that is written down, by its key."""
        found = (self.chain(duty) for duty in self._plans)
        return {chain.deliverable.key: chain for chain in found if chain is not None}

    def chain(self, duty: str) -> Chain | None:
        """Return one deliverable, if it is written down."""
        row, plan = self._rows.get(duty), self._plans.get(duty)
        if row is None or plan is None:
            return None
        return Chain(row, plan, consent(self.agreement, self.records.briefings.passages(row)), self._proposed)

    @cached_property
    def _rows(self) -> Mapping[str, BriefingRow]:
        return self.records.briefings.of_year(self.year)

    @cached_property
    def _plans(self) -> Mapping[str, Plan]:
        return plans_of(self.records, self.agreement, self.year)

    @cached_property
    def _proposed(self) -> frozenset[str]:
        focuses = self.records.focuses.of_year(self.year + 1)
        return frozenset(unit for focus in focuses for unit in (focus.area.lead, *focus.units))

    @cached_property
    def planned(self) -> dict[str, frozenset[str]]:
        """The steps that stand in the outbox, by subject."""
        return self.records.outbox.planned(self.agreement.id, str(self.year))

    @property
    def today(self) -> date:
        """The day it is where the agreement is kept."""
        return self.records.now.astimezone(self.agreement.zone).date()

    @cached_property
    def contacts(self) -> dict[tuple[str, Role], Person]:
        """Who speaks for each unit."""
        return dict(self.records.people.contacts(self.today))

    @property
    def units(self) -> tuple[str, ...]:
        """The parties of today."""
        return tuple(one.id for one in self.agreement.units_on(self.today))

    def contact(self, unit: str) -> Person | None:
        """Return whom a nudge to a unit speaks to."""
        return self.contacts.get((unit, Role.REPRESENTATIVE)) or self.contacts.get((unit, Role.DEPUTY))


def _of_steps(picture: Picture, chain: Chain) -> Outcome:
    """Return what those who run the group are owed now about a deliverable."""
    agreement, records = picture.agreement, picture.records
    subject = rules.subject(agreement, chain.deliverable)

    def notices(rung: Rung) -> Iterator[Notice]:
        told = readers_of(records, agreement).notices(
            rung.to,
            lambda _to: words.step(agreement, chain, rules.name_of(rung.name), picture.today),
            subject=subject,
            due=str(picture.year),
            step=rung.name,
        )
        own = f"person:{chain.deliverable.entered_by}"
        # Nobody is asked to confirm what they entered themselves.
        return (one for one in told if str(one.to) != own or not rules.name_of(rung.name).startswith("confirm"))

    return Climb(records, agreement, subject, str(picture.year)).outcome(rules.rungs(agreement, chain), notices)


def _of_units(picture: Picture, chain: Chain) -> Outcome:
    """Return what the units are owed now about a deliverable, and the first moment at which one of them is owed more."""
    agreement, records = picture.agreement, picture.records
    at = agreement.days().next_working_moment(records.now)
    notices: list[Notice] = []
    moments = []
    for unit in picture.units:
        subject = rules.subject(agreement, chain.deliverable, unit)
        ladder, planned = rules.unit_rungs(agreement, chain, unit), picture.planned.get(subject, frozenset())
        rung, person = due_rung(ladder, planned, records.now), picture.contact(unit)
        if rung is None or person is None:
            moments.append(next_rung(ladder, planned, records.now))
        elif at > records.now:
            moments.append(at)
        else:
            with speaking_to(person):
                message = words.to_unit(agreement, chain, unit, rules.name_of(rung.name))
            notices.append(Notice(agreement.id, Kind.NUDGE, subject, str(picture.year), to_person(person.id), message, rung.name))
            moments.append(next_rung(ladder, {*planned, rung.name}, records.now))
    return Outcome(tuple(notices), min((one for one in moments if one is not None), default=None))


_OUTCOMES = {rules.STEPS: _of_steps, rules.UNITS: _of_units}


def _nudge(records: Records, agreement: Agreement, duties: Sequence[DutyRow]) -> int:
    """Put what is owed about deliverables into the outbox; each year is read once."""
    added = 0
    pictures: dict[int, Picture] = {}
    for duty in duties:
        year = int(duty.subject.rpartition(":")[2])
        picture = pictures.setdefault(year, Picture(records, agreement, year))
        chain = picture.chains.get(duty.subject)
        outcome = _OUTCOMES[duty.kind](picture, chain) if chain is not None else NOTHING
        added += sum(records.outbox.add(notice, duty.id) for notice in outcome.notices)
        duty.next_due = outcome.next_due
    return added


def _begin(records: Records, agreement: Agreement, duties: Sequence[DutyRow]) -> int:
    """Write down what a year owes, and say when the next year's is to be."""
    for duty in duties:
        duty.next_due = None
        begin(records, agreement, int(duty.subject))
    records.session.flush()
    records.duties.set_all(_moments(records, agreement))
    return 0


def _moments(records: Records, agreement: Agreement) -> Moments:
    """Return when each deliverable that is not delivered is to be looked at next, and when the next year begins."""
    today = records.now.astimezone(agreement.zone).date()
    this_year, moments = today.year, Moments()
    if not any(agreement.duties_of(rule) for rule in (DutyRule.BRIEFING, DutyRule.ANNUAL_STATUS)):
        return moments
    planned = of_year(agreement, this_year, known_of(records, this_year))
    missing = set(planned) - set(records.briefings.of_year(this_year))
    moments[rules.BEGINS, str(this_year)] = max(records.now, rules.begins_at(agreement, this_year)) if missing else None
    moments[rules.BEGINS, str(this_year + 1)] = rules.begins_at(agreement, this_year + 1)
    for year in records.briefings.open_years():
        picture = Picture(records, agreement, year)
        for key, chain in picture.chains.items():
            for kind, outcome_of in _OUTCOMES.items():
                outcome = outcome_of(picture, chain)
                moments[kind, key] = when(outcome, records.now)
    return moments


def _owed(records: Records, row: OutboxRow) -> bool:
    """Tell whether the step a nudge speaks of is still to be done."""
    found, agreement = rules.duty_year_unit(row.subject), records.agreement()
    if row.kind is not Kind.NUDGE or found is None or agreement is None:
        return True
    duty, year, unit = found
    chain = Picture(records, agreement, year).chain(duty)
    if chain is None:
        return False
    return rules.stands(rules.unit_rungs(agreement, chain, unit) if unit else rules.rungs(agreement, chain), row.step)


def _unit(about: str) -> str:
    found = rules.duty_year_unit(about)
    return found[2] if found else ""


STRAND = Strand(
    subject=rules.BRIEFING,
    duty=first_of(DutyRule.BRIEFING),
    handlers={rules.BEGINS: _begin, rules.STEPS: _nudge, rules.UNITS: _nudge},
    moments=_moments,
    in_office=of_unit(_unit),
    owed=_owed,
    lasts=True,
)
# The same duties, whose messages about the status stand on another clause.
STATUS_STRAND = Strand(
    subject=rules.STATUS,
    duty=first_of(DutyRule.ANNUAL_STATUS),
    handlers={},
    moments=lambda _r, _a: {},
    in_office=of_unit(_unit),
    owed=_owed,
    lasts=True,
)
