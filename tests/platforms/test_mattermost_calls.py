"""What Mattermost sends and what it means: commands, buttons, dialogs and words; and whatever else may come never breaks anything."""

import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from hashlib import sha256

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.chat.request import Account, Call, Place
from bot.platforms.mattermost.call_shapes import (
    Bot,
    call_of_command,
    call_of_event,
    call_of_post,
    meant,
    placed,
    pressed,
    submitted,
)
from bot.platforms.mattermost.form_shapes import Meta
from bot.platforms.mattermost.heard import mentions, without_mention, words
from bot.platforms.mattermost.people import Someone, mentioned, picked, someone, with_mentions
from bot.platforms.mattermost.signing import CONTEXT, FORM, PRESS, Refused, Signer, Ticket

NOW = datetime(2027, 2, 1, 9, tzinfo=UTC)
UNTIL = NOW + timedelta(hours=1)
SIGNER = Signer("secret")
ANNA, BO, PAGT = "a" * 26, "b" * 26, "p" * 26
ROOM, DM, ROOT, POST = "r" * 26, "d" * 26, "t" * 26, "q" * 26
TWO = f"{ANNA}__{PAGT}"
BOT = Bot(PAGT, "pagt")
HERE, DIRECT = Place("mattermost", ROOM), Place("mattermost", DM, direct=True)
WHO = Account("mattermost", ANNA)
FORM_FIELDS = {
    "token": "s" * 26,
    "team_id": "m" * 26,
    "channel_id": ROOM,
    "channel_name": "aftale",
    "user_id": ANNA,
    "user_name": "anna",
    "command": "/pagt",
    "text": "status digest",
    "trigger_id": "trigger1",
    "response_url": "https://chat.dk/hooks/commands/x",
}


@pytest.mark.parametrize(
    ("change", "call"),
    [
        ({}, Call(WHO, HERE, "/pagt status digest", key="command:trigger1")),
        ({"text": ""}, Call(WHO, HERE, "/pagt", key="command:trigger1")),
        (
            {"command": "/initiative", "text": " new  Sensorer "},
            Call(WHO, HERE, "/initiative new  Sensorer", key="command:trigger1"),
        ),
        ({"command": "/kk-meeting", "text": "new"}, Call(WHO, HERE, "/meeting new", key="command:trigger1")),
        ({"command": "/kk-pagt"}, Call(WHO, HERE, "/pagt status digest", key="command:trigger1")),
        ({"channel_id": DM, "channel_name": TWO}, Call(WHO, DIRECT, "/pagt status digest", key="command:trigger1")),
        ({"root_id": ROOT}, Call(WHO, HERE, "/pagt status digest", thread=ROOT, key="command:trigger1")),
        ({"root_id": ""}, Call(WHO, HERE, "/pagt status digest", key="command:trigger1")),
        ({"root_id": "x"}, Call(WHO, HERE, "/pagt status digest", key="command:trigger1")),
        ({"trigger_id": ""}, Call(WHO, HERE, "/pagt status digest")),
        (
            {"trigger_id": "x" * 220},  # As long as a server's own.
            Call(WHO, HERE, "/pagt status digest", key=f"command:{sha256(b'x' * 220).hexdigest()}"),
        ),
        ({"command": "pagt"}, None),
        ({"user_id": "short"}, None),
        ({"user_id": None}, None),
        ({"channel_id": ""}, None),
    ],
)
def test_a_command_is_understood(change, call):
    assert call_of_command({**FORM_FIELDS, **change}, replace(BOT, prefix="kk-")) == call


def ticket(**more):
    facts = {"kind": PRESS, "command": "/status reply 7", "channel": ROOM, "until": UNTIL, **more}
    return SIGNER.sign(Ticket(**facts))


def action(travelled, **more):
    return {
        "user_id": ANNA,
        "user_name": "anna",
        "channel_id": ROOM,
        "channel_name": "aftale",
        "post_id": POST,
        "trigger_id": "trigger2",
        "type": "button",
        "context": {CONTEXT: travelled},
        **more,
    }


def test_a_button_is_understood():
    found = pressed(action(ticket()), SIGNER, NOW)
    assert found.call == Call(WHO, HERE, "/status reply 7", how="pressed", thread=POST, key="action:trigger2")
    assert (found.post, found.trigger) == (POST, "trigger2")


def test_a_button_in_a_thread_belongs_to_its_root():
    assert pressed(action(ticket(facts={"root": ROOT})), SIGNER, NOW).call.thread == ROOT


