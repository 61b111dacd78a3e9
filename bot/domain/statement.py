"""The year's statement: for each duty what was due, what happened and the evidence, so that anybody can count it again.

Nothing here judges: a verdict follows from the number due, the number proved and the day. The agreement's duties and our own rules
are kept apart; what our own rules missed breaks nothing.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from bot.domain.agreement import Agreement
from bot.domain.agreement_parts import DELIVERABLES, Duty, DutyPeriod, DutyRule, Label
from bot.domain.briefing_dates import Plan
from bot.domain.calendar import Quarter
from bot.domain.yearly import Asked, Followed, Met


class Verdict(StrEnum):
    """How a duty stands at the end of the year, or on the day the statement is made."""

    MET = "met"
    LATE = "late"
    OPEN = "open"
    MISSED = "missed"
    NOT_KEPT = "not_kept"  # one of our own rules, which breaks nothing
    SHOWN = "shown"  # it has no number: what happened is shown


@dataclass(frozen=True)
class Proof:
    """One record that counts towards a duty: its reference, its day, and why it counts."""

    ref: str
    on: date
    what: str


@dataclass(frozen=True)
class Entry:
    """One duty in one year. `needed` is the number due, where the duty has one; `by` is its last day, where it has one."""

    duty: Duty
    needed: int | None
    by: date | None
    proofs: tuple[Proof, ...]
    verdict: Verdict
    remark: str = ""  # a fact beside the count: an outcome, a number in words
    lacking: tuple[Proof, ...] = ()  # records of the same kind that do not count: news that has not reached everybody

    @property
    def done(self) -> int:
        """How many records count towards it."""
        return len(self.proofs)


@dataclass(frozen=True)
class Delivered:
    """A deliverable as far as the statement needs it: planned for, delivered, and what shows that."""

    plan: Plan
    on: date | None
    evidence: str


@dataclass(frozen=True)
class Told:
    """An initiative registered in the year: how many its news reached, of how many it was to reach."""

    ref: str
    on: date
    reached: int
    owed: int

    @property
    def all(self) -> bool:
        """Whether it was to reach anybody, and reached all of them."""
        return 0 < self.owed == self.reached


@dataclass(frozen=True)
class Material:
    """A year's records, from its first day to its last, and the day the statement is made."""

    first: date
    last: date
    today: date
    needed_meetings: int
    meetings: Sequence[Met] = ()
    ordinary: Sequence[Met] = ()
    initiatives: Sequence[Followed] = ()
    told: Sequence[Told] = ()
    rounds: Sequence[Asked] = ()
    delivered: Mapping[str, Delivered] | None = None

    @property
    def over(self) -> bool:
        """Whether the year has passed."""
        return self.today > self.last


def entries(agreement: Agreement, of: Material) -> list[Entry]:
    """Return every duty's entry, the agreement's own first, in the order of the file."""
    found = [one for duty in agreement.duties if (one := _entry(duty, of)) is not None]
    return sorted(found, key=lambda one: one.duty.label is Label.HOUSE)


def _entry(duty: Duty, of: Material) -> Entry | None:
    if duty.rule in DELIVERABLES:
        return _deliverable(duty, of)
    proofs = _proofs(duty, of)
    needed = _needed(duty, of)
    lacking = _news(of, everybody=False) if duty.rule is DutyRule.INFORM else ()
    return Entry(duty, needed, of.last if needed else None, proofs, _verdict(duty, needed, len(proofs), of), lacking=lacking)


def _deliverable(duty: Duty, of: Material) -> Entry | None:
    """Return a yearly deliverable's entry; none where it was not owed that year."""
    one = (of.delivered or {}).get(duty.id)
    if one is None:
        return None
    if one.on is None:
        verdict = Verdict.MISSED if of.today > one.plan.late_after else Verdict.OPEN
        return Entry(duty, 1, one.plan.late_after, (), verdict)
    verdict = Verdict.MET if one.on <= one.plan.late_after else Verdict.LATE
    return Entry(duty, 1, one.plan.late_after, (Proof(one.plan.key, one.on, one.evidence),), verdict, one.evidence)


def _proofs(duty: Duty, of: Material) -> tuple[Proof, ...]:
    """Return the records that count towards a duty."""
    match duty.rule:
        case DutyRule.COORDINATE:
            joint = [one for one in of.initiatives if len(one.registered.units) > 1]
            return tuple(Proof(one.ref, one.registered.initiative.starts_on, _units(one)) for one in joint)
        case DutyRule.INFORM:
            return _news(of, everybody=True)
        case DutyRule.ALL_REPRESENTED:
            return _met(one for one in of.meetings if one.counts and one.full)
        case DutyRule.STATUS_ROUND:
            return tuple(Proof(one.period, one.on, f"{one.answered}/{one.parties}") for one in of.rounds)
        case DutyRule.AT_LEAST_MEETINGS if duty.period is DutyPeriod.QUARTER:
            first = {Quarter.of(one.on): one for one in reversed(of.ordinary)}
            return _met(first[quarter] for quarter in sorted(first))
        case _:
            return _met(one for one in of.meetings if one.counts)


def _news(of: Material, *, everybody: bool) -> tuple[Proof, ...]:
    """Return the initiatives whose news was delivered to everybody it was for, or the others."""
    return tuple(Proof(one.ref, one.on, f"{one.reached}/{one.owed}") for one in of.told if one.all is everybody)


def _met(meetings: Iterable[Met]) -> tuple[Proof, ...]:
    return tuple(Proof(one.ref, one.on, one.kind) for one in meetings)


def _units(one: Followed) -> str:
    return ", ".join(one.registered.units)


def _needed(duty: Duty, of: Material) -> int | None:
    """Return the number due in the year, where the duty has one."""
    if duty.rule is DutyRule.AT_LEAST_MEETINGS:
        return of.needed_meetings if duty.period is DutyPeriod.YEAR else (duty.count or 0) * _quarters(of)
    if duty.rule is DutyRule.STATUS_ROUND:
        return _quarters(of)
    if duty.rule is DutyRule.ALL_REPRESENTED and any(one.noted for one in of.meetings if one.counts):
        return len([one for one in of.meetings if one.counts])
    return None


def _quarters(of: Material) -> int:
    """Return how many quarters the year has."""
    count, quarter = 0, Quarter.of(of.first)
    while quarter.first <= of.last:
        count, quarter = count + 1, quarter.next()
    return count


def _verdict(duty: Duty, needed: int | None, done: int, of: Material) -> Verdict:
    if needed is None:
        return Verdict.SHOWN
    if done >= needed:
        return Verdict.MET
    if not of.over:
        return Verdict.OPEN
    return Verdict.NOT_KEPT if duty.label is Label.HOUSE else Verdict.MISSED
