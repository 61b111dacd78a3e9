"""A real browser for tests: the system's Chromium, driven by Playwright. The pages it opens are served by the tests that ask for it.

Starting one takes a second, so a worker starts one; each test has a context of its own, which remembers nothing of another's.
What speaks to it has to run on the loop it was started on: tests/conftest.py puts the tests there, and a fixture that speaks to it,
or serves it, says `loop_scope="session"`.
"""

import os
import shutil
from collections.abc import AsyncIterator
from ipaddress import ip_address
from urllib.parse import urlsplit

import pytest_asyncio
from playwright.async_api import Browser, Page, Route, async_playwright

from tests.absent import absent

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
# Chromium calls home at every start if it is let.
QUIET = (
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-dev-shm-usage",
    "--disable-gpu",
    "--disable-quic",
    "--disable-sync",
    "--no-first-run",
)


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def chromium() -> AsyncIterator[Browser]:
    """A headless Chromium, started when the first test asks for it."""
    program = next(filter(None, map(shutil.which, NAMES)), None)
    if program is None:
        absent("there is no Chromium on the PATH.")
    # Chromium's own sandbox does not work for root.
    sandbox = ["--no-sandbox"] if os.geteuid() == 0 else []
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=program, args=[*QUIET, *sandbox])
        yield browser
        await browser.close()


@pytest_asyncio.fixture(loop_scope="session")
async def page(chromium: Browser) -> AsyncIterator[Page]:
    """A page of its own, with what Pagt promises of every page: no request leaves the machine, no script fails, and its own
    security policy stops nothing of it."""
    complaints: list[str] = []

    async def only_here(route: Route) -> None:
        if is_here(route.request.url):
            await route.continue_()
        else:
            complaints.append(f"asked for {route.request.url}")
            await route.abort()

    context = await chromium.new_context(locale="da-DK", timezone_id="Europe/Copenhagen", viewport={"width": 1280, "height": 800})
    context.set_default_timeout(10_000)
    await context.route("**/*", only_here)
    context.on("console", lambda said: complaints.append(said.text) if "Content Security Policy" in said.text else None)
    context.on("weberror", lambda error: complaints.append(f"failed: {error.error}"))
    yield await context.new_page()
    await context.close()
    assert complaints == []


def is_here(url: str) -> bool:
    parts = urlsplit(url)
    if parts.scheme in {"data", "blob", "about"} or parts.hostname == "localhost":
        return True
    try:
        return ip_address(parts.hostname or "").is_loopback
    except ValueError:
        return False
