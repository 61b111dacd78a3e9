"""Initiatives, from the first word to the last: registered, seen, found, changed, joined, left and taken back."""

import pytest
from sqlmodel import func, select

from bot.chat.request import Account, Call, Place
from bot.domain.initiative import Proposal
from bot.domain.outbox import Delivery
from bot.domain.role import Role
from storage.tables import AuditRow, InitiativeRow, OutboxRow

NEWS = "New initiative {ref}: {title}"


def registers(talk, person="osa", title="Fælles sensorer", **values):
    return talk.fills(person, "initiative new", title=title, **{"tracks": "1", **values})


def count(talk, table):
    return talk.asked(lambda records: records.session.exec(select(func.count()).select_from(table)).one())


def many(talk, numbers, **other):
    """Register initiatives without telling anybody."""

    def register(records):
        by = records.people.behind("local", "u_osa").id
        for number in numbers:
            facts = {
                "title": f"Indsats nr. {number}",
                "tracks": ("forebyggelse",),
                "lead": "osa",
                "starts_on": records.now.date(),
            }
            records.initiatives.register(Proposal(**{**facts, **other}), by=by, today=records.now.date())

    talk.changed(register)


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


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"starts_on": "2026-03-01", "ends_on": "2026-02-01"}, "ends_on"),
        ({"actors": ", ".join(f"Klub {number}" for number in range(21))}, "actors"),
        ({"actors": "x" * 101}, "actors"),
        ({"tracks": ","}, "tracks"),
        ({"title": "x" * 151}, "title"),
        ({"lead": "eki"}, "lead"),
    ],
    ids=["ends before it starts", "too many actors", "an actor too long", "no track", "title too long", "another unit's"],
)
def test_what_the_rules_refuse_is_said_beside_its_field(talk, values, field):
    answer = registers(talk, **values)
    assert set(answer.form.errors) == {field}
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
    registers(talk)
    talk.presses("eki", "Seen")
    assert talk.word("{unit} had seen it already.", unit="EKI") in talk.says("eki", "initiative seen", "I-1").text
    for unit in ("ea", "naerpoliti", "forebyggelse", "ssp", "cbe", "cba", "buf", "sikkerby"):
        last = talk.says(unit, "initiative seen", f"I-1 {unit}").text
    assert "Krimforebyggelse" in last
    talk.appoints("eki", Role.REPRESENTATIVE, "krimforebyg")
    assert talk.word("All parties have seen it.") in talk.says("eki", "initiative seen", "I-1 krimforebyg").text


# Who may.


@pytest.mark.parametrize(
    ("person", "command", "words"),
    [
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
    ],
)
def test_who_may_not_is_told_who_may_and_nothing_changes(bot, talk, person, command, words):
    many(talk, [1])
    before = count(talk, AuditRow)
    answer = talk.says(person, command, words.format(tracks=talk.word("Tracks").lower()))
    assert answer.refused
    assert answer.text
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
        ("I-1 sovende Kører", "“sovende” er ikke blandt mulighederne"),
        ("I-1 pauset", "/indsats ændr I-1 pauset …"),
        (f"I-1 pauset {'x' * 501}", "501"),
        ("I-2 pauset x", "Der er ingen indsats I-2"),
        ("sensor pauset x", "“sensor” er ikke en indsats"),
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
    registers(talk)
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
    registers(talk)
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


def test_news_that_has_not_gone_out_is_called_back_with_the_initiative(bot):
    for line in ("/indsats ny Skole; spor: 1", "/indsats tilbagetræk I-1 Dublet"):  # both before anything is delivered
        bot.pagt.dispatch.answer(Call(Account("local", "u_osa"), Place("local", "d_u_osa", direct=True), line))
    bot.settle()
    assert bot.heard("eki") == []
    with bot.pagt.store.read() as installation:
        assert set(installation.session.exec(select(OutboxRow.state)).all()) == {Delivery.SUPERSEDED}


# Looking.


@pytest.fixture
def register(bot, talk):
    """Five initiatives in every state and on every track, one of them silent."""
    lines = [
        ("osa", "Sensorer på broen", "1", "eki"),
        ("eki", "Åben skole i Valby", "1,4", ""),
        ("ssp", "100% fritid_job", "2", "osa"),
        ("cba", "Æbleskoven \\ nord", "3", ""),
    ]
    for person, title, tracks, with_ in lines:
        registers(talk, person, title, tracks=tracks, participants=with_)
    bot.says("ssp", "/initiative update I-3 paused x")
    bot.day("2026-05-04")
    registers(talk, "buf", "Ny i klassen", tracks="4", starts_on="2026-09-01")
    return talk


