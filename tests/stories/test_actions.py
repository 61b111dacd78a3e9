"""An action from the meeting that agreed it until it is closed: who is reminded, when, and where it is seen meanwhile."""

import pytest

from tests.stories.asking import opened
from tests.stories.papers import convened, headlines, held, numbers, point


@pytest.fixture
def agreed(talk):
    """OSA is to find rooms by 15 April."""
    return talk.after(_agreed)


@pytest.fixture
def aftalt(dansk):
    return dansk.after(_agreed)


def _agreed(talk):
    convened(talk, "2026-03-12")
    point(talk, "osa", "Åbningstider")
    held(talk)
    answer = talk.fills("facilitator", "meeting action", "M-1 8", task="Finder lokaler", owner="osa", due="2026-04-15")
    assert not answer.refused, answer.text
    for person in ("osa", "osa_dep", "facilitator"):
        talk.bot.heard(person)


def of_action(talk, person):
    return [line for line in headlines(talk, person) if line.startswith("A-1")]


def state(talk):
    return talk.asked(lambda records: records.actions.by_number(1).state.value)


def test_the_last_day_is_echoed_and_need_not_be_typed_with_its_year(talk):
    talk.after(convened, "2026-03-12")
    talk.after(held)
    typed = {"da": "hvad: Finder lokaler; part: osa; frist: 15. april", "en": "what: Finder lokaler; party: osa; by: 15 April"}
    answer = talk.says("facilitator", "meeting action", f"M-1 2; {typed[talk.language]}")
    assert {"da": "onsdag d. 15. april 2026 (uge 16)", "en": "Wednesday 15 April 2026 (week 16)"}[talk.language] in answer.text


@pytest.mark.parametrize("due", ["april", "næste tirsdag", "1. marts 2026", "02.03", ""])
def test_an_unclear_or_past_last_day_is_asked_about_beside_its_field(aftalt, due):
    answer = aftalt.fills("facilitator", "meeting action", "M-1 8", task="Mere", owner="osa", due=due)
    assert set(answer.form.errors) == {"due"}


def test_the_representative_is_reminded_then_the_deputy_then_the_facilitator_each_once(agreed):
    seen = {}
    for day in ("2026-04-09", "2026-04-10", "2026-04-13", "2026-04-20", "2026-04-21", "2026-04-22", "2026-05-04", "2026-06-15"):
        agreed.bot.day(day)
        for person in ("osa", "osa_dep", "facilitator"):
            for line in of_action(agreed, person):
                seen.setdefault(person, []).append((day, line))
    assert {person: [day for day, _ in lines] for person, lines in seen.items()} == {
        "osa": ["2026-04-10"],  # 12 April is a Sunday
        "osa_dep": ["2026-04-20"],
        "facilitator": ["2026-04-22"],
    }
    assert {"da": "har frist", "en": "is due"}[agreed.language] in seen["osa"][0][1]
    assert {"da": "over fristen", "en": "overdue"}[agreed.language] in seen["osa_dep"][0][1]


def test_a_reminder_says_that_it_is_only_a_house_rule_and_waits_for_the_morning_when_the_program_was_away(agreed):
    agreed.bot.day("2026-04-10", "07:59")
    assert of_action(agreed, "osa") == []
    agreed.bot.day("2026-04-12", "23:00")  # nothing has ticked since the morning of the 10th
    assert of_action(agreed, "osa") == []
    agreed.bot.day("2026-04-13", "08:00")
    (text,) = [text for text in agreed.bot.heard("osa") if text.startswith("A-1")]
    assert {"da": "Husregel", "en": "House rule"}[agreed.language] in text


def test_one_tap_closes_it_and_the_reminder_says_so_from_then_on(agreed):
    agreed.bot.day("2026-04-13")
    done = agreed.presses("osa", "It is done")
    assert agreed.word("{ref} is done", ref="A-1") in done.text
    assert agreed.word("{ref} is done", ref="A-1") in agreed.stands("osa")
    agreed.bot.day("2026-04-30")
    assert of_action(agreed, "osa_dep") == of_action(agreed, "facilitator") == []
    again = agreed.says("osa", "meeting action", "A-1 done")
    assert again.refused
    assert state(agreed) == "done"


def test_another_last_day_moves_the_reminders_and_is_echoed(agreed):
    agreed.bot.day("2026-04-13")
    agreed.bot.heard("osa")
    words = {"da": "A-1 frist 27. maj", "en": "A-1 due 27 May"}[agreed.language]
    moved = agreed.says("osa", "meeting action", words)
    assert {"da": "onsdag d. 27. maj 2026 (uge 22)", "en": "Wednesday 27 May 2026 (week 22)"}[agreed.language] in moved.text
    agreed.bot.day("2026-05-20")
    assert of_action(agreed, "osa_dep") == []
    agreed.bot.heard("osa")
    agreed.bot.day("2026-05-22")  # 24 May is a Sunday
    assert len(of_action(agreed, "osa")) == 1


@pytest.mark.parametrize(
    ("person", "words", "said"),
    [
        ("eki", "A-1 udført", "ansvarlige part"),
        ("osa", "A-1 bortfald", "begrundelse"),
        ("osa", "A-1 hurra", "hurra"),
        ("osa", "A-9 udført", "A-9"),
        ("osa", "A-1 frist 1. marts 2026", "1. marts 2026"),
        ("osa", "M-1 8", "facilitatoren"),
        ("osa", "A-1 udført 010190-1234", "CPR"),
    ],
)
def test_what_may_not_or_cannot_be_done_is_refused_with_what_to_type(aftalt, person, words, said):
    answer = aftalt.says(person, "meeting action", words)
    assert answer.refused or answer.form is not None
    assert said in answer.text
    assert state(aftalt) == "open"


def test_it_is_dropped_for_a_reason_that_stays(aftalt):
    assert not aftalt.says("facilitator", "meeting action", "A-1 bortfald Behovet er væk.").refused
    shown = aftalt.says("chair", "meeting actions", "alle").text
    assert "bortfaldet" in shown
    assert "Behovet er væk." in aftalt.says("chair", "meeting action", "A-1").text


def test_whoever_was_named_for_it_is_reminded_first_and_may_close_it(aftalt):
    aftalt.fills("facilitator", "meeting action", "M-1 8", task="Skriver brevet", owner="osa", due="2026-04-15", who="u_reader")
    aftalt.bot.day("2026-04-13")
    assert [line for line in headlines(aftalt, "reader") if line.startswith("A-2")] != []
    assert not aftalt.says("reader", "meeting action", "A-2 udført").refused
    assert aftalt.says("reader", "meeting action", "A-1 udført").refused


def test_until_it_is_closed_it_stands_at_home_in_the_digest_and_on_the_next_agenda(agreed):
    assert "Finder lokaler" in agreed.says("osa", "home").text
    assert "Finder lokaler" not in agreed.says("eki", "home").text
    assert "Finder lokaler" in agreed.says("chair", "meeting actions").text
    opened(agreed, "2026-05-15")
    assert "Finder lokaler" in agreed.says("chair", "status digest").text
    assert "Finder lokaler" in agreed.says("facilitator", "home").text  # It is overdue by now.
    convened(agreed, "2026-06-11")
    assert agreed.word("Follow-up on actions") in numbers(agreed, 2).values()
    agreed.says("osa", "meeting action", "A-1 done")
    assert agreed.word("Follow-up on actions") not in numbers(agreed, 2).values()
    assert "Finder lokaler" not in agreed.says("osa", "home").text
