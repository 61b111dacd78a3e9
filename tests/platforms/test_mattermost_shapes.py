"""Neutral messages as Mattermost posts: what stands where, what continues in the thread, what is a file, and every limit."""

import json
import re
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.chat.markdown import escaped, marked, mention
from bot.chat.message import Button, Buttons, Fact, Facts, File, Menu, Message, Option, Picture, Table, Text, text
from bot.platforms.mattermost.answer_shapes import (
    command_answer,
    command_text,
    press_error,
    press_text,
    press_update,
    private,
)
from bot.platforms.mattermost.limits import ATTACHMENTS, FALLBACK, MESSAGE
from bot.platforms.mattermost.marked import Drawing
from bot.platforms.mattermost.shapes import parcel, whole_text
from bot.platforms.mattermost.signing import Offers, Signer
from bot.platforms.mattermost.versions import Version
from tests.platforms.fake_mattermost.attachments import complaints
from tests.platforms.fake_mattermost.eras import V10_11
from tests.platforms.fake_mattermost.mentions import called, fields_of
from tests.platforms.scripted import HOSTILE, every_part

UNTIL = datetime(2027, 6, 1, tzinfo=UTC)
OFFERS = Offers(Signer("secret"), "https://pagt.dk/mattermost/action", "c" * 26, UNTIL)
DRAWING = Drawing(resolve={"person:p_1": "ada"}.get, offer=OFFERS)
NAMES = frozenset({"@anna", "@bo"})
TYPED = st.one_of(st.text(max_size=40), st.sampled_from(["@channel", "a.@all", "&#64;here", "`", "@anna", "|", "\n- x\n# y"]))


def attachments(message, drawing=DRAWING):
    return list(parcel(message, drawing).first.attachments)


def actions(message):
    return [action for one in attachments(message) for action in one.get("actions", ())]


def every_text(drawn):
    """Everything a server reads for mentions in what was drawn."""
    posts = [{"message": one.message, "props": one.props()} for one in (drawn.first, *drawn.thread)]
    return [said for one in posts for said in fields_of(one, V10_11)]


@pytest.mark.parametrize(
    ("message", "shown"),
    [
        (Message("Hello"), "Hello"),
        (Message(""), "–"),
        (Message("# 1. @all"), "&#35; 1. @\u200ball"),
        (Message("Skriv /status digest"), "Skriv /pagt status digest"),
        (Message("Title", (text(marked("Hi **{x}**", x="you")),)), "**Title**\n\nHi **you**"),
        (Message("Title", (Text("a"), Text("b"))), "**Title**\n\na\n\nb"),
        (
            Message("Title", (Table("Units", ("Unit", "Active"), (("OSA", "4"), ("EKI", "12"))),)),
            "**Title**\n\n**Units**\n\n| Unit | Active |\n| --- | ---: |\n| OSA | 4 |\n| EKI | 12 |",
        ),
        (
            Message("T", (Table("", ("a", "b"), (("x|y\nz", ""),)),)),
            "**T**\n\n| a | b |\n| --- | --- |\n| x&#124;y z | – |",
        ),
        (Message("T", (Table("", ("a",), (("1", "2", "3"),)),)), "**T**\n\n| a | – | – |\n| --- | ---: | ---: |\n| 1 | 2 | 3 |"),
        (Message("T", (Table("", (), ()),)), "**T**"),
        (Message("T", (Picture("w.png", "image/png", b"1", "A *wheel*"),)), "**T**\n\n*A &#42;wheel&#42;*"),
        (Message("T", (Picture("w.png", "image/png", b"1", " "),)), "**T**"),
    ],
)
def test_what_is_said_stands_in_the_posts_own_words(message, shown):
    drawn = parcel(message, DRAWING)
    assert (drawn.first.message, drawn.first.attachments, drawn.thread) == (shown, (), ())


def test_from_the_first_value_or_button_on_everything_keeps_its_order_below():
    message = Message("T", (Text("a"), Facts((Fact("L", "v"),)), Text("b"), Buttons((Button("Go", "/go"),)), Text("c")))
    drawn = parcel(message, DRAWING)
    assert drawn.first.message == "**T**\n\na"
    assert [sorted(one) for one in drawn.first.attachments] == [
        ["fallback", "fields"],
        ["actions", "fallback", "text"],
        ["fallback", "text"],
    ]
    assert [one.get("text") for one in drawn.first.attachments] == [None, "b", "c"]


@pytest.mark.parametrize(
    ("fact", "field"),
    [
        (Fact("Track", "Prevention"), {"title": "Track", "value": "Prevention", "short": True}),
        (Fact("Track", ""), {"title": "Track", "value": "–", "short": True}),
        (Fact("L", "@all\n# h"), {"title": "L", "value": "@\u200ball\n&#35; h", "short": False}),
        (Fact("L", "x" * 41), {"title": "L", "value": "x" * 41, "short": False}),
        (Fact("a\nb\u202e", "v"), {"title": "a b", "value": "v", "short": True}),
    ],
)
def test_a_value_stands_beside_its_label(fact, field):
    assert attachments(Message("T", (Facts((fact,)),)))[0]["fields"] == [field]


