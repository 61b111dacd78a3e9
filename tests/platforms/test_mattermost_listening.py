"""Words reach Pagt once in Mattermost: over a cut link, another node, a server that was away, and a bot that was."""

import asyncio

import pytest

from tests.platforms.fake_mattermost.eras import SUPPORTED, V5_37
from tests.platforms.fake_mattermost.fake import FakeMattermost
from tests.platforms.mattermost_stage import free_port, linked, staged


@pytest.fixture(params=[V5_37, SUPPORTED[-1]], ids=lambda era: era.version)
async def fake(request):
    async with FakeMattermost(request.param).running() as made:
        yield made


@pytest.fixture
async def stage(fake, tmp_path, sqlite_template):
    async with staged(tmp_path, sqlite_template, fake) as made:
        yield made


async def answered_once(stage, user, words, times=1):
    """Wait for answers with these words, and see that no more come."""
    for _ in range(500):
        if stage.fake.heard(user).count(words) >= times:
            break
        await asyncio.sleep(0.01)
    await asyncio.sleep(0.3)
    assert stage.fake.heard(user).count(words) == times, stage.fake.heard(user)


async def test_words_in_a_direct_message_are_answered_there(stage):
    await stage.fake.says(stage.anna.id, stage.dm(stage.anna), "hvem")
    await answered_once(stage, stage.anna, "Du er Anna Holm")


async def test_a_mention_in_a_channel_is_answered_to_that_person_alone(stage):
    room = stage.fake.adds_channel("samarbejde", [stage.anna, stage.bo])
    await stage.fake.says(stage.anna.id, room.id, "@pagt hvem")
    await answered_once(stage, stage.anna, "Du er Anna Holm")
    assert [one.user_id for one in stage.fake.posts(room)] == [stage.anna.id]


async def test_talk_between_people_is_none_of_its_business(stage):
    room = stage.fake.adds_channel("samarbejde", [stage.anna, stage.bo])
    await stage.fake.says(stage.anna.id, room.id, "hvem kommer på mandag?")
    await stage.fake.says(stage.bo.id, room.id, "status", root=stage.fake.posts(room)[0].id)
    await stage.fake.says(stage.anna.id, stage.dm(stage.anna), "hvem")
    await answered_once(stage, stage.anna, "Du er Anna Holm")
    assert len(stage.fake.posts(room)) == 2


async def test_a_cut_link_is_taken_up_where_it_was_and_nothing_is_lost(stage):
    await stage.fake.cuts_sockets()
    await stage.fake.says(stage.anna.id, stage.dm(stage.anna), "hvem")
    await linked(stage.fake)
    await answered_once(stage, stage.anna, "Du er Anna Holm")
    assert stage.fake.sockets.hellos == 1


async def test_another_node_remembers_nothing_so_what_was_missed_is_fetched(stage):
    await stage.fake.says(stage.anna.id, stage.dm(stage.anna), "hvem")
    await answered_once(stage, stage.anna, "Du er Anna Holm")
    await stage.settled()
    await stage.fake.changes_node()
    await stage.fake.says(stage.anna.id, stage.dm(stage.anna), "hvem")
    await linked(stage.fake, 2)
    await answered_once(stage, stage.anna, "Du er Anna Holm", 2)


async def test_a_server_that_was_away_is_listened_to_again(stage):
    await stage.fake.says(stage.anna.id, stage.dm(stage.anna), "hvem")
    await answered_once(stage, stage.anna, "Du er Anna Holm")
    await stage.settled()
    await stage.fake.goes_away()
    await stage.fake.says(stage.bo.id, stage.dm(stage.bo), "hvem")
    await asyncio.sleep(0.3)
    await stage.fake.comes_back()
    await linked(stage.fake, 2)
    await answered_once(stage, stage.bo, "Du er Bo Lund")
    await stage.fake.says(stage.anna.id, stage.dm(stage.anna), "hvem")
    await answered_once(stage, stage.anna, "Du er Anna Holm", 2)


async def test_what_was_said_while_the_bot_was_away_is_answered_when_it_is_back(fake, tmp_path, sqlite_template):
    port = free_port()
    async with staged(tmp_path, sqlite_template, fake, port=port) as stage:
        room = fake.adds_channel("samarbejde", [stage.anna, stage.bo])
        await fake.says(stage.anna.id, stage.dm(stage.anna), "hvem")
        await answered_once(stage, stage.anna, "Du er Anna Holm")
    await fake.says(stage.bo.id, stage.dm(stage.bo), "hvem")
    await fake.says(stage.bo.id, room.id, "@pagt hvem")
    async with staged(tmp_path, sqlite_template, fake, port=port) as stage:
        await answered_once(stage, stage.bo, "Du er Bo Lund", 2)
        await answered_once(stage, stage.anna, "Du er Anna Holm")


async def test_what_was_said_before_the_bot_ever_came_is_not_for_it(fake, tmp_path, sqlite_template):
    early = fake.adds_user("anna.x", "Anna Holm")
    await fake.says(early.id, fake.direct(early).id, "hvem")
    async with staged(tmp_path, sqlite_template, fake) as stage:
        await asyncio.sleep(0.3)
        assert "Du er" not in fake.heard(stage.anna)


async def test_words_that_could_not_be_answered_are_answered_later(stage):
    await stage.fake.says(stage.bo.id, stage.dm(stage.bo), "hvem")
    await answered_once(stage, stage.bo, "Du er Bo Lund")
    await stage.settled()
    stage.fake.faults.status("POST /posts", 503)
    await stage.fake.says(stage.anna.id, stage.dm(stage.anna), "hvem")
    await asyncio.sleep(0.3)
    await stage.settled()
    await answered_once(stage, stage.anna, "Du er Anna Holm")
