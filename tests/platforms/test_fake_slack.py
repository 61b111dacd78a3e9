"""The fake Slack itself, with a bare Bolt app on it: it does for people what Slack does, over both ways, and fails as Slack fails."""

import asyncio

import pytest
from aiohttp import web
from slack_bolt.adapter.socket_mode.async_handler import AsyncSocketModeHandler
from slack_bolt.app.async_app import AsyncApp
from slack_sdk.web.async_client import AsyncWebClient

from tests.platforms.fake_slack.fake import PARTNER, SIGNING_SECRET, FakeSlack

FORM = {
    "type": "modal",
    "title": {"type": "plain_text", "text": "New"},
    "submit": {"type": "plain_text", "text": "Send"},
    "blocks": [
        {
            "type": "input",
            "block_id": "title",
            "label": {"type": "plain_text", "text": "Title"},
            "element": {"type": "plain_text_input", "action_id": "answer", "max_length": 20},
        },
        {
            "type": "input",
            "block_id": "unit",
            "optional": True,
            "label": {"type": "plain_text", "text": "Unit"},
            "element": {
                "type": "static_select",
                "action_id": "answer",
                "options": [{"text": {"type": "plain_text", "text": "OSA"}, "value": "osa"}],
            },
        },
    ],
}
PRESS_ME = [
    {
        "type": "actions",
        "elements": [
            {"type": "button", "action_id": "go", "text": {"type": "plain_text", "text": "Go"}, "value": "/go"},
            {
                "type": "static_select",
                "action_id": "pick",
                "options": [{"text": {"type": "plain_text", "text": "One"}, "value": "1"}],
            },
        ],
    }
]


@pytest.fixture
async def slack():
    async with FakeSlack(pace=0).running() as made:
        made.user("U1", "Mads Holm")
        made.user("U2", "Politi Partner", PARTNER)
        made.channel("C1", "agreement", ["U1", "U2"])
        yield made


def client(slack, token=None):
    made = AsyncWebClient(token or slack.app().token, base_url=slack.api_url)
    made.retry_handlers.clear()
    return made


@pytest.fixture(params=["socket", "http"])
async def bolt(slack, request):
    """A Bolt app that hears the fake, over each of the two ways."""
    app = AsyncApp(client=client(slack), signing_secret=SIGNING_SECRET, process_before_response=True)
    if request.param == "socket":
        handler = AsyncSocketModeHandler(app, slack.app_token)
        await handler.connect_async()
        yield app
        await handler.close_async()
        return
    runner = web.AppRunner(app.web_app("/slack/events"))
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    slack.http(f"http://127.0.0.1:{runner.addresses[0][1]}/slack/events")
    yield app
    await runner.cleanup()


async def test_a_command_is_answered_on_its_acknowledgement(slack, bolt):
    @bolt.command("/hello")
    async def hello(ack, command):
        await ack(f"Hello {command['text']} from {command['team_id']}")

    seen = await slack.types("U1", "C1", "/hello @politi.partner & <co> in #agreement")
    assert seen.said == "Hello politi.partner &amp; &lt;co&gt; in agreement from T0KBH".replace("&amp;", "&").replace(
        "&lt;", "<"
    ).replace("&gt;", ">")
    assert seen.answers[0].only_for == "U1"
    assert seen.answers[0].tokens == ["@U2|politi.partner", "#C1|agreement"]


async def test_a_later_answer_comes_by_response_url_five_times_and_no_more(slack, bolt):
    @bolt.command("/hello")
    async def hello(ack, respond):
        await ack()
        for number in range(6):
            await respond(f"answer {number}")

    seen = await slack.types("U1", "C1", "/hello")
    await seen.until("answer 4")
    assert "answer 5" not in seen.said
    assert [error for _, error, _ in slack.refused] == ["used_url"]


async def test_a_response_url_is_good_for_half_an_hour(slack, bolt):
    @bolt.command("/hello")
    async def hello(ack, respond):
        await ack()
        slack.clock.skip(1801)
        await respond("late")

    await slack.types("U1", "C1", "/hello")
    assert [error for _, error, _ in slack.refused] == ["expired_url"]


async def test_a_modal_is_opened_filled_refused_changed_and_closed(slack, bolt):
    @bolt.command("/new")
    async def new(ack, client, command):
        await client.views_open(trigger_id=command["trigger_id"], view=FORM)
        await ack()

    heard = []

    @bolt.view("")
    async def sent(ack, view):
        values = view["state"]["values"]
        title = values["title"]["answer"]["value"]
        heard.append((title, values["unit"]["answer"]["selected_option"]))
        if title == "bad":
            await ack(response_action="errors", errors={"title": "Not that"})
        elif title == "other":
            await ack(response_action="update", view={**FORM, "title": {"type": "plain_text", "text": "Anew"}})
        else:
            await ack()

    seen = await slack.types("U1", "C1", "/new")
    assert seen.view.said.startswith("New\nTitle")
    with pytest.raises(AssertionError, match="does not send without 'Title'"):
        await slack.submits("U1")
    with pytest.raises(AssertionError, match="stops typing"):
        await slack.submits("U1", Title="x" * 21)
    assert "! Not that" in (await slack.submits("U1", Title="bad", unit="OSA")).said
    assert "Anew" in (await slack.submits("U1", title="other")).said
    assert (await slack.submits("U1", title="good")).view is None
    osa = {"text": {"type": "plain_text", "text": "OSA"}, "value": "osa"}
    assert heard == [("bad", osa), ("other", osa), ("good", osa)]


