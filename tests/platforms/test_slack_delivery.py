"""What the outbox carries to Slack: nothing lost and nothing doubled while Slack fails in every way it can, and who is told when nothing helps."""

import asyncio
import random
from dataclasses import replace

import pytest
from sqlmodel import col, select

from bot.chat.message import Message
from bot.domain.outbox import Delivery, Kind, Notice, to_person, to_place
from storage.tables import OutboxRow
from tests.platforms.slack_stage import ANNA, BO, CARLA, DINA, FINN, ROOM, TEMPO, staged
from tests.platforms.waiting import until


@pytest.fixture
async def stage(fake, tmp_path, sqlite_template):
    async with staged(tmp_path, sqlite_template, "http", fake=fake) as made:
        fake.channel(ROOM, "samarbejde", [ANNA, BO, CARLA, DINA, FINN])
        yield made


def owe(stage, *notices):
    """Put messages into the outbox: to whom, and what."""
    with stage.program.store.begin() as installation:
        records = installation.within("koebenhavn", actor="test", now=stage.now)
        for number, (to, said) in enumerate(notices):
            if to == ROOM:
                row = records.places.bind("slack", ROOM, direct=False, outsiders=False)
                recipient = to_place(row.id)
            else:
                recipient = to_person(records.people.behind("slack", f"T0KBH/{to}").id)
            records.outbox.add(Notice("koebenhavn", Kind.NOTICE, f"test:{said}", str(number), recipient, Message(said)))


def attempts(stage, to):
    """Return what was asked of Slack to bring somebody a message; who is in a channel is asked for at any time."""
    return [call for call in stage.fake.calls if call[0] in {"chat.postMessage", "conversations.open"} and to in call[1].values()]


def states(stage):
    """Return what became of every message, by its words."""
    with stage.program.store.read() as installation:
        rows = installation.session.exec(select(OutboxRow)).all()
        return {row.subject: row.state for row in rows}


async def deliver_all(stage, until_settled=True):
    """Deliver until nothing is left, waits made short."""
    for _ in range(400):
        with stage.program.store.begin() as installation:
            for row in installation.session.exec(select(OutboxRow).where(col(OutboxRow.state) == Delivery.PENDING)):
                row.not_before = None
                installation.session.add(row)
        await stage.program.deliver.all()
        await asyncio.sleep(0.01)  # The program's own heart may have some of them in hand: their leases are its.
        if not until_settled or all(one not in {Delivery.PENDING, Delivery.SENDING} for one in states(stage).values()):
            return
    raise AssertionError(states(stage))


async def test_thirty_per_cent_failures_lose_and_double_nothing(stage):
    fake, chance = stage.fake, random.Random(7)  # noqa: S311  # The same troubles every time.
    people = [ANNA, BO, CARLA, DINA]
    said = [f"Besked {number}" for number in range(60)]
    answered = type(fake.faults).next

    def faulty(self, method):
        kinds = ("before", "after", "status", "error", "wait")
        if method in {"chat.postMessage", "conversations.history", "conversations.open"} and chance.random() < 0.3:
            kind = chance.choice(kinds)
            getattr(self, {"before": "drop_before", "after": "drop_after"}.get(kind, kind))(
                method, *{"status": (503,), "error": ("internal_error",), "wait": (0,)}.get(kind, ())
            )
        return answered(self, method)

    fake.faults.next = faulty.__get__(fake.faults)
    owe(stage, *((people[number % 4], words) for number, words in enumerate(said)))
    await deliver_all(stage)
    del fake.faults.next
    everything = [one.said for user in people for one in fake.messages(stage.dm(user))]
    assert sorted(one for one in everything if one.startswith("Besked")) == sorted(said)
    assert {state for subject, state in states(stage).items() if subject.startswith("test:")} == {Delivery.SENT}


@pytest.mark.parametrize(
    ("break_", "to", "words"),
    [
        (lambda fake: fake.state.channels[ROOM].members.discard(fake.app().bot_user), ROOM, "/invite @pagt"),
        (lambda fake: setattr(fake.state.channels[ROOM], "archived", True), ROOM, "arkiveret"),
        (lambda fake: fake.state.channels.pop(ROOM), ROOM, "kan ikke se kanalen"),
        (lambda fake: setattr(fake.state.users[ANNA], "deleted", True), ANNA, "Kontoen er lukket"),
    ],
    ids=["not_in_channel", "is_archived", "channel_not_found", "account_inactive"],
)
async def test_what_cannot_be_delivered_is_not_tried_for_ever_and_the_facilitator_is_told_once(stage, break_, to, words):
    owe(stage, (to, "Første"))
    break_(stage.fake)
    owe(stage, (to, "Anden"), (to, "Tredje"))
    await deliver_all(stage)
    assert {state for subject, state in states(stage).items() if subject.startswith("test:")} == {Delivery.FAILED}
    await until(lambda: "nåede ikke frem" in stage.heard(DINA))
    tried = attempts(stage, to)
    await stage.program.deliver.all()
    assert attempts(stage, to) == tried
    assert stage.heard(DINA).count("nåede ikke frem") == 1
    assert words in stage.heard(DINA)


async def test_a_facilitator_who_cannot_be_reached_is_not_told_of_it_for_ever(stage):
    stage.fake.state.users[DINA].deleted = True
    owe(stage, (DINA, "Første"))
    await deliver_all(stage)
    assert states(stage)["test:Første"] is Delivery.FAILED
    assert [subject for subject in states(stage) if subject.startswith("undelivered:undelivered")] == []


async def test_a_token_that_is_refused_now_waits_until_it_is_mended(stage):
    stage.fake.app().revoked = True
    owe(stage, (ANNA, "Første"))
    await deliver_all(stage, until_settled=False)
    assert states(stage)["test:Første"] is Delivery.PENDING
    stage.fake.app().revoked = False
    await deliver_all(stage)
    assert "Første" in stage.heard(ANNA)


async def test_a_backlog_drains_while_other_conversations_go_on(fake, tmp_path, sqlite_template):
    fake.server.api.chat.pace = 0.03
    async with staged(tmp_path, sqlite_template, "http", fake=fake, tempo=replace(TEMPO, between=0.1)) as stage:
        fake.channel(ROOM, "samarbejde", [ANNA])
        owe(stage, *((ROOM, f"Kanal {number}") for number in range(30)), (ANNA, "Direkte"))
        delivering = asyncio.get_running_loop().create_task(stage.program.deliver.all())
        await until(lambda: "Direkte" in stage.heard(ANNA))
        await delivering
        await until(lambda: len([one for one in fake.messages(ROOM) if one.said.startswith("Kanal")]) == 30)
        assert not fake.refused


async def test_a_nudge_is_mended_in_place_when_it_is_answered(stage):
    fake = stage.fake
    await fake.types(DINA, ROOM, "/pagt status ask")
    nudge = (await until(lambda: [one for one in fake.messages(stage.dm(ANNA)) if "2027-Q1" in one.said]))[0]
    await fake.presses(ANNA, nudge, "Uændret")
    await until(lambda: "har svaret" in nudge.said)
    assert nudge.edited
