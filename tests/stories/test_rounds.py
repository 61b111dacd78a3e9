"""A status round, from the first question to the digest in the channel: asked, reminded, answered, corrected, closed, late."""

import re

import pytest

from bot.acts import round as act
from bot.domain.initiative import Proposal, State
from bot.domain.role import Role
from bot.sample import cast

PERIOD = "2026-Q1"
OPENS, HALF_WAY, DEPUTIES, FACILITATOR, CLOSED = "2026-02-16", "2026-02-23", "2026-02-27", "2026-03-02", "2026-03-03"
ASKED, REMINDED = "Status {period}: how is it going at {unit}?", "Reminder: {unit} has not answered status {period} yet"
UNITS = {
    "ea": "Efterretning og Analyse",
    "naerpoliti": "Nærpoliti",
    "forebyggelse": "Forebyggelse (KP)",
    "osa": "OSA",
    "ssp": "SSP",
    "eki": "EKI",
    "cbe": "Jobcenter CBE",
    "cba": "Jobcenter CBA",
    "buf": "BUF",
    "sikkerby": "Sikker By (ØKF)",
}


def asked(talk, unit):
    return talk.word(ASKED, period=PERIOD, unit=UNITS[unit])


def reminded(talk, unit):
    return talk.word(REMINDED, period=PERIOD, unit=UNITS[unit])


def answered(talk, unit):
    return talk.word("Status {period}: {unit} has answered", period=PERIOD, unit=UNITS[unit])


def registered(talk, *initiatives):
    """Register initiatives as (title, lead, participants), without telling anybody."""

    def register(records):
        by = records.people.behind("local", "u_facilitator").id
        for title, lead, *others in initiatives:
            proposal = Proposal(
                title=title, tracks=("forebyggelse",), lead=lead, participants=tuple(others), starts_on=records.now.date()
            )
            records.initiatives.register(proposal, by=by, today=records.now.date())

    talk.changed(register)


def state_of(talk, number):
    return talk.asked(lambda records: records.initiatives.by_number(number).state)


def headlines(talk, person, **where):
    """What newly reached somebody, by its first line."""
    return [text.splitlines()[0] for text in talk.bot.heard(person, **where)]


def opened(talk, day=OPENS):
    talk.bot.day(day)
    for person in (*UNITS, "facilitator", "osa_dep"):
        talk.bot.heard(person)
    return talk


def digest(talk, words="", person="chair"):
    return talk.says(person, "status digest", words).text


def figures(headline):
    """The numbers of a headline, behind its period."""
    return [int(found) for found in re.findall(r"\d+", headline.split(":", 1)[1])]


def section(text, title):
    """The part of a digest under a heading, up to the next empty line but one."""
    found = re.search(rf"^{re.escape(title)}[ (:].*?(?=\n\n(?!•)|\Z)", text, re.MULTILINE | re.DOTALL)
    return found[0] if found else ""


# Opening, and the ladder.


def test_a_round_opens_on_the_house_rules_day_and_asks_every_party_once(talk):
    registered(talk, ("Fælles sensorer", "osa", "eki"), ("Åben skole", "buf"))
    talk.bot.day("2026-02-15")
    talk.bot.day(OPENS, "08:59")
    assert headlines(talk, "osa") == []
    talk.bot.day(OPENS, "09:00")
    question = talk.hears("osa")
    assert question.splitlines()[0] == asked(talk, "osa")
    assert "I-1 Fælles sensorer" in question
    assert "Åben skole" not in question
    assert {"da": "mandag d. 2. marts 2026 kl. 23.59", "en": "Monday 2 March 2026 at 23:59"}[talk.language] in question
    assert {"da": "Mødes løbende", "en": "Meet regularly"}[talk.language] in question
    for unit in UNITS.keys() - {"osa"}:
        assert headlines(talk, unit) == [asked(talk, unit)]
    assert headlines(talk, "osa_dep") == headlines(talk, "chair") == headlines(talk, "reader") == []
    assert "Krimforebyggelse" in talk.hears("facilitator")  # nobody can be asked there
    for at in ("09:00", "15:00", "23:00"):
        talk.bot.day(OPENS, at)
    assert headlines(talk, "osa") == []


