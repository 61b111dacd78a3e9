"""Seeding: once, into a folder of its own, and to the end however often it is broken off."""

import asyncio
from collections import Counter
from dataclasses import replace
from datetime import datetime
from itertools import count
from zoneinfo import ZoneInfo

import pytest
from sqlmodel import select

from bot.domain.outbox import Delivery
from bot.platforms.local.platform import LocalPlatform
from bot.sample import history
from bot.sample.history import Stage, seed
from bot.sample.script import SampleError, steps
from storage.tables import AuditRow, InitiativeRow, OutboxRow
from tests.sample.conftest import AGREEMENT, World, opened

ZONE = ZoneInfo("Europe/Copenhagen")


def state_of(world: World) -> tuple[object, ...]:
    """Everything that would be different if anything had been done."""
    with world.pagt.store.read() as installation:
        stored = [len(installation.session.exec(select(table)).all()) for table in (AuditRow, OutboxRow)]
    clock = world.workspace.database.row("SELECT value FROM meta WHERE name = 'clock'")["value"]
    return *stored, clock, world.workspace.database.latest()


def test_seeding_again_changes_nothing(world):
    before = state_of(world)
    assert asyncio.run(seed(world.stage, AGREEMENT)) is False
    assert state_of(world) == before


def test_a_folder_that_somebody_uses_is_left_alone(empty):
    with opened(empty) as world:
        world.workspace.clock.start(datetime(2026, 3, 1, 10, tzinfo=ZONE))
        with pytest.raises(SampleError, match="something here already"):
            asyncio.run(seed(world.stage, AGREEMENT))
        assert world.workspace.users.all() == []


@pytest.mark.usefixtures("first_days")
def test_the_files_are_flushed_again_afterwards(empty):
    with opened(empty) as world:
        asyncio.run(seed(world.stage, AGREEMENT))
        with world.pagt.store.begin() as installation:
            assert installation.session.connection().exec_driver_sql("PRAGMA synchronous").scalar() == 2  # full
        assert world.workspace.database.row("PRAGMA synchronous")["synchronous"] == 2


class Killed(BaseException):
    """What stops a process where it stands, as far as a test within the same process can."""


@pytest.fixture
def first_days(monkeypatch: pytest.MonkeyPatch) -> None:
    """Play the first days only: one initiative is registered, and all who are told have seen it."""
    meetings = ("/møde", "/meeting")  # Nobody plans one in them.
    first = [one for one in steps(ZONE) if one.alias != "facilitator" and not one.event.line.startswith(meetings)][:11]
    monkeypatch.setattr(history, "steps", lambda _zone: first)
    monkeypatch.setattr(history, "TODAY", datetime(2026, 1, 20, 10))  # noqa: DTZ001  # Local, as history.py has it.


def dying(stage: Stage, patch: pytest.MonkeyPatch, what: str, turn: int, *, done: bool) -> Stage:
    """Let the process die at the given turn of sending or answering: before it is done, or just after."""
    turns, send = count(), LocalPlatform.send

    async def sending(self, key, to, message):
        dies = next(turns) == turn
        if dies and not done:
            raise Killed
        reference = await send(self, key, to, message)
        if dies:
            raise Killed
        return reference

    def answering(call):
        dies = next(turns) == turn
        if dies and not done:
            raise Killed
        reply = stage.answer(call)
        if dies:
            raise Killed
        return reply

    if what == "sending":
        patch.setattr(LocalPlatform, "send", sending)
        return stage
    return replace(stage, answer=answering)


@pytest.mark.slow
@pytest.mark.parametrize("done", [False, True], ids=["before", "after"])
@pytest.mark.parametrize(
    ("what", "turn"), [("sending", 4), ("answering", 1), ("answering", 5)], ids=["a message", "a form", "a pressed button"]
)
@pytest.mark.usefixtures("first_days")
def test_a_seeding_that_was_broken_off_is_completed(empty, what, turn, done):
    with pytest.MonkeyPatch.context() as patch, opened(empty) as world, pytest.raises(Killed):
        asyncio.run(seed(dying(world.stage, patch, what, turn, done=done), AGREEMENT))
    with opened(empty) as world:
        assert asyncio.run(seed(world.stage, AGREEMENT)) is True
        with world.pagt.store.read() as installation:
            records = installation.within("koebenhavn", actor="test", now=world.workspace.now())
            (initiative,) = installation.session.exec(select(InitiativeRow)).all()
            assert len(records.initiatives.full(initiative).seen_by) == 10
            assert {row.state for row in installation.session.exec(select(OutboxRow)).all()} == {Delivery.SENT}
        posted = Counter(row["key"] for row in world.workspace.database.rows("SELECT key FROM post WHERE key IS NOT NULL"))
        assert sorted(posted.values()) == [1] * 11  # Nine of the initiative, and two nudges to plan a meeting.
