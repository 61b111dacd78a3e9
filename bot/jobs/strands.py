"""Every strand there is, in the order in which a tick looks at them. What a strand is stands in strand.py."""

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


def strand_of(subject: str) -> Strand | None:
    """Return the strand whose messages have such a subject."""
    noun = subject.partition(":")[0]
    return next((one for one in STRANDS if one.subject == noun), None)
