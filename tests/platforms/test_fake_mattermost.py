"""The fake Mattermost itself, with a bare bot behind it: it does for people what a server does, and fails as a server fails."""

import asyncio

import aiohttp
import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer

from tests.platforms.fake_mattermost.bare import bare_bot
from tests.platforms.fake_mattermost.eras import ERAS, V5_37, V10_11, V11_7, V11_10
from tests.platforms.fake_mattermost.fake import FakeMattermost
from tests.platforms.fake_mattermost.state import Post

DIALOG = {
    "callback_id": "form",
    "title": "New",
    "state": "signed",
    "elements": [
        {"name": "title", "display_name": "Title", "type": "text", "max_length": 20},
        {
            "name": "unit",
            "display_name": "Unit",
            "type": "select",
            "optional": True,
            "options": [{"text": "OSA", "value": "osa"}, {"text": "EKI", "value": "eki"}],
        },
    ],
}


@pytest.fixture
async def bot():
    async with bare_bot() as made:
        yield made


@pytest.fixture(params=ERAS, ids=lambda era: era.version)
async def anywhere(request, bot):
    async with stood(request.param, bot) as made:
        yield made


@pytest.fixture
async def fake(bot):
    async with stood(V11_7, bot) as made:
        yield made


def stood(era, bot):
    made = FakeMattermost(era)
    made.ana = made.adds_user("ana", "Ana Holm")
    made.bo = made.adds_user("bo.lund", "Bo Lund")
    made.room = made.adds_channel("aftale", [made.ana, made.bo])
    made.adds_command("pagt", bot.url)
    return made.running()


def buttons(bot, **more):
    action = {"id": "press0", "name": "Go", "type": "button", "integration": {"url": bot.url, "context": {"pagt": "t"}}, **more}
    return {"attachments": [{"text": "Press", "actions": [action]}]}


async def posted(fake, bot, **more):
    post = Post(fake.state.new_id("post"), fake.room.id, fake.bot.id, "Hello", props=buttons(bot, **more))
    return fake.server.posts.add(post)


async def opens(fake, trigger, dialog=DIALOG, url="http://127.0.0.1/dialog"):
    body = {"trigger_id": trigger, "url": url, "dialog": dialog}
    async with (
        aiohttp.ClientSession() as session,
        session.post(f"{fake.url}/api/v4/actions/dialogs/open", json=body) as answer,
    ):
        return answer.status, await answer.json()


async def test_a_command_is_told_as_a_form_with_its_own_token(anywhere, bot):
    bot.says({"response_type": "ephemeral", "text": "**Hi**", "skip_slack_parsing": True})
    seen = await anywhere.types(anywhere.ana.id, anywhere.room.id, "/pagt status digest @bo.lund")
    (told, headers), *_ = bot.told
    token = next(iter(anywhere.state.commands.values())).token
    assert (told["command"], told["text"], told["user_id"]) == (["/pagt"], ["status digest @bo.lund"], [anywhere.ana.id])
    assert headers["Authorization"] == f"Token {token}"
    assert told["token"] == [token]
    assert (told["user_mentions"], told["user_mentions_ids"]) == (["bo.lund"], [anywhere.bo.id])
    assert ("root_id" in told) == anywhere.state.era.root_id_in_commands
    assert seen.said == "Hi"
    assert [one.only_for for one in seen.answers] == [anywhere.ana.id]


@pytest.mark.parametrize("status", [201, 204, 302, 404, 500])
async def test_nothing_but_200_counts(fake, bot, status):
    bot.says("", status=status)
    seen = await fake.types(fake.ana.id, fake.room.id, "/pagt x")
    assert f"returned response {status}" in seen.error
    assert fake.complaints


async def test_json_of_another_kind_is_shown_as_it_is(fake, bot):
    bot.says({"text": "Hi"}, kind="text/plain")
    seen = await fake.types(fake.ana.id, fake.room.id, "/pagt x")
    assert seen.said == '{"text": "Hi"}'


async def test_an_empty_answer_shows_nothing(fake):
    seen = await fake.types(fake.ana.id, fake.room.id, "/pagt x")
    assert (seen.said, seen.error) == ("", "")


