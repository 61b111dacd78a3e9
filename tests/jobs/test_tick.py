"""A year of ticks: nobody is told the same twice, nothing is asked when nobody works, and a pause is not made up for."""

import shutil
import tempfile
from collections import Counter
from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlmodel import select
from structlog.testing import capture_logs

from bot.domain.calendar import Quarter
from bot.domain.outbox import Delivery, Kind
from bot.domain.round import round_and_unit
from bot.jobs import rebuild
from bot.jobs.tick import Tick, plan
from bot.logs import set_up_logs
from storage.tables import DutyRow, MeetingRow, OutboxRow
from tests.program import BEGINNING, ZONE, Program, at
from tests.storage.sample import copenhagen
from tests.storage.test_statements import counted

AGREEMENT = copenhagen()
DAYS = AGREEMENT.days()
REPRESENTATIVES = ["ea", "naerpoliti", "forebyggelse", "osa", "ssp", "eki", "cbe", "cba", "buf", "sikkerby"]
LADDER = {"unit": 3, "watch": 2}  # the representative twice, the deputy; those without contact, those silent


def owed(program):
    return program.asked(lambda records: records.session.exec(select(OutboxRow)).all())


def new(program, known):
    """The messages owed now that were not before; they are added to those known."""
    found = [row for row in owed(program) if row.key not in known]
    known.update(row.key for row in found)
    return found


def check(program, known):
    """Look at what has just become owed: no nudge and no digest by rule comes when nobody works."""
    for row in new(program, known):
        if row.kind in {Kind.NUDGE, Kind.DIGEST} and row.edits is None:
            assert DAYS.next_working_moment(program.now) == program.now, (row.subject, program.now.astimezone(ZONE))


def nudges(program):
    """How many nudges each unit of each round, and each round's facilitator, has been owed."""
    rows = [row for row in owed(program) if row.kind is Kind.NUDGE and row.edits is None and round_and_unit(row.subject)]
    steps = Counter((row.recipient, row.subject, row.due, row.step) for row in rows)
    assert max(steps.values(), default=0) <= 1
    return Counter(round_and_unit(row.subject) for row in rows)


def answers(program, unit, how):
    program.says(unit, f"/status svar {unit} {how}")


def test_a_year_day_by_day_tells_nobody_anything_twice(program):
    known = set()
    program.says("osa", "/indsats ny Fælles sensorer; spor: 1; med: eki")
    last = BEGINNING + timedelta(days=365)
    while program.now < last:
        if program.tick():
            check(program, known)
            assert program.tick() == 0
            program.deliver()
        if program.now.day == 20:  # in time, or late where the round is over
            answers(program, "osa", "I-1: kører")
            program.deliver()
        program.now += timedelta(days=1)
    found = nudges(program)
    periods = ["2026-Q1", "2026-Q2", "2026-Q3", "2026-Q4"]
    assert {period for period, _unit in found} == set(periods)
    for period in periods:
        assert found[period, "eki"] == LADDER["unit"]
        assert found[period, "osa"] == 1
        assert found[period, ""] == LADDER["watch"]
        assert (period, "krimforebyg") not in found
    posted = program.workspace.database.rows("SELECT key FROM post WHERE key IS NOT NULL GROUP BY key HAVING count(*) > 1")
    assert posted == []
    digests = [post for post in program.workspace.posts.seen("u_reader", "c_samarbejdsaftalen") if post.author is None]
    assert [post.message.headline.split(":")[0] for post in digests] == [f"Status {period}" for period in periods]
    assert not [row for row in owed(program) if row.state in {Delivery.PENDING, Delivery.SENDING, Delivery.FAILED}]


PAUSES = st.lists(st.integers(min_value=1, max_value=24 * 5), min_size=8, max_size=24)  # hours until the next tick
ANSWERED = st.lists(st.tuples(st.integers(0, 23), st.sampled_from(REPRESENTATIVES)), max_size=8)