def test_a_button_in_a_direct_conversation_is_direct():
    found = pressed(action(ticket(channel=DM, user=ANNA), channel_id=DM, channel_name=TWO), SIGNER, NOW)
    assert found.call.place == DIRECT


def test_a_chosen_option_follows_the_command():
    offered = ticket(command="/reply", values=("eki", "ssp", " "))
    chosen = action(offered, context={CONTEXT: offered, "selected_option": "ssp"})
    assert pressed(chosen, SIGNER, NOW).call.line == "/reply ssp"
    assert pressed(action(offered, context={CONTEXT: offered, "selected_option": " "}), SIGNER, NOW).call.line == "/reply"


@pytest.mark.parametrize(
    ("travelled", "change", "why"),
    [
        (ticket(), {"channel_id": "z" * 26}, "another place"),
        (ticket(user=BO), {}, "another person"),
        (ticket(until=NOW), {}, "expired"),
        (ticket(kind=FORM), {}, "forged"),
        ("forged", {}, "forged"),
        (ticket(), {"context": {}}, "forged"),
        (ticket(), {"context": None}, "forged"),
        (ticket(), {"context": {CONTEXT: 7}}, "forged"),
        (ticket(values=("a",)), {}, "forged"),
        (ticket(values=("a",)), {"context": {CONTEXT: ticket(values=("a",)), "selected_option": "b"}}, "forged"),
    ],
)
def test_a_button_that_does_not_hold_is_refused(travelled, change, why):
    with pytest.raises(Refused, match=why):
        pressed(action(travelled, **change), SIGNER, NOW)


@pytest.mark.parametrize("change", [{"user_id": ""}, {"channel_id": "x"}, {"user_id": 7}])
def test_a_button_of_nobody_is_nothing(change):
    assert pressed(action(ticket(), **change), SIGNER, NOW) is None


META = Meta("/initiative new", Place("mattermost", ROOM, outsiders=True), ANNA, "m1", thread=ROOT, post=POST)


def dialog(**more):
    return {
        "type": "dialog_submission",
        "callback_id": "form",
        "state": SIGNER.sign(META.ticket(UNTIL)),
        "user_id": ANNA,
        "channel_id": "another" + "z" * 19,
        "team_id": "",
        "submission": {"title": "Sensorer", "tracks": ["1"], "closed": True},
        "cancelled": False,
        **more,
    }


def test_a_dialog_is_understood_and_its_channel_is_not_looked_at():
    found = submitted(dialog(), SIGNER, NOW)
    values = {"title": "Sensorer", "tracks": ("1",), "closed": True}
    place = Place("mattermost", ROOM, outsiders=True)
    assert found.call == Call(WHO, place, "/initiative new", how="submitted", values=values, thread=ROOT, key="form:m1")
    assert found.meta == META


@pytest.mark.parametrize(
    ("change", "why"),
    [
        ({"state": "FORGED"}, "forged"),
        ({"state": None}, "forged"),
        ({"state": ticket()}, "forged"),
        ({"user_id": BO}, "another person"),
        ({"state": SIGNER.sign(META.ticket(NOW))}, "expired"),
        ({"state": Signer("other").sign(META.ticket(UNTIL))}, "forged"),
    ],
)
def test_a_dialog_that_does_not_hold_is_refused(change, why):
    with pytest.raises(Refused, match=why):
        submitted(dialog(**change), SIGNER, NOW)


@pytest.mark.parametrize("change", [{"cancelled": True}, {"type": "dialog_lookup"}, {"type": "refresh"}, {"user_id": ""}])
def test_a_dialog_that_was_not_sent_is_nothing(change):
    assert submitted(dialog(**change), SIGNER, NOW) is None


def post(message, **more):
    return {
        "id": POST,
        "user_id": ANNA,
        "channel_id": ROOM,
        "root_id": "",
        "message": message,
        "type": "",
        "props": {},
        "delete_at": 0,
        **more,
    }


def event(said, channel_type="O", **more):
    return {
        "event": "posted",
        "data": {"post": json.dumps(said), "channel_type": channel_type, "channel_name": "aftale"},
        "seq": 3,
        **more,
    }


