"""Long messages in Slack: split over message, thread and files so that each part is taken and nothing is left out."""

import csv
import io
import json
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.chat.markdown import listed, marked, mention
from bot.chat.message import Button, Buttons, Fact, Facts, File, Menu, Message, Option, Table, text
from bot.platforms.slack.mrkdwn import Drawing
from bot.platforms.slack.shapes import home, parcel
from bot.platforms.slack.table_shapes import as_csv
from tests.platforms.fake_slack.blocks import check_message, check_view
from tests.platforms.fake_slack.state import raw_mrkdwn, visible


def digest(count):
    """A digest of so many initiatives, as a table, as text, and with another table and buttons around."""
    rows = tuple((f"I-{one}", f"Indsats nummer {one} & mere om den", "OSA", "aktiv") for one in range(1, count + 1))
    lines = [marked("**I-{one}** {said}", one=str(one), said=f"går fremad <{one}> " + "ord " * 20) for one in range(1, count + 1)]
    return Message(
        "Status 2027-Q1",
        (
            text(marked("**Flyttet**"), listed(lines)),
            Table("Efter spor", ("Spor", "Antal"), (("1 Forebyggelse", "3"), ("2 Bekæmpelse", "4"))),
            Table("Alle", ("Nummer", "Titel", "Enhed", "Tilstand"), rows),
            Buttons((Button("Vis alle", "/status digest"),)),
            text(marked("Aftalens punkt 7")),
        ),
    )


def marks(drawn):
    """What tells a reader which of several messages it is."""
    posts = (drawn.first, *drawn.thread)
    return [one["elements"][0]["text"] for post in posts for one in post.blocks if one["type"] == "context"]


@pytest.mark.parametrize("count", [1, 40, 120, 1000])
def test_a_digest_arrives_whole_within_every_limit(count):
    drawn = parcel(digest(count))
    for post in (drawn.first, *drawn.thread):
        check_message(post.text, list(post.blocks))
    read = "\n".join(visible(list(post.blocks)) for post in (drawn.first, *drawn.thread))
    files = "".join(one.data.decode("utf-8-sig") for one in drawn.files)
    for one in range(1, count + 1):
        assert f"*I-{one}* går fremad <{one}>" in read or f"I-{one} går fremad <{one}>" in files
        assert f"Indsats nummer {one} & mere om den" in read + files
    assert "1 Forebyggelse" in read + files
    assert "Aftalens punkt 7" in read + files
    first = [block["type"] for block in drawn.first.blocks]
    assert "actions" in first, "what can be pressed stays with the message"
    if drawn.thread:
        many = len(drawn.thread) + 1
        left = [f"… {drawn.files[-1].name}"] if count == 1000 else []
        assert many <= 10
        assert marks(drawn) == [f"1/{many} …", *(f"… {number}/{many}" for number in range(2, many + 1)), *left]
        assert [post.text for post in drawn.thread] == [f"Status 2027-Q1 ({number}/{many})" for number in range(2, many + 1)]


def test_twenty_five_buttons_with_long_commands_are_split():
    buttons = Buttons(tuple(Button(f"B{number}", "/x " + "y" * 1890) for number in range(25)))
    drawn = parcel(Message("x", (buttons,)))
    found = [
        element
        for post in (drawn.first, *drawn.thread)
        for one in post.blocks
        if one["type"] == "actions"
        for element in one["elements"]
    ]
    for post in (drawn.first, *drawn.thread):
        check_message(post.text, list(post.blocks))
    assert [one["text"]["text"] for one in found] == [f"B{number}" for number in range(25)]
    assert len({one["action_id"] for one in found}) == 25


def test_a_table_over_a_message_goes_on_in_the_thread_under_its_header():
    rows = tuple((f"I-{one}", "x") for one in range(1, 121))
    drawn = parcel(Message("All", (Table("Initiatives", ("Ref", "Title"), rows), text(marked("That is all.")))))
    tables = [block for post in (drawn.first, *drawn.thread) for block in post.blocks if block["type"] == "table"]
    assert [len(one["rows"]) for one in tables] == [100, 22]
    assert all([cell["text"] for cell in one["rows"][0]] == ["Ref", "Title"] for one in tables)
    assert "That is all." in visible(list(drawn.first.blocks)), "what stands below a table is not carried off with its rest"
    assert "Initiatives (2/2)" in visible(list(drawn.thread[0].blocks))
    assert drawn.files == ()