@settings(max_examples=max(8, settings.default.max_examples // 10))
@given(pauses=PAUSES, answered=ANSWERED, delivers=st.sets(st.integers(0, 23)))
def test_however_irregularly_it_ticks_nobody_hears_more_than_the_ladder_or_at_a_forbidden_time(
    beginning, pauses, answered, delivers
):
    with tempfile.TemporaryDirectory(prefix="pagt-ticks-") as folder:
        program = Program(shutil.copytree(beginning, Path(folder) / "data"), at("2026-02-14T20:00"))
        try:
            _live(program, pauses, answered, delivers)
        finally:
            program.close()


def _live(program, pauses, answered, delivers):
    known, silenced = set(), {}
    for turn, pause in enumerate(pauses):
        program.now += timedelta(hours=pause)
        program.tick()
        check(program, known)
        if turn in delivers:
            program.deliver()
        for when, unit in answered:
            if when == turn and program.asked(lambda records: records.rounds.open()):
                answers(program, unit, "uændret")
                new(program, known)
                silenced[unit] = nudges(program)["2026-Q1", unit]
    found = nudges(program)
    assert all(count <= (LADDER["unit"] if unit else LADDER["watch"]) for (_period, unit), count in found.items())
    assert all(found["2026-Q1", unit] == count for unit, count in silenced.items())


@pytest.mark.parametrize(
    ("away_until", "periods"),
    [
        ("2026-02-20T12:00", {"2026-Q1"}),
        ("2026-03-02T15:00", {"2026-Q1"}),  # the last afternoon on which the first round could still be asked
        ("2026-03-03T09:00", set()),
        ("2026-05-17T03:00", set()),  # a Sunday within the second round's time: asked on Monday
        ("2026-12-30T12:00", set()),
    ],
)
def test_after_a_long_pause_only_what_is_still_of_use_is_asked_and_each_once(program, away_until, periods):
    program.now = at(away_until)
    program.tick()
    found = nudges(program)
    assert {period for period, unit in found if unit} == periods
    assert all(count == 1 for count in found.values())


@pytest.mark.parametrize("wrong", [timedelta(days=365), timedelta(days=-365)])
def test_a_clock_that_was_a_year_wrong_for_a_beat_costs_nobody_a_question(program, wrong):
    program.now = at("2026-03-20T09:00")  # Between two rounds.
    program.tick()
    program.now += wrong
    program.tick()
    program.now -= wrong
    for _ in range(14):
        program.tick()
        program.now += timedelta(days=7)
    found = nudges(program)
    assert [found["2026-Q2", unit] for unit in ("eki", "osa")] == [LADDER["unit"]] * 2


def test_a_second_replica_adds_nothing(program):
    program.now = at("2026-02-16T09:00")
    other = Tick(program.pagt.store, lambda: program.now)
    assert (program.tick(), other.once(), program.tick()) == (11, 0, 0)


def test_one_agreement_that_cannot_be_planned_does_not_stop_the_others(program, capsys):
    set_up_logs()  # to where this test reads
    program.now = at("2026-02-16T09:00")
    with program.pagt.store.begin() as installation:
        installation.agreements.add_version(
            AGREEMENT.model_copy(update={"id": "aarhus"}), effective_from=AGREEMENT.in_force_from, now=program.now
        )
        records = installation.within("aarhus", actor="test", now=program.now)
        records.duties.set("round.unit", "2020-Q1:osa", program.now)  # of a round that does not exist
    assert program.tick() == 11
    logged = capsys.readouterr().err
    assert "tick.broken" in logged
    assert "aarhus" in logged
    assert program.asked(lambda records: len(records.rounds.open())) == 1


def test_a_duty_that_stays_due_is_a_mistake_that_leaves_nothing_half_done(program, capsys):
    set_up_logs()
    program.now = at("2026-02-16T09:00")
    with program.pagt.store.begin() as installation:
        installation.within("koebenhavn", actor="test", now=program.now).duties.set("nobody.knows", "x", program.now)
    assert program.tick() == 0
    assert "RuntimeError" in capsys.readouterr().err
    assert program.asked(lambda records: records.rounds.open()) == []


def test_a_tick_with_nothing_due_does_not_even_begin_to_write(program):
    with counted(program.pagt.store) as statements:
        assert program.tick() == 0
    assert statements == []


def test_the_rounds_of_two_years_open_on_days_people_work(program):
    """What is planned far ahead is written down one round at a time."""
    quarter = Quarter(2026, 1)
    for _ in range(8):
        due = program.asked(lambda records: records.duties.next_of("round.open"))
        program.now = due
        with program.pagt.store.begin() as installation:
            plan(installation, "koebenhavn", due)
            open_ = installation.within("koebenhavn", actor="test", now=due).rounds.open()
            assert open_[-1].period == quarter.label
            assert DAYS.is_working_day(due.astimezone(ZONE).date())
        quarter = quarter.next()


def test_at_a_start_every_moment_is_what_the_agreed_wall_times_mean_by_now(program):
    program.says("facilitator", "/meeting convene 2026-03-10T10:00-12:00; kind: ordinary")
    program.tick()

    def moments(records):
        return records.duties.all(), [one.starts_at for one in records.meetings.all()]

    before = program.asked(moments)
    assert len(before[1]) == 1
    with program.pagt.store.begin() as installation:  # As an older tzdata had it, by which the clocks were two hours behind.
        for row in installation.session.exec(select(DutyRow)).all():
            row.next_due = row.next_due and row.next_due + timedelta(hours=2)
        for row in installation.session.exec(select(MeetingRow)).all():
            row.starts_at += timedelta(hours=2)
    assert program.asked(moments) != before
    program.pagt.tick.anew()
    assert program.asked(moments) == before
    program.pagt.tick.anew()
    assert program.asked(moments) == before


@pytest.mark.parametrize("set_back", [False, True], ids=["at a start", "when the clock was set back"])
def test_an_agreement_whose_moments_cannot_be_worked_out_is_tried_again_at_the_next_tick(program, monkeypatch, set_back):
    program.tick()

    def duties(records):
        return records.duties.all()

    before = program.asked(duties)
    with program.pagt.store.begin() as installation:
        for row in installation.session.exec(select(DutyRow)).all():
            row.next_due = row.next_due and row.next_due + timedelta(hours=2)
    with monkeypatch.context() as away, capture_logs() as told:
        away.setattr(rebuild, "rebuild", broken)
        if set_back:
            program.now -= timedelta(hours=1)
            program.tick()
        else:
            program.pagt.tick.anew()
    assert [one["event"] for one in told if one["log_level"] == "error"] == ["tick.broken"]
    assert program.asked(duties) != before
    program.tick()
    assert program.asked(duties) == before


def broken(*_):
    raise RuntimeError("the database is away")
