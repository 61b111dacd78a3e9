"""A neutral message as Slack takes it: each part its block, every limit kept, and nothing left out. The fake Slack is the judge."""

import pytest

from bot.chat.markdown import listed, marked
from bot.chat.message import Button, Buttons, Fact, Facts, File, Menu, Message, Option, Picture, Table, Text, text
from bot.platforms.slack.mrkdwn import Drawing
from bot.platforms.slack.shapes import blocks, home, parcel
from tests.platforms.fake_slack.blocks import check_view
from tests.platforms.fake_slack.state import visible


def plain(words):
    return {"type": "plain_text", "text": words, "emoji": False}


def mrkdwn(words):
    return {"type": "mrkdwn", "text": words, "verbatim": True}


def said(words):
    return {"type": "section", "text": mrkdwn(words), "expand": True}


def cell(words):
    return {"type": "raw_text", "text": words}


def button(label, command, action, **more):
    return {"type": "button", "text": plain(label), "value": command, "action_id": action, **more}


DRAWN = [
    (Text(marked("**Now** <3")), [said("*Now* &lt;3")]),
    (Text(""), []),
    (
        Facts((Fact("Unit", "OSA"), Fact("Start <", "> 40\n> 50"), Fact("", "alone"), Fact("Empty", ""))),
        [
            {
                "type": "section",
                "fields": [
                    mrkdwn("*Unit*\nOSA"),
                    mrkdwn("*Start &lt;*\n\u200b&gt; 40\n\u200b&gt; 50"),
                    mrkdwn("alone"),
                    mrkdwn("*Empty*\n–"),
                ],
            }
        ],
    ),
    (Facts(()), []),
    (
        Table("By track", ("Track", "Number", "Share"), (("1 <Prevention>", "12", "50 %"), ("", "4"))),
        [
            {"type": "section", "text": plain("By track"), "expand": True},
            {
                "type": "table",
                "rows": [
                    [cell("Track"), cell("Number"), cell("Share")],
                    [cell("1 <Prevention>"), cell("12"), cell("50 %")],
                    [cell("–"), cell("4"), cell("–")],
                ],
                "column_settings": [{"is_wrapped": True}, {"align": "right"}, {"align": "right"}],
            },
        ],
    ),
    (
        Buttons(
            (Button("Answer", "/status reply osa", "primary"), Button("Show", "/party show osa"), Button("Off", "/x", "danger"))
        ),
        [
            {
                "type": "actions",
                "elements": [
                    button("Answer", "/status reply osa", "press:0:0", style="primary"),
                    button("Show", "/party show osa", "press:0:1"),
                    button("Off", "/x", "press:0:2", style="danger"),
                ],
            }
        ],
    ),
    (Buttons(()), []),
    (
        Menu("Another unit", "/party show", (Option("OSA", "osa"),)),
        [
            {
                "type": "actions",
                "elements": [
                    {
                        "type": "static_select",
                        "placeholder": plain("Another unit"),
                        "action_id": "menu:0:/party show",
                        "options": [{"text": plain("OSA"), "value": "osa"}],
                    }
                ],
            }
        ],
    ),
    (Menu("None", "/party show", ()), []),
    # What a menu cannot hold becomes buttons.
    (
        Menu("Long", "/x", (Option("One", "1" * 151),)),
        [{"type": "actions", "elements": [button("One", "/x " + "1" * 151, "press:0:0")]}],
    ),
    (
        Menu("Long", "/" + "x" * 250, (Option("One", "1"),)),
        [{"type": "actions", "elements": [button("One", "/" + "x" * 250 + " 1", "press:0:0")]}],
    ),
    (Picture("wheel.png", "image/png", b"x", "The year"), []),
    (File("minutes.docx", "application/msword", b"x"), []),
]


@pytest.mark.parametrize(("part", "drawn"), DRAWN, ids=[type(part).__name__ for part, _ in DRAWN])
def test_a_part_becomes_blocks(part, drawn):
    header, *rest = blocks(Message("Headline", (part,)))
    assert header == {"type": "header", "text": plain("Headline")}
    assert rest == drawn


def test_a_sentence_alone_is_no_header():
    assert blocks(Message("Registered I-1 <b>")) == [{"type": "section", "text": plain("Registered I-1 <b>")}]


def test_commands_are_spelt_as_slack_takes_them():
    drawn = parcel(Message("Open one with /status ask", (Text(marked("Or `/whoami`")),)), Drawing(root="samarbejde"))
    assert drawn.first.blocks[0]["text"]["text"] == "Open one with /samarbejde status ask"
    assert drawn.first.blocks[1]["text"]["text"] == "Or `/samarbejde whoami`"
    assert drawn.first.text == "Open one with /samarbejde status ask\nOr /samarbejde whoami"


def test_files_and_pictures_go_beside():
    files = parcel(Message("x", (Picture("w.png", "image/png", b"p", "The year"), File("m.docx", "a/b", b"f")))).files
    assert [(one.name, one.media_type, one.data, one.description) for one in files] == [
        ("w.png", "image/png", b"p", "The year"),
        ("m.docx", "a/b", b"f", ""),
    ]


def test_the_fallback_says_everything_but_buttons():
    message = Message(
        "Status <2027-Q1>",
        (
            text(marked("**Stuck** {x}", x="<!channel>"), listed([marked("one")])),
            Facts((Fact("Unit", "OSA"),)),
            Table("By track", ("Track",), (("1 & 2",),)),
            Buttons((Button("Show", "/x"),)),
            File("minutes.docx", "a/b", b""),
        ),
    )
    assert parcel(message).first.text == (
        "Status &lt;2027-Q1&gt;\nStuck &lt;!channel&gt;\n\n• one\n\nUnit: OSA\n\nBy track\nTrack\n─────\n1 &amp; 2\n\n(minutes.docx)"
    )
    assert parcel(Message("Alone")).first.text == "Alone"
    assert parcel(Message("")).first.text == "–"
    assert len(parcel(Message("x", (text(marked("{x}", x="<" * 9000)),))).first.text) <= 4000


def test_the_home_tab_takes_several_messages_and_no_table_or_file():
    waiting = Message(
        "What waits for you", (Buttons((Button("Answer", "/status reply"),)), Table("All", ("a", "b"), (("1", ""),)))
    )
    big = Message("Everything", (Table("Wide", ("a" * 50, "b" * 50), tuple((str(one), "x") for one in range(30))),))
    view = home([waiting, big])
    check_view(view)
    assert "table" not in {block["type"] for block in view["blocks"]}
    read = visible(view["blocks"])
    assert "Answer" in read
    assert "29 · x" in read
    full = home([Message("x", tuple(text(marked("{one}", one=str(one))) for one in range(200)))])
    check_view(full)
    assert visible(full["blocks"][-1]) == "…"
