"""Answering a status round: by a tap, by form, in words, for somebody else, corrected, and after the deadline."""

import pytest

from bot.domain.initiative import State
from bot.domain.role import Role
from tests.stories.asking import (
    CLOSED,
    DEPUTIES,
    HALF_WAY,
    OPENS,
    PERIOD,
    answered,
    asked,
    digest,
    figures,
    opened,
    registered,
    reminded,
    state_of,
)

STAGE = "rounds"

# Answering.


def test_unchanged_is_one_tap_and_a_receipt_takes_the_questions_place(talk):
    registered(talk, ("Fælles sensorer", "osa", "eki"))
    opened(talk)
    answer = talk.presses("osa", "Unchanged")
    assert answer.text.startswith(talk.word("Saved: {unit} has no changes in {period}", unit="OSA", period=PERIOD))
    assert answered(talk, "osa") in talk.stands("osa")
    assert asked(talk, "osa") not in talk.stands("osa")
    receipt = next(one for one in talk.posts("osa") if one.message.headline == answered(talk, "osa"))
    assert "Peter Langkilde Skov" in str(receipt.message)
    assert talk.asked(lambda records: records.initiatives.by_number(1).heard_on).isoformat() == OPENS
    assert talk.word("Unchanged: {units}", units="OSA") in digest(talk)


def test_the_deputys_reminder_becomes_a_receipt_too(dansk):
    dansk.after(opened)
    for day in (HALF_WAY, DEPUTIES):
        dansk.bot.day(day)
    dansk.presses("osa_dep", "Unchanged")
    assert dansk.stands("osa") == [answered(dansk, "osa")] * 2
    assert answered(dansk, "osa") in dansk.stands("osa_dep")
    assert reminded(dansk, "osa") not in dansk.stands("osa_dep")


def test_the_form_is_answered_and_stands_as_it_was_when_opened_again(talk):
    registered(talk, ("Fælles sensorer", "osa", "eki"), ("Åben skole", "buf"), ("Natteravne", "eki", "osa"))
    opened(talk)
    talk.presses("osa", "Answer")
    answer = talk.fills(
        "osa",
        "status reply",
        state1="adjusted",
        progress1="Første hold er startet",
        obstacles3="Lokaler mangler",
        help_needed="Nøgler",
        new_needs="En indsats i skoler",
    )
    assert answer.text.startswith(talk.word("Saved: {unit}'s status for {period}", unit="OSA", period=PERIOD))
    assert "Første hold er startet" in answer.text
    assert (state_of(talk, 1), state_of(talk, 3)) == (State.ADJUSTED, State.ACTIVE)
    form = talk.says("osa", "status reply").form
    kept = {one.name: one.value for one in form.fields}
    assert kept == {
        "state1": "adjusted",
        "progress1": "Første hold er startet",
        "obstacles1": "",
        "state3": "active",
        "progress3": "",
        "obstacles3": "Lokaler mangler",
        "help_needed": "Nøgler",
        "new_needs": "En indsats i skoler",
    }
    corrected = talk.fills("osa", "status reply", progress1="Andet hold er startet", new_needs="")
    assert "Andet hold er startet" in corrected.text
    told = digest(talk)
    assert "Første hold" not in told
    assert "skoler" not in told
    assert "Lokaler mangler" in told
    history = talk.says("osa", "initiative history", "I-1").text
    assert talk.word("state set to {state}", state=talk.word("adjusted")) in history


def test_a_form_that_does_not_fit_comes_back_with_all_that_was_written(dansk):
    registered(dansk, ("Fælles sensorer", "osa"))
    opened(dansk)
    answer = dansk.fills("osa", "status reply", state1="sleeping", progress1="x" * 401, help_needed="Nøgler")
    assert answer.refused
    assert set(answer.form.errors) == {"state1", "progress1"}
    kept = {one.name: one.value for one in answer.form.fields}
    assert (kept["state1"], kept["progress1"], kept["help_needed"]) == ("sleeping", "x" * 401, "Nøgler")
    assert dansk.word("**Not answered:** {units}", units="").strip("* ")[:10] in digest(dansk)


