"""`pagt doctor`: looks at everything that has to be as it is for Pagt to work, and says in plain words what is not, and what to do."""

import asyncio
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime

import aiohttp
from sqlalchemy.exc import SQLAlchemyError

from bot.app import Pagt, pagt
from bot.domain.claim import Claims
from bot.domain.outbox import Delivery
from bot.first_admin import codes
from bot.platforms.finding import Finding, Health, bad, fine, look
from bot.platforms.mattermost.doctor import checkup as mattermost_checkup
from bot.platforms.mattermost.ids import NAME
from bot.platforms.slack.doctor import checkup
from bot.platforms.slack.where import Kept
from bot.reception import Reception
from bot.remembered import Remembered
from bot.settings import Settings, SettingsProblem, read_settings
from bot.words import doctor as words
from bot.words.language import speaking
from storage.migrate import NewerDatabaseError, pending

_SIGNS = {Health.FINE: "✓", Health.LOOK: "!", Health.BAD: "✗"}


def doctor(*, language: str) -> int:
    """Print every finding with its next step; 0 when nothing is in the way, else 1."""
    with speaking(language):
        found = list(_findings())
        for one in found:
            print(f"{_SIGNS[one.health]} {one.said}")  # noqa: T201  # The shell speaks by printing.
            if one.step:
                print(f"    → {one.step}")  # noqa: T201  # Likewise.
        in_the_way = sum(one.health is Health.BAD for one in found)
        print(words.summed_up(in_the_way, sum(one.health is Health.LOOK for one in found)))  # noqa: T201  # Likewise.
        return 1 if in_the_way else 0


def _findings() -> Iterator[Finding]:
    """Look at the settings, then at all that can be looked at with them."""
    settings = None
    try:
        settings = read_settings(to_run=True)
    except SettingsProblem as problem:
        yield from (bad(one, words.step_settings()) for one in problem.problems)
        settings = _as_far_as_they_go()
    if settings is None:
        return
    try:
        settings.prepare()
    except SettingsProblem as problem:
        yield from (bad(one, words.step_settings()) for one in problem.problems)
        return
    with _opened(settings) as program:
        database = _database(program, settings)
        yield from database
        reached = all(one.health is not Health.BAD for one in database)
        yield from asyncio.run(_asked(program, settings, reached=reached))


def _as_far_as_they_go() -> Settings | None:
    """Return the settings although some are missing, so that the rest is looked at too; none when they cannot be read at all."""
    try:
        return read_settings()
    except SettingsProblem:
        return None


@contextmanager
def _opened(settings: Settings) -> Iterator[Pagt]:
    secret = settings.secret.get_secret_value() if settings.secret else ""
    program = pagt(settings.database_url, {}, lambda: datetime.now(UTC), root=settings.command, secret=secret)
    try:
        yield program
    finally:
        program.close()


def _database(program: Pagt, settings: Settings) -> Sequence[Finding]:
    """Look at the database: that it answers, that its tables are the code's, and that there is something in it."""
    where = program.store.url.render_as_string(hide_password=True)
    try:
        lacking = pending(program.store)
    except NewerDatabaseError as problem:
        return [bad(str(problem), words.step_newer())]
    except (SQLAlchemyError, OSError) as error:
        return [bad(words.no_database(where, type(error).__name__), words.step_database())]
    if lacking:
        return [bad(words.tables_behind(where, len(lacking)), words.step_migrate())]
    found = [fine(words.database_good(where))]
    with program.store.read() as installation:
        agreements = list(installation.agreements.ids())
        doubtful = installation.outbox.counted().get(Delivery.UNCERTAIN, 0)
    if doubtful:
        found.append(look(words.in_doubt(doubtful), words.step_in_doubt()))
    if not agreements:
        return [*found, look(words.no_agreement(), words.step_load())]
    found.append(fine(words.agreements_good(agreements)))
    if settings.secret is not None:
        waiting = codes(program.store, Claims(settings.secret.get_secret_value()), program.now())
        found += [look(words.no_admin(one), words.step_claim(code)) for one, code in waiting.items()]
    return found


async def _asked(program: Pagt, settings: Settings, *, reached: bool) -> list[Finding]:
    """Look at what has to be asked over the network: whether Pagt runs here, and each platform that is set up."""
    found = await running(settings)
    if settings.slack:
        reception = Reception("slack", program.store, program.now)
        channels = list(reception.channels()) if reached else []
        found += await checkup(settings, program.registry, Kept(program.store.engine, program.store.run, reception), channels)
    if settings.mattermost and settings.secret is not None:
        remembered = Remembered(NAME, program.store, settings.secret.get_secret_value())
        channels = list(Reception(NAME, program.store, program.now).channels()) if reached else []
        found += await mattermost_checkup(settings, remembered, program.store.run, channels)
    return found


async def running(settings: Settings) -> list[Finding]:
    """Ask the Pagt that runs here how it stands."""
    listen = settings.listen
    host = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(listen.host, listen.host)  # noqa: S104  # Read, and listened on by nobody here.
    url = f"http://[{host}]:{listen.port}/readyz" if ":" in host else f"http://{host}:{listen.port}/readyz"
    try:
        async with aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=3)) as session, session.get(url) as answer:
            told = await answer.json(content_type=None)
    except (aiohttp.ClientError, TimeoutError, ValueError, OSError):
        return [look(words.not_running(f"{listen.host}:{listen.port}"), words.step_run())]
    if not isinstance(told, dict) or "well" not in told:
        return [look(words.another_runs(f"{listen.host}:{listen.port}"), words.step_another())]
    slack = told.get("slack")
    found = [fine(words.running())] if told["well"] else []
    if isinstance(slack, dict) and slack.get("over") == "socket":
        down = int(slack.get("unwell_s") or 0)
        found.append(fine(words.link_good()) if slack.get("connected") else bad(words.link_down(down), words.step_link()))
    if told.get("trouble"):
        found.append(bad(words.database_in_trouble(str(told["trouble"])), words.step_trouble()))
    if told.get("database") is False:
        found.append(bad(words.database_silent(), words.step_database()))
    return found
