"""Delivery: the one place that talks to a platform on the bot's own initiative. What is owed stands in the outbox.

A message is claimed in a short transaction, its destination written down in another, sent outside any, and marked with its
attempt. A send that may have arrived is read back by its key before anything is sent again, so that a process killed between
two steps loses and doubles nothing (reliability.md §2.2). When the platform cannot be asked for long, nobody guesses: the
message becomes uncertain, for an operator to settle.
"""

import asyncio
import time
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TypeVar

import structlog

from bot.chat.message import Message, from_json
from bot.domain.outbox import Delivery
from bot.jobs.destination import Destination, NeverMind, Target, chosen_before, destination, target
from bot.jobs.nudge import still_owed
from bot.jobs.turn import Later, buckets_of, in_hours, in_turn
from bot.jobs.undelivered import tell
from bot.platforms.platform import Platform, PlatformError
from bot.words.language import speaking
from bot.words.set_up import headline_only
from storage.clock import database_now
from storage.deliveries import LEASE
from storage.paces import Paces
from storage.records import Installation, Records
from storage.store import Store
from storage.tables import OutboxRow

T = TypeVar("T")

log = structlog.get_logger()
FIRST_WAIT = timedelta(seconds=5)
LONGEST_WAIT = timedelta(minutes=30)
READ_BACK_FROM = timedelta(hours=3)  # Before the claim, for clocks that do not agree: one set to Danish time as UTC is two ahead.
TIMEOUT = timedelta(seconds=10)
MOST_READ_BACKS = 56  # With the waits above about a day: longer than a platform's outage, shorter than people's patience.
MOST_WHEN_REFUSED = 3  # A read-back that somebody has to mend first gets no better by waiting.


class _Unanswered(Exception):  # noqa: N818  # It says what happened to a question.
    """The platform could not tell whether an earlier attempt arrived."""

    def __init__(self, error: PlatformError) -> None:
        super().__init__(str(error))
        self.lasting = error.lasting
        self.wait = error.wait