@pytest.mark.parametrize(
    "table",
    [
        Table("Too many rows", ("a",), (("x",),) * 600),
        Table("Too long a cell", ("a", "b"), (("x" * 600, "y"),)),
        Table("Too wide", ("a",), (tuple("abcdefghijklmnopqrstuvwxyz"),)),
        Table("", ("Long header " * 50, "b"), (("x", "y"),)),
    ],
    ids=lambda table: table.caption,
)
def test_a_table_slack_cannot_hold_is_a_file_as_well(table):
    drawn = parcel(Message("x", (table,)))
    for post in (drawn.first, *drawn.thread):
        check_message(post.text, list(post.blocks))
    whole = [one.data.decode("utf-8-sig") for one in drawn.files]
    if table.caption == "Too wide":
        assert whole == []
        assert "t · u · v · w · x · y · z" in visible(list(drawn.first.blocks))
    else:
        assert list(csv.reader(io.StringIO(whole[0]), delimiter=";")) == [list(table.columns), *map(list, table.rows)]


@pytest.mark.parametrize(
    ("cell", "written"),
    [
        ("=1+1", "'=1+1"),
        ("+45 33", "'+45 33"),
        ("@SUM(A1)", "'@SUM(A1)"),
        ("-12", "-12"),
        (" =x", "' =x"),
        ("–", "–"),
        ("Å;b", "Å;b"),
    ],
)
def test_no_cell_of_a_file_is_a_formula(cell, written):
    data = as_csv(Table("x", ("a",), ((cell,),))).data.decode("utf-8-sig")
    assert list(csv.reader(io.StringIO(data), delimiter=";"))[1] == [written]


def test_files_are_called_after_what_they_hold():
    assert as_csv(Table("Alle: indsatser/2027 ", ("a",), ())).name == "alle-indsatser-2027.csv"
    assert as_csv(Table("…", ("a",), ())).name == "pagt.csv"


NASTY = st.sampled_from(
    [
        "<!channel>",
        "<@U04ANNA001>",
        "<https://evil.example|kk.dk>",
        "&lt;!here&gt;",
        "*b* _i_ ~s~ `c`",
        "> q",
        "",
        " ",
        "\n\n",
        "x" * 700,
        "@here",
    ]
) | st.text(max_size=60)
LINES = st.lists(NASTY, min_size=0, max_size=6)
PARTS = st.one_of(
    st.builds(lambda one: text(marked("**{one}** {one}", one=one), listed([marked("{one}", one=one)])), NASTY),
    st.builds(
        lambda one, many: text(marked("{one}", one="\n".join(many) * 9), marked("{who}", who=mention("p_1", one))), NASTY, LINES
    ),
    st.builds(lambda pairs: Facts(tuple(Fact(*one) for one in pairs)), st.lists(st.tuples(NASTY, NASTY), max_size=10)),
    st.builds(
        lambda caption, columns, rows: Table(caption, tuple(columns), tuple(map(tuple, rows))),
        NASTY,
        LINES,
        st.lists(LINES, max_size=30),
    ),
    st.builds(lambda labels: Buttons(tuple(Button(one, f"/x {one[:600]}") for one in labels)), st.lists(NASTY, max_size=25)),
    st.builds(lambda label, options: Menu(label, "/x", tuple(Option(one, one) for one in options)), NASTY, LINES),
    st.builds(lambda one: File(one or "f", "a/b", b"x"), NASTY),
)
MESSAGES = st.builds(lambda headline, parts: Message(headline, tuple(parts)), NASTY, st.lists(PARTS, max_size=12))


@given(MESSAGES)
def test_slack_takes_every_message_and_only_templates_are_live(message):
    known = Drawing({"person:p_1": "T04KBH0001/U04ANNA001"}.get)
    drawn = parcel(message, known)
    for post in (drawn.first, *drawn.thread):
        check_message(post.text, list(post.blocks))
        texts = [post.text, *raw_mrkdwn(list(post.blocks))]
        assert {found for one in texts for found in shown_tokens(one)} <= {"@U04ANNA001"}
    view = home([message], known)
    check_view(view)
    assert {found for one in raw_mrkdwn(view["blocks"]) for found in shown_tokens(one)} <= {"@U04ANNA001"}
    assert json.loads(json.dumps(view)) == view


def shown_tokens(raw):
    """What is live in a text."""
    rest, found = raw, []
    while "<" in rest:
        inside, _, rest = rest.partition("<")[2].partition(">")
        found.append(inside)
    return found


@given(MESSAGES, st.integers(0, 6))
def test_nothing_that_is_said_is_left_out(message, number):
    needle = f"Nål nummer {number}"
    whole = replace(message, parts=(*message.parts[:number], text(marked("{it}", it=needle)), *message.parts[number:]))
    drawn = parcel(whole)
    assert needle in "\n".join(visible(list(post.blocks)) for post in (drawn.first, *drawn.thread))