async def test_a_button_and_a_menu_are_pressed_and_the_message_changes(slack, bolt):
    @bolt.action("go")
    async def go(ack, respond, action):
        await ack()
        await respond(f"pressed {action['value']}", replace_original=True)

    @bolt.action("pick")
    async def pick(ack, say, action):
        await ack()
        await say(f"picked {action['selected_option']['value']}")

    said = await client(slack).chat_postMessage(channel="C1", text="Choose", blocks=PRESS_ME)
    message = slack.state.at("C1", said["ts"])
    assert "picked 1" in (await slack.chooses("U2", message, "One")).said
    assert "pressed /go" in (await slack.presses("U2", message, "Go")).said
    assert slack.said_at(f"C1/{said['ts']}") == "pressed /go"
    with pytest.raises(AssertionError, match="there is no button"):
        await slack.presses("U1", message, "Go")


async def test_the_app_hears_messages_and_mentions_and_publishes_a_home_tab(slack, bolt):
    heard = []

    @bolt.event("message")
    async def message(body):
        heard.append(("message", body["event"]["text"], body["event"].get("parent_user_id"), body["is_ext_shared_channel"]))

    @bolt.event("app_mention")
    async def mention(event, say):
        await say("You called", thread_ts=event["ts"])

    @bolt.event("app_home_opened")
    async def home(event, client):
        block = {"type": "section", "text": {"type": "plain_text", "text": "Welcome home"}}
        await client.views_publish(user_id=event["user"], view={"type": "home", "blocks": [block]})

    root = (await client(slack).chat_postMessage(channel="C1", text="How goes it?"))["ts"]
    await slack.says("U2", "C1", "unchanged", thread=root)
    seen = await slack.says("U2", "C1", "@pagt help")
    assert seen.said == "You called"
    await slack.says("U1", slack.direct("U1").id, "hi")
    bot = slack.app().bot_user
    assert heard == [
        ("message", "unchanged", bot, True),
        ("message", f"<@{bot}> help", None, True),
        ("message", "hi", None, False),
    ]
    await slack.opens_home("U1")
    assert slack.state.homes["U1"]["blocks"][0]["text"]["text"] == "Welcome home"


async def test_a_shortcut_takes_a_message_along(slack, bolt):
    @bolt.shortcut("bring")
    async def bring(ack, shortcut, say):
        await ack()
        await say(f"brought {shortcut['message']['text']}")

    @bolt.event("message")
    async def message():
        pass

    said = slack.state.messages
    await slack.says("U2", "C1", "a good idea")
    assert (await slack.uses_shortcut("U1", said[-1], "bring")).said == "brought a good idea"
    assert (await slack.uses_shortcut("U2", said[-1], "bring")).error == "there is no such shortcut"


async def test_an_app_that_is_silent_or_broken_is_told_so_to_the_person(slack, bolt):
    slack.wire.patience = 0.2

    @bolt.command("/slow")
    async def slow(ack):
        await asyncio.sleep(0.4)
        await ack()

    @bolt.command("/wrong")
    async def wrong(ack):
        await ack(text="x", blocks=[{"type": "header", "text": {"type": "plain_text", "text": "x" * 151}}])

    assert (await slack.types("U1", "C1", "/slow")).error == "operation_timeout"
    assert (await slack.types("U1", "C1", "/wrong")).error == "invalid_blocks"
    assert (await slack.types("U1", "C1", "/unknown")).error in {"operation_timeout", "dispatch_failed"}
    await asyncio.sleep(0.3)


async def test_an_event_the_app_does_not_take_is_told_again(slack, bolt):
    heard = []

    @bolt.event("app_mention")
    async def mention(request):
        heard.append(request.headers.get("x-slack-retry-num"))
        if len(heard) < 3:
            await asyncio.sleep(0.4)

    @bolt.event("message")
    async def message():
        pass

    slack.wire.patience = 0.2
    await slack.says("U1", "C1", "@pagt hello")
    assert len(slack.undelivered) == 1
    await slack.tries_again()
    assert [int(one[0]) if one else 0 for one in heard] == [0, 1, 2]
    assert slack.undelivered == []
    await asyncio.sleep(0.3)


async def test_the_partners_people_type_commands_once_the_app_is_installed_there_too(slack, bolt):
    @bolt.command("/hello")
    async def hello(ack, command):
        await ack(command["team_id"])

    slack.install(PARTNER)
    slack.channel("C2", "shared", ["U1", "U2"])
    assert (await slack.types("U2", "C2", "/hello")).said == PARTNER