def test_many_initiatives_are_asked_about_in_pages_and_no_page_takes_from_another(dansk):
    registered(dansk, *[(f"Indsats {number}", "osa") for number in range(1, 19)])
    opened(dansk)
    first = dansk.fills("osa", "status reply", progress1="Et", progress8="Otte", help_needed="Nøgler")
    assert dansk.word("Continue") in first.text
    form = dansk.presses("osa", "Continue").form
    assert "state9" in form.names()
    assert "state8" not in form.names()
    assert {one.name: one.value for one in form.fields}["help_needed"] == "Nøgler"
    page = dansk.word("page")
    dansk.fills("osa", "status reply", f"{page} 2", progress9="Ni")
    last = dansk.fills("osa", "status reply", f"{page} 3", progress18="Atten")
    assert dansk.word("Continue") not in last.text
    told = digest(dansk, dansk.word("all"))
    assert all(word in told for word in ("Et", "Otte", "Ni", "Atten", "Nøgler"))
    assert "state18" in dansk.says("osa", "status reply", f"{page} 99").form.names()
    assert "state1" in dansk.says("osa", "status reply", f"{page} 0").form.names()


def test_words_in_the_questions_thread_are_the_answer(talk):
    registered(talk, ("Fælles sensorer", "osa"), ("Natteravne", "eki", "osa"))
    opened(talk)
    paused, obstacle = talk.word("paused"), {"da": "hindring", "en": "obstacle"}[talk.language]
    said = talk.in_thread("osa", asked(talk, "osa"), f"I-1 {paused}: ferie\nI-2: kører; {obstacle}: lokaler\nhjælp: nøgler")
    assert said.startswith(talk.word("Saved: {unit}'s status for {period}", unit="OSA", period=PERIOD))
    assert "nøgler" in said
    assert state_of(talk, 1) is State.PAUSED
    more = talk.in_thread("osa", answered(talk, "osa"), "Og hils de andre")
    assert "Og hils de andre" in more
    told = digest(talk)
    assert "ferie" in told
    assert "nøgler" in told
    assert "Og hils de andre" in told


def test_words_that_begin_like_a_command_are_an_answer_in_the_thread(talk):
    registered(talk, ("Fælles sensorer", "osa"))
    opened(talk)
    said = talk.in_thread("osa", asked(talk, "osa"), {"da": "hjælp er på vej", "en": "help is on its way"}[talk.language])
    assert said.startswith(talk.word("Saved: {unit}'s status for {period}", unit="OSA", period=PERIOD))


def test_words_about_somebody_elses_initiative_are_refused(talk):
    registered(talk, ("Fælles sensorer", "osa"), ("Natteravne", "eki"))
    opened(talk)
    said = talk.in_thread("osa", asked(talk, "osa"), "I-2: kører")
    assert "I-2" in said
    assert "I-1" in said  # what is theirs
    assert "x" * 401 not in talk.in_thread("osa", asked(talk, "osa"), "x" * 401)
    assert (
        talk.word("Status {period}: {count} of {parties} parties have answered", period=PERIOD, count=0, parties=11)
        in talk.says("chair", "status show").text
    )


def test_words_in_the_conversation_are_taken_after_a_yes(talk):
    registered(talk, ("Fælles sensorer", "osa"), ("Natteravne", "osa"))
    opened(talk)
    question = talk.bot.says("osa", "Det går fint\nmed begge")
    assert talk.word("Is that {unit}'s status for {period}?", unit="OSA", period=PERIOD) in question.text
    assert talk.asked(lambda records: records.rounds.replies(records.rounds.by_period(PERIOD))) == []
    saved = talk.presses("osa", "Yes, save it")
    assert saved.text.startswith(talk.word("Saved: {unit}'s status for {period}", unit="OSA", period=PERIOD))
    assert "Det går fint" in digest(talk)
    assert "med begge" in digest(talk)


def test_no_shows_the_form_and_saves_nothing(dansk):
    dansk.after(opened)
    dansk.bot.says("osa", "Det går fint")
    assert dansk.presses("osa", "No, show the form").form is not None
    assert dansk.asked(lambda records: records.rounds.replies(records.rounds.by_period(PERIOD))) == []


def test_unchanged_and_ids_in_the_conversation_need_no_yes(talk):
    registered(talk, ("Fælles sensorer", "osa"))
    opened(talk)
    assert talk.bot.says("osa", "I-1: kører").text.startswith(
        talk.word("Saved: {unit}'s status for {period}", unit="OSA", period=PERIOD)
    )
    assert talk.bot.says("eki", f"{talk.word('unchanged').capitalize()}!").text.startswith(
        talk.word("Saved: {unit} has no changes in {period}", unit="EKI", period=PERIOD)
    )


