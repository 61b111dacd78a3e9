"""Answered in time and once, in both modes: slow work, and deliveries that come again."""

import asyncio
import threading

import pytest

from bot.dispatch import Dispatch
from bot.platforms.slack.desk import Desk
from tests.platforms.fake_slack.filling import filled
from tests.platforms.fake_slack.sent import Sent
from tests.platforms.fake_slack.wire import COMMANDS, INTERACTIVE
from tests.platforms.slack_stage import ANNA, DINA, ROOM
from tests.platforms.waiting import until

FIELDS = {"purpose": "Et sted at gå hen.", "tracks": ["1 Forebyggelse"], "lead": "EKI"}


@pytest.fixture
def slow(monkeypatch):
    """Let dispatch wait until it is told to go on."""
    gate, answered = threading.Event(), Dispatch.answer

    def answer(self, call):
        if "hjem" not in call.line and call.line != "home":
            gate.wait(10)
        return answered(self, call)

    monkeypatch.setattr(Dispatch, "answer", answer)
    yield gate
    gate.set()


async def test_a_slow_answer_is_announced_in_time_and_claims_nothing(slow, stage):
    seen = await stage.fake.types(ANNA, ROOM, "/initiative list")
    assert seen.ack_s < 2.5
    assert [one.said for one in seen.answers] == ["Arbejder på det …"]
    slow.set()
    await seen.until("indsats")


async def test_a_slow_form_opens_a_window_at_once_that_becomes_the_form(slow, stage):
    seen = await stage.fake.types(ANNA, ROOM, "/initiative new Langsom")
    assert seen.ack_s < 2.5
    assert "Arbejder på det …" in seen.view.said
    window = seen.view.id
    slow.set()
    await seen.until("Titel")
    assert seen.view.id == window
    sent = await stage.fake.submits(ANNA, **FIELDS)
    await sent.until("I-1 Langsom")


async def test_a_slow_submission_waits_in_its_window_and_ends_as_a_receipt(slow, stage):
    slow.set()
    await stage.fake.types(ANNA, ROOM, "/initiative new Langsom")
    slow.clear()
    sent = await stage.fake.submits(ANNA, **FIELDS)
    assert sent.ack_s < 2.5
    assert "Arbejder på det …" in sent.view.said
    slow.set()
    await sent.until("Registreret: I-1 Langsom")
    await until(lambda: any("I-1 Langsom" in one.said for one in sent.answers))


async def test_a_slow_button_is_announced_too(slow, stage):
    slow.set()
    listed = await stage.fake.says(ANNA, stage.dm(ANNA), "help")
    await listed.until("Indsatser")
    slow.clear()
    seen = await stage.fake.presses(ANNA, listed.answers[0], "Indsatser")
    assert seen.ack_s < 2.5
    await seen.until("Arbejder på det …")
    slow.set()
    await seen.until("Eksempel")


async def test_the_same_event_many_times_is_answered_once(stage):
    fake = stage.fake
    said = await fake.says(ANNA, stage.dm(ANNA), "initiative list")
    await said.until("indsats")
    message = [one for one in fake.messages(stage.dm(ANNA)) if one.user == ANNA][-1]
    event = Sent(fake.state, fake.app(), fake.server.url).message_event(message)
    for attempt in (1, 2, 3):
        fake.clock.skip(1)  # Another second, another signature.
        answered = await fake.tells_again(event, attempt)
        assert answered.status == 200
    again = Sent(fake.state, fake.app(), fake.server.url).message_event(message)  # The same message under another event.
    await fake.tells_again(again)
    await asyncio.sleep(0.1)
    assert len(said.answers) == 1


async def test_the_same_command_and_the_same_window_twice_change_things_once(stage):
    fake = stage.fake
    sender = Sent(fake.state, fake.app(), fake.server.url)
    payload = sender.command(fake.state.users[DINA], fake.state.channels[ROOM], "/pagt", "status ask")
    first, second = await twice(fake, COMMANDS, payload)
    assert first.body["text"] == second.body["text"]
    await fake.types(ANNA, ROOM, "/initiative new To gange")
    opened = fake.state.views[-1]
    submission = sender.submission(opened, filled(opened, FIELDS))
    await twice(fake, INTERACTIVE, submission)
    listed = await fake.says(ANNA, stage.dm(ANNA), "initiative list")
    assert (await listed.until("To gange")).count("To gange") >= 1
    with stage.program.store.read() as installation:
        records = installation.within("koebenhavn", actor="", now=stage.now)
        assert len(records.rounds.open()) == 1
        assert len(records.initiatives.of_unit("eki")) == 1


async def twice(fake, kind, payload):
    """Deliver the same thing twice at once, each time in a second of its own, so that over HTTP the signatures differ."""
    first = asyncio.ensure_future(fake.wire.deliver(kind, dict(payload)))
    await asyncio.sleep(0)
    fake.clock.skip(1)
    return await asyncio.gather(first, fake.wire.deliver(kind, dict(payload)))


async def test_an_event_that_could_not_be_answered_comes_again(stage, monkeypatch):
    said, failing = Desk.said, [True, True]

    async def broken(self, call, workspace):
        if failing:
            failing.pop()
            raise RuntimeError
        await said(self, call, workspace)

    monkeypatch.setattr(Desk, "said", broken)
    seen = await stage.fake.says(ANNA, stage.dm(ANNA), "initiative list")
    assert seen.answers == []
    assert len(stage.fake.undelivered) == 1
    await stage.fake.tries_again()
    await seen.until("indsats")
    assert stage.fake.undelivered == []
