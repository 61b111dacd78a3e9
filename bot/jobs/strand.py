"""A strand: what one sort of duty has to bring along, so that the tick, the rebuild and the last look before a send know it.

A noun with duties has a jobs module that ends in its `STRAND`; strands.py lists them. Nothing here knows any noun.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TypeAlias

from bot.domain.agreement import Agreement
from bot.domain.agreement_parts import Duty, DutyRule
from storage.records import Records
from storage.tables import DutyRow, OutboxRow

Moments: TypeAlias = dict[tuple[str, str], datetime | None]  # a duty's kind and subject → when to look at it next
Handler: TypeAlias = Callable[[Records, Agreement, Sequence[DutyRow]], int]


def always(records: Records, row: OutboxRow) -> bool:  # noqa: ARG001  # Every last look is given the same two.
    """Say of a message that it is owed whatever happened since."""
    return True


def first_of(rule: DutyRule) -> Callable[[Agreement], Duty | None]:
    """Return what finds an agreement's first duty of a kind."""
    return lambda agreement: next(iter(agreement.duties_of(rule)), None)


@dataclass(frozen=True)
class Strand:
    """One noun's part in what is owed.

    `handlers`, by the kind of duty and in the order in which they are to run: each is given all due duties of its kind, puts what
    they owe into the outbox, sets every duty's `next_due`, and returns how many messages that made.
    `moments` works out from the tables alone when each of its duties is to be looked at next; what is owed already is due now.
    `subject` begins the subjects of its messages, up to the colon: `owed` tells of such a message, just before it goes out, whether
    it still stands, `in_office` of one that asks somebody for something, whether they still are the one to ask (in_office.py), and
    `duty` which duty of the agreement it serves. What `lasts` is owed also after the agreement was repealed.
    """

    subject: str
    duty: Callable[[Agreement], Duty | None]
    handlers: Mapping[str, Handler]
    moments: Callable[[Records, Agreement], Moments]
    in_office: Callable[[Records, OutboxRow], bool] = always
    owed: Callable[[Records, OutboxRow], bool] = always
    lasts: bool = False
