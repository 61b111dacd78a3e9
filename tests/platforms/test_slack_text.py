"""Our Markdown as Slack reads it: marks where a template has them, and nothing a person wrote is ever live."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.chat.markdown import Markdown, code, joined, listed, marked, mention
from bot.platforms.slack.heard import unescaped, words
from bot.platforms.slack.mrkdwn import Drawing, escape, texts, within
from bot.platforms.slack.mrkdwn import mention as account_mention

KNOWN = {"person:p_1": "T04KBH0001/U04ANNA001", "person:p_2": "W012ABC", "person:p_3": "<!channel>", "place:3": "C05AFTALE1"}
DRAWING = Drawing(KNOWN.get)
# How Slack finds what is live in a text.
LIVE = re.compile(r"<([^<>]*)>")


@pytest.mark.parametrize(
    ("markdown", "mrkdwn"),
    [
        (marked("**Needs a decision** (3)"), "*Needs a decision* (3)"),
        (marked("*quietly* and **loudly**"), "_quietly_ and *loudly*"),
        (marked("***both***"), "_*both*_"),
        (marked("**half**word"), "*half*\u200bword"),
        (marked("{a}**half**", a="half"), "half\u200b*half*"),
        (Markdown("[A *b* `c`](https://kk.dk/)"), "<https://kk.dk/|A b c>"),
        (mention("p_1", ""), "<@U04ANNA001>"),
        (code("/status digest"), "`/pagt status digest`"),
        (code("/pagt status"), "`/pagt status`"),
        (joined([marked("one"), marked("two")]), "one\n\ntwo"),
        (marked("one\\\ntwo"), "one\ntwo"),
        (marked("one\ntwo"), "one two"),
        (listed([marked("one"), marked("**two**")]), "• one\n• *two*"),
        (listed([marked("one\\\nmore"), marked("two")]), "• one\n  more\n• two"),
        (Markdown("3. three\n4. four\n   - under\n   - it"), "3. three\n4. four\n    ◦ under\n    ◦ it"),
        (joined([marked("above"), listed([marked("one")]), marked("below")]), "above\n\n• one\n\nbelow"),
        (mention("p_1", "Anna"), "<@U04ANNA001>"),
        (mention("p_2", "Bo"), "<@W012ABC>"),
        (mention("p_3", "Not an id"), "Not an id"),
        (mention("p_9", "Stranger <@U1>"), "Stranger &lt;@U1&gt;"),
        (Markdown("[#agreement](place:3)"), "<#C05AFTALE1>"),
        (Markdown("[#other](place:4)"), "#other"),
        (Markdown("[The page](https://kk.dk/?a=1&b=2)"), "<https://kk.dk/?a=1&amp;b=2|The page>"),
        (Markdown("[A > B](http://kk.dk/a|b)"), "<http://kk.dk/a%7Cb|A &gt; B>"),
        (Markdown("[no](ftp://kk.dk/) [host](https:///x)"), "no host"),
        (Markdown(f"[long](https://kk.dk/{'x' * 2100})"), "long"),
        (marked("{x}", x="a & b < c > d"), "a &amp; b &lt; c &gt; d"),
        (marked("{x}", x="&lt;b&gt; &amp;amp;"), "&amp;lt;b&amp;gt; &amp;amp;amp;"),
        (marked("{x}", x="> 40 young people"), "\u200b&gt; 40 young people"),
        (marked("{x}", x="- no list\n# no heading"), "- no list\n# no heading"),
        (Markdown(""), None),
    ],
)
def test_markdown_of_ours_becomes_mrkdwn(markdown, mrkdwn):
    assert texts(markdown, DRAWING) == ([mrkdwn] if mrkdwn is not None else [])


HOSTILE = st.text(
    alphabet=st.sampled_from(list("<>&|!@#*_~`[]()\\/:.-^ \n\t\"'") + list("channelhereU04SW^subteamhttpsdate"))
    | st.characters(),
    max_size=200,
) | st.sampled_from(
    [
        "<!channel>",
        "<!here|x>",
        "<!subteam^S1|@all>",
        "<@U04ANNA001>",
        "<https://evil.example|https://kk.dk>",
        "<!date^1^{date}^https://evil.example|x>",
        "[press](https://evil.example)",
        "[x](person:p_1)",
        "![x](https://evil.example/x.png)",
        "&lt;!channel&gt;",
        "&#60;!channel&#62;",
        "https://evil.example <!everyone",
        "\\<!channel\\>",
        "`<!channel>`",
        "\u202e<@U04ANNA001>\u200b",
    ]
)


@given(HOSTILE, HOSTILE)
def test_nothing_a_person_wrote_is_live(one, other):
    template = "**{one}** says [{other}](person:p_1): *{one}* [page](https://kk.dk/) {other}"
    drawn = texts(joined([marked(template, one=one, other=other), listed([marked("{one}", one=one)])]), DRAWING)
    live = [found for text in drawn for found in LIVE.findall(text)]
    assert live == ["@U04ANNA001", "https://kk.dk/|page"]
    assert not any(letter in LIVE.sub("", text) for text in drawn for letter in "<>")


@given(HOSTILE)
def test_a_name_in_a_mention_of_somebody_unknown_is_text(name):
    drawn = "".join(texts(marked("{who}", who=mention("p_9", name)), DRAWING))
    assert LIVE.findall(drawn) == []


def reads_as(text):
    """What stands there, but for blanks and for what keeps marks apart; those are a renderer's own affair."""
    return re.sub(r"[\s\u200b]+", "", text)


