"""What an open round owes at an instant, decided over a picture alone: to whom the rungs speak, and when to look again."""

from dataclasses import replace

import pytest

from bot.domain import round as rules
from bot.domain.person import Person
from bot.domain.role import Role
from bot.domain.status import Round
from bot.jobs.round import Picture, due_of_unit, due_of_watch
from tests.program import ZONE, at
from tests.storage.sample import copenhagen

AGREEMENT = copenhagen()
OPENED = at("2026-02-16T09:00")
ROUND = Round(period="2026-Q1", opened_at=OPENED, closes_at=rules.closing(AGREEMENT, OPENED))
ANNA, BO, FINN, FRIDA, HELLE = (
    Person(id=f"p_{name}", name=name, language="en") for name in ("anna", "bo", "finn", "frida", "helle")
)
OPENS, HALF_WAY, DEPUTIES, LAST = "2026-02-16T09:00", "2026-02-23T09:00", "2026-02-27T09:00", "2026-03-02T09:00"
UNITS = [unit.id for unit in AGREEMENT.units]


def picture(**other):
    """Anna represents OSA, Bo is her deputy, Finn facilitates; every other unit has answered."""
    facts = {
        "agreement": AGREEMENT,
        "round": ROUND,
        "today": OPENED.date(),
        "contacts": {("osa", Role.REPRESENTATIVE): ANNA, ("osa", Role.DEPUTY): BO},
        "offices": {Role.FACILITATOR: [FINN]},
        "initiatives": {},
        "answered": frozenset(UNITS) - {"osa"},
    }
    return Picture(**{**facts, **other})


def told(outcome):
    """Who is told at which step, and when to look again."""
    again = outcome.next_due and f"{outcome.next_due.astimezone(ZONE):%Y-%m-%dT%H:%M}"
    return [(notice.to.id, notice.step) for notice in outcome.notices], again


def planned(subject, *steps):
    return {subject: frozenset(steps)}


ASKED = planned("round:2026-Q1:osa", "0:representative")


@pytest.mark.parametrize(
    ("now", "changes", "outcome"),
    [
        (OPENS, {}, ([("p_anna", "0:representative")], HALF_WAY)),
        (OPENS, {"planned": ASKED}, ([], HALF_WAY)),
        (HALF_WAY, {"planned": ASKED}, ([("p_anna", "1:representative")], DEPUTIES)),
        (DEPUTIES, {"planned": ASKED}, ([("p_bo", "2:deputy")], None)),  # away over a rung: it is not made up for
        (DEPUTIES, {"planned": planned("round:2026-Q1:osa", "2:deputy")}, ([], None)),
        (OPENS, {"answered": frozenset(UNITS)}, ([], None)),
        (OPENS, {"contacts": {("osa", Role.DEPUTY): BO}}, ([("p_bo", "0:representative")], HALF_WAY)),
        (DEPUTIES, {"contacts": {("osa", Role.REPRESENTATIVE): ANNA}}, ([("p_anna", "2:deputy")], None)),
        (OPENS, {"contacts": {}}, ([], HALF_WAY)),
        ("2026-02-23T17:00", {"planned": ASKED}, ([], "2026-02-24T08:00")),
        ("2026-02-28T12:00", {"planned": ASKED}, ([], LAST[:11] + "08:00")),
        ("2026-03-02T17:00", {"planned": ASKED}, ([], None)),  # over before anybody is at work again
        ("2026-03-03T09:30", {"planned": ASKED}, ([], None)),
        (HALF_WAY, {"round": ROUND.model_copy(update={"closed_at": OPENED})}, ([], None)),
    ],
)
def test_a_unit_is_owed_its_latest_rung_in_working_hours_until_it_has_answered(now, changes, outcome):
    assert told(due_of_unit(picture(**changes), "osa", at(now))) == outcome


def test_a_unit_that_is_no_party_today_is_owed_nothing():
    units = tuple(one for one in AGREEMENT.units if one.id != "osa")
    left = picture(agreement=AGREEMENT.model_copy(update={"units": units}))
    assert told(due_of_unit(left, "osa", at(OPENS))) == ([], None)


@pytest.mark.parametrize(
    ("now", "changes", "outcome"),
    [
        (OPENS, {}, ([], LAST)),
        (OPENS, {"contacts": {}}, ([("p_finn", "-1:facilitator")], LAST)),
        (LAST, {}, ([("p_finn", "3:facilitator")], None)),
        (
            LAST,
            {"offices": {Role.FACILITATOR: [FINN, FRIDA]}},
            ([("p_finn", "3:facilitator"), ("p_frida", "3:facilitator")], None),
        ),
        (LAST, {"offices": {Role.FACILITATOR_DEPUTY: [FRIDA]}}, ([("p_frida", "3:facilitator")], None)),
        (LAST, {"offices": {Role.CHAIR: [HELLE]}}, ([], None)),
        (LAST, {"answered": frozenset(UNITS)}, ([], None)),
        (LAST, {"planned": planned("round:2026-Q1", "3:facilitator")}, ([], None)),
        (LAST, {"planned": planned("round:2026-Q1", "", "late x")}, ([("p_finn", "3:facilitator")], None)),  # a digest is no rung
        ("2026-03-02T16:00", {}, ([], None)),
        (LAST, {"round": ROUND.model_copy(update={"closed_at": OPENED})}, ([], None)),
    ],
)
def test_those_above_the_units_are_told_of_all_silent_ones_at_once(now, changes, outcome):
    assert told(due_of_watch(picture(**changes), at(now))) == outcome


def test_one_message_names_every_silent_unit():
    (notice,) = due_of_watch(picture(answered=frozenset({"eki"})), at(LAST)).notices
    said = str(notice.message)
    assert "1 of 11" in said
    assert all(AGREEMENT.unit(unit).short in said for unit in UNITS if unit != "eki")


def test_the_first_word_is_a_question_and_the_later_ones_are_reminders():
    (first,) = due_of_unit(picture(), "osa", at(OPENS)).notices
    (second,) = due_of_unit(picture(planned=ASKED), "osa", at(HALF_WAY)).notices
    assert "how is it going" in first.message.headline
    assert "Reminder" in second.message.headline


def test_each_is_worded_in_the_readers_language():
    danish = Person(id="p_anna", name="Anna", language="da")
    (notice,) = due_of_unit(picture(contacts={("osa", Role.REPRESENTATIVE): danish}), "osa", at(OPENS)).notices
    assert "hvordan går det" in notice.message.headline


def test_a_watch_speaks_to_the_office_its_rung_names():
    ladder = tuple(
        rung.model_copy(update={"to": "chair"}) if rung.to == "facilitator" else rung
        for rung in AGREEMENT.house.status_round.ladder
    )
    status_round = AGREEMENT.house.status_round.model_copy(update={"ladder": ladder})
    agreement = AGREEMENT.model_copy(update={"house": AGREEMENT.house.model_copy(update={"status_round": status_round})})
    here = replace(picture(agreement=agreement), offices={Role.FACILITATOR: [FINN], Role.CHAIR: [HELLE]})
    assert [notice.to.id for notice in due_of_watch(here, at(LAST)).notices] == ["p_helle"]
    vacant = replace(here, offices={Role.FACILITATOR: [FINN]})
    assert [notice.to.id for notice in due_of_watch(vacant, at(LAST)).notices] == ["p_finn"]
