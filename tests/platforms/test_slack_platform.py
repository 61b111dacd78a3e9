"""SlackPlatform keeps what every platform promises, and what only Slack makes hard: waits, lost answers, parcels, several workspaces."""

import asyncio
import time
from datetime import UTC, datetime, timedelta

import aiohttp
import pytest
from slack_sdk.web.async_client import AsyncWebClient

from bot.chat.form import Form, Short
from bot.chat.markdown import marked, mention
from bot.chat.message import File, Message, Table, text
from bot.platforms.platform import Address, PlatformError
from bot.platforms.slack.asking import Asking
from bot.platforms.slack.pace import Pace
from bot.platforms.slack.platform import SlackPlatform
from bot.platforms.slack.workspaces import OneWorkspace
from tests.platforms.contract import PlatformContract, Subject, long_ago
from tests.platforms.fake_slack.fake import HOST, FakeSlack
from tests.platforms.fake_slack.sent import Sent
from tests.platforms.slack_stage import ANNA, BO

ROOM = Address("place", "C0ALLE01")
TO_ANNA = Address("person", f"{HOST}/{ANNA}")


@pytest.fixture
async def fake():
    async with FakeSlack(pace=0.0).running() as made:
        made.user(ANNA, "Anna Holm")
        made.user(BO, "Bo Lund")
        made.channel(ROOM.id, "samarbejde", [ANNA, BO])
        yield made


@pytest.fixture
async def session():
    async with aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=2)) as made:
        yield made


@pytest.fixture
def platform(fake, session):
    return platform_of(fake, session)


def platform_of(fake, session, between=0.0):
    asking = Asking(Pace(between=between))

    def client(token):
        return AsyncWebClient(token=token, base_url=fake.api_url, session=session, retry_handlers=[])

    async def resolve(_named):
        return {"person:p_1": f"{HOST}/{ANNA}", "place:3": ROOM.id}

    return SlackPlatform(OneWorkspace(fake.app().token, client, asking), asking, resolve)


class TestSlackPlatform(PlatformContract):
    @pytest.fixture
    def subject(self, fake, platform) -> Subject:
        async def read(reference: str) -> str:
            # As a reader sees it: the one word the contract marks is bold, and a mention shows the name Slack knows.
            return fake.said_at(reference).replace("*marked*", "marked").replace(f"@{ANNA}", "@Ada")

        return Subject(
            platform=platform,
            person=TO_ANNA,
            place=ROOM,
            strangers=(Address("person", f"{HOST}/U0NOBODY"), Address("place", "C0NOWHERE"), Address("person", ROOM.id)),
            nowhere=f"{ROOM.id}/1712345678.000100",
            read=read,
        )


def posts(fake, place=ROOM.id):
    return [one for one in fake.messages(place) if one.thread_ts is None]


async def test_a_mention_is_live_and_rings_only_by_an_id_slack_gave(fake, platform):
    said = marked("Spørg {who}, ikke {fake}.", who=mention("p_1", "Anna Holm"), fake="<!channel>")
    await platform.send("k", ROOM, Message("Hej", (text(said),)))
    assert posts(fake)[0].tokens == [f"@{ANNA}"]


async def test_what_slack_learns_of_the_key_is_opaque(fake, platform):
    await platform.send("a-key", ROOM, Message("Hej"))
    assert posts(fake)[0].metadata == {"event_type": "pagt", "event_payload": {"key": "a-key", "of": 1, "files": 0}}


LONG = Message(
    "Overblik",
    (
        *(text(marked("{words}", words=f"Afsnit {number}. " + "ord " * 650)) for number in range(12)),
        File("referat.txt", "text/plain", b"Referat"),
    ),
)


async def test_a_long_message_arrives_whole_in_its_thread_and_as_files(fake, platform):
    reference = await platform.send("k", ROOM, LONG)
    said = fake.said_at(reference)
    assert all(f"Afsnit {number}." in said for number in range(12))
    assert "referat.txt" in said
    assert len(posts(fake)) == 1
    assert await platform.find("k", ROOM, long_ago()) == reference


