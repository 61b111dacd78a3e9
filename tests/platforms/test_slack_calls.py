"""What Slack sends and what it means: one line for each recorded payload, and whatever else may come never breaks anything."""

import json
from dataclasses import replace
from pathlib import Path

import pytest

from bot.chat.request import Account, Call, Place
from bot.platforms.locales import language_of
from bot.platforms.slack import call_shapes as calls
from bot.platforms.slack.call_shapes import Bot, Pressed

PAYLOADS = Path(__file__).parent / "slack_payloads"
BOT = Bot("T04KBH0001", "U06BOT0001")
MADS, PARTNER = Account("slack", "T04KBH0001/U04MADS001"), Account("slack", "T09POLITI0/U09POLITI1")
CHANNEL, DIRECT = Place("slack", "C05AFTALE1"), Place("slack", "D04MADS001", direct=True)
SHARED = Place("slack", "C05AFTALE1", outsiders=True)
ROOT = "C05AFTALE1/1793451600.000200"
READERS = {
    "command": calls.call_of_command,
    "action": calls.call_of_action,
    "submission": calls.call_of_submission,
    "event": calls.call_of_event,
    "shortcut": calls.call_of_shortcut,
    "reply": lambda payload, bot: calls.call_of_reply(payload, "C05AFTALE1", bot),
}


def payload(name):
    return json.loads((PAYLOADS / f"{name}.json").read_text(encoding="utf-8"))


def said(account, place, line, stamp, thread=None, *, named=False):
    return Call(account, place, line, how="said", thread=thread, addressed=named, key=f"said:{place.id}/{stamp}")


FILLED = {
    "title": "Værested for unge",
    "purpose": "",
    "tracks": ("forebyggelse", "exit"),
    "lead": "osa",
    "work": "",
    "participants": (),
    "contact": "U04ANNA001",
    "starts_on": "2027-03-11",
    "at": "10:00",
    "confidential": ("yes",),
}
UNDERSTOOD = [
    (
        "command",
        "slash_command",
        Call(
            MADS,
            CHANNEL,
            "/initiative ny Værested for unge; med: osa & ssp; leder: <@U04ANNA001> <snart> kk.dk/unge",
            key="command:7123.4567.aaa",
        ),
    ),
    ("command", "slash_command_in_a_direct_message", Call(MADS, DIRECT, "/pagt-status", key="command:7123.4567.aab")),
    (
        "command",
        "slash_command_of_an_organisation",
        Call(Account("slack", "E01KOMMUNE/W04MADS001"), CHANNEL, "/pagt indsats ny", key="command:7123.4567.aac"),
    ),
    (
        "action",
        "button_in_a_channel",
        Call(MADS, CHANNEL, "/status reply osa", how="pressed", thread=ROOT, key="action:7123.4567.bbb"),
    ),
    (
        "action",
        "button_of_a_partner_in_a_thread",
        Call(PARTNER, SHARED, "/status reply osa", how="pressed", thread=ROOT, key="action:7123.4567.bbc"),
    ),
    (
        "action",
        "button_that_only_one_person_sees",
        Call(
            MADS,
            CHANNEL,
            "/status reply osa",
            how="pressed",
            thread="C05AFTALE1/1793451800.000400",
            key="action:7123.4567.bbd",
        ),
    ),
    (
        "action",
        "menu_in_a_direct_message",
        Call(
            MADS,
            DIRECT,
            "/agreement clause formaal",
            how="pressed",
            thread="D04MADS001/1793451600.000200",
            key="action:7123.4567.bbe",
        ),
    ),
    (
        "action",
        "button_on_the_home_tab",
        Call(
            MADS,
            Place("slack", "U04MADS001", direct=True),
            "/status reply osa",
            how="pressed",
            key="action:7123.4567.bbf",
        ),
    ),
    ("action", "link_that_was_opened", None),
    (
        "submission",
        "form_filled",
        Call(
            MADS,
            CHANNEL,
            "/initiative new",
            how="submitted",
            values=FILLED,
            thread=ROOT,
            key="view:V07FORM001:1793455300.bbbb",
        ),
    ),
    (
        "submission",
        "form_filled_by_a_partner",
        Call(
            PARTNER,
            SHARED,
            "/initiative new",
            how="submitted",
            values=FILLED,
            thread=ROOT,
            key="view:V07FORM002:1793455300.bbbb",
        ),
    ),
    ("event", "mention_in_a_channel", said(MADS, CHANNEL, "status digest", "1793455400.000500", named=True)),
    (
        "event",
        "mention_by_a_partner_in_a_thread",
        said(PARTNER, SHARED, "Hej vis <@U04ANNA001> i <osa>", "1793455401.000600", ROOT, named=True),
    ),
    ("event", "message_that_mentions", None),
    ("event", "reply_to_a_nudge", said(PARTNER, SHARED, "uændret, dog I-7 > 40 unge", "1793455402.000700", ROOT)),
    ("event", "reply_in_somebody_elses_thread", None),
    ("event", "reply_to_somebody_else_under_a_nudge", None),
    ("event", "talk_in_a_channel", None),
    ("event", "words_in_a_direct_message", said(MADS, DIRECT, "min enhed osa", "1793455406.001100")),
    ("event", "file_in_a_direct_message", said(MADS, DIRECT, "help", "1793455407.001200")),
    ("event", "the_bots_own_message", None),
    ("event", "another_bots_reply", None),
    ("event", "message_changed", None),
    ("event", "reply_also_sent_to_the_channel", said(MADS, CHANNEL, "uændret", "1793455411.001600", ROOT)),
    ("event", "somebody_joined", None),
    (
        "shortcut",
        "shortcut_on_a_message",
        Call(
            MADS,
            CHANNEL,
            "/initiative new Forslag – fælles værested, åbent om aftenen",
            thread="C05AFTALE1/1793451000.000050",
            key="shortcut:7123.4567.ddd",
        ),
    ),
    # A missed reply is the same call as its event was: what was done once is known by its key.
    ("reply", "reply_fetched_from_a_thread", said(PARTNER, SHARED, "uændret", "1793455402.000700", ROOT)),
]


