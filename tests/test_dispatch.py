"""Call in, reply out: how a line finds its command, what a bug and a refusal become, and that the same delivery is done once."""

import logging
from dataclasses import replace

import pytest
from sqlmodel import func, select

from bot.chat.plain import plain
from bot.chat.request import Account, Call, Place
from bot.cleaned import LONGEST_LINE, cleaned
from bot.counts import Counts
from bot.dispatch import Dispatch
from bot.logs import set_up_logs
from bot.refusal import Refusal
from bot.registry import Registry, all_commands, command
from storage.store import Store, sqlite_url
from storage.tables import AuditRow, HandledRow, InitiativeRow, OutboxRow, PersonRow
from tests.storage.sample import copenhagen

SECRET = "hemmelig 010170-1234"


def call(line, person="osa", **other):
    user = f"u_{person}"
    return Call(Account("local", user), Place("local", f"d_{user}", direct=True), line, **other)


def count(program, table):
    return program.asked(lambda records: records.session.exec(select(func.count()).select_from(table)).one())


def said(reply):
    return plain(reply.message) if reply.message else ""


@command("boom now", danish="brag nu", may="help", changes=True)
def boom(request, records):
    """Break after a change."""
    kept = SECRET
    records.people.meet("local", "u_nobody", name="Nobody", language="da")
    raise ValueError(f"{kept} {request.words}")


@command("boom later", danish="brag senere", may="help")
def wordless(request, records):  # noqa: ARG001  # Every handler is given the same two.
    """Refuse with a code that nobody has words for."""
    raise Refusal("nobody_has_words_for_this")


@pytest.fixture
def breaking(program):
    """The program with two commands that are bugs."""
    registry = Registry((*all_commands(), boom, wordless))
    return replace(program.pagt.dispatch, registry=registry)


# How a line finds its command.


@pytest.mark.parametrize(
    "line",
    [
        "/initiative list",
        "initiative list",
        "/indsats liste",
        "indsats liste",
        "/initiative liste",
        "/indsats list",
        "/INDSATS Liste",
        "/pagt indsats liste",
        "pagt indsats liste",
        "/pagt-indsats liste",
        "/pagt-initiative list",
        "/PAGT-Indsats liste",
        "/pagt /indsats liste",
        "  /indsats   liste  ",
        "/indsats\nliste",
    ],
)
def test_a_command_is_found_by_every_way_people_write_it(program, line):
    assert said(program.pagt.dispatch.answer(call(line))).startswith("Ingen indsatser fundet")


@pytest.mark.parametrize("how", ["typed", "said"])
@pytest.mark.parametrize("line", ["/pagt", "pagt", "/", "/hjælp", "hjælp", "/help", "?", "/pagt hjælp"])
def test_the_root_alone_is_a_call_for_help(program, line, how):
    reply = program.pagt.dispatch.answer(call(line, how=how))
    assert not reply.refused
    assert "indsats" in said(reply)


@pytest.mark.parametrize(
    "line", ["/indsats", "/initiative", "/pagt indsats", "/status", "/pagt-status", "/aftale", "/indsats hvad"]
)
def test_a_group_alone_is_explained(program, line):
    reply = program.pagt.dispatch.answer(call(line))
    assert not reply.refused
    assert "/" in said(reply)


@pytest.mark.parametrize(
    ("line", "language", "near"),
    [
        ("/initiativ lst", "da", "/indsats liste"),
        ("/initiativ lst", "en", "/initiative list"),
        ("/pagt statsu digest", "da", "/status overblik"),
        ("/staus digest", "en", "/status digest"),
        ("/hjælpe", "da", "/hjælp"),
        ("/xyzzy plugh", "da", "/pagt hjælp"),
        ("/xyzzy plugh", "en", "/pagt help"),
        (f"/{'x' * 5000}", "en", "/pagt help"),
    ],
)
def test_unknown_words_are_met_with_the_nearest_command_in_the_persons_language(program, line, language, near):
    reply = program.pagt.dispatch.answer(call(line, spoken_in=language))
    assert reply.refused
    assert near in said(reply)


