"""Who is nudged when along a deliverable's chain, where a step came late: whoever has the next one gets a decent while first."""

from datetime import date, datetime
from pathlib import Path

import pytest

from bot.domain.agreement_file import read_agreement
from bot.domain.briefing import Deliverable, State
from bot.domain.briefing_dates import Known, of_year
from bot.domain.briefing_ladder import Chain, name_of, rungs
from bot.domain.passage import Consent

FILE = Path(__file__).parents[2] / "agreements" / "koebenhavn.toml"
COPENHAGEN = read_agreement(FILE.read_text(encoding="utf-8"))
BOARD = "fokus-sikkerby"
OPEN = Consent(agreed=(), missing=("forebyggelse",), silent=("ssp",))
MEETS = date(2026, 11, 30)  # the house rule's day: approved by 2 November, handed in by the 9th


def days_of(row):
    """The day of each rung that is still to be said, by name."""
    plan = of_year(COPENHAGEN, 2026, Known(rows={BOARD: row}))[BOARD]
    assert plan.meets == (row.meets_on or MEETS)
    found = rungs(COPENHAGEN, Chain(row, plan, OPEN))
    return {name_of(one.name): one.at.astimezone(COPENHAGEN.zone).date() for one in found}


def drafted(on, **other):
    at = datetime.combine(on, datetime.min.time(), COPENHAGEN.zone).replace(hour=10)
    return Deliverable(duty=BOARD, year=2026, state=State.DRAFT, drafted_at=at, **other)


@pytest.mark.parametrize(
    ("on", "soon", "late"),
    [
        (date(2026, 10, 5), date(2026, 10, 26), date(2026, 11, 3)),  # in time: as planned
        (date(2026, 10, 19), date(2026, 10, 26), date(2026, 11, 3)),  # late, and the check still ends as planned
        (date(2026, 10, 26), date(2026, 11, 2), date(2026, 11, 10)),  # five working days' check, and five for the group
        (date(2026, 11, 4), date(2026, 11, 11), date(2026, 11, 19)),  # after the day it was to be approved
        (date(2026, 11, 23), date(2026, 11, 20), date(2026, 11, 30)),  # but before the body meets, while that is ahead
        (date(2026, 12, 2), date(2026, 12, 9), date(2026, 12, 17)),  # when it has met, another day is planned anyway
    ],
)
def test_a_draft_that_came_late_leaves_the_group_some_days_before_its_approval_is_missed(on, soon, late):
    found = days_of(drafted(on))
    assert (found["approve"], found["approve:late"]) == (soon, late)


@pytest.mark.parametrize(
    ("on", "late"),
    [
        (date(2026, 11, 2), date(2026, 11, 10)),  # in time
        (date(2026, 11, 9), date(2026, 11, 12)),
        (date(2026, 11, 20), date(2026, 11, 25)),  # Friday: until Tuesday
        (date(2026, 11, 26), date(2026, 11, 30)),  # the body meets then
    ],
)
def test_an_approval_that_came_late_leaves_two_days_to_hand_it_in(on, late):
    at = datetime.combine(on, datetime.min.time(), COPENHAGEN.zone).replace(hour=10)
    row = Deliverable(duty=BOARD, year=2026, state=State.APPROVED, drafted_at=at, approved_at=at)
    assert days_of(row)["hand_in:late"] == late
