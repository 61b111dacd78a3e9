"""Takes the README's pictures from the real workspace: `make screenshots`. It walks the tour that the tests walk."""

import asyncio
import os
import shutil
import sys
import tempfile
from pathlib import Path

from playwright.async_api import Page, async_playwright

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from bot.app import pagt  # noqa: E402  # The root has to be on the path first.
from bot.platforms.local.platform import LocalPlatform  # noqa: E402
from bot.platforms.local.server import serving  # noqa: E402
from bot.platforms.local.workspace import Workspace  # noqa: E402
from bot.sample.history import Stage, seed  # noqa: E402
from bot.shell.demo import AGREEMENT  # noqa: E402
from bot.shell.workspace import Guide  # noqa: E402
from storage.migrate import migrate  # noqa: E402
from storage.store import sqlite_url  # noqa: E402
from tests.browser import NAMES, QUIET  # noqa: E402
from tests.sample.tour import SAYS, Tour  # noqa: E402

IMAGES = ROOT / "docs" / "images"
WIDTH, HEIGHT = 1200, 800


async def main() -> int:
    """Walk the tour once in each language, on a world of its own, and keep the pictures."""
    program = next(filter(None, map(shutil.which, NAMES)), None)
    if program is None:
        print("There is no Chromium on the PATH, so no pictures were taken.", file=sys.stderr)  # noqa: T201
        return 1
    IMAGES.mkdir(exist_ok=True)
    async with async_playwright() as playwright:
        sandbox = ["--no-sandbox"] if os.geteuid() == 0 else []
        browser = await playwright.chromium.launch(executable_path=program, args=[*QUIET, *sandbox])
        for language in SAYS:
            with tempfile.TemporaryDirectory() as folder:
                page = await browser.new_page(viewport={"width": WIDTH, "height": HEIGHT})
                await _tour(Path(folder), page, language)
        await browser.close()
    return 0


async def _tour(folder: Path, page: Page, language: str) -> None:
    workspace = Workspace(folder / "workspace.db")
    program = pagt(sqlite_url(folder / "pagt.db"), {LocalPlatform.name: LocalPlatform(workspace)}, workspace.now)
    migrate(program.store)
    await seed(Stage(program.store, workspace, program.dispatch.answer, program.settle), AGREEMENT.read_text(encoding="utf-8"))

    async def picture(shown: Page, name: str) -> None:
        await shown.wait_for_timeout(400)  # Let a dialog finish opening.
        await shown.screenshot(path=IMAGES / f"{name}-{language}.png")

    async with serving(Guide(program, workspace).parts(), "127.0.0.1", 0) as address:
        await Tour(page, address, language, picture).walk()
    program.close()
    workspace.close()


if __name__ == "__main__":
    sys.exit(asyncio.run(main()))
