"""A meeting from the first wish to the word that it was held, and the nudges while none is convened."""

import pytest

from bot.chat.plain import plain_form
from tests.stories.convening import DAY, ECHO, convened, headlines, state

# Planning.


def test_a_typed_day_is_echoed_with_the_count_before_anything_is_convened(talk):
    shown = talk.says("facilitator", "meeting plan", f"{DAY[talk.language]}; place: Rådhuset")
    assert ECHO[talk.language] in shown.text.splitlines()[0]
    assert "Rådhuset" in shown.text
    assert {"da": "2026 stiger fra 0 til 1 af 4.", "en": "2026 rises from 0 to 1 of 4."}[talk.language] in shown.text
    assert headlines(talk, "osa") == []
    assert talk.asked(lambda records: list(records.meetings.all())) == []
    done = talk.presses("facilitator", "Convene")
    assert ECHO[talk.language] in done.text.splitlines()[0]
    assert {"da": "2026: 0 af 4 møder afholdt, 1 mere er indkaldt.", "en": "2026: 0 of 4 meetings held, 1 more convened."}[
        talk.language
    ] in done.text
    (invitation,) = headlines(talk, "osa")
    assert ECHO[talk.language] in invitation
    assert headlines(talk, "osa_dep") == headlines(talk, "reader") == []


@pytest.mark.parametrize(
    ("words", "counted"),
    [
        ("", ["2026: 0 af 4 møder afholdt. Der mangler"]),
        ("4. februar 2027", ["2027: 0 af 4 møder afholdt. Der mangler"]),
        ("ret 2027-02-04T10:00-12:00", ["2027: 0 af 4 møder afholdt. Der mangler"]),
        ("ret 2026-02-04T10:00-12:00", ["2026: 0 af 4 møder afholdt. Der mangler"]),
    ],
)
def test_the_form_counts_the_year_of_its_day(dansk, words, counted):
    said = plain_form(dansk.says("facilitator", "meeting plan", words).form)
    assert [line.strip().split(" 4 møder,")[0] for line in said.splitlines() if "møder afholdt" in line] == counted


def test_the_form_counts_the_year_to_come_too_once_this_one_lacks_nothing(talk):
    convened(talk, "2026-02-03", "2026-03-12", "2026-09-08", "2026-12-15")
    said = plain_form(talk.says("facilitator", "meeting plan").form)
    assert {"da": "2026: 0 af 4 møder afholdt, 4 mere er indkaldt.", "en": "2026: 0 of 4 meetings held, 4 more convened."}[
        talk.language
    ] in said
    assert {"da": "2027: 0 af 4 møder afholdt.", "en": "2027: 0 of 4 meetings held."}[talk.language] in said


@pytest.mark.parametrize(
    ("words", "remark"),
    [
        ("13. februar kl. 10", "Vinterferie"),  # in the winter break
        ("1. maj kl. 10", ""),
        ("søndag d. 8. marts kl. 10", "søndag"),
        ("12. marts kl. 19", "kl. 7"),
        ("fredag d. 16. januar kl. 10", "14"),
        ("6. april kl. 10", "påskedag"),
    ],
)
def test_what_is_to_be_said_of_a_day_is_said_before_it_is_set(dansk, words, remark):
    assert remark in dansk.says("facilitator", "meeting plan", words).text


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("næste tirsdag kl. 10", "tirsdag"),
        ("marts", "måned"),
        ("12. marts kl. 25", "Klokkeslæt"),
        ("29. marts kl. 02.30", "findes"),
        ("tirsdag d. 12. marts kl. 10", "torsdag"),
        ("1. januar 2026 kl. 10", "passeret"),
        ("12. marts kl. 10; sted: Rådhuset; pris: 200", "pris"),
        ("12. marts kl. 10; type: fest", "fest"),
        ("12. marts kl. 10; titel: 010190-1234", "CPR"),
    ],
)
def test_an_unclear_day_is_asked_about_and_nothing_is_set(dansk, words, said):
    answer = dansk.says("facilitator", "meeting plan", words)
    assert answer.refused
    assert said in answer.text
    assert "1234" not in answer.text
    assert dansk.asked(lambda records: list(records.meetings.all())) == []


