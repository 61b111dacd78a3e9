"""Where a meeting is held: another place, none any more, and what those who know of it read and have answered."""

import pytest

from bot.chat.plain import plain
from tests.stories.asking import headlines

ECHO = {"da": "torsdag d. 12. marts 2026 kl. 10.00–12.00 (uge 11)", "en": "Thursday 12 March 2026 at 10:00–12:00 (week 11)"}


def convened(talk, place=""):
    """Convene a meeting, and let everybody have heard of it."""
    assert not talk.says("facilitator", "meeting convene", f"2026-03-12T10:00-12:00{place and '; place: '}{place}").refused
    talk.bot.settle()
    for person in ("facilitator", "chair", "osa", "eki"):
        talk.bot.heard(person)
    talk.bot.heard("chair", channel=True)


@pytest.mark.parametrize("typed", [True, False])
def test_another_place_is_told_and_asks_nobody_again(talk, typed):
    talk.after(convened)
    talk.says("osa", "meeting answer", "M-1 osa yes")
    before = talk.asked(lambda records: records.meetings.by_number(1).occurrence)
    if typed:
        key = {"da": "sted", "en": "place"}[talk.language]
        shown = talk.says("facilitator", "meeting move", f"M-1; {key}: Rådhuset; why: Vand i kælderen")
    else:
        form = {field.name: field.value for field in talk.says("facilitator", "meeting move", "M-1").form.fields}
        shown = talk.fills("facilitator", "meeting move", "M-1", **form | {"place": "Rådhuset", "why": "Vand i kælderen"})
    assert not shown.refused
    assert "Rådhuset" in shown.text.splitlines()[0]
    assert talk.asked(lambda records: records.meetings.by_number(1).place) == ""
    assert not talk.presses("facilitator", "Change the place").refused
    place = {"da": "Nyt sted for M-1 ordinært møde: Rådhuset", "en": "New place for M-1 ordinary meeting: Rådhuset"}
    (told,) = talk.bot.heard("eki")
    assert told.splitlines()[0] == place[talk.language]
    assert "Vand i kælderen" in told
    assert ECHO[talk.language] in told
    assert place[talk.language] in headlines(talk, "osa")
    assert place["da"] in headlines(talk, "chair", channel=True)
    assert talk.asked(lambda records: records.meetings.by_number(1).occurrence) == before
    assert talk.asked(lambda records: set(records.attendance.answers(records.meetings.by_number(1)))) == {"osa"}
    assert {"da": "givet et andet sted", "en": "given another place"}[talk.language] in talk.says(
        "reader", "meeting show", "M-1"
    ).text


@pytest.mark.parametrize("line", ["", "; place: none", "; sted: intet", "; place:", " 12. marts; sted: uden sted"])
def test_a_place_that_is_not_settled_any_more_is_taken_away_by_an_empty_field_or_a_word(talk, line):
    talk.after(convened, "Rådhuset")
    talk.says("osa", "meeting answer", "M-1 osa yes")
    if line:
        shown = talk.says("facilitator", "meeting move", f"M-1{line}")
    else:
        assert talk.says("facilitator", "meeting move", "M-1").form.fields[3].value == "Rådhuset"
        shown = talk.fills("facilitator", "meeting move", "M-1", place="")
    asked = {
        "da": "Skal M-1 ordinært møde stå uden sted indtil videre?",
        "en": "Leave M-1 ordinary meeting without a place for now?",
    }
    assert shown.text.splitlines()[0] == asked[talk.language]
    talk.bot.heard("eki")
    change = talk.presses("facilitator", "Change").form
    assert {field.name: field.value for field in change.fields}["place"] == ""
    assert not talk.presses("facilitator", "Remove the place").refused
    assert talk.asked(lambda records: records.meetings.by_number(1).place) == ""
    said = {
        "da": "Stedet for M-1 ordinært møde ligger ikke længere fast",
        "en": "The place of M-1 ordinary meeting is not settled any more",
    }
    assert headlines(talk, "eki") == [said[talk.language]]
    assert "Rådhuset" not in plain(talk.posts("eki")[0].message)
    assert talk.asked(lambda records: set(records.attendance.answers(records.meetings.by_number(1)))) == {"osa"}
    assert {"da": "stedet fjernet", "en": "place removed"}[talk.language] in talk.says("reader", "meeting show", "M-1").text


@pytest.mark.parametrize(
    ("line", "place"), [("19. marts", "Rådhuset"), ("19. marts; sted: intet", ""), ("19. marts; sted: Torvet", "Torvet")]
)
def test_a_move_keeps_the_place_unless_it_names_another_or_none(dansk, line, place):
    dansk.after(convened, "Rådhuset")
    shown = dansk.says("facilitator", "meeting move", f"M-1 {line}").text
    said = {"Rådhuset": "", "": "Det har ikke noget sted indtil videre.", "Torvet": "Nyt sted: Torvet."}[place]
    assert said in shown
    assert ("sted" in shown) is (place != "Rådhuset")
    dansk.presses("facilitator", "Move")
    assert dansk.asked(lambda records: records.meetings.by_number(1).place) == place


def test_what_stands_names_the_new_place_and_can_still_be_answered(dansk):
    dansk.after(convened, "Kælderen")
    dansk.says("osa", "meeting answer", "M-1 osa yes")
    dansk.says("facilitator", "meeting reschedule", "M-1 2026-03-12T10:00-12:00; place: Rådhuset")
    for person, still in (("osa", "OSA kommer"), ("eki", "Kommer EKI?")):
        stands = plain(dansk.posts(person)[0].message)
        assert "Rådhuset" in stands
        assert "Kælderen" not in stands
        assert still in stands
    assert not dansk.presses("eki", "Yes").refused


@pytest.mark.parametrize("line", ["12. marts kl. 10-12", "12. marts", "12. marts; sted: Rådhuset"])
def test_a_move_that_changes_nothing_says_so_before_anything_is_pressed(dansk, line):
    dansk.after(convened, "Rådhuset")
    answer = dansk.says("facilitator", "meeting move", f"M-1 {line}")
    assert answer.refused
    assert "Skriv en anden dag eller et andet sted." in answer.text
