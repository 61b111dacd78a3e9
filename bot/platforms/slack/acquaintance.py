"""Whom the bot meets in Slack: asks for names, languages and guests, remembers them for a while, and never lets anybody wait for it."""

import asyncio
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

import structlog

from bot.chat.request import Call
from bot.platforms.platform import PlatformError
from bot.platforms.slack.asking import Asking, Workspace
from bot.platforms.slack.ids import team_and_user
from bot.platforms.slack.people import Someone, introduced, mentioned, someone, with_mentions

log = structlog.get_logger()
KEPT_S = 3600.0
MOST_KEPT = 5_000
PATIENCE = timedelta(seconds=0.7)  # Of the second and a half a person waits for an answer.
MOST_MENTIONS = 20


@dataclass(frozen=True)
class _Known:
    who: Someone | None
    at: float


class Acquaintance:
    """What is known of people, by workspace and user."""

    def __init__(self, asking: Asking, clock: Callable[[], float] = time.monotonic) -> None:
        self._asking = asking
        self._clock = clock
        self._known: dict[tuple[str, str], _Known] = {}
        self._asked: dict[tuple[str, str], asyncio.Task[Someone | None]] = {}

    async def someone(self, workspace: Workspace, user: str) -> Someone | None:
        """Return what Slack says of a person; none when it says nothing, or cannot be asked now."""
        if (known := self._remembered(workspace, user)) is not None:
            return known.who
        key = (workspace.id, user)
        task = self._asked.get(key)
        if task is None:
            task = self._asked[key] = asyncio.get_running_loop().create_task(self._ask(workspace, user))
            task.add_done_callback(lambda _: self._asked.pop(key, None))
        return await asyncio.shield(task)

    def _remembered(self, workspace: Workspace, user: str) -> _Known | None:
        """Return what was said of a person lately."""
        known = self._known.get((workspace.id, user))
        return known if known is not None and self._clock() - known.at < KEPT_S else None

    def forget(self, workspace: Workspace, user: str) -> None:
        """Ask anew the next time: something about the person has changed."""
        self._known.pop((workspace.id, user), None)

    async def introduce(self, call: Call, workspace: Workspace) -> Call:
        """Return the call with the names and languages Slack knows; whoever it does not tell of in time stays as they are."""
        who = team_and_user(call.account.user)
        if who is None:
            return call
        named = sorted(mentioned(call))[:MOST_MENTIONS]
        if not named and (kept := self._remembered(workspace, who[1])) is not None:  # As nearly always.
            return introduced(call, kept.who) if kept.who is not None else call
        users = [who[1], *(one for one in named if one != who[1])]
        known = {user: self._remembered(workspace, user) for user in users}
        tasks = {user: asyncio.ensure_future(self.someone(workspace, user)) for user in users if known[user] is None}
        if tasks:
            await asyncio.wait(tasks.values(), timeout=PATIENCE.total_seconds())
        asked = {user: task.result() for user, task in tasks.items() if task.done()}
        told = {user: kept.who for user, kept in known.items() if kept is not None} | asked
        found = {user: one for user, one in told.items() if one is not None}
        if who[1] in found:
            call = introduced(call, found[who[1]])
        return with_mentions(call, {user: one for user, one in found.items() if user in named})

    async def _ask(self, workspace: Workspace, user: str) -> Someone | None:
        try:
            said = await self._asking(workspace, "users_info", user=user, include_locale=True)
        except PlatformError as error:
            log.info("slack.unknown_person", reason=str(error))
            return None
        who = someone(said.get("user"))
        if len(self._known) >= MOST_KEPT:
            self._known.clear()
        self._known[workspace.id, user] = _Known(who, self._clock())
        return who
