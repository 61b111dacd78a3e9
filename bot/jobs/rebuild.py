"""What every duty's next moment should be, worked out from the tables alone.

For a newly loaded text, and for the proof that the moments written along the way are right.
"""

from datetime import datetime, time

from bot.domain import round as rules
from bot.domain.agreement import Agreement
from bot.jobs.pictures import picture_of
from bot.jobs.round import Outcome, Picture, due_of_unit, due_of_watch
from storage.agreements import Agreements
from storage.records import Records

TAKES_EFFECT = "agreement.takes_effect"  # A coming version begins to hold: its rules give the other duties other moments.
Moments = dict[tuple[str, str], datetime | None]


def moments_from_tables(records: Records, agreement: Agreement) -> Moments:
    """Return the next moment of every duty that owes something, by kind and subject; what is owed already is due now."""
    quarter = rules.next_quarter_to_open(agreement, records.now, records.rounds.periods())
    moments: Moments = {(rules.OPENS, quarter.label): rules.opening(agreement, quarter)}
    for version in Agreements(records.session).versions(records.agreement_id):
        begins = agreement.days().at(version.effective_from, time())
        if begins > records.now:
            moments[TAKES_EFFECT, str(version.number)] = begins
    for round_ in records.rounds.open():
        moments |= _of_round(picture_of(records, agreement, round_), records.now)
    return {key: moment for key, moment in moments.items() if moment is not None}


def _of_round(picture: Picture, now: datetime) -> Moments:
    """Return what one open round still owes, by asking the rules that the tick asks."""
    period = picture.round.period
    moments: Moments = {
        (rules.CLOSES, period): rules.closes_by_rule(picture.agreement, picture.round, now),
        (rules.WATCHES, period): _moment(due_of_watch(picture, now), now),
    }
    for unit in picture.silent:
        moments[rules.ASKS_UNIT, rules.unit_subject(period, unit)] = _moment(due_of_unit(picture, unit, now), now)
    return moments


def _moment(outcome: Outcome, now: datetime) -> datetime | None:
    return now if outcome.notices else outcome.next_due


def rebuild(records: Records, agreement: Agreement) -> None:
    """Write every duty's next moment anew; what owes nothing any more is set to nothing."""
    moments = moments_from_tables(records, agreement)
    records.duties.end(key for key in records.duties.all() if key not in moments)
    records.duties.set_all(moments)