def test_words_said_without_a_slash_are_words_and_not_a_mistake_in_a_command(program):
    reply = program.pagt.dispatch.answer(call("det går fint", how="said"))
    assert reply.refused
    assert "det går fint" in said(reply)


@pytest.mark.parametrize(
    ("line", "cleaned_"),
    [
        ("a\x00b\x07c", "abc"),
        ("linje\r\nto\rtre", "linje\nto\ntre"),
        ("abc\u202edef\u2066g", "abcdefg"),
        ("halv \ud83d tegn", "halv  tegn"),
        ("e\u0301", "é"),
        ("tab\tstays", "tab\tstays"),
        ("👩‍👩‍👧", "👩‍👩‍👧"),
    ],
)
def test_characters_that_steer_are_taken_out_and_the_rest_stays(line, cleaned_):
    assert cleaned(call(line)).line == cleaned_
    assert cleaned(call("x", values={"a": line, "b": (line, "y"), "c": True})).values == {
        "a": cleaned_,
        "b": (cleaned_, "y"),
        "c": True,
    }
    assert cleaned(call("x", name=line)).name == cleaned_


# What a refusal becomes.


def test_a_line_longer_than_anybody_types_is_refused_in_the_persons_language(program):
    program.says("osa", "/language en")
    reply = program.says("osa", "/initiative new " + "x" * LONGEST_LINE)
    assert reply.refused
    assert f"{LONGEST_LINE + 16:,}" in said(reply)
    assert "characters" in said(reply)
    assert "tegn" in said(program.says("eki", "/indsats ny " + "x" * LONGEST_LINE))


def test_an_answer_is_given_in_the_language_that_is_asked_for(program):
    assert "No initiatives found" in said(program.pagt.dispatch.answer(call("/indsats liste", spoken_in="en")))
    assert "Ingen indsatser" in said(program.pagt.dispatch.answer(call("/initiative list", spoken_in="da")))
    stranger = call("/indsats liste", person="stranger", language="en")
    assert "do not know you" in said(program.pagt.dispatch.answer(stranger))
    assert program.pagt.dispatch.answer(replace(stranger, language="de")).refused  # a language we do not have becomes English


def test_a_refused_command_changes_nothing(program):
    before = [count(program, table) for table in (AuditRow, OutboxRow, HandledRow)]
    assert program.pagt.dispatch.answer(call("/indsats vis I-7", key="k1")).refused
    assert program.pagt.dispatch.answer(call("/indsats ændr I-7 pauset x", key="k2")).refused
    assert [count(program, table) for table in (AuditRow, OutboxRow, HandledRow)] == before


def test_what_is_wrong_with_no_certain_field_stands_above_the_form(program):
    reply = program.says("osa", "/initiative new", {"title": "x", "tracks": "1", "unheard_of": "010170-1234"})
    assert reply.refused
    assert set(reply.form.errors) == {""}


# Agreements.


def test_without_an_agreement_one_sentence_says_what_to_do(sqlite_store, program):
    dispatch = Dispatch(sqlite_store, program.pagt.registry, lambda: program.now)
    reply = dispatch.answer(call("/indsats liste", language="en"))
    assert reply.refused
    assert "pagt load" in said(reply)
    assert "pagt load" in said(dispatch.answer(call("/indsats liste")))


def test_who_has_two_agreements_is_asked_once_which_one_is_meant(program):
    with program.pagt.store.begin() as installation:
        other = copenhagen().model_copy(update={"id": "aarhus"})
        installation.agreements.add_version(other, effective_from=other.in_force_from, now=program.now)
        installation.within("aarhus", actor="test", now=program.now).people.meet("local", "u_osa", name="P", language="en")
    asked = program.says("osa", "/indsats liste")
    assert asked.refused
    buttons = [button.command for part in asked.message.parts for button in getattr(part, "buttons", ())]
    assert buttons == ["/agreement use aarhus", "/agreement use koebenhavn"]
    assert not program.says("osa", buttons[1]).refused
    assert "Ingen indsatser" in said(program.says("osa", "/indsats liste"))
    assert "Ingen indsatser" in said(program.says("eki", "/indsats liste"))  # known under one agreement only
    named = call("/whoami", agreement="aarhus")
    assert not program.pagt.dispatch.answer(named).refused
    unknown = program.pagt.dispatch.answer(replace(named, agreement="odense"))
    assert unknown.refused
    assert "aarhus" in said(unknown)


