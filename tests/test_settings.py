"""Settings: read once, everything missing or wrong told at once, no secret ever repeated, data kept private and off network disks."""

import os
import stat
import subprocess
import sys
from pathlib import Path

import pytest
from pydantic import ValidationError

from bot import settings as module
from bot.data_folder import network_file_system
from bot.setting_checks import Listen
from bot.settings import NAMES, Settings, SettingsProblem, read_settings
from storage.store import Store

ROOT = Path(__file__).parents[1]
SECRET = "qP7-wZ3vN8xK1mT5rY9cB2hL6jD4fS0gA_eUoIiV"
SLACK = {"SLACK_BOT_TOKEN": "xoxb-1-verysecret", "SLACK_APP_TOKEN": "xapp-1-verysecret"}
MATTERMOST = {"MATTERMOST_URL": "https://chat.example.dk", "MATTERMOST_TOKEN": "verysecret"}
RUNS = {"PAGT_SECRET": SECRET, **SLACK}


@pytest.fixture(autouse=True)
def _nothing_set(monkeypatch):
    for name in [*NAMES, *(one for one in os.environ if one.startswith(("PAGT_", "SLACK_", "MATTERMOST_")))]:
        monkeypatch.delenv(name, raising=False)


@pytest.fixture
def read(monkeypatch):
    """A way to read settings from an environment with these names in it."""

    def read(*, to_run=False, **given):
        for name, value in given.items():
            monkeypatch.setenv(name, value)
        return read_settings(to_run=to_run)

    return read


def problems(read, **given):
    with pytest.raises(SettingsProblem) as no:
        read(**given)
    assert str(no.value) == "\n".join(f"- {one}" for one in no.value.problems)
    return no.value.problems


def test_without_anything_set_everything_has_its_default(read):
    settings = read()
    assert settings.data.is_absolute()
    assert settings.data.name == "pagt"
    assert settings.database_url.render_as_string() == f"sqlite:///{settings.data}/pagt.db"
    assert (settings.listen, settings.command, settings.command_prefix) == (Listen("127.0.0.1", 8080), "pagt", "")
    assert not settings.slack
    assert not settings.mattermost
    kept = {name: getattr(settings, field) for name, field in NAMES.items()}
    with_defaults = {"PAGT_DATA", "PAGT_LISTEN", "PAGT_COMMAND", "PAGT_COMMAND_PREFIX"}
    assert {name for name, value in kept.items() if value is not None} == with_defaults


def test_what_is_set_is_read(read, tmp_path):
    settings = read(
        to_run=True,
        PAGT_DATA=str(tmp_path),
        PAGT_DATABASE_URL="postgresql+psycopg://u:p@h/d",
        PAGT_LISTEN="[::1]:9000",
        PAGT_PUBLIC_URL="https://pagt.example.dk/",
        PAGT_ADMIN="slack:T1/U1",
        PAGT_COMMAND="aftale",
        PAGT_COMMAND_PREFIX="p-",
        PAGT_SLACK_API_URL="http://127.0.0.1:1/api/",
        **RUNS,
        **MATTERMOST,
    )
    assert settings.data == tmp_path
    assert settings.database_url.password == "p"
    assert (settings.listen, settings.listen.loopback) == (("::1", 9000), True)
    assert (settings.public_url, settings.slack_api_url) == ("https://pagt.example.dk", "http://127.0.0.1:1/api")
    assert (settings.admin, settings.command, settings.command_prefix) == ("slack:T1/U1", "aftale", "p-")
    assert settings.slack_bot_token.get_secret_value() == "xoxb-1-verysecret"
    assert settings.slack
    assert settings.mattermost


def test_settings_cannot_be_changed(read):
    with pytest.raises(ValidationError):
        read().command = "other"


def test_an_empty_variable_is_one_that_is_not_set(read):
    assert read(PAGT_DATABASE_URL="", PAGT_ADMIN="", SLACK_BOT_TOKEN="", PAGT_COMMAND="").command == "pagt"