def test_only_the_silent_are_reminded_then_the_deputy_then_the_facilitator_in_one_message(talk):
    opened(talk)
    talk.says("eki", "status reply", talk.word("unchanged"))
    talk.bot.heard("eki")
    talk.bot.day(HALF_WAY)
    assert headlines(talk, "osa") == [reminded(talk, "osa")]
    assert headlines(talk, "eki") == headlines(talk, "osa_dep") == headlines(talk, "facilitator") == []
    talk.bot.day(DEPUTIES)
    assert headlines(talk, "osa_dep") == [reminded(talk, "osa")]
    assert headlines(talk, "cbe") == [reminded(talk, "cbe")] * 2  # half-way, and now again: it has no deputy
    assert headlines(talk, "eki_dep") == headlines(talk, "osa") == headlines(talk, "facilitator") == []
    talk.bot.day(FACILITATOR)
    told = talk.bot.heard("facilitator")
    assert len(told) == 1
    assert talk.word("Status {period}: {count} of {parties} parties have answered", period=PERIOD, count=1, parties=11) in told[0]
    assert all(name in told[0] for name in (*UNITS.values(), "Krimforebyggelse") if name != "EKI")
    assert "EKI" not in told[0]
    assert headlines(talk, "osa") == headlines(talk, "osa_dep") == []
    everybody = (*UNITS, "osa_dep", "facilitator")
    for person in everybody:
        talk.bot.heard(person)
    talk.bot.day(CLOSED)
    talk.bot.day("2026-03-20")
    assert [headlines(talk, person) for person in everybody] == [[]] * len(everybody)


@pytest.mark.parametrize("person", ["osa", "osa_dep"])
def test_nobody_is_nudged_once_the_unit_has_answered(talk, person):
    opened(talk)
    talk.says(person, "status reply", talk.word("unchanged"))
    talk.bot.heard(person)
    for day in (HALF_WAY, DEPUTIES, FACILITATOR, CLOSED):
        talk.bot.day(day)
    assert headlines(talk, "osa") == headlines(talk, "osa_dep") == []


def test_nobody_is_nudged_once_the_round_is_closed_by_hand(talk):
    opened(talk)
    assert not talk.says("facilitator", "status close").refused
    talk.bot.heard("facilitator")
    for day in (HALF_WAY, DEPUTIES, FACILITATOR, CLOSED):
        talk.bot.day(day)
    assert headlines(talk, "osa") == headlines(talk, "facilitator") == []


def test_nobody_is_nudged_at_night_on_a_weekend_or_in_the_evening(bot, talk):
    opened(talk)
    for day, at in [(HALF_WAY, "03:00"), (HALF_WAY, "08:59")]:
        bot.day(day, at)
        assert headlines(talk, "osa") == []
    bot.day("2026-02-28", "11:00")  # the program was away over two rungs and comes back on a Saturday
    bot.day("2026-03-01", "23:00")
    bot.day("2026-03-02", "07:59")
    assert headlines(talk, "osa") == headlines(talk, "osa_dep") == []
    bot.day("2026-03-02", "08:00")
    assert headlines(talk, "osa_dep") == [reminded(talk, "osa")]  # the latest rung once, and none is made up for
    assert headlines(talk, "osa") == headlines(talk, "facilitator") == []
    bot.day("2026-03-02", "09:00")
    assert len(headlines(talk, "facilitator")) == 1


def test_a_round_asked_for_before_christmas_leaves_christmas_alone(talk):
    talk.bot.day("2026-12-01")
    talk.bot.day("2026-12-14", "10:00")
    for person in (*UNITS, "facilitator", "osa_dep"):
        talk.bot.heard(person)
    assert not talk.says("facilitator", "status ask").refused
    talk.bot.heard("facilitator")
    assert len(headlines(talk, "osa")) == 1
    for day in range(15, 32):
        talk.bot.day(f"2026-12-{day}", "12:00")
    talk.bot.day("2027-01-03", "12:00")
    assert headlines(talk, "osa") == headlines(talk, "osa_dep") == headlines(talk, "facilitator") == []
    talk.bot.day("2027-01-04")
    assert len(headlines(talk, "osa_dep")) == len(headlines(talk, "facilitator")) == 1


def test_ninety_days_away_cost_one_nudge_per_duty_at_most(talk):
    opened(talk)
    talk.bot.day("2026-05-17", "03:00")
    talk.bot.day("2026-05-18", "09:00")
    counts = {person: headlines(talk, person) for person in (*UNITS, "facilitator")}
    assert counts["osa"] == [talk.word(ASKED, period="2026-Q2", unit="OSA")]
    assert all(len(told) == 1 for told in counts.values())
    assert [figures(line) for line in headlines(talk, "chair", channel=True)] == [[0, 11, 0]]


