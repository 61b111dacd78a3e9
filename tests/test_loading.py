"""Loading an agreement into a database: versions with their days, twice the same, two at once, and what the shell is told."""

from datetime import UTC, date, datetime

import pytest

from bot.chat.plain import plain
from bot.domain import round as rounds
from bot.domain.agreement_file import AgreementFileError
from bot.domain.repeal import Turn, Turned
from bot.loading import apply, plan
from bot.refusal import Refusal
from bot.words import loading as words
from bot.words.language import LANGUAGES, speaking
from tests.storage.sample import ROOT

NOW = datetime(2026, 5, 4, 8, tzinfo=UTC)
LATER = datetime(2026, 5, 5, 8, tzinfo=UTC)
TEXT = (ROOT / "agreements" / "koebenhavn.toml").read_text(encoding="utf-8")
RENAMED = TEXT.replace('short = "OSA"', 'short = "OSA Nord"')
NEXT_YEAR = TEXT.replace("in_force_from = 2026-01-01", "in_force_from = 2026-01-01\neffective_from = 2027-01-01").replace(
    "silent_after_days = 90", "silent_after_days = 60"
)


def loaded(store, text, now=NOW):
    return apply(store, plan(store, text, now), now)


def in_force(store, day):
    with store.read() as installation:
        return installation.agreements.on("koebenhavn", day)


def test_a_plan_writes_nothing(store):
    assert plan(store, TEXT, NOW).new
    with store.read() as installation:
        assert installation.agreements.ids() == []


def test_loading_is_idempotent(store):
    assert loaded(store, TEXT) == 1
    again = plan(store, TEXT, LATER)
    assert (again.changes, again.new) == ((), False)
    assert apply(store, again, LATER) == 1
    with store.read() as installation:
        assert [row.number for row in installation.agreements.versions("koebenhavn")] == [1]


def test_once_repealed_an_agreement_takes_no_other_text(store):
    loaded(store, TEXT)
    before_the_end = plan(store, RENAMED, NOW)
    repealed = {"turn": Turn.REPEALED, "on": date(2026, 5, 4), "decision": "Sikker By styregruppen", "ends_on": date(2026, 5, 5)}
    with store.begin() as installation:
        records = installation.within("koebenhavn", actor="", now=NOW)
        person = records.people.meet("local", "u_1", name="Anna Holm", language="da")
        records.turns.add(Turned(**repealed, at=NOW, by=person.id))
    assert plan(store, RENAMED, NOW).changes  # It still holds today.
    for later in (
        lambda: plan(store, RENAMED, LATER),
        lambda: apply(store, before_the_end, LATER),
        lambda: plan(store, NEXT_YEAR, NOW),
    ):
        with pytest.raises(Refusal) as no:
            later()
        assert no.value.code == "agreement_ended"
    assert plan(store, TEXT, LATER).changes == ()


def test_a_plan_applied_twice_loads_once(store):
    first = plan(store, TEXT, NOW)
    assert [apply(store, first, NOW), apply(store, first, LATER)] == [1, 1]


def test_the_first_loading_sets_when_the_next_round_opens(store):
    loaded(store, TEXT)
    with store.read() as installation:
        duties = installation.within("koebenhavn", actor="", now=NOW).duties
        assert duties.next_of(rounds.OPENS) == datetime(2026, 5, 15, 7, tzinfo=UTC)  # 9.00 in Copenhagen, in the summer


def test_a_version_to_come_leaves_the_earlier_one_in_force_until_its_day(store):
    loaded(store, TEXT)
    assert loaded(store, NEXT_YEAR) == 2
    assert in_force(store, date(2026, 12, 31)).house.silent_after_days == 90
    assert in_force(store, date(2027, 1, 1)).house.silent_after_days == 60


def test_without_a_day_a_version_holds_from_the_day_it_is_loaded(store):
    loaded(store, TEXT)
    assert loaded(store, RENAMED) == 2
    assert in_force(store, date(2026, 5, 3)).unit("osa").short == "OSA"
    assert in_force(store, date(2026, 5, 4)).unit("osa").short == "OSA Nord"


