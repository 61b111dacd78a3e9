"""Whatever jobs do that wait together, it comes out as if each had waited alone: what they hear, and what is kept."""

import asyncio

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import delete, func, insert, text
from sqlmodel import select

from storage.job import Lost
from storage.tables import DutyRow
from tests.storage import sample
from tests.storage.test_together import Kept

NAMES = st.sampled_from("abcdef")  # Few, so that they get into each other's way.
DEED = st.one_of(
    st.tuples(st.sampled_from(["add", "lay", "rename"]), NAMES),
    st.tuples(st.sampled_from(["flush", "count", "drop", "raise", "nonsense"]), st.none()),
)
SWALLOWS = st.booleans()  # Whether the job goes on when a step of it fails.
PLAIN_STEP = st.one_of(
    st.tuples(st.just("begin"), st.lists(DEED, min_size=1, max_size=4), SWALLOWS),
    st.tuples(st.just("write"), NAMES, SWALLOWS),
)
STEP = st.one_of(PLAIN_STEP, st.tuples(st.just("read"), st.lists(PLAIN_STEP, max_size=2), SWALLOWS))
JOB = st.lists(STEP, min_size=1, max_size=3)


def row(name):
    return {"agreement_id": "kbh", "kind": "together", "subject": name}


class Worker:
    """Does a job as it is written down, and tells what it saw."""

    def __init__(self, store, job):
        self.store, self.job = store, job

    def __call__(self):
        seen = []
        self._steps(self.job, seen)
        return seen

    def _steps(self, steps, seen):
        for step in steps:
            kind, what, swallows = step
            try:
                getattr(self, kind)(what, seen)
            except Lost:
                raise
            except Exception as error:  # Whatever it is: both ways have to come to the same.
                if not swallows:
                    raise
                seen.append(type(error))

    def read(self, steps, seen):
        with self.store.read() as installation:
            if not steps:  # What a job changes while it asks it sees at once only among others.
                seen.append(counted(installation.session))
            self._steps(steps, seen)

    def write(self, name, _seen):
        with self.store.write() as connection:
            connection.execute(insert(DutyRow).values(row(name)))

    def begin(self, deeds, seen):
        with self.store.begin() as installation:
            for deed, name in deeds:
                DEEDS[deed](installation.session, name, seen)


def first(session):
    return session.exec(select(DutyRow).order_by(DutyRow.subject).limit(1)).first()


def counted(session):
    return session.exec(select(func.count()).select_from(DutyRow)).one()


def rename(session, name, _seen):
    if found := first(session):
        found.subject = name


def drop(session, _name, _seen):
    if found := first(session):
        session.delete(found)


def fail(*_):
    raise KeyError


DEEDS = {
    "add": lambda session, name, _: session.add(DutyRow(**row(name))),
    "lay": lambda session, name, _: session.execute(
        text("INSERT OR IGNORE INTO duty (agreement_id, kind, subject) VALUES (:agreement_id, :kind, :subject)"), row(name)
    ),
    "rename": rename,
    "drop": drop,
    "flush": lambda session, *_: session.flush(),
    "count": lambda session, _, seen: seen.append(counted(session)),
    "raise": fail,
    "nonsense": lambda session, *_: session.execute(text("INSERT INTO nowhere VALUES (1)")),
}


def kept(store):
    with store.read() as installation:
        return sorted(installation.session.exec(select(DutyRow.subject)))


async def one_by_one(store, workers):
    heard = []
    for one in workers:
        heard += await asyncio.gather(store.run(one), return_exceptions=True)
    return heard


def came_out(store, work):
    """Do it from the beginning, and return what was heard and what is kept."""
    with store.unflushed():
        with store.begin() as installation:
            installation.session.exec(delete(DutyRow))
        heard = asyncio.run(work)
    return [type(one) if isinstance(one, BaseException) else one for one in heard], kept(store)


@pytest.fixture
def group(sqlite_store):
    sample.agreements(sqlite_store)
    return Kept(sqlite_store)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(jobs=st.lists(JOB, min_size=2, max_size=5))
def test_what_is_done_together_is_as_if_each_were_alone(group, jobs):
    workers = [Worker(group.store, job) for job in jobs]
    assert came_out(group.store, group.together(*workers)) == came_out(group.store, one_by_one(group.store, workers))
