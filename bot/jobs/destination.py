"""Where a claimed message goes, decided in the transaction just before it is sent. Sending is for deliver.py."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from bot.domain.outbox import Delivery, Recipient, goes_past
from bot.platforms.platform import Address, PlatformError
from storage.agreements import Agreements
from storage.deliveries import Deliveries
from storage.records import Records
from storage.tables import OutboxRow


@dataclass(frozen=True)
class Destination:
    """A person or a channel on one platform. `headline_in` is the language of a channel that gets headlines only."""

    platform: str
    address: Address
    headline_in: str | None = None


@dataclass(frozen=True)
class Target:
    """The message an edit takes the place of."""

    platform: str
    reference: str
    address: Address
    headline_in: str | None = None


class NeverMind(Exception):  # noqa: N818  # It settles a message, and is no error of the program.
    """A message is not to go out any more; the text says why, for `last_error`."""

    def __init__(self, why: str, state: Delivery = Delivery.SUPERSEDED) -> None:
        super().__init__(why)
        self.state = state


def destination(
    records: Records, row: OutboxRow, connected: Collection[str], refused: Mapping[Destination, PlatformError]
) -> Destination:
    """Return where a message goes: into its channel, or to the person's preferred account that has not refused it.

    Raises:
        NeverMind: when there is no such place.
        PlatformError: when a platform that is not connected now would take it.
    """
    to = Recipient.read(row.recipient)
    found = reached(records, row)
    for one in found:
        if one.platform in connected and one not in refused:
            return one
    waiting = [one.platform for one in found if one.platform not in connected]
    if waiting:
        raise PlatformError(f"{waiting[0]} is not connected")
    if refused:
        raise NeverMind(str(list(refused.values())[-1]), Delivery.FAILED)
    raise NeverMind(f"the {to.kind} has no account on any platform", Delivery.FAILED)


def target(records: Records, row: OutboxRow, deliveries: Deliveries, connected: Collection[str]) -> Target:
    """Return the message that an edit takes the place of; of several edits only the newest counts.

    Raises:
        NeverMind: when there is nothing to edit, or a newer edit.
        PlatformError: when it is too early.
    """
    assert row.edits is not None
    original = deliveries.by_key(row.edits)
    if original is None or original.state in {Delivery.FAILED, Delivery.SUPERSEDED}:
        raise NeverMind("what it takes the place of never went out")
    found = reached(records, row)
    *older, newest = deliveries.edits(row.edits)
    if newest.key != row.key:
        raise NeverMind("a newer one takes its place")
    if any(one.state is Delivery.SENDING for one in older):
        raise PlatformError("an older edit is on its way")
    if original.state is not Delivery.SENT or original.platform is None or original.reference is None:
        raise PlatformError("what it takes the place of has not gone out yet")
    if original.platform not in connected:
        raise PlatformError(f"{original.platform} is not connected")
    headline_in = next((one.headline_in for one in found if one.platform == original.platform), None)
    return Target(original.platform, original.reference, Address("place", original.place or ""), headline_in)


def chosen_before(row: OutboxRow) -> Destination | None:
    """Return where an earlier attempt may have sent it; none when it has certainly not arrived anywhere."""
    if row.platform is None or row.place is None:
        return None
    return Destination(row.platform, Address("person" if Recipient.read(row.recipient).kind == "person" else "place", row.place))


def reached(records: Records, row: OutboxRow) -> list[Destination]:
    """Return everywhere the recipient is found, the preferred place first; news of a platform goes past that platform.

    Raises:
        NeverMind: when the channel is gone, or may not be shown it.
    """
    to = Recipient.read(row.recipient)
    if to.kind == "person":
        accounts = sorted(records.people.accounts(to.id), key=lambda one: one.platform == goes_past(row.subject))
        return [Destination(one.platform, Address("person", one.user)) for one in accounts]
    if to.kind == "channel":
        platform, _, place_id = to.id.partition(":")
        return [Destination(platform, Address("place", place_id))]
    place = records.places.by_id(int(to.id))
    if place is None:
        raise NeverMind("the channel is no longer bound", Delivery.FAILED)
    if row.closed and place.outsiders:
        raise NeverMind("closed content, and outsiders read along there", Delivery.FAILED)
    agreement = Agreements(records.session).on(records.agreement_id, records.now.date()) if place.headline_only else None
    return [Destination(place.platform, Address("place", place.place), agreement.language if agreement else None)]
