"""Every text the bot says has its translation, and nothing is translated that is no longer said."""

import re
from pathlib import Path
from string import Formatter

import pytest
from babel.messages.catalog import Catalog
from babel.messages.frontend import CommandLineInterface
from babel.messages.mofile import read_mo
from babel.messages.pofile import read_po

from bot.words.language import CATALOGUES, LANGUAGES

ROOT = Path(__file__).parents[2]
TRANSLATED = [one for one in LANGUAGES if one != "en"]  # English is what the code says.


@pytest.fixture(scope="module")
def said(tmp_path_factory) -> Catalog:
    """What the code says, as `make messages` reads it."""
    target = tmp_path_factory.mktemp("said") / "pagt.pot"
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(ROOT)
        CommandLineInterface().run(["pybabel", "-q", "extract", "-F", "pyproject.toml", "-o", str(target), "bot"])
    with target.open("rb") as opened:
        return read_po(opened)


def catalogue(language: str) -> Catalog:
    """The translations as committed."""
    with (CATALOGUES / language / "LC_MESSAGES" / "pagt.po").open("rb") as opened:
        return read_po(opened, locale=language, abort_invalid=True)


def texts(value: object) -> list[str]:
    """A message's text, or its texts where it counts."""
    return [one or "" for one in value] if isinstance(value, list | tuple) else [str(value or "")]


def fields(text: str) -> set[str]:
    """The places in a text that are filled in."""
    return {name for _, name, _, _ in Formatter().parse(text) if name is not None}


def test_there_is_something_to_say(said):
    assert len(said) > 10


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


@pytest.mark.parametrize("language", TRANSLATED)
def test_a_translation_fills_in_the_same_places(language):
    wrong = []
    for message in filter(lambda one: one.id, catalogue(language)):
        may = set().union(*map(fields, texts(message.id)))
        must = set.intersection(*map(fields, texts(message.id)))
        wrong += [one for one in texts(message.string) if not must <= fields(one) <= may]
    assert wrong == []


@pytest.mark.parametrize("language", TRANSLATED)
def test_what_is_installed_is_what_was_translated(language):
    folder = CATALOGUES / language / "LC_MESSAGES"
    with (folder / "pagt.mo").open("rb") as opened:
        installed = read_mo(opened)
    newer = [
        one.id
        for one in catalogue(language)
        if one.id and all(texts(one.string)) and texts(installed[one.id].string) != texts(one.string)
    ]
    assert newer == [], "run `make install`"


@pytest.mark.parametrize("language", TRANSLATED)
def test_a_translation_ends_and_begins_as_the_text_does(language):
    def edges(text: str) -> tuple[bool, bool]:
        return bool(re.match(r"\s", text)), bool(re.search(r"\s$", text))

    wrong = [
        message.id
        for message in catalogue(language)
        if message.id and {*map(edges, texts(message.id))} != {*map(edges, texts(message.string))}
    ]
    assert wrong == []
