"""A rehearsal: what would be sent up to an instant, to whom, why, if nobody answered anything. Nothing of it is kept or sent.

It plays on a copy, so that nobody who changes something meanwhile waits for it.
"""

from datetime import datetime

from bot.chat.message import from_json
from bot.domain.outbox import Recipient
from bot.domain.rehearsal import Expected
from bot.jobs.strands import strand_of
from bot.jobs.tick import plan
from storage.copying import aside
from storage.records import RULE, Installation
from storage.store import Store
from storage.tables import OutboxRow


def simulate(store: Store, now: datetime, until: datetime) -> list[Expected]:
    """Return what would be sent from now until an instant, first to last."""
    with aside(store) as copy, copy.rehearse() as installation:
        found = [one for id_ in installation.agreements.ids() for one in _of_agreement(installation, id_, now, until)]
    return sorted(found, key=lambda one: one.at)


def _of_agreement(installation: Installation, agreement_id: str, now: datetime, until: datetime) -> list[Expected]:
    """Walk from one moment to the next, planning at each."""
    found: list[Expected] = []
    records = installation.within(agreement_id, actor=RULE, now=now)
    known = {row.key for row in records.outbox.waiting_for(agreement_id)}
    while (moment := records.duties.next_due()) is not None and moment <= until:
        moment = max(moment, now)
        plan(installation, agreement_id, moment)
        agreement = installation.agreements.at(agreement_id, moment)
        assert agreement is not None
        for row in records.outbox.waiting_for(agreement_id):
            if row.key not in known:
                known.add(row.key)
                strand = strand_of(row.subject)
                duty = strand.duty(agreement) if strand else None
                found.append(Expected(moment, _called(installation, row), from_json(row.message), agreement, duty))
    return found


def _called(installation: Installation, row: OutboxRow) -> str:
    """Return what people call the one a message goes to."""
    to = Recipient.read(row.recipient)
    records = installation.within(row.agreement_id, actor=RULE, now=row.created_at)
    if to.kind == "person":
        return records.people.names([to.id]).get(to.id, to.id)
    place = records.places.by_id(int(to.id)) if to.kind == "place" else None
    return f"#{place.place}" if place else to.id
