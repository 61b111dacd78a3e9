"""What Slack knows of a person: under which team they are kept, what they are called, and how partners are named in a command."""

import json
from dataclasses import replace
from pathlib import Path

import pytest

from bot.chat.request import Account, Call, Place
from bot.platforms.slack.people import Someone, introduced, mentioned, someone, with_mentions

PAYLOADS = Path(__file__).parent / "slack_payloads"


def payload(name):
    return json.loads((PAYLOADS / f"{name}.json").read_text(encoding="utf-8"))


MADS = Someone("T04KBH0001/U04MADS001", "Mads Holm", "da", "Europe/Copenhagen")
PIA = Someone("T09POLITI0/U09POLITI1", "Pia <!channel> | Politi")
CHANNEL = Place("slack", "C05AFTALE1")
CALL = Call(Account("slack", "T04KBH0001/U04MADS001"), CHANNEL, "/party contact osa <@U09POLITI1>", language="en")


@pytest.mark.parametrize(
    ("name", "who"),
    [
        ("user_of_the_workspace", MADS),
        ("user_of_a_partner", PIA),
        ("user_who_is_a_guest", Someone("T04KBH0001/U05GAEST01", "Gitte Gæst", "da", guest=True)),
        ("user_of_an_organisation", Someone("E01KOMMUNE/W04MADS001", "Mads Holm", "en")),
        ("form_filled", None),
    ],
)
def test_a_person_is_read(name, who):
    assert someone(payload(name)) == who


@pytest.mark.parametrize(
    "found", [None, [], {}, {"id": "U04MADS001"}, {"id": "anna", "team_id": "T1"}, {"id": 1, "team_id": "T1"}]
)
def test_what_is_nobody_is_nobody(found):
    assert someone(found) is None


def test_clocks_that_there_are_none_of_are_unknown():
    one = payload("user_of_the_workspace")
    assert someone({**one, "tz": "America/Nuuk"}).zone == "America/Nuuk"
    assert [someone({**one, "tz": found}).zone for found in ("Moon/Crater", None, 7, "")] == [""] * 4


def test_who_has_left_and_who_is_a_bot_are_told_apart():
    one = payload("user_of_the_workspace")
    assert someone({**one, "deleted": True}).gone
    assert someone({**one, "is_bot": True}).bot
    assert someone({**one, "id": "USLACKBOT"}).bot


def test_a_call_takes_the_name_the_language_and_the_persons_own_team():
    found = introduced(CALL, replace(PIA, language=None))
    assert (found.account, found.name, found.language) == (Account("slack", PIA.account), PIA.name, "en")
    assert introduced(CALL, MADS).language == "da"


def test_a_guest_is_an_outsider_in_a_channel_but_not_in_their_own_conversation():
    guest = replace(MADS, guest=True)
    assert introduced(CALL, guest).place.outsiders
    assert not introduced(replace(CALL, place=Place("slack", "D1", direct=True)), guest).place.outsiders


def test_everybody_a_call_names_is_found_in_its_words_and_answers():
    values = {"contact": "U04ANNA001", "note": "ask <@W012|bo>, not UGANDA or U09", "tracks": ("U1", "U2"), "closed": True}
    assert mentioned(replace(CALL, values=values)) == {"U09POLITI1", "U04ANNA001", "W012"}
    assert mentioned(CALL) == {"U09POLITI1"}


def test_partners_are_named_under_their_own_team_and_nobody_can_hide_a_mention_in_a_name():
    known = {"U09POLITI1": PIA}
    assert with_mentions(CALL, known).line == "/party contact osa <@T09POLITI0/U09POLITI1|Pia !channel Politi>"
    values = {"contact": "U09POLITI1", "note": "<@U09POLITI1> and <@U0OTHER>", "tracks": ("U09POLITI1",), "closed": True}
    found = with_mentions(replace(CALL, values=values), known)
    assert found.values == {
        "contact": "<@T09POLITI0/U09POLITI1|Pia !channel Politi>",
        "note": "<@T09POLITI0/U09POLITI1|Pia !channel Politi> and <@U0OTHER>",
        "tracks": ("U09POLITI1",),
        "closed": True,
    }