@dataclass(frozen=True)
class Deliver:
    """Empties the outbox. `lease` and `timeout` are shorter in tests only; `owed` is the last look before a send."""

    store: Store
    platforms: Mapping[str, Platform]
    now: Callable[[], datetime]
    lease: timedelta = LEASE
    timeout: timedelta = TIMEOUT
    owed: Callable[[Records, OutboxRow], bool] = still_owed
    told: Callable[[str, str], None] = lambda _kind, _outcome: None

    async def once(self, limit: int = 20) -> int:
        """Deliver what waits, and return how many messages were taken in hand."""
        until = passed() + (self.lease - self.timeout).total_seconds()
        rows = await self.store.run(self._claim, limit)
        for outcome in await asyncio.gather(*(self._one(row, until) for row in rows), return_exceptions=True):
            if isinstance(outcome, BaseException):  # The database, or the end of the program; the lease brings the message back.
                raise outcome
        return len(rows)

    async def all(self) -> int:
        """Deliver until nothing waits that can go now."""
        total = 0
        while taken := await self.once():
            total += taken
        return total

    async def next_wait(self) -> timedelta | None:
        """Return how long it is until something that was put off may go; none when nothing was."""
        return await self.store.run(self._next_wait)

    async def _one(self, row: OutboxRow, until: float) -> None:
        """Deliver one message; a failure stays with it and never stops the others."""
        try:
            await (self._post(row, until) if row.edits is None else self._edit(row, until))
        except _Unanswered as no:
            await self.store.run(self._ask_again, row, no)
        except PlatformError as error:
            await self.store.run(self._failed, row, error)
        except Exception:
            log.exception("deliver.broken", key=row.key, kind=row.kind)
            await self.store.run(self._failed, row, PlatformError("internal", arrived=None))

    async def _post(self, row: OutboxRow, until: float) -> None:
        """Find out that a message is there already, or send it, to another account where one refuses it for good."""
        before = chosen_before(row)
        if before is not None and (reference := await self._read_back(row, before)) is not None:
            return await self.store.run(self._sent, row, reference)
        refused: dict[Destination, PlatformError] = {}
        while (to := await self.store.run(self._destination, row, refused)) is not None:
            if _too_late(row, until):
                return None
            try:
                reference = await self._asked(self.platforms[to.platform].send(row.key, to.address, _shown(row, to)))
            except PlatformError as error:
                if not error.lasting or error.arrived is None:
                    raise
                refused[to] = error
            else:
                return await self.store.run(self._sent, row, reference)
        return None

    async def _edit(self, row: OutboxRow, until: float) -> None:
        """Put a message in the place of the one it edits; doing so twice does no harm, so there is nothing to read back."""
        at = await self.store.run(self._target, row)
        if at is None or _too_late(row, until):
            return
        await self._asked(self.platforms[at.platform].update(at.reference, _shown(row, at)))
        await self.store.run(self._sent, row, None)

    async def _read_back(self, row: OutboxRow, to: Destination) -> str | None:
        """Ask the platform whether an earlier attempt arrived after all."""
        assert row.claimed_at is not None
        platform = self.platforms.get(to.platform)
        if platform is None:
            raise _Unanswered(PlatformError(f"{to.platform} is not connected"))
        try:
            return await self._asked(platform.find(row.key, to.address, row.claimed_at - READ_BACK_FROM))
        except PlatformError as error:
            raise _Unanswered(error) from error

    async def _asked(self, answer: Awaitable[T]) -> T:
        """Wait for a platform, but not for ever; after that nobody can tell whether it did as it was asked."""
        try:
            async with asyncio.timeout(self.timeout.total_seconds()):
                return await answer
        except TimeoutError:
            raise PlatformError("timeout", arrived=None) from None

    # What follows are transactions, run off the loop.

    def _claim(self, limit: int) -> list[OutboxRow]:
        with self.store.begin() as installation:
            return list(installation.outbox.claim(limit, self.lease))

    def _destination(self, row: OutboxRow, refused: Mapping[Destination, PlatformError]) -> Destination | None:
        """Choose where a message goes and write it down, or settle it when there is nothing left to deliver."""
        with self.store.begin() as installation:
            records, held = self._held(installation, row)
            if held is None:
                return None
            if held.recalled or not self.owed(records, held):
                installation.outbox.settled(row, Delivery.SUPERSEDED, "no longer owed")
                return None
            try:
                to = destination(records, held, self.platforms, refused)
            except NeverMind as why:
                installation.outbox.settled(row, why.state, str(why))
                if why.state is Delivery.FAILED:
                    tell(records, held, str(why))
                return None
            if self._put_off(installation, held, in_hours(records, held) or self._in_turn(records, held, to)):
                return None
            installation.outbox.chosen(row, to.platform, to.address.id)
            return to

    def _target(self, row: OutboxRow) -> Target | None:
        """Find the message that an edit takes the place of, or settle the edit when there is none."""
        with self.store.begin() as installation:
            records, held = self._held(installation, row)
            if held is None:
                return None
            try:
                at = target(records, held, installation.outbox, self.platforms)
            except NeverMind as why:
                installation.outbox.settled(row, why.state, str(why))
                return None
            return None if self._put_off(installation, held, self._in_turn(records, held, at)) else at

    def _in_turn(self, records: Records, row: OutboxRow, to: Destination | Target) -> Later | None:
        pacing = self.platforms[to.platform].pacing
        return in_turn(records, row, pacing, buckets_of(to.platform, to.address, pacing))

    def _put_off(self, installation: Installation, row: OutboxRow, later: Later | None) -> bool:
        """Give a message back whose time has not come."""
        if later is not None:
            installation.outbox.put_off(row, later.why, later.wait, turns=later.turns, turn_at=later.turn_at)
        return later is not None

    def _next_wait(self) -> timedelta | None:
        with self.store.read() as installation:
            return installation.outbox.next_wait()

    def _held(self, installation: Installation, row: OutboxRow) -> tuple[Records, OutboxRow | None]:
        """Return a claimed message as it stands now, unless another worker has it."""
        records = installation.within(row.agreement_id, actor="deliver", now=self.now())
        held = installation.outbox.held(row)
        if held is None:
            log.warning("deliver.lease_lost", key=row.key, attempt=row.attempt)
        return records, held

    def _sent(self, row: OutboxRow, reference: str | None) -> None:
        with self.store.begin() as installation:
            if not installation.outbox.sent(row, reference):
                log.warning("deliver.lease_lost", key=row.key, attempt=row.attempt)
        self.told(row.kind, Delivery.SENT)

    def _failed(self, row: OutboxRow, error: PlatformError) -> None:
        """Decide what becomes of a message that was not taken, or of which nobody can tell."""
        unknown = error.arrived is None
        with self.store.begin() as installation:
            if error.lasting:
                self._give_up(installation, row, Delivery.UNCERTAIN if unknown else Delivery.FAILED, str(error))
            else:
                self._rest(installation, row, error)
                installation.outbox.postponed(row, str(error), error.wait or _wait(row.failures), in_doubt=unknown)
        self.told(row.kind, "in_doubt" if unknown else "refused" if error.lasting else "put_off")
        log.info("deliver.failed", key=row.key, reason=str(error), lasting=error.lasting, unknown=unknown)

    def _rest(self, installation: Installation, row: OutboxRow, error: PlatformError) -> None:
        """Let every replica keep the rest a platform asked for."""
        held = installation.outbox.held(row) if error.wait is not None else None
        before = chosen_before(held) if held is not None else None
        pacing = self.platforms[before.platform].pacing if before and before.platform in self.platforms else None
        if error.wait is not None and before is not None and pacing is not None:
            turns = Paces(installation.session, database_now(installation.session))
            turns.rest(buckets_of(before.platform, before.address, pacing).workspace, error.wait)

    def _give_up(self, installation: Installation, row: OutboxRow, state: Delivery, why: str) -> None:
        """Settle a message that somebody has to see to, and tell them, unless another worker has it."""
        records, held = self._held(installation, row)  # First the agreement, then the message: commands lock in this order too.
        if held is not None:
            installation.outbox.settled(row, state, why)
            tell(records, held, why, state)

    def _ask_again(self, row: OutboxRow, no: _Unanswered) -> None:
        """Put off the question whether a message arrived, and give up on it when it has been asked for long enough."""
        with self.store.begin() as installation:
            if row.unanswered + 1 >= (MOST_WHEN_REFUSED if no.lasting else MOST_READ_BACKS):
                self._give_up(installation, row, Delivery.UNCERTAIN, f"cannot find out whether it arrived: {no}")
                self.told(row.kind, Delivery.UNCERTAIN)
                log.error("deliver.uncertain", key=row.key, reason=str(no))
            else:
                installation.outbox.unanswered(row, str(no), no.wait or _wait(row.unanswered))
                log.info("deliver.unanswered", key=row.key, reason=str(no))


def passed() -> float:
    """Return the seconds on a clock that nobody sets, and that goes on while the machine sleeps, where the system has such a one."""
    return time.clock_gettime(time.CLOCK_BOOTTIME) if hasattr(time, "CLOCK_BOOTTIME") else time.monotonic()


def _shown(row: OutboxRow, to: Destination | Target) -> Message:
    """Return a message as its destination is shown it: whole, or only its headline."""
    message = from_json(row.message)
    if to.headline_in is None:
        return message
    with speaking(to.headline_in):
        return headline_only(message)


def _wait(times: int) -> timedelta:
    """Return how long to wait after so many vain attempts: twice as long each time, up to half an hour."""
    return min(LONGEST_WAIT, FIRST_WAIT * (1 << min(times, 10)))


def _too_late(row: OutboxRow, until: float) -> bool:
    """Tell whether this process slept so long that its lease may end while it sends; then the next one reads back first."""
    if passed() <= until:
        return False
    log.warning("deliver.too_late", key=row.key, attempt=row.attempt)
    return True