def test_the_form_takes_a_day_and_hours_and_gives_back_what_is_wrong_beside_the_field(talk):
    wrong = talk.fills("facilitator", "meeting plan", day="2026-03-12", starts="10", ends="9")
    assert wrong.form is not None
    assert "ends" in wrong.form.errors
    past = talk.fills("facilitator", "meeting plan", day="2026-01-02", starts="10")
    assert past.form is not None
    assert set(past.form.errors) == {"day"}
    right = talk.fills(
        "facilitator",
        "meeting plan",
        day="2026-03-12",
        starts="kl. 10" if talk.language == "da" else "10:00",
        ends="12.00",
        title="Kvartalsmøde",
    )
    assert ECHO[talk.language] in right.text
    again = talk.presses("facilitator", "Change")
    kept = {field.name: field.value for field in again.form.fields}
    assert (kept["day"], kept["starts"], kept["ends"], kept["title"]) == ("2026-03-12", "10:00", "12:00", "Kvartalsmøde")


def test_a_day_without_a_time_opens_the_form_with_the_day_filled_in(talk):
    answer = talk.says("facilitator", "meeting plan", {"da": "12. marts", "en": "12 March"}[talk.language])
    assert {field.name: field.value for field in answer.form.fields}["day"] == "2026-03-12"


@pytest.mark.parametrize("person", ["chair", "osa", "reader", "admin"])
def test_only_the_municipalitys_facilitator_convenes(talk, person):
    for command, words in [("meeting plan", DAY[talk.language]), ("meeting convene", "2026-03-12T10:00-12:00")]:
        assert talk.says(person, command, words).refused
    assert talk.asked(lambda records: list(records.meetings.all())) == []


def test_convening_wants_a_day_that_was_looked_over(dansk):
    answer = dansk.says("facilitator", "meeting convene", "torsdag d. 12. marts kl. 10")
    assert answer.refused
    assert "/møde planlæg" in answer.text


def test_two_who_convene_the_same_meeting_make_one(dansk):
    dansk.says("facilitator", "meeting plan", DAY["da"])
    dansk.says("facilitator_dep", "meeting plan", DAY["da"])
    dansk.presses("facilitator", "Convene")
    assert dansk.presses("facilitator_dep", "Convene").refused
    assert len(dansk.asked(lambda records: records.meetings.all())) == 1
    assert len(headlines(dansk, "osa")) == 1


# Moving and cancelling.


def test_cancelling_says_in_the_dialog_what_it_does_and_tells_everybody(talk):
    talk.after(convened, "2026-02-03", "2026-03-12", "2026-09-08", "2026-12-15")
    dialog = talk.says("facilitator", "meeting cancel", "M-2")
    assert {"da": "2026 falder fra 4 til 3 af 4.", "en": "2026 drops from 4 to 3 of 4."}[talk.language] in plain_form(dialog.form)
    assert state(talk, 2) == "convened"
    done = talk.fills("facilitator", "meeting cancel", "M-2", why="For få kan komme")
    assert not done.refused
    assert state(talk, 2) == "cancelled"
    told = talk.hears("osa")
    assert talk.word("Cancelled: {meeting}, {at}", meeting="M-2 " + talk.word("ordinary meeting"), at=ECHO[talk.language]) in told
    assert "For få kan komme" in told
    assert talk.fills is not None
    assert talk.says("facilitator", "meeting move", f"M-2 {DAY[talk.language]}").refused


# Holding.


def test_a_meeting_counts_when_somebody_has_confirmed_it_and_only_once(talk):
    talk.after(convened, "2026-02-03")
    early = talk.says("facilitator", "meeting held", "M-1")
    assert early.refused
    talk.bot.day("2026-02-04", "09:00")
    question = talk.word("Was {meeting} held?", meeting="M-1 " + talk.word("ordinary meeting"))
    assert headlines(talk, "facilitator").count(question) == 1
    first = talk.presses("facilitator", "It was held")
    assert {"da": "2026: 1 af 4 møder afholdt.", "en": "2026: 1 of 4 meetings held."}[talk.language] in first.text
    again = talk.says("facilitator_dep", "meeting held", "M-1")
    assert again.refused
    talk.bot.day("2026-02-20")
    assert not [line for line in headlines(talk, "facilitator") if "M-1" in line]


