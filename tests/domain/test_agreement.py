"""The Copenhagen agreement as data, and the questions an agreement answers."""

from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from bot.domain.agreement import Agreement
from bot.domain.agreement_file import read_agreement
from bot.domain.agreement_parts import DutyPeriod, DutyRule, Label, Membership, Names, Unit
from bot.domain.house_rules import HouseRules, MonthDay

FILE = Path(__file__).parents[2] / "agreements" / "koebenhavn.toml"
COPENHAGEN = read_agreement(FILE.read_text(encoding="utf-8"))

POLICE = ("ea", "naerpoliti", "forebyggelse", "osa")
CITY = ("ssp", "eki", "krimforebyg", "cbe", "cba", "buf", "sikkerby")


def ids(things):
    return tuple(one.id for one in things)


def words(text):
    return " ".join(text.split())


# The eleven parties.


def test_the_agreement_has_eleven_parties_in_the_order_of_the_text():
    assert ids(COPENHAGEN.units) == POLICE + CITY


@pytest.mark.parametrize(("authority", "units"), [("kp", POLICE), ("kk", CITY), ("nobody", ())])
def test_each_authority_has_its_units(authority, units):
    assert ids(COPENHAGEN.units_of(authority)) == units


@pytest.mark.parametrize(
    ("unit", "administration"),
    [("ssp", None), ("eki", "sof"), ("krimforebyg", "sof"), ("cbe", "bif"), ("cba", "bif"), ("buf", "buf"), ("sikkerby", "oekf")]
    + [(one, None) for one in POLICE],
)
def test_a_unit_has_the_administration_the_text_names(unit, administration):
    assert COPENHAGEN.unit(unit).administration == administration


def test_every_party_is_named_in_the_text_as_here_with_its_administration():
    listed = COPENHAGEN.clause("parter-liste").text.splitlines()
    for unit in COPENHAGEN.units:
        name = unit.name("da")
        if unit.administration not in {None, unit.id}:
            name += f", {COPENHAGEN.administration(unit.administration).name('da')}"
        assert name in listed


def test_the_municipality_facilitates_and_the_boards_are_told_apart():
    assert COPENHAGEN.facilitating_authority.id == "kk"
    assert COPENHAGEN.running_body.id == "operative_group"
    assert COPENHAGEN.repealing_body is not None
    assert COPENHAGEN.repealing_body.id == "sikker_by"
    assert ids(COPENHAGEN.bodies) == ("operative_group", "sikker_by", "oeu")


@pytest.mark.parametrize(
    ("language", "name"),
    [
        ("da", "Københavns Kommune"),
        ("da_DK", "Københavns Kommune"),
        ("en", "City of Copenhagen"),
        ("en-GB", "City of Copenhagen"),
        ("en_US", "City of Copenhagen"),
        ("de", "Københavns Kommune"),
        ("", "Københavns Kommune"),
    ],
)
def test_names_come_in_english_or_else_in_danish(language, name):
    assert COPENHAGEN.authority("kk").name(language) == name


# The text.


def test_the_clauses_together_are_the_agreement_word_for_word():
    # The digest of the signed text, white space levelled and the line break in "ikke-deltagende" closed.
    assert COPENHAGEN.text_sha256() == "8ee67002a952a6bad5d9136cf76b0077f1d5341a046bda481178429f3feda2c9"


@pytest.mark.parametrize(
    "clause",
    [
        "formaal",
        "forpligtelse-koordinering",
        "forpligtelse-informere",
        "forpligtelse-moedes",
        "parter",
        "spor-1",
        "spor-2",
        "spor-3",
        "spor-4",
        "maal",
        "organisering-moeder",
        "organisering-orientering",
        "organisering-status",
        "oekonomi",
        "periode",
    ],
)
def test_the_clauses_that_messages_cite_exist(clause):
    found = COPENHAGEN.clause(clause)
    assert found.text
    assert found.heading.text("en") != found.text


def test_the_sections_are_the_seven_of_the_text():
    assert [one.section.da for one in COPENHAGEN.clauses if one.section] == [
        "Formål",
        "Aftalens parter",
        "Fokus for samarbejdet",
        "Mål for samarbejdsaftalen",
        "Organisering af samarbejdet",
        "Økonomi",
        "Aftaleperiode",
    ]


def test_a_bullet_is_printed_but_is_no_part_of_the_clause():
    clause = COPENHAGEN.clause("forpligtelse-informere")
    assert clause.text.startswith("at informere hinanden")
    assert clause.printed.startswith("• at informere hinanden")


@pytest.mark.parametrize("track", COPENHAGEN.tracks, ids=lambda one: one.id)
def test_a_track_quotes_its_clause_and_bears_its_number_and_name(track):
    clause = COPENHAGEN.clause(track.clause)
    assert track.focus.da in clause.text
    assert clause.mark == f"{track.number}."
    assert clause.text.startswith(f"{track.name('da')}:")
    assert track.sub_focus


# The duties.


