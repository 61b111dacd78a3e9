"""How text is drawn in Mattermost: ours keeps its marks, a person's is shown as typed, calls nobody and loads nothing."""

import re
import time

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from bot.chat.markdown import Markdown, code, escaped, joined, listed, marked, mention
from bot.chat.message import text
from bot.platforms.mattermost.marked import Drawing, texts
from bot.platforms.mattermost.marked import mention as live_mention
from bot.platforms.mattermost.plainly import cleaned, lines_of, one_line, plainly, silenced
from tests.platforms.fake_mattermost.mentions import called
from tests.platforms.scripted import HOSTILE

CLIENT = MarkdownIt("commonmark", {"html": True}).enable(["table", "strikethrough"])
SIGNS = [
    *"*_`[]()<>&~|\\#-+=.1:!\n@$\t \u00a0\u2424\u202e\u2028aø",
    "&#64;",
    "&commat;",
    "https://x.dk/a_b",
    "kk.dk/a",
    "```",
    "![",
    "](",
    "www.",
]
NAMES = ("channel", "all", "here", "anna", "bo.lund")
WILD = st.lists(
    st.one_of(st.sampled_from([*SIGNS, *NAMES, *(f"@{one}" for one in NAMES)]), st.text(max_size=3)), max_size=25
).map("".join)
KNOWN = Drawing(resolve={"person:p_1": "anna", "person:p_2": "bo.lund", "place:3": "aftale", "person:p_9": "all"}.get)
CALLABLE = frozenset({"@anna", "@bo.lund", "@kim"})


def drawn(markdown, drawing=KNOWN):
    return "\n".join(texts(markdown, drawing))


def squeezed(text):
    return "".join(one for one in text if not one.isspace() and one != "\u200b")


def words(markdown):
    """The words of a text, as a client that keeps to CommonMark shows them."""
    return squeezed(
        "".join(
            child.content
            for token in CLIENT.parse(markdown)
            if token.type == "inline" or token.type in {"code_block", "fence", "html_block"}
            for child in (token.children or [token])
        )
    )


def tags(markdown):
    found = CLIENT.parse(markdown)
    inside = [child for token in found for child in token.children or ()]
    return {token.type for token in [*found, *inside]} - {
        "inline",
        "text",
        "text_special",
        "softbreak",
        "paragraph_open",
        "paragraph_close",
    }


@pytest.mark.parametrize(
    ("ours", "theirs"),
    [
        (marked("**{x}**", x="fed"), "**fed**"),
        (marked("*{x}*", x="kursiv"), "*kursiv*"),
        (marked("***{x}***", x="begge"), "***begge***"),
        (marked("a **b** *c*"), "a **b** *c*"),
        (marked("**a***b*"), "**a**\u200b*b*"),
        (marked("one\ntwo"), "one two"),
        (marked("one\\\ntwo"), "one\ntwo"),
        (marked("one\n\ntwo"), "one\n\ntwo"),
        (marked("** {x} **", x="a"), "&#42;&#42; a &#42;&#42;"),
        (code("/initiative new"), "`/initiative new`"),
        (code("/status digest"), "`/pagt status digest`"),
        (joined([code("/status digest"), Markdown("og"), code("/meeting new")], " "), "`/pagt status digest` og `/meeting new`"),
        (listed([marked("a"), marked("b")]), "- a\n- b"),
        (Markdown("- a\n  - b\n- c"), "- a\n  - b\n- c"),
        (Markdown("1. a\n2. b"), "1. a\n2. b"),
        (Markdown("1. a\n   - b"), "1. a\n   - b"),
        (listed([Markdown("a\\\nb")]), "- a\n  b"),
        (Markdown("[her](https://x.dk/a)"), "[her](https://x.dk/a)"),
        (Markdown("[**her**](https://x.dk/a_b?c=1&d=(2))"), "[her](https://x.dk/a%5Fb?c=1&d=%282%29)"),
        (Markdown("[her](ftp://x.dk)"), "her"),
        (Markdown("[her](javascript:alert)"), "&#91;\u200bher&#93;\u200b(javascript:alert)"),
        (Markdown("[her](https://x.dk/@channel)"), "[her](https://x.dk/%40channel)"),
        (Markdown(""), ""),
    ],
)
def test_ours_is_drawn(ours, theirs):
    assert drawn(ours) == theirs


@pytest.mark.parametrize(
    ("person", "name", "shown"),
    [
        ("p_1", "Anna Holm", "@anna"),
        ("p_2", "Bo Lund", "@bo.lund"),
        ("p_3", "Carla", "Carla"),
        ("p_9", "Alle @channel", "Alle @\u200bchannel"),
    ],
)
def test_a_person_is_called_by_their_user_name_where_they_have_one(person, name, shown):
    assert drawn(mention(person, name)) == shown


def test_a_mention_keeps_letters_off():
    assert drawn(marked("{who}s svar, x{who}", who=mention("p_1", "Anna"))) == "@anna\u200bs svar, x\u200b@anna"
    assert drawn(marked("{who}. Og {who}, {who}", who=mention("p_2", "Bo"))) == "@bo.lund\u200b. Og @bo.lund, @bo.lund"


def test_a_channel_is_named_where_it_is_known():
    assert drawn(Markdown("[aftale](place:3) [andet](place:4)")) == "~aftale andet"


