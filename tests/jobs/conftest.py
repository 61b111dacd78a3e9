"""What the tests of jobs stand on."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.jobs.program import Program, at, prepared
from tests.jobs.scripted import Post, Scripted

BEGINNING = at("2026-01-12T09:00")  # a Monday, five weeks before the first round opens


@pytest.fixture
def post(store):
    """A way to owe things to Ana on scripted platforms, on each database."""
    return lambda *platforms, **more: Post(store, *(platforms or (Scripted(),)), **more)


@pytest.fixture(scope="session")
def beginning(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder every program begins with: everybody appointed, the first round still to come."""
    return prepared(tmp_path_factory.mktemp("beginning"), sqlite_template, BEGINNING)


@pytest.fixture
def program(beginning: Path, tmp_path: Path) -> Iterator[Program]:
    """The whole program, ticking and delivering when the test says so."""
    program = Program(shutil.copytree(beginning, tmp_path / "data"), BEGINNING)
    yield program
    program.close()
