"""A platform that does what a script says, and an agreement that owes things to somebody there."""

import asyncio
from datetime import UTC, datetime, timedelta

from bot.chat.message import Message
from bot.domain.outbox import Delivery, Kind, Notice, to_person
from bot.jobs.deliver import Deliver
from bot.platforms.platform import PlatformError
from storage.tables import AccountRow
from tests.storage import sample
from tests.storage.sample import NOW

REFUSED = PlatformError("account_inactive", lasting=True)
SLOW_DOWN = PlatformError("ratelimited", wait=timedelta(seconds=40))
DROPPED = PlatformError("connection dropped", arrived=None)
DOWN = PlatformError("service_unavailable")
NEVER = "never answers"
TAKES_THEN_DROPS = "takes it, then the connection drops"


class Scripted:
    """A platform that follows a script, one entry per call of a verb; after its end it does what it is asked."""

    def __init__(self, name="slack", send=(), update=(), find=(), pacing=None):
        self.name, self.pacing = name, pacing
        self.posts, self.calls = {}, []
        self.script = {"send": list(send), "update": list(update), "find": list(find)}
        self.before_send = None

    async def _play(self, verb):
        self.calls.append(verb)
        entry = self.script[verb].pop(0) if self.script[verb] else None
        if entry == NEVER:
            await asyncio.sleep(3600)
        if isinstance(entry, Exception):
            raise entry
        return entry

    async def send(self, key, to, message):
        if self.before_send:
            await self.before_send()
        entry = await self._play("send")
        reference = f"{to.id}/{len(self.posts) + 1}"
        self.posts[reference] = (key, to, message)
        if entry == TAKES_THEN_DROPS:
            raise DROPPED
        return reference

    async def update(self, at, message):
        await self._play("update")
        key, to, _ = self.posts[at]
        self.posts[at] = (key, to, message)

    async def find(self, key, to, since):
        await self._play("find")
        assert datetime.now(UTC) - timedelta(hours=4) < since < datetime.now(UTC)
        return next((at for at, (mark, where, _) in self.posts.items() if (mark, where) == (key, to)), None)

    async def open_form(self, form, trigger):
        raise NotImplementedError

    @property
    def texts(self):
        """What stands there, in the order it came."""
        return [message.headline for _, _, message in self.posts.values()]


class Post:
    """An agreement that owes things to Ana, and delivery to scripted platforms."""

    def __init__(self, store, *platforms, **more):
        self.store = store
        self.platform = platforms[0]
        more = {"owed": lambda _records, _row: True, "timeout": timedelta(milliseconds=60), **more}
        self.deliver = Deliver(store, {one.name: one for one in platforms}, lambda: NOW, **more)
        sample.agreements(store)
        with store.begin() as installation:
            records = sample.within(installation)
            self.ana = records.people.meet("slack", "U-ana", name="Ana", language="da").id

    def account(self, platform, user):
        with self.store.begin() as installation:
            installation.session.add(AccountRow(agreement_id="kbh", platform=platform, user=user, person_id=self.ana))

    def owe(self, text="Status?", **other):
        given = {"to": to_person(self.ana), "kind": Kind.NUDGE, "subject": "round:2027-Q1:osa", "due": "2027-Q1"}
        notice = Notice(agreement_id="kbh", message=Message(text), **{**given, **other})
        with self.store.begin() as installation:
            assert sample.within(installation).outbox.add(notice)
        return notice.key

    def row(self, key):
        with self.store.read() as installation:
            return installation.outbox.by_key(key)

    def change(self, key, **values):
        with self.store.begin() as installation:
            row = installation.outbox.by_key(key)
            for name, value in values.items():
                setattr(row, name, value)
            installation.session.add(row)

    def wait_over(self, key):
        """Let the time pass for which a message was put off; return how long that was, from now."""
        row = self.row(key)
        self.change(key, not_before=None)
        return row.not_before - datetime.now(UTC)

    async def until_settled(self, key, most=100):
        """Deliver, each wait passed over, until a message stays as it is; return how often it was in hand."""
        for times in range(1, most + 1):
            await self.deliver.once()
            if self.row(key).state is not Delivery.PENDING:
                return times
            self.wait_over(key)
        return most


def about(wait, seconds):
    """Tell whether a wait, of which a moment has passed, was of so many seconds."""
    return seconds - 5 < wait.total_seconds() <= seconds