def test_two_ticks_and_two_programs_add_nothing(talk):
    talk.bot.workspace.clock.forward(talk.bot.pagt.now().replace(month=2, day=16, hour=9))
    assert talk.bot.pagt.tick.once() == 11  # ten parties, and the facilitator for the eleventh
    assert talk.bot.pagt.tick.once() == 0
    talk.bot.settle()
    talk.bot.settle()
    assert len(headlines(talk, "osa")) == 1


def test_a_representative_appointed_in_the_middle_of_a_round_is_asked_then(bot, talk):
    opened(talk)
    bot.day("2026-02-18", "10:00")
    command = talk.line("party contact", "krimforebyg @u_krimforebyg")
    assert not bot.says("facilitator", command).refused
    told = headlines(talk, "krimforebyg")
    assert talk.word(ASKED, period=PERIOD, unit="Krimforebyggelse") in told
    assert len(told) == 2  # who they are now, and the question
    bot.day(HALF_WAY)
    assert headlines(talk, "krimforebyg") == [talk.word(REMINDED, period=PERIOD, unit="Krimforebyggelse")]


def test_a_successor_is_told_of_the_round_and_only_they_are_reminded(bot, talk):
    opened(talk)
    bot.says("facilitator", talk.line("party contact", "osa @u_krimforebyg"))
    assert len(headlines(talk, "krimforebyg")) == 1  # their welcome tells of it; the unit was asked already
    bot.heard("osa")
    bot.day(HALF_WAY)
    assert headlines(talk, "krimforebyg") == [reminded(talk, "osa")]
    assert headlines(talk, "osa") == []


# Asking and closing by hand.


def test_the_facilitator_asks_outside_the_turn_and_may_say_until_when(talk):
    last_day = {"da": "30. januar", "en": "30 January"}[talk.language]
    answer = talk.says("facilitator", "status ask", last_day)
    assert {"da": "30. januar 2026 kl. 23.59", "en": "30 January 2026 at 23:59"}[talk.language] in answer.text
    assert "Krimforebyggelse" in answer.text
    assert headlines(talk, "osa") == [asked(talk, "osa")]
    again = talk.says("facilitator", "status ask")
    assert again.refused
    assert PERIOD in again.text
    talk.bot.day("2026-02-16")
    assert asked(talk, "osa") not in headlines(talk, "osa")  # the quarter's own round was this one
    talk.bot.day("2026-05-15")
    assert talk.word(ASKED, period="2026-Q2", unit="OSA") in headlines(talk, "osa")


@pytest.mark.parametrize("words", ["i dag", "12/1-2026", "1/1-2026", "maj", "snart", "x" * 500])
def test_a_last_day_that_cannot_be_meant_opens_nothing(bot, words):
    answer = bot.says("facilitator", f"/status spørg {words}")
    assert answer.refused
    assert bot.heard("osa") == []


def test_the_example_of_a_last_day_lies_ahead(bot):
    bot.day("2026-01-30")
    assert "13. februar 2026" in bot.says("facilitator", "/status spørg i dag").text


@pytest.mark.parametrize(
    ("person", "line"),
    [
        ("osa", "/status spørg"),
        ("chair", "/status luk"),
        ("osa", "/status overblik"),
        ("admin", "/status vis"),
        ("reader", "/status svar osa uændret"),
        ("eki", "/status svar osa uændret"),
        ("krimforebyg", "/status svar uændret"),
    ],
)
def test_who_may_not_is_told_who_may(bot, person, line):
    bot.day(OPENS)
    answer = bot.says(person, line)
    assert answer.refused
    assert answer.text
    assert "0 af 11" in bot.says("facilitator", "/status vis").text


def test_before_the_first_round_there_is_nothing_to_answer_show_or_close(bot):
    for person, line in [
        ("osa", "/status svar"),
        ("chair", "/status overblik"),
        ("osa", "/status vis"),
        ("chair", "/status overblik 2025-Q4"),
    ]:
        assert bot.says(person, line).refused
    closing = bot.says("facilitator", "/status luk")
    assert closing.refused
    assert "16. februar 2026" in closing.text


def test_a_round_closes_by_rule_the_next_working_morning_and_posts_its_digest(talk):
    opened(talk)
    talk.says("osa", "status reply", talk.word("unchanged"))
    talk.bot.day(FACILITATOR, "23:59")
    assert headlines(talk, "chair", channel=True) == []
    talk.bot.day(CLOSED, "00:10")
    assert headlines(talk, "chair", channel=True) == []  # nobody's telephone rings at midnight
    talk.bot.day(CLOSED, "09:00")
    assert [figures(line) for line in headlines(talk, "chair", channel=True)] == [[1, 11, 0]]
    talk.bot.day("2026-03-04")
    assert headlines(talk, "chair", channel=True) == []


