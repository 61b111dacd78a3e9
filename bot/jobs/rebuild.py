"""What every duty's next moment should be, worked out from the tables alone.

For a newly loaded text, and for the proof that the moments written along the way are right.
"""

from datetime import time

from bot.domain.agreement import Agreement
from bot.domain.repeal import REPEAL, TAKES_EFFECT, repealed_on
from bot.jobs.strand import Moments
from bot.jobs.strands import standing
from storage.agreements import Agreements
from storage.records import Records


def moments_from_tables(records: Records, agreement: Agreement) -> Moments:
    """Return the next moment of every duty that owes something, by kind and subject; what is owed already is due now."""
    moments: Moments = {}
    for version in Agreements(records.session).versions(records.agreement_id):
        begins = agreement.days().at(version.effective_from, time())
        if begins > records.now:
            moments[TAKES_EFFECT, str(version.number)] = begins
    ends_on = repealed_on(records.turns.all())
    if ends_on is not None and (ends := agreement.days().at(ends_on, time())) > records.now:
        moments[TAKES_EFFECT, REPEAL] = ends
    for strand in standing(records, agreement):
        moments |= strand.moments(records, agreement)
    return {key: moment for key, moment in moments.items() if moment is not None}


def rebuild(records: Records, agreement: Agreement) -> None:
    """Write every duty's next moment anew; what owes nothing any more is set to nothing."""
    moments = moments_from_tables(records, agreement)
    records.duties.end(key for key in records.duties.all() if key not in moments)
    records.duties.set_all(moments)