@pytest.mark.parametrize(
    ("said", "kind", "line", "addressed", "thread"),
    [
        (post("status digest"), "D", "status digest", False, None),
        (post("hej", root_id=ROOT), "D", "hej", False, ROOT),
        (post("@pagt status digest"), "D", "status digest", True, None),
        (post("@pagt status digest"), "O", "status digest", True, None),
        (post("Hej @Pagt, status digest"), "P", "Hej status digest", True, None),
        (post("@pagt: hjælp"), "G", "hjælp", True, None),
        (post("@pagt"), "O", "help", True, None),
        (post(""), "D", "help", False, None),
        (post("Færdig i marts", root_id=ROOT), "O", "Færdig i marts", False, ROOT),
        (post("@pagt færdig", root_id=ROOT), "O", "færdig", True, ROOT),
        (post("tak @anna", root_id=ROOT), "O", "tak @anna", False, ROOT),
        (post("a\u00a0b @pagt"), "O", "a b", True, None),
        (post("@pagt skriv @pagt"), "O", "skriv", True, None),
    ],
)
def test_words_are_understood(said, kind, line, addressed, thread):
    call = call_of_event(event(said, kind), BOT)
    place = Place("mattermost", ROOM, direct=kind == "D")
    assert call == Call(WHO, place, line, how="said", thread=thread, key=f"said:{POST}", addressed=addressed)
    assert meant(call) == (kind == "D" or addressed)


@pytest.mark.parametrize(
    ("said", "kind"),
    [
        (post("hej alle"), "O"),
        (post("hej alle"), "G"),
        (post("@pagter hej"), "O"),
        (post("@pagt-status hej"), "O"),
        (post("x@pagt.dk hej"), "O"),
        (post("@anna kan du?", root_id=ROOT), "O"),
        (post("@pagt", root_id=ROOT), "O"),
        (post("@pagt hej", user_id=PAGT), "O"),
        (post("@pagt hej", type="system_join_channel"), "O"),
        (post("@pagt hej", type="custom_x"), "O"),
        (post("@pagt hej", props={"from_bot": "true"}), "O"),
        (post("@pagt hej", props={"from_webhook": "true"}), "D"),
        (post("@pagt hej", props={"from_plugin": True}), "O"),
        (post("@pagt hej", delete_at=1), "O"),
        (post("@pagt hej", id="x"), "O"),
        (post("@pagt hej", user_id=""), "O"),
        (post("@pagt hej", channel_id=None), "O"),
    ],
)
def test_what_is_not_for_the_bot_is_nothing(said, kind):
    assert call_of_event(event(said, kind), BOT) is None


@pytest.mark.parametrize(
    "happened",
    [
        None,
        [],
        {},
        {"event": "typing", "data": {}},
        {"event": "post_edited", "data": {"post": json.dumps(post("@pagt hej"))}},
        {"event": "posted"},
        {"event": "posted", "data": None},
        {"event": "posted", "data": {"post": "no json"}},
        {"event": "posted", "data": {"post": "[" * 100_000}},
        {"event": "posted", "data": {"post": "[]"}},
        {"event": "posted", "data": {"post": {"id": POST}}},
    ],
    ids=lambda one: repr(one)[:40],
)
def test_what_is_no_post_is_nothing(happened):
    assert call_of_event(happened, BOT) is None


def test_a_post_that_was_fetched_is_the_same_call():
    said = post("@pagt status digest")
    assert call_of_post(said, BOT, direct=False) == call_of_event(event(said), BOT)


def test_what_the_connection_found_out_of_a_place_stays():
    call = call_of_post(post("hej"), BOT, direct=True)
    assert placed(placed(call, outsiders=True), outsiders=False).place.outsiders


ANY = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.text(max_size=8)
    | st.sampled_from([ANNA, ROOM, "/pagt", "posted", "true", "form"]),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(
                [
                    *FORM_FIELDS,
                    "context",
                    CONTEXT,
                    "state",
                    "submission",
                    "event",
                    "data",
                    "post",
                    "props",
                    "id",
                    "root_id",
                    "message",
                ]
            ),
            inner,
            max_size=5,
        )
    ),
    max_leaves=12,
)


@given(ANY)
def test_whatever_comes_breaks_nothing(payload):
    call_of_command(payload, BOT)
    call_of_event(payload, BOT)
    call_of_event({"event": "posted", "data": {"post": json.dumps(payload), "channel_type": "D"}}, BOT)
    call_of_post(payload, BOT, direct=True)
    someone(payload)
    for read in (pressed, submitted):
        try:
            read(payload, SIGNER, NOW)
        except Refused as no:
            assert no.why == "forged"  # noqa: PT017  # Either is fine; any other reason would be a leak.


@given(st.dictionaries(st.sampled_from(["type", "submission", "callback_id", "channel_id", "team_id", "cancelled"]), ANY))
def test_a_dialog_that_holds_breaks_nothing_whatever_else_it_says(change):
    found = submitted(dialog(**change), SIGNER, NOW)
    assert found is None or found.call.place.id == ROOM