@given(HOSTILE)
def test_what_a_person_wrote_is_read_as_it_was_typed(text):
    drawn = "".join(texts(marked("{text}", text=text), DRAWING))
    assert reads_as(unescaped(drawn)) == reads_as(text.replace("\x00", "\ufffd"))


@given(st.lists(HOSTILE, max_size=8).map("\n".join), st.integers(600, 3000))
def test_every_text_fits_and_nothing_is_lost(text, longest):
    long = (text or "x").replace("\x00", "\ufffd") * 20  # As the parser of Markdown shows it.
    drawn = texts(marked("**{text}**", text=long) + listed([marked("{text}", text=long)]), DRAWING, longest)
    assert all(len(one) <= longest for one in drawn)
    assert reads_as(long)[-40:] in reads_as(unescaped("".join(drawn)))
    assert all(not re.search(r"&(?!amp;|lt;|gt;)", one) for one in drawn)


@given(st.text(max_size=60), st.integers(1, 80))
def test_a_cut_never_splits_an_entity(text, longest):
    cut = within(text * 3, longest)
    assert len(cut) <= longest
    assert not re.search(r"&(?!amp;|lt;|gt;)", cut)
    assert cut == escape(text * 3) or cut.endswith("…")


def test_mentions_come_only_from_ids_slack_gave():
    assert account_mention("T04KBH0001/U04ANNA001") == "<@U04ANNA001>"
    for wrong in (None, "", "anna", "U1>", "T1/u04", "U", "!channel", "T1/U04|x", "U04\n"):
        assert account_mention(wrong) is None


@pytest.mark.parametrize(
    ("said", "spelt"),
    [
        ("The facilitator opens one with /status ask.", "The facilitator opens one with /pagt status ask."),
        ("Did you mean /pagt indsats ny?", "Did you mean /pagt indsats ny?"),
        ("(/help) “/party list”", "(/pagt help) “/party list”"),
        ("Write /initiative new or /whoami.", "Write /initiative new or /pagt whoami."),
        ("og/eller 24/7 https://kk.dk/status km/t /a", "og/eller 24/7 https://kk.dk/status km/t /a"),
    ],
)
def test_commands_in_a_sentence_are_spelt_as_slack_takes_them(said, spelt):
    assert Drawing().sentence(said) == spelt


def test_a_prefix_stands_before_the_short_commands_only():
    drawing = Drawing(prefix="kbh-", root="pagt")
    assert (
        drawing.sentence("/party list, /status ask or /pagt party list")
        == "/kbh-party list, /pagt status ask or /pagt party list"
    )
    assert texts(joined([code("/party list"), code("/status digest"), code("list")]), drawing) == [
        "`/kbh-party list`\n\n`/pagt status digest`\n\n`list`"
    ]


@pytest.mark.parametrize(
    ("raw", "typed"),
    [
        ("<@U04ANNA001|anna.holm> og <@W012>", "<@U04ANNA001> og <@W012>"),
        ("<#C05AFTALE1|bandeaftale> <#G01> <#G02|>", "#bandeaftale #G01 #G02"),
        ("<!here> <!channel|@channel> <!subteam^S012|@osa> <!subteam^S013>", "@here @channel @osa @S013"),
        ("<https://kk.dk> <http://kk.dk|kk.dk> <https://kk.dk/|kk.dk>", "https://kk.dk kk.dk kk.dk"),
        ("<https://kk.dk/a?b=1&amp;c=2|her>", "her (https://kk.dk/a?b=1&c=2)"),
        ("<mailto:a@kk.dk|a@kk.dk> <tel:+4533|+45 33>", "a@kk.dk +45 33 (+4533)"),
        ("<!date^1392734382^{date}|18. februar 2014>", "18. februar 2014"),
        ("a &lt; b &amp;&amp; c &gt; d &amp;lt;", "a < b && c > d &lt;"),
        ("\u00a0osa\u00a0 uændret ", "osa  uændret"),
        ("3 < 4 og <>", "3 < 4 og"),
    ],
)
def test_what_slack_wraps_is_read_as_it_was_typed(raw, typed):
    assert words(raw) == typed
