"""Reads from storage what rules decide over: a round's picture, once per round and tick, and who runs the group."""

from collections import defaultdict

from bot.domain.agreement import Agreement
from bot.domain.initiative import Registered, Selection, State
from bot.jobs.officers import Readers
from bot.jobs.round import Picture
from storage.records import Records
from storage.tables import RoundRow


def picture_of(records: Records, agreement: Agreement, round_: RoundRow) -> Picture:
    """Return the picture of one round, in a number of queries that does not grow with its size."""
    today = records.now.astimezone(agreement.zone).date()
    by_unit: dict[str, list[Registered]] = defaultdict(list)
    for one in reversed(records.initiatives.page(Selection())):
        if one.initiative.state is not State.CLOSED:
            for unit in one.units:
                by_unit[unit].append(one)
    return Picture(
        agreement=agreement,
        round=round_,
        today=today,
        contacts=records.people.contacts(today),
        offices=records.people.appointed(today),
        initiatives=by_unit,
        answered=frozenset(reply.unit for reply in records.rounds.replies(round_)),
        planned=records.outbox.planned(records.agreement_id, round_.period),
    )


def readers_of(records: Records, agreement: Agreement) -> Readers:
    """Return those a rule may speak to when it speaks to those who run the group."""
    today = records.now.astimezone(agreement.zone).date()
    channels = [place.id for place in records.places.channels() if place.id is not None]
    return Readers(agreement, records.people.appointed(today), channels)