@pytest.mark.parametrize(
    ("said", "left", "count"),
    [
        ("@pagt hej", "hej", 1),
        ("hej @pagt", "hej", 1),
        ("@PAGT, hej @pagt: du", "hej du", 2),
        ("@pagt.", ".", 1),
        ("@pagt.dk", "@pagt.dk", 0),
        ("a@pagt", "a@pagt", 0),
        ("@pagten", "@pagten", 0),
    ],
)
def test_the_bots_own_name_is_taken_out(said, left, count):
    assert without_mention(said, "pagt") == (left, count)


def test_what_was_copied_from_a_message_of_ours_is_as_it_was_typed():
    assert words("@\u200banna skriver") == "@anna skriver"


def test_names_may_end_a_sentence():
    assert mentions("Spørg @Anna.Holm. Eller @bo_") == {"anna.holm", "anna.holm.", "bo", "bo_"}


USER = {
    "id": ANNA,
    "username": "anna.holm",
    "first_name": "Anna",
    "last_name": "Holm",
    "nickname": "Annie",
    "roles": "system_user",
    "locale": "da",
}


@pytest.mark.parametrize(
    ("change", "who"),
    [
        ({}, {"id": ANNA, "username": "anna.holm", "name": "Anna Holm", "language": "da", "outsider": False, "bot": False}),
        ({"first_name": "", "last_name": ""}, {"name": "Annie"}),
        ({"first_name": "", "last_name": "", "nickname": ""}, {"name": "anna.holm"}),
        ({"locale": "pt-BR"}, {"language": "en"}),
        ({"locale": "nb"}, {"language": "da"}),
        ({"locale": ""}, {"language": None}),
        ({"roles": "system_guest"}, {"outsider": True}),
        ({"delete_at": 7}, {"gone": True}),
        ({"is_bot": True}, {"bot": True}),
        ({"remote_id": "x"}, {"outsider": True}),
        ({}, {"zone": ""}),
        ({"timezone": {"useAutomaticTimezone": "true", "automaticTimezone": "Europe/London"}}, {"zone": "Europe/London"}),
        ({"timezone": {"useAutomaticTimezone": "true", "automaticTimezone": "", "manualTimezone": "Asia/Tokyo"}}, {"zone": ""}),
        ({"timezone": {"useAutomaticTimezone": "false", "manualTimezone": "America/Nuuk"}}, {"zone": "America/Nuuk"}),
        ({"timezone": {"automaticTimezone": "Moon/Crater"}}, {"zone": ""}),
        ({"timezone": {"automaticTimezone": "../../etc/passwd"}}, {"zone": ""}),
    ],
)
def test_a_person_is_read(change, who):
    found = someone({**USER, **change})
    assert {name: getattr(found, name) for name in who} == who


@pytest.mark.parametrize(
    ("locale", "server", "language"),
    [
        ("en", "en", None),  # What everybody is given: there is no Danish to choose.
        ("en-AU", "en", None),
        ("en", "da", "en"),
        ("en", "de", "en"),
        ("de", "en", "en"),
        ("sv", "sv", "da"),
        ("da", "en", "da"),
    ],
)
def test_english_is_a_choice_only_where_something_else_was_given(locale, server, language):
    assert someone({**USER, "locale": locale}, server).language == language


@pytest.mark.parametrize("change", [{"id": "x"}, {"username": ""}, {"id": None}])
def test_what_is_no_person_is_nobody(change):
    assert someone({**USER, **change}) is None


def test_whoever_is_named_is_written_so_that_commands_know_them():
    bo = Someone(BO, "bo.lund", "Bo <Lund>", "en")
    call = Call(
        WHO,
        HERE,
        "/party contact EKI @Bo.Lund. og @ukendt",
        values={"person": BO, "why": "som @bo.lund", "n": True, "many": (BO,)},
    )
    assert mentioned(call) == ["bo.lund", "bo.lund.", "ukendt"]
    assert picked(call) == [BO]
    known = with_mentions(call, {"bo.lund": bo, BO: bo})
    assert known.line == f"/party contact EKI <@{BO}|Bo Lund>. og @ukendt"
    assert known.values == {"person": f"<@{BO}|Bo Lund>", "why": f"som <@{BO}|Bo Lund>", "n": True, "many": (BO,)}
    assert known.languages == {BO: "en"}  # So that whoever is appointed is spoken to in theirs.
    assert with_mentions(replace(call, values=None), {}).line == call.line
