"""Initiatives, from the first word to the last: registered, told of, seen, changed, joined, left and taken back."""

import pytest
from sqlmodel import select

from bot.chat.request import Account, Call, Place
from bot.domain.outbox import Delivery
from bot.domain.role import Role
from storage.tables import AuditRow, InitiativeRow, OutboxRow
from tests.stories.registering import count, many, registers

STAGE = "rounds"

NEWS = "New initiative {ref}: {title}"


# Registering.


def test_one_registers_another_has_seen_it_and_the_record_shows_who_has_not(talk):
    answer = registers(talk, tracks="1, 4", participants="eki, ssp", actors="Boligselskabet KAB, Klub 47", national="yes")
    assert answer.text.startswith(talk.word("Registered {ref} {title}", ref="I-1", title="Fælles sensorer"))
    assert "Boligselskabet KAB" in answer.text

    news = talk.hears("eki")
    assert talk.word(NEWS, ref="I-1", title="Fælles sensorer") in news
    assert talk.word("Lead") in news
    assert {"da": "Informere hinanden", "en": "Inform each other"}[talk.language] in news

    seen = talk.presses("eki", "Seen")
    assert talk.word("Seen by {unit}.", unit="EKI") in seen.text
    assert talk.stands("eki") == [talk.word(NEWS, ref="I-1", title="Fælles sensorer")]  # the same post, without its button
    assert f"[{talk.word('Seen')}]" not in "".join(map(str, talk.posts("eki")))

    shown = talk.says("ssp", "initiative show", "I-1").text
    waiting = next(line for line in shown.splitlines() if line.startswith(talk.word("Not seen yet by {units}.", units="")[:9]))
    assert "SSP" in waiting
    assert "EKI" not in waiting
    assert "OSA" not in waiting  # whoever registers has seen it


def test_the_same_in_one_typed_line_in_the_words_of_the_language(talk):
    line = {
        "da": "Fælles sensorer; spor: 1, viden; ansvarlig: osa; med: eki; start: 1. februar 2026; slut: 1. marts 2027; type: kernedrift",
        "en": "Fælles sensorer; tracks: 1, knowledge; lead: osa; with: eki; start: 1 February 2026; end: 1 March 2027; work: core operations",
    }[talk.language]
    answer = talk.says("osa", "initiative new", line)
    assert answer.text.startswith(talk.word("Registered {ref} {title}", ref="I-1", title="Fælles sensorer"))
    facts = dict(line.split(":", 1) for line in answer.text.splitlines() if ":" in line)
    assert facts[talk.word("Starts")].split()[-1] == "2026"
    assert facts[talk.word("Expected end")].split()[-1] == "2027"
    assert facts[talk.word("Kind of work")].strip() == talk.word("core operations")
    assert facts[talk.word("Also taking part")].strip() == "EKI"


def test_a_form_that_cannot_be_meant_comes_back_as_it_was_filled(talk):
    answer = registers(talk, title="", tracks="9", participants="eki", starts_on="32/13", ends_on="", purpose="Trygge veje")
    assert answer.refused
    assert set(answer.form.errors) == {"title", "tracks", "starts_on"}
    assert answer.form.errors["title"] == talk.word("{label} is needed.", label=talk.word("Title"))
    kept = {one.name: one.value for one in answer.form.fields}
    assert (kept["tracks"], kept["participants"], kept["starts_on"], kept["purpose"]) == ("9", "eki", "32/13", "Trygge veje")
    assert count(talk, InitiativeRow) == 0
    assert talk.hears("eki") == ""


BESIDE = {
    "it ends before it starts": ({"starts_on": "2026-03-01", "ends_on": "2026-02-01"}, "ends_on"),
    "too many actors": ({"actors": ", ".join(f"Klub {number}" for number in range(21))}, "actors"),
    "an actor too long": ({"actors": "x" * 101}, "actors"),
    "no track": ({"tracks": ","}, "tracks"),
    "a title too long": ({"title": "x" * 151}, "title"),
    "another unit's": ({"lead": "eki"}, "lead"),
}


def test_what_the_rules_refuse_is_said_beside_its_field(talk):
    for why, (values, field) in BESIDE.items():
        assert set(registers(talk, **values).form.errors) == {field}, why
    assert count(talk, InitiativeRow) == 0


def test_the_words_behind_the_command_are_the_title_of_the_form(bot):
    form = bot.says("osa", "/indsats ny Åbent værksted: unge").form
    assert {one.name: one.value for one in form.fields}["title"] == "Åbent værksted: unge"
    assert {one.name: one.value for one in form.fields}["lead"] == "osa"


def test_there_is_no_field_for_money_and_the_form_says_why(talk):
    form = talk.says("osa", "initiative new").form
    assert "Økonomi" in form.intro
    assert not [one for one in form.fields if any(word in one.label.casefold() for word in ("penge", "money", "budget", "kr"))]
    answer = talk.says("osa", "initiative new", f"Skole; {talk.word('Tracks').lower()}: 1; budget: 1000")
    assert answer.refused
    assert "budget" in answer.text


