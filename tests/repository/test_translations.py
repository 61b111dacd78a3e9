"""Every text the bot says has its translation, nothing is translated that is no longer said, and what a text tells to type works."""

import re
from collections.abc import Iterator
from datetime import UTC, date, datetime
from io import BytesIO
from pathlib import Path
from string import Formatter
from zoneinfo import ZoneInfo

import pytest
from babel.messages.catalog import Catalog
from babel.messages.extract import DEFAULT_KEYWORDS
from babel.messages.frontend import CommandLineInterface
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

from bot.chat.answers import Clock, read
from bot.chat.form import typed
from bot.domain.agreement_file import read_agreement
from bot.domain.status import UNCHANGED
from bot.domain.when import Question, read_day, read_when
from bot.registry import Registry, all_commands
from bot.words.extraction import extract
from bot.words.help import EXAMPLES
from bot.words.initiative import STATES
from bot.words.initiative_form import new_form
from bot.words.language import CATALOGUES, LANGUAGES, _, speaking
from bot.words.when import question

ROOT = Path(__file__).parents[2]
TRANSLATED = [one for one in LANGUAGES if one != "en"]  # English is what the code says.
COMMANDS = all_commands()
NOUNS = {words[0] for one in COMMANDS for words in one.names() if len(words) > 1}
# One of ours; a platform's own command, as /invite, is written in bold: what stands in a code span is spelt as ours are.
A_COMMAND = re.compile(rf"(?:(?<![\w/*])/(?=[^\W\d_])|`(?=(?:{'|'.join(NOUNS)}) ))([^\W\d_]+(?: [^\W\d_]+(?:-[^\W\d_]+)?)?)")


@pytest.fixture(scope="module")
def said(tmp_path_factory) -> Catalog:
    """What the code says, as `make messages` reads it."""
    target = tmp_path_factory.mktemp("said") / "pagt.pot"
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(ROOT)
        CommandLineInterface().run(["pybabel", "-q", "extract", "-F", "pyproject.toml", "-o", str(target), "bot"])
    with target.open("rb") as opened:
        return read_po(opened)


def file(language: str) -> Path:
    return CATALOGUES / language / "LC_MESSAGES" / "pagt.po"


def catalogue(language: str) -> Catalog:
    """The translations as committed."""
    with file(language).open("rb") as opened:
        return read_po(opened, locale=language, abort_invalid=True)


def texts(value: object) -> list[str]:
    """A message's text, or its texts where it counts."""
    return [one or "" for one in value] if isinstance(value, list | tuple) else [str(value or "")]


def fields(text: str) -> set[str]:
    """The places in a text that are filled in."""
    return {name for _literal, name, _spec, _conversion in Formatter().parse(text) if name is not None}


def spoken_texts(language: str) -> Iterator[str]:
    """Every text a person reads in a language, with that person's quotation marks and commands."""
    for message in filter(lambda one: one.id, catalogue(TRANSLATED[0] if language == "en" else language)):
        yield from texts(message.id if language == "en" else message.string)


def test_there_is_something_to_say(said):
    assert len(said) > 10


@pytest.mark.parametrize("one", COMMANDS, ids=lambda one: one.name)
def test_what_help_says_of_a_command_is_found_for_the_translators(said, one):
    assert one.help
    assert said.get(one.help) is not None
    assert not one.usage or said.get(one.usage) is not None


CODE = b'''
@command("party list", may="party.read", usage=N_("[unit]"))
def list_(request, records):
    """Show every party.

    This is for those who read the code.
    """
    title = f"{_('page')} {number}"
    # TRANSLATORS: a button
    label = _("Show")
    return say(_(RIGHTS[facts["right"]]), _("in two " "pieces"), ngettext("{count} day", "{count} days", count), pgettext("column", "State"))


@cached("no text")
def other():
    """Not a command."""
'''


def test_the_texts_of_a_file_are_found_wherever_they_stand():
    found = extract(BytesIO(CODE), DEFAULT_KEYWORDS, ["TRANSLATORS:"], {})
    assert sorted((texts, comments) for _line, _name, texts, comments in found) == [
        (("Show",), ["TRANSLATORS: a button"]),
        (("Show every party.",), []),
        (("[unit]",), []),
        (("column", "State"), []),
        (("in two pieces",), []),
        (("page",), []),
        (("{count} day", "{count} days", None), []),
    ]


@pytest.mark.parametrize("language", TRANSLATED)
def test_every_text_is_translated(said, language):
    known = catalogue(language)
    missing = []
    for message in filter(lambda one: one.id, said):
        found = known.get(message.id, message.context)
        if found is None or found.fuzzy or not all(texts(found.string)):
            missing.append(texts(message.id)[0])
    assert missing == [], "run `make messages` and translate"


@pytest.mark.parametrize("language", TRANSLATED)
def test_no_translation_is_left_over(said, language):
    unused = [texts(one.id)[0] for one in catalogue(language) if one.id and said.get(one.id, one.context) is None]
    assert unused == [], "run `make messages`"
    assert not catalogue(language).obsolete
    assert not [line for line in file(language).read_text("utf-8").splitlines() if line.startswith(("#~", "#, fuzzy"))]


