"""`pagt run`: opens the door, loads the program behind it, and serves the platforms that are set up until it is told to stop."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import TypeAlias

from bot.entrance import Entrance
from bot.settings import Settings, SettingsProblem, read_settings
from bot.shell.complain import complain
from bot.words import running as words
from bot.words.language import speaking

INTERRUPTED = 130  # The shell's word for it.

Serve: TypeAlias = Callable[[Settings, Entrance, bool], Awaitable[int]]


def run(*, language: str, as_json: bool) -> int:
    """Serve until Ctrl-C or SIGTERM; 0 then, 1 when it could not start, 75 when the watchdog found something dead."""
    with speaking(language):
        try:
            settings = read_settings(to_run=True)
            settings.prepare()
        except SettingsProblem as problem:
            return complain(str(problem))
        try:
            return asyncio.run(_run(settings, as_json))
        except KeyboardInterrupt:  # A second Ctrl-C: somebody does not want to wait.
            return INTERRUPTED


async def _run(settings: Settings, as_json: bool) -> int:
    entrance = Entrance()
    try:
        await entrance.open(*settings.listen)
    except OSError as error:
        return complain(words.not_served(f"{settings.listen.host}:{settings.listen.port}", error.strerror or str(error)))
    try:
        serve = await asyncio.to_thread(_loaded)
        return await serve(settings, entrance, as_json)
    finally:
        await entrance.close()


def _loaded() -> Serve:
    """Load the program: whatever is wrong with a part of it shows here, at the start, and not when somebody asks for that part."""
    from bot.shell.serving import serve  # noqa: PLC0415  # Most of a start; those who come meanwhile wait at the entrance.

    return serve
