"""Messages in the neutral vocabulary: within every platform's limits, and the same after they were stored."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.chat.markdown import Markdown
from bot.chat.message import (
    LONGEST_COMMAND,
    LONGEST_HEADLINE,
    LONGEST_LABEL,
    Button,
    Buttons,
    Fact,
    Facts,
    File,
    Menu,
    Message,
    Option,
    Picture,
    Table,
    Text,
    facts,
    from_json,
    shortened,
    text,
    to_json,
)

WORDS = st.text(st.characters(codec="utf-8"), max_size=12)
BUTTONS = st.builds(Button, WORDS, WORDS, st.sampled_from(["plain", "primary", "danger"]))
PARTS = st.one_of(
    st.builds(Text, WORDS),
    st.builds(Facts, st.lists(st.builds(Fact, WORDS, WORDS), max_size=10).map(tuple)),
    st.builds(
        Table,
        WORDS,
        st.lists(WORDS, max_size=4).map(tuple),
        st.lists(st.lists(WORDS, max_size=4).map(tuple), max_size=3).map(tuple),
    ),
    st.builds(Buttons, st.lists(BUTTONS, max_size=25).map(tuple)),
    st.builds(Menu, WORDS, WORDS, st.lists(st.builds(Option, WORDS, WORDS), max_size=5).map(tuple)),
    st.builds(Picture, WORDS, WORDS, st.binary(max_size=12), WORDS),
    st.builds(File, WORDS, WORDS, st.binary(max_size=12)),
)
MESSAGES = st.builds(Message, WORDS, st.lists(PARTS, max_size=4).map(tuple))


@given(MESSAGES)
def test_a_message_is_the_same_after_it_was_stored(message):
    assert from_json(to_json(message)) == message


@pytest.mark.parametrize(
    ("long", "longest", "short"),
    [
        ("kort", 10, "kort"),
        ("præcis ti!", 10, "præcis ti!"),
        ("to   ord\nher", 20, "to ord her"),
        ("en lidt længere sætning", 12, "en lidt…"),
        ("ord, og så mere", 10, "ord, og…"),
        ("ethundredesyttenord", 10, "ethundred…"),
        ("", 10, ""),
    ],
)
def test_a_long_text_is_cut_at_a_word(long, longest, short):
    assert shortened(long, longest) == short


@given(st.text(max_size=300), st.integers(min_value=2, max_value=200))
def test_a_cut_text_always_fits_on_one_line(long, longest):
    short = shortened(long, longest)
    assert len(short) <= longest
    assert "\n" not in short


def test_headlines_and_labels_are_kept_within_what_platforms_take():
    assert len(Message("ord " * 100).headline) <= LONGEST_HEADLINE
    assert len(Button("ord " * 100, "/help").label) <= LONGEST_LABEL
    assert Message("to\nlinjer").headline == "to linjer"


@pytest.mark.parametrize(
    "broken",
    [
        lambda: Button("x", "/" + "x" * LONGEST_COMMAND),
        lambda: Buttons(tuple(Button("x", "/x") for _ in range(26))),
        lambda: Facts(tuple(Fact("x", "y") for _ in range(11))),
        lambda: Menu("x", "/x", tuple(Option("x", str(number)) for number in range(101))),
        lambda: Table("x", tuple("abcdefghijklmnopqrstu"), ()),
        lambda: from_json('{"headline": "x", "parts": [], "colour": "red"}'),
    ],
    ids=["command", "buttons", "facts", "menu", "columns", "unknown key"],
)
def test_what_no_platform_could_draw_is_a_mistake_of_ours(broken):
    with pytest.raises(ValueError, match=r"can be drawn|colour"):
        broken()


def test_empty_paragraphs_and_facts_are_left_out():
    assert text(Markdown("a"), Markdown(""), Markdown("b")).markdown == "a\n\nb"
    assert [one.label for one in facts({"A": "1", "B": "", "C": "3"}).facts] == ["A", "C"]
