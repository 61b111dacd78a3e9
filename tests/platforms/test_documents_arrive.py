"""What people take away really arrives: the calendar file of an invitation and the wheel of the year, on Slack and on Mattermost."""

import io

import pytest
from ical.calendar_stream import IcsCalendarStream
from PIL import Image

from tests.platforms import mattermost_stage, slack_stage
from tests.platforms.fake_mattermost.eras import SUPPORTED
from tests.platforms.fake_mattermost.fake import FakeMattermost
from tests.platforms.slack_stage import ANNA, BO, CARLA, DINA, ROOM
from tests.platforms.waiting import until

LINE = "/pagt meeting convene 2027-03-11T10:00-12:00; title: Nye indsatser"


@pytest.fixture
async def slack(fake, tmp_path, sqlite_template):
    async with slack_stage.staged(tmp_path, sqlite_template, "socket", fake=fake) as made:
        fake.channel(ROOM, "samarbejde", [ANNA, BO, CARLA, DINA])
        yield made
        assert not fake.refused, fake.refused


@pytest.fixture
async def mattermost(tmp_path, sqlite_template):
    async with (
        FakeMattermost(SUPPORTED[-1]).running() as fake,
        mattermost_stage.staged(tmp_path, sqlite_template, fake) as made,
    ):
        yield made
        assert not fake.refused, fake.refused


def invited_to(data):
    (event,) = IcsCalendarStream.calendar_from_ics(data.decode()).events
    return event.summary


async def test_an_invitation_in_slack_has_its_file_in_its_thread(slack):
    fake = slack.fake
    await fake.types(DINA, ROOM, LINE)
    uploads = lambda: [one for one in fake.state.uploads.values() if one["name"] == "M-1.ics" and one["data"]]  # noqa: E731
    await until(lambda: len(uploads()) == 3)  # Anna and Bo speak for a party, and Carla chairs.
    assert {invited_to(one["data"]) for one in uploads()} == {"M-1 Nye indsatser"}
    await until(lambda: any(message.files for message in fake.messages(slack.dm(BO))))
    (shared,) = [one for one in fake.messages(slack.dm(BO)) if one.files]
    above = fake.state.at(slack.dm(BO), shared.thread_ts)
    assert "Nye indsatser" in above.said
    assert [one["title"] for one in shared.files] == ["M-1.ics"]


async def test_the_wheel_in_slack_is_a_picture_with_its_description(slack):
    fake = slack.fake
    await fake.says(CARLA, slack.dm(CARLA), "aftale årshjul")
    await until(lambda: any(message.files for message in fake.messages(slack.dm(CARLA))))
    (shared,) = [one for one in fake.messages(slack.dm(CARLA)) if one.files]
    (file,) = shared.files
    assert file["alt_txt"].startswith("Årshjulet 2027")
    assert Image.open(io.BytesIO(fake.state.uploads[file["id"]]["data"])).format == "PNG"


async def test_the_wheel_asked_for_in_a_channel_of_slack_is_in_the_persons_own_conversation(slack):
    fake = slack.fake
    seen = await fake.types(CARLA, ROOM, "/agreement wheel")
    assert "Årshjulet 2027" in seen.said
    await until(lambda: any(message.files for message in fake.messages(slack.dm(CARLA))))
    assert not [one for one in fake.messages(ROOM) if one.files]


async def test_an_invitation_in_mattermost_has_its_file_beside_it(mattermost):
    fake = mattermost.fake
    room = fake.adds_channel("samarbejde", [mattermost.anna, mattermost.bo, mattermost.dina]).id
    await fake.types(mattermost.dina.id, room, LINE)
    post = await mattermost.told(mattermost.bo, "Nye indsatser")
    (kept,) = [fake.state.files[one] for one in post.file_ids]
    assert (kept.name, invited_to(kept.data)) == ("M-1.ics", "M-1 Nye indsatser")


async def test_the_wheel_in_mattermost_is_a_picture_beside_its_words(mattermost):
    fake = mattermost.fake
    await fake.says(mattermost.carla.id, mattermost.dm(mattermost.carla), "aftale årshjul")
    post = await mattermost.told(mattermost.carla, "Årshjulet 2027")
    (kept,) = [fake.state.files[one] for one in post.file_ids]
    assert (kept.name, Image.open(io.BytesIO(kept.data)).format) == ("aarshjul-2027.png", "PNG")
