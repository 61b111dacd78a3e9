"""A meeting that is moved: to another day, another time, another place or none; what people are told, and what stands where they were told."""

import pytest

from bot.chat.plain import plain
from tests.stories.convening import ECHO, convened, headlines


def test_a_move_says_what_it_does_to_both_years_before_it_is_done(dansk):
    dansk.after(convened, "2026-03-12", "2026-12-17")
    shown = dansk.says("facilitator", "meeting move", "M-2 8. januar 2027; hvorfor: Rådhuset er lukket")
    assert "2026 falder fra 2 til 1 af 4." in shown.text
    assert "2027 stiger fra 0 til 1 af 4." in shown.text
    assert "fredag d. 8. januar 2027 kl. 10.00–12.00" in shown.text  # a day alone keeps the hours
    again = {field.name: field.value for field in dansk.presses("facilitator", "Change").form.fields}
    assert (again["day"], again["starts"], again["why"]) == ("2027-01-08", "10:00", "Rådhuset er lukket")
    assert dansk.asked(lambda records: records.meetings.by_number(2).on.isoformat()) == "2026-12-17"
    assert headlines(dansk, "osa") == []
    done = dansk.presses("facilitator", "Move")
    assert not done.refused
    assert dansk.asked(lambda records: records.meetings.by_number(2).on.isoformat()) == "2027-01-08"
    told = headlines(dansk, "osa")
    assert told == ["Flyttet: M-2 ordinært møde er nu fredag d. 8. januar 2027 kl. 10.00–12.00 (uge 1)"]
    assert "Rådhuset er lukket" in dansk.says("reader", "meeting show", "M-2").text
    again = dansk.says("facilitator", "meeting reschedule", "M-2 2027-01-08T10:00-12:00")
    assert again.refused
    assert len(headlines(dansk, "osa")) == 0


@pytest.mark.parametrize("typed", [True, False])
def test_another_place_is_told_and_asks_nobody_again(talk, typed):
    talk.after(convened, "2026-03-12")
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


@pytest.mark.parametrize("word", ["ingen", "None", "-"])
def test_a_word_for_no_place_in_the_form_takes_it_away_and_is_no_place_itself(dansk, word):
    assert not dansk.says("facilitator", "meeting convene", "2026-03-12T10:00-12:00; place: Rådhuset").refused
    assert dansk.says("facilitator", "meeting move", "M-1").form
    shown = dansk.fills("facilitator", "meeting move", "M-1", place=word)
    assert shown.text.splitlines()[0] == dansk.word("Leave {meeting} without a place for now?", meeting="M-1 ordinært møde")
    dansk.presses("facilitator", "Remove the place")
    assert dansk.asked(lambda records: records.meetings.by_number(1).place) == ""


@pytest.mark.parametrize("line", ["; sted: ingen", "; place: none", ""])
def test_a_meeting_planned_with_a_word_for_no_place_has_none(dansk, line):
    if line:
        shown = dansk.says("facilitator", "meeting plan", f"12. marts kl. 10-12{line}")
    else:
        shown = dansk.fills("facilitator", "meeting plan", day="2026-03-12", starts="10", ends="12", place="ingen")
    assert not shown.refused
    assert "ingen" not in shown.text.casefold()
    dansk.presses("facilitator", "Convene")
    assert dansk.asked(lambda records: records.meetings.by_number(1).place) == ""


@pytest.mark.parametrize("line", ["", "; place: none", "; sted: intet", "; place:", " 12. marts; sted: uden sted"])
def test_a_place_that_is_not_settled_any_more_is_taken_away_by_an_empty_field_or_a_word(talk, line):
    assert not talk.says("facilitator", "meeting convene", "2026-03-12T10:00-12:00; place: Rådhuset").refused
    talk.says("osa", "meeting answer", "M-1 osa yes")
    if line:
        shown = talk.says("facilitator", "meeting move", f"M-1{line}")
    else:
        assert talk.says("facilitator", "meeting move", "M-1").form.fields[3].value == "Rådhuset"
        shown = talk.fills("facilitator", "meeting move", "M-1", place="")
    asked = {
        "da": "Skal stedet for M-1 ordinært møde fjernes indtil videre?",
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
    dansk.says("facilitator", "meeting convene", "2026-03-12T10:00-12:00; place: Rådhuset")
    shown = dansk.says("facilitator", "meeting move", f"M-1 {line}").text
    said = {"Rådhuset": "", "": "Stedet er foreløbig ikke fastlagt.", "Torvet": "Nyt sted: Torvet."}[place]
    assert said in shown
    assert ("sted" in shown.casefold()) is (place != "Rådhuset")
    dansk.presses("facilitator", "Move")
    assert dansk.asked(lambda records: records.meetings.by_number(1).place) == place


def test_what_stands_names_the_new_place_and_can_still_be_answered(dansk):
    dansk.says("facilitator", "meeting convene", "2026-03-12T10:00-12:00; place: Kælderen")
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
    dansk.says("facilitator", "meeting convene", "2026-03-12T10:00-12:00; place: Rådhuset")
    answer = dansk.says("facilitator", "meeting move", f"M-1 {line}")
    assert answer.refused
    assert "Skriv en anden dag eller et andet sted." in answer.text


def test_a_message_about_the_day_a_meeting_was_moved_from_says_so_too_when_it_is_called_off(talk):
    talk.after(convened, "2026-03-19")
    talk.bot.settle()
    talk.says("facilitator", "meeting reschedule", "M-1 2026-03-12T10:00-12:00")
    talk.bot.settle()
    why = {"da": "hvorfor: For få kan komme", "en": "why: Too few can come"}[talk.language]
    assert not talk.says("facilitator", "meeting cancel", f"M-1; {why}").refused
    talk.bot.settle()
    stands = [one for one in talk.stands("osa") if "M-1" in one]
    assert len(stands) > 1
    assert all(one.startswith({"da": "Aflyst", "en": "Cancelled"}[talk.language]) for one in stands)


def test_a_time_alone_keeps_how_long_the_meeting_lasts(talk):
    talk.after(convened, "2026-03-19")
    said = talk.says("facilitator", "meeting move", "M-1 2026-03-20 kl. 13").text
    assert {"da": "kl. 13.00–15.00", "en": "13:00–15:00"}[talk.language] in said