def test_a_blank_variable_is_one_that_is_not_set(read):
    settings = read(PAGT_DATA="   ", PAGT_COMMAND=" \n", PAGT_ADMIN="\t")
    assert (settings.data.name, settings.command, settings.admin) == ("pagt", "pagt", None)


def test_the_line_end_of_a_secret_read_from_a_file_does_no_harm(read):
    settings = read(PAGT_SECRET=f"{SECRET}\n", SLACK_BOT_TOKEN="xoxb-1\n", SLACK_APP_TOKEN=" xapp-1 ")
    assert settings.secret.get_secret_value() == SECRET
    assert settings.slack_bot_token.get_secret_value() == "xoxb-1"


@pytest.mark.parametrize(
    ("name", "value", "said"),
    [
        ("PAGT_LISTEN", "8080", "write host and port"),
        ("PAGT_LISTEN", ":8080", "write host and port"),
        ("PAGT_LISTEN", "127.0.0.1:99999", "write host and port"),
        ("PAGT_LISTEN", "::1:8080", "write host and port"),
        ("PAGT_LISTEN", "http://127.0.0.1:8080", "write host and port"),
        ("PAGT_PUBLIC_URL", "pagt.example.dk", "write a whole web address"),
        ("PAGT_PUBLIC_URL", "ftp://pagt.example.dk", "write a whole web address"),
        ("PAGT_PUBLIC_URL", "https://", "write a whole web address"),
        ("PAGT_PUBLIC_URL", "https://a b", "write a whole web address"),
        ("PAGT_PUBLIC_URL", "https://u:p@pagt.example.dk", "the address alone"),
        ("PAGT_PUBLIC_URL", "https://pagt.example.dk/?a=1", "the address alone"),
        ("PAGT_DATABASE_URL", "mysql://u:verysecret@h/d", "write postgresql+psycopg://"),
        ("PAGT_DATABASE_URL", "verysecret", "write postgresql+psycopg://"),
        ("PAGT_DATABASE_URL", "postgresql://u:very/secret@h/d", "as %40 %2F %3A %23"),
        ("PAGT_SECRET", "verysecret", "too easy to guess; make a random one with: python3"),
        ("PAGT_SECRET", "verysecret" * 10, "too easy to guess"),
        ("PAGT_ADMIN", "anna", "write platform:user"),
        ("PAGT_COMMAND", "Pagt!", "write one lower-case word"),
        ("PAGT_COMMAND", "x" * 21, "write one lower-case word"),
        ("PAGT_COMMAND_PREFIX", "p g", "write one lower-case word"),
        ("SLACK_BOT_TOKEN", "xapp-1-verysecret", "it does not start with xoxb-"),
        ("SLACK_APP_TOKEN", "xoxb-1-verysecret", "it does not start with xapp-"),
        ("MATTERMOST_URL", "chat.example.dk", "write a whole web address"),
    ],
)
def test_what_is_wrong_is_told_by_name_without_repeating_it(read, name, value, said):
    found = problems(read, **{**SLACK, **MATTERMOST, name: value})
    assert len(found) == 1
    assert found[0].startswith(f"{name}: ")
    assert said in found[0]
    assert "verysecret" not in found[0]


