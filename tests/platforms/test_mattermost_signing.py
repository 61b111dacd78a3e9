"""What the bot hands out to be given back: only what it signed itself, for this person, in this place, in time, and as the kind it was."""

import base64
import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.platforms.mattermost.signing import CONTEXT, FORM, LONGEST, PRESS, Offers, Refused, Signer, Ticket

NOW = datetime(2027, 2, 1, 9, tzinfo=UTC)
UNTIL = NOW + timedelta(days=30)
ANNA, BO = "a" * 26, "b" * 26
ROOM, OTHER = "r" * 26, "o" * 26
SIGNER = Signer("a secret that nobody guesses")
FOR_ANNA = Ticket(kind=PRESS, command="/status reply 7", channel=ROOM, until=UNTIL, user=ANNA, mark="m1")
FOR_ALL = replace(FOR_ANNA, user="")
TEXTS = st.text(max_size=30)


def given_back(travelled, *, kind=PRESS, user=ANNA, channel=ROOM, now=NOW, signer=SIGNER):
    return signer.verified(travelled, kind=kind, user=user, channel=channel, now=now)


@pytest.mark.parametrize("ticket", [FOR_ANNA, FOR_ALL])
def test_what_was_signed_comes_back_as_it_was(ticket):
    assert given_back(SIGNER.sign(ticket)) == ticket


@given(TEXTS, TEXTS, TEXTS, st.lists(TEXTS, max_size=4), st.dictionaries(TEXTS, TEXTS, max_size=3))
def test_whatever_it_holds_comes_back(command, user, mark, values, facts):
    ticket = Ticket(
        kind=FORM, command=command, channel=ROOM, until=UNTIL, user=user, mark=mark, values=tuple(values), facts=facts
    )
    if any(0xD800 <= ord(one) <= 0xDFFF for one in user):
        return
    assert given_back(SIGNER.sign(ticket), kind=FORM, user=user) == ticket


@pytest.mark.parametrize(
    ("ticket", "back", "why"),
    [
        (FOR_ANNA, {"user": BO}, "another person"),
        (FOR_ANNA, {"user": ""}, "another person"),
        (FOR_ANNA, {"channel": OTHER}, "another place"),
        (FOR_ALL, {"channel": ""}, "another place"),
        (FOR_ANNA, {"now": UNTIL}, "expired"),
        (FOR_ANNA, {"now": UNTIL + timedelta(days=400)}, "expired"),
        (FOR_ANNA, {"kind": FORM}, "forged"),
        (replace(FOR_ANNA, kind=FORM), {"kind": PRESS}, "forged"),
        (FOR_ANNA, {"signer": Signer("another secret")}, "forged"),
    ],
)
def test_what_does_not_hold_is_refused(ticket, back, why):
    with pytest.raises(Refused) as no:
        given_back(SIGNER.sign(ticket), **back)
    assert no.value.why == why


def test_what_was_offered_to_all_may_be_taken_by_anybody_there():
    assert given_back(SIGNER.sign(FOR_ALL), user=BO).user == ""


def test_of_a_dialog_the_place_is_not_looked_at():
    assert given_back(SIGNER.sign(FOR_ANNA), channel=None).channel == ROOM


def test_it_holds_to_the_last_second():
    assert given_back(SIGNER.sign(FOR_ANNA), now=UNTIL - timedelta(seconds=1)) == FOR_ANNA


def forged(change):
    """A ticket with its body changed, and the signature of before."""
    body, signature = SIGNER.sign(FOR_ANNA).split(".")
    facts = json.loads(base64.urlsafe_b64decode(body + "=="))
    facts.update(change)
    return base64.urlsafe_b64encode(json.dumps(facts).encode()).decode().rstrip("=") + "." + signature


@pytest.mark.parametrize(
    "travelled",
    [
        "",
        ".",
        "x.y",
        "FORGED",
        SIGNER.sign(FOR_ANNA)[:-1],
        SIGNER.sign(FOR_ANNA) + "A",
        SIGNER.sign(FOR_ANNA).replace(".", ".."),
        SIGNER.sign(FOR_ANNA).partition(".")[0] + ".",
        "." + SIGNER.sign(FOR_ANNA).partition(".")[2],
        "\u00e6" + SIGNER.sign(FOR_ANNA),
        "A" * (LONGEST + 1),
        forged({"u": BO}),
        forged({"c": "/agreement load"}),
        forged({"e": 9_999_999_999}),
    ],
    ids=lambda one: ascii(one[:12]),
)
def test_what_we_did_not_sign_is_forged(travelled):
    for user in (ANNA, BO):
        with pytest.raises(Refused, match="forged"):
            given_back(travelled, user=user)


@given(st.text(max_size=60))
def test_nothing_that_can_be_sent_breaks_it(travelled):
    with pytest.raises(Refused):
        given_back(travelled)


@given(st.integers(0, 10_000), st.integers(1, 255))
def test_no_single_byte_can_be_changed(place, by):
    travelled = SIGNER.sign(FOR_ANNA)
    where = place % len(travelled)
    changed = travelled[:where] + chr((ord(travelled[where]) + by) % 128) + travelled[where + 1 :]
    if changed == travelled:
        return
    with pytest.raises(Refused):
        given_back(changed)


def test_the_secret_is_the_installations_own_and_stands_nowhere():
    assert Signer("x").sign(FOR_ANNA) != SIGNER.sign(FOR_ANNA)
    assert SIGNER.secret not in SIGNER.sign(FOR_ANNA)


def test_a_button_carries_its_ticket_and_where_it_comes_back_to():
    offers = Offers(SIGNER, "https://pagt.dk/mattermost/action", ROOM, UNTIL, user=ANNA, root="t" * 26)
    carried = offers("/reply", ("a", "b"))
    assert carried["url"] == "https://pagt.dk/mattermost/action"
    ticket = given_back(carried["context"][CONTEXT])
    assert (ticket.command, ticket.values, ticket.facts) == ("/reply", ("a", "b"), {"root": "t" * 26})
