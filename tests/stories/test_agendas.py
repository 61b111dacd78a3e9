"""An agenda from the first submitted item to the day it goes out, and what an item becomes when its meeting does not come."""

import pytest

from bot.sample import cast
from tests.stories.papers import DUE, OUT, convened, headlines, held, numbers, place, point

STANDING = {
    "da": ["Seneste udvikling i miljøet", "Behov for nye eller tilpassede indsatser", "Gensidig orientering"],
    "en": ["Latest development in the milieu", "Need for new or adapted initiatives", "Round of updates"],
}


@pytest.fixture
def coming(talk):
    """The first quarter's meeting is convened for 12 March."""
    return talk.after(convened, "2026-03-12")


@pytest.fixture
def kommende(dansk):
    return dansk.after(convened, "2026-03-12")


def test_an_agenda_stands_from_the_start_with_the_clause_each_standing_item_serves(coming):
    shown = coming.says("osa", "meeting agenda").text
    assert list(numbers(coming).values())[1:4] == STANDING[coming.language]
    assert {"da": "Aftalen: Mødes løbende", "en": "The agreement: Meet regularly"}[coming.language] in shown
    assert coming.word("The broad picture only: no persons, no single cases, no numbers under {least}.", least=5) in shown
    assert numbers(coming)[1] == coming.word("Approval of the agenda")
    assert numbers(coming)[8] == coming.word("Any other business")


def test_any_party_submits_an_item_by_form_or_in_one_line(coming):
    in_a_form = coming.fills("osa", "meeting item", "Fælles åbningstider", treatment="decision", note="Tre klubber beder om det.")
    assert {"da": "Meldt ind til M-1", "en": "Submitted to M-1"}[coming.language] in in_a_form.text
    point(coming, "eki", "Lokaler")
    assert [numbers(coming)[8], numbers(coming)[9]] == ["Fælles åbningstider", "Lokaler"]
    assert headlines(coming, "ssp")[1:] == []  # Nobody is disturbed before it goes out.
    shown = coming.says("ssp", "meeting agenda").text
    assert f"{coming.word('for decision')}, OSA" in shown
    assert "Tre klubber beder om det." in shown


def test_only_a_party_or_the_facilitator_submits_and_a_party_only_for_itself(kommende):
    assert kommende.says("chair", "meeting item", "Noget").refused
    other = kommende.says("osa", "meeting item", "Noget; part: eki")
    assert "unit" in other.form.errors
    assert not kommende.says("facilitator", "meeting item", "Noget; part: eki").refused


@pytest.mark.parametrize("words", ["010190-1234 har brug for hjælp", "Noget; baggrund: 010190-1234", "Noget; fest: ja"])
def test_what_does_not_belong_on_an_agenda_is_refused_and_nothing_is_kept(kommende, words):
    answer = kommende.says("osa", "meeting item", words)
    assert answer.refused
    assert "1234" not in answer.text
    assert len(numbers(kommende)) == 8


def test_the_facilitator_orders_a_draft_and_strikes_from_it_and_a_party_only_its_own(coming):
    point(coming, "osa", "Åbningstider")
    point(coming, "eki", "Lokaler")
    assert coming.says("osa", "meeting order", "M-1 8 2").refused
    moved = coming.says("facilitator", "meeting order", "M-1 9 2")
    assert not moved.refused
    assert numbers(coming)[2] == "Lokaler"
    assert coming.says("osa", "meeting strike", "M-1 2").refused
    assert coming.says("facilitator", "meeting strike", "M-1 3").refused  # it stands on every agenda
    assert not coming.says("eki", "meeting strike", "M-1 2 Det kan vente").refused
    assert "Lokaler" not in numbers(coming).values()
    assert numbers(coming)[8] == "Åbningstider"


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("M-1 20 2", "punkt 20"),
        ("M-1 2 20", "plads 20"),
        ("M-1 2", "for eksempel"),
        ("to fire", "for eksempel"),
        ("M-7 2 3", "M-7"),
    ],
)
def test_an_order_that_cannot_be_is_refused_with_what_to_type(kommende, words, said):
    answer = kommende.says("facilitator", "meeting order", words)
    assert answer.refused
    assert said in answer.text


def test_the_facilitator_sees_the_draft_once_items_are_due_and_a_week_later_everybody_has_it(coming):
    point(coming, "osa", "Åbningstider")
    coming.bot.day(DUE)
    (preview,) = [text for text in coming.bot.heard("facilitator") if "Åbningstider" in text]
    assert (
        coming.word("Items are due {due} days before the meeting, and the agenda goes out {out} days before.", due=14, out=7)
        in preview
    )
    coming.bot.day(OUT)
    for person in ("osa", "eki", "chair", "facilitator"):
        assert any("Åbningstider" in text for text in coming.bot.heard(person)), person
    assert [text for text in coming.bot.heard("reader") if "Åbningstider" in text] == []
    (posted,) = [text for text in coming.bot.heard("chair", channel=True) if "Åbningstider" in text]
    assert "Dagsorden for M-1" in posted  # The channel is spoken to in the agreement's language.
    coming.bot.day("2026-03-06")
    assert [text for text in coming.bot.heard("osa") if "Åbningstider" in text] == []


