"""What nobody knows, and what breaks: acknowledged all the same in both modes, and told of without a word of what was said."""

import pytest

from tests.platforms.fake_slack.seen import seen_by
from tests.platforms.fake_slack.sent import Sent
from tests.platforms.fake_slack.wire import COMMANDS, EVENTS, INTERACTIVE
from tests.platforms.slack_stage import ANNA, BO, ROOM
from tests.platforms.waiting import until


def pressing(sender, kind, user):
    """Return an interaction as it begins, whichever it is."""
    return sender._interaction(kind, user)  # noqa: SLF001  # No person can do what these tests send.


UNKNOWN = [
    (COMMANDS, lambda s, f: {**s.command(f.state.users[ANNA], f.state.channels[ROOM], "/ukendt", "noget")}),
    (COMMANDS, lambda s, f: {**s.command(f.state.users[ANNA], f.state.channels[ROOM], "/pagt", "noget helt andet")}),
    (COMMANDS, lambda s, f: {**s.command(f.state.users[ANNA], f.state.channels[ROOM], "/pagt", ""), "user_id": ""}),
    (
        INTERACTIVE,
        lambda s, f: {**pressing(s, "block_actions", f.state.users[ANNA]), "actions": [{"action_id": "x", "type": "button"}]},
    ),
    (INTERACTIVE, lambda s, f: {**pressing(s, "block_actions", f.state.users[ANNA]), "actions": []}),
    (
        INTERACTIVE,
        lambda s, f: {**pressing(s, "view_submission", f.state.users[ANNA]), "view": {"callback_id": "x", "id": "V1"}},
    ),
    (INTERACTIVE, lambda s, f: {**pressing(s, "view_closed", f.state.users[ANNA]), "view": {"callback_id": "x", "id": "V1"}}),
    (INTERACTIVE, lambda s, f: {**pressing(s, "message_action", f.state.users[ANNA]), "callback_id": "other"}),
    (INTERACTIVE, lambda s, f: {**pressing(s, "shortcut", f.state.users[ANNA]), "callback_id": "other"}),
    (
        INTERACTIVE,
        lambda s, f: {**pressing(s, "block_suggestion", f.state.users[ANNA]), "action_id": "x", "block_id": "y", "value": "z"},
    ),
    (EVENTS, lambda s, _: s.event({"type": "reaction_added", "user": ANNA})),
    (EVENTS, lambda s, _: s.event({"type": "message", "subtype": "message_deleted", "channel": ROOM})),
    (EVENTS, lambda s, _: s.event({"type": "message"})),
    (EVENTS, lambda s, _: s.event({"type": "app_mention", "channel": None, "user": 7})),
    (EVENTS, lambda s, _: s.event({"type": "app_home_opened"})),
    (EVENTS, lambda s, _: s.event({"type": "channel_id_changed"})),
    (EVENTS, lambda s, _: s.event({"type": "member_joined_channel"})),
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
    assert "Det kan være gemt alligevel" in seen.said
    assert seen.error == ""
    logged = logged.getvalue()
    assert "slack.broken" in logged
    assert "hemmelige ord" not in logged


async def test_a_crash_and_a_button_of_another_time_are_told_of_in_the_language_somebody_reads(stage, monkeypatch):
    await stage.fake.types(ANNA, ROOM, "/pagt language en")
    await until(lambda: stage.server.services[0].desk.greeter.known_language(f"T0KBH/{ANNA}") == "en")
    sender = Sent(stage.fake.state, stage.fake.app(), stage.fake.server.url)
    message = (await stage.fake.says(ANNA, stage.dm(ANNA), "help")).answers[0]
    old = {"action_id": "x", "type": "button", "value": "y", "text": {"type": "plain_text", "text": "z"}}
    for user, words in ((ANNA, "I do not know that button any more"), (BO, "Den knap kender jeg ikke længere")):
        seen = seen_by(stage.fake.state, user)
        await stage.fake.wire.deliver(INTERACTIVE, sender.action(stage.fake.state.users[user], message, old, "b", None))
        await seen.until(words)

    async def broken(*_args, **_more):
        raise RuntimeError

    monkeypatch.setattr("bot.platforms.slack.answers.Answers.acknowledged", broken)
    seen = await stage.fake.types(ANNA, ROOM, "/initiative list")
    assert "It may have been saved all the same" in seen.said