def test_words_that_nobody_asked_for_are_met_with_a_way_to_go_on(talk):
    answer = talk.bot.says("osa", "Hej med dig")
    assert answer.refused
    assert "Hej med dig" in answer.text
    opened(talk)
    assert talk.bot.says("reader", "Hej med dig").refused
    assert talk.bot.says("osa", "x" * 801).refused


def test_what_people_say_to_each_other_under_the_digest_is_not_answered(dansk):
    dansk.after(opened)
    dansk.says("facilitator", "status close")
    (digest_post,) = dansk.posts("osa", channel=True)

    def in_thread(words):
        return dansk.bot.runner.run(dansk.bot.desk.say("u_osa", digest_post.room, words, thread=digest_post.id))

    assert in_thread("Flot gået, alle sammen").answer is None
    assert in_thread("@pagt hjælp").answer is not None


def test_who_speaks_for_two_units_is_asked_which_one(talk):
    talk.appoints("eki", Role.REPRESENTATIVE, "krimforebyg")
    opened(talk)
    both = talk.says("eki", "status reply", talk.word("unchanged"))
    assert both.refused
    assert "Krimforebyggelse" in both.text
    assert not talk.says("eki", "status reply", f"krimforebyg {talk.word('unchanged')}").refused
    assert not talk.says("eki", "status reply", f"eki {PERIOD} {talk.word('unchanged')}").refused


def test_the_facilitator_answers_for_a_unit_without_chat_and_that_is_said(talk):
    talk.after(opened)
    assert talk.says("facilitator", "status reply", talk.word("unchanged")).refused  # for whom?
    answer = talk.says("facilitator", "status reply", f"krimforebyg {talk.word('unchanged')}")
    assert talk.word("Entered on behalf of {unit}.", unit="Krimforebyggelse") in answer.text
    talk.fills("facilitator", "status reply", "osa", help_needed="Nøgler")
    assert answered(talk, "osa") in talk.stands("osa")
    receipt = str(talk.posts("osa")[-1].message)
    assert {"da": "på vegne af OSA", "en": "on behalf of OSA"}[talk.language] in receipt
    assert talk.word("Entered by the facilitator: {units}", units="")[:-1].strip() in digest(talk)


# After the deadline.


@pytest.mark.parametrize("day_and_time", [(CLOSED, "08:00"), (CLOSED, "10:00"), ("2026-04-20", "10:00")])
def test_an_answer_after_the_deadline_is_shown_as_late_and_mends_the_posted_digest(dansk, day_and_time):
    registered(dansk, ("Fælles sensorer", "osa"))
    opened(dansk)
    dansk.bot.day(*day_and_time)
    dansk.bot.heard("osa")
    answer = dansk.fills("osa", "status reply", progress1="Kører nu")
    assert dansk.word("The round had closed, so the answer is shown as late.") in answer.text
    assert dansk.word("Answered late: {units}", units="OSA") in digest(dansk, PERIOD)
    dansk.bot.day("2026-04-21", "10:00")
    posts = dansk.posts("chair", channel=True)
    assert len(posts) == 1
    assert "Kører nu" in str(posts[0].message)
    assert "fristen: OSA" in str(posts[0].message)  # the channel speaks the agreement's language
    assert answered(dansk, "osa") in dansk.stands("osa")


def test_a_correction_after_the_deadline_is_late_as_well(dansk):
    dansk.after(opened)
    dansk.says("osa", "status reply", dansk.word("unchanged"))
    assert dansk.word("Answered late: {units}", units="OSA") not in digest(dansk)
    dansk.bot.day(CLOSED)
    dansk.fills("osa", "status reply", help_needed="Nøgler")
    assert dansk.word("Answered late: {units}", units="OSA") in digest(dansk)
    assert "Nøgler" in str(dansk.posts("chair", channel=True)[0].message)


def test_several_late_answers_leave_the_last_digest_standing(dansk):
    dansk.after(opened)
    dansk.bot.day(CLOSED)
    for unit in ("osa", "eki", "ssp"):
        dansk.says(unit, "status reply", dansk.word("unchanged"))
    (post,) = dansk.posts("chair", channel=True)
    assert figures(post.message.headline) == [3, 11, 0]
