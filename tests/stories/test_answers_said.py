"""A yes or a no written to the bot in one's own conversation with it, under nothing: it answers the one invitation that waits."""

import pytest

STAGE = "rounds"
FIRST, SECOND = "2026-03-12", "2026-06-11"
YES, NO = {"da": "Ja", "en": "Yes"}, {"da": "nej.", "en": "no."}
ASKED = "Is that {unit}'s status for {period}?"


def convened(talk, *days):
    for day in days:
        assert not talk.says("facilitator", "meeting convene", f"{day}T10:00-12:00").refused
    talk.bot.settle()


def asked_twice(talk):
    """An invitation waits, and a status round."""
    convened(talk, FIRST)
    talk.says("osa", "initiative new", "Fælles sensorer; spor: 1; med: eki")
    talk.bot.day("2026-02-26")


def noted(talk, said, unit="OSA", number=1):
    return talk.word("Noted: {said} to {meeting}", said=talk.word(said, unit=unit), meeting=f"M-{number}")


def answers(talk, number=1):
    given = talk.asked(lambda records: records.attendance.answers(records.meetings.by_number(number)))
    return {unit: one.answer.value for unit, one in given.items()}


def test_it_answers_the_one_invitation_that_waits_and_says_which(talk):
    talk.after(convened, FIRST)
    assert talk.bot.says("osa", YES[talk.language]).text.startswith(noted(talk, "{unit} comes"))
    assert talk.bot.says("eki", NO[talk.language]).text.startswith(noted(talk, "{unit} sends regrets", "EKI"))
    assert answers(talk) == {"osa": "yes", "eki": "no"}


def test_the_deputy_who_is_asked_instead_may_say_it_too(dansk):
    dansk.after(convened, FIRST)
    dansk.bot.says("osa", "nej tak")
    assert dansk.bot.says("osa_dep", "jeg kommer").text.startswith(noted(dansk, "{unit} comes"))
    assert answers(dansk) == {"osa": "yes"}


def test_where_several_wait_it_is_asked_which_and_a_button_answers_it(talk):
    talk.after(convened, FIRST, SECOND)
    asked = talk.bot.says("osa", YES[talk.language])
    assert asked.text.startswith(talk.word("Which invitation do you answer?"))
    assert (answers(talk, 1), answers(talk, 2)) == ({}, {})
    assert talk.bot.presses("osa", f"M-2: {talk.word('{unit} comes', unit='OSA')}").text.startswith(
        noted(talk, "{unit} comes", number=2)
    )
    assert (answers(talk, 1), answers(talk, 2)) == ({}, {"osa": "yes"})
    assert talk.bot.says("osa", NO[talk.language]).text.startswith(noted(talk, "{unit} sends regrets"))


@pytest.mark.parametrize(
    ("words", "answer"),
    [
        ("nej, hvor finder jeg referatet?", "no"),
        ("Ja, tak for sidst", "yes"),
        ("Nej. Det var den forkerte indsats", "no"),
        ("nej?", "no"),
    ],
)
def test_a_yes_or_a_no_with_more_behind_it_may_mean_something_else_so_a_button_takes_it(dansk, words, answer):
    dansk.after(convened, FIRST)
    assert dansk.bot.says("osa", words).text.startswith(dansk.word("Which invitation do you answer?"))
    assert answers(dansk) == {}
    said = {"yes": "{unit} comes", "no": "{unit} sends regrets"}[answer]
    assert dansk.bot.presses("osa", f"M-1: {dansk.word(said, unit='OSA')}").text.startswith(noted(dansk, said))
    assert answers(dansk) == {"osa": answer}


@pytest.mark.parametrize("words", ["ja tak", "Ja!", "jeg kommer", "yes please"])
def test_a_bare_answer_needs_no_button(dansk, words):
    dansk.after(convened, FIRST)
    assert dansk.bot.says("osa", words).text.startswith(noted(dansk, "{unit} comes"))


@pytest.mark.parametrize("person", ["osa", "chair", "reader"])
def test_where_none_waits_it_means_nothing(talk, person):
    if person != "osa":  # Nobody asked them.
        talk.after(convened, FIRST)
    said = talk.bot.says(person, YES[talk.language])
    assert said.refused
    assert YES[talk.language] in said.text
    assert answers(talk) == {} if person != "osa" else True


def test_said_in_a_channel_or_after_a_move_that_asks_anew_it_answers_only_what_waits(dansk):
    dansk.after(convened, FIRST)
    dansk.bot.says("osa", "ja", channel=True)
    assert answers(dansk) == {}
    dansk.bot.says("osa", "ja")
    dansk.says("facilitator", "meeting reschedule", "M-1 2026-03-19T10:00-12:00")
    dansk.bot.settle()
    assert answers(dansk) == {}
    assert dansk.bot.says("osa", "afbud").text.startswith(noted(dansk, "{unit} sends regrets"))


@pytest.mark.parametrize(
    ("words", "status", "meeting"),
    [
        ("ja", False, "yes"),
        ("Kommer ikke!", False, "no"),
        ("uændret", True, None),
        ("I-1: ja, det går godt", True, None),
        ("ja, I-1 er i gang", False, None),  # May be either, so it is asked about.
        ("Camilla kommer i stedet", False, None),
        ("nej, der er intet nyt", False, None),
    ],
)
def test_while_a_round_is_open_too_only_a_bare_answer_is_taken_for_the_meeting(dansk, words, status, meeting):
    dansk.after(asked_twice)
    assert not dansk.bot.says("osa", words).refused
    replied = dansk.asked(lambda records: records.rounds.reply(records.rounds.by_period("2026-Q1"), "osa"))
    assert (replied is not None, answers(dansk).get("osa")) == (status, meeting)


def test_words_that_may_be_either_are_asked_about_with_a_button_for_each(talk):
    talk.after(asked_twice)
    said = {"da": "nej, vi har ikke flere", "en": "no, we have no more"}[talk.language]
    asked = talk.bot.says("osa", said)
    assert asked.text.startswith(talk.word(ASKED, unit="OSA", period="2026-Q1"))
    label = f"M-1: {talk.word('{unit} sends regrets', unit='OSA')}"
    assert talk.bot.presses("osa", label).text.startswith(noted(talk, "{unit} sends regrets"))
