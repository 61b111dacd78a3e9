"""What is heard in Mattermost, and what was said while nobody listened: each word to the bot is taken up once, and not forgotten before.

How far everything has been read is kept in the database; after a greeting by the server, what is newer is fetched from every channel
the bot is in. A post has one key however it comes, so that nothing is taken twice (mattermost.md §6).
"""

import asyncio
import json
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

import structlog

from bot.chat.request import Call
from bot.platforms.mattermost import call_shapes as shapes
from bot.platforms.mattermost.desk import Desk
from bot.platforms.mattermost.history import Post, created
from bot.platforms.off_loop import Run
from bot.platforms.patience import Patience
from bot.platforms.platform import PlatformError
from bot.platforms.reading import at, text_at
from bot.reception import Reception, Taken
from bot.remembered import Remembered

log = structlog.get_logger()
OVERLAP = timedelta(minutes=10)  # Posts are not seen quite in the order of their stamps.
CHANNEL_EVENTS = frozenset({"user_added", "user_removed", "channel_updated", "channel_converted"})


@dataclass
class Listening:
    """Takes words. `bot` tells who the bot is."""

    desk: Desk
    reception: Reception
    remembered: Remembered
    run: Run
    patience: Patience
    bot: Callable[[], Awaitable[shapes.Bot]]
    _read_ms: int = 0
    _failed: bool = False
    _looking: asyncio.Lock = field(default_factory=asyncio.Lock)

    async def event(self, event: Mapping[str, Any]) -> None:
        """Take an event of the WebSocket; words are answered in the background, so that the next event is heard."""
        kind = text_at(event, "event")
        if kind == "posted":
            call = shapes.call_of_event(event, await self.bot())
            stamp = _stamp(event)
            if call is not None:
                self.patience.begin(self._take(call))
            self._read(stamp)
        elif kind in CHANNEL_EVENTS:
            await self._channel(text_at(event, "broadcast", "channel_id") or text_at(event, "data", "channel_id"))
        elif kind == "user_updated":
            self.desk.greeter.people.forget(text_at(event, "data", "user", "id"))

    def fresh(self) -> None:
        """Look for what was missed."""
        self.patience.begin(self.look())

    async def look(self) -> None:
        """Take up whatever was said to the bot since the mark; one look at a time."""
        async with self._looking:
            self._failed = False
            try:
                await self._look()
            except PlatformError as error:
                log.info("mattermost.not_caught_up", reason=str(error))
                self._failed = True
        await self.keep()

    async def retry(self) -> None:
        """Look again where something failed, and keep the mark: asked at every beat."""
        if self._failed:
            await self.look()
        else:
            await self.keep()

    async def keep(self) -> None:
        """Keep how far everything has been read; what failed is not passed."""
        if self._read_ms and not self._failed:
            await self.run(self.remembered.reached, self._read_ms)

    async def _look(self) -> None:
        """Go through the channels in which something is newer than the mark."""
        platform = self.desk.answers.platform
        bot, channels = await self.bot(), await self._channels()
        newest = max((_last(one) for one in channels), default=0)
        mark = await self.run(self.remembered.read_until)
        if mark is None:  # The first time: what was said before the bot came is not for it.
            self._read(newest or 1)
            return
        since = max(1, mark - int(OVERLAP.total_seconds() * 1000))
        for channel in channels:
            if 0 < _last(channel) < since:
                continue
            direct = text_at(channel, "type") == shapes.DIRECT
            for post in await platform.history.since(text_at(channel, "id"), since):
                call = shapes.call_of_post(post, bot, direct=direct)
                if call is not None:
                    await self._take(call)
                self._read(created(post))

    async def _channels(self) -> Sequence[Post]:
        """Return the channels the bot is in, its direct conversations among them, each once."""
        rest = self.desk.answers.platform.rest
        user = (await self.bot()).user
        found: dict[str, Post] = {}
        for team in await rest.ask(rest.api.teams.get_teams_for_user(user)):
            said = await rest.ask(rest.api.channels.get_channels_for_team_for_user(user, text_at(team, "id")))
            found |= {text_at(one, "id"): one for one in said}
        return list(found.values())

    async def _take(self, call: Call) -> None:
        """Answer words once, however often they come; what cannot be answered now is looked for again."""
        assert call.key is not None  # Words always have their post's.
        if not await self._meant(call):
            return
        taken = await self.run(self.reception.take, call.key)
        if taken is not Taken.MINE:
            self._failed = self._failed or taken is Taken.BUSY  # Whoever has it may have been killed.
            return
        try:
            await self.desk.said(call)
        except Exception as error:
            log.exception("mattermost.words_not_answered")
            if not (isinstance(error, PlatformError) and error.lasting):  # Else there is no way to this person.
                await self.run(self.reception.release, call.key)
                self._failed = True
                return
        await self.run(self.reception.done, call.key)

    async def _meant(self, call: Call) -> bool:
        """Tell whether words are for the bot: in a thread of a channel only where it asked for an answer."""
        if shapes.meant(call):
            return True
        return call.thread is not None and await self.run(self.reception.asks, call.thread)

    async def _channel(self, place: str) -> None:
        """Look anew who reads along in a channel."""
        if not place:
            return
        rooms = self.desk.greeter.rooms
        rooms.forget(place)
        if place in await self.run(self.reception.channels):
            rooms.look(place)

    def _read(self, stamp: int) -> None:
        self._read_ms = max(self._read_ms, stamp)


def _stamp(event: object) -> int:
    """Return when the post of an event was made."""
    try:
        post = json.loads(text_at(event, "data", "post"))
    except (ValueError, RecursionError):
        return 0
    return created(post) if isinstance(post, dict) else 0


def _last(channel: Post) -> int:
    found = at(channel, "last_post_at")
    return found if isinstance(found, int) else 0
