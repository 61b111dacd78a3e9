"""The strand of status rounds: opening, closing and nudging, for every round at once. What one round owes is decided in round.py."""

from collections.abc import Sequence

from bot.acts import round as act
from bot.domain import round as rules
from bot.domain.agreement import Agreement
from bot.domain.agreement_parts import DutyRule
from bot.domain.outbox import Kind
from bot.jobs.in_office import of_unit
from bot.jobs.look import when
from bot.jobs.pictures import picture_of
from bot.jobs.round import Picture, due_of_unit, due_of_watch
from bot.jobs.strand import Moments, Strand, first_of
from storage.records import Records
from storage.tables import DutyRow, OutboxRow


def _open(records: Records, agreement: Agreement, duties: Sequence[DutyRow]) -> int:
    """Open the round whose moment has come."""
    for duty in duties:
        duty.next_due = None  # First, since the next opening may be the same duty, moved.
        act.open_by_rule(records, agreement)
    return 0


def _close(records: Records, agreement: Agreement, duties: Sequence[DutyRow]) -> int:
    """Close the rounds whose moment has come; not at night, whenever the program wakes."""
    added = 0
    for duty in duties:
        round_ = records.rounds.by_period(duty.subject)
        at = rules.closes_by_rule(agreement, round_, records.now)
        duty.next_due = at if at > records.now else None
        added += act.close(records, agreement, round_) if duty.next_due is None else 0
    return added


def _nudge(records: Records, agreement: Agreement, duties: Sequence[DutyRow]) -> int:
    """Nudge the silent, and those who run the group; every round is read once. One that closed just now owes nothing any more."""
    added, pictures = 0, {}
    for duty in duties:
        if duty.next_due is None:
            continue
        period, _, unit = duty.subject.partition(":")
        if period not in pictures:
            pictures[period] = picture_of(records, agreement, records.rounds.by_period(period))
        picture = pictures[period]
        outcome = due_of_unit(picture, unit, records.now) if unit else due_of_watch(picture, records.now)
        added += sum(records.outbox.add(notice, duty.id) for notice in outcome.notices)
        duty.next_due = outcome.next_due
    return added


def _moments(records: Records, agreement: Agreement) -> Moments:
    """Return when the next round opens, and what each open one still owes."""
    upcoming = act.next_opening(records, agreement)
    moments: Moments = {(rules.OPENS, upcoming.quarter.label): upcoming.opens_at}
    for round_ in records.rounds.open():
        moments |= _of_round(picture_of(records, agreement, round_), records)
    return moments


def _of_round(picture: Picture, records: Records) -> Moments:
    """Return what one open round still owes, by asking the rules that the tick asks."""
    period, now = picture.round.period, records.now
    moments: Moments = {
        (rules.CLOSES, period): rules.closes_by_rule(picture.agreement, picture.round, now),
        (rules.WATCHES, period): when(due_of_watch(picture, now), now),
    }
    for unit in picture.silent:
        moments[rules.ASKS_UNIT, rules.unit_subject(period, unit)] = when(due_of_unit(picture, unit, now), now)
    return moments


def _owed(records: Records, row: OutboxRow) -> bool:
    """Tell whether a message of a round still stands.

    A nudge does not, once its unit has answered or its round has closed. Whoever follows somebody who has left the office it speaks to
    is told of the open round when they are appointed.
    """
    subject = rules.round_and_unit(row.subject)
    if row.kind is not Kind.NUDGE or subject is None:
        return True
    period, unit = subject
    round_ = records.rounds.by_period(period)
    return round_.open and not (unit and records.rounds.reply(round_, unit))


def _unit(subject: str) -> str:
    found = rules.round_and_unit(subject)
    return found[1] if found else ""


STRAND = Strand(
    subject="round",
    duty=first_of(DutyRule.STATUS_ROUND),
    handlers={rules.OPENS: _open, rules.CLOSES: _close, rules.ASKS_UNIT: _nudge, rules.WATCHES: _nudge},
    moments=_moments,
    in_office=of_unit(_unit),
    owed=_owed,
)