def test_a_value_that_is_too_long_is_text():
    message = Message("T", (Facts((Fact("a", "1"), Fact("long", "ord " * 600), Fact("b", "2"))),))
    first, second = attachments(message)
    assert [one["title"] for one in (*first["fields"], *second["fields"])] == ["a", "b"]
    assert second["text"].startswith("**long**\nord ord")


def test_a_button_has_an_id_of_letters_and_digits_and_a_signed_context():
    message = Message(
        "T", (Buttons((Button("Seen", "/seen 7", "primary"), Button("No", "/no", "danger"), Button("?", "/help"))),)
    )
    found = actions(message)
    assert [(one["name"], one["type"], one.get("style")) for one in found] == [
        ("Seen", "button", "primary"),
        ("No", "button", "danger"),
        ("?", "button", None),
    ]
    assert all(re.fullmatch("[A-Za-z0-9]+", one["id"]) for one in found)
    assert len({one["id"] for one in found}) == 3
    assert {one["integration"]["url"] for one in found} == {"https://pagt.dk/mattermost/action"}
    ticket = OFFERS.signer.verified(
        found[0]["integration"]["context"]["pagt"],
        kind="press",
        user="u" * 26,
        channel="c" * 26,
        now=datetime(2027, 1, 1, tzinfo=UTC),
    )
    assert (ticket.command, ticket.user) == ("/seen 7", "")


def test_a_menu_offers_its_options_and_signs_them():
    (action,) = actions(Message("T", (Menu("Unit", "/reply", (Option("EKI", "eki"), Option("", "ssp"), Option("None", ""))),)))
    assert action["options"] == [{"text": "EKI", "value": "eki"}, {"text": "ssp", "value": "ssp"}, {"text": "None", "value": " "}]
    ticket = OFFERS.signer.verified(
        action["integration"]["context"]["pagt"], kind="press", user="u", channel="c" * 26, now=datetime(2027, 1, 1, tzinfo=UTC)
    )
    assert ticket.values == ("eki", "ssp", " ")


@pytest.mark.parametrize("part", [Menu("Unit", "/reply", ()), Buttons(())])
def test_what_offers_nothing_is_not_drawn(part):
    assert attachments(Message("T", (part,))) == []


def test_without_anybody_to_sign_what_could_be_pressed_can_be_typed():
    message = Message(
        "T",
        (Buttons((Button("Seen", "/seen"), Button("Digest", "/status digest"))), Menu("U", "/reply", (Option("EKI", "eki"),))),
    )
    drawn = parcel(message, Drawing())
    assert drawn.first.message == "**T**\n\n- Seen: `/pagt seen`\n- Digest: `/pagt status digest`\n\n- EKI: `/pagt reply eki`"


def test_every_part_is_drawn_and_a_server_finds_nothing_wrong():
    drawn = parcel(every_part(), DRAWING)
    assert list(complaints(drawn.first.props())) == []
    assert [one.name for one in drawn.files] == ["wheel.png", "minutes.docx"]
    assert "@ada" in drawn.first.message


def test_a_notification_says_what_stands_below_in_plain_words():
    (below,) = attachments(Message("T", (Facts((Fact("Track", "a*b"),)), Buttons((Button("Go", "/go"),)))))
    assert below["fallback"] == "Track: a*b"
    assert (
        len(attachments(Message("T", (Facts((Fact("a", "x" * 1990),)), Facts((Fact("b", "y" * 1990),)))))[0]["fallback"])
        == FALLBACK
    )


def test_what_is_long_continues_in_the_thread_and_buttons_stay():
    long = Message("T", (*(text(escaped(f"{n} " + "ord " * 1500)) for n in range(9)), Buttons((Button("Go", "/go"),))))
    drawn = parcel(long, DRAWING)
    posts = [drawn.first, *drawn.thread]
    assert len(posts) > 2
    assert all(len(one.message) <= MESSAGE for one in posts)
    assert drawn.first.message.endswith(f"*1/{len(posts)}* …")
    assert [one.message.startswith(f"… *{n}/{len(posts)}*") for n, one in enumerate(posts, 1)] == [
        False,
        *[True] * (len(posts) - 1),
    ]
    assert [bool(one.attachments) for one in posts] == [True, *[False] * (len(posts) - 1)]
    assert sum(one.message.count("ord ") for one in posts) >= 9 * 1499


def test_a_server_with_shorter_posts_gets_shorter_ones():
    drawn = parcel(Message("T", (text(escaped("ord " * 3000)),)), Drawing(longest=4000))
    assert max(len(one.message) for one in (drawn.first, *drawn.thread)) <= 4000
    assert len(drawn.thread) >= 2


