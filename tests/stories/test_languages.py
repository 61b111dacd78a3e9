"""Each is spoken to in their own language, wholly: not a word of the other one, whoever caused the message."""

import re

import pytest
from babel.messages.pofile import read_po

from bot.chat.plain import plain, plain_form
from bot.sample.people import people, who
from bot.words.language import CATALOGUES, LANGUAGES

STAGE = "rounds"

OTHER = {"da": "en", "en": "da"}
SHORTEST = 12  # Shorter pieces of a text may well be the same in both languages.


def pieces(text: str) -> list[str]:
    """The fixed pieces of a text, between what is filled in, as they stand before a reader."""
    found = re.split(r"\{\w+\}|`[^`]*`", re.sub(r"\*", "", text))
    return [piece.strip() for piece in found if len(piece.strip()) >= SHORTEST and " " in piece.strip()]


@pytest.fixture(scope="module")
def foreign() -> dict[str, dict[str, str]]:
    """What must not be read in a language: the pieces of the other one's texts, as far as they differ."""
    with (CATALOGUES / "da" / "LC_MESSAGES" / "pagt.po").open("rb") as opened:
        catalogue = [one for one in read_po(opened, locale="da") if one.id]

    def texts(value: object) -> list[str]:
        return [str(one) for one in value] if isinstance(value, list | tuple) else [str(value)]

    said = {
        "en": {piece for one in catalogue for text in texts(one.id) for piece in pieces(text)},
        "da": {piece for one in catalogue for text in texts(one.string) for piece in pieces(text)},
    }
    return {language: dict.fromkeys(said[OTHER[language]] - said[language], OTHER[language]) for language in LANGUAGES}


def tour(talk) -> list[str]:
    """Go once through everything; return all that anybody was shown."""
    shown: list[str] = []

    def keep(answer):
        shown.extend(
            filter(None, [plain(answer.message) if answer.message else "", plain_form(answer.form) if answer.form else ""])
        )
        return answer

    keep(talk.says("osa", "initiative new"))
    keep(talk.fills("osa", "initiative new", title="", tracks="9", starts_on="99"))
    keep(
        talk.fills(
            "osa", "initiative new", title="Fælles sensorer", tracks="1,4", participants="eki", actors="Klub", national="yes"
        )
    )
    keep(
        talk.fills(
            "eki",
            "initiative new",
            title="Åben skole",
            tracks="2",
            starts_on="2026-12-01",
            ends_on="2027-01-01",
            confidential="yes",
        )
    )
    keep(talk.presses("eki", "Seen"))
    keep(talk.says("ssp", "initiative show", "I-1"))
    keep(talk.fills("osa", "initiative update", "I-1", state="adjusted", why="Ferie"))
    for words in (
        "join I-2 osa",
        "join I-2 osa",
        "leave I-2 osa",
        "leave I-1 osa",
        "history I-1",
        "list",
        "find sensor",
        "find x",
    ):
        command, *rest = words.split(maxsplit=1)
        keep(talk.says("osa", f"initiative {command}", *rest))
    keep(talk.says("eki", "initiative withdraw", "I-2 Dublet"))
    keep(talk.says("reader", "initiative update", "I-1"))
    talk.bot.day("2026-02-16")
    keep(talk.says("osa", "status reply"))
    keep(talk.fills("osa", "status reply", progress1="Kører", obstacles1="Lokaler", help_needed="Nøgler", new_needs="Skoler"))
    keep(talk.presses("eki", "Unchanged"))
    keep(talk.bot.says("ssp", "Hej"))
    keep(talk.says("facilitator", "status reply", f"cbe {talk.word('unchanged')}"))
    for day in ("2026-02-23", "2026-02-27", "2026-03-02"):
        talk.bot.day(day)
    for person, command in [
        ("chair", "status digest"),
        ("osa", "status show"),
        ("osa", "status digest"),
        ("facilitator", "status ask"),
    ]:
        keep(talk.says(person, command))
    keep(talk.says("facilitator", "status close"))
    keep(talk.says("facilitator", "status close"))
    keep(talk.says("buf", "status reply", talk.word("unchanged")))
    keep(talk.says("chair", "status digest"))
    for person in people():
        posts = talk.bot.workspace.posts.seen(who(person.alias), f"d_{who(person.alias)}")
        shown.extend(plain(post.message) for post in posts if post.message)
    return shown


