"""Focus areas: how they are named, and when one may be chosen."""

from datetime import UTC, datetime

import pytest

from bot.domain.focus import FocusArea, State, chosen, number_in, numbers_in
from bot.refusal import Refusal


def area(state=State.PROPOSED):
    return FocusArea(
        number=2, year=2027, title="Unge", lead="ssp", state=state, proposed_at=datetime(2026, 9, 1, tzinfo=UTC), proposed_by="p"
    )


@pytest.mark.parametrize("text", ["F-2", "f2", "#2", "2", "fokus 2", "fokusområde 2"])
def test_a_focus_area_is_named_by_its_number(text):
    assert number_in(text) == 2


@pytest.mark.parametrize("text", ["", "F-", "to", "I-2", "F-0"])
def test_what_is_no_number_of_one_is_refused(text):
    with pytest.raises(Refusal):
        number_in(text)


@pytest.mark.parametrize(
    ("text", "numbers"), [("I-2, I-7", (2, 7)), ("i2 og 7", (2, 7)), ("", ()), ("ingen", ()), ("I-2, I-2", (2,))]
)
def test_the_initiatives_that_carry_it_are_read_from_a_list(text, numbers):
    assert numbers_in(text) == numbers


def test_it_is_chosen_once():
    assert chosen(area()) is State.CHOSEN
    with pytest.raises(Refusal) as no:
        chosen(area(State.CHOSEN))
    assert no.value.code == "focus_chosen"
