"""`pagt mattermost setup`: makes the bot and its commands in one team, and says what an administrator still has to change."""

import asyncio
import os
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlsplit

import click

from bot.platforms.mattermost.commands import wanted
from bot.platforms.mattermost.ids import NAME
from bot.platforms.mattermost.rest import Rest
from bot.platforms.mattermost.setup import CannotSetUp, Memory, Outcome, Plan, set_up
from bot.platforms.platform import PlatformError
from bot.remembered import Registered, Remembered
from bot.shell.complain import complain
from bot.shell.open import NotReady, Opened, opened
from bot.words import mattermost as words
from bot.words.language import speaking

ADMIN_TOKEN = "MATTERMOST_ADMIN_TOKEN"  # noqa: S105  # The name of a variable.
TOKEN = "MATTERMOST_TOKEN"  # noqa: S105  # Likewise.


@dataclass(frozen=True)
class Asked:
    """What the command line says."""

    url: str
    team: str
    bot_token: str
    name: str
    language: str


def setup(asked: Asked) -> int:
    """Set it up and print what came of it; 0, or 1 when something has to be done first."""
    token = os.environ.get(ADMIN_TOKEN, "").strip() or click.prompt("Token of an administrator", hide_input=True, err=True)
    try:
        with opened(may_lack={TOKEN}) as ready, speaking(asked.language):
            if ready.settings.secret is None or ready.settings.public_url is None:
                return complain(
                    "PAGT_SECRET and PAGT_PUBLIC_URL are needed: the commands lead there, and are kept under the secret."
                )
            try:
                outcome = asyncio.run(_set_up(ready, asked, token.strip()))
            except CannotSetUp as no:
                return complain(words.stopped(no.why))
            except PlatformError as error:
                return complain(f"{asked.url}: {error}")
            _tell(ready, outcome)
            return 0
    except NotReady as problem:
        return complain(str(problem))


async def _set_up(ready: Opened, asked: Asked, token: str) -> Outcome:
    settings = ready.settings
    assert settings.secret is not None  # Looked at before.
    assert settings.public_url is not None  # Likewise.
    remembered = Remembered(NAME, ready.pagt.store, settings.secret.get_secret_value())
    run = ready.pagt.store.run

    async def keep(command: Registered) -> None:
        await run(remembered.keep, command)

    async def forget(team: str, trigger: str) -> None:
        await run(remembered.forget, team, trigger)

    async def known(team: str) -> Mapping[str, str]:
        return await run(remembered.commands, team)

    kept = settings.mattermost_token.get_secret_value() if settings.mattermost_token else ""
    commands = wanted(ready.pagt.registry, settings.command_prefix)
    plan = Plan(asked.team, asked.name, settings.public_url, commands, asked.bot_token or kept)
    rest = Rest(asked.url, token)
    try:
        return await set_up(rest, plan, Memory(keep, forget, known))
    finally:
        await rest.close()


def _tell(ready: Opened, outcome: Outcome) -> None:
    """Print what came of it."""
    host = urlsplit(ready.settings.public_url or "").hostname or ""
    lines = words.registered(outcome.made, outcome.kept, outcome.removed)
    lines += [words.taken(one, ready.settings.command) for one in outcome.taken]
    lines += [f"! {words.advised(one, host)}" for one in outcome.advice]
    lines += [words.bot_token(outcome.new_token)] if outcome.new_token else []
    for line in (*lines, words.ready(ready.settings.command)):
        print(line)  # noqa: T201  # The shell speaks by printing.