def test_a_round_closed_by_hand_posts_its_digest_at_once_and_only_once(talk):
    opened(talk)
    assert figures(talk.says("facilitator", "status close").text.replace(PERIOD, ":", 1).splitlines()[0])[:2] == [0, 11]
    assert len(headlines(talk, "chair", channel=True)) == 1
    assert talk.says("facilitator", "status close").refused
    talk.bot.day(CLOSED)
    assert headlines(talk, "chair", channel=True) == []


def test_without_a_channel_the_facilitator_is_told_that_the_digest_is_posted_nowhere(talk):
    opened(talk)
    talk.changed(lambda records: [records.places.release(one) for one in records.places.channels()])
    answer = talk.says("facilitator", "status close").text
    assert talk.line("status digest") in answer


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


def test_the_deputys_reminder_becomes_a_receipt_too(talk):
    opened(talk)
    for day in (HALF_WAY, DEPUTIES):
        talk.bot.day(day)
    talk.presses("osa_dep", "Unchanged")
    assert talk.stands("osa") == [answered(talk, "osa")] * 2
    assert answered(talk, "osa") in talk.stands("osa_dep")
    assert reminded(talk, "osa") not in talk.stands("osa_dep")


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


def test_a_form_that_does_not_fit_comes_back_with_all_that_was_written(talk):
    registered(talk, ("Fælles sensorer", "osa"))
    opened(talk)
    answer = talk.fills("osa", "status reply", state1="sleeping", progress1="x" * 401, help_needed="Nøgler")
    assert answer.refused
    assert set(answer.form.errors) == {"state1", "progress1"}
    kept = {one.name: one.value for one in answer.form.fields}
    assert (kept["state1"], kept["progress1"], kept["help_needed"]) == ("sleeping", "x" * 401, "Nøgler")
    assert talk.word("**Not answered:** {units}", units="").strip("* ")[:10] in digest(talk)


def test_many_initiatives_are_asked_about_in_pages_and_no_page_takes_from_another(talk):
    registered(talk, *[(f"Indsats {number}", "osa") for number in range(1, 19)])
    opened(talk)
    first = talk.fills("osa", "status reply", progress1="Et", progress8="Otte", help_needed="Nøgler")
    assert talk.word("Continue") in first.text
    form = talk.presses("osa", "Continue").form
    assert "state9" in form.names()
    assert "state8" not in form.names()
    assert {one.name: one.value for one in form.fields}["help_needed"] == "Nøgler"
    page = talk.word("page")
    talk.fills("osa", "status reply", f"{page} 2", progress9="Ni")
    last = talk.fills("osa", "status reply", f"{page} 3", progress18="Atten")
    assert talk.word("Continue") not in last.text
    told = digest(talk, talk.word("all"))
    assert all(word in told for word in ("Et", "Otte", "Ni", "Atten", "Nøgler"))
    assert "state18" in talk.says("osa", "status reply", f"{page} 99").form.names()
    assert "state1" in talk.says("osa", "status reply", f"{page} 0").form.names()


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


def test_no_shows_the_form_and_saves_nothing(talk):
    opened(talk)
    talk.bot.says("osa", "Det går fint")
    assert talk.presses("osa", "No, show the form").form is not None
    assert talk.asked(lambda records: records.rounds.replies(records.rounds.by_period(PERIOD))) == []


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


def test_who_speaks_for_two_units_is_asked_which_one(talk):
    talk.appoints("eki", Role.REPRESENTATIVE, "krimforebyg")
    opened(talk)
    both = talk.says("eki", "status reply", talk.word("unchanged"))
    assert both.refused
    assert "Krimforebyggelse" in both.text
    assert not talk.says("eki", "status reply", f"krimforebyg {talk.word('unchanged')}").refused
    assert not talk.says("eki", "status reply", f"eki {PERIOD} {talk.word('unchanged')}").refused


