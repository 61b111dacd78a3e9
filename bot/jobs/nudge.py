"""The last look at a nudge before it goes out: whether the debt still stands. Who is nudged when is in round.py."""

from bot.domain.outbox import Kind, Recipient
from bot.domain.round import round_and_unit
from storage.agreements import Agreements
from storage.records import Records
from storage.tables import OutboxRow


def still_owed(records: Records, row: OutboxRow) -> bool:
    """Tell whether a message is still to be sent.

    A nudge is not, once its unit has answered or its round has closed, nor to somebody who has left the office it speaks to:
    whoever follows them is told of the open round when they are appointed.
    """
    subject = round_and_unit(row.subject)
    if row.kind is not Kind.NUDGE or row.edits is not None or subject is None:
        return True
    period, unit = subject
    round_ = records.rounds.by_period(period)
    return round_.open and not (unit and records.rounds.reply(round_, unit)) and _in_office(records, row, unit)


def _in_office(records: Records, row: OutboxRow, unit: str) -> bool:
    """Tell whether the recipient still holds an office: in the unit, or, where a nudge speaks of all, above them."""
    agreement, to = Agreements(records.session).at(records.agreement_id, records.now), Recipient.read(row.recipient)
    if agreement is None or to.kind != "person":
        return True
    held = records.people.offices(to.id, records.now.astimezone(agreement.zone).date())
    return any((one.unit == unit) if unit else (one.unit is None) for one in held)
