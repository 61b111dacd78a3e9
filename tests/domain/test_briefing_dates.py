"""When the steps of the yearly deliverables fall: planned backwards from the body's day, by the Copenhagen file."""

from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.agreement_file import read_agreement
from bot.domain.briefing import Deliverable, State
from bot.domain.briefing_dates import (
    USABLE_BEFORE,
    Known,
    Step,
    Verdict,
    backwards,
    body_days,
    dispatch,
    marked_days,
    next_days,
    of_year,
    steps_taken,
    verdict,
)

FILE = Path(__file__).parents[2] / "agreements" / "koebenhavn.toml"
COPENHAGEN = read_agreement(FILE.read_text(encoding="utf-8"))
DAYS = COPENHAGEN.days()
BOARD, COMMITTEE, STATUS = "fokus-sikkerby", "fokus-oeu", "status-oeu"
OEU_2026 = [date(2026, 9, 22), date(2026, 12, 1), date(2026, 12, 8), date(2026, 12, 15)]


@pytest.mark.parametrize(
    ("meets", "weekdays", "goes_out"),
    [
        (date(2026, 12, 8), 5, date(2026, 12, 2)),  # an ordinary Tuesday: Wednesday, since Saturday counts
        (date(2026, 12, 8), 6, date(2026, 12, 1)),
        (date(2026, 12, 8), 7, date(2026, 11, 30)),
        (date(2027, 3, 30), 5, date(2027, 3, 20)),  # over Easter: a Saturday
        (date(2027, 5, 18), 5, date(2027, 5, 11)),  # over Whit Monday
    ],
)
def test_an_agenda_goes_out_so_many_hverdage_before_and_saturday_is_one(meets, weekdays, goes_out):
    assert dispatch(DAYS, meets, weekdays) == goes_out


def test_what_falls_on_a_saturday_in_the_easter_break_is_done_on_the_friday_before():
    steps = backwards(COPENHAGEN, COMMITTEE, date(2027, 3, 30))
    assert steps[Step.DISPATCH] == date(2027, 3, 19)


def test_a_year_owes_three_deliverables_with_their_steps():
    plans = of_year(COPENHAGEN, 2026, Known(dates={"oeu": OEU_2026}))
    assert list(plans) == [BOARD, COMMITTEE, STATUS]
    assert plans[BOARD].steps == {
        Step.PROPOSE: date(2026, 9, 7),
        Step.DRAFT: date(2026, 10, 5),
        Step.CHECK_OPENS: date(2026, 10, 9),  # the 12th is in the autumn break
        Step.CHECK_CLOSES: date(2026, 10, 26),
        Step.APPROVE: date(2026, 11, 2),
        Step.HAND_IN: date(2026, 11, 9),
        Step.MEETS: date(2026, 11, 30),
    }
    assert plans[COMMITTEE].steps == {
        Step.DRAFT: date(2026, 10, 5),  # with the board's
        Step.APPROVE: date(2026, 11, 2),
        Step.HAND_IN: date(2026, 11, 17),
        Step.DISPATCH: date(2026, 12, 9),
        Step.MEETS: date(2026, 12, 15),
    }
    assert plans[STATUS].steps == {
        Step.DRAFT: date(2026, 6, 26),  # nine weeks before is in the summer break
        Step.CHECK_OPENS: date(2026, 6, 26),
        Step.CHECK_CLOSES: date(2026, 8, 11),
        Step.APPROVE: date(2026, 8, 18),
        Step.HAND_IN: date(2026, 8, 25),
        Step.DISPATCH: date(2026, 9, 16),
        Step.MEETS: date(2026, 9, 22),
    }
    assert [plan.known for plan in plans.values()] == [False, True, True]


@pytest.mark.parametrize(
    ("dates", "meets"),
    [
        ([], None),
        (OEU_2026, date(2026, 12, 15)),  # the last one until our own due day
        ([date(2026, 12, 22)], date(2026, 12, 22)),  # else the first one after it
        ([date(2027, 1, 5)], None),  # the next year's is too late
        ([date(2025, 12, 16)], None),
        ([date(2026, 1, 13)], None),  # a list that has only begun to come in
    ],
)
def test_a_deliverable_is_planned_for_the_bodys_last_day_until_it_is_due(dates, meets):
    assert body_days(dates, date(2026, 12, 15) - USABLE_BEFORE, date(2026, 12, 15), date(2026, 12, 31)) == meets