def test_a_meeting_nobody_has_confirmed_is_asked_about_once_more_and_then_left(dansk):
    dansk.after(convened, "2026-02-03")
    dansk.bot.day("2026-02-04", "09:00")
    dansk.bot.day("2026-02-10", "09:00")
    dansk.bot.day("2026-06-01", "09:00")
    asked = [line for line in headlines(dansk, "facilitator") if line == "Blev M-1 ordinært møde holdt?"]
    assert len(asked) == 2


def test_people_who_met_all_the_same_count_when_the_facilitator_records_it(dansk):
    """domain.md §4.5, vector 5."""
    dansk.after(convened, "2026-02-03")
    dansk.fills("facilitator", "meeting cancel", "M-1", why="Sygdom")
    dansk.bot.day("2026-02-10")
    assert "2026: 0 af 4 møder afholdt." in dansk.says("facilitator", "meeting list").text
    assert dansk.says("facilitator", "meeting held", "M-1").refused
    coming = dansk.fills("facilitator", "meeting record", day="2026-02-20", starts="10")
    assert "day" in coming.form.errors
    done = dansk.fills("facilitator", "meeting record", day="2026-02-03", starts="13", jointly_with="Lokalrådet")
    assert not done.refused
    assert "2026: 1 af 4 møder afholdt." in dansk.says("facilitator", "meeting list").text
    assert "Lokalrådet" in dansk.says("osa", "meeting show", "M-2").text
    assert dansk.fills("facilitator", "meeting record", day="2026-02-03", starts="13").refused


# Wishes.


def test_any_party_may_ask_for_a_meeting_and_hears_what_becomes_of_it(talk):
    asked = talk.says("osa", "meeting request", "To nye indsatser kræver en beslutning")
    assert not asked.refused
    told = talk.hears("facilitator")
    assert "To nye indsatser kræver en beslutning" in told
    assert "OSA" in told
    form = talk.says("facilitator", "meeting plan")
    assert "To nye indsatser" in plain_form(form.form)
    talk.says("facilitator", "meeting convene", "2026-02-03T10:00; kind: ad hoc")
    assert any("M-1" in line for line in headlines(talk, "osa"))
    assert talk.says("facilitator", "meeting decline", "1").refused


def test_a_wish_may_be_declined_with_a_reason(talk):
    talk.says("eki", "meeting request", "Vi bør ses")
    talk.bot.heard("eki")
    assert not talk.fills("facilitator", "meeting decline", "1", why="Det tages i marts").refused
    assert "Det tages i marts" in talk.hears("eki")


@pytest.mark.parametrize("words", ["", "x" * 501])
def test_a_wish_says_why(dansk, words):
    assert dansk.says("osa", "meeting request", words).refused
    assert not [line for line in headlines(dansk, "facilitator") if "beder om et møde" in line]


# The mission's own nudge.


def test_while_no_meeting_is_convened_the_nudge_climbs_and_names_the_clause(talk):
    headline = {
        "da": "Der er ikke indkaldt til et ordinært møde i 1. kvartal 2026",
        "en": "No ordinary meeting is convened for the first quarter of 2026",
    }[talk.language]
    talk.bot.day("2026-01-12", "09:00")
    told = talk.hears("facilitator")
    assert headline in told
    assert {"da": "Husregel", "en": "House rule"}[talk.language] in told
    assert {"da": "Mindst fire møder", "en": "At least four meetings"}[talk.language] in told
    talk.bot.day("2026-01-26", "09:00")
    assert headlines(talk, "facilitator") == [headline]
    assert headlines(talk, "chair") == headlines(talk, "facilitator_dep") == headlines(talk, "chair", channel=True) == []
    talk.bot.day("2026-02-02", "09:00")
    assert headline in headlines(talk, "facilitator_dep")
    talk.bot.heard("facilitator")
    talk.bot.day("2026-02-16", "09:00")
    assert headlines(talk, "chair") == [headline]
    assert "Der er ikke indkaldt" in headlines(talk, "chair", channel=True)[0]
    talk.bot.day("2026-03-25", "09:00")
    assert headline not in headlines(talk, "facilitator") + headlines(talk, "chair")