@pytest.mark.parametrize("name", ["all", "Here", "channel", "", "a b", "a`b", "a@b", "_a", "a.", "x" * 65, "é", None])
def test_what_is_no_user_name_is_never_called(name):
    assert live_mention(name) is None


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ("@channel", "@\u200bchannel"),
        ("anna@kk.dk", "anna@\u200bkk.dk"),
        ("<!channel> <@U1>", "&lt;!channel&gt; &lt;@\u200bU1&gt;"),
        ("`kode`", "&#96;kode&#96;"),
        ("~town-square", "&#126;town-square"),
        ("![x](http://x.dk/y.png)", "!&#91;x&#93;(<http://x.dk/y.png>)"),
        ("mmaction://go?x=1", "mmaction:\u200b//go?x=1"),
        ("# h", "&#35; h"),
        ("- a", "&#45; a"),
        ("12. a", "12&#46; a"),
        ("12) a", "12&#41; a"),
        ("> a", "&gt; a"),
        ("---", "&#45;--"),
        ("===", "&#61;=="),
        ("a | b", "a &#124; b"),
        ("$5 og $6", "&#36;5 og &#36;6"),
        ("snake_case _ ø_x", "snake_case &#95; ø&#95;x"),
        ("R&D", "R&amp;D"),
        ("a\\b", "a&#92;b"),
        ("se https://x.dk/a_b?c=1&d=2.", "se <https://x.dk/a_b?c=1&d=2>."),
        ("(https://x.dk/a)", "(<https://x.dk/a>)"),
        ("https://x.dk/@anna", "https://x.dk/@\u200banna"),
        ("https://x.dk/?a&lt;b", "https://x.dk/?a&amp;\u200blt;b"),
        ("\u202eabc\u2066", "abc"),
        ("bell\x07", "bell\u2407"),
        ("\u2424# h", "\u240a# h"),
        ("\ud800a", "a"),
        ("a\u2028b", "a b"),
    ],
)
def test_theirs_is_shown_as_typed(typed, shown):
    assert one_line(typed) == shown


@pytest.mark.parametrize("hostile", [*HOSTILE, "".join(f"@{one}\n" for one in NAMES)], ids=lambda one: ascii(one[:20]))
def test_what_is_hostile_stays_words(hostile):
    message = drawn(marked("Før **{x}** og {x}", x=hostile))
    assert called(message, CALLABLE) == set()
    assert tags(message) <= {"strong_open", "strong_close", "link_open", "link_close"}


@given(WILD)
def test_nothing_typed_ever_becomes_markup_or_calls_anybody(typed):
    for said in (drawn(marked("x {x} y", x=typed)), drawn(escaped(typed)), "\n".join(lines_of(typed)), one_line(typed)):
        assert called(said, CALLABLE) == set()
        assert tags(said) <= {"link_open", "link_close"}
        assert "<!" not in said
        assert "<@" not in said
        assert not re.search(r"[`~|\[\]*\\$\u202a-\u202e\u2066-\u2069\x00-\x08]", said.replace("\n", ""))


@given(WILD)
def test_every_character_typed_is_shown(typed):
    assert words("\n".join(lines_of(typed))) == squeezed(cleaned(typed))


@given(WILD, WILD)
def test_two_facts_side_by_side_call_nobody(one, other):
    assert called(drawn(marked("{one}{other}", one=one, other=other)), CALLABLE) == set()
    assert called(drawn(marked("**{one}**{other}*{one}*", one=one, other=other)), CALLABLE) == set()


@given(WILD)
@example("_channel")
@example("bo_")
def test_a_mention_of_ours_is_the_only_one_there_is(typed):
    said = drawn(marked("{x}{who}{x}", x=typed, who=mention("p_1", "Anna")))
    assert called(said, CALLABLE) == {"@anna"}


@given(WILD)
def test_plain_texts_hold_no_mention_where_one_reads_them_after_all(typed):
    assert not re.search(r"@[^\u200b]|@\Z", silenced(typed))


@given(st.lists(WILD, min_size=1, max_size=8), st.integers(40, 400))
def test_texts_fit_and_lose_nothing(paragraphs, longest):
    whole = text(*(escaped(one) for one in paragraphs)).markdown
    pieces = texts(whole, KNOWN, longest)
    assert all(0 < len(one) <= longest for one in pieces) or any(len(plainly(word)) > longest - 20 for word in whole.split())
    assert squeezed("".join(map(words, pieces))) == squeezed(words(drawn(whole)))


def test_a_text_never_begins_with_what_would_be_code():
    deep = Markdown("- a\n  - b\n    - " + "c " * 60)
    pieces = texts(deep, KNOWN, 60)
    assert len(pieces) > 2
    assert not any(one.startswith(" ") for one in pieces)


@pytest.mark.parametrize("sign", ["x", "x.", "@", "https://", "&", "_", "\\", "a.dk/", " \n", "@channel ", "<", "*"])
def test_a_wall_of_signs_is_drawn_at_once(sign):
    began = time.perf_counter()
    texts(escaped((sign * 12_000)[:12_000]), KNOWN)
    one_line((sign * 12_000)[:12_000])
    assert time.perf_counter() - began < 1.5


def test_commands_have_the_prefix_that_the_team_needs():
    drawing = Drawing(root="aftalen", prefix="kk-")
    assert (
        drawn(joined([code("/initiative new"), code("/status digest")], " "), drawing)
        == "`/kk-initiative new` `/aftalen status digest`"
    )
    assert drawing.sentence("Skriv /meeting new eller /status digest.") == "Skriv /kk-meeting new eller /aftalen status digest."
