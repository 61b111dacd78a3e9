"""When a claimed message may go: in people's working hours, and in its turn. Where it goes is for destination.py.

What was planned in time and is late only because the program, or the platform, was away must not wake anybody at night; what
somebody waits for (an answer, news of what another has just done) goes at any hour.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from bot.domain.outbox import Kind, Recipient
from bot.domain.pace import Pace
from bot.domain.zone import zone_named
from bot.platforms.platform import Address, Pacing
from storage.agreements import Agreements
from storage.clock import database_now
from storage.paces import Paces
from storage.records import Records
from storage.tables import OutboxRow

KEEPS_HOURS = frozenset({Kind.NUDGE})
KEEPS_HOURS_LATER = frozenset({Kind.DIGEST, Kind.INVITATION})
FRESH = timedelta(minutes=15)  # So long after somebody closed a round, or convened a meeting, they wait for what comes of it.
LONGEST_NIGHT = timedelta(minutes=15)  # Then it is asked again: agreement time may be moved on, and real time not.
MISSED = timedelta(seconds=2)  # A turn that was not used by then is gone: many of them used late would come all at once.


@dataclass(frozen=True)
class Later:
    """A message is to wait: why, how long, and the turn it has then."""

    why: str
    wait: timedelta
    turns: int = 0
    turn_at: datetime | None = None


def in_hours(records: Records, row: OutboxRow) -> Later | None:
    """Return how long a message that nobody waits for has to wait for working hours; none when it may go now.

    They are the hours of the agreement's clocks, and for somebody who lives by others of theirs: nobody is nudged at six in the morning.
    """
    if row.edits is not None or not (row.kind in KEEPS_HOURS or (row.kind in KEEPS_HOURS_LATER and _stale(records, row))):
        return None
    agreement = Agreements(records.session).at(records.agreement_id, records.now)
    if agreement is None:
        return None
    to = Recipient.read(row.recipient)
    person = records.people.by_id(to.id) if to.kind == "person" else None
    days = agreement.days()
    if person is not None and (zone := zone_named(person.zone)) is not None:
        days = replace(days, zone=zone)
    opens = days.next_working_moment(records.now)
    return Later("waits for working hours", min(opens - records.now, LONGEST_NIGHT)) if opens > records.now else None


def _stale(records: Records, row: OutboxRow) -> bool:
    return database_now(records.session) - row.created_at > FRESH


def in_turn(records: Records, row: OutboxRow, pacing: Pacing | None, buckets: "Buckets") -> Later | None:
    """Take the turns a message needs, its conversation's and then its workspace's; return how long it waits for one, if it does.

    A turn that lies ahead is kept in the row: when it has come, it is not taken again.
    """
    if pacing is None:
        return None
    now = database_now(records.session)
    turns = Paces(records.session, now)
    if (rests := turns.rests_until(buckets.workspace)) is not None:
        return Later("the platform asked us to wait", rests - now)
    held = row.turns if row.turn_at is not None and now - row.turn_at <= MISSED else 0
    for number, bucket, pace in _needed(pacing, buckets):
        if number > held and (at := turns.take(bucket, pace)) > now:
            return Later("waits for its turn", at - now, number, at)
    return None


@dataclass(frozen=True)
class Buckets:
    """What is counted together for one destination."""

    channel: str
    workspace: str


def buckets_of(platform: str, to: Address, pacing: Pacing | None) -> Buckets:
    """Return the buckets a message to an address takes its turns from."""
    team = to.id.partition("/")[0] if pacing is not None and pacing.many and "/" in to.id else ""
    return Buckets(f"{platform}|{to.id}", f"{platform}||{team}")


def _needed(pacing: Pacing, buckets: Buckets) -> Iterator[tuple[int, str, Pace]]:
    yield 1, buckets.channel, pacing.channel
    yield 2, buckets.workspace, pacing.workspace
