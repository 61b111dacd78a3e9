"""A status round from its first question to its last reminder: who is asked and nudged when, and how it is opened and closed."""

import pytest

from tests.stories.asking import (
    ASKED,
    CLOSED,
    DEPUTIES,
    FACILITATOR,
    HALF_WAY,
    OPENS,
    PERIOD,
    REMINDED,
    UNITS,
    asked,
    digest,
    figures,
    headlines,
    opened,
    registered,
    reminded,
)

STAGE = "rounds"

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
    talk.after(opened)
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
def test_nobody_is_nudged_once_the_unit_has_answered(dansk, person):
    dansk.after(opened)
    dansk.says(person, "status reply", dansk.word("unchanged"))
    dansk.bot.heard(person)
    for day in (HALF_WAY, DEPUTIES, FACILITATOR, CLOSED):
        dansk.bot.day(day)
    assert headlines(dansk, "osa") == headlines(dansk, "osa_dep") == []


def test_nobody_is_nudged_once_the_round_is_closed_by_hand(dansk):
    dansk.after(opened)
    assert not dansk.says("facilitator", "status close").refused
    dansk.bot.heard("facilitator")
    for day in (HALF_WAY, DEPUTIES, FACILITATOR, CLOSED):
        dansk.bot.day(day)
    assert headlines(dansk, "osa") == headlines(dansk, "facilitator") == []


def test_nobody_is_nudged_at_night_on_a_weekend_or_in_the_evening(dansk):
    dansk.after(opened)
    for day, at in [(HALF_WAY, "03:00"), (HALF_WAY, "08:59")]:
        dansk.bot.day(day, at)
        assert headlines(dansk, "osa") == []
    dansk.bot.day("2026-02-28", "11:00")  # the program was away over two rungs and comes back on a Saturday
    dansk.bot.day("2026-03-01", "23:00")
    dansk.bot.day("2026-03-02", "07:59")
    assert headlines(dansk, "osa") == headlines(dansk, "osa_dep") == []
    dansk.bot.day("2026-03-02", "08:00")
    assert headlines(dansk, "osa_dep") == [reminded(dansk, "osa")]  # the latest rung once, and none is made up for
    assert headlines(dansk, "osa") == headlines(dansk, "facilitator") == []
    dansk.bot.day("2026-03-02", "09:00")
    assert len(headlines(dansk, "facilitator")) == 1


def test_a_round_asked_for_before_christmas_leaves_christmas_alone(dansk):
    dansk.bot.day("2026-12-01")
    dansk.bot.day("2026-12-14", "10:00")
    for person in (*UNITS, "facilitator", "osa_dep"):
        dansk.bot.heard(person)
    assert not dansk.says("facilitator", "status ask").refused
    dansk.bot.heard("facilitator")
    assert len(headlines(dansk, "osa")) == 1
    for day in range(15, 32):
        dansk.bot.day(f"2026-12-{day}", "12:00")
    dansk.bot.day("2027-01-03", "12:00")
    assert headlines(dansk, "osa") == headlines(dansk, "osa_dep") == headlines(dansk, "facilitator") == []
    dansk.bot.day("2027-01-04")
    assert len(headlines(dansk, "osa_dep")) == len(headlines(dansk, "facilitator")) == 1


def test_ninety_days_away_cost_one_nudge_per_duty_at_most(dansk):
    dansk.after(opened)
    dansk.bot.day("2026-05-17", "03:00")
    dansk.bot.day("2026-05-18", "09:00")
    counts = {person: headlines(dansk, person) for person in (*UNITS, "facilitator")}
    assert counts["osa"] == [dansk.word(ASKED, period="2026-Q2", unit="OSA")]
    assert all(len(told) == 1 for told in counts.values())
    assert [figures(line) for line in headlines(dansk, "chair", channel=True)] == [[0, 11, 0]]


def test_two_ticks_and_two_programs_add_nothing(dansk):
    dansk.bot.workspace.clock.forward(dansk.bot.pagt.now().replace(month=2, day=16, hour=9))
    assert dansk.bot.pagt.tick.once() == 11  # ten parties, and the facilitator for the eleventh
    assert dansk.bot.pagt.tick.once() == 0
    dansk.bot.settle()
    dansk.bot.settle()
    assert len(headlines(dansk, "osa")) == 1