def test_the_facilitator_answers_for_a_unit_without_chat_and_that_is_said(talk):
    opened(talk)
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
def test_an_answer_after_the_deadline_is_shown_as_late_and_mends_the_posted_digest(talk, day_and_time):
    registered(talk, ("Fælles sensorer", "osa"))
    opened(talk)
    talk.bot.day(*day_and_time)
    talk.bot.heard("osa")
    answer = talk.fills("osa", "status reply", progress1="Kører nu")
    assert talk.word("The round had closed, so the answer is shown as late.") in answer.text
    assert talk.word("Answered late: {units}", units="OSA") in digest(talk, PERIOD)
    talk.bot.day("2026-04-21", "10:00")
    posts = talk.posts("chair", channel=True)
    assert len(posts) == 1
    assert "Kører nu" in str(posts[0].message)
    assert "fristen: OSA" in str(posts[0].message)  # the channel speaks the agreement's language
    assert answered(talk, "osa") in talk.stands("osa")


def test_a_correction_after_the_deadline_is_late_as_well(talk):
    opened(talk)
    talk.says("osa", "status reply", talk.word("unchanged"))
    assert talk.word("Answered late: {units}", units="OSA") not in digest(talk)
    talk.bot.day(CLOSED)
    talk.fills("osa", "status reply", help_needed="Nøgler")
    assert talk.word("Answered late: {units}", units="OSA") in digest(talk)
    assert "Nøgler" in str(talk.posts("chair", channel=True)[0].message)


def test_several_late_answers_leave_the_last_digest_standing(talk):
    opened(talk)
    talk.bot.day(CLOSED)
    for unit in ("osa", "eki", "ssp"):
        talk.says(unit, "status reply", talk.word("unchanged"))
    (post,) = talk.posts("chair", channel=True)
    assert figures(post.message.headline) == [3, 11, 0]


# An extra round, and earlier ones.


def test_an_extra_round_of_a_quarter_has_a_number_of_its_own(talk):
    opened(talk)
    talk.says("osa", "status reply", talk.word("unchanged"))
    talk.says("facilitator", "status close")
    assert "2026-Q1-2" in talk.says("facilitator", "status ask").text
    assert any("2026-Q1-2" in line for line in headlines(talk, "osa"))
    talk.says("osa", "status reply", "hjælp: nøgler" if talk.language == "da" else "help: nøgler")
    assert "nøgler" in digest(talk)
    assert "nøgler" not in digest(talk, "2026-Q1")
    assert "nøgler" in digest(talk, "2026-q1-2")
    assert talk.says("chair", "status digest", "2026-Q1-3").refused
    talk.bot.day("2026-05-15")
    assert any("2026-Q2" in line for line in headlines(talk, "osa"))


@pytest.mark.parametrize("period", ["2026-Q1", "2026q1", "Q1 2026", "1. kvartal 2026", "1st quarter 2026"])
def test_an_earlier_round_is_found_however_its_quarter_is_written(bot, period):
    bot.day(OPENS)
    bot.day("2026-05-15")
    assert bot.says("chair", f"/status overblik {period}").text.startswith("Status 2026-Q1:")
    assert bot.says("osa", f"/status vis {period}").text.startswith("Status 2026-Q1:")


# The digest.


@pytest.fixture
def told(talk):
    """A round with something under every heading."""
    registered(
        talk,
        ("Fælles sensorer", "osa", "eki"),
        ("Åben skole", "buf"),
        ("Natteravne", "ssp"),
        ("Gadeplan", "cba"),
    )
    talk.bot.day("2026-02-15")
    talk.changed(lambda records: setattr(records.initiatives.by_number(4), "heard_on", records.now.date().replace(year=2025)))
    opened(talk)
    talk.fills("osa", "status reply", progress1="Første hold", new_needs="En indsats i skoler")
    talk.fills("eki", "status reply", state1="paused", obstacles1="Ingen nøgler", help_needed="Nøgler fra OSA")
    talk.fills("buf", "status reply", state2="adjusted", progress2="Nye tider")
    talk.says("ssp", "status reply", talk.word("unchanged"))
    talk.says("ea", "status reply", "Hils alle")
    return talk


