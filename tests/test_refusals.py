"""Every no has its sentence, every sentence is used, and each is said in every language with the facts it is raised with."""

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from bot.chat.plain import plain
from bot.domain.role import MAY, Role
from bot.domain.when import Question
from bot.refusal import Refusal
from bot.registry import Registry, all_commands
from bot.words import refusal as words
from bot.words.language import LANGUAGES, speaking
from bot.words.sentence import parted

ROOT = Path(__file__).parents[1]
REGISTRY = Registry(all_commands())

# What the facts are, by the name they are raised under; what a person typed is as bad as it gets.
TYPED = "{0} {x} %s <b> **fed** `kode` [a](b)\n# x"
FACTS = {
    "agreement": TYPED,
    "at": "torsdag d. 11. marts 2027 kl. 10.00 (uge 10)",
    "by": "Anna Holm",
    "agreements": [("koebenhavn", "Samarbejdsaftalen"), ("aarhus", TYPED)],
    "cited": "M-3 pkt. 4",
    "closes": "2. marts",
    "count": 21,
    "decision": "M-3.4",
    "duty": "status-oeu",
    "earliest": date(2026, 1, 1),
    "effective": date(2025, 1, 1),
    "example": "/status reply osa",
    "fewest": 2,
    "proposal": date(2026, 3, 1),
    "first": 2026,
    "found": ["3 unge"],
    "ids": ["units.osa"],
    "keys": [TYPED, "budget"],
    "known": ["2026-Q1", "2026-Q2"],
    "label": "Titel",
    "last": 2027,
    "length": 12_001,
    "limit": 5,
    "longest": 12_000,
    "meeting": "M-3 ordinært møde",
    "meetings": ["M-3", "M-4"],
    "most": 20,
    "name": "Anna Holm",
    "names": ["Anna Holm", "Bo"],
    "near": ["OSA", "EKI"],
    "next": "16. februar",
    "number": 2,
    "office": "formand",
    "on": date(2026, 12, 8),
    "options": ["OSA", "EKI"],
    "period": "2026-Q1",
    "place": 9,
    "point": 4,
    "pieces": [TYPED],
    "platform": "local",
    "polls": ["P-1", "P-2"],
    "question": Question("month_only"),
    "recent": ["M-3 pkt. 4 (Årlig status)", TYPED],
    "ref": "I-7",
    "registry": REGISTRY,
    "rest": TYPED,
    "right": "initiative.read",
    "role": "repræsentant",
    "since": date(2026, 6, 1),
    "silent": ["OSA", "EKI"],
    "starts": time(10),
    "starts_at": datetime(2026, 3, 12, 9, tzinfo=UTC),
    "starts_on": date(2026, 3, 1),
    "state": "aktiv",
    "text": TYPED,
    "typed": TYPED,
    "unit": "OSA",
    "until": date(2026, 3, 26),
    "verb": TYPED,
    "units": ["OSA", "EKI"],
    "authority": "Københavns Kommune",
    "year": 2027,
    "zone": ZoneInfo("Europe/Copenhagen"),
    "zones": ["America/Nuuk", "Europe/London"],
}


@dataclass(frozen=True)
class Raised:
    """One place that says no: the codes it may say, and the names of the facts it gives."""

    where: str
    codes: tuple[str, ...]
    facts: tuple[str, ...]


def raised() -> Iterator[Raised]:
    """Yield every place in the program that makes a refusal with a code."""
    for file in sorted((*ROOT.glob("bot/**/*.py"), *ROOT.glob("storage/**/*.py"))):
        tree = ast.parse(file.read_text("utf-8"))
        for function in ast.walk(tree):
            if isinstance(function, ast.FunctionDef | ast.AsyncFunctionDef):
                yield from _in(function, str(file.relative_to(ROOT)))


def _in(function: ast.FunctionDef | ast.AsyncFunctionDef, file: str) -> Iterator[Raised]:
    named = {
        target.id: node.value
        for node in ast.walk(function)
        if isinstance(node, ast.Assign)
        for target in node.targets
        if isinstance(target, ast.Name)
    }
    for node in ast.walk(function):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "Refusal":
            facts = tuple(keyword.arg or "**" for keyword in node.keywords)
            yield Raised(f"{file}:{node.lineno}", tuple(_constants(node.args[0], named)), facts)


def _constants(node: ast.expr, named: dict[str, ast.expr]) -> Iterator[str]:
    match node:
        case ast.Constant(value=str(code)):
            yield code
        case ast.IfExp():
            yield from _constants(node.body, named)
            yield from _constants(node.orelse, named)
        case ast.Name(id=name) if name in named:
            yield from _constants(named[name], named)
        case _:
            raise AssertionError(f"a code that cannot be read from the source: {ast.unparse(node)}")


