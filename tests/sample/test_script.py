"""The script of the sample year: what it may say, who is in it, and what a mistake in it is answered with."""

import tomllib
from collections import Counter
from collections.abc import Iterator
from importlib.resources import files
from zoneinfo import ZoneInfo

import pytest

from bot.domain import guard
from bot.domain.agreement_file import read_agreement
from bot.domain.role import Role
from bot.sample.people import NobodyCalledError, account_of, called, people, who
from bot.sample.script import SampleError, parts, read_part, steps
from tests.sample.conftest import AGREEMENT

ZONE = ZoneInfo("Europe/Copenhagen")
COPENHAGEN = read_agreement(AGREEMENT)


def words_in(value: object) -> Iterator[str]:
    """Every text within a value that TOML gave."""
    match value:
        case str():
            yield value
        case dict():
            for one in value.values():
                yield from words_in(one)
        case list():
            for one in value:
                yield from words_in(one)


TEXTS = [(name, text) for name, part in parts() for text in words_in(tomllib.loads(part))]
TEXTS += [
    ("people.toml", text) for text in words_in(tomllib.loads(files("bot.sample").joinpath("people.toml").read_text("utf-8")))
]
# What may be written with two capitals in a row and is nobody's name: the staff, what the agreement names, the external actors.
KNOWN = guard.Known(
    domains=frozenset({"kk.dk", "politi.dk"}),
    names=frozenset(
        {one.name for one in people()}
        | {one.title for one in people()}
        | {name for one in (*COPENHAGEN.units, *COPENHAGEN.bodies, *COPENHAGEN.tracks) for name in one.spoken}
        | {step.event.form["actors"] for step in steps(ZONE) if "actors" in step.event.form}
    ),
)


def test_there_is_much_to_look_at():
    assert len(TEXTS) > 300


@pytest.mark.parametrize("name", sorted({name for name, _ in TEXTS}))
def test_no_text_holds_or_points_at_a_person(name):
    mine = [text for part, text in TEXTS if part == name]
    assert [text for text in mine if guard.find(text)] == []
    signs = [(text, [text[one.start : one.end] for one in found]) for text in mine if (found := guard.warnings(text, KNOWN))]
    assert signs == []


def test_a_name_that_is_nobodys_here_would_be_seen():
    assert guard.warnings("Vi har talt med Anders Holmgaard.", KNOWN)


# Group names, and words of police work that have no place in a sample.
@pytest.mark.parametrize(
    "word",
    [
        "hells angels",
        "bandidos",
        "satudarah",
        "loyal to familia",
        "brothas",
        "anholdelse",
        "ransagning",
        "aflytning",
        "razzia",
        "visitation",
    ],
)
def test_no_text_speaks_of_groups_or_operations(word):
    assert [text for _, text in TEXTS if word in text.casefold()] == []


def test_the_steps_are_in_order_within_the_year_and_each_has_a_key_of_its_own():
    year = steps(ZONE)
    assert [step.at for step in year] == sorted(step.at for step in year)
    assert (year[0].at.date().isoformat(), year[-1].at.date().isoformat()) == ("2026-01-05", "2026-11-20")
    assert max(Counter(step.key for step in year).values()) == 1


def test_every_step_is_in_working_hours_on_a_weekday():
    assert [step.place for step in steps(ZONE) if step.at.weekday() > 4 or not 8 <= step.at.hour < 16] == []


# Who is who


def test_every_party_has_a_representative_but_one():
    speakers = Counter(one.unit for one in people() if one.role is Role.REPRESENTATIVE)
    assert set(speakers.values()) == {1}
    assert {unit.id for unit in COPENHAGEN.units} - set(speakers) == {"krimforebyg"}
    assert called("krimforebyg").role is None


def test_most_parties_have_a_deputy():
    assert {unit.id for unit in COPENHAGEN.units} - {one.unit for one in people() if one.role is Role.DEPUTY} == {
        "krimforebyg",
        "cbe",
        "sikkerby",
    }


def test_the_group_is_run_by_the_municipality():
    running = [one for one in people() if one.unit is None and one.role]
    assert {one.role for one in running} == {Role.FACILITATOR, Role.FACILITATOR_DEPUTY, Role.CHAIR, Role.READER, Role.ADMIN}
    assert {one.authority for one in running} == {"kk"}


def test_people_belong_to_the_authority_of_their_unit():
    assert [one.alias for one in people() if one.unit and COPENHAGEN.unit(one.unit).authority != one.authority] == []


def test_accounts_and_names_are_each_ones_own():
    assert len({one.user for one in people()}) == len({one.name for one in people()}) == len(people())
    assert Counter(one.language for one in people()) == {"da": len(people()) - 2, "en": 2}


@pytest.mark.parametrize(
    ("said", "account"),
    [
        ("osa", ("local", "u_osa")),
        (" OSA ", ("local", "u_osa")),
        ("u_osa", ("local", "u_osa")),
        ("chair", ("local", "u_chair")),
        ("facilitator_dep", ("local", "u_facilitator_dep")),
        ("slack:T01/U02", ("slack", "T01/U02")),
        ("local:u_somebody", ("local", "u_somebody")),
    ],
)
def test_who_is_meant_at_the_shell(said, account):
    assert account_of(said) == account


@pytest.mark.parametrize(
    ("said", "offered"), [("faciltator", "facilitator"), ("chairman", "chair"), ("xyzzy", "osa"), ("", "osa"), (":", "osa")]
)
def test_a_name_nobody_has_is_answered_with_names_there_are(said, offered):
    with pytest.raises(NobodyCalledError, match=offered):
        account_of(said)


def test_an_alias_is_an_account():
    assert who("osa") == "u_osa"


# A mistake in the script

EVENT = "[[events]]\nat = 2026-01-05T10:00:00\nwho = 'osa'\n"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (EVENT, "line 1: Value error, Write exactly one of line"),
        (EVENT + "line = '/help'\npost = 'hej'\n", "line 1: Value error, Write exactly one of line"),
        ("# first\n\n" + EVENT + "post = 'hej'\nforn = {}\n", "line 3: forn: Extra inputs"),
        (
            EVENT + "post = 'hej'\n" + EVENT.replace("osa", "oas") + "post = 'hej'\n",
            "line 5: who: Value error, No sample person is called 'oas'",
        ),
        (EVENT.replace("'osa'", "[]") + "post = 'hej'\n", "line 1: who: Value error, Write an alias"),
        (EVENT.replace("2026-01-05T10:00:00", "'monday'") + "post = 'hej'\n", "line 1: at: Input should be a valid datetime"),
        (EVENT + "answer = '2026-Q1'\n", "line 1: Value error, Write an answer's"),
        (EVENT + "answer = '2026-Q1'\nwords = 'ok'\nform = {a = 'b'}\n", "line 1: Value error, Write an answer's"),
        (EVENT + "post = 'hej'\nwords = 'ok'\n", "line 1: Value error, `form` belongs to"),
        (EVENT + "line = \n", "part.toml: Invalid value (at line 4"),
    ],
)
def test_a_mistake_is_told_with_its_line(text, said):
    with pytest.raises(SampleError) as told:
        list(read_part("part.toml", text, ZONE))
    assert said in str(told.value)


def test_several_people_act_one_after_the_other():
    found = list(read_part("part.toml", EVENT.replace("'osa'", "['osa', 'ssp', 'buf']") + "seen = 'I-1'\n", ZONE))
    assert [(step.alias, f"{step.at:%H:%M}") for step in found] == [("osa", "10:00"), ("ssp", "10:13"), ("buf", "10:26")]
