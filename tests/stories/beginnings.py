"""What several stories begin with happens once in each language; each story then goes on in a copy of what came of it."""

import shutil
from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from tests.stories.talk import Talk


@dataclass(frozen=True)
class Beginning:
    """The folder of what has happened, not to be changed, how far each person has listened, and what has happened."""

    folder: Path
    read: dict[str, int] = field(default_factory=dict)
    steps: tuple[object, ...] = ()


@dataclass(frozen=True)
class Beginnings:
    """The beginnings of stories; `opened` opens the program over a folder."""

    folders: pytest.TempPathFactory
    opened: Callable[[Path], AbstractContextManager[Any]]
    _told: dict[tuple[object, ...], Beginning] = field(default_factory=dict)

    def told(self, talk: Talk, step: Callable[..., object], facts: tuple[object, ...]) -> Beginning:
        """Return what comes of a step in the language of the talk; it has happened already where another story began so."""
        steps = (*talk.bot.begun.steps, talk.language, talk.spoken_by_all, step, *facts)
        before = (talk.bot.begun.folder, *steps)
        if before not in self._told:
            self._told[before] = self._happens(talk, step, facts, steps)
        return self._told[before]

    def _happens(
        self, talk: Talk, step: Callable[..., object], facts: tuple[object, ...], steps: tuple[object, ...]
    ) -> Beginning:
        with self.opened(shutil.copytree(talk.bot.begun.folder, self.folders.mktemp("beginning") / "data")) as bot:
            bot.read = dict(talk.bot.begun.read)
            first = Talk(bot, talk.language)
            step(first.everybody() if talk.spoken_by_all else first, *facts)
            return Beginning(bot.folder, bot.read, steps)
