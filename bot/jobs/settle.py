"""What an operator settles: messages of which nobody can tell whether they arrived, and those that failed. Sending is for deliver.py."""

from collections.abc import Callable, Sequence
from datetime import datetime

from bot.chat.message import from_json
from bot.domain.outbox import GIVEN_UP, Delivery, Recipient, Stuck
from storage.records import Installation
from storage.store import Store
from storage.tables import OutboxRow

OPERATOR = "operator"  # The actor of what is done from the shell.
SHORTEST_KEY = 6


class NotSettled(Exception):  # noqa: N818  # It is what the operator reads, in `bot/words/outbox.py`.
    """There is not exactly one such message; `found` says how many there are."""

    def __init__(self, found: int) -> None:
        super().__init__(f"{found} messages")
        self.found = found


def stuck(store: Store) -> list[Stuck]:
    """Return what was given up, oldest first."""
    with store.read() as installation:
        return [_shown(installation, row) for row in installation.outbox.unsettled(GIVEN_UP)]


def resend(store: Store, key: str, now: datetime) -> Stuck:
    """Owe a message again that was given up.

    Raises:
        NotSettled: when the key does not name exactly one.
    """
    return _settled(store, key, now, GIVEN_UP, lambda installation, row: installation.outbox.send_again(row))


def arrived(store: Store, key: str, now: datetime) -> Stuck:
    """Take a message of which nobody could tell as delivered.

    Raises:
        NotSettled: when the key does not name exactly one.
    """
    return _settled(store, key, now, (Delivery.UNCERTAIN,), lambda installation, row: installation.outbox.arrived(row))


def _settled(
    store: Store, key: str, now: datetime, states: Sequence[Delivery], settle: Callable[[Installation, OutboxRow], None]
) -> Stuck:
    """Settle the one message whose key begins so, and leave a trail."""
    with store.begin() as installation:
        found = [row for row in installation.outbox.unsettled(states) if row.key.startswith(key)]
        if len(key) < SHORTEST_KEY or len(found) != 1:
            raise NotSettled(len(found) if len(key) >= SHORTEST_KEY else 0)
        row = found[0]
        shown, before = _shown(installation, row), {"state": row.state}
        settle(installation, row)
        records = installation.within(row.agreement_id, actor=OPERATOR, now=now)
        records.audit.add("settle", f"outbox:{row.key}", before=before, after={"state": row.state})
        return shown


def _shown(installation: Installation, row: OutboxRow) -> Stuck:
    to = Recipient.read(row.recipient)
    records = installation.within(row.agreement_id, actor=OPERATOR, now=row.created_at)
    if to.kind == "person":
        called = records.people.names([to.id]).get(to.id, to.id)
    elif to.kind == "channel":
        called = to.id
    else:
        place = records.places.by_id(int(to.id))
        called = f"#{place.place}" if place else to.id
    return Stuck(
        key=row.key,
        state=row.state,
        headline=from_json(row.message).headline,
        to=called,
        platform=row.platform or "",
        at=row.claimed_at or row.created_at,
        why=row.last_error or "",
    )
