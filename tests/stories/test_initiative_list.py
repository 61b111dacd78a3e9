"""Looking at initiatives: lists, searches and pages, and what is not shown where outsiders read along."""

import pytest

from tests.stories.registering import many, registers

# Looking.


@pytest.fixture
def register(talk):
    return talk.after(_five)


def _five(talk):
    """Five initiatives in every state and on every track, one of them silent."""
    lines = [
        ("osa", "Sensorer på broen", "1", "eki"),
        ("eki", "Åben skole i Valby", "1,4", ""),
        ("ssp", "100% fritid_job", "2", "osa"),
        ("cba", "Æbleskoven \\ nord", "3", ""),
    ]
    for person, title, tracks, with_ in lines:
        registers(talk, person, title, tracks=tracks, participants=with_)
    talk.bot.says("ssp", "/initiative update I-3 paused x")
    talk.bot.day("2026-05-04")
    registers(talk, "buf", "Ny i klassen", tracks="4", starts_on="2026-09-01")


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
        ("liste", "spor 9", "”spor 9”"),
        ("liste", "vrøvl", "”vrøvl”"),
        ("liste", "osa " * 100, "399"),
        ("find", "", "/indsats find skole"),
        ("find", "x" * 201, "201"),
        ("vis", "", "I-7"),
        ("vis", "I-99", "I-99"),
        ("vis", "Sensorer", "”Sensorer”"),
        ("historik", "0", "”0”"),
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
