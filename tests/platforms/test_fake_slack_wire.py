"""The ways between the fake Slack and an app: who may type, how words are escaped, how requests are signed, how links end."""

import pytest
from aiohttp import ClientConnectorError
from slack_bolt.adapter.socket_mode.async_handler import AsyncSocketModeHandler
from slack_bolt.app.async_app import AsyncApp
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from tests.platforms.fake_slack.fake import PARTNER, SIGNING_SECRET, FakeSlack
from tests.platforms.fake_slack.sent import escaped
from tests.platforms.fake_slack.wire import signature


@pytest.fixture
async def slack():
    async with FakeSlack(pace=0).running() as made:
        made.user("U1", "Mads Holm")
        made.user("U2", "Politi Partner", PARTNER)
        made.channel("C1", "agreement", ["U1", "U2"])
        yield made


def client(slack):
    made = AsyncWebClient(slack.app().token, base_url=slack.api_url)
    made.retry_handlers.clear()
    return made


@pytest.mark.parametrize(
    ("user", "line", "thread", "error"),
    [
        ("U2", "/hello", None, "/hello is not a valid command"),
        ("U1", "/nothing", None, "/nothing is not a valid command"),
        ("U1", "/hello", "1.000001", "/hello is not supported in threads"),
    ],
)
async def test_who_cannot_type_a_command_is_told_by_slack_and_the_app_hears_nothing(slack, user, line, thread, error):
    slack.commands = frozenset({"/hello"})
    seen = await slack.types(user, "C1", line, thread=thread)
    assert (seen.error, seen.answers) == (error, [])


def test_words_are_escaped_as_slack_escapes_them(slack):
    slack.channel("G1", "secret", ["U1"], kind="group")
    typed = "ask @mads.holm in #agreement or #secret about a<b & https://x.dk/?a=1&b=2"
    assert escaped(slack.state, typed) == (
        "ask <@U1|mads.holm> in <#C1|agreement> or <#G1|> about a&lt;b &amp; <https://x.dk/?a=1&amp;b=2>"
    )


def test_a_request_is_signed_as_slack_signs():
    # The example of Slack's documentation.
    body = (
        b"token=xyzz0WbapA4vBCDEFasx0q6G&team_id=T1DC2JH3J&team_domain=testteamnow&channel_id=G8PSS9T3V&channel_name=foobar"
        b"&user_id=U2CERLKJA&user_name=roadrunner&command=%2Fwebhook-collect&text=&response_url=https%3A%2F%2Fhooks.slack.com"
        b"%2Fcommands%2FT1DC2JH3J%2F397700885554%2F96rGlfmibIGlgcZRskXaIFfN&trigger_id=398738663015.47445629121.803a0bc887a14d10d2c447fce8b6703c"
    )
    said = "v0=a2114d57b48eac39b9ad189dd8316235a7b4a8d21a10bd27519666489c69b503"
    assert signature(SIGNING_SECRET, "1531420618", body) == said


async def test_a_disconnect_in_either_tone_brings_the_app_back_over_a_new_link(slack):
    app = AsyncApp(client=client(slack), signing_secret=SIGNING_SECRET, process_before_response=True)

    @app.command("/hello")
    async def hello(ack):
        await ack("here")

    handler = AsyncSocketModeHandler(app, slack.app_token, ping_interval=0.3)
    await handler.connect_async()
    for end in (slack.links.disconnect, slack.links.kill):
        hellos = slack.links.hellos
        await end()
        await slack.links.greeted(hellos + 1)
        assert (await slack.types("U1", "C1", "/hello")).said == "here"
    await handler.close_async()


async def test_the_network_can_be_away_and_come_back_at_the_same_address(slack):
    asked = client(slack)
    address = slack.api_url
    await slack.goes_away()
    with pytest.raises(ClientConnectorError):
        await asked.auth_test()
    await slack.comes_back()
    assert slack.api_url == address
    assert (await asked.auth_test())["team_id"] == "T0KBH"


@pytest.mark.filterwarnings("ignore:BasicAuth is deprecated")  # Slack's library still uses it with aiohttp.
async def test_a_code_is_exchanged_for_a_token_once(slack):
    code = slack.code()
    exchanged = await client(slack).oauth_v2_access(client_id="1", client_secret="2", code=code)
    assert exchanged["access_token"] == slack.app().token
    with pytest.raises(SlackApiError, match="invalid_code"):
        await client(slack).oauth_v2_access(client_id="1", client_secret="2", code=code)
