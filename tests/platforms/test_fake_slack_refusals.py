"""What the fake Slack refuses, as Slack does: without this a test on it would prove little."""

import asyncio
import time

import aiohttp
import pytest
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from tests.platforms.fake_slack.fake import PARTNER, FakeSlack
from tests.platforms.fake_slack.sent import Sent


@pytest.fixture
async def slack():
    async with FakeSlack().running() as made:
        made.user("U1", "Mads Holm")
        made.user("U2", "Politi Partner", PARTNER)
        made.user("U3", "Gone Person", deleted=True)
        made.channel("C1", "agreement", ["U1", "U2"])
        made.channel("C2", "archived", ["U1"], archived=True)
        made.channel("C3", "elsewhere", ["U1"], bot=False)
        made.channel("G1", "secret", ["U1"], kind="group", bot=False)
        yield made


def client(slack, token=None):
    made = AsyncWebClient(token or slack.app().token, base_url=slack.api_url)
    made.retry_handlers.clear()
    return made


MODAL = {
    "type": "modal",
    "title": {"type": "plain_text", "text": "New"},
    "blocks": [{"type": "section", "text": {"type": "plain_text", "text": "x"}}],
}


async def refusal(call):
    with pytest.raises(SlackApiError) as no:
        await call
    return no.value.response["error"]


@pytest.mark.parametrize(
    ("method", "facts", "error"),
    [
        ("chat_postMessage", {"channel": "C9", "text": "x"}, "channel_not_found"),
        ("chat_postMessage", {"channel": "C2", "text": "x"}, "is_archived"),
        ("chat_postMessage", {"channel": "C3", "text": "x"}, "not_in_channel"),
        ("chat_postMessage", {"channel": "G1", "text": "x"}, "channel_not_found"),
        ("chat_postMessage", {"channel": "U3", "text": "x"}, "user_disabled"),
        ("chat_postMessage", {"channel": "C1", "text": "x", "thread_ts": "1.000001"}, "thread_not_found"),
        ("chat_postMessage", {"channel": "C1", "text": "x", "metadata": {"event_type": "x"}}, "invalid_metadata_format"),
        ("chat_postEphemeral", {"channel": "C1", "user": "U3", "text": "x"}, "user_not_in_channel"),
        ("chat_update", {"channel": "C1", "ts": "1.000001", "text": "x"}, "message_not_found"),
        ("conversations_open", {"users": "U9"}, "user_not_found"),
        ("conversations_open", {"users": "U0BOT0"}, "cannot_dm_bot"),
        ("conversations_replies", {"channel": "C1", "ts": "1.000001"}, "thread_not_found"),
        ("users_info", {"user": "U9"}, "user_not_found"),
        ("views_open", {"trigger_id": "1", "view": MODAL}, "invalid_trigger_id"),
        ("views_update", {"view_id": "V1", "view": MODAL}, "not_found"),
        ("team_info", {}, "missing_scope"),
        ("apps_connections_open", {"app_token": "xapp-other"}, "invalid_auth"),
        ("admin_users_list", {"team_id": "T"}, "unknown_method"),
    ],
)
async def test_slack_says_no(slack, method, facts, error):
    assert await refusal(getattr(client(slack), method)(**facts)) == error


async def test_somebody_of_another_organisation_is_out_of_sight_until_they_share_a_channel(slack):
    slack.user("U4", "Stranger", PARTNER)
    assert await refusal(client(slack).conversations_open(users="U4")) == "user_not_visible"
    assert (await client(slack).conversations_open(users="U2"))["channel"]["id"].startswith("D")
    assert (await client(slack).users_info(user="U4"))["user"]["is_stranger"]
    seen = (await client(slack).users_info(user="U2", include_locale=True))["user"]
    assert (seen["team_id"], seen["is_stranger"], "locale" in seen) == (PARTNER, False, False)
    assert (await client(slack).users_info(user="U1", include_locale=True))["user"]["locale"] == "da-DK"


async def test_somebody_who_left_is_written_to_in_vain(slack):
    room = (await client(slack).conversations_open(users="U1"))["channel"]["id"]
    slack.state.users["U1"].deleted = True
    assert await refusal(client(slack).chat_postMessage(channel=room, text="x")) == "account_inactive"


async def test_tokens_are_looked_at(slack):
    assert await refusal(client(slack, "xoxb-other").auth_test()) == "invalid_auth"
    slack.app().revoked = True
    assert await refusal(client(slack).auth_test()) == "token_revoked"


async def test_a_scope_that_was_not_granted_is_named(slack):
    slack.app().scopes.remove("channels:history")
    with pytest.raises(SlackApiError) as no:
        await client(slack).conversations_history(channel="C1")
    assert no.value.response["needed"] == "channels:history"
    assert "chat:write" in no.value.response["provided"]


