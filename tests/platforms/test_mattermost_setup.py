"""`pagt mattermost setup`: from an empty team to working commands, twice without harm, and plainly told what is in the way."""

import pytest

from bot.platforms.mattermost.commands import Wanted, wanted
from bot.platforms.mattermost.rest import Rest
from bot.platforms.mattermost.setup import CannotSetUp, Memory, Plan, advice, set_up
from bot.registry import Registry, all_commands
from bot.reserved_names import reserved
from bot.words import mattermost as words
from bot.words.language import speaking
from tests.platforms.fake_mattermost.eras import ERAS, V10_11
from tests.platforms.fake_mattermost.fake import FakeMattermost

PUBLIC = "https://pagt.example.dk"


class Kept:
    """What would be remembered."""

    def __init__(self) -> None:
        self.commands = {}

    @property
    def memory(self) -> Memory:
        async def keep(one):
            self.commands[one.trigger] = one

        async def forget(_team, trigger):
            self.commands.pop(trigger, None)

        async def known(_team):
            return {trigger: one.id for trigger, one in self.commands.items()}

        return Memory(keep, forget, known)


@pytest.fixture
def kept():
    return Kept()


def plan(fake, **facts):
    with speaking("da"):
        commands = facts.pop("commands", None) or wanted(Registry(all_commands()))
    return Plan(**{"team": fake.team.name, "username": "pagt", "public_url": PUBLIC, "commands": commands, **facts})


async def done(fake, kept, token=None, **facts):
    rest = Rest(fake.url, token or fake.admin_token)
    try:
        return await set_up(rest, plan(fake, **facts), kept.memory)
    finally:
        await rest.close()


@pytest.mark.parametrize("era", ERAS, ids=lambda era: era.version)
async def test_an_administrator_sets_it_up_and_does_it_again(era, kept):
    async with FakeMattermost(era, bot=False).running() as fake:
        first = await done(fake, kept)
        bot = fake.state.named("pagt")
        assert first.bot == bot.id
        assert bot.is_bot
        assert bot.id in fake.team.members
        assert fake.state.tokens[first.new_token] == bot.id
        assert "pagt" in first.made
        tokens = {one.facts["trigger"]: one.token for one in fake.state.commands.values()}
        assert {trigger: one.token for trigger, one in kept.commands.items()} == tokens
        again = await done(fake, kept, bot_token=first.new_token)
        assert (again.made, again.taken, again.removed, again.new_token) == ([], [], [], "")
        assert sorted(again.kept) == sorted(first.made)
        assert {trigger: one.token for trigger, one in kept.commands.items()} == tokens
        assert all(one.facts["auto_complete_hint"] and one.facts["auto_complete_desc"] for one in fake.state.commands.values())


async def test_a_team_administrator_does_it_with_the_bots_token(kept):
    async with FakeMattermost(V10_11).running() as fake:
        chief = fake.adds_user("chef", "En Chef", team_roles="team_user team_admin")
        outcome = await done(fake, kept, token=fake.token(chief), bot_token=fake.bot_token)
        assert outcome.bot == fake.bot.id
        assert "AllowedUntrustedInternalConnections unread" in outcome.advice


async def test_a_word_that_is_taken_is_told_and_the_rest_goes_on(kept):
    async with FakeMattermost(V10_11).running() as fake:
        other = fake.adds_command("party", "https://elsewhere.example.dk")
        outcome = await done(
            fake,
            kept,
            bot_token=fake.bot_token,
            commands=[Wanted("party", "", "x"), Wanted("status", "", "x"), Wanted("pagt", "", "x")],
        )
        assert outcome.taken == ["party", "status"]
        assert outcome.made == ["pagt"]
        assert fake.state.commands[other.id].facts["url"] == "https://elsewhere.example.dk"