def test_each_representative_is_told_once_however_often_the_title_comes(bot):
    for _ in range(2):
        bot.says("osa", "/indsats ny Fælles sensorer; spor: 1")
    assert [text.splitlines()[0] for text in bot.heard("eki")] == [
        "Ny indsats I-1: Fælles sensorer",
        "Ny indsats I-2: Fælles sensorer",
    ]
    bot.settle()
    assert bot.heard("eki") == []
    assert [text.splitlines()[0] for text in bot.heard("osa")] == [
        "Registreret: I-1 Fælles sensorer",
        "Registreret: I-2 Fælles sensorer",
    ]


def test_who_speaks_for_two_parties_is_told_once_and_sees_for_both(talk):
    talk.appoints("eki", Role.REPRESENTATIVE, "krimforebyg")
    answer = registers(talk)
    assert "10" in answer.text  # ten parties, nine people
    assert talk.hears("eki").count("I-1") == 1 + len(["seen", "show"])
    seen = talk.presses("eki", "Seen")
    assert {"da": "Set af EKI og Krimforebyggelse.", "en": "Seen by EKI and Krimforebyggelse."}[talk.language] in seen.text


def test_a_party_without_a_representative_is_told_through_its_deputy(talk):
    talk.relieves("eki", Role.REPRESENTATIVE, "eki")
    registers(talk)
    assert "I-1" in talk.hears("eki_dep")
    assert talk.hears("eki") == ""


def test_a_party_without_anybody_is_not_counted_and_shown_as_not_seen(bot):
    assert "9 andre parter får besked" in bot.says("osa", "/indsats ny Skole; spor: 1").text  # nobody speaks for Krimforebyggelse
    assert "Krimforebyggelse" in bot.says("osa", "/indsats vis I-1").text.split("Endnu ikke set af")[1]


def test_the_own_representative_is_told_when_the_deputy_registers(bot):
    bot.says("osa_dep", "/indsats ny Skole; spor: 1")
    assert "Ny indsats I-1" in bot.heard("osa")[0]
    assert "havde allerede set den" in bot.presses("osa", "Set").text


def test_seen_twice_is_said_and_seen_by_everybody_too(talk):
    talk.after(registers)
    talk.presses("eki", "Seen")
    assert talk.word("{unit} had seen it already.", unit="EKI") in talk.says("eki", "initiative seen", "I-1").text
    for unit in ("ea", "naerpoliti", "forebyggelse", "ssp", "cbe", "cba", "buf", "sikkerby"):
        last = talk.says(unit, "initiative seen", f"I-1 {unit}").text
    assert "Krimforebyggelse" in last
    talk.appoints("eki", Role.REPRESENTATIVE, "krimforebyg")
    assert talk.word("All parties have seen it.") in talk.says("eki", "initiative seen", "I-1 krimforebyg").text


# Who may.


NOT_FOR = [
    ("reader", "initiative new", "Skole; {tracks}: 1"),
    ("chair", "initiative update", "I-1 paused x"),
    ("eki", "initiative update", "I-1 paused x"),
    ("eki", "initiative withdraw", "I-1 x"),
    ("eki", "initiative join", "I-1 ssp"),
    ("eki", "initiative leave", "I-1 osa"),
    ("eki", "initiative seen", "I-1 ssp"),
    ("facilitator", "initiative seen", "I-1 osa"),
    ("admin", "initiative show", "I-1"),
    ("krimforebyg", "initiative list", ""),
]


def test_who_may_not_is_told_who_may_and_nothing_changes(talk):
    many(talk, [1])
    before = count(talk, AuditRow)
    for person, command, words in NOT_FOR:
        answer = talk.says(person, command, words.format(tracks=talk.word("Tracks").lower()))
        assert answer.refused, (person, command)
        assert answer.text, (person, command)
    assert count(talk, AuditRow) == before


def test_the_facilitator_may_for_any_unit(bot):
    assert not bot.says("facilitator", "/indsats ny Skole; spor: 1; ansvarlig: eki").refused
    assert not bot.says("facilitator_dep", "/indsats ændr I-1 pauset Ferie").refused
    assert not bot.says("facilitator", "/indsats deltag I-1 ssp").refused
    assert "Skriv, hvilken" in bot.says("facilitator", "/indsats deltag I-1").text


# Changing.


def test_a_new_state_with_its_reason_stands_in_the_history(talk):
    registers(talk, participants="eki")
    paused = talk.word("paused")
    answer = talk.says("eki", "initiative update", f"I-1 {paused} Lokaler mangler: se uge 12; mere følger")
    assert answer.text.startswith(talk.word("{ref} {title} is now {state}", ref="I-1", title="Fælles sensorer", state=paused))
    filled = talk.fills("osa", "initiative update", "i1", state="active", why="Lokaler fundet")
    assert talk.word("active") in filled.text
    history = talk.says("reader", "initiative history", "I-1").text
    assert history.index("Lokaler fundet") < history.index("Lokaler mangler: se uge 12; mere følger")
    assert talk.word("registered as {state}", state=talk.word("active")) in history
    assert "Peter Langkilde Skov" in history


