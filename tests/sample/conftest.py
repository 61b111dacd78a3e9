"""The seeded sample world. The year is played once for all workers; each test that changes something gets a copy of what came of it."""

import asyncio
import shutil
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest

from bot.app import Pagt, pagt
from bot.platforms.local.platform import LocalPlatform
from bot.platforms.local.workspace import Workspace
from bot.sample.history import Stage, seed
from storage.store import sqlite_url

AGREEMENT = (Path(__file__).parents[2] / "agreements" / "koebenhavn.toml").read_text(encoding="utf-8")
PATIENCE_S = 120


@dataclass(frozen=True)
class World:
    """The program and the workspace over one folder."""

    pagt: Pagt
    workspace: Workspace

    @property
    def stage(self) -> Stage:
        return Stage(self.pagt.store, self.workspace, self.pagt.dispatch.answer, self.pagt.settle)


@contextmanager
def opened(folder: Path) -> Iterator[World]:
    """Open a folder that holds a database with its tables, as the demo does."""
    workspace = Workspace(folder / "workspace.db")
    program = pagt(sqlite_url(folder / "pagt.db"), {"local": LocalPlatform(workspace)}, workspace.now)
    try:
        yield World(program, workspace)
    finally:
        program.close()
        workspace.close()


@pytest.fixture
def empty(sqlite_template: Path, tmp_path: Path) -> Path:
    """A folder in which nothing has happened."""
    folder = tmp_path / "empty"
    folder.mkdir()
    shutil.copy(sqlite_template, folder / "pagt.db")
    return folder


@pytest.fixture(scope="session")
def seeded(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory, worker_id: str) -> Path:
    """A folder in which the year has been played: by the first worker that needs it, while the others wait. Not to be changed."""
    base = tmp_path_factory.getbasetemp()
    folder = (base if worker_id == "master" else base.parent) / "sample-year"
    done = folder / "done"
    try:
        folder.mkdir()
    except FileExistsError:
        until = time.monotonic() + PATIENCE_S
        while not done.exists():
            assert time.monotonic() < until, "the worker that plays the year does not come back"
            time.sleep(0.05)
    else:
        try:
            shutil.copy(sqlite_template, folder / "pagt.db")
            with opened(folder) as world:
                assert asyncio.run(seed(world.stage, AGREEMENT)) is True
        except BaseException as problem:
            done.write_text(f"{type(problem).__name__}: {problem}", encoding="utf-8")
            raise
        done.touch()
    failed = done.read_text(encoding="utf-8")
    assert not failed, failed
    return folder


@pytest.fixture
def world(seeded: Path, tmp_path: Path) -> Iterator[World]:
    """A copy of the seeded world, open, for a test to go on in."""
    for name in ("pagt.db", "workspace.db"):
        shutil.copy(seeded / name, tmp_path / name)
    with opened(tmp_path) as copy:
        yield copy
