"""Delivery against a model of ten lines, whatever platforms, processes and clocks do in between: nothing lost, nothing twice."""

import asyncio
from collections import Counter
from contextlib import suppress
from datetime import timedelta

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test
from sqlmodel import col, delete, select

from bot.domain.outbox import Delivery
from bot.platforms.platform import PlatformError
from storage.store import Store
from storage.tables import AccountRow, AgreementRow, AuditRow, OutboxRow, PersonRow
from tests.jobs.scripted import DOWN, DROPPED, SLOW_DOWN, Post, Scripted
from tests.soak import soaked


class Killed(BaseException):
    """The process ends here: nothing after it is done."""


class Model:
    """What is promised: all that is owed is there once, unless it was called back or refused for good; and nothing else is."""

    def __init__(self):
        self.owed, self.excused = set(), set()

    def holds(self, came, settled):
        twice = {key for key, times in came.items() if times > 1}
        lost = self.owed - self.excused - came.keys() if settled else set()
        return not twice and not lost and came.keys() <= self.owed


class Unruly(Scripted):
    """A platform that does something else at each call."""

    def __init__(self):
        super().__init__("slack")
        self.fates = []

    async def _play(self, verb):
        fate = self.fates.pop(0) if self.fates else "takes"
        if fate in {"refuses", "slow down", "fails"} or (fate == "loses" and verb == "send"):
            errors = {"refuses": PlatformError("gone", lasting=True), "slow down": SLOW_DOWN, "fails": DOWN, "loses": DROPPED}
            raise errors[fate if verb == "send" or fate != "refuses" else "fails"]
        if fate == "killed before":
            raise Killed
        return fate

    async def send(self, key, to, message):
        fate = await self._play("send")
        reference = f"{to.id}/{len(self.posts) + 1}"
        self.posts[reference] = (key, to, message)
        if fate == "takes and drops":
            raise DROPPED
        if fate == "killed after":
            raise Killed
        return reference


FATES = st.lists(
    st.sampled_from(
        ["takes", "takes", "refuses", "slow down", "fails", "loses", "takes and drops", "killed before", "killed after"]
    ),
    min_size=1,
    max_size=6,
)


class Deliveries(RuleBasedStateMachine):
    """One outbox and one unruly platform. Each call of `once` is a worker of its own: all that one knows stands in the database."""

    store: Store

    def __init__(self):
        super().__init__()
        self.platform, self.model = Unruly(), Model()
        self.post = Post(self.store, self.platform)
        self.runner = asyncio.Runner()

    def teardown(self):
        self.platform.fates = []
        for _ in range(60):
            self.time_passes(minutes=24 * 60)
            self.work(fates=[], limit=20)
        self.as_promised(settled=True)
        self.runner.close()
        with self.store.begin() as installation:
            for row in (OutboxRow, AuditRow, AccountRow, PersonRow, AgreementRow):
                installation.session.exec(delete(row))

    @initialize(many=st.integers(1, 3))
    def begin(self, many):
        self.owe(many)

    @rule(many=st.integers(1, 3))
    def owe(self, many):
        for _ in range(many):
            self.model.owed.add(self.post.owe(str(len(self.model.owed)), step=str(len(self.model.owed))))

    @rule(fates=FATES, minutes=st.sampled_from([0, 1, 3, 60]))
    def work_on(self, fates, minutes):
        self.work(fates, limit=4)
        self._shift(timedelta(minutes=minutes))

    @rule(fates=FATES, limit=st.integers(1, 4))
    def work(self, fates, limit):
        self.platform.fates = list(fates)
        with suppress(Killed):
            self.runner.run(self.post.deliver.once(limit))
        self.platform.fates = []
        self._excuse(Delivery.FAILED)

    @rule(minutes=st.sampled_from([1, 2, 3, 60, 24 * 60]))
    def time_passes(self, minutes):
        """Leases end and waits are over: the database's clock goes on, or jumps."""
        self._shift(timedelta(minutes=minutes))

    @rule(minutes=st.sampled_from([1, 60]))
    def the_clock_is_set_back(self, minutes):
        self._shift(-timedelta(minutes=minutes))

    @rule()
    def called_back(self):
        """What is owed no longer may have arrived, and is sent no more."""
        with self.store.begin() as installation:
            records = installation.within("kbh", actor="test", now=self.post.deliver.now())
            records.outbox.supersede("kbh", "round:2027-Q1:osa")
        self.model.excused |= self.model.owed

    @invariant()
    def as_promised(self, settled=False):
        assert self.model.holds(Counter(key for key, _, _ in self.platform.posts.values()), settled=settled)

    def _excuse(self, state):
        with self.store.read() as installation:
            keys = installation.session.exec(select(OutboxRow.key).where(OutboxRow.state == state)).all()
        self.model.excused |= set(keys)

    def _shift(self, by):
        with self.store.begin() as installation:
            for row in installation.session.exec(select(OutboxRow).where(col(OutboxRow.state).in_(["pending", "sending"]))):
                row.lease_until = row.lease_until and row.lease_until - by
                row.not_before = row.not_before and row.not_before - by
                installation.session.add(row)


@pytest.mark.slow
@pytest.mark.hypothesis
@pytest.mark.parametrize(("examples", "steps"), [(20, 15), pytest.param(soaked(10_000), 50, marks=pytest.mark.soak)])
def test_whatever_platforms_and_processes_do_all_that_is_owed_comes_once(examples_store, examples, steps):
    machine = type("Here", (Deliveries,), {"store": examples_store})
    with examples_store.unflushed():  # No power is cut here.
        run_state_machine_as_test(machine, settings=settings(max_examples=examples, stateful_step_count=steps))