# What a bug becomes.


def test_a_bug_becomes_a_reference_and_nothing_of_it_reaches_a_chat_or_a_log(breaking, program, capsys):
    set_up_logs()  # to where this test reads
    before = [count(program, table) for table in (PersonRow, AuditRow, HandledRow)]
    for language, words in [("da", "Noget gik galt"), ("en", "Something went wrong")]:
        reply = breaking.answer(call("/boom now 020280 mere", spoken_in=language, key="k"))
        assert reply.refused
        assert words in said(reply)
        logged = capsys.readouterr().err
        reference = said(reply).splitlines()[0].split()[-1]
        assert len(reference) == 4
        assert reference in logged
        assert "ValueError" in logged
        assert "dispatch.broken" in logged
        for secret in (SECRET, "hemmelig", "010170", "020280", "mere"):
            assert secret not in said(reply)
            assert secret not in logged
    assert [count(program, table) for table in (PersonRow, AuditRow, HandledRow)] == before


async def test_a_bug_amid_a_commit_that_others_share_is_logged_and_counted_once(breaking, program, capsys):
    set_up_logs()
    counts = Counts()
    reply = await program.pagt.store.share(counts.counted(breaking.answer), call("/boom now", key="k"))
    assert said(reply).splitlines()[0].split()[-1] in (logged := capsys.readouterr().err)
    assert logged.count("dispatch.broken") == 1
    assert counts.calls == {("local", "refused"): 1}


def test_a_refusal_nobody_has_words_for_is_a_bug_and_not_a_crash(breaking):
    for person, words in [("osa", "Noget gik galt"), ("cba_dep", "Something went wrong")]:  # each in their own language
        reply = breaking.answer(call("/boom later", person=person))
        assert reply.refused
        assert words in said(reply)


def test_a_database_that_is_away_is_a_bug_and_not_a_crash(program, tmp_path):
    store = Store(sqlite_url(tmp_path / "no" / "such" / "folder.db"))
    reply = Dispatch(store, program.pagt.registry, lambda: program.now).answer(call("/indsats liste", language="en"))
    store.close()
    assert reply.refused
    assert "Something went wrong" in said(reply)


def test_the_program_goes_on_after_a_bug(breaking, program):
    breaking.answer(call("/boom now"))
    assert not breaking.answer(call("/indsats ny Skole; spor: 1")).refused
    assert count(program, InitiativeRow) == 1


def test_nothing_logs_by_the_librarys_own_way(program, caplog):
    with caplog.at_level(logging.DEBUG):
        program.says("osa", "/indsats ny Skole; spor: 1")
    assert "Skole" not in caplog.text


# The same delivery twice.


def test_the_same_delivery_is_done_once_and_answered_the_same(program):
    line = "/indsats ny Skole; spor: 1"
    first, again = (program.pagt.dispatch.answer(call(line, key="delivery 1")) for _ in range(2))
    assert again == first
    assert count(program, InitiativeRow) == 1
    assert count(program, OutboxRow) == 9
    assert not program.pagt.dispatch.answer(call(line, key="delivery 2")).refused
    assert count(program, InitiativeRow) == 2


def test_a_form_sent_twice_is_done_once(program):
    values = {"title": "Skole", "tracks": "1"}
    for _ in range(2):
        program.pagt.dispatch.answer(call("/initiative new", how="submitted", values=values, key="form 1"))
    assert count(program, InitiativeRow) == 1


def test_a_button_pressed_twice_answers_in_the_same_place(program):
    program.says("osa", "/indsats ny Skole; spor: 1")
    pressed = call("/initiative seen I-1 eki", person="eki", how="pressed", key="press 1")
    first, again = program.pagt.dispatch.answer(pressed), program.pagt.dispatch.answer(pressed)
    assert first.replaces
    assert again == first


