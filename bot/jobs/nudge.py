"""The last look at a message before it goes out: whether what it says still stands. Each noun's strand knows its own."""

from bot.jobs.strands import standing, strand_of
from storage.records import Records
from storage.tables import OutboxRow


def still_owed(records: Records, row: OutboxRow) -> bool:
    """Tell whether a message is still to be sent; an edit always is, since it mends what stands there."""
    strand = strand_of(row.subject)
    if strand is None or row.edits is not None:
        return True
    agreement = None if strand.lasts else records.agreement()
    return (agreement is None or strand in standing(records, agreement)) and strand.owed(records, row)