@pytest.mark.parametrize(
    "broken",
    [
        lambda faults: faults.drop_after("chat.postMessage"),
        lambda faults: faults.drop_before("files.getUploadURLExternal"),
        lambda faults: faults.drop_before("upload"),
        lambda faults: faults.drop_after("files.completeUploadExternal"),
        lambda faults: faults.wait("files.getUploadURLExternal", 1),
        lambda faults: faults.status("files.completeUploadExternal", 503),
        lambda faults: faults.error("files.completeUploadExternal", "internal_error"),
    ],
    ids=["first answer lost", "no address", "upload lost", "share's answer lost", "rate", "503", "internal error"],
)
async def test_a_message_that_broke_off_is_taken_up_where_it_ended(fake, session, platform, broken):
    broken(fake.faults)
    with pytest.raises(PlatformError) as failed:
        await platform.send("k", ROOM, LONG)
    assert failed.value.arrived is None
    assert not failed.value.lasting
    again = platform_of(fake, session)  # Another process: nothing is remembered but what stands in Slack.
    if await again.find("k", ROOM, long_ago()) is None:
        await again.send("k", ROOM, LONG)
    assert len(posts(fake)) == 1
    said = fake.said_at(await again.find("k", ROOM, long_ago()))
    for number in range(12):
        assert said.count(f"Afsnit {number}.") == 1
    assert said.count("referat.txt") == 1


async def test_a_thread_that_broke_off_between_two_posts_is_completed(fake, session, platform):
    wide = Message("Bred", tuple(Table(f"T{n}", ("a", "b"), tuple((f"{n}-{i}", "x" * 60) for i in range(80))) for n in range(3)))
    whole = await platform.send("whole", ROOM, wide)
    count = len(fake.thread(*whole.split("/")))
    assert count
    fake.faults.drop_before("never")
    fake.state.messages.clear()
    posted = []
    original = fake.server.api.chat.post

    def once(who, facts):
        if len(posted) == count:
            raise RuntimeError
        posted.append(facts)
        return original(who, facts)

    fake.server.api.chat.post = once
    with pytest.raises(PlatformError):
        await platform.send("k", ROOM, wide)
    fake.server.api.chat.post = original
    assert await platform.find("k", ROOM, long_ago()) is None
    reference = await platform_of(fake, session).send("k", ROOM, wide)
    assert len(fake.thread(*reference.split("/"))) == count
    assert len(posts(fake)) == 1


@pytest.mark.parametrize("page", [1000, 3], ids=["at once", "page by page"])
async def test_an_edit_changes_the_thread_too_and_takes_away_what_is_too_much(fake, platform, page):
    fake.server.api.page = page
    reference = await platform.send("k", ROOM, LONG)
    await platform.update(reference, Message("Kort", (text(marked("Kun dette.")),)))
    left = [one for one in fake.messages(ROOM.id) if not one.files]
    assert [one.said for one in left] == ["Kort\nKun dette."]
    await platform.update(reference, LONG)
    assert all(fake.said_at(reference).count(f"Afsnit {number}.") == 1 for number in range(12))
    assert fake.said_at(reference).count("referat.txt") == 1


@pytest.mark.parametrize("broken", ["drop_after", "slow after"])
async def test_a_post_whose_answer_is_lost_is_never_tried_again_by_itself_and_is_found(fake, platform, broken):
    if broken == "drop_after":
        fake.faults.drop_after("chat.postMessage")
    else:
        fake.faults.slow("chat.postMessage", 3, after=True)
    with pytest.raises(PlatformError) as failed:
        await platform.send("k", ROOM, Message("Hej"))
    assert failed.value.arrived is None
    assert len(posts(fake)) == 1
    assert await platform.find("k", ROOM, long_ago()) == f"{ROOM.id}/{posts(fake)[0].ts}"


async def test_a_connection_that_never_stood_brought_nothing(fake, platform):
    await platform.send("warm", ROOM, Message("Hej"))
    await fake.goes_away()
    with pytest.raises(PlatformError) as failed:
        await platform.send("k", ROOM, Message("Hej"))
    assert failed.value.arrived is False or failed.value.arrived is None
    assert not failed.value.lasting
    with pytest.raises(PlatformError):
        await platform.find("k", ROOM, long_ago())


