"""Passages of a draft: what survives a new generation, and whose agreement covers which words."""

from pathlib import Path

from bot.domain.agreement_file import read_agreement
from bot.domain.passage import Passage, Written, consent, digest, regenerated

COPENHAGEN = read_agreement((Path(__file__).parents[2] / "agreements" / "koebenhavn.toml").read_text(encoding="utf-8"))


def passage(key, text="Ord", **other):
    return Passage(key=key, position=0, generated=text, **other)


def agreed(key, unit, text="Ord"):
    return passage(key, text, unit=unit, agreed_to=digest(text))


def test_what_people_wrote_survives_a_new_generation_and_says_when_the_records_moved_on():
    mine = passage("moeder", "Tre møder", edited="Tre gode møder", edited_over=digest("Tre møder"))
    assert mine.text == "Tre gode møder"
    assert not mine.outdated
    now = regenerated(
        [mine, passage("spor-1")], [Written("spor-1", "Nyt"), Written("moeder", "Fire møder"), Written("parter", "Ingen")]
    )
    assert [(place, one.key) for place, one, _ in now.kept] == [(0, "spor-1"), (1, "moeder")]
    assert [(place, one.key) for place, one in now.new] == [(2, "parter")]
    mine.generated = "Fire møder"
    assert mine.text == "Tre gode møder"
    assert mine.outdated


def test_a_passage_without_records_falls_away_unless_people_wrote_it():
    now = regenerated([passage("gammel"), passage("skrevet", edited="Mit")], [])
    assert [one.key for one in now.gone] == ["gammel"]


def test_an_agreement_covers_the_very_words():
    one = agreed("spor-1/osa", "osa")
    assert one.agreed
    one.edited = "Andre ord"
    assert not one.agreed
    one.edited = "Ord"
    assert one.agreed
    assert not passage("tom", "", unit="osa").agreed


def test_silence_is_consent_for_the_municipalitys_units_and_never_for_the_polices():
    passages = [
        agreed("a", "osa"),
        passage("b", unit="osa"),  # one of its two
        agreed("c", "ea"),
        passage("d", unit="ssp"),
        agreed("e", "buf"),
        passage("f"),  # nobody's own
    ]
    found = consent(COPENHAGEN, passages)
    assert (found.agreed, found.silent, found.missing) == (("ea", "buf"), ("ssp",), ("osa",))
    assert found.open == ("osa", "ssp")
