"""Delivery against a model of ten lines, whatever platforms, processes and clocks do in between: nothing lost, nothing twice."""

import asyncio
import random
from collections import Counter, defaultdict
from datetime import timedelta

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test
from sqlalchemy import text

from bot.jobs import deliver
from tests.jobs.scripted import Post, Scripted
from tests.jobs.simulated import Clocks, Process
from tests.soak import soaked

FATES = ["takes", "takes", "refuses", "slow down", "fails", "loses", "takes and drops"]
# A platform is asked for what came since three hours before the claim. A clock that is further ahead than that while something
# gets into doubt, and still is when it is looked for, makes it come twice: docs/reliability.md says so.
FAR_AHEAD = timedelta(hours=2, minutes=58)
WRONG = [timedelta(seconds=seconds) for hours in (0, 1, 24, 24 * 365) for seconds in (hours * 3600 + 1, -hours * 3600 - 1)]
WRONG += [timedelta(), timedelta(), timedelta(hours=2), timedelta(minutes=5), timedelta(minutes=-5)]
UNITS = st.sampled_from(["osa", "eki", "cbe"])
MOST_ROUNDS = 100  # Of half an hour each: a message that nobody can tell of is given up within a day.


class Model:
    """What is promised: all that is owed is there once, unless it was called back or refused for good; and nothing else is."""

    def __init__(self):
        self.owed, self.excused = set(), set()

    def holds(self, came, settled):
        twice = {key for key, times in came.items() if times > 1}
        lost = self.owed - self.excused - came.keys() if settled else set()
        return not twice and not lost and came.keys() <= self.owed


@st.composite
def lives(draw):
    """What is in store for a process: what the platform does with what it sends, and the step it dies at, or is frozen at."""
    fates = draw(st.lists(st.sampled_from(FATES), max_size=6))
    ends = st.sampled_from([None, None, *range(1, 17)])
    return {"fates": fates, "limit": draw(st.integers(1, 4)), "killed_at": draw(ends), "frozen_at": draw(ends)}


class Deliveries(RuleBasedStateMachine):
    """One outbox, one unruly platform, and up to three processes at a time; all that one knows of another stands in the database."""

    post: Post
    clocks: Clocks

    def __init__(self):
        super().__init__()
        self.clocks.wrong = timedelta()
        self.posts, self.model = {}, Model()
        self.of, self.frozen = defaultdict(set), []
        self.runner = asyncio.Runner()

    @property
    def far_ahead(self):
        return self.clocks.wrong > FAR_AHEAD

    def teardown(self):
        try:
            self._settle()
            self.as_promised(settled=True)
        finally:
            self.runner.close()
            with self.post.store.write() as connection:
                connection.execute(text("DELETE FROM outbox"))

    def _settle(self):
        """Let the clock be right, and all that lives deliver until nothing waits."""
        self.clocks.wrong = timedelta()
        while self.frozen:
            self.thaws(killed=False)
        for _ in range(MOST_ROUNDS):
            self._live([{"fates": [], "limit": 20}], seed=0)
            if not self._keys("pending", "sending"):
                return
            self.clocks.true += timedelta(minutes=31)

    @initialize(many=st.integers(1, 3), unit=UNITS)
    def begin(self, many, unit):
        self.owe(many, unit)

    @rule(many=st.integers(1, 3), unit=UNITS)
    def owe(self, many, unit):
        for _ in range(many):
            key = self.post.owe(subject=f"round:2027-Q1:{unit}", step=str(len(self.model.owed)))
            self.model.owed.add(key)
            self.of[unit].add(key)

    @rule(
        processes=st.lists(lives(), min_size=1, max_size=3), seed=st.integers(0, 2**32), minutes=st.sampled_from([0, 0, 1, 3, 60])
    )
    def work(self, processes, seed, minutes):
        """Processes deliver at the same time, and then time passes."""
        if self.far_ahead:  # Nothing gets into doubt.
            gets_clear = {"killed_at": None, "frozen_at": None}
            processes = [
                one | gets_clear | {"fates": [fate for fate in one["fates"] if fate != "takes and drops"]} for one in processes
            ]
        self._live(processes, seed)
        self.clocks.true += timedelta(minutes=minutes)

    @rule(minutes=st.sampled_from([1, 2, 3, 60, 24 * 60]))
    def time_passes(self, minutes):
        """Leases end and waits are over."""
        self.clocks.true += timedelta(minutes=minutes)

    @rule(wrong=st.sampled_from(WRONG))
    def the_clock_is_set(self, wrong):
        """Wrong or right: by a second, by a year. In the moment in which something is being sent it is not set forward."""
        if wrong <= self.clocks.wrong or not any(one.speaks_next for one in self.frozen):
            self.clocks.wrong = wrong

    @rule(killed=st.booleans())
    def thaws(self, killed):
        """Whoever was frozen first goes on, or is killed as it stands."""
        if self.frozen:
            process = self.frozen.pop(0)
            if killed:
                process.dies()
            self.runner.run(process.thaw())
            self._excuse()

    @rule(unit=UNITS)
    def called_back(self, unit):
        """What is owed no longer may have arrived, and is sent no more."""
        with self.post.store.begin() as installation:
            records = installation.within("kbh", actor="test", now=self.post.deliver.now())
            records.outbox.supersede("kbh", f"round:2027-Q1:{unit}")
        self.model.excused |= self.of[unit]

    @invariant()
    def as_promised(self, settled=False):
        assert self.model.holds(Counter(key for key, _, _ in self.posts.values()), settled=settled)

    def _live(self, processes, seed):
        order = random.Random(seed)  # noqa: S311  # The same every time for the same seed.
        here = []

        async def together():
            async with asyncio.TaskGroup() as living:
                for one in processes:
                    process = Process(self.clocks, order, one.get("killed_at"), one.get("frozen_at"))
                    here.append(process)
                    living.create_task(process.live(self.post.store, self.posts, one["fates"], one["limit"]))

        self.runner.run(together())
        self.frozen += [one for one in here if one.frozen.is_set() and not one.dead]
        self._excuse()

    def _excuse(self):
        self.model.excused |= self._keys("failed")

    def _keys(self, *states):
        """Return the keys of what stands like that; SQLAlchemy's way to ask takes most of the time of a run."""
        with self.post.store.read() as installation:
            asked = installation.session.connection().exec_driver_sql("SELECT key, state FROM outbox")
            return {key for key, state in asked if state in states}


@pytest.fixture(scope="module")
def simulated(examples_store):
    """An agreement that owes things, on a database by simulated clocks."""
    clocks = Clocks()
    clocks.lead(examples_store)
    return Post(examples_store, Scripted()), clocks


@pytest.mark.slow
@pytest.mark.hypothesis
@pytest.mark.parametrize(("examples", "steps"), [(20, 15), pytest.param(soaked(10_000), 50, marks=pytest.mark.soak)])
def test_whatever_platforms_processes_and_clocks_do_all_that_is_owed_comes_once(monkeypatch, simulated, examples, steps):
    post, clocks = simulated
    monkeypatch.setattr(deliver, "passed", clocks.passed)
    machine = type("Here", (Deliveries,), {"post": post, "clocks": clocks})
    with post.store.unflushed():  # No power is cut here.
        run_state_machine_as_test(machine, settings=settings(max_examples=examples, stateful_step_count=steps))