@pytest.mark.parametrize(
    ("language", "line"),
    [
        ("da", "I-1 tilstand: pauset; begrundelse: Ferie"),
        ("da", "I-1; tilstand: pauset; fordi: Ferie"),
        ("da", "I-1 pauset; hvorfor: Ferie"),
        ("da", "I-1 pauset fordi: Ferie"),
        ("da", "I-1: pausede Ferie"),
        ("en", "I-1 state: paused; why: Ferie"),
        ("en", "#1 paused, Ferie"),
    ],
)
def test_a_change_is_read_however_it_is_typed(bot, language, line):
    talk_ = bot
    talk_.says("osa", f"/sprog {language}")
    talk_.says("osa", "/indsats ny Skole; spor: 1")
    answer = talk_.says("osa", f"/initiative update {line}")
    assert not answer.refused, answer.text
    assert {"da": "pauset", "en": "paused"}[language] in answer.text.splitlines()[0]
    assert "Ferie" in answer.text


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("I-1 aktiv Kører", "er allerede aktiv"),
        ("I-1 sovende Kører", "”sovende” er ikke blandt mulighederne"),
        ("I-1 pauset", "/indsats ændr I-1 pauset …"),
        (f"I-1 pauset {'x' * 501}", "501"),
        ("I-2 pauset x", "Der er ingen indsats I-2"),
        ("sensor pauset x", "”sensor” er ikke en indsats"),
    ],
)
def test_a_change_that_cannot_be_meant_is_refused_with_what_to_type(bot, line, told):
    bot.says("osa", "/indsats ny Skole; spor: 1")
    answer = bot.says("osa", f"/indsats ændr {line}")
    assert answer.refused
    assert told in answer.text
    assert "aktiv" in bot.says("osa", "/indsats vis I-1").text


def test_a_form_for_somebody_elses_initiative_does_not_even_open(bot):
    bot.says("osa", "/indsats ny Skole; spor: 1")
    answer = bot.says("eki", "/indsats ændr I-1")
    assert answer.refused
    assert answer.form is None


def test_units_join_and_leave_and_come_back(talk):
    talk.after(registers)
    assert "EKI" in talk.says("eki", "initiative join", "I-1").text
    assert talk.says("eki", "initiative join", "I-1 EKI").refused
    assert "EKI" in talk.says("osa", "initiative show", "I-1").text.split(talk.word("Also taking part"))[1]
    assert not talk.says("eki", "initiative leave", "I-1").refused
    assert talk.says("eki", "initiative leave", "I-1").refused
    assert not talk.says("eki", "initiative join", "I-1").refused
    assert talk.says("osa", "initiative leave", "I-1").refused  # the lead stays
    history = talk.says("osa", "initiative history", "I-1").text
    assert history.count(talk.word("{unit} joined", unit="EKI")) == 2
    assert history.count(talk.word("{unit} left", unit="EKI")) == 1


def test_what_was_registered_by_mistake_is_taken_back_and_stays_in_the_log(talk):
    talk.after(registers)
    assert talk.says("osa", "initiative withdraw", "I-1").refused  # why?
    answer = talk.says("osa", "initiative withdraw", "I-1 Registreret to gange")
    assert answer.text.startswith(talk.word("{ref} {title} is withdrawn", ref="I-1", title="Fælles sensorer"))
    assert talk.word("No initiatives found") in talk.says("osa", "initiative list").text
    assert talk.word("withdrawn") in talk.says("osa", "initiative show", "I-1").text
    assert "Registreret to gange" in talk.says("osa", "initiative history", "I-1").text
    for command, words in [("update", "I-1 paused x"), ("join", "I-1"), ("withdraw", "I-1 igen")]:
        refused = talk.says("osa", f"initiative {command}", words)
        assert refused.refused
        assert "I-1" in refused.text
    registers(talk)
    assert "I-2" in talk.says("osa", "initiative list").text  # a number is never given twice


def test_news_that_has_gone_out_says_that_it_was_taken_back(talk):
    talk.after(registers)
    registers(talk, title="Åben skole")
    talk.says("osa", "initiative withdraw", "I-1 Dublet")
    assert talk.stands("eki") == [
        talk.word("{ref} {title} is withdrawn", ref="I-1", title="Fælles sensorer"),
        talk.word(NEWS, ref="I-2", title="Åben skole"),
    ]


def test_news_that_has_not_gone_out_is_called_back_with_the_initiative(bot):
    for line in ("/indsats ny Skole; spor: 1", "/indsats tilbagetræk I-1 Dublet"):  # both before anything is delivered
        bot.pagt.dispatch.answer(Call(Account("local", "u_osa"), Place("local", "d_u_osa", direct=True), line))
    bot.settle()
    assert bot.heard("eki") == []
    with bot.pagt.store.read() as installation:
        assert set(installation.session.exec(select(OutboxRow.state)).all()) == {Delivery.SUPERSEDED}
