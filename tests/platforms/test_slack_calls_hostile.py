"""Whatever is sent to the Slack readers, in whatever shape, is read or left alone; nothing breaks."""

import json
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from bot.chat.request import Call
from bot.platforms.slack import call_shapes as calls
from bot.platforms.slack.call_shapes import Bot
from bot.platforms.slack.people import mentioned, someone, with_mentions

PAYLOADS = Path(__file__).parent / "slack_payloads"
BOT = Bot("T04KBH0001", "U06BOT0001")
READERS = (
    calls.call_of_command,
    calls.call_of_action,
    calls.call_of_submission,
    calls.call_of_event,
    calls.call_of_shortcut,
    lambda payload, bot: calls.call_of_reply(payload, "C05AFTALE1", bot),
)


def payload(name):
    return json.loads((PAYLOADS / f"{name}.json").read_text(encoding="utf-8"))


KEYS = st.sampled_from(
    [
        "actions",
        "action_id",
        "authorizations",
        "bot_id",
        "callback_id",
        "channel",
        "channel_id",
        "channel_type",
        "command",
        "container",
        "enterprise",
        "event",
        "id",
        "is_ephemeral",
        "message",
        "private_metadata",
        "selected_option",
        "state",
        "subtype",
        "team",
        "team_id",
        "text",
        "thread_ts",
        "ts",
        "trigger_id",
        "type",
        "user",
        "user_id",
        "value",
        "values",
        "view",
        "parent_user_id",
        "user_team",
    ]
)
WORDS = st.sampled_from(
    [
        "",
        "/initiative",
        "U04MADS001",
        "T04KBH0001",
        "C05AFTALE1",
        "D0",
        "1.000001",
        "message",
        "app_mention",
        "form",
        "bring",
        "im",
    ]
) | st.text(max_size=20)
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | WORDS,
    lambda inside: st.lists(inside, max_size=3) | st.dictionaries(KEYS, inside, max_size=6),
    max_leaves=25,
)


@given(JSON)
def test_anything_at_all_is_read_or_left_alone(found):
    for read in READERS:
        assert read(found, BOT) is None or isinstance(read(found, BOT), Call)
    calls.pressed(found)
    calls.meta_of_submission(found)
    someone(found)


NAMES = sorted(one.stem for one in PAYLOADS.glob("*.json"))


def paths(found, at=()):
    """Every place in a payload."""
    yield at
    inside = found.items() if isinstance(found, dict) else enumerate(found) if isinstance(found, list) else ()
    for key, value in inside:
        yield from paths(value, (*at, key))


@given(st.data())
def test_a_payload_in_which_anything_is_missing_or_of_another_kind_is_read_or_left_alone(data):
    whole = payload(data.draw(st.sampled_from(NAMES)))
    at = data.draw(st.sampled_from([one for one in paths(whole) if one]))
    inside = whole
    for key in at[:-1]:
        inside = inside[key]
    inside[at[-1]] = data.draw(JSON)
    for read in READERS:
        found = read(whole, BOT)
        if found is not None:
            assert isinstance(found.line, str)
            assert with_mentions(found, {}).line == found.line
            assert isinstance(mentioned(found), frozenset)
