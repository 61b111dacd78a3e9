"""When a meeting reminds: in working hours, outside holidays and closed periods, each reminder once, and what a snooze moves."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain import meeting_reminders as rules
from bot.domain.ladder import due_rung, next_rung
from bot.domain.meeting_reminders import Snooze
from bot.refusal import Refusal
from tests.domain.meetings_met import AGREEMENT, ZONE, at, meeting, wall

DAYS = AGREEMENT.days()
EARLY = "2026-06-01T10:00"


def moments(one, announced=EARLY):
    return [(step.days, wall(step.at)) for step in rules.reminders(AGREEMENT, one, at(announced))]


@pytest.mark.parametrize(
    ("on", "starts", "announced", "expected"),
    [
        (
            "2027-03-11",
            "10:00",
            EARLY,
            [(21, "2027-02-12 09:00"), (7, "2027-03-04 09:00"), (1, "2027-03-10 09:00"), (0, "2027-03-11 08:00")],
        ),  # T-21 falls in the winter break and moves before it
        (
            "2027-06-07",
            "13:00",
            EARLY,
            [(21, "2027-05-14 09:00"), (7, "2027-05-31 09:00"), (1, "2027-06-04 09:00"), (0, "2027-06-07 08:00")],
        ),  # a Monday: Whit Monday and a Sunday are no days for it
        ("2027-03-11", "10:00", "2027-03-01T15:00", [(7, "2027-03-04 09:00"), (1, "2027-03-10 09:00"), (0, "2027-03-11 08:00")]),
        ("2027-03-11", "10:00", "2027-03-04T08:00", [(1, "2027-03-10 09:00"), (0, "2027-03-11 08:00")]),  # told that day
        ("2027-03-11", "10:00", "2027-03-10T08:00", [(0, "2027-03-11 08:00")]),
        ("2027-03-11", "10:00", "2027-03-11T08:00", []),
        ("2027-03-11", "07:30", "2027-03-10T08:00", [(0, "2027-03-11 06:30")]),
        ("2027-03-11", "06:30", "2027-03-10T08:00", [(0, "2027-03-11 06:00")]),
        ("2027-03-11", "06:00", "2027-03-10T08:00", [(0, "2027-03-11 05:30")]),
        (
            "2027-01-05",
            "10:00",
            EARLY,
            [(21, "2026-12-15 09:00"), (7, "2026-12-22 09:00"), (1, "2027-01-04 09:00"), (0, "2027-01-05 08:00")],
        ),
        ("2027-01-04", "10:00", EARLY, [(21, "2026-12-14 09:00"), (1, "2026-12-22 09:00"), (0, "2027-01-04 08:00")]),
        ("2027-03-13", "10:00", "2027-03-10T08:00", [(1, "2027-03-12 09:00"), (0, "2027-03-13 08:00")]),  # a Saturday
    ],
)
def test_reminders_come_before_the_meeting_and_on_its_morning(on, starts, announced, expected):
    assert moments(meeting(on, starts), announced) == expected


@given(
    on=st.dates(date(2026, 3, 1), date(2027, 12, 31)),
    starts=st.times().filter(lambda one: one.hour >= 6).map(lambda one: one.replace(second=0, microsecond=0)),
    notice=st.integers(0, 90),
    hour=st.integers(0, 23),
)
def test_whatever_the_day_nobody_is_reminded_twice_too_late_or_out_of_hours(on, starts, notice, hour):
    one = meeting(on.isoformat(), starts.isoformat(timespec="minutes"))
    announced = at(f"{on - timedelta(days=notice)}T{hour:02}:00")
    steps = rules.reminders(AGREEMENT, one, announced)
    assert len({step.name for step in steps}) == len({step.at for step in steps}) == len(steps)
    assert list(steps) == sorted(steps, key=lambda step: step.at)
    for step in steps:
        assert announced < step.at < one.starts_at
        if step.days:
            assert DAYS.next_working_moment(step.at) == step.at
            assert step.at.astimezone(ZONE).date() <= on - timedelta(days=1)
        else:
            assert step.at.astimezone(ZONE).date() == on
    again = rules.asks_again_at(AGREEMENT, one, announced)
    assert again is None or (announced < again < one.starts_at and DAYS.next_working_moment(again) == again)


@given(steps=st.data())
def test_walking_through_time_owes_each_reminder_at_most_once(steps):
    one = meeting("2027-03-11")
    ladder = rules.reminders(AGREEMENT, one, at("2026-12-01T10:00"))
    planned, told, now = set(), [], at("2027-01-01T00:00")
    while now < one.starts_at:
        step = due_rung(ladder, planned, now)
        if step is not None:
            told.append(step.name)
            planned.add(step.name)
        now += timedelta(hours=steps.draw(st.sampled_from([1, 6, 24, 24 * 9])))
        following = next_rung(ladder, planned, now)
        assert following is None or following > now
    assert len(told) == len(set(told))


@pytest.mark.parametrize(
    ("now", "planned", "owed"),
    [
        ("2027-02-12T08:59", [], None),
        ("2027-02-12T09:00", [], "remind:21"),
        ("2027-02-20T09:00", ["remind:21"], None),
        ("2027-03-04T09:00", ["remind:21"], "remind:7"),
        ("2027-03-10T12:00", [], "remind:1"),  # away for weeks: the latest, once
        ("2027-03-10T12:00", ["remind:1"], None),
        ("2027-03-09T12:00", ["remind:1"], None),
    ],
)
def test_only_the_latest_reminder_is_owed(now, planned, owed):
    found = due_rung(rules.reminders(AGREEMENT, meeting("2027-03-11"), at(EARLY)), planned, at(now))
    assert (found and found.name) == owed


@pytest.mark.parametrize(
    ("days", "now", "goes"),
    [
        (1, "2027-03-10T09:00", "2027-03-10 09:00"),
        (1, "2027-03-10T17:00", "2027-03-11 08:00"),
        (7, "2027-03-06T12:00", "2027-03-08 08:00"),
        (0, "2027-03-11T08:00", "2027-03-11 08:00"),
        (0, "2027-03-11T09:45", "2027-03-11 09:45"),
        (0, "2027-03-11T10:00", None),
        (7, "2027-03-11T11:00", None),
    ],
)
def test_a_late_reminder_waits_for_working_hours_but_not_past_the_meeting(days, now, goes):
    one = meeting("2027-03-11")
    step = rules.Reminder(days, at(now))
    assert wall(rules.goes_out(AGREEMENT, one, step, at(now))) == goes


@pytest.mark.parametrize(
    ("on", "announced", "asks"),
    [
        ("2027-03-11", EARLY, "2027-03-04 09:00"),
        ("2027-03-31", EARLY, "2027-03-19 09:00"),  # T-7 is in the Easter break, which leaves a day
        ("2027-02-25", EARLY, "2027-02-22 09:00"),  # T-7 is in the winter break, which leaves three
        ("2027-03-11", "2027-03-04T08:00", None),
        ("2027-03-11", "2027-03-03T08:00", "2027-03-04 09:00"),
    ],
)
def test_the_silent_are_asked_again_a_week_before_or_after_a_pause_while_there_is_time(on, announced, asks):
    assert wall(rules.asks_again_at(AGREEMENT, meeting(on), at(announced))) == asks


@pytest.mark.parametrize(
    ("now", "wanted", "until"),
    [
        ("2027-03-04T09:30", None, "2027-03-05 09:00"),
        ("2027-03-05T09:30", None, "2027-03-08 09:00"),  # over the weekend
        ("2027-03-10T09:30", None, "2027-03-11 08:00"),  # the morning of the day
        ("2027-03-04T09:30", "2027-03-08T13:00", "2027-03-08 13:00"),
        ("2027-03-04T09:30", "2027-03-08T20:00", "2027-03-09 08:00"),
        ("2027-03-11T08:10", None, "no"),
        ("2027-03-04T09:30", "2027-03-11T10:00", "no"),
        ("2027-03-04T09:30", "2027-03-10T18:00", "2027-03-11 08:00"),
    ],
)
def test_a_snooze_moves_a_reminder_to_working_hours_before_the_meeting(now, wanted, until):
    one = meeting("2027-03-11")
    if until == "no":
        with pytest.raises(Refusal, match="snooze_too_late"):
            rules.snoozed_until(AGREEMENT, one, wanted and at(wanted), at(now))
    else:
        assert wall(rules.snoozed_until(AGREEMENT, one, wanted and at(wanted), at(now))) == until


@pytest.mark.parametrize(
    ("until", "anyway"), [("2027-03-05T09:00", False), ("2027-03-10T08:00", True), ("2027-03-11T08:00", True)]
)
def test_a_reminder_put_off_to_the_day_of_the_next_one_is_not_sent_besides(until, anyway):
    ladder = rules.reminders(AGREEMENT, meeting("2027-03-11"), at(EARLY))
    snooze = Snooze(
        person_id="p_anna", unit="osa", sequence=0, step="remind:7", count=1, until=at(until), at=at("2027-03-04T09:30")
    )
    assert rules.comes_anyway(AGREEMENT, ladder, snooze) is anyway


def test_of_several_snoozes_the_last_one_holds():
    def snooze(count, sequence=0):
        when = at("2027-03-05T09:00") + timedelta(days=count)
        return Snooze(person_id="p_anna", unit="osa", sequence=sequence, step="remind:7", count=count, until=when, at=when)

    found = rules.latest_snoozes([snooze(2), snooze(1), snooze(3, sequence=1)], 0)
    assert {key: one.count for key, one in found.items()} == {("p_anna", "remind:7"): 2}
