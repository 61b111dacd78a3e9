"""What a person wrote is shown as typed, whatever it is: nothing of theirs becomes markup, and everything of ours does."""

import re
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.chat.markdown import Markdown, code, escaped, is_plain, joined, listed, marked, mention, tokens
from bot.chat.plain import unmarked

MARKS = ["*", "_", "`", "[", "]", "(", ")", "<", ">", "&", "~", "|", "\\", "#", "-", "+", "=", ".", "1", ":", "!", " ", "\n", "@"]
HOSTILE = st.lists(st.one_of(st.sampled_from(MARKS), st.text(max_size=4)), max_size=30).map("".join)
QUIET = {"text", "softbreak", "hardbreak", "text_special"}


def shown(text):
    """What is left of a text when it is shown: lines without loose spaces at their ends, and none of them empty."""
    lines = [line.strip() for line in re.sub(r"[\r\x0b\x0c\x1c-\x1e\x85\u2028\u2029]", "\n", text).split("\n")]
    return "\n".join(line for line in lines if line)


def children(markdown):
    return [(token.type, child.type) for token in tokens(markdown) for child in token.children or ()]


def blocks(markdown):
    return {token.type for token in tokens(markdown)}


@pytest.mark.parametrize(
    "text",
    [
        "*ikke fed*",
        "**heller ikke**",
        "_kursiv_ snake_case_name",
        "`kode`",
        "[link](https://example.org)",
        "<https://example.org|her>",
        "<!channel> @all <@U123>",
        "&amp; &lt;b&gt; &#42;",
        "<script>alert(1)</script>",
        "# overskrift",
        "- punkt",
        "+ punkt",
        "1. punkt",
        "12) punkt",
        "> citat",
        "---",
        "===",
        "~~streget~~",
        "| a | b |",
        "back\\slash",
        "https://example.org/a_b*c",
        "[person](person:p_1)",
        "{title} {0} {x.__class__} %s",
        "'; DROP TABLE initiative; --",
        "line one\nline two",
        "    indented",
        "ÆØÅ æøå 👩‍👩‍👧 🇩🇰",
    ],
)
def test_what_is_typed_is_shown_as_typed(text):
    assert unmarked(escaped(text)) == shown(text)
    assert blocks(escaped(text)) <= {"paragraph_open", "inline", "paragraph_close"}
    assert {kind for _, kind in children(escaped(text))} <= QUIET


@given(HOSTILE)
def test_nothing_typed_ever_becomes_markup(text):
    safe = escaped(text)
    assert blocks(safe) <= {"paragraph_open", "inline", "paragraph_close"}
    assert {kind for _, kind in children(safe)} <= QUIET


@given(HOSTILE)
def test_a_fact_cannot_break_out_of_the_template_it_stands_in(text):
    inside = marked("before **{fact}** after", fact=f"x{text}x")
    kinds = [kind for _, kind in children(inside)]
    assert [kind for kind in kinds if kind not in QUIET] == ["strong_open", "strong_close"]
    assert unmarked(inside).startswith("before x")
    assert unmarked(inside).endswith("x after")


@given(HOSTILE)
def test_a_fact_cannot_break_out_of_a_list(text):
    found = blocks(listed([marked("{fact}", fact=text), marked("{fact}", fact=f"y{text}")]))
    assert found <= {"bullet_list_open", "list_item_open", "paragraph_open", "inline"} | {
        "bullet_list_close",
        "list_item_close",
        "paragraph_close",
    }
    read = tokens(listed([marked("{fact}", fact=f"x{text}"), marked("{fact}", fact=f"y{text}")]))
    assert sum(token.type == "list_item_open" for token in read) == 2


@given(st.text(st.characters(codec="utf-8", categories=("L", "N", "P", "S", "Zs")), max_size=60))
def test_one_line_comes_back_character_for_character(text):
    assert unmarked(escaped(text)).split() == text.split()


@pytest.mark.parametrize("sign", [" ", "\n", "\t", "#", "1", "*", "\\", " \n", "-\n", "&"])
def test_a_wall_of_signs_is_escaped_at_once(sign):
    began = time.perf_counter()
    escaped("x" + (sign * 12_000)[:12_000] + "x")
    assert time.perf_counter() - began < 0.5


def test_ours_stays_markup_and_is_not_escaped_twice():
    assert marked("{one}, {two}", one=marked("**{x}**", x="a*b"), two="**c**") == r"**a\*b**, \*\*c\*\*"
    assert {"em_open", "strong_open"} <= {kind for _, kind in children("*a* **b**")}


@pytest.mark.parametrize("template", ["{fact.__class__}", "{fact[0]}", "{missing}"])
def test_a_template_reaches_facts_by_plain_names_only(template):
    with pytest.raises(KeyError):
        marked(template, fact="x")


@pytest.mark.parametrize("value", [7, 1.5, None, True])
def test_a_fact_may_be_any_plain_value(value):
    assert unmarked(marked("{value}", value=value)) == str(value)


@pytest.mark.parametrize(
    ("text", "made"),
    [("/initiative new", "`/initiative new`"), ("a`b", "`a b`"), ("", ""), ("`", ""), ("a\nb", "`a b`")],
)
def test_what_to_type_is_shown_as_code_and_cannot_end_it(text, made):
    assert code(text) == made


def test_paragraphs_and_lists_leave_out_what_is_empty():
    assert joined([Markdown("a"), Markdown(""), Markdown("b")]) == "a\n\nb"
    assert unmarked(listed([Markdown("a\\\nb"), Markdown("c")])) == "• a\n  b\n• c"


def test_a_person_is_mentioned_by_a_name_that_cannot_be_a_link():
    made = mention("p_1", "A](http://example.org) [B")
    (link,) = [token for token in tokens(made)[1].children if token.type == "link_open"]
    assert link.attrs == {"href": "person:p_1"}
    assert unmarked(made) == "A](http://example.org) [B"


PLAIN = [
    "Set af OSA.",
    "Ét ord",
    "Fem af ni. Resten (4) venter: 1. marts – 2. april!",
    "Første afsnit.\n\nAndet afsnit, med 3 tal.",
]
NOT_PLAIN = [
    "",
    "1. punkt",
    "- punkt",
    " indrykket",
    "a\nb",
    "a \n\nb",
    "a\n\n1. b",
    "**fed**",
    "a & b",
    "a\u200bb",
    "to\n\n\n\nafsnit",
    "slut ",
]
NEARLY = st.lists(
    st.sampled_from(["a", "ø", " ", "\n\n", "\n", ". ", "1", "-", "(", ":", "!", "*", "&", "\u00a0", "#", "+ ", "=" * 3])
)


@pytest.mark.parametrize("markdown", PLAIN)
def test_sentences_are_plain(markdown):
    assert is_plain(markdown)


@pytest.mark.parametrize("markdown", NOT_PLAIN)
def test_what_may_be_more_than_words_is_read(markdown):
    assert not is_plain(markdown)


@given(st.one_of(NEARLY.map("".join), st.text(max_size=30)))
def test_what_is_taken_for_plain_reads_as_it_stands(markdown):
    if is_plain(markdown):
        read = tokens(markdown)
        assert {token.type for token in read} == {"paragraph_open", "inline", "paragraph_close"}
        assert {child.type for token in read for child in token.children or ()} == {"text"}
        assert "\n\n".join(token.content for token in read if token.type == "inline") == markdown
