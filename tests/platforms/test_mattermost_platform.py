"""MattermostPlatform keeps what every platform promises on servers of three ages, and what only it does."""

import asyncio
import json
from datetime import UTC, datetime, timedelta

import pytest

from bot.chat.form import Form, Short
from bot.chat.message import Button, Buttons, File, Message, Text
from bot.platforms.mattermost.home import Homecoming
from bot.platforms.mattermost.mentioned import Mentioned
from bot.platforms.mattermost.people import People
from bot.platforms.mattermost.platform import MattermostPlatform, Ways
from bot.platforms.mattermost.rest import Rest
from bot.platforms.mattermost.signing import Signer
from bot.platforms.platform import Address, PlatformError
from tests.platforms.contract import PlatformContract, Subject, long_ago
from tests.platforms.fake_mattermost.eras import SUPPORTED, V5_37, V10_11, V11_10
from tests.platforms.fake_mattermost.people_api import joined
from tests.platforms.fake_mattermost.seen import said
from tests.platforms.fake_mattermost.server import Server
from tests.platforms.fake_mattermost.state import Channel, State, Team, User

SECRET = "a secret that nobody guesses, for the tests of Mattermost only"


class Stand:
    """A fake server with a bot, a person and a channel, and the platform before it."""

    def __init__(self, era) -> None:
        self.server = Server(State(era))
        state = self.state = self.server.state
        team = Team(state.new_id("team"), "samarbejde")
        self.bot = User(state.new_id("bot"), "pagt", is_bot=True)
        self.anna = User(state.new_id("user"), "anna.holm", "Anna", "Holm")
        state.teams[team.id] = team
        for one in (self.bot, self.anna):
            state.users[one.id] = one
            joined(team, one)
        self.channel = Channel(state.new_id("channel"), "aftalen", "P", team.id, members={self.bot.id, self.anna.id})
        self.closed = Channel(state.new_id("channel"), "lukket", "P", team.id, members={self.anna.id})
        state.channels |= {one.id: one for one in (self.channel, self.closed)}
        state.tokens["bot-token"] = self.bot.id

    async def open(self) -> None:
        await self.server.start()
        self.rest = Rest(self.server.url, "bot-token", timeout=2.0)
        home = Homecoming(self.rest)
        people = People(self.rest, home)
        ways = Ways(Signer(SECRET), "http://127.0.0.1:1")

        async def resolve(named):
            return {"person:p_anna": self.anna.id} if "person:p_anna" in named else {}

        self.platform = MattermostPlatform(self.rest, ways, Mentioned(self.rest, people, resolve), home)

    async def close(self) -> None:
        await self.rest.close()
        await self.server.stop()

    @property
    def room(self) -> Address:
        return Address("place", self.channel.id)

    def posts(self):
        return [one for one in self.state.posts if one.user_id == self.bot.id and not one.delete_at]

    def words(self, id_: str) -> str:
        post = self.state.post(id_)
        return "\n".join(said(one, self.state) for one in self.state.thread(post))


async def standing(era):
    stand = Stand(era)
    await stand.open()
    return stand


@pytest.fixture(params=[V5_37, *SUPPORTED], ids=lambda era: era.version)
async def any_stand(request):
    stand = await standing(request.param)
    yield stand
    await stand.close()


@pytest.fixture
async def stand():
    made = await standing(V10_11)
    yield made
    await made.close()


class TestMattermostPlatform(PlatformContract):
    @pytest.fixture
    def subject(self, any_stand) -> Subject:
        async def read(reference: str) -> str:
            return any_stand.words(reference)

        return Subject(
            platform=any_stand.platform,
            person=Address("person", any_stand.anna.id),
            place=any_stand.room,
            strangers=(
                Address("person", "z" * 26),
                Address("person", "Anna Holm"),
                Address("place", "z" * 26),
                Address("place", any_stand.closed.id),
            ),
            nowhere="z" * 26,
            read=read,
        )


async def test_what_is_too_long_for_one_post_continues_in_its_thread_and_an_edit_takes_the_surplus_away(stand):
    long = Message(
        "Langt", (Text("\n\n".join(f"Afsnit {n} " + "ord " * 900 for n in range(12))), File("a.txt", "text/plain", b"a"))
    )
    reference = await stand.platform.send("k", stand.room, long)
    assert len(stand.posts()) > 2
    assert {one.root_id for one in stand.posts()} == {"", reference}
    assert "Afsnit 11" in stand.words(reference)
    assert "a.txt" in stand.words(reference)
    assert await stand.platform.find("k", stand.room, long_ago()) == reference
    await stand.platform.update(reference, Message("Kort"))
    assert [one.id for one in stand.posts()] == [reference]
    assert await stand.platform.find("k", stand.room, long_ago()) == reference


