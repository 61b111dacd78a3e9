"""Every way in from Slack, in both modes: words, mentions, threads, buttons, windows, the shortcut, the Home tab; and what nobody knows."""

import asyncio
import io
import threading

import pytest

from bot.dispatch import Dispatch
from tests.platforms.fake_slack.fake import FakeSlack
from tests.platforms.fake_slack.sent import Sent
from tests.platforms.fake_slack.wire import COMMANDS, EVENTS, INTERACTIVE
from tests.platforms.slack_stage import ANNA, BO, CARLA, DINA, EVA, staged

ROOM = "C0ALLE01"
FIELDS = {"purpose": "Et sted at gå hen.", "tracks": ["1 Forebyggelse"], "lead": "EKI"}


@pytest.fixture
async def fake():
    async with FakeSlack(pace=0.0).running() as made:
        yield made


@pytest.fixture(params=["socket", "http"])
async def stage(request, fake, tmp_path, sqlite_template):
    async with staged(tmp_path, sqlite_template, request.param, fake=fake) as made:
        fake.channel(ROOM, "samarbejde", [ANNA, BO, CARLA, DINA, EVA])
        yield made
        assert not fake.refused, fake.refused


@pytest.fixture
def logged(monkeypatch):
    """What is written to standard error from here on; asked for before the stage, whose logs go there."""
    buffer = io.StringIO()
    monkeypatch.setattr("sys.stderr", buffer)
    return buffer


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


async def test_words_in_a_direct_message_are_answered_there(stage):
    seen = await stage.fake.says(ANNA, stage.dm(ANNA), "initiative list")
    assert "indsats" in await seen.until("indsats")
    assert [one.only_for for one in seen.answers] == [None]


async def test_a_mention_is_answered_to_its_author_alone(stage):
    seen = await stage.fake.says(ANNA, ROOM, "@pagt initiative list")
    await seen.until("indsats")
    assert [one.only_for for one in seen.answers] == [ANNA]


async def test_a_mention_in_a_thread_is_answered_in_that_thread(stage):
    root = (await stage.fake.says(BO, ROOM, "Hvordan går det?")).state.messages[-1]
    seen = await stage.fake.says(ANNA, ROOM, "@pagt initiative list", thread=root.ts)
    await seen.until("indsats")
    assert seen.answers[0].thread_ts == root.ts


async def test_talk_among_people_is_none_of_the_bots_business(stage):
    calls = len(stage.fake.calls)
    for text in ("Hej alle", "status digest", "/pagt er god", "@bo.lund initiative list"):
        seen = await stage.fake.says(ANNA, ROOM, text)
    await asyncio.sleep(0.2)
    assert seen.answers == []
    assert not [method for method, _ in stage.fake.calls[calls:] if method.startswith("chat.")]


async def test_a_form_asked_for_in_words_is_opened_by_a_button(stage):
    seen = await stage.fake.says(ANNA, stage.dm(ANNA), "initiative new Åbent værksted")
    await seen.until("Åbn formularen")
    opened = await stage.fake.presses(ANNA, seen.answers[0], "Åbn formularen")
    assert opened.view.view["title"]["text"] == "Ny indsats"
    sent = await stage.fake.submits(ANNA, **FIELDS)
    await sent.until("I-1 Åbent værksted")
    assert sent.answers[0].channel == stage.dm(ANNA)
    assert sent.answers[0].only_for is None


async def test_a_window_that_is_refused_keeps_what_was_typed_and_says_what_is_wrong(stage):
    await stage.fake.types(ANNA, ROOM, "/initiative new Åbent værksted")
    sent = await stage.fake.submits(ANNA, **{**FIELDS, "starts_on": "2027-05-01", "ends_on": "2027-04-01"})
    assert "før den starter" in sent.said
    assert sent.view is not None
    again = await stage.fake.submits(ANNA, ends_on="2027-06-01")
    await again.until("I-1 Åbent værksted")
    assert again.view is None


