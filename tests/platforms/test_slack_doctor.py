"""`pagt run` and `pagt doctor` before the fake Slack, as an operator meets them: what is said, what to do next, and how it ends."""

import asyncio
import os
import re
import shutil
import signal
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bot.domain.role import Role
from bot.platforms.finding import Health
from bot.platforms.slack import doctor
from bot.platforms.slack.doctor import checkup
from bot.platforms.slack.manifest import manifest, to_yaml
from bot.platforms.slack.where import Kept
from bot.reception import Reception
from bot.settings import Settings
from bot.shell.doctor import running
from bot.words.language import speaking
from tests.platforms.fake_slack.fake import SIGNING_SECRET, FakeSlack
from tests.platforms.fake_slack.grants import ALL
from tests.platforms.slack_stage import ANNA, CLIENT_ID, CLIENT_SECRET, DINA, SECRET, settings_for, staged
from tests.platforms.waiting import until

ROOT = Path(__file__).parents[2]
OPEN = "C0ALLE01"


@pytest.fixture
async def fake():
    async with FakeSlack(pace=0.0).running() as made:
        made.user(ANNA, "Anna Holm")
        made.channel(OPEN, "alle", [ANNA])
        yield made


async def found(stage, channels=(), **more):
    """Return what the doctor finds, as level and words."""
    settings = Settings(**{**stage.settings, **more})
    reception = Reception("slack", stage.program.store, stage.program.now)
    kept = Kept(stage.program.store.engine, stage.program.store.run, reception)
    with speaking("en"):
        return await checkup(settings, stage.program.registry, kept, list(channels))


@pytest.fixture
async def stage(fake, tmp_path, sqlite_template, monkeypatch):
    monkeypatch.chdir(tmp_path)
    async with staged(tmp_path, sqlite_template, "socket", fake=fake) as made:
        yield made


def said(findings, health):
    return "\n".join(f"{one.said} {one.step}" for one in findings if one.health is health)


async def test_a_healthy_app_gets_a_clean_bill(stage):
    findings = await found(stage, [OPEN])
    assert {one.health for one in findings} == {Health.FINE}
    assert "Københavns Kommune" in said(findings, Health.FINE)
    assert "#alle" in said(findings, Health.FINE)


@pytest.mark.parametrize(
    ("break_", "words", "step"),
    [
        (lambda fake: setattr(fake.app(), "revoked", True), "token_revoked", "OAuth & Permissions"),
        (lambda fake: fake.app().scopes.discard("im:history"), "im:history", "Reinstall"),
        (lambda fake: setattr(fake.server.api, "app_token", "xapp-other"), "invalid_auth", "connections:write"),
        (lambda fake: fake.state.channels[OPEN].members.discard(fake.app().bot_user), "#alle", "Invite @pagt"),
        (lambda fake: setattr(fake.state.channels[OPEN], "archived", True), "#alle", "/agreement setup"),
        (lambda fake: fake.state.channels.pop(OPEN), "channel_not_found", "Invite @pagt"),
    ],
    ids=["token", "scope", "app token", "not in channel", "archived", "no channel"],
)
async def test_what_is_in_the_way_is_said_with_its_next_step(stage, break_, words, step):
    break_(stage.fake)
    findings = said(await found(stage, [OPEN]), Health.BAD)
    assert words in findings
    assert step in findings


async def test_every_missing_scope_is_named_with_its_reason(stage):
    stage.fake.app().scopes = set()
    findings = [one for one in await found(stage) if one.health is Health.BAD]
    stage.fake.app().scopes = {"commands"}
    findings = said(await found(stage), Health.BAD)
    assert all(scope in findings for scope in ALL - {"commands"})


async def test_a_slack_that_cannot_be_reached_is_said_so(stage):
    await stage.fake.goes_away()
    assert "could not be asked" in said(await found(stage), Health.BAD)
    await stage.fake.comes_back()


@pytest.mark.parametrize(("off", "health"), [(5, Health.FINE), (60, Health.LOOK), (600, Health.BAD), (-600, Health.BAD)])
def test_a_clock_that_is_off_is_noticed_before_slack_refuses_it(off, health):
    now = datetime(2027, 2, 1, 9, tzinfo=UTC)
    with speaking("en"):
        told = doctor._clock("Mon, 01 Feb 2027 09:00:00 GMT", now + timedelta(seconds=off))  # noqa: SLF001  # A clock cannot be set for a test.
    assert [one.health for one in told] == [health]


async def test_a_manifest_that_has_drifted_is_noticed(stage, tmp_path):
    settings = Settings(**stage.settings)
    wanted = manifest(stage.program.registry, doctor.installation_of(settings))
    (tmp_path / "manifest.yml").write_text(to_yaml(wanted), encoding="utf-8")
    assert said(await found(stage), Health.LOOK) == ""
    wanted["features"]["slash_commands"].pop()
    (tmp_path / "manifest.yml").write_text(to_yaml(wanted), encoding="utf-8")
    assert "pagt slack manifest" in said(await found(stage), Health.LOOK)
    (tmp_path / "manifest.yml").write_text("[", encoding="utf-8")
    assert "pagt slack manifest" in said(await found(stage), Health.LOOK)