@pytest.mark.parametrize(("kind", "name", "meant"), UNDERSTOOD, ids=[name for _, name, _ in UNDERSTOOD])
def test_a_payload_is_understood(kind, name, meant):
    assert READERS[kind](payload(name), BOT) == meant


def test_every_recorded_payload_of_something_done_is_tried():
    users = {one.stem for one in PAYLOADS.glob("user_*.json")}
    assert {one.stem for one in PAYLOADS.glob("*.json")} - users == {name for _, name, _ in UNDERSTOOD}


@pytest.mark.parametrize("kind", READERS)
@pytest.mark.parametrize("name", [one.stem for one in PAYLOADS.glob("*.json")])
def test_a_payload_of_another_kind_is_not_mistaken(kind, name):
    if (kind, name) not in {(kind_, name_) for kind_, name_, _ in UNDERSTOOD}:
        assert READERS[kind](payload(name), BOT) is None


def test_a_prefix_is_only_for_slacks_list_of_commands():
    typed = {**payload("slash_command"), "command": "/kbh-initiative", "text": "liste"}
    found = calls.call_of_command(typed, Bot("T04KBH0001", prefix="kbh-"))
    assert found.line == "/initiative liste"
    assert calls.call_of_command({**typed, "command": "/pagt-status"}, Bot("T1", prefix="p")).line == "/pagt-status liste"


def test_a_button_tells_which_message_it_stands_in():
    assert calls.pressed(payload("button_in_a_channel")) == Pressed(ROOT, ephemeral=False)
    alone = calls.pressed(payload("button_that_only_one_person_sees"))
    assert alone == Pressed("C05AFTALE1/1793451800.000400", ephemeral=True)
    assert calls.pressed({}) == Pressed(None, ephemeral=False)


@pytest.mark.parametrize("name", ["reply_to_a_nudge", "mention_by_a_partner_in_a_thread"])
def test_in_a_channel_of_two_workspaces_the_bot_is_met_through_either(name):
    through_the_other = replace(BOT, user="U06BOT0002", elsewhere=frozenset({"U06BOT0001", "U06BOT0002"}))
    met = calls.call_of_event(payload(name), through_the_other)
    assert met is not None
    assert met == calls.call_of_event(payload(name), BOT)
    assert calls.call_of_event(payload("reply_in_somebody_elses_thread"), through_the_other) is None


def test_a_mention_alone_asks_for_help_and_outside_a_thread_only():
    alone = payload("mention_in_a_channel")
    alone["event"]["text"] = " <@U06BOT0001> "
    assert calls.call_of_event(alone, BOT).line == "help"
    alone["event"]["thread_ts"] = "1793451600.000200"
    assert calls.call_of_event(alone, BOT) is None


def test_who_is_of_an_organisation_is_one_person_in_all_its_workspaces():
    heard = payload("words_in_a_direct_message")
    heard["authorizations"][0]["enterprise_id"] = "E01KOMMUNE"
    assert calls.call_of_event(heard, BOT).account.user == "E01KOMMUNE/U04MADS001"
    pressed = {**payload("button_in_a_channel"), "enterprise": {"id": "E01KOMMUNE", "name": "Kommunen"}}
    assert calls.call_of_action(pressed, BOT).account.user == "E01KOMMUNE/U04MADS001"
    # A partner pressing the same button keeps their own team: the organisation is ours, not theirs.
    partner = {**payload("button_of_a_partner_in_a_thread"), "enterprise": {"id": "E01KOMMUNE"}}
    assert calls.call_of_action(partner, BOT).account == PARTNER


def test_what_the_connection_finds_out_of_a_place_is_kept():
    found = calls.call_of_command(payload("slash_command"), BOT)
    assert calls.placed(found, outsiders=True).place == SHARED
    assert calls.placed(calls.placed(found, outsiders=True), outsiders=False).place == SHARED


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("Et værested", "Et værested"),
        ("spor: 2; leder: osa", "spor – 2, leder – osa"),
        ("se https://kk.dk/a;b", "se https://kk.dk/a,b"),
        ("\n \n", ""),
        ("<@U04ANNA001> spørger: hvad nu?", "<@U04ANNA001> spørger – hvad nu?"),
        ("ord " * 100, "ord " * 36 + "ord…"),
    ],
)
def test_a_message_becomes_a_title_and_never_the_answers_of_a_form(text, title):
    shortcut = payload("shortcut_on_a_message")
    shortcut["message"]["text"] = text
    assert calls.call_of_shortcut(shortcut, BOT).line == f"/initiative new {title}".strip()


@pytest.mark.parametrize(
    ("locale", "language"),
    [("da-DK", "da"), ("nb-NO", "da"), ("sv_SE", "da"), ("en-US", "en"), ("de-DE", "en"), ("", None), (None, None)],
)
def test_a_locale_is_a_language_the_bot_speaks(locale, language):
    assert language_of(locale) == language
