"""The scene in the local workspace: what people type, press and fill in there, and what they read."""

import re
import shutil
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, ClassVar

from typing_extensions import override

from bot import loading
from bot.app import pagt
from bot.chat.message import Buttons, Menu
from bot.chat.plain import plain, plain_form
from bot.platforms.local.desk import Desk, Outcome
from bot.platforms.local.platform import LocalPlatform
from bot.platforms.local.post import Post
from bot.platforms.local.room import Room
from bot.platforms.local.user import User
from bot.platforms.local.workspace import Workspace
from storage.store import sqlite_url
from tests.platforms.scene import CAST, FIRST_TONGUE, Came, Letter, Scene, settled_in
from tests.platforms.slack_stage import AGREEMENT, NOW

ROOM = "c_samarbejde"
_COMMAND = re.compile(
    r"^(\[.+\]) /.*$", re.MULTILINE
)  # What a button does stands behind it where there are none; a page shows it to nobody.


@dataclass
class Local(Scene):
    """Everybody in the local workspace."""

    platform: ClassVar[str] = "local"
    workspace: Workspace
    desk: Desk

    @override
    async def types(self, who: str, line: str, *, alone: bool = False) -> Came:
        return self._came(await self.desk.say(f"u_{who}", f"d_u_{who}" if alone else ROOM, line))

    @override
    async def presses_on(self, who: str, letter: Letter, label: str) -> Came:
        parts = [part for part in letter.raw.message.parts if isinstance(part, Buttons)]
        pressed = next(one for part in parts for one in part.buttons if one.label == label)
        return self._came(await self.desk.press(f"u_{who}", letter.raw.id, pressed.command))

    @override
    async def chooses_in(self, who: str, letter: Letter, label: str) -> Came:
        menus = [part for part in letter.raw.message.parts if isinstance(part, Menu)]
        menu, chosen = next((part, one) for part in menus for one in part.options if one.label == label)
        return self._came(await self.desk.press(f"u_{who}", letter.raw.id, f"{menu.command} {chosen.value}"))

    @override
    async def submits(self, who: str, **values: Any) -> Came:
        opened = self.workspace.forms.of(f"u_{who}")
        assert opened is not None, f"no form is open before {who}"
        shown = {one.name: one.value for one in opened.form.fields}
        assert values.keys() <= shown.keys(), f"there are only {[*shown]}"
        given = {name: ",".join(value) if isinstance(value, tuple) else value for name, value in values.items()}
        return self._came(await self.desk.submit(f"u_{who}", opened.id, shown | given))

    @override
    async def writes_under(self, who: str, letter: Letter, words: str) -> Came:
        return self._came(await self.desk.say(f"u_{who}", letter.raw.room, words, thread=letter.raw.id))

    @override
    async def writes(self, who: str, words: str) -> Came:
        return self._came(await self.desk.say(f"u_{who}", f"d_u_{who}", words))

    @override
    def letters(self, who: str) -> list[Letter]:
        seen = self.workspace.posts.seen(f"u_{who}")
        return [_letter(one) for one in seen if one.message and (one.room != ROOM or one.only_for)]

    @override
    def board(self) -> list[Letter]:
        seen = self.workspace.posts.seen("u_carla", ROOM)
        return [_letter(one) for one in seen if one.message and not one.only_for]

    @override
    def complaints(self) -> list[str]:
        return []

    @override
    def forward(self, to: datetime) -> None:
        self.workspace.clock.forward(to)

    def _came(self, outcome: Outcome) -> Came:
        self.ticks()
        said = plain(outcome.answer.message) if outcome.answer and outcome.answer.message else ""
        if outcome.form is None:
            return Came(said)
        form = outcome.form.form
        return Came(said, plain_form(form), {one.name: one.value for one in form.fields}, form.errors)


def _letter(post: Post) -> Letter:
    assert post.message is not None
    labels = [one.label for part in post.message.parts if isinstance(part, Buttons) for one in part.buttons]
    return Letter(_COMMAND.sub(r"\1", plain(post.message)), labels, post)


@asynccontextmanager
async def in_the_local_workspace(folder: Path, template: Path, tongues: tuple[str, str]) -> AsyncIterator[Local]:
    """Set the scene in the local workspace."""
    shutil.copy(template, folder / "pagt.db")
    workspace = Workspace(folder / "workspace.db", real=lambda: NOW)
    program = pagt(sqlite_url(folder / "pagt.db"), {"local": LocalPlatform(workspace)}, workspace.now)
    try:
        loading.apply(program.store, loading.plan(program.store, AGREEMENT, NOW), NOW)
        for first, (name, _, _) in CAST.items():
            workspace.users.add(User(f"u_{first}", name, "", "", tongues[first not in FIRST_TONGUE]))
        workspace.rooms.add(Room(ROOM, "samarbejde"))
        settled_in(program, "local", {first: f"u_{first}" for first in CAST}, ROOM, tongues)
        desk = Desk(workspace, program.dispatch.answer, after=program.settle, run=program.store.run)
        yield Local(program, tongues, workspace, desk)
    finally:
        program.close()
        workspace.close()
