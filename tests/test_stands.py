"""What the tests stand on stands: PostgreSQL, the browser, closed sockets."""

import os
import socket
import subprocess
import sys
import tempfile
from pathlib import Path

import psycopg
import pytest
import pytest_asyncio
from aiohttp import web
from pytest_socket import SocketConnectBlockedError
from sqlalchemy import create_engine, text

from tests import browser, postgres
from tests.dealt import dealt

ROOT = Path(__file__).parents[1]


@pytest.mark.parametrize(
    ("workers", "begin"),
    [(1, {0: "B1"}), (2, {0: "B1", 6: "S1"}), (3, {0: "B1", 4: "S1", 8: "S2"}), (20, {0: "B1", 2: "S1"})],
)
def test_what_takes_long_comes_first_and_nothing_is_left_out(workers, begin):
    browser, slow, rest = ["B1", "B2"], ["S1", "S2", "S3"], [f"R{number}" for number in range(7)]
    order = dealt(browser, slow, rest, workers)
    assert sorted(order) == sorted([*browser, *slow, *rest])
    assert {place: order[place] for place in begin} == begin


def test_postgres_gives_each_test_an_empty_database(postgres_database):
    engine = create_engine(postgres_database)
    with engine.begin() as connection:
        assert connection.scalar(text("SELECT count(*) FROM pg_tables WHERE schemaname = 'public'")) == 0
        connection.execute(text("CREATE TABLE left_behind (word text)"))
    engine.dispose()


def test_postgres_gives_the_next_test_another_one(postgres_database):
    engine = create_engine(postgres_database)
    with engine.begin() as connection:
        assert connection.scalar(text("SELECT to_regclass('left_behind')")) is None
        assert connection.scalar(text("SELECT lower('ÆØÅ') || upper('æøå')")) == "æøåÆØÅ"
    engine.dispose()


def test_postgres_drops_a_database_that_is_still_connected_to(postgres_server):
    with postgres.fresh_database(postgres_server) as url:
        forgotten = psycopg.connect(url.replace("+psycopg", ""))
    with pytest.raises(psycopg.OperationalError), forgotten:
        forgotten.execute("SELECT 1")


@pytest.mark.skipif(os.geteuid() != 0, reason="only root has to become someone else")
def test_postgres_runs_for_root_from_a_folder_nobody_else_may_enter(tmp_path, monkeypatch):
    closed = tmp_path / "closed"
    closed.mkdir(mode=0o700)
    install = postgres.newest_programs().parent
    for source in (install.parent, install.parent.with_name(f"{install.parent.name}.libs")):
        if source.exists():
            (closed / source.name).symlink_to(source)
    monkeypatch.setattr(postgres, "newest_programs", lambda: closed / install.parent.name / install.name / "bin")
    with tempfile.TemporaryDirectory(prefix="pagt-pg-") as name, postgres.running(Path(name)) as server:
        with server.connect() as connection:
            assert connection.execute("SELECT 1").fetchone() == (1,)
        assert (Path(name) / "copy").exists()
    assert closed.stat().st_mode & 0o777 == 0o700


@pytest_asyncio.fixture(loop_scope="session")
async def address():
    async def hello(_request):
        return web.Response(text="<h1>Goddag</h1>", content_type="text/html")

    app = web.Application()
    app.router.add_get("/", hello)
    runner = web.AppRunner(app)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    yield f"http://127.0.0.1:{runner.addresses[0][1]}/"
    await runner.cleanup()


async def test_the_browser_shows_a_page_of_this_machine(page, address):
    await page.goto(address)
    assert await page.inner_text("h1") == "Goddag"
    assert await page.evaluate("navigator.language") == "da-DK"


@pytest.mark.parametrize(
    ("url", "here"),
    [
        ("http://127.0.0.1:8080/", True),
        ("http://[::1]:8080/", True),
        ("http://localhost/x", True),
        ("data:text/plain,x", True),
        ("https://example.org/x.js", False),
        ("http://192.0.2.1/", False),
        ("https://127.0.0.1.example.org/", False),
        ("file:///etc/passwd", False),
    ],
)
def test_only_this_machine_is_here(url, here):
    assert browser.is_here(url) is here


@pytest.mark.filterwarnings("ignore:A test tried")
def test_no_test_reaches_past_this_machine():
    with socket.socket() as plug, pytest.raises(SocketConnectBlockedError):
        plug.connect(("192.0.2.1", 80))


@pytest.mark.parametrize(
    ("ci", "said"),
    [("", "1 test was not run: there is no Chromium on the PATH."), ("true", "there is no Chromium on the PATH. (CI=true")],
)
def test_a_missing_browser_is_said_in_one_line_and_is_a_failure_in_ci(ci, said, tmp_path):
    this = f"{Path(__file__)}::test_the_browser_shows_a_page_of_this_machine"
    run = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", this],
        env={**os.environ, "CI": ci, "PATH": str(tmp_path)},
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert [line for line in run.stdout.splitlines() if said in line]
    assert run.returncode == (1 if ci else 0)
