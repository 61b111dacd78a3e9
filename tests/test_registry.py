"""Commands as they are declared, found by what people type, and explained."""

import re

import pytest

from bot.chat.plain import unmarked
from bot.registry import Command, Registry, all_commands, command, replaced
from bot.reserved_names import OWN, RESERVED, reserved, spelt, typed_as, ways
from bot.words import help as words
from bot.words.language import LANGUAGES, _, speaking

REGISTRY = Registry(all_commands())
COMMANDS = {one.name: one for one in REGISTRY.commands}


def declared(name: str, danish: str, **other: object) -> Command:
    @command(name, danish=danish, may="help", **other)
    def handle(request, records):
        """Do it."""

    return handle


@pytest.mark.parametrize(
    ("line", "name", "rest"),
    [
        ("/status digest", "status digest", ""),
        ("status digest 2026-Q4", "status digest", "2026-Q4"),
        ("/pagt status overblik", "status digest", ""),
        ("/pagt-status digest", "status digest", ""),
        ("/PAGT Status Digest", "status digest", ""),
        ("  /  aftale   vis  ", "agreement show", ""),
        ("/aftale show", "agreement show", ""),
        ("/agreement vis", "agreement show", ""),
        ("/aftale opsaet", "agreement setup", ""),
        ("/aftale punkt spor 1", "agreement clause", "spor 1"),
        ("hjælp", "help", ""),
        ("hjaelp aftale", "help", "aftale"),
        ("?", "help", ""),
        ("/sprog dansk", "language", "dansk"),
        ("/hvem er jeg", "whoami", "er jeg"),
        ("/part kontakt osa <@U1|Anna Holm>  suppleant", "party contact", "osa <@U1|Anna Holm>  suppleant"),
    ],
)
def test_a_line_finds_its_command(line, name, rest):
    assert REGISTRY.find(line) == (COMMANDS[name], rest)


@pytest.mark.parametrize(
    "line", ["", "/", "/pagt", "status", "statusdigest", "/pagtstatus digest", "nat i skoven", "\x00", "🙂 🙂"]
)
def test_other_words_find_none(line):
    assert REGISTRY.find(line) is None


@pytest.mark.parametrize(("line", "noun"), [("/status", "status"), ("aftale fis", "agreement"), ("/pagt indsats", "initiative")])
def test_a_noun_alone_is_known(line, noun):
    assert REGISTRY.group(line) == noun


@pytest.mark.parametrize(
    ("line", "language", "nearest"),
    [
        ("/status digets", "en", "status digest"),
        ("/statsu overblik", "da", "status overblik"),
        ("agrement setup", "en", "agreement setup"),
        ("hjlp", "da", "hjælp"),
    ],
)
def test_a_slip_finds_the_nearest(line, language, nearest):
    assert REGISTRY.nearest(line, language)[0] == nearest


def test_a_command_nobody_types_is_never_suggested():
    assert "møde omlæg" not in REGISTRY.nearest("/møde omlægge", "da")


def test_two_commands_under_one_name_are_refused():
    with pytest.raises(ValueError, match="two commands are called"):
        Registry((declared("agreement show", "aftale vis"), declared("agreement read", "aftale vis")))


def test_a_right_nobody_declared_is_refused():
    with pytest.raises(KeyError, match="sing"):
        command("choir sing", danish="kor syng", may="choir.sing")


def test_a_command_given_by_the_app_takes_the_place_of_its_namesake():
    mine = declared("agreement show", "aftale vis")
    found = replaced(all_commands(), mine)
    assert [one.name for one in found] == [one.name for one in all_commands()]
    assert next(one for one in found if one.name == "agreement show") is mine


@pytest.mark.parametrize("one", REGISTRY.commands, ids=lambda one: one.name)
def test_every_command_is_well_declared(one):
    assert re.fullmatch(r"[a-z]+( [a-z]+(-[a-z]+)?)?", one.name)
    assert re.fullmatch(r"[a-zæøå]+( [a-zæøåé]+)?", one.danish)
    assert re.fullmatch(r"[A-Z].*\.", one.help), "the help is a sentence"
    assert not one.usage or _balanced(one.usage)


