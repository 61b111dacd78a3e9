"""`pagt demo`: the local workspace, seeded with the sample people and their year, served on loopback until Ctrl-C."""

import asyncio
import signal
import webbrowser
from contextlib import suppress
from pathlib import Path

from bot.platforms.local.loopback import NotLoopback
from bot.platforms.local.server import serving
from bot.sample.history import Stage, seed
from bot.sample.script import SampleError
from bot.settings import DATABASE, SettingsProblem, read_settings
from bot.shell.complain import complain
from bot.shell.open import WORKSPACE, NotReady, Opened, opened
from bot.shell.workspace import Guide

AGREEMENT = Path(__file__).resolve().parents[2] / "agreements" / "koebenhavn.toml"


def demo(*, seed_only: bool, fresh: bool, browser: bool) -> int:
    """Fill the data folder if it is empty, and serve it unless only the filling was asked for."""
    try:
        if fresh:
            _start_over(read_settings().data)
        with opened(demo=True) as ready:
            return asyncio.run(_demo(ready, seed_only=seed_only, browser=browser))
    except (NotReady, SampleError, SettingsProblem, NotLoopback) as problem:
        return complain(str(problem))


async def _demo(ready: Opened, *, seed_only: bool, browser: bool) -> int:
    assert ready.workspace is not None
    program = ready.pagt
    stage = Stage(program.store, ready.workspace, program.dispatch.answer, program.settle)
    if await seed(stage, AGREEMENT.read_text(encoding="utf-8")):
        print(f"The sample people and their year are in {ready.settings.data}", flush=True)  # noqa: T201  # The shell prints.
    if seed_only:
        return 0
    try:
        await _serve(ready, browser=browser)
    except OSError as error:
        return complain(f"The workspace cannot be served: {error.strerror or error}. Try PAGT_LISTEN=127.0.0.1:8090.")
    return 0


async def _serve(ready: Opened, *, browser: bool) -> None:
    """Serve the workspace until somebody stops it; what is under way is finished first."""
    assert ready.workspace is not None
    guide = Guide(ready.pagt, ready.workspace)
    stopped = asyncio.Event()
    for sign in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(sign, stopped.set)
    listen = ready.settings.listen
    async with serving(guide.parts(), listen.host, listen.port, next_free=True) as address:
        ready.pagt.found.at = address.rstrip("/")
        guide.heart.start()
        print(f"Pagt is at {address}  (Ctrl-C ends it; what you did is kept)", flush=True)  # noqa: T201  # Likewise.
        if browser:
            _show(address)
        await stopped.wait()
        await guide.heart.stop()


def _show(address: str) -> None:
    """Open a browser where there is a screen to show it on; a machine without one is no mistake."""
    with suppress(webbrowser.Error):
        found = webbrowser.get()
        if not isinstance(found, webbrowser.GenericBrowser):
            asyncio.get_running_loop().run_in_executor(None, found.open, address)


def _start_over(folder: Path) -> None:
    """Delete what the demo kept.

    Raises:
        NotReady: when the folder holds a database that is no demo's.
    """
    if (folder / DATABASE).exists() and not (folder / WORKSPACE).exists():
        raise NotReady(f"{folder} holds a database that is no demo's, so nothing was deleted. Set PAGT_DATA to another folder.")
    for name in (DATABASE, WORKSPACE):
        for file in folder.glob(f"{name}*"):
            file.unlink()
