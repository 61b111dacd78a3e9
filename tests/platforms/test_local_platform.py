"""LocalPlatform keeps what every platform promises, and what only it does."""

import asyncio
import sqlite3
from datetime import UTC, datetime, timedelta

import pytest

from bot.chat.form import Form, Short
from bot.chat.message import Message
from bot.platforms.local.open_form import Step
from bot.platforms.local.shapes import At, drawn
from bot.platforms.platform import Address, PlatformError
from bot.words.language import speaking
from tests.platforms.contract import PlatformContract, Subject
from tests.platforms.seen import seen


class TestLocalPlatform(PlatformContract):
    @pytest.fixture
    def subject(self, world) -> Subject:
        async def read(reference: str) -> str:
            message = world.workspace.posts.by_id(reference).message
            with speaking("en"):
                page = seen(drawn(message, At("/press", "/files")))
            return page.words

        return Subject(
            platform=world.platform,
            person=Address("person", "u_osa"),
            place=Address("place", "c_agreement"),
            strangers=(Address("person", "u_nobody"), Address("place", "c_nowhere"), Address("person", "c_agreement")),
            nowhere="m999",
            read=read,
        )


async def test_a_persons_post_is_never_edited_by_the_bot(world):
    said = (await world.desk.say("u_osa", "c_agreement", "Good morning")).said
    with pytest.raises(PlatformError):
        await world.platform.update(said.id, Message("Changed"))
    assert world.workspace.posts.by_id(said.id).text == "Good morning"


async def test_a_key_is_found_only_since_an_instant_of_real_time(world):
    reference = await world.platform.send("key-1", Address("place", "c_agreement"), Message("Hello"))
    now = datetime.now(UTC)
    world.workspace.clock.forward(world.workspace.now() + timedelta(days=400))  # The agreement's clock changes nothing here.
    find = world.platform.find
    assert await find("key-1", Address("place", "c_agreement"), now - timedelta(minutes=1)) == reference
    assert await find("key-1", Address("place", "c_agreement"), now + timedelta(minutes=1)) is None


async def test_messages_sent_at_once_all_arrive(world):
    to = [Address("person", user) for user in ("u_osa", "u_eki", "u_chair")] * 10
    sent = await asyncio.gather(*(world.platform.send(f"key-{n}", one, Message(str(n))) for n, one in enumerate(to)))
    assert len(set(sent)) == 30
    assert len(world.workspace.posts.seen("u_osa")) == 10


async def test_a_form_is_opened_by_the_step_that_asked_for_it(world):
    form = Form("New", "/new", (Short(name="title", label="Title"),), "Send")
    await world.desk.say("u_osa", "c_agreement", "/new", delivery="delivery-1")
    await world.platform.open_form(form, "delivery-1")
    opened = world.workspace.forms.of("u_osa")
    assert opened.form == form
    assert opened.step == Step("delivery-1", "u_osa", "c_agreement")


async def test_a_trigger_nobody_pulled_has_expired(world):
    with pytest.raises(PlatformError) as refused:
        await world.platform.open_form(Form("New", "/new", (), "Send"), "never")
    assert refused.value.lasting


async def test_a_trigger_expires(world):
    await world.desk.say("u_osa", "c_agreement", "/new", delivery="delivery-1")
    with world.workspace.database.begin() as connection:
        connection.execute("UPDATE step SET made_at = replace(made_at, substr(made_at, 1, 4), '2001')")
    with pytest.raises(PlatformError):
        await world.platform.open_form(Form("New", "/new", (), "Send"), "delivery-1")


async def test_a_file_somebody_else_is_writing_may_be_written_later(world, tmp_path):
    with world.workspace.database.begin() as connection:
        connection.execute("PRAGMA busy_timeout = 20")
    other = sqlite3.connect(tmp_path / "workspace.db", isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    with pytest.raises(PlatformError) as failed:
        await world.platform.send("key-1", Address("person", "u_osa"), Message("Hello"))
    other.execute("ROLLBACK")
    other.close()
    assert not failed.value.lasting
    assert failed.value.arrived is False
    assert await world.platform.send("key-1", Address("person", "u_osa"), Message("Hello"))
