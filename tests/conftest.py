"""What every test stands on: how many examples, which sockets, and what is said of tests that cannot run here.

A real PostgreSQL comes from tests/postgres.py and a real browser from tests/browser.py; doubles of a feature stand beside its tests.
Sockets are closed by pytest-socket (pyproject.toml): only this machine's loopback and Unix sockets are reached.
"""

import gc
import os
from collections import Counter

import pytest
from hypothesis import HealthCheck, settings

from tests import compiled
from tests.absent import NOT_RUN
from tests.dealt import dealt
from tests.soak import soaked

pytest_plugins = ["tests.postgres", "tests.stores", "tests.program", "tests.browser"]

compiled.share()

# A test asks for more examples by a multiple: @settings(max_examples=15 * settings.default.max_examples)
settings.register_profile("quick", max_examples=100, deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.register_profile("ci", settings.get_profile("quick"), derandomize=True, print_blob=True)
settings.register_profile("soak", settings.get_profile("quick"), max_examples=soaked(10_000))
settings.load_profile("ci" if os.environ.get("CI") == "true" else "quick")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark tests by what they stand on, so that `-m "not browser"` needs nobody's memory, and let those come first that take long."""
    for item in items:
        names = getattr(item, "fixturenames", ())
        if "chromium" in names:
            item.add_marker("browser")
            item.add_marker(pytest.mark.asyncio(loop_scope="session"), append=False)  # The browser's loop.
        if "postgres_server" in names:
            item.add_marker("postgres")
    browser = [one for one in items if one.get_closest_marker("browser")]
    slow = [one for one in items if one.get_closest_marker("slow") and not one.get_closest_marker("browser")]
    rest = [one for one in items if not one.get_closest_marker("slow") and not one.get_closest_marker("browser")]
    items[:] = dealt(browser, slow, rest, int(os.environ.get("PYTEST_XDIST_WORKER_COUNT", "1")))


def pytest_collection_finish() -> None:
    """Leave what was loaded so far out of every later search for garbage: it stays until the end."""
    gc.collect()
    gc.freeze()


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Say in one plain line what did not run here, and why."""
    reasons = Counter(
        report.longrepr[2].removeprefix("Skipped: ")
        for report in terminalreporter.stats.get("skipped", [])
        if isinstance(report.longrepr, tuple)
    )
    for reason, count in reasons.items():
        if reason.startswith(NOT_RUN):
            terminalreporter.write_line(f"{count} {'test was' if count == 1 else 'tests were'} {reason}", yellow=True)
