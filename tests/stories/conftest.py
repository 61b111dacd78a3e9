"""The stage of the story tests: the whole program over a real database and the local workspace, with a clock the story moves.

A story says what people type and fill in, and reads what they get back and what reaches them. `bot` has everybody of the sample
world appointed and the channel bound; `fresh` has the agreement loaded and nobody known yet.
"""

import asyncio
import shutil
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from datetime import datetime, time
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from bot import loading
from bot.app import pagt
from bot.chat.form import Form
from bot.chat.message import Message
from bot.chat.plain import plain
from bot.platforms.local.desk import Desk, Outcome
from bot.platforms.local.platform import LocalPlatform
from bot.platforms.local.room import Room
from bot.platforms.local.workspace import Workspace
from bot.sample import cast
from bot.sample.people import who
from bot.words.language import LANGUAGES
from storage.store import sqlite_url
from tests.program import ROUNDS, TEXT
from tests.stories.beginnings import Beginning, Beginnings
from tests.stories.talk import Talk

SECRET = "kept by the stories alone"
START = "2026-01-12"  # a Monday, four weeks before the first status round opens


@dataclass(frozen=True)
class Answer:
    """What a person got back: a message, or a form that opened before them."""

    message: Message | None
    form: Form | None
    refused: bool

    @property
    def text(self) -> str:
        """The message as words, or what the form says is wrong with it."""
        if self.form is not None:
            return "\n".join(self.form.errors.values())
        return plain(self.message) if self.message else ""


class Bot:
    """The bot as people meet it. People go by their alias in the sample world: `osa`, `facilitator`, `chair`.

    `read` tells how far each has listened, and `lived` whether anything has happened since the folder was opened.
    """

    begun: Beginning

    def __init__(self, folder: Path, runner: asyncio.Runner) -> None:
        self.runner = runner
        self.read: dict[str, int] = {}
        self._open(folder)

    def _open(self, folder: Path) -> None:
        real = moment(START, "09:00")
        self.folder, self.lived, self._opened = folder, False, ExitStack()
        self.workspace = Workspace(folder / "workspace.db", real=lambda: real)
        self._opened.callback(self.workspace.close)
        self.pagt = pagt(
            sqlite_url(folder / "pagt.db"), {"local": LocalPlatform(self.workspace)}, self.workspace.now, secret=SECRET
        )
        self._opened.callback(self.pagt.close)
        self._opened.enter_context(self.workspace.database.unflushed())  # No story cuts the power.
        self._opened.enter_context(self.pagt.store.unflushed())

    def close(self) -> None:
        """End the program."""
        self._opened.close()

    def begin(self, beginning: Beginning) -> None:
        """End the program, to which nothing has happened, and start it over a copy of what comes of a beginning."""
        assert not self.lived, "what others begin with as well comes first"
        self.close()
        self.begun, self.read = beginning, dict(beginning.read)
        self._open(shutil.copytree(beginning.folder, self.folder.with_name(f"{self.folder.name}+")))

    @property
    def desk(self) -> Desk:
        return Desk(self.workspace, self.pagt.dispatch.answer, after=self.pagt.settle, run=self.pagt.store.run)

    def says(self, person: str, line: str, *, channel: bool = False) -> Answer:
        """Type a line, in the person's own conversation with the bot or in the agreement's channel."""
        return self._answer(self._do(self.desk.say(who(person), self._room(person, channel=channel), line)))

    def fills(self, person: str, line: str, *, channel: bool = False, **values: str) -> Answer:
        """Type a line that opens a form, fill it, and send it; what is not named stays as the form offers it."""
        outcome = self._do(self.desk.say(who(person), self._room(person, channel=channel), line))
        assert outcome.form is not None, self._answer(outcome).text
        known = {one.name: one.value for one in outcome.form.form.fields}
        assert values.keys() <= known.keys(), known.keys()
        return self._answer(self._do(self.desk.submit(who(person), outcome.form.id, {**known, **values})))

    def presses(self, person: str, label: str) -> Answer:
        """Press the newest button of that label that the person can see."""
        for post in reversed(self.workspace.posts.seen(who(person))):
            for part in post.message.parts if post.message else ():
                for button in getattr(part, "buttons", ()):
                    if button.label == label:
                        return self._answer(self._do(self.desk.press(who(person), post.id, button.command)))
        raise AssertionError(f"{person} sees no button {label!r}")

    def heard(self, person: str, *, channel: bool = False) -> list[str]:
        """Return what the bot has said there since the person last listened, oldest first."""
        room = self._room(person, channel=channel)
        posts = [post for post in self.workspace.posts.seen(who(person), room) if post.author is None and post.message]
        last = self.read.get(f"{person}:{room}", 0)
        self.read[f"{person}:{room}"] = max((post.number for post in posts), default=last)
        return [plain(post.message) for post in posts if post.message and post.number > last]

    def day(self, day: str, at: str = "09:00") -> None:
        """Move the clock to a day, and let what falls due happen."""
        self.workspace.clock.forward(moment(day, at))
        self.settle()

    def settle(self) -> None:
        """Let what is owed go out."""
        self._do(self.pagt.settle())

    def room(self, name: str, *, outsiders: bool = False) -> str:
        """Add another channel and return its id."""
        return self.workspace.rooms.add(Room(name, name, outsiders=outsiders)).id

    def says_in(self, room: str, person: str, line: str) -> Answer:
        """Type a line in another channel."""
        return self._answer(self._do(self.desk.say(who(person), room, line)))

    def _room(self, person: str, *, channel: bool) -> str:
        return cast.CHANNEL if channel else f"d_{who(person)}"

    def _answer(self, outcome: Outcome) -> Answer:
        form = outcome.form.form if outcome.form else None
        return Answer(outcome.answer.message if outcome.answer else None, form, outcome.refused)

    def _do(self, deed):
        self.lived = True
        return self.runner.run(deed)


