"""The whole program over a folder, with a clock and without its heart: a test says when it ticks, delivers and starts anew."""

import asyncio
import re
import shutil
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from datetime import UTC, datetime
from pathlib import Path
from typing import TypeVar
from zoneinfo import ZoneInfo

import pytest

from bot import loading
from bot.app import pagt
from bot.chat.form import Value
from bot.chat.request import Account, Call, Place, Reply
from bot.platforms.local.platform import LocalPlatform
from bot.platforms.local.workspace import Workspace
from bot.sample import cast
from bot.sample.people import who
from storage.records import Installation, Records
from storage.store import sqlite_url
from tests.storage.sample import ROOT

T = TypeVar("T")
ZONE = ZoneInfo("Europe/Copenhagen")
TEXT = (ROOT / "agreements" / "koebenhavn.toml").read_text(encoding="utf-8")


def without_duties(text: str, rule: str) -> str:
    """Return an agreement's file without the duties of one kind, for tests that are about another."""
    return re.sub(rf'\[\[duties\]\]\n(?:(?!\n\n).)*?rule = "{rule}".*?\n\n', "", text, flags=re.DOTALL)


def without_briefings(text: str) -> str:
    """Return an agreement's file without the yearly briefings, for tests that are about something else."""
    for rule in ("briefing", "annual_status"):
        text = without_duties(text, rule)
    return re.sub(r"\[\[house\.briefings\]\]\n.*?\n\n", "", text, flags=re.DOTALL)


# Nobody is asked to plan a meeting, or to brief anybody.
ROUNDS = without_briefings(without_duties(TEXT, "at_least_meetings"))


def at(wall: str) -> datetime:
    """Return a wall time in Copenhagen, as an instant."""
    return datetime.fromisoformat(wall).replace(tzinfo=ZONE).astimezone(UTC)


BEGINNING = at("2026-01-12T09:00")  # a Monday, five weeks before the first round opens


class Program:
    """Everybody of the sample world holds their role from the start, and the channel is bound."""

    def __init__(self, folder: Path, now: datetime) -> None:
        self.folder, self.now = folder, now
        self.runner = asyncio.Runner()
        self._open()

    def _open(self) -> None:
        self._opened = ExitStack()
        self.workspace = Workspace(self.folder / "workspace.db", real=lambda: self.now)
        self._opened.callback(self.workspace.close)
        self.pagt = pagt(sqlite_url(self.folder / "pagt.db"), {"local": LocalPlatform(self.workspace)}, self.workspace.now)
        self._opened.callback(self.pagt.close)
        self._opened.enter_context(self.workspace.database.unflushed())  # No test of these cuts the power.
        self._opened.enter_context(self.pagt.store.unflushed())

    def restart(self) -> None:
        """End the program and start it anew over the same folder."""
        self._opened.close()
        self._open()

    def close(self) -> None:
        """End the program."""
        self._opened.close()
        self.runner.close()

    def says(self, person: str, line: str, values: dict[str, Value] | None = None) -> Reply:
        """Type a line, or send a form, in the person's own conversation; nothing is delivered for it yet."""
        user = who(person)
        how = "typed" if values is None else "submitted"
        return self.pagt.dispatch.answer(
            Call(Account("local", user), Place("local", f"d_{user}", direct=True), line, how=how, values=values)
        )

    def tick(self) -> int:
        """Plan what is due."""
        return self.pagt.tick.once()

    def deliver(self) -> int:
        """Deliver what waits."""
        return self.runner.run(self.pagt.deliver.all())

    def asked(self, question: Callable[[Records], T]) -> T:
        """Ask the records."""
        with self.pagt.store.read() as installation:
            return question(installation.within("koebenhavn", actor="test", now=self.now))

    def rehearsed(self, change: Callable[[Installation], T]) -> T:
        """Try a change and take it back; return what came of it."""
        with self.pagt.store.rehearse() as installation:
            return change(installation)


def prepared(folder: Path, template: Path, now: datetime, text: str = TEXT) -> Path:
    """Make the folder a program begins with."""
    shutil.copy(template, folder / "pagt.db")
    program = Program(folder, now)
    try:
        plan = loading.plan(program.pagt.store, text, now)
        loading.apply(program.pagt.store, plan, now)
        cast.move_in(program.workspace, plan.agreement)
        cast.appoint(program.pagt.store, plan.agreement, now)
    finally:
        program.close()
    return folder


@pytest.fixture(scope="session")
def beginning(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of programs about status rounds: everybody appointed, the first round still to come."""
    return prepared(tmp_path_factory.mktemp("beginning"), sqlite_template, BEGINNING, ROUNDS)


@pytest.fixture
def program(beginning: Path, tmp_path: Path) -> Iterator[Program]:
    """The whole program, ticking and delivering when the test says so."""
    program = Program(shutil.copytree(beginning, tmp_path / "data"), BEGINNING)
    yield program
    program.close()
