"""What people type for a unit or a track, and what it is taken for."""

from pathlib import Path

import pytest

from bot.domain.agreement_file import read_agreement
from bot.domain.spoken_names import folded

FILE = Path(__file__).parents[2] / "agreements" / "koebenhavn.toml"
COPENHAGEN = read_agreement(FILE.read_text(encoding="utf-8"))


@pytest.mark.parametrize(
    ("typed", "unit"),
    [
        ("osa", "osa"),
        ("OSA", "osa"),
        (" Operativ Specialafdeling ", "osa"),
        ("nærpoliti", "naerpoliti"),
        ("NAERPOLITI", "naerpoliti"),
        ("nær-politiafdelingen", "naerpoliti"),
        ("E&A", "ea"),
        ("efterretning", "ea"),
        ("ssp+", "ssp"),
        ("SSP Koebenhavn", "ssp"),
        ("kriminalitets", "krimforebyg"),
        ("Jobcenter CBE", "cbe"),
        ("cba", "cba"),
        ("specialenheden", "cbe"),
        ("boerne- og ungdomsforvaltningen", "buf"),
        ("Borne og Ungdom", "buf"),
        ("Sikker By", "sikkerby"),
        ("sikkerby", "sikkerby"),
        ("safe city", "sikkerby"),
        ("forebyggelse", "forebyggelse"),
        ("Forebyggelsesafdelingen", "forebyggelse"),
        ("jobcenter", None),
        ("krim", None),
        ("SOF", None),
        ("Københavns Politi", None),
        ("o", None),
        ("", None),
        ("  ", None),
        ("-/-", None),
        ("🚓", None),
        ("osaka", None),
        ("x" * 10_000, None),
    ],
)
def test_a_unit_is_found_by_what_a_liaison_types(typed, unit):
    found = COPENHAGEN.find_unit(typed)
    assert (found and found.id) == unit


@pytest.mark.parametrize("unit", COPENHAGEN.units, ids=lambda one: one.id)
def test_each_name_of_a_unit_finds_it_and_no_beginning_finds_a_stranger(unit):
    for name in unit.spoken:
        assert COPENHAGEN.find_unit(name) is unit
        for length in range(1, len(name)):
            found = COPENHAGEN.find_unit(name[:length])
            assert found is None or any(folded(one).startswith(folded(name[:length])) for one in found.spoken)


@pytest.mark.parametrize(
    ("typed", "units"),
    [
        ("jobcenter", ["cbe", "cba"]),
        ("sof", ["eki", "krimforebyg"]),
        ("Socialforvaltningen", ["eki", "krimforebyg"]),
        ("ØKF", ["sikkerby"]),
        ("krim", ["krimforebyg", "eki", "cba"]),
        ("aktivering", ["cbe"]),
        ("osb", ["osa"]),
        ("nærpolitet", ["naerpoliti"]),
        ("kriminalitetsforbygelse", ["krimforebyg"]),
        ("xyzzy", []),
        ("", []),
        ("%" * 10_000, []),
    ],
)
def test_the_nearest_units_are_offered(typed, units):
    assert [one.id for one in COPENHAGEN.nearest_units(typed)] == units


def test_no_more_are_offered_than_asked_for():
    assert len(COPENHAGEN.nearest_units("afdeling", most=2)) == 2


@pytest.mark.parametrize(
    ("typed", "track"),
    [
        (1, "forebyggelse"),
        ("2", "bekaempelse"),
        ("spor 3", "eksterne"),
        ("TRACK 4", "viden"),
        ("vidensd", "viden"),
        ("Bekæmpelse", "bekaempelse"),
        ("prevention", "forebyggelse"),
        ("5", None),
        ("spor", None),
        (0, None),
        ("", None),
    ],
)
def test_a_track_is_found_by_number_id_or_name(typed, track):
    found = COPENHAGEN.find_track(typed)
    assert (found and found.id) == track


@pytest.mark.parametrize(
    ("typed", "tracks"), [("psykiatri", ["eksterne"]), ("enforcemnt", ["bekaempelse"]), ("unge", ["forebyggelse"])]
)
def test_the_nearest_track_may_be_meant_by_a_theme(typed, tracks):
    assert [one.id for one in COPENHAGEN.nearest_tracks(typed)] == tracks
