"""Who is nudged about an action, when, and at most once a step."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain import action as rules
from bot.domain.action import Action, State
from bot.domain.house_rules import Addressee
from bot.domain.ladder import due_rung, next_rung
from bot.refusal import Refusal
from tests.storage.sample import copenhagen

AGREEMENT = copenhagen()
DAYS = AGREEMENT.days()
AGREED = datetime(2027, 3, 11, 11, tzinfo=UTC)  # a Thursday


def action(due_on="2027-04-15", **other):
    return Action(
        **{
            "number": 4,
            "task": "Finder to lokaler",
            "unit": "osa",
            "due_on": date.fromisoformat(due_on),
            "meeting": 3,
            "point": 4,
            "agreed_at": AGREED,
            "agreed_by": "p_1",
            **other,
        }
    )


def walls(one):
    return [(step.to.value, f"{DAYS.local(step.at):%Y-%m-%d %H:%M}") for step in rules.steps(AGREEMENT, one)]


@pytest.mark.parametrize(
    ("due_on", "owed"),
    [
        ("2027-04-15", ["2027-04-12", "2027-04-19", "2027-04-22"]),  # on 18 April is a Sunday
        ("2027-03-26", ["2027-03-19", "2027-03-30", "2027-04-02"]),  # in the Easter break
        ("2027-03-12", ["2027-03-12", "2027-03-15", "2027-03-19"]),  # nobody is reminded on the day it is agreed
        ("2027-03-11", ["2027-03-12", "2027-03-15", "2027-03-18"]),
    ],
)
def test_the_representative_is_nudged_before_the_last_day_and_the_deputy_and_the_facilitator_after_it(due_on, owed):
    to = ["representative", "deputy", "facilitator"]
    assert walls(action(due_on)) == [(who, f"{day} 09:00") for who, day in zip(to, owed, strict=True)]


@given(days=st.integers(0, 500), looks=st.lists(st.integers(0, 24 * 40), max_size=40))
def test_whenever_the_program_looks_an_action_is_nudged_about_at_most_once_a_step_and_in_working_hours(days, looks):
    one = action((AGREED.date() + timedelta(days=days)).isoformat())
    ladder, planned, now = rules.steps(AGREEMENT, one), [], AGREED
    for hours in looks:
        now += timedelta(hours=hours)
        step = due_rung(ladder, planned, now)
        if step is not None:
            planned.append(step.name)
        later = next_rung(ladder, planned, now)
        assert later is None or later > now
    assert len(planned) == len(set(planned))
    assert planned == sorted(planned)
    assert all(DAYS.next_working_moment(step.at) == step.at > AGREED for step in ladder)


@pytest.mark.parametrize(("text", "number"), [("A-4", 4), ("a4", 4), ("aktion 12", 12), ("A–04", 4), ("4", 4)])
def test_an_action_is_called_by_its_number(text, number):
    assert rules.number_in(text) == number


@pytest.mark.parametrize("text", ["I-4", "A-0", "M-3.4", "", "A-4b"])
def test_what_is_no_action_is_refused(text):
    with pytest.raises(Refusal) as no:
        rules.number_in(text)
    assert no.value.code == "no_such_action_ref"


@pytest.mark.parametrize(
    ("state", "today", "overdue"),
    [(State.OPEN, "2027-04-15", False), (State.OPEN, "2027-04-16", True), (State.DONE, "2027-04-16", False)],
)
def test_an_open_action_is_overdue_the_day_after_its_last(state, today, overdue):
    assert action(state=state).overdue(date.fromisoformat(today)) is overdue


def test_the_ladder_is_the_agreements_own_house_rule():
    assert [(one.to, one.after_days) for one in AGREEMENT.house.meetings.action_ladder] == [
        (Addressee.REPRESENTATIVE, -3),
        (Addressee.DEPUTY, 3),
        (Addressee.FACILITATOR, 7),
    ]