def test_the_digest_begins_with_what_needs_a_decision_and_names_who_is_missing(told):
    text = digest(told)
    assert figures(text.splitlines()[0]) == [5, 11, 4, 1, 1, 1, 1]  # of parties; initiatives, decisions, moved, stuck, silent
    order = ["Needs a decision", "Stuck", "Seen differently", "Moved", "Needs help", "Silent", "Remarks"]
    places = [text.index(f"\n{told.word(title)} (") for title in order]
    assert places == sorted(places)
    assert "OSA: En indsats i skoler" in section(text, told.word("Needs a decision"))
    stuck = section(text, told.word("Stuck"))
    assert "I-1 Fælles sensorer" in stuck
    assert "EKI: " in stuck
    assert "Ingen nøgler" in stuck
    assert f"EKI: {told.word('paused')}" in section(text, told.word("Seen differently"))
    assert "I-2 Åben skole" in section(text, told.word("Moved"))
    assert told.word("adjusted") in section(text, told.word("Moved"))
    assert "EKI: Nøgler fra OSA" in section(text, told.word("Needs help"))
    assert "I-4 Gadeplan" in section(text, told.word("Silent"))
    assert "Hils alle" in section(text, told.word("Remarks"))
    missing = next(
        line
        for line in text.splitlines()
        if line.startswith(told.word("**Not answered:** {units}", units="").replace("*", "").strip())
    )
    assert "Nærpoliti" in missing
    assert "SSP" not in missing


def test_the_leads_state_is_the_initiatives_and_the_participants_stands_beside_it(told):
    assert state_of(told, 1) is State.ACTIVE
    shown = told.says("reader", "initiative show", "I-1").text
    assert "Første hold" in shown
    assert f"EKI ({told.word('paused')})" in shown
    assert f"OSA ({told.word('active')})" in shown


@pytest.mark.parametrize("person", ["chair", "facilitator", "facilitator_dep", "reader"])
def test_chair_facilitator_and_readers_see_the_digest_at_any_time(bot, person):
    bot.day(OPENS)
    assert figures(bot.says(person, "/status overblik").text.splitlines()[0]) == [0, 11, 0]


def test_a_long_digest_is_cut_with_a_button_to_all_of_it(talk):
    registered(
        talk, *[(f"Indsats {number}", "osa") for number in range(1, 9)], *[(f"Skole {number}", "buf") for number in range(1, 9)]
    )
    opened(talk)
    talk.fills("osa", "status reply", **{f"progress{number}": "Kører" for number in range(1, 9)})
    talk.fills("buf", "status reply", **{f"progress{number}": "Kører" for number in range(9, 17)})
    short = digest(talk)
    assert short.count("Kører") == 8
    everything = talk.presses("chair", "Show all").text
    assert everything.count("Kører") == 16
    assert talk.word("Show all") not in everything
    talk.says("facilitator", "status close")
    assert "Vis alt" in str(talk.posts("chair", channel=True)[-1].message)


def test_the_digest_leaves_out_what_is_confidential_where_outsiders_read_along(talk):
    registered(talk, ("Fælles sensorer", "osa"), ("Hemmelig", "osa"))
    talk.changed(lambda records: setattr(records.initiatives.by_number(2), "confidential", True))
    wide = talk.bot.room("bredt", outsiders=True)
    talk.changed(lambda records: records.places.bind("local", wide, direct=False, outsiders=True))
    opened(talk)
    talk.fills("osa", "status reply", progress1="Kører", progress2="Kører hemmeligt")
    asked_there = talk.bot.says_in(wide, "chair", talk.line("status digest")).text
    assert "hemmelig" not in asked_there.casefold()
    assert {"da": "1 indsats ", "en": "1 initiative "}[talk.language] in asked_there.splitlines()[0]
    assert "Kører hemmeligt" in digest(talk)
    talk.says("facilitator", "status close")
    seen = {
        post.room: str(post.message)
        for post in talk.bot.workspace.posts.seen("u_reader")
        if post.author is None and post.only_for is None
    }
    assert "hemmelig" not in seen[wide].casefold()
    assert "Kører hemmeligt" in seen[cast.CHANNEL]


def test_a_digest_meant_for_insiders_is_not_posted_once_outsiders_read_along(talk):
    registered(talk, ("Hemmelig", "osa"))
    talk.changed(lambda records: setattr(records.initiatives.by_number(1), "confidential", True))
    opened(talk)

    def close(records):
        with talk.bot.pagt.store.read() as installation:
            agreement = installation.agreements.latest("koebenhavn")
        act.close(records, agreement, records.rounds.by_period(PERIOD))
        records.places.bind("local", cast.CHANNEL, direct=False, outsiders=True)

    talk.changed(close)
    talk.bot.settle()
    assert talk.posts("chair", channel=True) == []


def test_status_show_tells_who_has_answered_and_who_has_not(talk):
    opened(talk)
    talk.says("osa", "status reply", talk.word("unchanged"))
    shown = talk.says("eki", "status show").text
    assert talk.word("Status {period}: {count} of {parties} parties have answered", period=PERIOD, count=1, parties=11) in shown
    assert "• OSA: " in shown
    assert "EKI" in shown.split("• OSA: ")[1]
