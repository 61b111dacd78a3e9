"""The house rules and the calendar of the Copenhagen file."""

from datetime import date, time
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from pydantic import BaseModel

from bot.domain.agreement_file import read_agreement
from bot.domain.house_rules import Addressee, Briefing, HouseRules, YearBasis

FILE = Path(__file__).parents[2] / "agreements" / "koebenhavn.toml"
COPENHAGEN = read_agreement(FILE.read_text(encoding="utf-8"))


def test_the_file_states_every_house_rule_and_leaves_none_to_the_program():
    assert list(unstated(COPENHAGEN.house, "house")) == [
        "house.briefings[0].prepared_with",
        "house.briefings[0].submitted_by",
        "house.briefings[0].warn_after_months",
        "house.briefings[0].late_after_months",
        "house.briefings[1].propose_weeks",
        "house.briefings[1].warn_after_months",
        "house.briefings[1].late_after_months",
        "house.briefings[2].prepared_with",
        "house.briefings[2].propose_weeks",
    ]


def unstated(part, path):
    """Give the dotted keys that a file left out."""
    for key in type(part).model_fields:
        if key not in part.model_fields_set:
            yield f"{path}.{key}"
            continue
        value = getattr(part, key)
        if isinstance(value, BaseModel):
            yield from unstated(value, f"{path}.{key}")
        elif isinstance(value, tuple):
            for index, one in enumerate(value):
                if isinstance(one, BaseModel):
                    yield from unstated(one, f"{path}.{key}[{index}]")


def test_the_rules_of_the_file_are_the_usual_ones_where_copenhagen_asks_for_no_others():
    usual = HouseRules()
    for section in ("working_hours", "status_round"):
        assert getattr(COPENHAGEN.house, section) == getattr(usual, section)
    assert COPENHAGEN.house.meetings.model_copy(update={"standing_items": ()}) == usual.meetings
    assert COPENHAGEN.house.year_basis is YearBasis.CALENDAR
    assert COPENHAGEN.house.express_consent == ("kp",)


def test_a_round_climbs_from_the_representative_to_the_facilitator():
    ladder = COPENHAGEN.house.status_round.ladder
    assert [(one.to, one.at) for one in ladder] == [
        (Addressee.REPRESENTATIVE, 0.0),
        (Addressee.REPRESENTATIVE, 0.5),
        (Addressee.DEPUTY, 0.75),
        (Addressee.FACILITATOR, 0.9),
    ]


@pytest.mark.parametrize(
    ("duty", "due", "weeks"),
    [
        ("fokus-sikkerby", (11, 30), (8, 7, 5, 4, 3)),
        ("fokus-oeu", (12, 15), (8, 7, 5, 4, 4)),
        ("status-oeu", (9, 30), (9, 8, 6, 5, 4)),
    ],
)
def test_the_steps_of_each_deliverable(duty, due, weeks):
    steps = COPENHAGEN.briefing(duty)
    assert steps.due.on(2027) == date(2027, *due)
    assert weeks == (
        steps.draft_weeks,
        steps.check_opens_weeks,
        steps.check_closes_weeks,
        steps.approve_weeks,
        steps.hand_in_weeks,
    )


def test_a_deliverable_without_steps_of_its_own_takes_the_usual_ones():
    bare = COPENHAGEN.model_copy(update={"house": HouseRules()})
    assert bare.briefing("status-oeu") == Briefing(duty="status-oeu")
    with pytest.raises(KeyError):
        bare.briefing("no-such-duty")


@pytest.mark.parametrize(
    ("day", "why"),
    [
        (date(2026, 6, 27), "Sommerferie"),
        (date(2026, 8, 9), "Sommerferie"),
        (date(2026, 8, 10), None),
        (date(2027, 2, 12), None),
        (date(2027, 2, 15), "Vinterferie"),
        (date(2027, 3, 19), None),
        (date(2027, 3, 24), "Påskeferie"),
        (date(2027, 3, 30), None),
        (date(2027, 10, 20), "Efterårsferie"),
        (date(2027, 12, 22), None),
        (date(2027, 12, 27), "Jul og nytår"),
        (date(2028, 1, 2), "Jul og nytår"),
        (date(2028, 8, 7), None),
    ],
)
def test_the_closed_periods(day, why):
    assert COPENHAGEN.days().closed(day) == why


@pytest.mark.parametrize("day", [date(2026, 6, 5), date(2029, 12, 24), date(2031, 12, 31)])
def test_constitution_day_and_the_two_eves_are_closed_every_year(day):
    assert not COPENHAGEN.days().is_working_day(day)
    assert COPENHAGEN.days().is_weekday(day)


def test_the_calendar_speaks_both_languages_and_knows_the_zone_and_the_hours():
    days = COPENHAGEN.days("en")
    assert days.closed(date(2026, 7, 1)) == "Summer break"
    assert days.zone == COPENHAGEN.zone == ZoneInfo("Europe/Copenhagen")
    assert (days.work_starts, days.work_ends) == (time(8), time(16))


def test_the_day_it_came_into_force_is_marked_as_a_sample():
    assert COPENHAGEN.in_force_from == date(2026, 1, 1)
    assert COPENHAGEN.in_force_from_is_sample
