"""The whole program before the fake Slack: a real database, the real server, and people of both authorities. Tests say what they do."""

import shutil
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from functools import cache
from pathlib import Path

from bot import loading
from bot.app import Pagt, pagt
from bot.domain.person import Appointment
from bot.domain.role import Role
from bot.platforms.slack.service import Tempo
from bot.platforms.slack.times import Times
from bot.serve import Server
from bot.settings import Settings
from storage.store import Store, sqlite_url
from tests.platforms.fake_slack.fake import HOST, SIGNING_SECRET, FakeSlack
from tests.platforms.waiting import until

AGREEMENT = (Path(__file__).parents[2] / "agreements" / "koebenhavn.toml").read_text(encoding="utf-8")
NOW = datetime(2027, 2, 1, 9, tzinfo=UTC)
SECRET = "a secret that nobody guesses, for the tests of Slack only"
ROOM = "C0ALLE01"
CLIENT_ID, CLIENT_SECRET = "1111.2222", "client-secret-1234567890"

# Who is there: account, name, role and unit. Anna's team is the city's; Bo's is the police's, who share the channel in some tests.
ANNA, BO, CARLA, DINA, EVA, FINN = "U0ANNA01", "U0BO0001", "U0CARLA1", "U0DINA01", "U0EVA001", "U0FINN01"
CAST: dict[str, tuple[str, Role | None, str | None]] = {
    ANNA: ("Anna Holm", Role.REPRESENTATIVE, "eki"),
    BO: ("Bo Lund", Role.REPRESENTATIVE, "osa"),
    CARLA: ("Carla Friis", Role.CHAIR, None),
    DINA: ("Dina Juhl", Role.FACILITATOR, None),
    EVA: ("Eva Skov", None, None),
    FINN: ("Finn Dahl", Role.ADMIN, None),
}
TEMPO = Tempo(
    times=Times(
        look=timedelta(milliseconds=50),
        ping=timedelta(milliseconds=400),
        unwell=timedelta(seconds=2),
        close=timedelta(seconds=1),
    ),
    between=0.0,
    gathering=timedelta(milliseconds=50),
    gap=timedelta(milliseconds=500),
)


@dataclass
class Stage:
    """The fake Slack and the program in it. `home` is the team of everybody; `now` is the agreement's clock."""

    fake: FakeSlack
    program: Pagt
    server: Server
    address: str = ""
    now: datetime = NOW
    settings: dict[str, str] = field(default_factory=dict)

    @property
    def events(self) -> str:
        """Where the app takes requests over HTTP."""
        return f"{self.address}/slack/events"

    def dm(self, user: str) -> str:
        """Return somebody's conversation with the bot."""
        return self.fake.direct(user).id

    def heard(self, user: str) -> str:
        """Return all that stands in somebody's conversation with the bot."""
        return "\n".join(one.said for one in self.fake.messages(self.dm(user)) if one.bot_id)


def settings_for(fake: FakeSlack, data: Path, mode: str, **more: str) -> dict[str, str]:
    """Return the settings of a program before the fake Slack, over Socket Mode, HTTP or both."""
    found = {
        "PAGT_DATA": str(data),
        "PAGT_SECRET": SECRET,
        "PAGT_LISTEN": "127.0.0.1:0",
        "PAGT_PUBLIC_URL": "https://pagt.example.dk",
        "PAGT_SLACK_API_URL": fake.api_url,
        "SLACK_BOT_TOKEN": fake.app().token,
    }
    if mode != "http":
        found["SLACK_APP_TOKEN"] = fake.app_token
    if mode != "socket":
        found["SLACK_SIGNING_SECRET"] = SIGNING_SECRET
    return {name: value for name, value in {**found, **more}.items() if value}


def meet(fake: FakeSlack) -> None:
    """Let everybody have an account in Slack."""
    for user, (name, _, _) in CAST.items():
        if user not in fake.state.users:
            fake.user(user, name)


@cache
def moved_in(template: Path) -> Path:
    """Return a database in which the agreement is loaded and those with a role are appointed; made once for each worker."""
    made = template.with_name("slack.db")
    shutil.copy(template, made)
    store = Store(sqlite_url(made))
    loading.apply(store, loading.plan(store, AGREEMENT, NOW), NOW)
    appoint(store)
    store.close()
    return made


def appoint(store: Store) -> None:
    """Give everybody the role they have."""
    with store.begin() as installation:
        records = installation.within("koebenhavn", actor="test", now=NOW)
        for user, (name, role, unit) in CAST.items():
            if role is None:
                continue
            person = records.people.meet("slack", f"{HOST}/{user}", name=name, language="da")
            records.people.appoint(Appointment(person_id=person.id, role=role, unit=unit, since=date(2026, 1, 1)))
            records.people.welcomed(person, NOW)


@asynccontextmanager
async def staged(
    folder: Path,
    template: Path,
    mode: str,
    *,
    fake: FakeSlack | None = None,
    tempo: Tempo = TEMPO,
    **more: str,
) -> AsyncIterator[Stage]:
    """Serve the program before the fake Slack until the block ends; the same folder again is a restart."""
    fake = fake or FakeSlack(pace=0.0)
    if not (folder / "pagt.db").exists():
        shutil.copy(moved_in(template), folder / "pagt.db")
    meet(fake)
    given = settings_for(fake, folder, mode, **more)
    platforms: dict = {}
    program = pagt(sqlite_url(folder / "pagt.db"), platforms, lambda: stage.now, secret=SECRET)
    server = Server(program, Settings(**given), platforms, tempo)
    stage = Stage(fake, program, server, settings=given)
    stage.address = await server.start()
    if mode == "http":
        fake.http(stage.events)
    else:
        await linked(fake)
    try:
        yield stage
    finally:
        await server.stop()
        program.close()


async def linked(fake: FakeSlack, hellos: int = 1, timeout_s: float = 8.0) -> None:
    """Wait until the app has connected so often, and is connected."""
    await until(lambda: fake.links.hellos >= hellos and fake.links.open, timeout_s)
