"""What the outbox carries to Mattermost: nothing lost and nothing doubled while the server fails in every way it can."""

import random
from collections import Counter

from sqlmodel import col, select

from bot.chat.message import Message
from bot.domain.outbox import Delivery, Kind, Notice, to_person
from storage.tables import OutboxRow
from tests.platforms.fake_mattermost.eras import V11_1
from tests.platforms.fake_mattermost.fake import FakeMattermost
from tests.platforms.fake_mattermost.faults import Faults
from tests.platforms.fake_mattermost.seen import said
from tests.platforms.mattermost_stage import staged

POST = "POST /posts"
MOST_ROUNDS = 400


def owe(stage, count):
    """Owe people so many messages in turn; return what they say."""
    words = [f"Besked {number}" for number in range(count)]
    with stage.program.store.begin() as installation:
        records = installation.within("koebenhavn", actor="test", now=stage.now)
        for number, one in enumerate(words):
            user = (stage.anna, stage.bo, stage.carla, stage.dina)[number % 4]
            to = to_person(records.people.behind("mattermost", user.id).id)
            records.outbox.add(Notice("koebenhavn", Kind.NOTICE, f"test:{one}", str(number), to, Message(one)))
    return words


async def deliver_all(stage):
    """Deliver until everything is settled, waits made short; return what became of it."""
    for _ in range(MOST_ROUNDS):
        await stage.program.deliver.all()
        with stage.program.store.begin() as installation:
            rows = installation.session.exec(select(OutboxRow).where(col(OutboxRow.subject).startswith("test:"))).all()
            for row in rows:
                row.not_before = None
                installation.session.add(row)
            if not {row.state for row in rows} & {Delivery.PENDING, Delivery.SENDING}:
                return Counter(row.state for row in rows)
    raise AssertionError(rows)


async def test_thirty_per_cent_failures_lose_and_double_nothing(tmp_path, sqlite_template, monkeypatch):
    chance, met = random.Random(7), Counter()  # noqa: S311  # The same troubles every time.

    def faulty(self, call):
        if (call == POST or call.endswith("/posts")) and chance.random() < 0.3:
            kind = chance.choice(["drop_before", "drop_after", "status", "too_many"])
            getattr(self, kind)(call, *{"status": (503,), "too_many": (0,)}.get(kind, ()))
            met[kind, call == POST] += 1
        return following(self, call)

    following = Faults.next
    async with FakeMattermost(V11_1).running() as fake, staged(tmp_path, sqlite_template, fake, listen=False) as stage:
        words = owe(stage, 60)
        monkeypatch.setattr(Faults, "next", faulty)
        became = await deliver_all(stage)
        monkeypatch.undo()
        people = (stage.anna, stage.bo, stage.carla, stage.dina)
        came = [said(one, fake.state) for user in people for one in fake.posts(fake.direct(user)) if one.user_id == fake.bot.id]
    assert sorted(one for one in came if one.startswith("Besked")) == sorted(words)
    assert became == {Delivery.SENT: len(words)}
    assert {kind for kind, _ in met} == {"drop_before", "drop_after", "status", "too_many"}
    assert {sends for _, sends in met} == {True, False}  # What is sent, and what is looked for.