def test_a_long_table_is_several_and_a_very_long_one_a_file():
    rows = tuple((f"I-{n}", "ord " * 20) for n in range(300))
    drawn = parcel(Message("T", (Table("Alle", ("Nr", "Ord"), rows),)), DRAWING)
    posts = [drawn.first, *drawn.thread]
    assert (len(posts), drawn.files) == (2, ())
    assert all("| Nr | Ord |\n| --- | --- |" in one.message for one in posts)
    assert "**Alle (1/" in posts[0].message
    assert sum(one.message.count("| I-") for one in posts) == 300
    (file,) = parcel(Message("T", (Table("Alle", ("Nr", "Ord"), rows * 5),)), DRAWING).files
    assert (file.name, file.media_type, file.data.count(b"\r\n")) == ("alle.csv", "text/csv", 1501)


def test_a_cell_that_had_to_be_cut_stands_whole_in_the_file():
    drawn = parcel(Message("T", (Table("T", ("a", "b"), (("x" * 5000, "1"),)),)), DRAWING)
    assert "x" * 5000 not in drawn.first.message
    assert b"x" * 5000 in drawn.files[0].data


def test_very_much_below_a_post_continues_in_the_thread():
    facts = [Facts(tuple(Fact(f"{n}-{m}", "v" * 1900) for m in range(10))) for n in range(8)]
    drawn = parcel(Message("T", (*facts, Buttons((Button("Go", "/go"),)))), DRAWING)
    posts = [drawn.first, *drawn.thread]
    assert len(posts) == 3
    assert all(len(json.dumps(one.props(), ensure_ascii=False)) < 2 * ATTACHMENTS for one in posts)
    assert sum(len(below.get("fields", ())) for one in posts for below in one.attachments) == 80
    assert [action["name"] for below in drawn.first.attachments for action in below.get("actions", ())] == ["Go"]


@given(TYPED, TYPED, TYPED)
def test_whatever_people_wrote_calls_nobody(one, other, third):
    message = Message(
        one,
        (
            text(marked("{a} **{b}** {c}", a=one, b=other, c=third)),
            Facts((Fact(one, other), Fact(other, third * 60))),
            Table(one, (other, third), ((third, one), (one, other))),
            text(marked("{a}{b}", a=third, b=one)),
            Buttons((Button(one, f"/x {other}"),)),
            Menu(other, "/y", (Option(third, one),)),
            Picture(one, "image/png", b"1", other),
            File(third, "text/plain", b"1"),
        ),
    )
    for drawn in (parcel(message, DRAWING), parcel(message, Drawing())):
        assert [called(said, NAMES) for said in every_text(drawn) if called(said, NAMES)] == []
        assert list(complaints(drawn.first.props())) == []
    assert called(whole_text(message, DRAWING), NAMES) == set()


@pytest.mark.parametrize("hostile", HOSTILE, ids=lambda one: ascii(one[:20]))
def test_what_is_hostile_can_be_written_as_json(hostile):
    drawn = parcel(Message(hostile, (Facts((Fact(hostile[:70], hostile),)), Buttons((Button(hostile, "/x"),)))), DRAWING)
    json.dumps([one.props() for one in (drawn.first, *drawn.thread)], ensure_ascii=False).encode()


def test_a_mention_of_ours_is_live_wherever_a_text_stands():
    message = Message("T", (Facts((Fact("a", "b"),)), text(marked("Spørg {who}.", who=mention("p_1", "Ada")))))
    assert called(attachments(message)[1]["text"], {"@ada"}) == {"@ada"}


def test_an_answer_to_a_command_is_private_and_nothing_in_it_is_parsed():
    drawn = parcel(Message("T", (text(escaped("ord " * 9000)), Buttons((Button("Go", "/go"),)))), DRAWING)
    answer = command_answer(drawn)
    parts = [answer, *answer["extra_responses"]]
    assert all((one["response_type"], one["skip_slack_parsing"]) == ("ephemeral", True) for one in parts)
    assert len(parts) == 1 + len(drawn.thread)
    assert answer["attachments"][0]["actions"][0]["name"] == "Go"
    assert private(drawn)
    assert not private(parcel(Message("T", (File("f", "text/plain", b"1"),)), DRAWING))
    assert not private(parcel(Message("T", (text(escaped("ord " * 18_000)),)), DRAWING))
    assert command_text("x")["text"] == "x"


def test_an_answer_to_a_button_replaces_all_that_stood_there():
    drawn = parcel(Message("Done"), DRAWING)
    assert press_update(drawn.first, {"key": "k"}) == {
        "update": {"message": "Done", "props": {"attachments": [], "pagt": {"key": "k"}}},
        "skip_slack_parsing": True,
    }
    assert press_text("x") == {"ephemeral_text": "x", "skip_slack_parsing": True}
    assert press_error("no", Version(10, 5)) == {"error": {"message": "no"}}
    assert press_error("no", Version(5, 37)) == press_text("no")


def test_an_answer_without_attachments_says_all_of_it_in_one_text():
    said = whole_text(every_part(), DRAWING)
    for words in (
        "**Everything at once**",
        "**Track:** Prevention",
        "| OSA | 4 |",
        "- Seen: `/pagt seen`",
        "- EKI: `/pagt reply eki`",
        "*The year",
    ):
        assert words in said
    long = whole_text(Message("T", (text(escaped("ord " * 9000)),)), DRAWING)
    assert len(long) <= MESSAGE
    assert long.endswith("…")