def moment(day: str, at: str) -> datetime:
    """Return a wall time in Copenhagen."""
    return datetime.combine(datetime.fromisoformat(day), time.fromisoformat(at), ZoneInfo("Europe/Copenhagen"))


@contextmanager
def stage(folder: Path) -> Iterator[Bot]:
    """Open the program over a folder with its two databases."""
    with asyncio.Runner() as runner:
        bot = Bot(folder, runner)
        try:
            yield bot
        finally:
            bot.close()


@pytest.fixture(scope="session")
def stages(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """The databases every story begins with, made once: `fresh`, `cast`, and `rounds`, in which nobody is asked to plan meetings."""
    made = {name: tmp_path_factory.mktemp(name) for name in ("fresh", "cast", "rounds")}
    for name, folder in made.items():
        shutil.copy(sqlite_template, folder / "pagt.db")
        with stage(folder) as bot:
            plan = loading.plan(bot.pagt.store, ROUNDS if name == "rounds" else TEXT, bot.pagt.now())
            loading.apply(bot.pagt.store, plan, bot.pagt.now())
            cast.move_in(bot.workspace, plan.agreement)
            if name != "fresh":
                cast.appoint(bot.pagt.store, plan.agreement, bot.pagt.now())
    return made


@pytest.fixture
def fresh(stages: dict[str, Path], tmp_path: Path) -> Iterator[Bot]:
    """The agreement is loaded, and nobody is known yet."""
    with stage(shutil.copytree(stages["fresh"], tmp_path / "data")) as bot:
        yield bot


@pytest.fixture
def bot(request: pytest.FixtureRequest, stages: dict[str, Path], tmp_path: Path) -> Iterator[Bot]:
    """Everybody of the sample world holds their role, and the channel is bound. A module names another stage as its `STAGE`."""
    begun = stages[getattr(request.module, "STAGE", "cast")]
    with stage(shutil.copytree(begun, tmp_path / "data")) as bot:
        bot.begun = Beginning(begun)
        yield bot


@pytest.fixture(scope="session")
def beginnings(tmp_path_factory: pytest.TempPathFactory) -> Beginnings:
    """What several stories begin with."""
    return Beginnings(tmp_path_factory, stage)


@pytest.fixture(params=LANGUAGES)
def talk(request: pytest.FixtureRequest, bot: Bot, beginnings: Beginnings) -> Talk:
    """Everybody of the sample world, spoken to in one language: the story is told in each."""
    return Talk(bot, request.param, beginnings).everybody()


@pytest.fixture
def dansk(bot: Bot, beginnings: Beginnings) -> Talk:
    """For stories of when and to whom, which are the same whatever is spoken."""
    return Talk(bot, "da", beginnings)