LISTS = [
    ("", "", "I-5 I-4 I-3 I-2 I-1"),
    ("spor 1", "track 1", "I-2 I-1"),
    ("spor viden", "track knowledge", "I-5 I-2"),
    ("osa", "osa", "I-3 I-1"),
    ("Jobcenter CBA", "Jobcenter CBA", "I-4"),
    ("aktive", "active", "I-4 I-2 I-1"),
    ("planlagt", "planned", "I-5"),
    ("pauset osa", "osa paused", "I-3"),
    ("stille", "silent", "I-4 I-3 I-2 I-1"),
    ("stille spor 2", "silent track 2", "I-3"),
    ("osa spor 4", "osa track 4", ""),
]


def test_the_list_is_cut_by_track_unit_state_and_silence_in_any_order(register):
    for danish, english, refs in LISTS:
        text = register.says("reader", "initiative list", danish if register.language == "da" else english).text
        found = [line.split()[0] for line in text.splitlines() if line.startswith("I-")]
        assert " ".join(found) == refs, (danish, english)


FINDS = [
    ("valby", "I-2"),
    ("ÅBEN", "I-2"),
    ("åben SKOLE", "I-2"),
    ("skov æble", "I-4"),
    ("100%", "I-3"),
    ("%", "I-3"),
    ("fritid_job", "I-3"),
    ("fritid-job", ""),
    ("_", "I-3"),
    ("\\", "I-4"),
    ("i-5", "I-5"),
    ("' OR 1=1 --", ""),
    ("nowhere", ""),
    ("i klassen", "I-5"),
]


def test_words_are_found_whatever_their_case_and_wildcards_are_letters(register):
    for words, refs in FINDS:
        text = register.says("reader", "initiative find", words).text
        found = [line.split()[0] for line in text.splitlines() if line.startswith("I-")]
        assert " ".join(found) == refs, words


@pytest.mark.parametrize(
    ("command", "words", "told"),
    [
        ("liste", "spor 9", "“spor 9”"),
        ("liste", "vrøvl", "“vrøvl”"),
        ("liste", "osa " * 100, "399"),
        ("find", "", "/indsats find skole"),
        ("find", "x" * 201, "201"),
        ("vis", "", "I-7"),
        ("vis", "I-99", "I-99"),
        ("vis", "Sensorer", "“Sensorer”"),
        ("historik", "0", "“0”"),
    ],
)
def test_what_cannot_be_listed_or_shown_is_refused_with_what_to_type(bot, command, words, told):
    answer = bot.says("reader", f"/indsats {command} {words}".strip())
    assert answer.refused
    assert told in answer.text


def test_a_long_list_has_pages_that_are_turned_by_a_tap(talk):
    many(talk, range(1, 46))
    first = talk.says("reader", "initiative list").text
    assert "I-45" in first
    assert "I-25 " not in first
    assert talk.word("Page {page} of {pages}", page=1, pages=3) in first
    second = talk.presses("reader", "Next page").text
    assert talk.word("Page {page} of {pages}", page=2, pages=3) in second
    third = talk.presses("reader", "Next page").text
    assert "I-1 " in third
    assert talk.word("Next page") not in third
    assert talk.presses("reader", "Previous page").text.splitlines()[0] == second.splitlines()[0]
    assert (
        talk.word("Page {page} of {pages}", page=3, pages=3)
        in talk.says("reader", "initiative list", f"{talk.word('page')} 99").text
    )


def test_the_pages_of_a_search_keep_its_words(talk):
    many(talk, range(1, 25))
    talk.says("reader", "initiative find", "indsats nr")
    assert talk.word("Page {page} of {pages}", page=2, pages=2) in talk.presses("reader", "Next page").text


# Rooms where outsiders read along.


def test_a_confidential_initiative_is_neither_shown_nor_counted_where_outsiders_read_along(talk):
    registers(talk, title="Hemmelig", confidential="yes")
    registers(talk, title="Åben")
    inside, outside = talk.bot.room("internt"), talk.bot.room("bredt", outsiders=True)

    def in_room(room, command, words=""):
        return talk.bot.says_in(room, "reader", talk.line(command, words))

    listed = in_room(outside, "initiative list").text
    assert listed.splitlines()[0] == {"da": "1 indsats", "en": "1 initiative"}[talk.language]
    assert "Hemmelig" not in listed
    assert talk.word("No initiatives found") in in_room(outside, "initiative find", "hemmelig").text
    for command in ("initiative show", "initiative history"):
        assert in_room(outside, command, "I-1").refused
        assert "Hemmelig" in in_room(inside, command, "I-1").text
        assert "Åben" in in_room(outside, command, "I-2").text
    refused = talk.bot.says_in(outside, "osa", talk.line("initiative update", "I-1"))
    assert refused.refused
    assert refused.form is None
    assert "Hemmelig" in talk.says("reader", "initiative list").text
    assert "Hemmelig" in talk.hears("eki")  # its news goes to people, not to rooms
