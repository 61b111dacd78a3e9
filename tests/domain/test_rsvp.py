"""Answers to an invitation: how they are read, and which of them hold."""

import pytest

from bot.domain.rsvp import Coming, Said, read_rsvp, void
from bot.words.rsvp import spoken_answers
from tests.domain.meetings_met import answers

YES, NO, SUBSTITUTE = Coming.YES, Coming.NO, Coming.SUBSTITUTE


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("ja", Said(YES)),
        ("Ja!", Said(YES)),
        ("Ja tak", Said(YES)),
        ("yes", Said(YES)),
        ("vi kommer", Said(YES)),
        ("Jeg deltager.", Said(YES)),
        ("👍", Said(YES)),
        ("nej", Said(NO)),
        ("Nej tak.", Said(NO)),
        ("afbud", Said(NO)),
        ("jeg kommer ikke", Said(NO)),
        ("not coming", Said(NO)),
        ("I can't make it", Said(NO)),
        ("regrets", Said(NO)),
        ("stedfortræder", Said(SUBSTITUTE)),
        ("Stedfortræder: Camilla Friis", Said(SUBSTITUTE, "Camilla Friis")),
        ("stedfortræder Camilla Friis", Said(SUBSTITUTE, "Camilla Friis")),
        ("substitute Camilla", Said(SUBSTITUTE, "Camilla")),
        ("Camilla Friis kommer i stedet", Said(SUBSTITUTE, "Camilla Friis")),
        ("Nej, Camilla kommer i stedet for mig", Said(SUBSTITUTE, "Camilla")),
        ("Camilla comes instead", Said(SUBSTITUTE, "Camilla")),
        ("suppleanten kommer", Said(SUBSTITUTE)),
        ("nej, jeg er syg", Said(NO, dropped=True)),  # no reason is kept
        ("afbud - ferie", Said(NO, dropped=True)),
        ("Ja, men først kl. 10.30", Said(YES, dropped=True)),
    ],
)
def test_an_answer_is_read_in_the_words_people_use(text, said):
    assert read_rsvp(text, spoken_answers()) == said


@pytest.mark.parametrize(
    "text", ["", "nejere", "jamen hvornår er det", "Hvor er det?", "ja det ved jeg ikke endnu", "måske", "I-1: kører", "no idea"]
)
def test_what_is_no_answer_is_not_taken_for_one(text):
    assert read_rsvp(text, spoken_answers()) is None


def test_the_answers_to_an_earlier_appointment_are_void():
    given = [*answers(0, osa="yes", eki="no").values(), *answers(1, ssp="yes").values()]
    assert list(void(given, 1)) == ["ssp"]
    assert list(void(given, 2)) == []
