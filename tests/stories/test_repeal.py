"""How the agreement ends: upon a recommendation, from a day; then it is there to be read, and only what fell due before is finished."""

import pytest

from bot.registry import all_commands
from tests.stories.asking import registered

ENDS = "2026-06-01"
READ = {
    "agreement show": "",
    "agreement statement": "2026",
    "agreement wheel": "2026",
    "briefing list": "2026",
    "focus list": "2027",
    "home": "",
    "initiative list": "",
    "initiative show": "I-1",
    "meeting agenda": "M-1",
    "meeting attendance": "M-1",
    "meeting decisions": "",
    "meeting list": "2026",
    "meeting minutes": "M-1",
    "party list": "",
    "status digest": "",
}


def lived(talk):
    """Half a year in which the group registers, meets and asks, and the board repeals the agreement from the first of June."""
    talk.bot.day("2026-02-16")
    registered(talk, ("Fælles sensorer", "osa", "eki"))
    talk.fills("facilitator", "meeting record", day="2026-02-10", starts="10:00", ends="12:00")
    talk.says("facilitator", "meeting convene", "2026-06-16T10:00-12:00")
    talk.says("facilitator", "briefing draft", "status")
    talk.fills("facilitator", "agreement recommend", decision="skriftlig høring 9. februar")
    talk.fills("facilitator", "agreement repeal", turn="repealed", decision="styregruppen", on="2026-02-12", ends_on=ENDS)


@pytest.fixture
def repealed(talk):
    return talk.after(lived)


def over(talk):
    """The sentence that says so, without what follows."""
    return {"da": "mandag d. 1. juni 2026", "en": "Monday 1 June 2026"}[talk.language]


def test_until_the_day_it_ends_everything_goes_on(repealed):
    repealed.bot.day("2026-05-29")
    assert not repealed.fills("osa", "initiative new", title="Natteravne", tracks="1").refused
    assert {"da": "1. juni 2026", "en": "1 June 2026"}[repealed.language] in repealed.says("chair", "agreement show").text


def test_from_that_day_every_change_is_refused_with_the_day_and_no_form_opens(repealed):
    repealed.bot.day(ENDS)
    for one in all_commands():
        if one.changes and not one.lasts:
            answer = repealed.says("osa" if one.may == "initiative.see" else "facilitator", one.name, "I-1")
            assert answer.refused, one.name
            assert over(repealed) in answer.text, one.name


def test_a_form_or_a_button_from_before_that_day_changes_nothing_any_more(repealed):
    repealed.bot.day("2026-05-29")
    outcome = repealed.bot.runner.run(repealed.bot.desk.say("u_osa", "d_u_osa", repealed.line("initiative new", "Natteravne")))
    repealed.says("osa", "meeting show", "M-2")
    repealed.bot.day(ENDS)
    values = {one.name: one.value for one in outcome.form.form.fields} | {"tracks": "1"}
    sent = repealed.bot.runner.run(repealed.bot.desk.submit("u_osa", outcome.form.id, values))
    assert over(repealed) in "".join(sent.form.form.errors.values())
    pressed = repealed.presses("osa", "Yes")
    assert pressed.refused
    assert over(repealed) in pressed.text
    assert repealed.asked(lambda records: len(records.initiatives.numbered([1, 2]))) == 1


def test_everything_can_still_be_read_and_says_since_when(repealed):
    repealed.bot.day("2026-06-02")
    for name, words in READ.items():
        assert not repealed.says("chair", name, words).refused, name
    page = repealed.says("osa", "home")
    assert over(repealed) in page.text
    assert repealed.word("New initiative") not in page.text


def test_nobody_is_nudged_any_more_but_about_what_fell_due_before(repealed):
    repealed.bot.day("2026-05-29")
    everybody = ("facilitator", "chair", "osa", "eki", "ssp")
    for person in everybody:
        repealed.bot.heard(person)
    for day in ("2026-06-01", "2026-06-10", "2026-06-17", "2026-08-17", "2026-09-01", "2026-11-16"):
        repealed.bot.day(day)
    name = {"da": "Årlig status til Økonomiudvalget 2026", "en": "Annual status to the Finance Committee 2026"}[repealed.language]
    heard = [text for person in everybody for text in repealed.bot.heard(person)]
    assert heard
    assert [text for text in heard if name not in text] == []


def test_the_minutes_of_a_meeting_that_was_held_are_finished_and_then_stand_for_good(repealed):
    repealed.bot.day("2026-06-02")
    assert not repealed.fills("facilitator", "meeting decision", "M-1 2", outcome="approved").refused
    everybody = {"da": "alle", "en": "all"}[repealed.language]
    assert not repealed.says("facilitator", "meeting attendance", f"M-1 {everybody}").refused
    assert not repealed.says("facilitator", "meeting send", "M-1").refused
    repealed.bot.day("2026-06-10")
    assert not repealed.says("facilitator", "meeting approve", "M-1").refused
    corrected = repealed.fills("facilitator", "meeting decision", "M-1 2", outcome="noted", why="en fejl")
    assert over(repealed) in corrected.text
    late = repealed.fills("facilitator", "meeting record", day=ENDS, starts="10:00", ends="12:00")
    assert over(repealed) in late.text
    assert not repealed.fills("facilitator", "meeting cancel", "M-2", why="ophævet").refused


def test_a_briefing_that_was_begun_is_finished_and_one_that_fell_due_later_is_owed_no_more(repealed):
    repealed.bot.day("2026-06-02")
    listed = repealed.says("chair", "briefing list", "2026").text
    assert "status-oeu" in listed
    assert "fokus-" not in listed
    assert repealed.says("facilitator", "briefing draft", "fokus-oeu").refused
    assert not repealed.fills("chair", "briefing comment", "status", comment="Et sidste ord").refused
