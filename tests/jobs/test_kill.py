"""Workers killed with SIGKILL at every step of planning, claiming, sending and marking: nothing is lost, nothing is sent twice."""

import json
import subprocess
import sys
from collections import Counter

import pytest
from sqlmodel import select

from bot.domain.outbox import Delivery
from bot.platforms.local.user import User
from bot.platforms.local.workspace import Workspace
from storage.tables import AccountRow, OutboxRow, PersonRow
from tests.jobs.killed_workers import AGREEMENT, PERSON
from tests.soak import soaked
from tests.storage import sample
from tests.stores import url_of

KILLS = 70


@pytest.mark.slow
@pytest.mark.parametrize("workers", [1, 3])
@pytest.mark.parametrize("kills", [KILLS, pytest.param(soaked(2500), marks=pytest.mark.soak)])
def test_killed_at_every_step_nothing_is_lost_and_nothing_comes_twice(store, tmp_path, workers, kills):
    sample.agreements(store, AGREEMENT)
    with store.begin() as installation:
        installation.session.add(PersonRow(agreement_id=AGREEMENT, id=PERSON, name="Ana", language="da"))
        installation.session.flush()
        installation.session.add(AccountRow(agreement_id=AGREEMENT, platform="local", user="ana", person_id=PERSON))
    workspace = Workspace(tmp_path / "workspace.db")
    workspace.users.add(User(id="ana", name="Ana", title="", authority="kk", language="da"))

    command = [
        sys.executable,
        "-m",
        "tests.jobs.killed_workers",
        url_of(store),
        str(tmp_path / "workspace.db"),
        str(workers),
        str(kills),
    ]
    run = subprocess.run(command, cwd=sample.ROOT, capture_output=True, text=True, check=False)
    assert run.returncode == 0, run.stderr
    told = json.loads(run.stdout)

    owed = {f"Debt {number}" for number in range(told["debts"])}
    came = Counter(post.message.headline for post in workspace.posts.seen("ana"))
    assert owed - came.keys() == set(), "lost"
    assert {text: times for text, times in came.items() if times > 1} == {}, "came twice"
    assert came.keys() <= owed
    with store.read() as installation:
        rows = installation.session.exec(select(OutboxRow)).all()
        assert {row.state for row in rows} == {Delivery.SENT}
        assert len(rows) == len(sample.within(installation, AGREEMENT).duties.all()) == len(owed)
    assert told["kills"] >= kills
    if workers == 1:  # One after the other: every step there is was somebody's last.
        assert told["steps"] == list(range(1, len(told["steps"]) + 1))
        assert told["whole"] > 0  # Some run had fewer steps than it was to be killed at: no step was left out.
    workspace.close()
