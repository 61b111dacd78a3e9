"""Servers killed at every step of answering Slack: what was acknowledged is stored, once, and nothing that is sent again changes anything."""

import json
import subprocess
import sys
from collections import Counter

import pytest
from sqlmodel import select

from bot import loading
from storage.tables import InitiativeRow
from tests.platforms.slack_stage import AGREEMENT, NOW, appoint
from tests.soak import soaked
from tests.storage import sample
from tests.stores import url_of

ONE_BY_ONE, MANY, REPLICAS = (1, 1), (1, 16), (3, 16)  # Servers, and questions at once.


@pytest.mark.slow
@pytest.mark.parametrize(
    ("street", "stride", "kills"),
    [
        (ONE_BY_ONE, 37, 1),
        (REPLICAS, 1, 8),
        *(pytest.param(street, 1, soaked(850), marks=pytest.mark.soak) for street in (ONE_BY_ONE, MANY, REPLICAS)),
    ],
)
def test_servers_killed_at_every_step_keep_what_they_acknowledged_and_do_nothing_twice(store, tmp_path, street, stride, kills):
    loading.apply(store, loading.plan(store, AGREEMENT, NOW), NOW)
    appoint(store)
    words = map(str, (url_of(store), tmp_path, *street, stride, kills))
    command = [sys.executable, "-m", "tests.platforms.killed_doors", *words]
    run = subprocess.run(command, cwd=sample.ROOT, capture_output=True, text=True, check=False)
    assert run.returncode == 0, run.stderr[-3000:]
    told = json.loads(run.stdout)

    with store.read() as installation:
        stored = Counter(installation.session.exec(select(InitiativeRow.title)).all())
    assert Counter(told["acknowledged"]) == stored
    assert set(stored.values()) == {1}
    assert len(stored) == told["asked"]
    # A machine may be so busy that somebody waits for longer than the window lives in which they would be told so.
    assert [why for _method, why, _detail in told["refused"] if why != "expired_trigger_id"] == []
    assert told["replies"].get("as it was: 409", 0) > 0
    assert told["replies"].get("event again: 200", 0) > 0
    assert told["kills"] >= kills
    if street == ONE_BY_ONE:
        assert set(told["steps"]) >= set(range(stride, told["longest"] + 1, stride))
    print(f"{told['kills']} kills, {len(told['steps'])} steps, {told['asked']} requests, {told['replies']}")  # noqa: T201
