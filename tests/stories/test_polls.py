"""A poll for a date: every party is asked when it can, and the facilitator's pick convenes the meeting."""

from tests.stories.asking import UNITS, headlines

DAYS = {
    "da": "torsdag d. 11. juni kl. 10-12\nfredag d. 12. juni kl. 9\nmandag d. 15. juni kl. 13",
    "en": "Thursday 11 June 10:00-12:00\nFriday 12 June at 09:00\nMonday 15 June at 13:00",
}


def polled(talk, **values):
    answer = talk.fills("facilitator", "meeting poll", proposals=DAYS[talk.language], **values)
    assert not answer.refused, answer.text
    talk.bot.settle()
    return answer


def test_every_party_is_asked_and_the_pick_convenes_the_meeting(talk):
    assert "Krimforebyggelse" in polled(talk).text  # nobody to ask there
    talk.bot.heard("facilitator")
    assert all(len(headlines(talk, person)) == 1 for person in UNITS)
    talk.presses("osa", "All suit")
    talk.presses("eki", "None suits")
    assert talk.fills("ssp", "meeting vote", can="2,3").text
    assert not talk.says("buf", "meeting vote", "2").refused
    stands = talk.says("facilitator", "meeting poll").text
    assert "3/11" in stands  # the twelfth
    answer = talk.bot.presses("facilitator", talk.word("Pick {number}", number=2))
    assert "M-1" in answer.text
    talk.bot.settle()
    assert any("M-1" in one for one in headlines(talk, "osa"))
    assert any("12" in one and "P-1" in one for one in talk.stands("osa"))
    assert talk.says("osa", "meeting vote", "P-1 1").refused
    assert not talk.says("osa", "meeting poll", "P-1").refused


def test_words_in_the_thread_are_an_answer(talk):
    talk.after(polled)
    asked = next(one for one in talk.stands("osa") if "P-1" in one)
    assert talk.word("all the days") in talk.in_thread("osa", asked, {"da": "alle", "en": "all"}[talk.language])
    assert {"da": "dag 1 og 3", "en": "days 1 and 3"}[talk.language] in talk.in_thread(
        "buf", next(one for one in talk.stands("buf") if "P-1" in one), "1 og 3"
    )
    assert "9" in talk.in_thread("ssp", next(one for one in talk.stands("ssp") if "P-1" in one), "9")


def test_the_silent_are_reminded_on_the_last_day_and_the_facilitator_hears_the_morning_after(talk):
    talk.after(polled)
    talk.presses("osa", "All suit")
    for person in (*UNITS, "facilitator"):
        talk.bot.heard(person)
    talk.bot.day("2026-01-19")
    assert len(headlines(talk, "eki")) == 1
    assert headlines(talk, "osa") == headlines(talk, "facilitator") == []
    talk.bot.day("2026-01-20")
    assert len(headlines(talk, "facilitator")) == 1
    talk.bot.day("2026-01-21")
    assert headlines(talk, "facilitator") == headlines(talk, "eki") == []


def test_the_result_is_told_as_soon_as_all_have_answered(dansk):
    dansk.after(polled)
    dansk.bot.heard("facilitator")
    for unit in UNITS:
        dansk.says(unit, "meeting vote", f"{unit} alle")
    dansk.bot.settle()
    assert [one for one in headlines(dansk, "facilitator") if one.startswith("Vælg en dag")]
    dansk.bot.day("2026-01-20")
    assert not [one for one in headlines(dansk, "facilitator") if one.startswith("Vælg en dag")]


def test_a_poll_that_is_withdrawn_asks_nobody_any_more(talk):
    talk.after(polled)
    assert not talk.says("facilitator", "meeting pick", "P-1 " + {"da": "ingen", "en": "none"}[talk.language]).refused
    talk.bot.settle()
    for person in UNITS:
        talk.bot.heard(person)
    talk.bot.day("2026-01-20")
    assert all(headlines(talk, person) == [] for person in UNITS)
    assert talk.says("osa", "meeting vote", "P-1 1").refused


def test_proposals_that_cannot_be_read_come_back_with_all_that_was_written(talk):
    answer = talk.fills("facilitator", "meeting poll", proposals="torsdag d. 11. juni kl. 10\nnæste tirsdag", title="Ekstra")
    assert answer.refused
    kept = {one.name: one.value for one in answer.form.fields}
    assert (kept["proposals"], kept["title"]) == ("torsdag d. 11. juni kl. 10\nnæste tirsdag", "Ekstra")
    assert set(answer.form.errors) == {"proposals"}
