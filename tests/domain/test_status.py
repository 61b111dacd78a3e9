"""What a unit answers to a status round: reading it from words, and which period a new round gets."""

import re
import time
from contextlib import suppress
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.initiative import State
from bot.domain.status import (
    LONGEST_NEED,
    LONGEST_SENTENCE,
    UNCHANGED,
    Answer,
    Line,
    Words,
    fitting,
    next_period,
    numbers_in,
    read_answer,
)
from bot.refusal import Refusal
from bot.words import status as wording

ACTIVE, PAUSED, ADJUSTED = State.ACTIVE, State.PAUSED, State.ADJUSTED
WORDS = Words(wording.state_words(), wording.OBSTACLE_WORDS, help=wording.HELP_WORDS, need=wording.NEED_WORDS)


def read(text, numbers=(1, 7)):
    return read_answer(text, numbers, dict.fromkeys(numbers, ACTIVE), WORDS)


def said(answer):
    return {number: (line.state, line.progress, line.obstacles) for number, line in answer.lines.items()}


@pytest.mark.parametrize(
    ("taken", "period"),
    [
        ([], "2026-Q4"),
        (["2026-Q3"], "2026-Q4"),
        (["2026-Q4"], "2026-Q4-2"),
        (["2026-Q4-2"], "2026-Q4"),
        (["2026-Q4", "2026-Q4-2", "2026-Q4-3"], "2026-Q4-4"),
        (["2026-Q4", "2026-Q4-3"], "2026-Q4-2"),
    ],
)
def test_an_extra_round_of_a_quarter_gets_a_running_number(taken, period):
    assert next_period("2026-Q4", taken) == period


@pytest.mark.parametrize(
    "text",
    [
        "Uændret",
        "uændret.",
        "UÆNDRET!",
        " u ændret ",
        "uaendret",
        "Uændrede",
        "ingen ændring",
        "Ingen  ændringer",
        "intet nyt",
        "ikke noget nyt",
        "som sidst",
        "unchanged",
        "No change",
        "no changes 👍",
        "nothing new",
        "- same -",
        "«uændret»",
    ],
)
def test_no_change_is_understood_in_both_languages(text):
    assert UNCHANGED.match(text)


@pytest.mark.parametrize(
    "text", ["", "uændret siden maj", "ikke uændret", "not unchanged", "samme", "sametime", "intet", "nyt", "ændret", "changed"]
)
def test_what_says_more_or_something_else_is_no_answer_of_no_change(text):
    assert not UNCHANGED.match(text)


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("I-7: kører", {7: (ACTIVE, "kører", "")}),
        ("I-7 kører godt", {7: (ACTIVE, "kører godt", "")}),
        ("i7 kører", {7: (ACTIVE, "kører", "")}),
        ("- I-7: kører", {7: (ACTIVE, "kører", "")}),
        ("* indsats 7: kører", {7: (ACTIVE, "kører", "")}),
        ("Initiative 7: on track", {7: (ACTIVE, "on track", "")}),
        ("I-7", {7: (ACTIVE, "", "")}),
        ("I-7 uændret", {7: (ACTIVE, "", "")}),
        ("I-7: unchanged; obstacle: rooms", {7: (ACTIVE, "", "rooms")}),
        ("I-7 pauset: mangler lokaler", {7: (PAUSED, "mangler lokaler", "")}),
        ("I-7 paused", {7: (PAUSED, "", "")}),
        ("I-7 PAUSED, no rooms", {7: (PAUSED, "no rooms", "")}),
        ("I-7 aktiv: første hold; hindring: lokaler", {7: (ACTIVE, "første hold", "lokaler")}),
        ("I-7 aktiv: første hold;hindring: lokaler", {7: (ACTIVE, "første hold", "lokaler")}),
        ("I-7 aktiv: første hold. Udfordring: lokaler", {7: (ACTIVE, "første hold", "lokaler")}),
        ("I-7 hindring: lokaler", {7: (ACTIVE, "", "lokaler")}),
        ("I-7 active group of young people", {7: (ACTIVE, "active group of young people", "")}),
        ("I-7: kører\nog vokser", {7: (ACTIVE, "kører og vokser", "")}),
        ("I-7: kører\nhindring: lokaler", {7: (ACTIVE, "kører", "lokaler")}),
        ("I-7: kører\nI-1 pauset: ferie", {7: (ACTIVE, "kører", ""), 1: (PAUSED, "ferie", "")}),
        ("I-7: kører\n\nI-7: og vokser", {7: (ACTIVE, "kører og vokser", "")}),
    ],
)
def test_lines_that_start_with_an_id_speak_of_that_initiative(text, lines):
    answer = read(text)
    assert said(answer) == lines
    assert not answer.remark


@pytest.mark.parametrize(
    "text",
    ["I 7 skoler kører det", "i 1 uge stod det stille", "7 hold er startet", "Ingen af dem", "I-9 er ikke vores", "I-77 x"],
)
def test_a_sentence_that_only_looks_like_an_id_stays_a_remark(text):
    answer = read(text)
    assert not answer.lines
    assert answer.remark == text


def test_ids_that_are_not_the_units_are_found_so_that_they_can_be_refused():
    assert numbers_in("I-7: x\nI-99: y\nI 3 skoler\n  - i8 z") == [7, 99, 8]