def test_going_back_and_forth_makes_new_versions(store):
    days = [datetime(2026, 5, day, 8, tzinfo=UTC) for day in (4, 5, 6, 7)]
    texts = [TEXT, RENAMED, TEXT, RENAMED]
    assert [loaded(store, text, day) for text, day in zip(texts, days, strict=True)] == [1, 2, 3, 4]


def test_the_same_text_is_loaded_anew_when_another_has_taken_over_meanwhile(store):
    loaded(store, TEXT)
    loaded(store, NEXT_YEAR)
    loaded(store, RENAMED)  # the newest, in force until the year ends
    in_january = datetime(2027, 1, 4, 8, tzinfo=UTC)
    assert loaded(store, RENAMED, in_january) == 4
    assert in_force(store, date(2027, 1, 4)).unit("osa").short == "OSA Nord"


def test_what_was_planned_before_somebody_else_loaded_is_not_done(store):
    loaded(store, TEXT)
    mine = plan(store, RENAMED, NOW)
    loaded(store, NEXT_YEAR)
    with pytest.raises(Refusal) as no:
        apply(store, mine, NOW)
    assert (no.value.code, no.value.facts["number"]) == ("loaded_meanwhile", 2)
    with store.read() as installation:
        assert len(installation.agreements.versions("koebenhavn")) == 2


def test_a_text_that_is_no_agreement_says_where(store):
    with pytest.raises(AgreementFileError) as wrong:
        plan(store, TEXT.replace("in_force_from = 2026-01-01\n", ""), NOW)
    assert [(one.key, "in_force_from" in one.sentence) for one in wrong.value.problems] == [("in_force_from", True)]


def test_two_agreements_live_side_by_side(store):
    loaded(store, TEXT)
    harbour = (ROOT / "tests" / "domain" / "harbour.toml").read_text(encoding="utf-8")
    other = plan(store, harbour, NOW)
    assert other.new
    apply(store, other, NOW)
    with store.read() as installation:
        assert set(installation.agreements.ids()) == {"koebenhavn", other.agreement.id}


# What the shell is told.


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_new_agreement_is_summed_up(sqlite_store, language):
    with speaking(language):
        said = plain(words.planned(plan(sqlite_store, TEXT, NOW)))
    assert {"11", "4", "27"} <= set(said.split())
    assert ("et eksempel" if language == "da" else "a sample") in said


@pytest.mark.parametrize("language", LANGUAGES)
def test_changes_are_told_with_the_value_before_and_after(sqlite_store, language):
    loaded(sqlite_store, TEXT)
    with speaking(language):
        said = plain(words.planned(plan(sqlite_store, RENAMED, NOW)))
    changed = {"da": "”OSA” → ”OSA Nord”", "en": "“OSA” → “OSA Nord”"}
    assert f"units.osa.short: {changed[language]}" in said
    assert said.count("→") == 1


def test_a_version_that_takes_over_later_is_warned_of(sqlite_store):
    loaded(sqlite_store, TEXT)
    loaded(sqlite_store, NEXT_YEAR)
    with speaking("en"):
        said = plain(words.planned(plan(sqlite_store, RENAMED, NOW)))
    assert "Version 2 takes over on 1 January 2027" in said


def test_nothing_to_do_is_said_so(sqlite_store):
    loaded(sqlite_store, TEXT)
    with speaking("en"):
        assert "loaded already, as version 1" in plain(words.planned(plan(sqlite_store, TEXT, LATER)))


def test_markup_in_a_file_is_shown_as_typed(sqlite_store):
    loaded(sqlite_store, TEXT)
    with speaking("en"):
        message = words.planned(plan(sqlite_store, TEXT.replace('short = "OSA"', 'short = "*OSA* <b>"'), NOW))
    assert "“*OSA* <b>”" in plain(message)