def test_the_same_delivery_from_another_platform_is_another(program):
    line = call("/indsats ny Skole; spor: 1", key="delivery 1")
    program.pagt.dispatch.answer(line)
    elsewhere = replace(line, account=Account("slack", "T1/U1"), place=Place("slack", "D1", direct=True))
    assert program.pagt.dispatch.answer(elsewhere).refused  # nobody we know there
    assert count(program, HandledRow) == 1


def test_what_was_refused_may_be_delivered_again_once_it_is_right(program):
    refused = call("/indsats ændr I-1 pauset x", key="delivery 1")
    assert program.pagt.dispatch.answer(refused).refused
    program.says("osa", "/indsats ny Skole; spor: 1")
    assert not program.pagt.dispatch.answer(refused).refused


def test_questions_are_answered_anew_each_time(program):
    asked = call("/indsats liste", key="delivery 1")
    assert "Ingen indsatser" in said(program.pagt.dispatch.answer(asked))
    program.says("osa", "/indsats ny Skole; spor: 1")
    assert "Skole" in said(program.pagt.dispatch.answer(asked))
    assert count(program, HandledRow) == 0


# Person data.


@pytest.mark.parametrize(
    "line",
    [
        "/indsats ny Skole 010170-1234; spor: 1",
        "/indsats ny Skole; formål: 01 01 70 1234; spor: 1",
        "/indsatts 010170-1234",
        "/indsats find 0101701234",
        "010170-1234",
        "I-1: kører for 010170.1234",
        "/status spørg 010170-1234",
        "/hjælp 010170-1234",
        "/pagt 010170-1234",
    ],
)
@pytest.mark.parametrize("how", ["typed", "said"])
def test_a_cpr_number_is_never_stored_logged_or_echoed(program, capsys, line, how):
    set_up_logs()
    before = [count(program, table) for table in (AuditRow, OutboxRow, InitiativeRow)]
    reply = program.pagt.dispatch.answer(call(line, how=how, key="k"))
    assert reply.refused
    assert "CPR" in said(reply)
    assert "▮" in said(reply)
    logged = capsys.readouterr().err
    assert "guard.refused" in logged
    for digits in ("1234", "010170", "0101701234"):
        assert digits not in said(reply)
        assert digits not in logged.split("guard.refused")[1].replace(":", "")
    assert [count(program, table) for table in (AuditRow, OutboxRow, InitiativeRow)] == before


def test_a_form_with_a_cpr_number_comes_back_with_the_rest_as_typed(program):
    values = {
        "title": "Skole",
        "purpose": "om 010170-1234 og veje",
        "tracks": ("forebyggelse",),
        "participants": ("eki", "010170 1234"),
    }
    reply = program.says("osa", "/initiative new", values)
    assert reply.refused
    assert set(reply.form.errors) == {"purpose", "participants"}
    kept = {one.name: one.value for one in reply.form.fields}
    assert kept["title"] == "Skole"
    assert kept["purpose"] == "om ▮▮▮▮▮▮▮▮▮▮▮ og veje"
    assert "1234" not in kept["participants"]
    assert count(program, InitiativeRow) == 0


def test_who_is_relieved_before_their_change_has_its_turn_changes_nothing(program, monkeypatch):
    begin, store = Store.begin, program.pagt.store

    def relieved_first(self):
        monkeypatch.setattr(Store, "begin", begin)
        with store.begin() as installation:
            records = installation.within("koebenhavn", actor="test", now=program.pagt.now())
            person, today = records.people.behind("local", "u_osa"), records.now.date()
            for office in records.people.offices(person.id, today):
                records.people.relieve(person.id, office.role, office.unit, today)
        return begin(self)

    line = "/indsats ny titel: {}; spor: 1"  # Asked about as a form, and then changed.
    assert not program.pagt.dispatch.answer(call(line.format("Forinden"))).refused
    before = count(program, InitiativeRow)
    monkeypatch.setattr(Store, "begin", relieved_first)
    assert program.pagt.dispatch.answer(call(line.format("Til sidst"))).refused
    assert count(program, InitiativeRow) == before