@pytest.mark.parametrize(
    ("error", "lasting"),
    [
        ("channel_not_found", True),
        ("is_archived", True),
        ("not_in_channel", True),
        ("account_inactive", True),
        ("msg_too_long", True),
        ("token_revoked", False),
        ("missing_scope", False),
        ("invalid_auth", False),
    ],
)
async def test_what_no_second_try_helps_is_said_to_last(fake, platform, error, lasting):
    await platform.send("warm", ROOM, Message("Hej"))
    fake.faults.error("chat.postMessage", error)
    with pytest.raises(PlatformError, match=error) as failed:
        await platform.send("k", ROOM, Message("Hej"))
    assert failed.value.lasting is lasting
    assert failed.value.arrived is False


async def test_slack_is_not_asked_again_before_it_said(fake, platform):
    await platform.send("warm", ROOM, Message("Hej"))
    fake.faults.wait("chat.postMessage", 2)
    with pytest.raises(PlatformError) as first:
        await platform.send("k", ROOM, Message("Hej"))
    assert first.value.wait == timedelta(seconds=2)
    assert first.value.arrived is False
    before = len(fake.calls)
    with pytest.raises(PlatformError) as second:
        await platform.send("k", ROOM, Message("Hej"))
    assert timedelta() < second.value.wait <= timedelta(seconds=2)
    assert [method for method, _ in fake.calls[before:] if method == "chat.postMessage"] == []
    assert await platform.find("warm", ROOM, long_ago())  # Another method goes on.


async def test_a_conversation_gets_one_message_a_second_while_others_go_on(fake, session):
    fake.server.api.chat.pace = 0.2
    platform = platform_of(fake, session, between=0.25)
    fake.channel("C0ANDEN1", "anden", [ANNA])
    began = time.monotonic()
    await asyncio.gather(
        *(platform.send(f"a{n}", ROOM, Message(str(n))) for n in range(4)),
        platform.send("b", Address("place", "C0ANDEN1"), Message("b")),
    )
    assert 0.7 < time.monotonic() - began < 1.5
    assert len(posts(fake)) == 4
    assert not fake.refused


async def test_a_long_queue_waits_in_the_outbox_and_not_here(fake, session):
    platform = platform_of(fake, session, between=1.5)
    outcomes = await asyncio.gather(*(platform.send(f"a{n}", ROOM, Message(str(n))) for n in range(6)), return_exceptions=True)
    waits = [one.wait for one in outcomes if isinstance(one, PlatformError)]
    assert len(waits) == 3
    assert all(wait > timedelta(seconds=3) for wait in waits)


async def test_metadata_of_another_app_is_not_ours(fake, platform):
    await platform.send("warm", ROOM, Message("Hej"))
    message = posts(fake)[0]
    message.user, message.bot_id = "U0EVIL01", "B0EVIL"
    assert await platform.find("warm", ROOM, long_ago()) is None


async def test_a_key_is_found_pages_back_but_not_before_its_time(platform):
    reference = await platform.send("k", ROOM, Message("Hej"))
    for number in range(250):
        await platform.send(f"other-{number}", ROOM, Message("Andet"))
    assert await platform.find("k", ROOM, long_ago()) == reference
    assert await platform.find("k", ROOM, datetime.now(UTC) + timedelta(minutes=5)) is None


async def test_a_form_is_opened_by_its_trigger_once(fake, platform):
    await platform.send("warm", ROOM, Message("Hej"))
    trigger = Sent(fake.state, fake.app(), fake.server.url).trigger(fake.state.users[ANNA])
    form = Form("Ny", "/initiative new", (Short(name="title", label="Titel"),), "Send")
    await platform.open_form(form, f"{HOST}/{trigger}")
    assert fake.state.views[0].view["title"]["text"] == "Ny"
    with pytest.raises(PlatformError) as spent:
        await platform.open_form(form, f"{HOST}/{trigger}")
    assert spent.value.lasting