def test_a_representative_appointed_in_the_middle_of_a_round_is_asked_then(bot, talk):
    talk.after(opened)
    bot.day("2026-02-18", "10:00")
    command = talk.line("party contact", "krimforebyg @u_krimforebyg")
    assert not bot.says("facilitator", command).refused
    told = headlines(talk, "krimforebyg")
    assert talk.word(ASKED, period=PERIOD, unit="Krimforebyggelse") in told
    assert len(told) == 2  # who they are now, and the question
    bot.day(HALF_WAY)
    assert headlines(talk, "krimforebyg") == [talk.word(REMINDED, period=PERIOD, unit="Krimforebyggelse")]


def test_a_successor_is_told_of_the_round_and_only_they_are_reminded(dansk):
    dansk.after(opened)
    dansk.bot.says("facilitator", dansk.line("party contact", "osa @u_krimforebyg"))
    assert len(headlines(dansk, "krimforebyg")) == 1  # their welcome tells of it; the unit was asked already
    dansk.bot.heard("osa")
    dansk.bot.day(HALF_WAY)
    assert headlines(dansk, "krimforebyg") == [reminded(dansk, "osa")]
    assert headlines(dansk, "osa") == []


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


def test_a_round_closes_by_rule_the_next_working_morning_and_posts_its_digest(dansk):
    dansk.after(opened)
    dansk.says("osa", "status reply", dansk.word("unchanged"))
    dansk.bot.day(FACILITATOR, "23:59")
    assert headlines(dansk, "chair", channel=True) == []
    dansk.bot.day(CLOSED, "00:10")
    assert headlines(dansk, "chair", channel=True) == []  # nobody's telephone rings at midnight
    dansk.bot.day(CLOSED, "09:00")
    assert [figures(line) for line in headlines(dansk, "chair", channel=True)] == [[1, 11, 0]]
    dansk.bot.day("2026-03-04")
    assert headlines(dansk, "chair", channel=True) == []


def test_a_round_closed_by_hand_posts_its_digest_at_once_and_only_once(dansk):
    dansk.after(opened)
    assert figures(dansk.says("facilitator", "status close").text.replace(PERIOD, ":", 1).splitlines()[0])[:2] == [0, 11]
    assert len(headlines(dansk, "chair", channel=True)) == 1
    assert dansk.says("facilitator", "status close").refused
    dansk.bot.day(CLOSED)
    assert headlines(dansk, "chair", channel=True) == []


def test_without_a_channel_the_facilitator_is_told_that_the_digest_is_posted_nowhere(talk):
    talk.after(opened)
    talk.changed(lambda records: [records.places.release(one) for one in records.places.channels()])
    answer = talk.says("facilitator", "status close").text
    assert talk.line("status digest") in answer


# An extra round, and earlier ones.


def test_an_extra_round_of_a_quarter_has_a_number_of_its_own(dansk):
    dansk.after(opened)
    dansk.says("osa", "status reply", dansk.word("unchanged"))
    dansk.says("facilitator", "status close")
    assert "2026-Q1-2" in dansk.says("facilitator", "status ask").text
    assert any("2026-Q1-2" in line for line in headlines(dansk, "osa"))
    dansk.says("osa", "status reply", "hjælp: nøgler" if dansk.language == "da" else "help: nøgler")
    assert "nøgler" in digest(dansk)
    assert "nøgler" not in digest(dansk, "2026-Q1")
    assert "nøgler" in digest(dansk, "2026-q1-2")
    assert dansk.says("chair", "status digest", "2026-Q1-3").refused
    dansk.bot.day("2026-05-15")
    assert any("2026-Q2" in line for line in headlines(dansk, "osa"))


@pytest.mark.parametrize("period", ["2026-Q1", "2026q1", "Q1 2026", "1. kvartal 2026", "1st quarter 2026"])
def test_an_earlier_round_is_found_however_its_quarter_is_written(bot, period):
    bot.day(OPENS)
    bot.day("2026-05-15")
    assert bot.says("chair", f"/status overblik {period}").text.startswith("Status 2026-Q1:")
    assert bot.says("osa", f"/status vis {period}").text.startswith("Status 2026-Q1:")
