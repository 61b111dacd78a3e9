"""A message that cannot be delivered before somebody mends something: whoever runs the group is told what, once. deliver.py asks for it.

A message about a message is not told of again, so that nothing goes round.
"""

from collections.abc import Sequence
from datetime import date

from bot.chat.markdown import Markdown, mention
from bot.chat.message import from_json
from bot.domain.outbox import UNDELIVERED, Delivery, Kind, Notice, Recipient, to_person
from bot.domain.role import Role
from bot.words import undelivered as words
from bot.words.language import speaking_to
from storage.agreements import Agreements
from storage.records import Records
from storage.tables import OutboxRow, PersonRow


def tell(records: Records, row: OutboxRow, reason: str, state: Delivery = Delivery.FAILED) -> int:
    """Owe the facilitators the news that a message did not get through; return how many are told.

    The same trouble with the same person or channel is told once a month: mended and broken again, it is news again.
    """
    agreement = Agreements(records.session).on(records.agreement_id, records.now.date())
    if agreement is None or row.subject.startswith(UNDELIVERED):
        return 0
    to = Recipient.read(row.recipient)
    told = 0
    today = records.now.astimezone(agreement.zone).date()
    for person in _who_runs_it(records, today):
        if to == to_person(person.id):
            continue
        with speaking_to(person):
            headline, called = from_json(row.message).headline, _named(records, to)
            doubtful = state is Delivery.UNCERTAIN
            message = words.in_doubt(headline, called) if doubtful else words.not_delivered(headline, called, reason)
        told += records.outbox.add(
            Notice(
                agreement_id=records.agreement_id,
                kind=Kind.NOTICE,
                subject=f"{UNDELIVERED}{row.recipient}",
                due=f"{today:%Y-%m}",
                to=to_person(person.id),
                message=message,
                step=reason[:80],
                closed=row.closed,
            )
        )
    return told


def _who_runs_it(records: Records, today: date) -> Sequence[PersonRow]:
    """Return the facilitators, or, while there is none, whoever comes next."""
    for role in (Role.FACILITATOR, Role.FACILITATOR_DEPUTY, Role.ADMIN):
        if found := records.people.holding(role, today):
            return found
    return ()


def _named(records: Records, to: Recipient) -> Markdown:
    """Return whom it was for, so that a platform may link to them."""
    if to.kind == "person":
        return mention(to.id, records.people.names([to.id]).get(to.id, "–"))
    return words.channel(to.id) if to.kind == "place" else words.admin_channel(to.id)