@pytest.mark.parametrize("language", TRANSLATED)
def test_a_translation_counts_as_the_text_does(said, language):
    known = catalogue(language)
    wrong = [
        message.id
        for message in said
        if message.id and len(texts(known.get(message.id, message.context).string)) != len(texts(message.id))
    ]
    assert wrong == []


@pytest.mark.parametrize("language", TRANSLATED)
def test_a_translation_fills_in_the_same_places(language):
    wrong = []
    for message in filter(lambda one: one.id, catalogue(language)):
        may = set().union(*map(fields, texts(message.id)))
        must = set.intersection(*map(fields, texts(message.id)))
        wrong += [one for one in texts(message.string) if not must <= fields(one) <= may]
    assert wrong == []


@pytest.mark.parametrize("language", TRANSLATED)
def test_a_translation_marks_the_same_words_up(language):
    def marks(text: str) -> tuple[int, int, int]:
        return text.count("`"), text.count("*"), text.count("\n")

    wrong = [
        message.id
        for message in catalogue(language)
        if message.id and {*map(marks, texts(message.id))} != {*map(marks, texts(message.string))}
    ]
    assert wrong == []


@pytest.mark.parametrize("language", TRANSLATED)
def test_what_is_installed_is_what_was_translated(language):
    compiled = BytesIO()
    write_mo(compiled, catalogue(language))
    assert file(language).with_suffix(".mo").read_bytes() == compiled.getvalue(), "run `make install`"


@pytest.mark.parametrize("language", TRANSLATED)
def test_a_translation_ends_and_begins_as_the_text_does(language):
    def edges(text: str) -> tuple[bool, bool, str]:
        return bool(re.match(r"\s", text)), bool(re.search(r"\s$", text)), text[-1:] if text[-1:] in ".?:…" else ""

    wrong = [
        message.id
        for message in catalogue(language)
        if message.id and {*map(edges, texts(message.id))} != {*map(edges, texts(message.string))}
    ]
    assert wrong == []


def _quotes_fit(text: str) -> bool:
    """Tell whether every ”quotation” ends, with no space inside its marks."""
    _outside, *rest = text.split("”")
    return len(rest) % 2 == 0 and all(inside == inside.strip() != "" for inside in rest[::2])


def test_danish_is_set_as_danish():
    set_wrongly = re.compile(r"[\"!«»„“'’]|\s-\s|\.\.\.|\(\s|\s[),.?;]")
    wrong = [one for one in spoken_texts("da") if set_wrongly.search(one) or not _quotes_fit(one)]
    assert wrong == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_command_a_text_names_is_one_in_that_language(language):
    registry = Registry(COMMANDS)
    wrong = []
    for text in spoken_texts(language):
        for found in A_COMMAND.finditer(text):
            line = registry.stripped(found[1])
            known = registry.find(line)
            if known is None or not line.startswith(known[0].called(language)):
                wrong.append(f"{found[0]} in {text}")
    assert wrong == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_words_a_person_types_are_read_in_every_language(language):
    with speaking(language):
        assert all(_(one).isalpha() for one in STATES.values()), "a state is one word, for `/initiative update I-7 STATE`"
        assert UNCHANGED.match(_("unchanged"))
        assert UNCHANGED.match(_("Unchanged"))
        assert _("page") in {"page", "side"}
        assert _("all") in {"all", "alt", "alle"}


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_example_that_registers_an_initiative_fills_its_form(language):
    agreement = read_agreement((ROOT / "agreements" / "koebenhavn.toml").read_text("utf-8"))
    today, parties = date(2027, 1, 4), [unit.id for unit in agreement.units]
    with speaking(language):
        _command, words = Registry(COMMANDS).find(_(EXAMPLES["initiative new"]))
        form = new_form(agreement, lead="", today=today, may_lead=parties, parties=parties)
        title, values, strangers = typed(form.fields, words)
        answers = read(form, {"title": title, **values}, Clock(datetime(2027, 1, 4, 12, tzinfo=UTC), agreement.zone))
    assert not strangers
    assert (answers.text("lead"), answers.many("tracks"), answers.day("starts_on")) == (
        "ssp",
        ("forebyggelse",),
        date(2027, 3, 1),
    )


def asked_about() -> Iterator[tuple[str, Question]]:
    """The phrases that are asked about, each kind of question as often as it comes."""
    now, zone = datetime(2026, 11, 25, 13, 30, tzinfo=UTC), ZoneInfo("Europe/Copenhagen")
    for line in (ROOT / "tests" / "domain" / "when_phrases.tsv").read_text("utf-8").splitlines():
        phrase = line.split("\t")[0]
        if phrase.strip() and not phrase.startswith("#"):
            for found in (
                read_when(phrase, now=now, calendar_zone=zone),
                read_day(phrase, now=now, calendar_zone=zone, past_ok=True),
            ):
                if isinstance(found, Question):
                    yield phrase, found


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_question_about_a_day_has_no_gap(language):
    with speaking(language):
        told = {question(found, "typed") for _phrase, found in asked_about()}
    assert len(told) > 100
    assert [one for one in told if re.search(r"\s[.,:?]|\s\s|“”|””|\s$", one)] == []