@pytest.mark.parametrize(
    ("last", "due", "warn", "late"),
    [
        (None, date(2027, 9, 30), None, date(2027, 12, 31)),  # the first one
        (date(2026, 9, 22), date(2027, 9, 22), date(2027, 7, 22), date(2027, 9, 22)),
        (date(2027, 1, 12), date(2027, 12, 31), date(2027, 11, 12), date(2027, 12, 31)),  # one in each calendar year all the same
        (date(2025, 3, 1), date(2027, 9, 30), None, date(2027, 12, 31)),  # a year was left out: that one is owed by itself
    ],
)
def test_the_status_is_due_a_year_after_the_last_one_was_delivered(last, due, warn, late):
    plan = of_year(COPENHAGEN, 2027, Known(last_delivered={STATUS: last} if last else {}))[STATUS]
    assert plan.meets == DAYS.working_day_by(due)
    assert (plan.warn_on, plan.late_after) == (warn, late)


def delivered(duty, on, state=State.DELIVERED, **other):
    return Deliverable(duty=duty, year=2026, state=state, delivered_on=on, **other)


def test_put_off_on_the_first_and_noted_on_the_fifteenth_is_delivered_on_the_fifteenth():
    row = Deliverable(duty=COMMITTEE, year=2026, state=State.DEFERRED, meets_on=date(2026, 12, 1))
    plan = of_year(COPENHAGEN, 2026, Known(dates={"oeu": OEU_2026}, rows={COMMITTEE: row}))[COMMITTEE]
    assert verdict(row, plan, date(2026, 12, 2)) is Verdict.BEHIND  # behind our own plan, and still in time
    assert next_days(OEU_2026, row.meets_on) == [date(2026, 12, 8), date(2026, 12, 15)]
    assert verdict(delivered(COMMITTEE, date(2026, 12, 15)), plan, date(2026, 12, 20)) is Verdict.ON_TIME


def test_a_board_told_in_writing_between_christmas_and_new_year_was_told_in_time():
    row = delivered(BOARD, date(2026, 12, 28), written=True)
    plan = of_year(COPENHAGEN, 2026, Known(rows={BOARD: row}))[BOARD]
    assert verdict(row, plan, date(2027, 1, 4)) is Verdict.ON_TIME
    assert row.written


@pytest.mark.parametrize(
    ("today", "state", "standing"),
    [
        (date(2026, 11, 30), State.HANDED_IN, Verdict.COMING),  # the day it is planned for
        (date(2026, 12, 31), State.HANDED_IN, Verdict.BEHIND),  # the duty's last day
        (date(2027, 1, 1), State.HANDED_IN, Verdict.OVERDUE),  # sent is not delivered
        (date(2027, 1, 1), State.ON_AGENDA, Verdict.OVERDUE),
    ],
)
def test_what_was_sent_is_not_delivered(today, state, standing):
    row = Deliverable(duty=BOARD, year=2026, state=state)
    assert verdict(row, of_year(COPENHAGEN, 2026, Known(rows={BOARD: row}))[BOARD], today) is standing


@pytest.mark.parametrize(
    ("today", "state", "standing"),
    [
        (date(2026, 10, 5), State.PLANNED, Verdict.COMING),  # the draft's own day
        (date(2026, 10, 6), State.PLANNED, Verdict.BEHIND),
        (date(2026, 10, 6), State.DRAFT, Verdict.COMING),
        (date(2026, 11, 2), State.COMMENTED, Verdict.COMING),  # the approval's
        (date(2026, 11, 3), State.COMMENTED, Verdict.BEHIND),
        (date(2026, 11, 3), State.APPROVED, Verdict.COMING),
        (date(2026, 11, 10), State.APPROVED, Verdict.BEHIND),  # the day after it was to be handed in
        (date(2026, 11, 10), State.HANDED_IN, Verdict.COMING),
    ],
)
def test_a_step_of_our_own_that_passed_its_day_is_told_from_the_day_after(today, state, standing):
    row = Deliverable(duty=BOARD, year=2026, state=state)
    assert verdict(row, of_year(COPENHAGEN, 2026, Known(rows={BOARD: row}))[BOARD], today) is standing


def test_an_agenda_that_went_out_unseen_and_an_outcome_to_confirm_are_nobodys_delay():
    plan = of_year(COPENHAGEN, 2026, Known(dates={"oeu": OEU_2026}))[COMMITTEE]
    handed_in = Deliverable(duty=COMMITTEE, year=2026, state=State.HANDED_IN)
    assert verdict(handed_in, plan, plan.steps[Step.DISPATCH] + timedelta(days=1)) is Verdict.COMING
    entered = delivered(COMMITTEE, plan.meets, state=State.ON_AGENDA, entered_at=datetime(2026, 12, 16, 9, tzinfo=UTC))
    assert verdict(entered, plan, date(2026, 12, 17)) is Verdict.COMING