def test_the_whole_tour_is_told_in_one_language(talk, foreign):
    shown = tour(talk)
    assert len(shown) >= 90
    read = [re.sub(r"^(?:\[|→).*$", "", text, flags=re.MULTILINE) for text in shown]  # without what buttons send
    strange = {piece: text for text in read for piece in foreign[talk.language] if piece in text}
    assert strange == {}


def test_the_foreign_pieces_are_worth_looking_for(foreign):
    assert all(len(found) > 200 for found in foreign.values())
    assert "other parties are told." in foreign["da"]
    assert "andre parter får besked." in foreign["en"]


def test_each_is_told_in_their_own_language_whoever_writes(bot):
    bot.says("eki", "/sprog en")
    bot.heard("eki")
    bot.says("osa", "/indsats ny Fælles sensorer; spor: 1")
    assert bot.heard("eki")[0].startswith("New initiative I-1: Fælles sensorer")
    assert bot.heard("ssp")[0].startswith("Ny indsats I-1: Fælles sensorer")
    bot.day("2026-02-16")
    assert bot.heard("eki")[0].startswith("Status 2026-Q1: how is it going")
    assert bot.heard("osa")[-1].startswith("Status 2026-Q1: hvordan går det")
    bot.says("eki", "/status reply unchanged")
    posts = [plain(post.message) for post in bot.workspace.posts.seen("u_eki") if post.author is None and post.message]
    assert any(text.startswith("Status 2026-Q1: EKI has answered") for text in posts)


def test_the_channel_is_told_in_the_agreements_language(bot):
    for person in ("osa", "facilitator", "chair"):
        bot.says(person, "/sprog en")
    bot.day("2026-02-16")
    bot.says("facilitator", "/status close")
    (digest,) = bot.heard("chair", channel=True)
    assert "parter" in digest
    assert "parties" in bot.says("chair", "/status digest").text


@pytest.mark.parametrize("line", ["/indsats ny Skole; spor: 1; med: eki", "/initiative new Skole; track: 1; with: eki"])
@pytest.mark.parametrize("language", LANGUAGES)
def test_commands_and_keys_of_either_language_are_understood_in_both(bot, language, line):
    bot.says("osa", f"/sprog {language}")
    answer = bot.says("osa", line)
    assert not answer.refused
    assert "EKI" in answer.text


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(
    ("words", "state"), [("pauset", "paused"), ("paused", "paused"), ("Afsluttet", "closed"), ("CLOSED", "closed")]
)
def test_states_of_either_language_are_understood_in_both(bot, language, words, state):
    bot.says("osa", f"/sprog {language}")
    bot.says("osa", "/indsats ny Skole; spor: 1")
    assert not bot.says("osa", f"/indsats ændr I-1 {words} Ferie").refused
    with bot.pagt.store.read() as installation:
        assert installation.within("koebenhavn", actor="", now=bot.pagt.now()).initiatives.by_number(1).state == state


@pytest.mark.parametrize(
    ("words", "saved"),
    [
        ("uændret", "Gemt"),
        ("unchanged", "Gemt"),
        ("I-1: kører; hindring: lokaler", "lokaler"),
        ("I-1: on; obstacle: rooms", "rooms"),
    ],
)
def test_answers_of_either_language_are_understood_in_both(bot, words, saved):
    bot.says("osa", "/indsats ny Skole; spor: 1")
    bot.day("2026-02-16")
    assert saved in bot.says("osa", words).text
    bot.says("osa", "/sprog en")
    assert not bot.says("osa", words).refused


def test_a_change_of_language_holds_at_once_and_for_what_follows(bot):
    assert "English" in bot.says("osa", "/sprog en").text
    assert bot.says("osa", "/initiative list").text.startswith("No initiatives")
    assert bot.says("osa", "/sprog dansk").text
    assert bot.says("osa", "/initiative list").text.startswith("Ingen indsatser")
    assert bot.says("osa", "/sprog tysk").refused
