"""Planted secrets: tokens, the signing secret, response_urls, trigger_ids and what people say appear in no log, at the finest level."""

import asyncio
import io
import logging
import re

import pytest

from bot.logs import set_up_logs
from bot.platforms.slack.wordless import LIBRARIES, keep_wordless
from tests.platforms.fake_slack.fake import SIGNING_SECRET
from tests.platforms.slack_stage import ANNA, BO, CARLA, CLIENT_SECRET, DINA, ROOM, SECRET, staged

SPOKEN = "hemmelige ord"


@pytest.fixture
def everything(monkeypatch):
    """Collect standard error and every logger at its finest, from the call on: pytest puts its own standard error back before it."""
    buffer = io.StringIO()
    handler = logging.StreamHandler(buffer)
    root, level = logging.getLogger(), logging.getLogger().level

    def collected():
        monkeypatch.setattr("sys.stderr", buffer)
        root.addHandler(handler)
        root.setLevel(logging.DEBUG)
        return buffer

    yield collected
    root.removeHandler(handler)
    root.setLevel(level)


@pytest.fixture
def folder(tmp_path, sqlite_template):
    """Where the database is to be, and the one it begins as."""
    return tmp_path, sqlite_template


@pytest.mark.parametrize("mode", ["socket", "http"])
async def test_no_secret_and_no_word_is_logged_whatever_goes_wrong(everything, fake, folder, mode, monkeypatch):
    logged = everything()
    async with staged(*folder, mode, fake=fake) as stage:
        fake.channel(ROOM, "samarbejde", [ANNA, BO, CARLA, DINA])
        await fake.types(ANNA, ROOM, f"/initiative new {SPOKEN}")
        await fake.submits(ANNA, purpose=SPOKEN, tracks=["1 Forebyggelse"], lead="EKI")
        await fake.says(ANNA, stage.dm(ANNA), SPOKEN)
        fake.faults.drop_after("response_url")
        fake.faults.error("chat.postMessage", "internal_error", times=3)
        fake.faults.status("views.open", 503)
        await fake.types(ANNA, ROOM, f"/initiative new {SPOKEN}")
        await fake.says(ANNA, stage.dm(ANNA), f"find {SPOKEN}")

        async def broken(*_args, **_more):
            raise RuntimeError(SPOKEN, fake.app().token)

        monkeypatch.setattr("bot.platforms.slack.answers.Answers.acknowledged", broken)
        await fake.types(ANNA, ROOM, f"/initiative find {SPOKEN}")
        if mode == "socket":
            await fake.links.kill()
            await fake.goes_away()
            await asyncio.sleep(1.0)
            await fake.comes_back()
        else:
            headers = {"X-Slack-Signature": "v0=" + "0" * 64, "X-Slack-Request-Timestamp": str(int(fake.clock.now()))}
            await fake.wire.post(
                f"text={SPOKEN}&token=xoxb-in-a-body".encode(), headers | {"Content-Type": "application/x-www-form-urlencoded"}
            )
        await asyncio.sleep(0.2)
    logged = logged.getvalue()
    assert "slack.broken" in logged
    for secret in (
        SPOKEN,
        fake.app().token,
        fake.app_token,
        SIGNING_SECRET,
        SECRET,
        CLIENT_SECRET,
        "xoxb-in-a-body",
        "/response/",
        ".trigger",
        "ticket=",
    ):
        assert secret not in logged, re.findall(f".*{re.escape(secret)}.*", logged)[:2]


def test_the_libraries_keep_silent_of_their_own_words(everything):
    logged = everything()
    set_up_logs()
    keep_wordless()
    for name in LIBRARIES:
        logging.getLogger(f"{name}.anything").error("xoxb-%s", SPOKEN)
        logging.getLogger(name).debug(SPOKEN)
    assert SPOKEN not in logged.getvalue()
    assert logged.getvalue().count("slack.library") == len(LIBRARIES)
