"""Three replicas on PostgreSQL under load, killed and frozen at random: all that was acknowledged is stored once, all owed came once."""

import json
import subprocess
import sys
from collections import Counter
from datetime import datetime

import pytest
from sqlmodel import select

from bot import loading
from bot.domain.outbox import Delivery
from bot.platforms.local.workspace import Workspace
from bot.sample import cast
from storage.tables import InitiativeRow, OutboxRow
from tests.program import BEGINNING, TEXT
from tests.soak import soaked
from tests.storage import sample
from tests.stores import url_of

TEN_MINUTES = 600


@pytest.mark.slow
@pytest.mark.parametrize("seconds", [4, pytest.param(soaked(TEN_MINUTES), marks=pytest.mark.soak)])
def test_replicas_killed_at_random_lose_and_double_nothing(postgres_store, tmp_path, seconds):
    plan = loading.plan(postgres_store, TEXT, BEGINNING)
    loading.apply(postgres_store, plan, BEGINNING)
    workspace = Workspace(tmp_path / "workspace.db")
    cast.move_in(workspace, plan.agreement)
    cast.appoint(postgres_store, plan.agreement, BEGINNING)

    command = [sys.executable, "-m", "tests.jobs.killed_replicas", url_of(postgres_store), str(tmp_path / "workspace.db")]
    run = subprocess.run([*command, str(seconds)], cwd=sample.ROOT, capture_output=True, text=True, check=False)
    assert run.returncode == 0, run.stderr[-3000:]
    told = json.loads(run.stdout)

    with postgres_store.read() as installation:
        stored = Counter(installation.session.exec(select(InitiativeRow.title)).all())
        owed = installation.session.exec(select(OutboxRow)).all()
    assert Counter(told["acknowledged"]) == stored  # Each once: what is asked again is answered from memory.
    assert set(stored.values()) == {1}
    assert len(stored) == told["sent"]
    assert {row.state for row in owed} == {Delivery.SENT}
    asked = "SELECT key, at, made_at FROM post WHERE key IS NOT NULL"
    posts = workspace.database._connection.execute(asked).fetchall()  # noqa: SLF001  # All of them.
    came, amid = Counter(key for key, *_ in posts), Counter(key for key, *times in posts if took_s(*times) > told["lease_s"])
    assert came.keys() == {row.key for row in owed}
    # Whose process was frozen for longer than its lease amid the call itself, another may have sent as well (docs/reliability.md).
    assert {key for key, count in came.items() if count - amid[key] > 1} == set()
    assert told["kills"] > seconds / 4
    workspace.close()
    twice = sum(count > 1 for count in came.values())
    seen = f"{told['kills']} kills, {told['freezes']} freezes, {told['sent']} commands, {len(owed)} messages, {twice} twice"
    print(seen)  # noqa: T201  # For whoever publishes what a soak showed.


def took_s(begun, made):
    """How many seconds passed between a call of the platform and its row there."""
    return (datetime.fromisoformat(made) - datetime.fromisoformat(begun)).total_seconds()
