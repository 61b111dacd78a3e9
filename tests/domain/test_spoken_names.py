"""Names as people type them, for any set of names that can be told apart."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.spoken_names import find, folded, nearest


@pytest.mark.parametrize(
    ("typed", "key"),
    [
        ("Nærpoliti", "naerpoliti"),
        ("NÆR-POLITI", "naerpoliti"),
        ("naer politi", "naerpoliti"),
        ("Økonomi", "okonomi"),
        ("Oekonomi", "okonomi"),
        ("okonomi", "okonomi"),
        ("Århus", "arhus"),
        ("Aarhus", "arhus"),
        ("A\u030arhus", "arhus"),
        ("SSP/SSP+", "sspssp"),
        ("E&A", "eoga"),
        ("Straße", "strasse"),
        ("１２", "12"),
        ("…", ""),
        ("", ""),
    ],
)
def test_a_name_is_the_same_on_every_keyboard(typed, key):
    assert folded(typed) == key


@given(st.text())
def test_folding_is_done_once_and_for_all_in_case(text):
    assert folded(text.upper().lower()) == folded(text.lower())


NAMES = st.lists(st.text("abåøæ -", min_size=1, max_size=8).filter(folded), min_size=1, max_size=12, unique_by=folded)


@given(NAMES, st.data())
def test_of_names_that_can_be_told_apart_none_is_taken_for_another(names, data):
    size = data.draw(st.integers(1, 3))
    things = [(names[start : start + size], tuple(names[start : start + size])) for start in range(0, len(names), size)]
    for own, thing in things:
        for name in own:
            assert find(name, things) is thing
            assert nearest(name, things) == [thing]
            assert find(name.upper(), things) is thing


@given(NAMES, st.text("abåøæ", max_size=4))
def test_a_beginning_is_understood_only_if_it_fits_one(names, typed):
    things = [([name], name) for name in names]
    fitting = [name for name in names if folded(name).startswith(folded(typed))]
    exact = [name for name in names if folded(name) == folded(typed)]
    expected = exact or (fitting if len(fitting) == 1 and len(folded(typed)) >= 2 else [])
    found = find(typed, things)
    assert ([] if found is None else [found]) == (expected if folded(typed) else [])


def test_the_name_of_something_else_is_no_beginning():
    things = [(["Finance Office"], "office")]
    assert find("finance", things) == "office"
    assert find("finance", things, besides=["FINANCE"]) is None
    assert find("finance office", things, besides=["Finance Office"]) == "office"