async def test_without_an_allowed_address_nothing_reaches_the_bot(fake, bot):
    fake.sets("ServiceSettings", AllowedUntrustedInternalConnections="")
    seen = await fake.types(fake.ana.id, fake.room.id, "/pagt x")
    assert (bot.told, "failed" in seen.error) == ([], True)
    assert fake.logged == ["address forbidden: 127.0.0.1"]


async def test_without_a_site_url_no_command_works(fake, bot):
    fake.sets("ServiceSettings", SiteURL="")
    seen = await fake.types(fake.ana.id, fake.room.id, "/pagt x")
    assert (bot.told, seen.error) == ([], "Site URL is not set.")


async def test_status_is_built_in_and_changes_something_else(fake, bot):
    seen = await fake.types(fake.ana.id, fake.room.id, "/status digest")
    assert (bot.told, "digest" in seen.said) == ([], True)


async def test_an_answer_for_all_is_the_persons_own(fake, bot):
    bot.says({"response_type": "in_channel", "text": "Hi"})
    await fake.types(fake.ana.id, fake.room.id, "/pagt x")
    post = fake.only_post(fake.room)
    assert (post.user_id, post.props) == (fake.ana.id, {"from_webhook": "true"})


@pytest.mark.parametrize(("skip", "said"), [(False, "@here @ana"), (True, "<!here> <@{ana}>")])
async def test_angle_brackets_are_read_unless_the_bot_says_not_to(fake, bot, skip, said):
    bot.says({"response_type": "in_channel", "text": f"<!here> <@{fake.ana.id}>", "skip_slack_parsing": skip})
    await fake.types(fake.ana.id, fake.room.id, "/pagt x")
    assert fake.only_post(fake.room).message == said.format(ana=fake.ana.id)


async def test_a_response_url_is_good_five_times_and_for_half_an_hour(fake, bot):
    await fake.types(fake.ana.id, fake.room.id, "/pagt x")
    url = bot.told[0][0]["response_url"][0]
    async with aiohttp.ClientSession() as session:
        statuses = []
        for number in range(6):
            async with session.post(url, json={"text": f"{number}"}) as answer:
                statuses.append(answer.status)
        assert statuses == [200] * 5 + [400]
        await fake.types(fake.ana.id, fake.room.id, "/pagt x")
        fake.clock.skip(31 * 60)
        async with session.post(bot.told[1][0]["response_url"][0], json={"text": "late"}) as answer:
            assert answer.status == 404
    assert [one.message for one in fake.state.posts if one.only_for == fake.ana.id] == ["0", "1", "2", "3", "4"]


async def test_in_a_thread_the_answer_stands_in_the_thread(anywhere, bot):
    root = (await anywhere.says(anywhere.ana.id, anywhere.room.id, "Start")).state.posts[-1]
    bot.says({"text": "Hi"})
    seen = await anywhere.types(anywhere.ana.id, anywhere.room.id, "/pagt x", root=root.id)
    assert [one.root_id for one in seen.answers] == [root.id]


async def test_a_button_tells_the_bot_what_only_the_server_knows(anywhere, bot):
    post = await posted(anywhere, bot)
    bot.says({"ephemeral_text": "Thanks", "skip_slack_parsing": True})
    seen = await anywhere.presses(anywhere.bo.id, post, "Go")
    told, headers = bot.told[0]
    assert "Authorization" not in headers
    assert (told["user_id"], told["channel_id"], told["post_id"]) == (anywhere.bo.id, anywhere.room.id, post.id)
    assert told["context"] == {"pagt": "t"}
    assert seen.said == "Thanks"


@pytest.mark.parametrize(("era", "id_", "dead"), [(V10_11, "a-b", True), (V10_11, "a_b", True), (V11_10, "a-b", False)])
async def test_a_button_with_a_dash_is_dead_on_older_servers(bot, era, id_, dead):
    async with stood(era, bot) as fake:
        seen = await fake.presses(fake.ana.id, await posted(fake, bot, id=id_), "Go")
        assert (seen.error.startswith("404"), bot.told == []) == (dead, dead)


