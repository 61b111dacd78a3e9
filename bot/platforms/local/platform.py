"""LocalPlatform: the Protocol of bot/platforms/platform.py, kept by the workspace. What people do there comes in through desk.py."""

import asyncio
import sqlite3
from collections.abc import Callable
from datetime import datetime
from typing import ParamSpec, TypeVar

from bot.chat.form import Form
from bot.chat.message import Message
from bot.platforms.local.post import Draft
from bot.platforms.local.room import Room
from bot.platforms.local.workspace import Workspace
from bot.platforms.platform import Address, Pacing, PlatformError

P = ParamSpec("P")
T = TypeVar("T")

NAME = "local"


class LocalPlatform:
    """The workspace as delivery sees it."""

    name = NAME
    pacing: Pacing | None = None

    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace

    async def send(self, key: str, to: Address, message: Message) -> str:
        """Post a message, marked with its key, and return its reference.

        Raises:
            PlatformError: lasting when there is no such person or channel.
        """
        return await _off_loop(self._send, key, to, message)

    async def update(self, at: str, message: Message) -> None:
        """Put another message in the place of the one at a reference.

        Raises:
            PlatformError: lasting when the bot has no message there.
        """
        if not await _off_loop(self._workspace.posts.edit, at, message):
            raise PlatformError("no message of ours there", lasting=True)

    async def open_form(self, form: Form, trigger: str) -> None:
        """Show a form to the person whose step (`Call.key`) is the trigger.

        Raises:
            PlatformError: lasting when nobody took that step, or too long ago.
        """
        step = await _off_loop(self._workspace.forms.trigger, trigger)
        if step is None:
            raise PlatformError("the trigger has expired", lasting=True)
        await _off_loop(self._workspace.forms.open, step, form)

    async def find(self, key: str, to: Address, since: datetime) -> str | None:
        """Look for a message by its key where it was to go, made since an instant of real time.

        Raises:
            PlatformError: lasting when there is no such person or channel.
        """
        return await _off_loop(self._find, key, to, since)

    def _send(self, key: str, to: Address, message: Message) -> str:
        return self._workspace.posts.add(Draft(room=self._room(to).id, message=message, key=key)).id

    def _find(self, key: str, to: Address, since: datetime) -> str | None:
        found = self._workspace.posts.find(key, self._room(to).id, since)
        return found.id if found else None

    def _room(self, to: Address) -> Room:
        rooms = self._workspace.rooms
        found = rooms.direct(to.id) if to.kind == "person" else rooms.by_id(to.id)
        if found is None:
            raise PlatformError(f"no such {to.kind} here", lasting=True)
        return found


async def _off_loop(function: Callable[P, T], /, *args: P.args, **kwargs: P.kwargs) -> T:
    """Ask the workspace in a thread; a file that cannot be written now may be written later."""
    try:
        return await asyncio.to_thread(function, *args, **kwargs)
    except sqlite3.OperationalError as error:
        raise PlatformError(f"the workspace could not be asked: {error}") from error