@pytest.mark.parametrize(
    ("given", "said"),
    [
        (SLACK, ["PAGT_SECRET is missing"]),
        ({"PAGT_SECRET": SECRET}, ["No platform is set up"]),
        ({}, ["PAGT_SECRET is missing", "No platform is set up"]),
        ({"PAGT_SECRET": SECRET, **MATTERMOST}, ["PAGT_PUBLIC_URL is missing"]),
        ({**RUNS, "SLACK_SIGNING_SECRET": "s"}, ["PAGT_PUBLIC_URL is missing"]),
        ({"PAGT_SECRET": SECRET, "SLACK_APP_TOKEN": "xapp-1"}, ["SLACK_BOT_TOKEN is missing"]),
        ({"PAGT_SECRET": SECRET, "SLACK_BOT_TOKEN": "xoxb-1"}, ["SLACK_APP_TOKEN is missing"]),
        (
            {**RUNS, "PAGT_PUBLIC_URL": "https://p.dk", "SLACK_CLIENT_ID": "1"},
            ["SLACK_CLIENT_SECRET is missing beside SLACK_CLIENT_ID"],
        ),
        ({**RUNS, "PAGT_PUBLIC_URL": "https://p.dk", "SLACK_CLIENT_SECRET": "1"}, ["SLACK_CLIENT_ID is missing beside"]),
        ({**RUNS, "PAGT_PUBLIC_URL": "https://p.dk", "MATTERMOST_TOKEN": "t"}, ["MATTERMOST_URL is missing"]),
        ({**RUNS, "PAGT_PUBLIC_URL": "https://p.dk", "MATTERMOST_URL": "https://c.dk"}, ["MATTERMOST_TOKEN is missing"]),
    ],
)
def test_what_serving_people_needs_is_told_all_at_once(read, given, said):
    found = problems(read, to_run=True, **given)
    assert [one for one, start in zip(found, said, strict=True) if not one.startswith(start)] == []


def test_what_is_wrong_and_what_is_missing_are_told_together(read):
    found = problems(read, to_run=True, PAGT_LISTEN="x", PAGT_ADMIN="x", MATTERMOST_URL="x", SLACK_BOT_TOKEN="x", PAGT_COMAND="x")
    assert [one.split()[0].rstrip(":") for one in found] == [
        "PAGT_COMAND",
        "PAGT_SECRET",
        "PAGT_PUBLIC_URL",
        "SLACK_APP_TOKEN",
        "MATTERMOST_TOKEN",
        "PAGT_LISTEN",
        "PAGT_ADMIN",
        "SLACK_BOT_TOKEN",
        "MATTERMOST_URL",
    ]
    assert found[0] == "PAGT_COMAND is not a setting. Is PAGT_COMMAND meant?"


@pytest.mark.parametrize("given", [RUNS, {"PAGT_SECRET": SECRET, "PAGT_PUBLIC_URL": "https://p.dk", **MATTERMOST}])
def test_enough_to_serve_people_is_enough(read, given):
    assert read(to_run=True, **given).secret.get_secret_value() == SECRET