@pytest.mark.parametrize(("era", "works"), [(V5_37, False), (V10_11, True)])
async def test_an_empty_answer_to_a_button_fails_on_the_oldest(bot, era, works):
    async with stood(era, bot) as fake:
        seen = await fake.presses(fake.ana.id, await posted(fake, bot), "Go")
        assert (seen.error == "") == works


async def test_words_in_answer_to_a_button_fail(anywhere, bot):
    bot.says("ok", kind="text/plain")
    assert (await anywhere.presses(anywhere.ana.id, await posted(anywhere, bot), "Go")).error


async def test_an_update_keeps_the_buttons_unless_it_names_props(fake, bot):
    post = await posted(fake, bot)
    bot.says({"update": {"message": "Changed"}})
    await fake.presses(fake.ana.id, post, "Go")
    assert (post.message, len(post.attachments)) == ("Changed", 1)
    bot.says({"update": {"message": "Done", "props": {}}})
    await fake.presses(fake.ana.id, post, "Go")
    assert (post.message, post.attachments) == ("Done", [])


async def test_a_menu_sends_what_was_chosen_and_a_client_may_send_anything(fake, bot):
    post = await posted(fake, bot, type="select", options=[{"text": "One", "value": "1"}])
    bot.says({})
    await fake.chooses(fake.ana.id, post, "One")
    bot.says({})
    await fake.chooses(fake.ana.id, post, "One", raw="anything")
    assert [told["context"]["selected_option"] for told, _ in bot.told] == ["1", "anything"]


@pytest.mark.parametrize(("era", "after", "status"), [(V5_37, 4, 400), (V10_11, 4, 200), (V10_11, 31, 400)])
async def test_a_trigger_lives_for_a_while_and_may_be_used_again(bot, era, after, status):
    async with stood(era, bot) as fake:
        trigger = fake.trigger(fake.ana.id, fake.room.id)
        assert [(await opens(fake, trigger))[0], (await opens(fake, trigger))[0]] == [200, 200]
        fake.clock.skip(after)
        assert (await opens(fake, trigger))[0] == status


async def test_a_dialog_that_is_too_long_opens_and_is_only_logged(fake):
    long = {**DIALOG, "title": "En meget lang overskrift på 60 tegn", "elements": [*DIALOG["elements"], DIALOG["elements"][0]]}
    status, _ = await opens(fake, fake.trigger(fake.ana.id), long)
    assert status == 200
    assert len(fake.logged) == 2


@pytest.mark.parametrize(
    ("era", "element", "wrong"),
    [
        (V10_11, {"type": "date"}, True),
        (V11_7, {"type": "date"}, False),
        (V11_7, {"type": "date", "default": "i morgen"}, True),
        (V10_11, {"type": "text", "default": "ø" * 76}, True),
        (V10_11, {"type": "text", "default": "ø" * 75}, False),
        (V10_11, {"type": "select", "options": [{"text": "a", "value": "a"}], "default": "b"}, True),
        (V11_7, {"type": "select", "multiselect": True, "options": [{"text": "a", "value": "a"}], "default": "a,a"}, False),
        (V10_11, {"type": "text", "display_name": "æ" * 13}, True),
        (V10_11, {"type": "text", "help_text": "æ" * 76}, True),
        (V10_11, {"type": "bool", "default": "yes"}, True),
    ],
)
async def test_what_is_wrong_with_an_element_is_logged(bot, era, element, wrong):
    async with stood(era, bot) as fake:
        dialog = {**DIALOG, "elements": [{"name": "x", "display_name": "X", **element}]}
        await opens(fake, fake.trigger(fake.ana.id), dialog)
        assert bool(fake.logged) == wrong


async def test_a_dialog_comes_back_with_what_was_filled_in(anywhere, bot):
    await opens(anywhere, anywhere.trigger(anywhere.ana.id, anywhere.room.id), url=bot.url)
    await anywhere.submits(anywhere.ana.id, title="Sensors", Unit="OSA")
    told, _ = bot.told[0]
    assert told["submission"] == {"title": "Sensors", "unit": "osa"}
    assert (told["type"], told["state"], told["user_id"]) == ("dialog_submission", "signed", anywhere.ana.id)
    assert anywhere.state.dialogs == []