async def test_settings_that_do_not_go_together_are_noticed(stage):
    assert "32" in said(await found(stage, SLACK_SIGNING_SECRET="short"), Health.LOOK)
    assert "HTTPS" in said(
        await found(stage, SLACK_SIGNING_SECRET=SIGNING_SECRET, PAGT_PUBLIC_URL="http://pagt.example.dk"), Health.BAD
    )
    both = await found(stage, SLACK_CLIENT_ID=CLIENT_ID, SLACK_CLIENT_SECRET=CLIENT_SECRET)
    assert "remove SLACK_BOT_TOKEN" in said(both, Health.LOOK)
    assert "/slack/install?key=" in said(both, Health.FINE)


async def asked(stage):
    """Ask whatever runs where the program was told to listen."""
    with speaking("en"):
        return await running(Settings(**{**stage.settings, "PAGT_LISTEN": stage.address.removeprefix("http://")}))


async def test_the_program_that_runs_is_asked_whether_its_link_stands(fake, tmp_path, sqlite_template):
    async with staged(tmp_path, sqlite_template, "socket", fake=fake) as stage:
        assert "The link to Slack (Socket Mode) stands." in said(await asked(stage), Health.FINE)
        await fake.goes_away()
        told = ""
        for _ in range(100):
            if told := said(await asked(stage), Health.BAD):
                break
            await asyncio.sleep(0.05)
        assert re.match(r"The link to Slack \(Socket Mode\) has been down for \d+ seconds?\. \S", told)
        await fake.comes_back()
    assert "pagt run" in said(await asked(stage), Health.LOOK)


async def program(*words, env):
    """Start `pagt` as an operator does."""
    return await asyncio.create_subprocess_exec(
        sys.executable,
        "-m",
        "bot.cli",
        *words,
        env={"PATH": os.defpath, "HOME": "/nowhere", "PYTHONPATH": str(ROOT), **env},
        cwd=ROOT,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
    )


async def test_the_doctor_prints_findings_and_steps_and_ends_with_one(fake, tmp_path, sqlite_template):
    shutil.copy(sqlite_template, tmp_path / "pagt.db")
    fake.app().revoked = True
    env = settings_for(fake, tmp_path, "socket", PAGT_LISTEN="127.0.0.1:9")
    examined = await program("doctor", "--lang", "en", env=env)
    out, err = await examined.communicate()
    assert examined.returncode == 1, err.decode()
    text = out.decode()
    assert "✗ Slack could not be asked (token_revoked)" in text or "token_revoked" in text
    assert re.search(r"^    → .*OAuth & Permissions", text, re.MULTILINE)
    assert "pagt run" in text
    assert fake.app().token not in text + err.decode()
    assert SECRET not in text + err.decode()


async def test_the_doctor_names_every_setting_that_is_missing(tmp_path):
    examined = await program("doctor", "--lang", "en", env={"PAGT_DATA": str(tmp_path)})
    out, _ = await examined.communicate()
    assert examined.returncode == 1
    assert "PAGT_SECRET" in out.decode()
    assert "SLACK_BOT_TOKEN" in out.decode()


async def test_run_refuses_to_start_without_a_secret(fake, tmp_path):
    env = settings_for(fake, tmp_path, "socket", PAGT_SECRET="")
    served = await program("run", env=env)
    _, err = await served.communicate()
    assert served.returncode == 1
    assert "PAGT_SECRET" in err.decode()


async def test_run_says_what_it_serves_answers_and_stops_in_order(fake, tmp_path, sqlite_template):
    async with staged(tmp_path, sqlite_template, "socket", fake=fake):
        pass  # The agreement and its people are there.
    fake.channel(OPEN, "alle", [ANNA, DINA])
    hellos = fake.links.hellos
    served = await program("run", "--lang", "en", env=settings_for(fake, tmp_path, "both"))
    await until(lambda: fake.links.hellos > hellos, 20)
    seen = await fake.types(ANNA, OPEN, "/pagt whoami")
    await seen.until("Anna Holm")
    served.send_signal(signal.SIGTERM)
    out, err = await served.communicate()
    assert served.returncode == 0, err.decode()
    text = out.decode()
    assert "Socket Mode" in text
    assert "https://pagt.example.dk/slack/events" in text
    assert "Mattermost: not served" in text
    assert "Traceback" not in err.decode()


async def test_run_prints_the_code_for_the_first_administrator(fake, tmp_path, sqlite_template):
    async with staged(tmp_path, sqlite_template, "socket", fake=fake) as stage:
        with stage.program.store.begin() as installation:
            records = installation.within("koebenhavn", actor="test", now=stage.now)
            for one in records.people.holding(Role.ADMIN, stage.now.date()):
                records.people.relieve(one.id, Role.ADMIN, None, datetime(2026, 1, 2, tzinfo=UTC).date())
    hellos = fake.links.hellos
    served = await program("run", "--lang", "en", env=settings_for(fake, tmp_path, "socket"))
    await until(lambda: fake.links.hellos > hellos, 20)
    served.send_signal(signal.SIGINT)
    out, _ = await served.communicate()
    assert re.search(r"agreement claim [A-Z2-7]{4}-[A-Z2-7]{4}-[A-Z2-7]{4}", out.decode())


async def test_an_address_that_is_taken_is_said_in_a_sentence(fake, tmp_path, sqlite_template):
    shutil.copy(sqlite_template, tmp_path / "pagt.db")
    env = settings_for(fake, tmp_path, "socket", PAGT_LISTEN=f"127.0.0.1:{fake.server.port}")
    served = await program("run", "--lang", "en", env=env)
    _, err = await served.communicate()
    assert served.returncode == 1
    assert "PAGT_LISTEN" in err.decode()
    assert "Traceback" not in err.decode()