def test_no_secret_is_seen_when_settings_are_printed_or_fail(read):
    settings = read(PAGT_DATABASE_URL="postgresql://u:verysecret@h/d", **MATTERMOST, **SLACK)
    for shown in (repr(settings), str(settings), settings.model_dump_json(), repr(settings.database_url)):
        assert "verysecret" not in shown
    with pytest.raises(SettingsProblem) as no:
        read(SLACK_BOT_TOKEN="verysecret", PAGT_DATABASE_URL="verysecret")
    assert no.value.__cause__ is None
    shown = subprocess.run(
        [sys.executable, "-c", "from bot.settings import read_settings; read_settings()"],
        env={**os.environ, "PYTHONPATH": str(ROOT), "SLACK_BOT_TOKEN": "verysecret"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert "SLACK_BOT_TOKEN: it does not start with xoxb-" in shown.stderr
    assert "verysecret" not in shown.stderr


def test_a_demo_keeps_everything_in_its_folder_and_reaches_nothing_real(monkeypatch, tmp_path):
    for name, value in {
        **RUNS,
        **MATTERMOST,
        "PAGT_DATABASE_URL": "postgresql://real/data",
        "PAGT_LISTEN": "127.0.0.1:9000",
    }.items():
        monkeypatch.setenv(name, value)
    demo = Settings.for_demo(tmp_path / "new" / "demo")
    assert demo.database_url.database == str(tmp_path / "new" / "demo" / "pagt.db")
    assert (demo.slack, demo.mattermost, demo.listen.port) == (False, False, 9000)
    assert stat.S_IMODE(demo.data.stat().st_mode) == 0o700
    assert stat.S_IMODE((demo.data / "secret").stat().st_mode) == 0o600
    assert demo.secret.get_secret_value() not in {SECRET, ""}
    assert Settings.for_demo(demo.data).secret == demo.secret
    assert {one.name for one in demo.data.iterdir()} == {"secret"}


def test_a_folder_that_cannot_be_made_is_told_in_a_sentence(read, tmp_path):
    (tmp_path / "file").touch()
    with pytest.raises(SettingsProblem, match=r"PAGT_DATA: .* cannot be used: "):
        read(PAGT_DATA=str(tmp_path / "file" / "data")).prepare()


def test_the_database_of_the_settings_opens_with_any_path(read, tmp_path):
    settings = read(PAGT_DATA=str(tmp_path / "Ærø #1? 100%"))
    settings.prepare()
    store = Store(settings.database_url)
    with store.begin() as installation:
        installation.session.connection()
    store.close()
    assert (settings.data / "pagt.db").exists()


MOUNTS = """sysfs /sys sysfs rw 0 0
/dev/sda1 / ext4 rw 0 0
server:/export /srv nfs4 rw 0 0
/dev/sdb1 /srv/local ext4 rw 0 0
//server/share /mnt/shared\\040folder cifs rw 0 0
me@host: /srv/remote fuse.sshfs rw 0 0
C: /mnt/c 9p rw 0 0
"""


@pytest.mark.parametrize(
    ("path", "kind"),
    [
        ("/var/lib/pagt", None),
        ("/srv/pagt", "nfs4"),
        ("/srv", "nfs4"),
        ("/srv/local/pagt", None),
        ("/srvice/pagt", None),
        ("/mnt/shared folder/pagt", "cifs"),
        ("/srv/remote/pagt", "fuse.sshfs"),
        ("/mnt/c/shared", "9p"),
    ],
)
def test_a_network_file_system_is_known_by_the_innermost_mount(tmp_path, path, kind):
    (tmp_path / "mounts").write_text(MOUNTS)
    assert network_file_system(Path(path), tmp_path / "mounts") == kind


@pytest.mark.parametrize("mounts", ["server:/export / nfs4 rw 0 0\n", "", "nonsense\n"])
def test_where_nobody_can_tell_or_there_is_no_other_disk_nothing_is_refused(tmp_path, mounts):
    (tmp_path / "mounts").write_text(mounts)
    assert network_file_system(Path("/var/lib/pagt"), tmp_path / "mounts") is None
    assert network_file_system(Path("/var/lib/pagt"), tmp_path / "nowhere") is None


def test_sqlite_on_a_network_file_system_is_refused_and_postgres_is_not(read, monkeypatch, tmp_path):
    monkeypatch.setattr(module, "network_file_system", lambda _path: "nfs4")
    with pytest.raises(SettingsProblem, match=r"PAGT_DATA: .*network file system \(nfs4\), where SQLite may lose"):
        read(PAGT_DATA=str(tmp_path)).prepare()
    read(PAGT_DATABASE_URL="postgresql://h/d").prepare()
    with pytest.raises(SettingsProblem, match=r"PAGT_DATABASE_URL: /srv/x\.db lies on a network file system"):
        read(PAGT_DATABASE_URL="sqlite:////srv/x.db").prepare()


def test_reading_settings_loads_neither_the_database_nor_a_platform():
    heavy = "import sys, bot.settings; print([one for one in ('sqlalchemy', 'sqlmodel', 'slack_bolt', 'aiohttp', 'alembic') if one in sys.modules])"
    run = subprocess.run([sys.executable, "-c", heavy], cwd=ROOT, capture_output=True, text=True, check=True)
    assert run.stdout == "[]\n"
