"""Many workspaces by OAuth: installed from a link, tokens sealed at rest and exchanged in time, and gone when the app is taken out."""

import asyncio
import sqlite3
from datetime import UTC, datetime, timedelta

import aiohttp
import pytest
from slack_sdk.oauth.installation_store.models.bot import Bot
from sqlmodel import select
from yarl import URL

from bot.chat.message import Message
from bot.platforms.platform import Address, PlatformError
from bot.platforms.slack.installed import SealedInstallations
from bot.platforms.slack.installing import install_link
from bot.platforms.slack.sealing import Seal, Unreadable
from storage.tables.slack import SlackBotRow, SlackInstallationRow, SlackStateRow
from tests.platforms.fake_slack.fake import HOST, PARTNER, FakeSlack
from tests.platforms.slack_stage import ANNA, CLIENT_ID, CLIENT_SECRET, DINA, SECRET, staged
from tests.platforms.waiting import until

# slack_sdk gives aiohttp the client's secret in a way that a later aiohttp takes no more.
pytestmark = pytest.mark.filterwarnings("ignore:BasicAuth is deprecated:DeprecationWarning")
MANY = {"SLACK_BOT_TOKEN": "", "SLACK_CLIENT_ID": CLIENT_ID, "SLACK_CLIENT_SECRET": CLIENT_SECRET}
OPEN = "C0ALLE01"
SEAL = Seal(SECRET)


@pytest.fixture
async def fake():
    async with FakeSlack(pace=0.0).running() as made:
        made.install(PARTNER)
        yield made


@pytest.fixture
async def stage(fake, tmp_path, sqlite_template):
    async with staged(tmp_path, sqlite_template, "http", fake=fake, **MANY) as made:
        fake.user("U0PERPO1", "Per Politi", PARTNER)
        fake.channel(OPEN, "alle", [ANNA, DINA])
        yield made


@pytest.fixture
async def browser():
    # Slack sends browsers back by HTTPS, and the cookie is for HTTPS only; here the address is loopback's.
    async with aiohttp.ClientSession(
        cookie_jar=aiohttp.CookieJar(unsafe=True, treat_as_secure_origin=[URL("http://127.0.0.1")])
    ) as made:
        yield made


async def install(stage, browser, team=HOST):
    """Install the app as an administrator does: open the link, consent at Slack, come back."""
    link = URL(install_link(stage.address, SEAL))
    async with browser.get(link, allow_redirects=False) as begun:
        assert begun.status == 302, await begun.text()
        consent = URL(begun.headers["Location"])
        cookie = begun.headers["Set-Cookie"].partition(";")[0]
    assert str(consent.with_query(None)) == f"{stage.fake.server.url}/oauth/v2/authorize"
    assert consent.query["redirect_uri"] == "https://pagt.example.dk/slack/oauth_redirect"
    back = URL(f"{stage.address}/slack/oauth_redirect").with_query(code=stage.fake.code(team), state=consent.query["state"])
    async with aiohttp.ClientSession(headers={"Cookie": cookie}) as session, session.get(back) as done:
        return done.status, await done.text(), back, cookie


async def test_a_workspace_is_installed_from_the_link_and_answered_at_once(stage, browser):
    before = await stage.fake.types(ANNA, OPEN, "/pagt whoami")
    assert "ikke længere installeret" in before.said
    status, page, *_ = await install(stage, browser)
    assert status == 200
    assert "Københavns Kommune" in page
    seen = await stage.fake.types(ANNA, OPEN, "/pagt whoami")
    await seen.until("Anna Holm")


async def test_the_way_back_is_good_once_and_only_for_the_browser_that_left(stage, browser):
    *_, back, cookie = await install(stage, browser)
    async with aiohttp.ClientSession(headers={"Cookie": cookie}) as session, session.get(back) as again:
        assert 400 <= again.status < 500
    async with browser.get(URL(install_link(stage.address, SEAL)), allow_redirects=False) as begun:
        state = URL(begun.headers["Location"]).query["state"]
    other = URL(f"{stage.address}/slack/oauth_redirect").with_query(code=stage.fake.code(), state=state)
    async with aiohttp.ClientSession() as session, session.get(other) as foreign:
        assert 400 <= foreign.status < 500


