"""The one-time code of the first administrator."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain import guard
from bot.domain.claim import Claims

CLAIMS = Claims("a secret of some length")
CODE = CLAIMS.code("koebenhavn", 0)


def test_a_code_can_be_read_aloud():
    assert re.fullmatch(r"[A-Z2-7]{4}-[A-Z2-7]{4}-[A-Z2-7]{4}", CODE)


@pytest.mark.parametrize("typed", [CODE, CODE.lower(), CODE.replace("-", ""), f"  {CODE.replace('-', ' ')} ", f"`{CODE}`"])
def test_it_is_accepted_however_it_is_typed(typed):
    assert CLAIMS.accepts(typed, "koebenhavn", 0)


@pytest.mark.parametrize("typed", ["", "----", CODE[:-1], f"{CODE}A", "ABCD-EFGH-IJKL", "æøå", "\x00", "🙂" * 500])
def test_anything_else_is_not(typed):
    assert not CLAIMS.accepts(typed, "koebenhavn", 0)


def test_letters_read_as_figures_are_forgiven():
    with_letters = next(code for given in range(200) if {"O", "I"} <= set(code := CLAIMS.code("koebenhavn", given)))
    given = next(given for given in range(200) if CLAIMS.code("koebenhavn", given) == with_letters)
    assert CLAIMS.accepts(with_letters.replace("O", "0").replace("I", "1"), "koebenhavn", given)


def test_a_code_is_for_one_agreement_one_secret_and_one_use():
    assert not CLAIMS.accepts(CODE, "harbour", 0)
    assert not CLAIMS.accepts(CODE, "koebenhavn", 1)
    assert not Claims("another secret").accepts(CODE, "koebenhavn", 0)


def test_without_a_secret_there_is_no_code_and_none_is_right():
    assert not Claims().accepts("", "koebenhavn", 0)
    assert not Claims().accepts(CODE, "koebenhavn", 0)
    with pytest.raises(ValueError, match="PAGT_SECRET"):
        Claims().code("koebenhavn", 0)


@given(st.text(min_size=1), st.text(), st.integers(0, 50))
def test_every_code_is_accepted_by_what_made_it_and_is_nobodys_cpr_number(secret, agreement, given_times):
    claims = Claims(secret)
    code = claims.code(agreement, given_times)
    assert claims.accepts(code, agreement, given_times)
    assert not guard.find(f"agreement claim {code}")
