"""The last look at a message before it goes out: whether what it says still stands. Each noun's strand knows its own."""

from bot.domain.outbox import Kind
from bot.jobs.strands import standing, strand_of
from storage.records import Records
from storage.tables import OutboxRow

_ASK = frozenset({Kind.NUDGE, Kind.INVITATION})  # What is asked of whoever holds an office; news is for whom it was meant for.


def still_owed(records: Records, row: OutboxRow) -> bool:
    """Tell whether a message is still to be sent; an edit always is, since it mends what stands there."""
    strand = strand_of(row.subject)
    if strand is None or row.edits is not None:
        return True
    agreement = None if strand.lasts else records.agreement()
    stands = (agreement is None or strand in standing(records, agreement)) and strand.owed(records, row)
    return stands and (row.kind not in _ASK or strand.in_office(records, row))