def test_an_item_after_the_deadline_is_marked_and_after_the_agenda_has_gone_out_only_the_facilitator_adds_one(kommende):
    kommende.bot.day("2026-03-02")
    assert "senere" in point(kommende, "osa", "Sent").text
    kommende.bot.day(OUT)
    assert "det næste møde" in kommende.says("osa", "meeting item", "M-1 For sent").text
    assert "punkt 10" in point(kommende, "facilitator", "M-1 Haster", "part: osa").text
    posted = next(
        post for post in reversed(kommende.posts("chair", channel=True)) if post.message.headline.startswith("Dagsorden")
    )
    assert "Haster" in str(posted.message)  # What was sent says how it stands now, where it stands.


def test_once_it_has_gone_out_an_item_keeps_its_number_wherever_it_is_moved_and_when_another_is_struck(kommende):
    point(kommende, "osa", "Åbningstider")
    point(kommende, "eki", "Lokaler")
    assert not kommende.says("facilitator", "meeting send", "M-1").refused
    before = numbers(kommende)
    kommende.says("facilitator", "meeting order", "M-1 9 2")
    kommende.says("facilitator", "meeting strike", "M-1 8")
    after = numbers(kommende)
    assert {number: title.removeprefix("Udgår: ") for number, title in after.items()} == before
    assert list(after)[1] == 9
    assert after[8] == "Udgår: Åbningstider"
    assert "allerede" in kommende.says("facilitator", "meeting send", "M-1").text
    kommende.bot.day(OUT)
    assert [text for text in kommende.bot.heard("ssp") if "Dagsorden for M-1" in text.splitlines()[0]][1:] == []


def test_confidential_items_are_only_counted_where_outsiders_read_along(kommende):
    point(kommende, "osa", "Hemmelig plan", "fortrolig: ja")
    room = kommende.bot.room("fremmede", outsiders=True)
    kommende.changed(lambda records: records.places.bind("local", room, direct=False, outsiders=True))
    assert "Hemmelig" not in kommende.bot.says_in(room, "osa", "/møde dagsorden M-1").text
    assert "Hemmelig" in kommende.says("osa", "meeting agenda", "M-1").text
    kommende.bot.day(OUT)
    texts = [
        "\n".join(str(post.message) for post in kommende.bot.workspace.posts.seen("u_osa", one)) for one in (room, cast.CHANNEL)
    ]
    assert "Lukket punkt" in texts[0]
    assert "Hemmelig" not in texts[0]
    assert "Hemmelig plan" in texts[1]


def test_without_a_meeting_an_item_waits_for_the_next_one(coming):
    coming.says("facilitator", "meeting send", "M-1")
    waiting = point(coming, "osa", "Til næste gang")
    assert coming.word("No meeting is convened that it could be put to. It goes on the agenda of the next one.") in waiting.text
    convened(coming, "2026-06-11")
    assert "Til næste gang" in numbers(coming, 2).values()


def test_an_item_of_a_cancelled_meeting_is_carried_over_with_its_note(coming):
    coming.fills("osa", "meeting item", "Åbningstider", note="Tre klubber beder om det.")
    coming.fills("facilitator", "meeting cancel", "M-1", why="Snestorm")
    convened(coming, "2026-03-19")
    assert "Åbningstider" in numbers(coming, 2).values()
    assert "Tre klubber beder om det." in coming.says("osa", "meeting agenda", "M-2").text


def test_a_moved_meeting_has_its_agenda_sent_anew_for_its_new_day_and_a_cancelled_one_none(kommende):
    point(kommende, "osa", "Åbningstider")
    kommende.says("facilitator", "meeting reschedule", "M-1 2026-03-26T10:00-12:00")
    kommende.bot.day("2026-03-06")
    assert [text for text in kommende.bot.heard("osa") if text.startswith("Dagsorden")] == []
    kommende.bot.day("2026-03-19")
    assert len([text for text in kommende.bot.heard("osa") if text.startswith("Dagsorden")]) == 1
    convened(kommende, "2026-06-11")
    kommende.fills("facilitator", "meeting cancel", "M-2", why="Sygdom")
    kommende.bot.day("2026-06-11")
    assert [text for text in kommende.bot.heard("osa") if text.startswith("Dagsorden")] == []


def test_what_was_deferred_or_not_reached_is_on_the_next_agenda_and_what_was_settled_is_not(coming):
    for title in ("Udsat", "Ikke nået", "Afgjort"):
        point(coming, "osa", title)
    held(coming)
    coming.says("facilitator", "meeting decision", f"M-1 {place(coming, 'Udsat')} {coming.word('deferred')}")
    coming.says("facilitator", "meeting decision", f"M-1 {place(coming, 'Afgjort')} {coming.word('approved')}")
    convened(coming, "2026-06-11")
    assert {"Udsat", "Ikke nået"} & set(numbers(coming, 2).values()) == {"Udsat"}  # The draft may still say more of the other.
    coming.says("facilitator", "meeting send", "M-1")
    titles = list(numbers(coming, 2).values())
    assert titles[titles.index("Udsat") : titles.index("Udsat") + 2] == ["Udsat", "Ikke nået"]
    assert "Afgjort" not in titles
    assert coming.word("Approval of the minutes of M-{what}", what=1) in titles
    assert (
        coming.word("Carried over from {ref}.", ref=coming.word("M-{meeting} item {point}", meeting=1, point=8))
        in coming.says("osa", "meeting agenda", "M-2").text
    )
