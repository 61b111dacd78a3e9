"""What happens while the page is open: one stream of server-sent events a page, drawn from the workspace's log of changes.

Each event carries the id of the change behind it, so a page that was away asks for what came after. A page that was away too
long is told to load anew.
"""

import asyncio
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime

from markupsafe import Markup

from bot.platforms.local.database import Change
from bot.platforms.local.page import Page, Parts
from bot.platforms.local.post import Post, reference
from bot.platforms.local.user import User
from bot.words.language import speaking

LOOK_S = 1.0  # How often to look for what another process wrote.
STILL_HERE_S = 15.0
MOST_CHANGES = 300


@dataclass(frozen=True)
class Event:
    """One event: its name, its HTML, and, on the last one of a change, the change's id."""

    name: str
    html: str
    id: int | None = None

    def encoded(self) -> bytes:
        """Return the event as it goes over the wire."""
        # Only these end a line of a stream; what else Python takes for a line's end is text.
        rows = self.html.replace("\r\n", "\n").replace("\r", "\n").split("\n")
        lines = [f"event: {self.name}", *(f"data: {row}" for row in rows)]
        return ("\n".join([*([f"id: {self.id}"] if self.id is not None else []), *lines]) + "\n\n").encode()


@dataclass
class Streams:
    """The open streams of one server, so that it can close them at once."""

    wakes: set[asyncio.Event] = field(default_factory=set)
    closing: bool = False

    def close(self) -> None:
        """End every stream."""
        self.closing = True
        for one in self.wakes:
            one.set()


@dataclass
class Watch:
    """One page's eyes: who looks, at which room, and the last change they have seen."""

    parts: Parts
    user: str
    room: str
    upto: int
    minute: datetime | None = None
    shown: dict[str, str] = field(default_factory=dict)  # what stands in the sidebar and the clock, so that only news is sent

    async def events(self, streams: Streams) -> AsyncIterator[bytes]:
        """Yield what happens until the server stops; a comment now and then keeps the line open."""
        wake, loop = asyncio.Event(), asyncio.get_running_loop()
        unlisten = self.parts.desk.workspace.database.listen(lambda: _call(loop, wake.set))
        streams.wakes.add(wake)
        quiet = 0.0
        yield b"retry: 1000\n\n"
        try:
            while not streams.closing:
                wake.clear()
                sent = False
                for event in await self.look():
                    yield event.encoded()
                    sent = True
                quiet = 0.0 if sent else quiet + LOOK_S
                if quiet >= STILL_HERE_S:
                    quiet = 0.0
                    yield b": still here\n\n"
                await _woken(wake, LOOK_S)
        finally:
            unlisten()
            streams.wakes.discard(wake)

    async def look(self) -> list[Event]:
        """Return what has happened since the last look."""
        latest, now = await asyncio.to_thread(self._standing)
        if latest == self.upto and now == self.minute:
            return []
        due = await self.parts.next_due()
        self.minute = now
        return await asyncio.to_thread(self._drawn, due)

    def _standing(self) -> tuple[int, datetime]:
        """Return the latest change and the minute it is."""
        workspace = self.parts.desk.workspace
        return workspace.database.latest(), workspace.now().replace(second=0, microsecond=0)

    def _drawn(self, due: datetime | None) -> list[Event]:
        """Draw what changed, in the person's language."""
        me = self.parts.desk.workspace.users.by_id(self.user)
        changes = self.parts.desk.workspace.database.since(self.upto, MOST_CHANGES)
        if me is None or changes is None or any(one.kind == "people" and one.user == self.user for one in changes):
            self.upto = self.parts.desk.workspace.database.latest()
            return [Event("stale", "", self.upto)]
        with speaking(me.language):
            page = Page(self.parts, me)
            found = [event for change in changes for event in self._of(change, page, me)]
            self.upto = changes[-1].id if changes else self.upto
            now = page.now(due)
            standing = {"side": page.side(self.room), "now": page.shown_time(now), "due": page.due(now)}
            found += [Event(name, html) for name, html in standing.items() if self.shown.get(name) != html]
            self.shown.update(standing)
            return [*found, Event("upto", "", self.upto)]

    def _of(self, change: Change, page: Page, me: User) -> Iterator[Event]:
        """Draw one change, if this page shows it."""
        if change.kind == "form" and change.user == me.id:
            yield Event("form", page.form() or _NOTHING)
        if change.post is None or change.room is None or not self._sees(change.room):
            return
        post = self.parts.desk.workspace.posts.by_id(reference(change.post))
        if change.kind == "hidden" or post is None:
            yield Event(f"post-{reference(change.post)}", _NOTHING)
        elif post.seen_by(me.id):
            yield from self._of_post(change, post, page)

    def _of_post(self, change: Change, post: Post, page: Page) -> Iterator[Event]:
        """Draw a new or edited post."""
        if change.kind == "edited":
            yield Event(f"post-{post.id}", page.edited(post))
            yield Event(f"root-{post.id}", page.edited(post, root=True))
        elif post.thread is not None:
            yield Event(f"thread-{post.thread}", page.post(post))
            root = self.parts.desk.workspace.posts.by_id(post.thread)
            if root is not None and post.room == self.room:
                yield Event(f"under-{root.id}", page.under(root))
        elif post.room == self.room:
            yield Event("tail", page.post(post))
        if change.kind == "posted" and post.author != self.user and self._listens(post.room):
            yield Event("announce", page.announced(post))

    def _listens(self, room: str) -> bool:
        found = self.parts.desk.workspace.rooms.by_id(room)
        return room == self.room or (found is not None and found.direct)

    def _sees(self, room: str) -> bool:
        found = self.parts.desk.workspace.rooms.by_id(room)
        return found is not None and found.user in {None, self.user}


_NOTHING = Markup("<!-- -->")


def _call(loop: asyncio.AbstractEventLoop, what: Callable[[], None]) -> None:
    """Have the loop call something, from whichever thread this is; a loop that has ended needs it no more."""
    with suppress(RuntimeError):
        loop.call_soon_threadsafe(what)


async def _woken(wake: asyncio.Event, seconds: float) -> None:
    """Wait until something happens, at most this long."""
    try:
        await asyncio.wait_for(wake.wait(), seconds)
    except TimeoutError:
        return
