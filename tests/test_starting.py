"""What a start loads, and what it leaves alone: each library named here costs it time or memory, and is loaded by whoever needs it."""

import subprocess
import sys
from collections.abc import Iterable

THE_DOOR = "import bot.cli, bot.shell.run\n"
EVERYTHING = "import bot.cli, bot.shell.serving\nfrom bot.registry import all_commands\nall_commands()\n"
LEFT_ALONE = {
    "alembic": "only where tables lack something",
    "bot.platforms.mattermost.service": "where Mattermost is set up",
    "bot.platforms.slack.connection": "where an app token asks for Socket Mode",
    "bot.platforms.slack.installed": "where the app is installed by OAuth",
    "dateparser": "for orders of words the grammar does not know",
    "docx": "for documents that are taken away",
    "icalendar": "for calendar files",
    "mattermostautodriver": "where Mattermost is set up",
    "PIL": "for the wheel's picture",
    "platformdirs": "where PAGT_DATA names no folder",
    "prometheus_client": "for /metrics",
    "slack_sdk.socket_mode.aiohttp": "where an app token asks for Socket Mode",
    "sqlalchemy.dialects.postgresql": "where PostgreSQL is the database",
    "storage.tables.every": "for backups and migrations",
    "storage.tables.slack": "where the app is installed by OAuth",
}
BEHIND_THE_DOOR = {
    "apscheduler",
    "bot.app",
    "bot.dispatch",
    "bot.registry",
    "bot.serve",
    "slack_bolt",
    "slack_sdk",
    "sqlmodel",
    "storage",
}


def loaded(script: str, of: Iterable[str]) -> set[str]:
    """What of some modules a process has loaded after a script."""
    said = f"{script}import sys\nprint(*({set(of)!r} & sys.modules.keys()))"
    run = subprocess.run([sys.executable, "-c", said], capture_output=True, text=True, check=True)
    return set(run.stdout.split())


def test_a_start_is_made_without():
    assert loaded(EVERYTHING, LEFT_ALONE) == set()


def test_what_is_left_alone_can_be_loaded_so_that_its_absence_says_something():
    assert loaded("".join(f"import {one}\n" for one in LEFT_ALONE), LEFT_ALONE) == set(LEFT_ALONE)


def test_the_door_is_open_before_what_is_behind_it_is_loaded():
    assert loaded(THE_DOOR, BEHIND_THE_DOOR) == set()
    assert loaded(EVERYTHING, BEHIND_THE_DOOR) == BEHIND_THE_DOOR
