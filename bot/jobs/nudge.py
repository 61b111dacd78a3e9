"""The last look at a nudge before it goes out: whether the debt still stands. Who is nudged when is in round.py."""

from bot.domain.outbox import Kind
from bot.domain.round import round_and_unit
from storage.records import Records
from storage.tables import OutboxRow


def still_owed(records: Records, row: OutboxRow) -> bool:
    """Tell whether a message is still to be sent: a nudge is not, once its unit has answered or its round has closed."""
    subject = round_and_unit(row.subject)
    if row.kind is not Kind.NUDGE or row.edits is not None or subject is None:
        return True
    period, unit = subject
    round_ = records.rounds.by_period(period)
    return round_.open and not (unit and records.rounds.reply(round_, unit))
