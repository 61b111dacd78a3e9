"""What a text that becomes public must not show: small numbers of people, and names."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.public_text import names_in, small_counts, suppressed, without_names


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("3 unge er i job. 2 drenge er ikke", "Færre end 5 unge er i job. Færre end 5 drenge er ikke"),
        ("Der er 4 nye borgere.", "Der er færre end 5 nye borgere."),
        ("To unge mænd fik hjælp", "Færre end 5 unge mænd fik hjælp"),
        ("hold med 2 forældre og 14 elever", "hold med færre end 5 forældre og 14 elever"),
        ("one boy and three girls", "one boy and færre end 5 girls"),
        ("5 unge, 12 deltagere, 120 personer", "5 unge, 12 deltagere, 120 personer"),
        ("En ung mand og et barn", "En ung mand og et barn"),  # an article, not a count
        ("fire møder og 2 skoler", "fire møder og 2 skoler"),  # not people
        ("i 2026 unge", "i 2026 unge"),
        ("I-3 unge", "I-3 unge"),  # a reference
        ("0 unge", "0 unge"),
        ("ingen personer", "ingen personer"),
    ],
)
def test_a_number_of_people_below_the_limit_is_not_printed(text, shown):
    assert suppressed(text, 5, "færre end 5") == shown


def test_the_places_are_told_as_they_are_written():
    assert small_counts("3 unge og fire nye deltagere, 9 piger", 5) == ["3 unge", "fire nye deltager"]


@given(st.text(alphabet="abc 12349undgeprsoiæøå.,", max_size=80))
def test_what_was_suppressed_has_nothing_left_to_suppress(text):
    assert small_counts(suppressed(text, 5, "færre end fem"), 5) == []


def test_names_are_found_whole_and_replaced():
    names = ["Mette Holm", "Bo", "Mette Holm Hansen"]
    assert names_in("Tak til mette  holm og Bo.", names) == ["Mette Holm"]
    assert without_names("Mette Holm Hansen og Mette Holms hold", names, "en medarbejder") == "en medarbejder og Mette Holms hold"
    assert without_names("Bo kom", names, "en medarbejder") == "Bo kom"  # a single word is too often another