@pytest.mark.parametrize("query", ["", "?key=", "?key=x", "?key=%00", f"?key={SEAL.key_of('install')[:-1]}"])
async def test_without_the_links_key_nobody_installs_anything(stage, browser, query):
    async with browser.get(f"{stage.address}/slack/install{query}", allow_redirects=False) as answer:
        assert answer.status == 404
        assert "Location" not in answer.headers


@pytest.mark.parametrize("query", ["", "?error=access_denied", "?code=x", "?code=x&state=y", "?state=y"])
async def test_a_way_back_that_leads_nowhere_is_said_so(stage, browser, query):
    async with browser.get(f"{stage.address}/slack/oauth_redirect{query}") as answer:
        assert 400 <= answer.status < 500
        assert "blev ikke installeret" in await answer.text()


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ("en-GB,en;q=0.9,da;q=0.5", "was not installed"),
        ("da-DK,da;q=0.9", "blev ikke installeret"),
        ("", "blev ikke installeret"),
    ],
)
async def test_the_pages_speak_the_browsers_language(stage, browser, asked, said):
    async with browser.get(f"{stage.address}/slack/oauth_redirect?error=x", headers={"Accept-Language": asked}) as answer:
        page = await answer.text()
    assert said in page
    assert f'<html lang="{"en" if "was" in said else "da"}">' in page


async def test_no_token_stands_in_clear_in_the_database(stage, browser, tmp_path):
    await install(stage, browser)
    token = stage.fake.app().token
    with sqlite3.connect(tmp_path / "pagt.db") as raw:
        dump = "\n".join(raw.iterdump())
    assert token not in dump
    assert dump.count("sealed:") == 2
    with stage.program.store.read() as installation:
        assert installation.session.exec(select(SlackBotRow)).one().bot_token.startswith("sealed:")
        assert installation.session.exec(select(SlackInstallationRow)).one().team_id == HOST
        assert installation.session.exec(select(SlackStateRow)).all() == []


async def test_two_workspaces_are_told_apart_and_each_is_written_to_through_its_own(stage, browser):
    await install(stage, browser)
    await install(stage, browser, PARTNER)
    platform = stage.server.services[0].platform
    for team, user in ((HOST, ANNA), (PARTNER, "U0PERPO1")):
        reference = await platform.send(f"k-{team}", Address("person", f"{team}/{user}"), Message("Hej"))
        assert stage.fake.state.at(*reference.split("/")).user == stage.fake.app(team).bot_user


async def test_an_app_that_is_taken_out_is_forgotten_with_its_token(stage, browser):
    await install(stage, browser)
    await stage.fake.happens({"type": "app_uninstalled"}, team=HOST)

    def forgotten():
        with stage.program.store.read() as installation:
            return not installation.session.exec(select(SlackBotRow)).all()

    await until(forgotten)
    seen = await stage.fake.types(ANNA, OPEN, "/pagt whoami")
    assert "ikke længere installeret" in seen.said


@pytest.fixture
def store(sqlite_store):
    return SealedInstallations("client", sqlite_store.engine, SEAL)


def bot(**other):
    given = {
        "app_id": "A1",
        "team_id": "T1",
        "bot_token": "xoxb-1",
        "bot_id": "B1",
        "bot_user_id": "U1",
        "installed_at": datetime.now(UTC),
    }
    return Bot(**{**given, **other})


