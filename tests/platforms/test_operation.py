"""How `pagt run` shows itself to those who look after it: alive, ready, its numbers; and that it ends well, or when it must."""

import asyncio
import os
import signal
import socket
import sys
from datetime import timedelta

import aiohttp
import pytest
from sqlalchemy import text

from bot.serve import Server
from bot.settings import Settings
from bot.watchdog import Times
from tests.platforms.slack_stage import ANNA, DINA, ROOM, TEMPO, settings_for, staged
from tests.platforms.waiting import until
from tests.storage.sample import ROOT
from tests.storage.test_trouble import read_only
from tests.stores import opened


@pytest.fixture
async def stage(fake, tmp_path, sqlite_template):
    async with staged(tmp_path, sqlite_template, "http", fake=fake) as made:
        fake.channel(ROOM, "samarbejde", [ANNA, DINA])
        yield made


async def asked(stage, path):
    async with aiohttp.ClientSession() as session, session.get(f"{stage.address}{path}") as answer:
        return answer.status, await answer.text()


async def test_the_numbers_are_there_as_prometheus_reads_them_and_name_nobody(stage):
    await stage.fake.types(ANNA, ROOM, "/pagt whoami")
    await stage.fake.types(ANNA, ROOM, "/pagt status ask")  # She may not.
    status, numbers = await asked(stage, "/metrics")
    assert status == 200
    lines = numbers.splitlines()
    for line in (
        "pagt_ready 1.0",
        "pagt_database_up 1.0",
        'pagt_platform_up{platform="slack"} 1.0',
        'pagt_outbox_messages{state="uncertain"} 0.0',
        'pagt_calls_total{outcome="done",platform="slack"} 1.0',
        'pagt_calls_total{outcome="refused",platform="slack"} 1.0',
        'pagt_call_seconds_bucket{le="+Inf"} 2.0',
    ):
        assert line in lines, numbers
    assert "process_resident_memory_bytes" in numbers
    assert "Anna" not in numbers
    assert ANNA not in numbers


async def test_deliveries_are_counted_by_what_became_of_them(stage):
    await stage.fake.types(DINA, ROOM, "/pagt agreement setup")
    await stage.program.settle()
    await stage.fake.types(DINA, ROOM, "/pagt party contact osa <@U0EVA001>")
    await stage.program.settle()  # Or the server's own beat, where that was there first.
    await until(lambda: any(kind == "notice" for kind, _ in stage.program.counts.deliveries))
    _, numbers = await asked(stage, "/metrics")
    assert 'pagt_deliveries_total{kind="notice",outcome="sent"}' in numbers


async def test_a_database_that_keeps_nothing_is_not_ready_and_gets_well_by_itself(stage):
    store = stage.program.store
    with read_only(store):
        seen = await stage.fake.types(DINA, ROOM, "/pagt status ask")
        await seen.until("intet gemmes")
        assert (await asked(stage, "/readyz"))[0] == 503
        assert '"trouble": "read_only"' in (await asked(stage, "/readyz"))[1]
        assert (await asked(stage, "/healthz"))[0] == 200
        assert "pagt_ready 0.0" in (await asked(stage, "/metrics"))[1]
    await stage.server._heart.beat()  # noqa: SLF001  # The next beat, half a minute sooner.
    await until(lambda: store.trouble is None)
    assert (await asked(stage, "/readyz"))[0] == 200


async def test_tables_that_are_not_the_codes_are_not_ready(stage):
    with stage.program.store.engine.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    status, told = await asked(stage, "/readyz")
    assert (status, '"schema": false' in told) == (503, True)


async def test_a_tick_that_does_not_come_is_not_ready(stage):
    stage.server.standing.ticked_at -= 1000
    status, told = await asked(stage, "/readyz")
    assert (status, '"tick": {"well": false' in told) == (503, True)


async def test_a_link_that_stays_dead_ends_the_program(stage, fake):
    await fake.goes_away()
    settings = Settings(**settings_for(fake, stage.server._settings.data, "socket"))  # noqa: SLF001  # The same folder.
    watch = Times(look=timedelta(milliseconds=20), dead=timedelta(milliseconds=100))
    server = Server(stage.program, settings, {}, TEMPO, watch=watch)
    await server.start()
    try:
        slack = server.services[0]
        slack._connection._well_at -= 1000  # noqa: SLF001  # As if it had been dead for a quarter of an hour.
        async with asyncio.timeout(10):
            await server.dead()
    finally:
        await server.stop()
        await fake.comes_back()


async def test_what_was_acknowledged_just_before_a_sigterm_is_kept(fake, tmp_path, sqlite_template):
    async with staged(tmp_path, sqlite_template, "http", fake=fake) as stage:
        fake.channel(ROOM, "samarbejde", [ANNA, DINA])
        await stage.fake.types(DINA, ROOM, "/pagt help")
    port_free = settings_for(fake, tmp_path, "http", PAGT_LISTEN=f"127.0.0.1:{_free_port()}")
    served = await asyncio.create_subprocess_exec(
        sys.executable,
        "-m",
        "bot.cli",
        "run",
        env={"PATH": os.defpath, "HOME": "/nowhere", "PYTHONPATH": str(ROOT), **port_free},
        cwd=ROOT,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
    )
    fake.http(f"http://{port_free['PAGT_LISTEN']}/slack/events")
    assert served.stdout is not None
    while b"http://" not in await served.stdout.readline():
        pass
    await fake.types(DINA, ROOM, "/pagt status ask")  # It comes back when Slack has been answered.
    served.send_signal(signal.SIGTERM)
    _, err = await asyncio.wait_for(served.communicate(), 30)
    assert served.returncode == 0, err.decode()
    with opened(f"sqlite:///{tmp_path / 'pagt.db'}") as store, store.read() as installation:
        rounds = installation.within("koebenhavn", actor="", now=stage.now).rounds
        assert len(rounds.open()) == 1


def _free_port():
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        return taken.getsockname()[1]
