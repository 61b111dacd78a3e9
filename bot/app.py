"""The composition root: the only file that knows every part. It puts them together and starts nothing by itself."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy.engine import URL

from bot.acts import calendar_file
from bot.commands.calendar import calendar_at
from bot.commands.help import help_in
from bot.commands.link import link_by
from bot.commands.office import claim_by
from bot.counts import Counts
from bot.dispatch import Dispatch
from bot.domain.claim import Claims
from bot.domain.link import Links
from bot.jobs.deliver import Deliver
from bot.jobs.tick import Tick
from bot.jobs.unreachable import Watch
from bot.logs import set_up_logs
from bot.platforms.platform import Platform
from bot.registry import Registry, all_commands, replaced
from storage.store import Store


@dataclass
class Found:
    """Where the program is found by whoever asks for a page of it; empty while nobody can ask, or nobody knows where."""

    at: str = ""


@dataclass(frozen=True)
class Pagt:
    """The program put together over one database and some platforms."""

    store: Store
    registry: Registry
    dispatch: Dispatch
    tick: Tick
    deliver: Deliver
    watch: Watch
    now: Callable[[], datetime]
    counts: Counts = field(default_factory=Counts)
    found: Found = field(default_factory=Found)

    async def feed(self, secret: str) -> bytes | None:
        """Return the calendar feed at a secret address, if there is one."""
        return await self.store.run(calendar_file.feed, self.store, secret, self.now())

    async def settle(self) -> None:
        """Do now what is owed: plan what is due, and deliver it."""
        await self.store.run(self.tick.once)
        await self.deliver.all()

    def close(self) -> None:
        """Let running work end."""
        self.store.close()


def pagt(
    url: str | URL,
    platforms: Mapping[str, Platform],
    now: Callable[[], datetime],
    *,
    root: str = "pagt",
    secret: str = "",
    public_url: str | None = None,
) -> Pagt:
    """Put the program together, with its logs set up: the library's own way of logging would print what people wrote.

    Without a `secret` (PAGT_SECRET) no code makes anybody the first administrator; without a `public_url` nobody gets a calendar
    feed, until `found` is told where the program is found.
    """
    set_up_logs()
    store = Store(url)
    found = Found(public_url or "")
    own = (help_in(root), claim_by(Claims(secret)), link_by(Links(secret)), calendar_at(lambda: found.at))
    registry = Registry(replaced(all_commands(), *own), root=root)
    counts = Counts()
    return Pagt(
        store=store,
        registry=registry,
        dispatch=Dispatch(store, registry, now),
        tick=Tick(store, now),
        deliver=Deliver(store, platforms, now, told=counts.delivered),
        watch=Watch(store, platforms, now),
        now=now,
        found=found,
        counts=counts,
    )