@pytest.mark.parametrize(
    ("duty", "rule", "period", "clause", "words_of_the_clause"),
    [
        ("koordinering", "coordinate", "always", "forpligtelse-koordinering", "tæt og koordineret samarbejde"),
        ("informere", "inform", "occasion", "forpligtelse-informere", "informere hinanden"),
        ("droefte", "discuss", "meeting", "forpligtelse-moedes", "drøfte seneste udvikling"),
        ("moeder", "at_least_meetings", "year", "organisering-moeder", "mindst fire gange årligt"),
        ("repraesentation", "all_represented", "meeting", "organisering-deltagere", "repræsentanter fra alle parter"),
        ("facilitering", "facilitate", "always", "organisering-facilitering", "faciliteres af Københavns Kommune"),
        ("fokus-sikkerby", "briefing", "year", "organisering-orientering", "orienterer årligt Sikker By styregruppen"),
        ("fokus-oeu", "briefing", "year", "organisering-orientering", "Økonomiudvalget orienteres også herom"),
        ("status-oeu", "annual_status", "year", "organisering-status", "årligt til Økonomiudvalget en status"),
    ],
)
def test_what_the_agreement_owes_and_where_it_says_so(duty, rule, period, clause, words_of_the_clause):
    found = COPENHAGEN.duty(duty)
    assert (found.rule, found.period, found.clause) == (DutyRule(rule), DutyPeriod(period), clause)
    assert found.label is Label.AGREEMENT
    assert words_of_the_clause in COPENHAGEN.clause(clause).text


def test_our_own_duties_are_marked_as_ours():
    assert [one.id for one in COPENHAGEN.duties if one.label is Label.HOUSE] == ["kvartalsmoede", "statusrunde"]


def test_four_meetings_and_three_deliverables_a_year():
    assert [one.count for one in COPENHAGEN.duties_of(DutyRule.AT_LEAST_MEETINGS)] == [4, 1]
    assert [(one.id, one.to) for one in COPENHAGEN.duties_of(DutyRule.BRIEFING)] == [
        ("fokus-sikkerby", "sikker_by"),
        ("fokus-oeu", "oeu"),
    ]
    assert [one.to for one in COPENHAGEN.duties_of(DutyRule.ANNUAL_STATUS)] == ["oeu"]


@pytest.mark.parametrize("kind", ["authority", "administration", "unit", "body", "track", "clause", "duty"])
def test_an_unknown_id_is_a_mistake_of_the_program(kind):
    with pytest.raises(KeyError, match="no-such"):
        getattr(COPENHAGEN, kind)("no-such")


# Who is a party when.


def party(*spans):
    memberships = tuple(Membership(joined=joined, left=left) for joined, left in spans)
    return Unit(id="new", names=Names(da="Ny", en="New"), short="Ny", authority="kk", memberships=memberships)


MAY, OCTOBER, MARCH = date(2027, 5, 1), date(2027, 10, 1), date(2028, 3, 1)


@pytest.mark.parametrize(
    ("spans", "day", "expected"),
    [
        ([], date(1999, 1, 1), True),
        ([(MAY, None)], date(2027, 4, 30), False),
        ([(MAY, None)], MAY, True),
        ([(None, OCTOBER)], date(2027, 9, 30), True),
        ([(None, OCTOBER)], OCTOBER, False),
        ([(MAY, OCTOBER), (MARCH, None)], date(2027, 12, 1), False),
        ([(MAY, OCTOBER), (MARCH, None)], MARCH, True),
    ],
)
def test_a_unit_is_a_party_from_the_day_it_joins_until_the_day_it_leaves(spans, day, expected):
    agreement = COPENHAGEN.model_copy(update={"units": (*COPENHAGEN.units, party(*spans))})
    assert ("new" in ids(agreement.units_on(day))) is expected
    assert ("new" in ids(agreement.units_of("kk", day))) is expected
    assert "new" in ids(agreement.units_of("kk"))


def test_the_copenhagen_parties_are_parties_on_any_day():
    assert COPENHAGEN.units_on(date(2026, 1, 1)) == COPENHAGEN.units_on(date(2050, 1, 1)) == COPENHAGEN.units


@pytest.mark.parametrize(("month", "day"), [(2, 29), (2, 30), (4, 31), (13, 1), (0, 1)])
def test_a_day_of_every_year_is_in_every_year(month, day):
    with pytest.raises(ValidationError):
        MonthDay(month=month, day=day)


# As stored.


def test_the_stored_form_reads_back_as_the_same_agreement():
    stored = COPENHAGEN.canonical_json()
    again = Agreement.model_validate_json(stored)
    assert again == COPENHAGEN
    assert again.canonical_json() == stored
    assert again.sha256() == COPENHAGEN.sha256()


SOME_NAME = st.text(st.characters(codec="utf-8", exclude_categories=["C", "Z"]), min_size=1, max_size=30)
SOME_DAY = st.dates(min_value=date(1990, 1, 1))


@given(name=SOME_NAME, day=SOME_DAY, closed=st.lists(SOME_DAY, max_size=3), at=st.floats(0.5, 0.75))
def test_any_agreement_survives_storing(name, day, closed, at):
    data = COPENHAGEN.model_dump()
    data["title"] = {"da": name, "en": name}
    data["in_force_from"] = day
    data["calendar"]["closed_periods"] = tuple({"first": one, "last": one, "names": data["title"]} for one in closed)
    data["house"]["status_round"]["ladder"][1]["at"] = at
    agreement = Agreement.model_validate(data)
    assert Agreement.model_validate_json(agreement.canonical_json()) == agreement


def test_the_text_alone_has_its_own_digest():
    with_other_rules = COPENHAGEN.model_copy(update={"house": HouseRules()})
    assert with_other_rules.text_sha256() == COPENHAGEN.text_sha256()
    assert with_other_rules.sha256() != COPENHAGEN.sha256()


def test_an_agreement_cannot_be_changed_and_can_be_a_key():
    with pytest.raises(ValidationError):
        COPENHAGEN.language = "en"
    assert {COPENHAGEN: 1}[Agreement.model_validate_json(COPENHAGEN.canonical_json())] == 1


def test_what_does_not_hold_together_is_no_agreement():
    data = COPENHAGEN.model_dump()
    data["duties"][0]["clause"] = "no-such"
    with pytest.raises(ValidationError, match="no-such"):
        Agreement.model_validate(data)