async def test_a_cpr_number_is_stopped_in_every_field_and_word(logged, stage):
    number = "010203-1234"
    await stage.fake.types(ANNA, ROOM, "/initiative new Værksted")
    sent = await stage.fake.submits(ANNA, **{**FIELDS, "purpose": f"For {number}"})
    assert "CPR" in sent.said
    said = await stage.fake.says(ANNA, stage.dm(ANNA), f"initiative find {number}")
    assert number not in await said.until("CPR")
    assert number not in logged.getvalue()


async def test_the_shortcut_brings_a_message_under_the_agreement(stage):
    await stage.fake.says(BO, ROOM, "Vi åbner et værksted for unge i Nordvest.\nDet begynder til foråret: hver tirsdag; gratis.")
    message = stage.fake.messages(ROOM)[-1]
    seen = await stage.fake.uses_shortcut(ANNA, message, "bring")
    assert "Vi åbner et værksted" in seen.view.said
    assert "hver tirsdag; gratis." in seen.view.said
    sent = await stage.fake.submits(ANNA, tracks=["1 Forebyggelse"], lead="EKI")
    await sent.until("I-1")


async def test_the_shortcut_takes_no_cpr_number_along(logged, stage):
    await stage.fake.says(BO, ROOM, "Værksted for 010203-1234")
    seen = await stage.fake.uses_shortcut(ANNA, stage.fake.messages(ROOM)[-1], "bring")
    assert "CPR" in seen.view.said
    assert "010203" not in seen.view.said
    assert "010203" not in logged.getvalue()


async def test_home_shows_what_waits_and_is_drawn_anew_when_something_changes(stage):
    await stage.fake.opens_home(BO)
    await until(lambda: "Ingenting. Du er ajour." in home(stage, BO))
    await stage.fake.types(ANNA, ROOM, "/initiative new Åbent værksted")
    await stage.fake.submits(ANNA, **FIELDS)
    await until(lambda: "I-1" in home(stage, BO))
    pressed = await stage.fake.presses_at_home(BO, "Set: I-1")
    await until(lambda: "Set: I-1" not in home(stage, BO))
    assert pressed.view is not None
    published = sum(method == "views.publish" for method, _ in stage.fake.calls)
    await stage.fake.says(BO, stage.dm(BO), "initiative list")
    await asyncio.sleep(1.3)
    assert sum(method == "views.publish" for method, _ in stage.fake.calls) == published


def home(stage, user):
    from tests.platforms.fake_slack.state import visible

    return visible(stage.fake.state.homes.get(user, {}).get("blocks", []))


async def test_a_form_opens_from_the_home_tab(stage):
    await stage.fake.opens_home(ANNA)
    await until(lambda: "Ny indsats" in home(stage, ANNA))
    seen = await stage.fake.presses_at_home(ANNA, "Ny indsats")
    assert seen.view is not None
    await stage.fake.submits(ANNA, title="Hjemmefra", **FIELDS)
    await until(lambda: "Hjemmefra" in stage.heard(ANNA))


async def test_a_stranger_is_welcomed_once_and_nothing_is_kept_of_them(stage):
    seen = await stage.fake.says(EVA, stage.dm(EVA), "hej med dig")
    await seen.until("Hej, jeg er Pagt")
    await stage.fake.says(EVA, stage.dm(EVA), "hej igen")
    await stage.fake.opens_home(EVA, "messages")
    await asyncio.sleep(0.2)
    assert stage.heard(EVA).count("Hej, jeg er Pagt") == 1
    with stage.program.store.read() as installation:
        assert installation.accounts.agreements_of("slack", f"T0KBH/{EVA}") == []


async def test_who_reads_english_in_slack_is_welcomed_in_english(stage):
    stage.fake.user("U0ENGLI1", "Ed English", locale="en-GB")
    await stage.fake.opens_home("U0ENGLI1", "messages")
    await until(lambda: "I am Pagt" in stage.heard("U0ENGLI1"))