async def test_a_word_that_a_plugin_answers_to_is_told_though_the_server_takes_ours(kept):
    async with FakeMattermost(V10_11).running() as fake:
        fake.state.plugins["initiative"] = "a plugin's"
        both = [Wanted("initiative", "", "x"), Wanted("pagt", "", "x")]
        for _ in range(2):
            outcome = await done(fake, kept, bot_token=fake.bot_token, commands=both)
            assert outcome.taken == ["initiative"]
        fake.state.plugins.clear()
        assert (await done(fake, kept, bot_token=fake.bot_token, commands=both)).kept == ["initiative", "pagt"]


async def test_a_command_that_is_not_wanted_any_more_is_taken_away(kept):
    async with FakeMattermost(V10_11).running() as fake:
        await done(fake, kept, bot_token=fake.bot_token, commands=[Wanted("old", "", "x"), Wanted("pagt", "", "x")])
        outcome = await done(fake, kept, bot_token=fake.bot_token, commands=[Wanted("pagt", "", "x")])
        assert outcome.removed == ["old"]
        assert [one.facts["trigger"] for one in fake.state.commands.values() if not one.delete_at] == ["pagt"]


def _no_bots(fake):
    fake.sets("ServiceSettings", EnableBotAccountCreation=False)


def _a_person(fake):
    fake.adds_user("pagt", "Per Agt")


@pytest.mark.parametrize(
    ("why", "prepare", "facts"),
    [
        ("token not taken", None, {"token": "nobody's"}),
        ("no such team", None, {"team": "another"}),
        ("bot token not taken", None, {"bot_token": "nobody's"}),
        ("bots cannot be made", _no_bots, {}),
        ("name is a person's", _a_person, {}),
        ("needs a bot token", None, {"token": "member"}),
        ("not a bot's token", None, {"bot_token": "member"}),
    ],
)
async def test_what_is_in_the_way_is_told(kept, why, prepare, facts):
    async with FakeMattermost(V10_11, bot=False).running() as fake:
        member = fake.token(fake.adds_user("medlem", "Et Medlem"))
        facts = {name: member if value == "member" else value for name, value in facts.items()}
        if prepare is not None:
            prepare(fake)
        with pytest.raises(CannotSetUp) as stopped:
            await done(fake, kept, **facts)
        assert stopped.value.why == why
        with speaking("da"):
            assert words.stopped(why)


@pytest.mark.parametrize(
    ("settings", "public", "found"),
    [
        ({}, PUBLIC, []),
        ({"SiteURL": ""}, PUBLIC, ["SiteURL"]),
        ({"EnableCommands": False}, PUBLIC, ["EnableCommands"]),
        ({"PostEditTimeLimit": 300}, PUBLIC, ["PostEditTimeLimit"]),
        ({"AllowedUntrustedInternalConnections": ""}, "https://10.1.2.3", ["AllowedUntrustedInternalConnections"]),
        ({"AllowedUntrustedInternalConnections": "10.0.0.0/8 x"}, "https://10.1.2.3", []),
        ({"AllowedUntrustedInternalConnections": "pagt"}, "https://pagt", []),
        ({}, "http://pagt.example.dk", ["https"]),
    ],
)
async def test_what_the_servers_settings_lack_is_listed(settings, public, found):
    async with FakeMattermost(V10_11).running() as fake:
        fake.sets("ServiceSettings", **settings)
        rest = Rest(fake.url, fake.admin_token)
        assert await advice(rest, public) == found
        await rest.close()
        for one in found:
            with speaking("en"):
                assert words.advised(one, "pagt")


def test_no_command_is_one_the_server_keeps_and_none_is_too_long():
    with speaking("da"):
        found = wanted(Registry(all_commands()))
    assert found[0].trigger == "pagt"
    assert "initiative" in [one.trigger for one in found]
    assert not [one.trigger for one in found if reserved(one.trigger, "mattermost")]
    for one in found:
        body = one.body("t", PUBLIC)
        assert len(body["display_name"].encode()) <= 64
        assert len(body["description"].encode()) <= 128
        assert len(body["auto_complete_desc"]) <= 1000