async def test_errors_keep_the_dialog_open_with_what_was_typed(anywhere, bot):
    await opens(anywhere, anywhere.trigger(anywhere.ana.id), url=bot.url)
    bot.says({"errors": {"title": "Too short."}, "error": "Look again."})
    seen = await anywhere.submits(anywhere.ana.id, title="S")
    assert "Too short." in seen.said
    assert "Look again." in seen.said
    await anywhere.submits(anywhere.ana.id)
    assert bot.told[1][0]["submission"]["title"] == "S"


async def test_a_client_does_not_send_without_what_is_required(fake, bot):
    await opens(fake, fake.trigger(fake.ana.id), url=bot.url)
    with pytest.raises(AssertionError, match="does not send"):
        await fake.submits(fake.ana.id)


@pytest.mark.parametrize(
    ("era", "body", "kind", "fails"),
    [
        (V5_37, "ok", "text/plain", False),
        (V10_11, "ok", "text/plain", True),
        (V10_11, {"type": "nonsense"}, "application/json", True),
        (V11_7, {"type": "form", "form": {**DIALOG, "title": "Next"}}, "application/json", False),
        (V11_7, {"type": "form", "form": {**DIALOG, "title": "N" * 25}}, "application/json", True),
        (V10_11, {"type": "ok"}, "application/json", False),
    ],
)
async def test_what_a_dialog_takes_as_an_answer(bot, era, body, kind, fails):
    async with stood(era, bot) as fake:
        await opens(fake, fake.trigger(fake.ana.id), url=bot.url)
        bot.says(body, kind=kind)
        seen = await fake.submits(fake.ana.id, title="S")
        assert bool(seen.error) == fails


async def test_a_next_step_takes_the_dialogs_place(fake, bot):
    await opens(fake, fake.trigger(fake.ana.id), url=bot.url)
    bot.says({"type": "form", "form": {**DIALOG, "title": "Next", "state": "second"}})
    seen = await fake.submits(fake.ana.id, title="S")
    assert seen.dialog.dialog["title"] == "Next"
    await fake.submits(fake.ana.id, title="T")
    assert bot.told[1][0]["state"] == "second"


async def test_anybody_may_send_any_state_but_not_as_somebody_else(fake, bot):
    await fake.forges(fake.bo.id, bot.url, state="FORGED", callback_id="form", user_id=fake.ana.id, channel_id="elsewhere")
    told, _ = bot.told[0]
    assert (told["state"], told["user_id"], told["channel_id"]) == ("FORGED", fake.bo.id, "elsewhere")


async def test_a_client_may_send_a_stale_channel(fake, bot):
    await opens(fake, fake.trigger(fake.ana.id, fake.room.id), url=bot.url)
    await fake.submits(fake.ana.id, channel_id="", title="S")
    assert bot.told[0][0]["channel_id"] == ""


async def test_a_closed_dialog_is_told_when_it_was_asked_for(fake, bot):
    await opens(fake, fake.trigger(fake.ana.id), url=bot.url)
    await fake.cancels(fake.ana.id)
    assert bot.told == []
    await opens(fake, fake.trigger(fake.ana.id), {**DIALOG, "notify_on_cancel": True}, bot.url)
    await fake.cancels(fake.ana.id)
    assert bot.told[0][0]["cancelled"] is True


async def test_the_same_call_can_come_twice(fake, bot):
    await fake.presses(fake.ana.id, await posted(fake, bot), "Go")
    await fake.tells_again()
    assert bot.told[0][0] == bot.told[1][0]


async def test_a_slow_bot_is_given_up(bot):
    async with stood(V11_7, bot) as fake:
        fake.outgoing.patience = 0.05
        slow = asyncio.Event()

        async def wait(_request):
            await slow.wait()

        fake.state.commands.clear()
        app = web.Application()
        app.router.add_post("/", wait)
        async with TestServer(app, host="127.0.0.1") as server:
            fake.adds_command("pagt", str(server.make_url("/")))
            seen = await fake.types(fake.ana.id, fake.room.id, "/pagt x")
            slow.set()
        assert "failed" in seen.error