def test_a_store_gives_back_what_it_was_given_however_long(store):
    token = "xoxe.xoxb-1-" + "x" * 400
    expires = int(datetime.now(UTC).timestamp()) + 3600
    store.save_bot(bot(bot_token=token, bot_refresh_token="xoxe-1-" + "y" * 300, bot_token_expires_at=expires))
    found = store.find_bot(enterprise_id=None, team_id="T1")
    assert (found.bot_token, found.bot_refresh_token) == (token, "xoxe-1-" + "y" * 300)
    assert abs(found.bot_token_expires_at - expires) <= 1
    assert [one.bot_token for one in store.everywhere()] == [token]


def test_a_database_opened_with_another_secret_gives_no_token(sqlite_store, store):
    store.save_bot(bot())
    other = SealedInstallations("client", sqlite_store.engine, Seal("another secret that is long enough for anybody"))
    with pytest.raises(Unreadable):
        other.find_bot(enterprise_id=None, team_id="T1")


def test_the_newest_installation_counts(store):
    for age, token in ((3, "xoxb-old"), (1, "xoxb-new"), (2, "xoxb-middle")):
        store.save_bot(bot(bot_token=token, installed_at=datetime.now(UTC) - timedelta(hours=age)))
    assert [one.bot_token for one in store.everywhere()] == ["xoxb-new"]


def test_our_tables_hold_every_column_slack_sdk_writes(store):
    for theirs, ours in ((store.bots, SlackBotRow), (store.installations, SlackInstallationRow)):
        assert {column.name for column in theirs.columns} == {column.name for column in ours.__table__.columns}
        assert theirs.name == ours.__tablename__


@pytest.mark.parametrize("text", ["", "xoxb-1", "æøå", "x" * 5_000])
def test_a_seal_is_shut_and_opened_once(text):
    shut = SEAL.shut(text)
    assert SEAL.shut(shut) == shut
    assert SEAL.opened(shut) == text
    assert SEAL.opened(text) == text
    assert not text or text not in shut


async def test_a_token_is_exchanged_in_time_by_one_of_two_replicas(fake, tmp_path, sqlite_template):
    async with staged(tmp_path, sqlite_template, "http", fake=fake, **MANY) as stage:
        services = stage.server.services[0]
        old = fake.app().token
        soon = int(datetime.now(UTC).timestamp()) + 600
        kept = SealedInstallations(CLIENT_ID, stage.program.store.engine, SEAL)
        kept.save_bot(
            bot(
                team_id=HOST,
                bot_token=old,
                bot_refresh_token="xoxe-1",
                bot_token_expires_at=soon,
                bot_user_id=fake.app().bot_user,
            )
        )
        new = "xoxb-fresh-token"
        fake.state.installs[new] = fake.app()
        fresh = []

        def access(facts):
            fresh.append(facts)
            assert facts["grant_type"] == "refresh_token"
            return {"token_type": "bot", "access_token": new, "refresh_token": "xoxe-2", "expires_in": 43_200}

        fake.server.api._access = access  # noqa: SLF001  # It knows codes only.
        services.workspaces.changed()
        twin = type(services.workspaces)(
            services.workspaces.installations,
            services.workspaces.client,
            services.workspaces.rotator,
            services.workspaces.reception,
            services.workspaces.run,
        )
        found = await asyncio.gather(services.workspaces.all(), twin.all())
        assert len(fresh) == 1
        assert new in {one.client.token for known in found for one in known}
        services.workspaces.changed()
        assert [one.client.token for one in await services.workspaces.all()] == [new]


async def test_a_changed_secret_is_told_and_nothing_is_posted_with_a_broken_token(fake, tmp_path, sqlite_template):
    async with staged(tmp_path, sqlite_template, "http", fake=fake, **MANY) as stage:
        services = stage.server.services[0]
        other = SealedInstallations(CLIENT_ID, stage.program.store.engine, Seal("another secret that is long enough for anybody"))
        other.save_bot(bot(team_id=HOST))
        services.workspaces.changed()
        with pytest.raises(PlatformError, match="another secret"):
            await services.platform.send("k", Address("place", OPEN), Message("Hej"))