async def test_a_send_that_broke_off_is_taken_up_where_it_ended(stand):
    long = Message("Langt", (Text("\n\n".join(f"Afsnit {n} " + "ord " * 900 for n in range(12))),))
    await stand.platform.send("k", stand.room, long)
    whole = len(stand.posts())
    last = stand.posts()[-1]
    last.delete_at = 1
    assert await stand.platform.find("k", stand.room, long_ago()) is None
    reference = await stand.platform.send("k", stand.room, long)
    assert len(stand.posts()) == whole
    assert await stand.platform.find("k", stand.room, long_ago()) == reference


async def test_an_edit_brings_its_own_buttons_and_leaves_none_of_before(any_stand):
    reference = await any_stand.platform.send(
        "k", any_stand.room, Message("Set?", (Buttons((Button("Set", "/initiative seen I-1"),)),))
    )
    await any_stand.platform.update(reference, Message("Set?", (Buttons((Button("Set igen", "/initiative seen I-2"),)),)))
    actions = any_stand.state.post(reference).attachments[0]["actions"]
    assert [one["name"] for one in actions] == ["Set igen"]
    assert actions[0]["integration"]["url"].endswith("/mattermost/action")
    await any_stand.platform.update(reference, Message("Set."))
    assert any_stand.state.post(reference).attachments == []


async def test_a_person_is_called_by_a_mention_of_ours_and_by_nothing_they_or_others_wrote(stand):
    message = Message("@channel @all", (Text("[Anna](person:p_anna) @here"),))
    reference = await stand.platform.send("k", stand.room, message)
    assert stand.state.post(reference).pinged == {"@anna.holm"}


async def test_a_channel_is_told_without_a_sound_where_the_server_can(stand):
    await stand.platform.send("k", stand.room, Message("Overblik"))
    assert not stand.posts()[0].silent
    new = await standing(V11_10)
    await new.platform.send("k", new.room, Message("Overblik"))
    await new.platform.send("k", Address("person", new.anna.id), Message("Til dig"))
    assert [one.silent for one in new.posts()] == [True, False]
    await new.close()


async def test_a_mark_of_somebody_else_is_not_ours(stand):
    await stand.platform.send("k", stand.room, Message("Hej"))
    stand.posts()[0].user_id = stand.anna.id
    assert await stand.platform.find("k", stand.room, long_ago()) is None
    assert await stand.platform.find("k", stand.room, datetime.now(UTC) + timedelta(minutes=5)) is None


async def test_a_server_that_is_gone_took_nothing_and_may_be_asked_again(stand):
    await stand.platform.send("warm", stand.room, Message("Hej"))
    await stand.server.stop()
    with pytest.raises(PlatformError) as failed:
        await stand.platform.send("k", stand.room, Message("Hej"))
    assert not failed.value.lasting
    with pytest.raises(PlatformError) as unknown:
        await stand.platform.find("warm", stand.room, long_ago())
    assert not unknown.value.lasting
    await stand.server.start()
    assert await stand.platform.find("warm", stand.room, long_ago())


async def test_a_token_that_no_longer_holds_keeps_what_is_owed(stand):
    await stand.platform.send("warm", stand.room, Message("Hej"))
    stand.state.tokens.clear()
    with pytest.raises(PlatformError) as failed:
        await stand.platform.send("k", stand.room, Message("Hej"))
    assert not failed.value.lasting
    assert failed.value.arrived is False


async def test_no_reason_repeats_what_the_server_says(stand):
    with pytest.raises(PlatformError) as failed:
        await stand.platform.send("k", Address("place", stand.closed.id), Message("Hej"))
    assert "You do not have" not in str(failed.value)
    assert str(failed.value).startswith("403")


async def test_messages_sent_at_once_all_arrive(stand):
    sent = await asyncio.gather(*(stand.platform.send(f"k{n}", stand.room, Message(str(n))) for n in range(20)))
    assert len(set(sent)) == 20


async def test_a_form_is_opened_by_a_trigger_and_not_by_another_one(stand):
    form = Form("Ny", "/initiative new", (Short(name="title", label="Titel"),), "Send")
    for wrong in ("never", f"{stand.anna.id}/{stand.channel.id}/never"):
        with pytest.raises(PlatformError) as refused:
            await stand.platform.open_form(form, wrong)
        assert refused.value.lasting
    assert json.dumps(stand.state.dialogs) == "[]"