@pytest.mark.parametrize(
    ("text", "help_needed", "new_needs", "remark"),
    [
        ("hjælp: lokaler i marts", "lokaler i marts", "", ""),
        ("Help: rooms", "rooms", "", ""),
        ("Behov: indsats i skoler", "", "indsats i skoler", ""),
        ("need: schools", "", "schools", ""),
        ("Hej\nBehov for hjælp: lokaler\nog nøgler\nNye behov: skoler", "lokaler\nog nøgler", "skoler", "Hej"),
        ("helpdesk: no", "", "", "helpdesk: no"),
        ("vi har brug for hjælp: nu", "", "", "vi har brug for hjælp: nu"),
    ],
)
def test_needs_can_be_told_in_words_as_in_the_form(text, help_needed, new_needs, remark):
    answer = read(text)
    assert (answer.help_needed, answer.new_needs, answer.remark) == (help_needed, new_needs, remark)


def test_words_without_an_id_speak_of_the_units_only_initiative():
    assert said(read("pauset: ferie\nhindring: lokaler\nhjælp: nøgler", (7,))) == {7: (PAUSED, "ferie", "lokaler")}
    assert read("pauset: ferie\nhjælp: nøgler", (7,)).help_needed == "nøgler"


def test_words_without_an_id_are_a_remark_when_the_unit_has_none_or_several():
    assert read("kører\nfint", ()).remark == "kører\nfint"
    assert read("kører\nfint", (1, 7)).remark == "kører\nfint"


@pytest.mark.parametrize(
    "text",
    [
        f"I-7 {'x' * (LONGEST_SENTENCE + 1)}",
        f"I-7 hindring: {'x' * (LONGEST_SENTENCE + 1)}",
        "\n".join(["I-7 x"] + ["x" * 100] * 4),
        "x" * (LONGEST_NEED + 1),
        f"hjælp: {'x' * (LONGEST_NEED + 1)}",
    ],
)
def test_what_does_not_fit_is_refused_and_never_cut(text):
    with pytest.raises(Refusal) as no:
        read(text)
    assert no.value.code == "too_long"


def test_what_just_fits_is_kept_whole():
    assert read(f"I-7 {'x' * LONGEST_SENTENCE}").lines[7].progress == "x" * LONGEST_SENTENCE
    assert fitting("x" * 10, 10) == "x" * 10


TYPED = st.lists(
    st.one_of(
        st.sampled_from(
            ["I-7: ", "I-1 pauset: ", "hjælp: ", "behov: ", "hindring: ", "uændret", "\n", "\n\n", "; ", "I 7 ", "- "]
        ),
        st.text(st.characters(codec="utf-8", exclude_categories=("Cc",)), max_size=12),
    ),
    max_size=12,
).map("".join)
SIGNS = re.compile(r"[^\W_]+")


@given(TYPED, st.sampled_from([(), (7,), (1, 7)]))
def test_nothing_that_is_written_is_lost(text, numbers):
    """Every word comes back in its order, but the ids, states and headings that said where the others belong."""
    answer = read(text, numbers)
    kept = " ".join(
        [f"{line.state} {line.progress} {line.obstacles}" for line in answer.lines.values()]
        + [answer.help_needed, answer.new_needs, answer.remark]
    )
    headings = {"i", "7", "1", "i7", "i1", "pauset", "uændret", "hjælp", "behov", "hindring", "indsats", "initiative"}
    typed = [word for word in SIGNS.findall(text.casefold()) if word not in headings]
    left = SIGNS.findall(kept.casefold())
    assert all(left.count(word) >= typed.count(word) for word in set(typed) if not re.fullmatch(r"i?\d+.*", word))


@pytest.mark.parametrize("sign", [" ", "\t", ":", "I", "-", "\n", "I-", "u ", "hindring:", "*", "æ"])
def test_a_wall_of_signs_is_read_at_once(sign):
    """No pattern here may take longer than in step with what was typed."""
    wall = (sign * 12_000)[:12_000]
    began = time.perf_counter()
    with suppress(Refusal):  # Most are too long to be kept.
        read(wall)
    UNCHANGED.match(wall)
    assert time.perf_counter() - began < 0.5


@pytest.mark.parametrize(
    ("line", "changes", "tells"),
    [
        (Line(state=ACTIVE), False, False),
        (Line(state=ACTIVE, previous=ACTIVE), False, False),
        (Line(state=ACTIVE, previous=PAUSED), True, True),
        (Line(state=ACTIVE, progress="x"), False, True),
        (Line(state=ACTIVE, obstacles="x"), False, True),
    ],
)
def test_a_line_tells_something_when_it_has_words_or_another_state(line, changes, tells):
    assert (line.changes, line.tells) == (changes, tells)
    assert Answer(lines={1: line}).moves is tells


@pytest.mark.parametrize(
    ("answer", "empty"),
    [
        (Answer(), True),
        (Answer(help_needed="x"), False),
        (Answer(new_needs="x"), False),
        (Answer(remark="x"), False),
        (Answer(lines={1: Line(state=ACTIVE)}), False),
    ],
)
def test_an_answer_is_empty_only_when_it_says_nothing_at_all(answer, empty):
    assert answer.empty is empty


def test_no_state_word_hides_a_longer_one():
    words = list(wording.state_words())
    assert all(len(one) >= len(other) for one, other in pairwise(words))