def test_the_status_is_warned_of_after_ten_months_and_late_after_twelve():
    plan = of_year(COPENHAGEN, 2027, Known(last_delivered={STATUS: date(2026, 9, 22)}))[STATUS]
    row = Deliverable(duty=STATUS, year=2027, state=State.DRAFT)
    days = {date(2027, 7, 21): Verdict.COMING, date(2027, 7, 22): Verdict.WARNED, date(2027, 9, 23): Verdict.OVERDUE}
    assert {day: verdict(row, plan, day) for day in days} == days


def test_what_falls_due_before_a_repeal_to_come_stays_owed():
    assert list(of_year(COPENHAGEN, 2027, Known(repealed_on=date(2027, 12, 1)))) == [BOARD, STATUS]
    assert list(of_year(COPENHAGEN, 2027, Known(repealed_on=date(2027, 6, 15)))) == []


def test_what_people_have_begun_on_stays_in_the_plan_after_a_repeal():
    row = Deliverable(duty=STATUS, year=2027, state=State.DRAFT)
    assert list(of_year(COPENHAGEN, 2027, Known(rows={STATUS: row}, repealed_on=date(2027, 6, 15)))) == [STATUS]


def test_an_agreement_that_came_into_force_too_late_to_draft_anything_owes_nothing_that_year():
    late = COPENHAGEN.model_copy(update={"in_force_from": date(2026, 9, 1)})
    assert list(of_year(late, 2026, Known())) == [BOARD, COMMITTEE]


def test_a_wheel_marks_a_shared_step_once_and_every_other_by_itself():
    marked = marked_days(of_year(COPENHAGEN, 2026, Known(dates={"oeu": OEU_2026})))
    assert [one.on for one in marked] == sorted(one.on for one in marked)
    assert [(one.duty, one.on) for one in marked if one.step is Step.APPROVE] == [
        (STATUS, date(2026, 8, 18)),
        (BOARD, date(2026, 11, 2)),
    ]
    assert len([one for one in marked if one.step is Step.MEETS]) == 3


@given(st.dates(date(2026, 1, 1), date(2028, 12, 31)), st.sampled_from([BOARD, COMMITTEE, STATUS]))
def test_steps_come_in_order_and_never_on_a_closed_day(meets, duty):
    steps = backwards(COPENHAGEN, duty, meets)
    ordered = [steps[step] for step in Step if step in steps]
    assert ordered == sorted(ordered)
    assert all(DAYS.is_working_day(on) for step, on in steps.items() if step is not Step.MEETS)
    assert steps[Step.HAND_IN] <= meets - timedelta(weeks=3)


def test_a_simulated_year_gives_three_deliverables_with_right_dates():
    """A year is played with the body's real kind of list; what was delivered in it moves the next year's status."""
    known = Known(dates={"oeu": OEU_2026})
    plans = of_year(COPENHAGEN, 2026, known)
    rows = {duty: delivered(duty, plan.meets) for duty, plan in plans.items()}
    assert {duty: verdict(row, plans[duty], date(2027, 1, 1)) for duty, row in rows.items()} == dict.fromkeys(
        plans, Verdict.ON_TIME
    )
    after = of_year(COPENHAGEN, 2027, Known(last_delivered={duty: row.delivered_on for duty, row in rows.items()}))
    assert {duty: plan.meets for duty, plan in after.items()} == {
        BOARD: date(2027, 11, 30),
        COMMITTEE: date(2027, 12, 15),
        STATUS: date(2027, 9, 22),
    }


def test_the_days_are_the_agreements_own():
    assert COPENHAGEN.zone == ZoneInfo("Europe/Copenhagen")
    assert datetime(2026, 12, 31, 23, 30, tzinfo=ZoneInfo("UTC")).astimezone(COPENHAGEN.zone).date() == date(2027, 1, 1)


@pytest.mark.parametrize(
    ("state", "taken"),
    [
        (State.PLANNED, set()),
        (State.COMMENTED, {Step.DRAFT}),
        (State.APPROVED, {Step.DRAFT, Step.APPROVE}),
        (State.HANDED_IN, {Step.DRAFT, Step.APPROVE, Step.HAND_IN}),
        (State.DEFERRED, {Step.DRAFT, Step.APPROVE, Step.HAND_IN}),
        (State.ON_AGENDA, {Step.DRAFT, Step.APPROVE, Step.HAND_IN, Step.DISPATCH}),
        (State.DELIVERED, {Step.DRAFT, Step.APPROVE, Step.HAND_IN, Step.DISPATCH, Step.MEETS}),
    ],
)
def test_how_far_a_deliverable_has_come_tells_the_steps_behind_it(state, taken):
    assert steps_taken(state) == taken
