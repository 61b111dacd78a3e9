"""What `pagt run` loads once its door is open: it serves, and says what it does, and what it does not and why."""

import asyncio
import signal
from collections.abc import Coroutine
from datetime import UTC, datetime
from typing import Any

from bot.app import Pagt, pagt
from bot.domain.claim import Claims
from bot.entrance import Entrance
from bot.first_admin import codes, name_admin
from bot.garbage import settle_in
from bot.logs import set_up_logs
from bot.platforms.platform import Platform
from bot.serve import Server
from bot.settings import Settings
from bot.shell.complain import complain
from bot.words import running as words
from storage.migrate import NewerDatabaseError, migrate

DEAD = 75  # sysexits.h: a failure for now; systemd, or whoever started it, starts it anew.


async def serve(settings: Settings, entrance: Entrance, as_json: bool) -> int:
    """Make the program and serve until a signal; 0 then, 1 when it could not be made, 75 when the watchdog found something dead."""
    platforms: dict[str, Platform] = {}
    program = await asyncio.to_thread(_made, settings, platforms)
    set_up_logs(as_json=as_json)
    try:
        await asyncio.to_thread(migrate, program.store)
        return await _serve(program, settings, Server(program, settings, platforms, entrance=entrance))
    except (NewerDatabaseError, ValueError) as problem:
        return complain(str(problem))
    finally:
        program.close()


def _made(settings: Settings, platforms: dict[str, Platform]) -> Pagt:
    return pagt(
        settings.database_url,
        platforms,
        _now,
        root=settings.command,
        secret=_secret(settings),
        public_url=settings.public_url,
    )


async def _serve(program: Pagt, settings: Settings, server: Server) -> int:
    """Start, say so, wait, and stop in order; a second signal ends it at once."""
    _tell(await program.store.run(_first_steps, program, settings))
    address = await server.start()
    settle_in()
    _tell([words.served(address), *words.platforms(settings)])
    stopped = asyncio.Event()
    loop = asyncio.get_running_loop()
    for sign in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(sign, stopped.set)
    found_dead = await _first(stopped.wait(), server.dead())
    for sign in (signal.SIGINT, signal.SIGTERM):
        loop.remove_signal_handler(sign)
    _tell([words.stopping()])
    await server.stop()
    return DEAD if found_dead else 0


async def _first(stopped: Coroutine[Any, Any, Any], dead: Coroutine[Any, Any, Any]) -> bool:
    """Wait for the first of the two; tell whether something was found dead."""
    tasks = [asyncio.ensure_future(stopped), asyncio.ensure_future(dead)]
    await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
    found_dead = not tasks[0].done()
    for one in tasks:
        one.cancel()
    return found_dead


def _first_steps(program: Pagt, settings: Settings) -> list[str]:
    """Appoint the administrator the settings name, and say what is still missing before anybody can use it."""
    with program.store.read() as installation:
        if not installation.agreements.ids():
            return [words.no_agreement()]
    if settings.admin is not None:
        name_admin(program.store, settings.admin, program.now())
    return [
        words.claim(agreement, code) for agreement, code in codes(program.store, Claims(_secret(settings)), program.now()).items()
    ]


def _secret(settings: Settings) -> str:
    return settings.secret.get_secret_value() if settings.secret else ""


def _tell(lines: list[str]) -> None:
    for line in lines:
        print(line, flush=True)  # noqa: T201  # The shell speaks by printing.


def _now() -> datetime:
    return datetime.now(UTC)