async def test_a_trigger_is_good_once_and_for_three_seconds(slack):
    sent = Sent(slack.state, slack.app(), slack.server.url)
    used, old = (sent.trigger(slack.state.users["U1"]) for _ in range(2))
    await client(slack).views_open(trigger_id=used, view=MODAL)
    assert await refusal(client(slack).views_open(trigger_id=used, view=MODAL)) == "exchanged_trigger_id"
    slack.clock.skip(3.1)
    assert await refusal(client(slack).views_open(trigger_id=old, view=MODAL)) == "expired_trigger_id"


async def test_a_view_that_has_changed_meanwhile_is_not_overwritten(slack):
    sent = Sent(slack.state, slack.app(), slack.server.url)
    opened = (await client(slack).views_open(trigger_id=sent.trigger(slack.state.users["U1"]), view=MODAL))["view"]
    await client(slack).views_update(view_id=opened["id"], hash=opened["hash"], view=MODAL)
    again = client(slack).views_update(view_id=opened["id"], hash=opened["hash"], view=MODAL)
    assert await refusal(again) == "hash_conflict"


async def test_a_conversation_takes_one_message_a_second_while_others_go_on(slack):
    asked = client(slack)
    await asked.chat_postMessage(channel="C1", text="one")
    with pytest.raises(SlackApiError) as no:
        await asked.chat_postMessage(channel="C1", text="two")
    assert (no.value.response.status_code, no.value.response.headers["Retry-After"]) == (429, "1")
    await asked.chat_postMessage(channel="U1", text="elsewhere")
    slack.clock.skip(1)
    await asked.chat_postMessage(channel="C1", text="two")


async def test_only_the_bots_own_messages_are_changed_or_taken_away(slack):
    said = (await slack.says("U1", "C1", "mine")) and slack.messages("C1")[-1]
    assert await refusal(client(slack).chat_update(channel="C1", ts=said.ts, text="x")) == "cant_update_message"
    assert await refusal(client(slack).chat_delete(channel="C1", ts=said.ts)) == "cant_delete_message"


async def test_history_is_paged_and_keeps_metadata_threads_and_stamps(slack):
    slack.server.api.chat.pace = 0
    asked = client(slack)
    metadata = {"event_type": "pagt", "event_payload": {"key": "k"}}
    stamps = [(await asked.chat_postMessage(channel="C1", text=str(one), metadata=metadata))["ts"] for one in range(5)]
    await asked.chat_postMessage(channel="C1", text="in the thread", thread_ts=stamps[0])
    page = await asked.conversations_history(channel="C1", limit=3, include_all_metadata=True)
    rest = await asked.conversations_history(channel="C1", limit=3, cursor=page["response_metadata"]["next_cursor"])
    assert [one["text"] for one in (*page["messages"], *rest["messages"])] == ["4", "3", "2", "1", "0"]
    assert page["messages"][0]["metadata"] == metadata
    assert "metadata" not in rest["messages"][0]
    thread = await asked.conversations_replies(channel="C1", ts=stamps[0])
    assert [one["text"] for one in thread["messages"]] == ["0", "in the thread"]
    since = await asked.conversations_history(channel="C1", oldest=stamps[2], inclusive=True)
    assert [one["text"] for one in since["messages"]] == ["4", "3", "2"]


async def test_files_are_uploaded_and_shown_in_a_thread(slack):
    asked = client(slack)
    root = (await asked.chat_postMessage(channel="C1", text="The year"))["ts"]
    await asked.files_upload_v2(
        file_uploads=[{"filename": "wheel.png", "file": b"picture", "title": "wheel.png", "alt_txt": "The year as a wheel"}],
        channel="C1",
        thread_ts=root,
    )
    assert slack.said_at(f"C1/{root}") == "The year\nwheel.png The year as a wheel"


@pytest.mark.parametrize(
    ("fault", "arrived"), [("drop_before", False), ("drop_after", True)], ids=["before it was taken", "after it was taken"]
)
async def test_a_connection_is_lost_on_demand(slack, fault, arrived):
    getattr(slack.faults, fault)("chat.*")
    with pytest.raises(aiohttp.ClientError):
        await client(slack).chat_postMessage(channel="C1", text="x")
    assert bool(slack.messages("C1")) is arrived


async def test_slack_is_slow_busy_or_broken_on_demand(slack):
    asked = client(slack)
    slack.faults.wait("auth.test", 7)
    slack.faults.status("auth.test", 503)
    slack.faults.error("auth.test", "internal_error")
    slack.faults.slow("auth.test", 0.2)
    for status in (429, 503):
        with pytest.raises(SlackApiError) as no:
            await asked.auth_test()
        assert no.value.response.status_code == status
    assert await refusal(asked.auth_test()) == "internal_error"
    began = time.monotonic()
    await asked.auth_test()
    assert time.monotonic() - began >= 0.2


async def test_a_silent_network_answers_when_it_is_back(slack):
    slack.falls_silent()
    asking = asyncio.create_task(client(slack).auth_test())
    await asyncio.sleep(0.2)
    assert not asking.done()
    slack.speaks_again()
    assert (await asking)["ok"]
