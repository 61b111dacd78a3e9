"""Every strand there is, in the order in which a tick looks at them. What a strand is stands in strand.py."""

from bot.domain.agreement import Agreement
from bot.domain.repeal import ended
from bot.jobs import (
    action,
    agenda,
    briefing,
    meeting_held,
    meeting_misses,
    meeting_plan,
    meeting_poll,
    meeting_remind,
    meeting_year,
    minutes,
    rounds,
    rsvp,
)
from bot.jobs.strand import Strand
from storage.records import Records

STRANDS: tuple[Strand, ...] = (
    rounds.STRAND,
    meeting_plan.STRAND,
    meeting_year.STRAND,
    meeting_remind.STRAND,
    meeting_held.STRAND,
    meeting_misses.STRAND,
    meeting_poll.STRAND,
    agenda.STRAND,
    minutes.STRAND,
    action.STRAND,
    briefing.STRAND,
    briefing.STATUS_STRAND,
    rsvp.STRAND,
)


def standing(records: Records, agreement: Agreement) -> tuple[Strand, ...]:
    """Return the strands that owe anything today: once the agreement was repealed, those of what fell due before."""
    over = ended(records.turns.all(), records.now.astimezone(agreement.zone).date()) is not None
    return tuple(one for one in STRANDS if one.lasts or not over)


def strand_of(subject: str) -> Strand | None:
    """Return the strand whose messages have such a subject."""
    noun = subject.partition(":")[0]
    return next((one for one in STRANDS if one.subject == noun), None)