def _balanced(usage: str) -> bool:
    return usage.count("[") == usage.count("]")


@pytest.mark.parametrize("one", [one for one in REGISTRY.commands if one.usage and not one.hidden], ids=lambda one: one.name)
@pytest.mark.parametrize("language", LANGUAGES)
def test_every_command_with_words_has_an_example_that_is_its_own(one, language):
    with speaking(language):
        found = REGISTRY.find(_(words.EXAMPLES[one.name]))
    assert found is not None
    assert found[0] is one
    assert found[1], "an example shows what stands behind the command"


def test_no_example_is_left_over():
    assert set(words.EXAMPLES) <= set(COMMANDS)


# How it is typed where.


@pytest.mark.parametrize(
    ("platform", "typed", "expected"),
    [
        ("local", "status digest", "/status digest"),
        ("local", "aftale vis", "/aftale vis"),
        ("local", "help", "/help"),
        ("slack", "status digest", "/pagt status digest"),
        ("slack", "party list", "/party list"),
        ("slack", "part liste", "/pagt part liste"),
        ("slack", "help", "/pagt help"),
        ("slack", "pagt help", "/pagt help"),
        ("slack", "pagt-status digest", "/pagt-status digest"),
        ("mattermost", "status digest", "/pagt status digest"),
        ("mattermost", "agreement show", "/agreement show"),
        ("elsewhere", "status digest", "/status digest"),
    ],
)
def test_a_command_is_typed_as_the_platform_takes_it(platform, typed, expected):
    assert typed_as(typed, platform) == expected
    assert typed_as(f"/{typed}", platform) == expected


def test_status_is_reserved_on_both_and_can_be_typed_in_four_ways():
    assert reserved("status", "slack")
    assert reserved("status", "mattermost")
    assert ways("status digest", "slack") == ("/pagt status digest", "/pagt-status digest", "@pagt status digest")
    assert ways("status digest", "local") == ("/status digest", "/pagt status digest", "@pagt status digest")


@pytest.mark.parametrize("platform", [*RESERVED, "elsewhere"])
@pytest.mark.parametrize("language", LANGUAGES)
def test_every_way_to_type_a_command_finds_it(platform, language):
    for one in REGISTRY.commands:
        for way in ways(one.called(language), platform):
            line = way.removeprefix("@pagt ")
            assert REGISTRY.find(line) == (one, ""), way


@pytest.mark.parametrize("platform", ["slack", "mattermost"])
def test_no_command_of_its_own_is_sent_to_a_platform_that_reserves_it(platform):
    for one in REGISTRY.commands:
        noun = typed_as(one.name, platform).split()[0].removeprefix("/")
        assert noun not in RESERVED[platform]
        assert noun in {"pagt"} | OWN


def test_only_commands_in_code_are_respelt():
    text = "Type `/status digest` or `/party list`; /status stays, and so do `osa` and \\`/status\\`."
    assert spelt(text, "slack") == text.replace("`/status digest`", "`/pagt status digest`")
    assert spelt(text, "local") == text


# What help says.


@pytest.mark.parametrize("language", LANGUAGES)
def test_help_names_the_spoken_language_first_and_the_other_one_in_the_details(language):
    one = COMMANDS["status digest"]
    with speaking(language):
        message = words.details(one, allowed=True, fields=(), here=words.Here("slack"))
    text = unmarked(message.parts[1].markdown)
    own, other = (one.danish, one.name) if language == "da" else (one.name, one.danish)
    assert message.headline == own
    assert f"/pagt {own}" in text
    assert other in text
    assert "/status" in text.split(f"/pagt {own}", 1)[1], "it says that Slack keeps /status for itself"


def test_groups_stand_in_the_order_in_which_people_need_them():
    order = list(words.grouped(REGISTRY.commands))
    assert order[:7] == ["initiative", "status", "meeting", "briefing", "focus", "party", "agreement"]
    assert order[-1] == words.YOURSELF
