"""The whole program before the fake Mattermost: a real database, the real server, and people of both authorities. Tests say what they do."""

import asyncio
import shutil
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from functools import cache
from pathlib import Path
from socket import socket

from httpx._transports import default as transport

from bot import loading
from bot.app import Pagt, pagt
from bot.domain.person import Appointment
from bot.domain.role import Role
from bot.platforms.mattermost.commands import wanted
from bot.platforms.mattermost.rest import Rest
from bot.platforms.mattermost.service import Tempo
from bot.platforms.mattermost.setup import Memory, Outcome, Plan, set_up
from bot.platforms.mattermost.socket import Times
from bot.remembered import Remembered
from bot.serve import Server
from bot.settings import Settings
from bot.words.language import speaking
from storage.store import Store, sqlite_url
from tests.platforms.fake_mattermost.fake import FakeMattermost
from tests.platforms.fake_mattermost.seen import said
from tests.platforms.fake_mattermost.state import Post, User

# Each client would read anew which certificates this machine trusts, and that takes longer than most of these tests.
transport.create_ssl_context = cache(transport.create_ssl_context)

AGREEMENT = (Path(__file__).parents[2] / "agreements" / "koebenhavn.toml").read_text(encoding="utf-8")
NOW = datetime(2027, 2, 1, 9, tzinfo=UTC)
SECRET = "a secret that nobody guesses, for the tests of Mattermost only"
CAST: dict[str, tuple[str, Role | None, str | None]] = {
    "anna": ("Anna Holm", Role.REPRESENTATIVE, "eki"),
    "bo": ("Bo Lund", Role.REPRESENTATIVE, "osa"),
    "carla": ("Carla Friis", Role.CHAIR, None),
    "dina": ("Dina Juhl", Role.FACILITATOR, None),
    "eva": ("Eva Skov", None, None),
}
TEMPO = Tempo(
    times=Times(
        ping=timedelta(milliseconds=500),
        greeting=timedelta(seconds=2),
        first_wait=timedelta(milliseconds=50),
        longest_wait=timedelta(milliseconds=200),
    ),
    pacing=None,
)


@dataclass
class Stage:
    """The fake and the program in it; people by their first names."""

    fake: FakeMattermost
    program: Pagt
    server: Server
    people: dict[str, User] = field(default_factory=dict)
    address: str = ""
    now: datetime = NOW
    set_up: Outcome = field(default_factory=Outcome)

    def __getattr__(self, name: str) -> User:
        """Return somebody by their first name."""
        try:
            return self.__dict__["people"][name]
        except KeyError:
            raise AttributeError(name) from None

    def dm(self, user: User) -> str:
        return self.fake.direct(user).id

    async def settled(self) -> None:
        """Let a beat of the heart pass: what failed is looked at again, and how far has been read is kept."""
        for one in self.server.services:
            one.changed()
        await asyncio.sleep(0.2)

    async def told(self, user: User, words: str, timeout_s: float = 5.0) -> Post:
        """Wait for a message of the bot's with these words in somebody's own conversation."""
        end = time.monotonic() + timeout_s
        while True:
            for one in self.fake.posts(self.fake.direct(user)):
                if one.user_id == self.fake.bot.id and words in said(one, self.fake.state):
                    return one
            assert time.monotonic() < end, f"{words!r} did not reach {user.username}; this did: {self.fake.heard(user)!r}"
            await asyncio.sleep(0.01)


def free_port() -> int:
    with socket() as found:
        found.bind(("127.0.0.1", 0))
        return found.getsockname()[1]


def settings_for(fake: FakeMattermost, data: Path, port: int, **more: str) -> Settings:
    found = {
        "PAGT_DATA": str(data),
        "PAGT_SECRET": SECRET,
        "PAGT_LISTEN": f"127.0.0.1:{port}",
        "PAGT_PUBLIC_URL": f"http://127.0.0.1:{port}",
        "MATTERMOST_URL": fake.url,
        "MATTERMOST_TOKEN": fake.bot_token,
    }
    return Settings(**{**found, **more})


@cache
def loaded(template: Path) -> Path:
    """Return a database in which the agreement is loaded; made once for each worker."""
    made = template.with_name("mattermost.db")
    shutil.copy(template, made)
    store = Store(sqlite_url(made))
    loading.apply(store, loading.plan(store, AGREEMENT, NOW), NOW)
    store.close()
    return made


def move_in(program: Pagt, fake: FakeMattermost) -> None:
    """Appoint those with a role."""
    with program.store.begin() as installation:
        records = installation.within("koebenhavn", actor="test", now=NOW)
        for first, (name, role, unit) in CAST.items():
            if role is not None:
                user = fake.state.named(f"{first}.x")
                person = records.people.meet("mattermost", user.id, name=name, language="da")
                records.people.appoint(Appointment(person_id=person.id, role=role, unit=unit, since=date(2026, 1, 1)))
                records.people.welcomed(person, NOW)


def people_of(fake: FakeMattermost) -> dict[str, User]:
    return {first: fake.state.named(f"{first}.x") or fake.adds_user(f"{first}.x", name) for first, (name, _, _) in CAST.items()}


async def registered(fake: FakeMattermost, program: Pagt, settings: Settings, token: str | None = None) -> Outcome:
    """Run the set-up with an administrator's token, as the shell does."""
    remembered = Remembered("mattermost", program.store, SECRET)
    run = program.store.run

    async def keep(command):
        await run(remembered.keep, command)

    async def forget(team, trigger):
        await run(remembered.forget, team, trigger)

    async def known(team):
        return await run(remembered.commands, team)

    with speaking("da"):
        commands = wanted(program.registry, settings.command_prefix)
    plan = Plan(fake.team.name, "pagt", settings.public_url, commands, settings.mattermost_token.get_secret_value())
    rest = Rest(fake.url, token or fake.admin_token)
    try:
        return await set_up(rest, plan, Memory(keep, forget, known))
    finally:
        await rest.close()


@asynccontextmanager
async def staged(
    folder: Path, template: Path, fake: FakeMattermost, *, tempo: Tempo = TEMPO, port: int = 0, listen: bool = True, **more: str
) -> AsyncIterator[Stage]:
    """Serve the program before the fake until the block ends; the same folder and port again is a restart."""
    fresh = not (folder / "pagt.db").exists()
    if fresh:
        shutil.copy(loaded(template), folder / "pagt.db")
    settings = settings_for(fake, folder, port or free_port(), **more)
    platforms: dict = {}
    program = pagt(sqlite_url(folder / "pagt.db"), platforms, lambda: stage.now, secret=SECRET)
    server = Server(program, settings, platforms, None, tempo)
    stage = Stage(fake, program, server, people_of(fake))
    if fresh:
        move_in(program, fake)
    stage.set_up = await registered(fake, program, settings)
    before = fake.sockets.hellos
    stage.address = await server.start()
    if listen:
        await linked(fake, before + 1)
    try:
        yield stage
    finally:
        await server.stop()
        program.close()


async def linked(fake: FakeMattermost, hellos: int = 0, timeout_s: float = 5.0) -> None:
    """Wait until the bot's WebSocket stands."""
    end = time.monotonic() + timeout_s
    while fake.sockets.hellos < hellos or not fake.sockets.open:
        assert time.monotonic() < end, "the bot did not connect"
        await asyncio.sleep(0.01)