async def test_somebody_appointed_elsewhere_is_welcomed_at_their_first_word(stage):
    with stage.program.store.begin() as installation:
        records = installation.within("koebenhavn", actor="test", now=stage.now)
        person = records.people.behind("slack", f"T0KBH/{BO}")
        person.welcomed_at = None
        installation.session.add(person)
    for _ in range(2):
        await stage.fake.says(BO, stage.dm(BO), "initiative list")
    await until(lambda: "Hej, jeg er Pagt" in stage.heard(BO))
    await asyncio.sleep(0.1)
    assert stage.heard(BO).count("Hej, jeg er Pagt") == 1


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
    from tests.platforms.fake_slack.filling import filled

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


UNKNOWN = [
    (COMMANDS, lambda s, f: {**s.command(f.state.users[ANNA], f.state.channels[ROOM], "/ukendt", "noget")}),
    (COMMANDS, lambda s, f: {**s.command(f.state.users[ANNA], f.state.channels[ROOM], "/pagt", "noget helt andet")}),
    (COMMANDS, lambda s, f: {**s.command(f.state.users[ANNA], f.state.channels[ROOM], "/pagt", ""), "user_id": ""}),
    (
        INTERACTIVE,
        lambda s, f: {**s._interaction("block_actions", f.state.users[ANNA]), "actions": [{"action_id": "x", "type": "button"}]},
    ),
    (INTERACTIVE, lambda s, f: {**s._interaction("block_actions", f.state.users[ANNA]), "actions": []}),
    (
        INTERACTIVE,
        lambda s, f: {**s._interaction("view_submission", f.state.users[ANNA]), "view": {"callback_id": "x", "id": "V1"}},
    ),
    (INTERACTIVE, lambda s, f: {**s._interaction("view_closed", f.state.users[ANNA]), "view": {"callback_id": "x", "id": "V1"}}),
    (INTERACTIVE, lambda s, f: {**s._interaction("message_action", f.state.users[ANNA]), "callback_id": "other"}),
    (INTERACTIVE, lambda s, f: {**s._interaction("shortcut", f.state.users[ANNA]), "callback_id": "other"}),
    (
        INTERACTIVE,
        lambda s, f: {**s._interaction("block_suggestion", f.state.users[ANNA]), "action_id": "x", "block_id": "y", "value": "z"},
    ),
    (EVENTS, lambda s, f: s.event({"type": "reaction_added", "user": ANNA})),
    (EVENTS, lambda s, f: s.event({"type": "message", "subtype": "message_deleted", "channel": ROOM})),
    (EVENTS, lambda s, f: s.event({"type": "message"})),
    (EVENTS, lambda s, f: s.event({"type": "app_mention", "channel": None, "user": 7})),
    (EVENTS, lambda s, f: s.event({"type": "app_home_opened"})),
    (EVENTS, lambda s, f: s.event({"type": "channel_id_changed"})),
    (EVENTS, lambda s, f: s.event({"type": "member_joined_channel"})),
]


@pytest.mark.parametrize("number", range(len(UNKNOWN)))
async def test_what_nobody_knows_is_acknowledged_all_the_same(stage, number):
    kind, make = UNKNOWN[number]
    answered = await stage.fake.wire.deliver(
        kind, make(Sent(stage.fake.state, stage.fake.app(), stage.fake.server.url), stage.fake)
    )
    assert not answered.lost
    assert answered.status in {200, 400}


async def test_a_crash_is_answered_with_a_reference_and_told_without_words(logged, stage, monkeypatch):
    async def broken(*_args, **_more):
        raise RuntimeError("hemmelige ord")

    monkeypatch.setattr("bot.platforms.slack.answers.Answers.acknowledged", broken)
    seen = await stage.fake.types(ANNA, ROOM, "/initiative list")
    assert "reference" in seen.said
    assert seen.error == ""
    logged = logged.getvalue()
    assert "slack.broken" in logged
    assert "hemmelige ord" not in logged


async def test_an_event_that_could_not_be_answered_comes_again(stage, monkeypatch):
    from bot.platforms.slack.desk import Desk

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


async def until(true, timeout_s=5.0):
    """Wait for something to become true."""
    for _ in range(int(timeout_s * 100)):
        if true():
            return
        await asyncio.sleep(0.01)
    raise AssertionError("it did not come true")