RAISED = tuple(raised())


def test_the_places_are_found():
    assert len(RAISED) > 50
    assert {"may_not", "may_not_here"} <= {code for one in RAISED for code in one.codes}


@pytest.mark.parametrize("one", RAISED, ids=lambda one: one.where)
@pytest.mark.parametrize("language", LANGUAGES)
def test_every_refusal_is_said_in_every_language_with_its_facts(one, language):
    facts = {name: FACTS[name] for name in one.facts}
    with speaking(language):
        for code in one.codes:
            assert code in words.codes(), f"{code} has no sentence in bot/words/refusal.py"
            said = plain(words.refused(Refusal(code, **facts)))
            assert said.strip()
            assert not re.search(r"\{[a-z_]{2,}\}", said), "a fact was not filled in"


def test_every_sentence_is_used():
    used = {code for one in RAISED for code in one.codes} | {"form"}
    assert words.codes() - used == set(), "no longer raised anywhere"


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("right", sorted(MAY))
def test_every_right_has_a_sentence_that_says_who_holds_it(right, language):
    with speaking(language):
        assert words.sentence(Refusal("may_not", right=right)).endswith(".")
        assert words.sentence(Refusal("may_not_here", right=right)).endswith(".")


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_refused_form_tells_all_its_fields(language):
    no = Refusal.of_fields({"title": Refusal("needed", label="Titel"), "tracks": Refusal("needed", label="Spor")})
    with speaking(language):
        said = plain(words.refused(no))
        assert "Titel" in said
        assert "Spor" in said
        assert words.sentence(no) == f"{words.sentence(no.fields['title'])} {words.sentence(no.fields['tracks'])}"


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_a_person_typed_is_shown_as_typed_in_a_refusal(language):
    with speaking(language):
        said = plain(words.refused(Refusal("person_data", text="**fed** ▮▮▮▮ <!channel> {x}")))
    assert "**fed** ▮▮▮▮ <!channel> {x}" in said


def test_a_long_sentence_does_not_lose_its_end_in_a_headline():
    with speaking("en"):
        message = words.refused(Refusal("no_such_role", text="x" * 40, known=[str(role) * 2 for role in Role]))
    assert "…" not in message.headline
    assert plain(message).endswith(".")


@pytest.mark.parametrize(
    ("language", "typed", "headline", "rest"),
    [
        ("en", "we agreed", "“we agreed” is no decision of a meeting.", "Write the meeting"),
        ("da", "vi blev enige", "”vi blev enige” henviser ikke til en beslutning.", "Skriv mødet"),
        ("da", "Vi blev enige. På gangen", "”Vi blev enige. På gangen” henviser ikke til en beslutning.", "Skriv mødet"),
        ("da", "x. Y" * 40, "Det lykkedes ikke", "”x. Yx"),
    ],
)
def test_a_long_no_begins_with_its_first_sentence_and_has_no_other_headline(language, typed, headline, rest):
    recent = ["M-3 pkt. 10 (Årlig status til Økonomiudvalget)", "M-3 pkt. 9 (Dialog med psykiatrien om overgange)"]
    with speaking(language):
        said = words.refused(Refusal("decision_unclear", text=typed, recent=recent))
    assert said.headline == headline
    assert plain(said).split("\n\n")[1].startswith(rest)


TAIL = "Skriv et andet navn, eller se, hvad der findes, på den liste, som står nederst i formularen her, og vælg så det, der er det rette."


@pytest.mark.parametrize(
    "first",
    [
        "Mødet i St. Kongensgade findes ikke.",
        "Anders P. Sørensen er ikke med i gruppen.",
        "A.P. Møllers Plads er ikke et sted her.",
        "Det gælder bl.a. Økonomiudvalget.",
        "Se f.eks. Samarbejdsaftalen.",
        "Parterne, inkl. Kriminalforsorgen, er spurgt, jf. Aftalen pkt. IV om møder.",
        "Den 1. Maj er en fridag.",
        "Der er ikke noget, der hedder M-3.",
        "Mødet er kl. 10.00–12.00.",
        "Det er ikke en af dem (OSA).",
        "Er det M-3?",
    ],
)
def test_a_headline_is_not_cut_at_an_abbreviation_an_initial_or_an_ordinal(first):
    assert parted(f"{first} {TAIL}") == (first, TAIL)


def test_where_no_full_stop_is_surely_that_of_a_sentence_there_is_no_headline():
    said = f"Mødet i ca. Ti minutter, ved St. Kongensgade, og så videre, {TAIL}"
    assert parted(said) == ("", said)
