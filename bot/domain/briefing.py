"""A yearly deliverable (Danish: orientering) and how it goes from draft to delivered. When its steps fall is in briefing_dates.py.

Source: the clauses "orienterer årligt Sikker By styregruppen", "Økonomiudvalget orienteres også herom" and "Der gives årligt til
Økonomiudvalget en status". That units check their own passages and that two people stand behind the evidence are house rules.
What was sent is not delivered: only evidence of the receiving body's meeting, or of a briefing in writing, closes the duty.
"""

import re
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import ClassVar

from sqlmodel import Field

from bot.domain.agreement import Agreement
from bot.domain.agreement_parts import DELIVERABLES, Duty, DutyRule
from bot.domain.house_rules import Briefing
from bot.domain.plain import Plain
from bot.domain.spoken_names import find, nearest
from bot.refusal import Refusal

LONGEST_ITEM = 300


class State(StrEnum):
    """How far a deliverable has come."""

    PLANNED = "planned"
    DRAFT = "draft"
    COMMENTED = "commented"
    APPROVED = "approved"
    HANDED_IN = "handed_in"
    ON_AGENDA = "on_agenda"
    DEFERRED = "deferred"
    DELIVERED = "delivered"


# While its text may be written anew; a deferred one may come back with a wish for another text.
WRITABLE = frozenset({State.PLANNED, State.DRAFT, State.COMMENTED, State.APPROVED, State.DEFERRED})
BEFORE_APPROVAL = frozenset({State.PLANNED, State.DRAFT, State.COMMENTED})
WITH_THE_BODY = frozenset({State.HANDED_IN, State.ON_AGENDA, State.DEFERRED})


class Outcome(StrEnum):
    """What the receiving body did with it, in the words of its minutes."""

    NOTED = "noted"  # taget til efterretning
    APPROVED = "approved"  # godkendt
    ENDORSED = "endorsed"  # tiltrådt
    DISCUSSED = "discussed"  # drøftet
    DEFERRED = "deferred"  # udsat: the duty stays open


class Deliverable(Plain):
    """One briefing or status of one year. `year` is the year in which it is owed; focus areas are those of the year after."""

    free_text: ClassVar[frozenset[str]] = frozenset()

    duty: str = Field(max_length=40, description="The id of the duty it fulfils.")
    year: int = Field(ge=1000, le=9999)
    state: State = State.PLANNED
    meets_on: date | None = Field(default=None, description="The body's day, where people chose one; else the rules say.")
    period_first: date | None = Field(default=None, description="The first day the draft tells of.")
    period_last: date | None = Field(default=None, description="The last one: the day its data was frozen.")
    drafted_at: datetime | None = None
    decision: str = Field(
        default="", max_length=200, description='Where it was approved: a decision, "M-3.4", or a round in writing.'
    )
    approved_at: datetime | None = None
    handed_in_at: datetime | None = None
    handed_in_by: str | None = Field(default=None, max_length=32)
    delivered_on: date | None = None
    item: str = Field(default="", max_length=LONGEST_ITEM, description="The item's number or link.")
    outcome: Outcome | None = None
    written: bool = Field(default=False, description="Told in writing, outside a meeting.")
    filed: bool = Field(default=False, description="Filed in the journal system.")
    entered_at: datetime | None = None
    entered_by: str | None = Field(default=None, max_length=32)
    confirmed_at: datetime | None = None
    confirmed_by: str | None = Field(default=None, max_length=32)

    @property
    def key(self) -> str:
        """The name under which rows and messages refer to it."""
        return f"{self.duty}:{self.year}"

    @property
    def waits_for_confirmation(self) -> bool:
        """Whether its evidence was entered by one person and needs another's eyes."""
        return self.entered_at is not None and self.confirmed_at is None

    @property
    def delivered(self) -> bool:
        """Whether the duty is fulfilled."""
        return self.state is State.DELIVERED


@dataclass(frozen=True)
class Evidence:
    """What somebody enters to show that the receiving body was told."""

    on: date
    item: str
    outcome: Outcome
    written: bool = False
    filed: bool = False


class Event(Plain):
    """One thing that happened to a deliverable; a correction is a new event, and nothing is overwritten."""

    verb: str = Field(max_length=20)
    at: datetime
    by: str | None = Field(default=None, max_length=32)
    on: date | None = None
    words: str = Field(default="", max_length=500, description="A decision, an item or a reason.")
    sha256: str = Field(default="", max_length=64, description="Of what was handed in.")


def deliverables(agreement: Agreement) -> tuple[Duty, ...]:
    """Return the duties to brief somebody each year, in the order of the file."""
    return tuple(one for one in agreement.duties if one.rule in DELIVERABLES)


def prepared_with(agreement: Agreement, duty: str) -> str:
    """Return the duty whose draft, check and approval this one shares; itself where it shares none."""
    return agreement.briefing(duty).prepared_with or duty


def together(agreement: Agreement, duty: str) -> tuple[str, ...]:
    """Return the duties that share one draft and approval, the one it is prepared under first."""
    lead = prepared_with(agreement, duty)
    others = (one.id for one in deliverables(agreement) if one.id != lead and prepared_with(agreement, one.id) == lead)
    return (lead, *others)


def is_about_focus(agreement: Agreement, duty: str) -> bool:
    """Tell whether it tells of the coming year's focus areas, and not of the year gone."""
    return agreement.duty(duty).rule is DutyRule.BRIEFING


