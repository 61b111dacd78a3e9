"""Whether somebody a message speaks to still holds the office it speaks to: asked just before it goes out. Each strand says which."""

from collections.abc import Callable

from bot.domain.outbox import Recipient
from storage.records import Records
from storage.tables import OutboxRow


def in_office(records: Records, row: OutboxRow, *units: str) -> bool:
    """Tell whether the recipient holds an office in one of these units; an empty name stands for those who run the group.

    Channels hold none and are always spoken to.
    """
    agreement, to = records.agreement(), Recipient.read(row.recipient)
    if agreement is None or to.kind != "person":
        return True
    held = records.people.offices(to.id, records.now.astimezone(agreement.zone).date())
    return any((one.unit or "") in units for one in held)


def of_unit(unit: Callable[[str], str]) -> Callable[[Records, OutboxRow], bool]:
    """Return the question for a strand whose subjects name the unit that is spoken to, or none for those who run the group."""
    return lambda records, row: in_office(records, row, unit(row.subject))


def of_the_group(records: Records, row: OutboxRow) -> bool:
    """Tell whether the recipient still is one of those who run the group."""
    return in_office(records, row, "")