def test_it_is_silent_as_soon_as_a_meeting_is_planned_and_says_so(dansk):
    dansk.bot.day("2026-01-12", "09:00")
    dansk.bot.heard("facilitator")
    convened(dansk, "2026-03-12")
    assert "1. kvartal 2026 har sit ordinære møde" in dansk.stands("facilitator")
    for day in ("2026-01-26", "2026-02-02", "2026-02-16", "2026-03-10"):
        dansk.bot.day(day)
    quarter = [line for line in dansk.stands("facilitator") + dansk.stands("chair") if "1. kvartal" in line]
    assert quarter == ["1. kvartal 2026 har sit ordinære møde"]


def test_a_cancelled_meeting_starts_the_ladder_anew_the_day_after(dansk):
    dansk.after(convened, "2026-03-12")
    dansk.bot.day("2026-02-16", "10:00")
    dansk.bot.heard("facilitator")
    dansk.fills("facilitator", "meeting cancel", "M-1", why="For få kan komme")
    dansk.bot.day("2026-02-16", "15:00")
    assert not [line for line in headlines(dansk, "facilitator") if "1. kvartal" in line]
    dansk.bot.day("2026-02-17", "09:00")
    assert [line for line in headlines(dansk, "facilitator") if "1. kvartal" in line] == [
        "Der er ikke indkaldt til et ordinært møde i 1. kvartal 2026"
    ]
    assert [line for line in headlines(dansk, "chair") if "1. kvartal" in line] == []


def test_a_year_short_of_meetings_is_spoken_of_on_its_days_and_on_the_last_safe_one(dansk):
    dansk.after(convened, "2026-02-03", "2026-05-06")
    dansk.bot.day("2026-02-02", "09:00")  # 1 February is a Sunday
    assert "Årets møder i 2026 er ikke alle på plads: 2 af 4" in headlines(dansk, "facilitator")
    dansk.bot.day("2026-02-04")
    dansk.says("facilitator", "meeting held", "M-1")
    dansk.bot.day("2026-05-07")
    dansk.says("facilitator", "meeting held", "M-2")
    dansk.bot.day("2026-09-01", "09:00")
    assert "2026 mangler møder: 2 af 4" in headlines(dansk, "facilitator")
    dansk.bot.heard("chair")
    dansk.bot.day("2026-11-02", "09:00")
    assert "2026 mangler møder: 2 af 4" in headlines(dansk, "facilitator")
    dansk.bot.day("2026-12-04", "09:00")
    assert "Sidste sikre dag at indkalde på: 2026 har 2 af 4 møder" in headlines(dansk, "facilitator")
    assert "Sidste sikre dag at indkalde på: 2026 har 2 af 4 møder" in headlines(dansk, "chair")
    convened(dansk, "2026-12-18", "2026-12-22")
    dansk.bot.day("2026-12-08", "09:00")
    assert not [line for line in headlines(dansk, "facilitator") if "sikre dag" in line]


# Looking.


def test_the_list_tells_the_years_meetings_and_how_the_year_counts(talk):
    talk.after(convened, "2026-02-03", "2026-03-12")
    shown = talk.says("reader", "meeting list").text
    assert "M-1" in shown
    assert ECHO[talk.language] in shown
    assert talk.word("convened") in shown
    assert talk.says("osa", "meeting list", "2031").text
    assert talk.says("osa", "meeting list", "snart").refused
    assert "M-1" in talk.says("osa", "meeting show").text  # the next one


def test_a_round_opens_before_the_quarters_meeting_and_its_digest_is_there_when_it_begins(dansk):
    dansk.after(convened, "2026-03-19")
    dansk.bot.day("2026-02-16")
    assert not [line for line in headlines(dansk, "osa") if line.startswith("Status")]
    dansk.bot.day("2026-03-05")
    assert [line for line in headlines(dansk, "osa") if line.startswith("Status")]
    dansk.bot.heard("chair", channel=True)
    dansk.bot.day("2026-03-19", "09:00")
    assert [line for line in headlines(dansk, "chair", channel=True) if line.startswith("Status 2026-Q1")]