_YEAR = re.compile(r"(?<!\d)(\d{4})(?!\d)")
_ORDINARY_WORDS = {"status": DutyRule.ANNUAL_STATUS, "årsstatus": DutyRule.ANNUAL_STATUS, "annual": DutyRule.ANNUAL_STATUS}


def named(agreement: Agreement, text: str, this_year: int) -> tuple[str, int]:
    """Read which deliverable a text means: `fokus-oeu`, `status 2027`, a name, or what it begins with.

    Raises:
        Refusal: when it names none, with the nearest ones.
    """
    year = int(found[1]) if (found := _YEAR.search(text)) else this_year
    wanted = " ".join(_YEAR.sub(" ", text).split())
    known = [(_called(agreement, one), one) for one in deliverables(agreement)]
    rule = _ORDINARY_WORDS.get(wanted.casefold())
    by_rule = [one for one in deliverables(agreement) if one.rule is rule]
    duty = by_rule[0] if len(by_rule) == 1 else find(wanted, known)
    if duty is None:
        near = nearest(wanted, known) or deliverables(agreement)
        raise Refusal("no_such_briefing", text=wanted[:60], near=[one.id for one in near])
    return duty.id, year


def _called(agreement: Agreement, duty: Duty) -> tuple[str, ...]:
    """Return everything people may call a deliverable."""
    body = agreement.body(duty.to) if duty.to else None
    about = ("status",) if duty.rule is DutyRule.ANNUAL_STATUS else ("fokus", "focus")
    bodies = (body.id, body.short, body.names.da, body.names.en) if body else ()
    return (duty.id, duty.names.da, duty.names.en, *(f"{word} {one}" for word in about for one in bodies))


def rule_of(agreement: Agreement, one: Deliverable) -> Briefing:
    """Return the house rule of its steps."""
    return agreement.briefing(one.duty)


# What may follow what. Each returns the state that follows, or refuses with what to do instead.


def drafted(one: Deliverable) -> State:
    """Return the state once its draft is written, or written anew."""
    _writable(one)
    return State.COMMENTED if one.state in {State.COMMENTED, State.APPROVED, State.DEFERRED} else State.DRAFT


def rewritten(one: Deliverable) -> State:
    """Return the state once somebody changed its text: an approval covers only what was approved."""
    _has_a_draft(one)
    _writable(one)
    return State.COMMENTED


def commented(one: Deliverable) -> State:
    """Return the state once somebody said something about it; a remark takes no approval away."""
    _has_a_draft(one)
    return State.COMMENTED if one.state is State.DRAFT else one.state


def approved(one: Deliverable, without_consent: tuple[str, ...]) -> State:
    """Return the state once the body that runs the agreement approved it.

    Raises:
        Refusal: when a unit whose silence is not consent has not agreed to its own passages, or it is too late.
    """
    _has_a_draft(one)
    if one.state not in BEFORE_APPROVAL | {State.DEFERRED, State.APPROVED}:
        raise Refusal("briefing_too_far", duty=one.duty, year=one.year)
    if without_consent:
        raise Refusal("consent_missing", units=list(without_consent))
    return State.APPROVED


def handed_in(one: Deliverable) -> State:
    """Return the state once it went to those who prepare the receiving body's agenda."""
    if one.state is not State.APPROVED:
        code = "briefing_not_approved" if one.state in BEFORE_APPROVAL | {State.DEFERRED} else "briefing_handed_in"
        raise Refusal(code, duty=one.duty, year=one.year)
    return State.HANDED_IN


def on_the_agenda(one: Deliverable) -> State:
    """Return the state once somebody saw it on the agenda."""
    if one.handed_in_at is None or one.delivered:
        raise Refusal("briefing_not_handed_in", duty=one.duty, year=one.year)
    return State.ON_AGENDA


def entered(one: Deliverable, evidence: Evidence, today: date) -> State:
    """Return the state once the evidence is entered: still not delivered, until another person has confirmed it.

    Raises:
        Refusal: when nothing was handed in, the day is still to come, or it is delivered already.
    """
    if one.delivered:
        raise Refusal("briefing_delivered", duty=one.duty, year=one.year)
    if one.handed_in_at is None:
        raise Refusal("briefing_not_handed_in", duty=one.duty, year=one.year)
    if evidence.on > today:
        raise Refusal.of_fields({"on": Refusal("not_yet", on=evidence.on)})
    if not evidence.item.strip():
        raise Refusal.of_fields({"item": Refusal("evidence_needed")})
    return State.ON_AGENDA


def confirmed(one: Deliverable, by: str) -> State:
    """Return that it is delivered, once somebody other than who entered the evidence has looked at it.

    Raises:
        Refusal: when there is no evidence yet, or it is one's own.
    """
    if one.delivered:
        raise Refusal("briefing_delivered", duty=one.duty, year=one.year)
    if one.entered_at is None:
        raise Refusal("no_evidence", duty=one.duty, year=one.year)
    if one.entered_by == by:
        raise Refusal("own_evidence", duty=one.duty, year=one.year)
    return State.DELIVERED


def deferred(one: Deliverable) -> State:
    """Return the state once the body put it off, or people did: the duty stays open."""
    if one.delivered:
        raise Refusal("briefing_delivered", duty=one.duty, year=one.year)
    return State.DEFERRED if one.handed_in_at is not None else one.state


def _has_a_draft(one: Deliverable) -> None:
    if one.drafted_at is None:
        raise Refusal("no_draft", duty=one.duty, year=one.year)


def _writable(one: Deliverable) -> None:
    if one.state not in WRITABLE:
        code = "briefing_delivered" if one.delivered else "briefing_handed_in"
        raise Refusal(code, duty=one.duty, year=one.year)
