"""What the fake Mattermost's REST API gives and refuses, as a real one does: tables of calls and answers."""

import aiohttp
import pytest

from tests.platforms.fake_mattermost.eras import V5_37, V10_11, V11_7, V11_10
from tests.platforms.fake_mattermost.fake import FakeMattermost
from tests.platforms.fake_mattermost.state import MAX_POST_SIZE


class Client:
    """Asks with one token."""

    def __init__(self, fake, session, token):
        self.fake, self.session, self.token = fake, session, token

    async def __call__(self, method, path, body=None, **more):
        headers = {"Authorization": f"Bearer {self.token}"} if self.token else {}
        url = f"{self.fake.url}/api/v4{path}"
        async with self.session.request(method, url, json=body, headers=headers, **more) as answer:
            self.last = answer
            text = await answer.text()
            return answer.status, (await answer.json() if answer.content_type == "application/json" else text)

    async def refused(self, method, path, body=None):
        status, said = await self(method, path, body)
        assert said["status_code"] == status
        return status, said["id"]


@pytest.fixture
async def session():
    async with aiohttp.ClientSession() as made:
        yield made


@pytest.fixture
async def fake():
    async with stood(V11_7).running() as made:
        yield made


def stood(era):
    made = FakeMattermost(era)
    made.ana = made.adds_user("ana", "Ana Holm")
    made.room = made.adds_channel("aftale", [made.ana])
    made.closed = made.adds_channel("lukket", [made.ana], type="P", bot=False)
    return made


@pytest.fixture
def bot(fake, session):
    return Client(fake, session, fake.bot_token)


@pytest.fixture
def admin(fake, session):
    return Client(fake, session, fake.admin_token)


async def test_every_answer_is_exactly_json_and_tells_the_version(fake, bot):
    assert await bot("GET", "/system/ping") == (200, {"status": "OK"})
    assert bot.last.headers["Content-Type"] == "application/json"
    assert bot.last.headers["X-Version-Id"].startswith("11.7.0.")
    assert (await bot("GET", "/config/client?format=old"))[1]["Version"] == "11.7.0"
    assert (await bot("GET", "/config/client?format=old"))[1]["SiteURL"] == fake.url


async def test_without_a_session_only_little_is_told(fake, session):
    nobody, stranger = Client(fake, session, ""), Client(fake, session, "nonsense")
    assert "MaxPostSize" not in (await nobody("GET", "/config/client?format=old"))[1]
    assert (await nobody.refused("GET", "/users/me"))[0] == 401
    assert (await stranger.refused("GET", "/system/ping"))[0] == 401


@pytest.mark.parametrize(
    ("method", "path", "body", "status", "id_"),
    [
        ("GET", "/nowhere", None, 404, "api.context.404.app_error"),
        ("GET", "/config", None, 403, "api.context.permissions.app_error"),
        ("GET", f"/users/{'z' * 26}", None, 404, "app.user.missing_account.const"),
        ("GET", "/users/short", None, 400, "api.context.invalid_url_param.app_error"),
        ("GET", "/users/username/nobody", None, 404, "app.user.get_by_username.app_error"),
        ("POST", "/users/ids", [], 400, "api.context.invalid_body_param.app_error"),
        ("POST", "/bots", {"username": "other"}, 403, "api.context.permissions.app_error"),
        ("POST", "/users/me/tokens", {"description": "x"}, 403, "api.context.permissions.app_error"),
        ("GET", f"/teams/{'z' * 26}", None, 404, "app.team.missing.app_error"),
        ("POST", "/channels/direct", ["{bot}"], 400, "api.context.invalid_body_param.app_error"),
        ("POST", "/channels/direct", ["{bot}", "z" * 26], 404, "app.user.missing_account.const"),
        ("POST", "/channels/direct", ["{ana}", "{admin}"], 403, "api.context.permissions.app_error"),
        ("GET", "/channels/{closed}", None, 403, "api.context.permissions.app_error"),
        ("POST", "/posts", {"channel_id": "{closed}", "message": "x"}, 403, "api.context.permissions.app_error"),
        ("POST", "/posts", {"message": "x"}, 400, "api.context.invalid_body_param.app_error"),
        (
            "POST",
            "/posts",
            {"channel_id": "{room}", "message": "x" * (MAX_POST_SIZE + 1)},
            400,
            "model.post.is_valid.message_length.app_error",
        ),
        (
            "POST",
            "/posts",
            {"channel_id": "{room}", "message": "x", "root_id": "z" * 26},
            400,
            "api.post.create_post.root_id.app_error",
        ),
        (
            "POST",
            "/posts",
            {"channel_id": "{room}", "message": "x", "file_ids": ["z" * 26] * 11},
            400,
            "model.post.is_valid.file_ids.app_error",
        ),
        ("POST", "/posts/ephemeral", {"user_id": "{ana}", "post": {}}, 403, "api.context.permissions.app_error"),
        ("GET", f"/posts/{'z' * 26}", None, 404, "app.post.get.app_error"),
        ("GET", "/commands?team_id={team}", None, 403, "api.context.permissions.app_error"),
        (
            "POST",
            "/commands",
            {"team_id": "{team}", "trigger": "x", "url": "http://x", "method": "P"},
            403,
            "api.context.permissions.app_error",
        ),
        (
            "POST",
            "/actions/dialogs/open",
            {"trigger_id": "x", "url": "http://x", "dialog": {}},
            400,
            "interactive_message.decode_trigger_id.base64_decode_failed",
        ),
    ],
)
async def test_what_a_plain_bot_is_refused(fake, bot, *, method, path, body, status, id_):
    named = {"bot": fake.bot.id, "ana": fake.ana.id, "admin": fake.admin.id, "closed": fake.closed.id, "room": fake.room.id}
    named["team"] = fake.team.id

    def filled(value):
        match value:
            case str():
                return value.format(**named)
            case list():
                return [filled(one) for one in value]
            case dict():
                return {key: filled(one) for key, one in value.items()}
        return value

    assert await bot.refused(method, filled(path), filled(body)) == (status, id_)
    assert fake.refused[-1][1:] == (status, id_)


@pytest.mark.parametrize(
    ("facts", "status", "id_"),
    [
        ({}, 201, None),
        ({"trigger": "PAGT"}, 201, None),
        ({"trigger": "status"}, 400, "api.command.duplicate_trigger.app_error"),
        ({"trigger": "Status"}, 400, "api.command.duplicate_trigger.app_error"),
        ({"trigger": "taken"}, 400, "api.command.duplicate_trigger.app_error"),
        ({"trigger": "/pagt"}, 400, "model.command.is_valid.trigger.app_error"),
        ({"trigger": "to ord"}, 400, "model.command.is_valid.trigger.app_error"),
        ({"trigger": "ø" * 65}, 400, "model.command.is_valid.trigger.app_error"),
        ({"trigger": "møde"}, 201, None),
        ({"url": "ftp://x"}, 400, "model.command.is_valid.url_http.app_error"),
        ({"display_name": "x" * 65}, 400, "model.command.is_valid.display_name.app_error"),
        ({"description": "x" * 129}, 400, "model.command.is_valid.description.app_error"),
        ({"auto_complete_desc": "x" * 2000}, 500, "app.command.savecommand.internal_error"),
        ({"method": "X"}, 400, "model.command.is_valid.method.app_error"),
    ],
)
async def test_which_commands_can_be_made(fake, admin, facts, status, id_):
    fake.adds_command("taken", "http://elsewhere")
    body = {"team_id": fake.team.id, "trigger": "pagt", "url": "http://x", "method": "P", **facts}
    found, said = await admin("POST", "/commands", body)
    assert (found, said.get("id") if status >= 400 else None) == (status, id_)
    if status == 201:
        assert len(said["token"]) == 26
        assert said["trigger"] == body["trigger"].lower()


@pytest.mark.parametrize(("era", "status"), [(V5_37, 200), (V11_7, 400)])
async def test_a_command_cannot_be_renamed_to_what_is_built_in_any_more(session, era, status):
    async with stood(era).running() as fake:
        admin = Client(fake, session, fake.admin_token)
        made = fake.adds_command("zz", "http://x")
        body = {**made.facts, "id": made.id, "trigger": "status"}
        assert (await admin("PUT", f"/commands/{made.id}", body))[0] == status


async def test_a_bot_made_team_admin_has_commands_of_its_own_only(fake, bot):
    fake.team.members[fake.bot.id] = "team_user team_admin"
    fake.adds_command("theirs", "http://elsewhere")
    body = {"team_id": fake.team.id, "trigger": "pagt", "url": "http://x", "method": "P", "auto_complete": True}
    _, made = await bot("POST", "/commands", body)
    assert made["creator_id"] == fake.bot.id
    _, listed = await bot("GET", f"/commands?team_id={fake.team.id}&custom_only=true")
    assert [one["trigger"] for one in listed] == ["pagt"]
    _, offered = await bot("GET", f"/teams/{fake.team.id}/commands/autocomplete")
    assert {"pagt", "theirs", "status"} <= {one["trigger"] for one in offered}
    assert {one["token"] for one in offered} == {""}
    _, renewed = await bot("PUT", f"/commands/{made['id']}/regen_token")
    assert renewed["token"] != made["token"]
    assert (await bot("DELETE", f"/commands/{made['id']}"))[0] == 200
    assert (await bot("GET", f"/commands?team_id={fake.team.id}&custom_only=true"))[1] == []


async def test_an_administrator_makes_a_bot_with_a_token(fake, admin, session):
    status, made = await admin("POST", "/bots", {"username": "pagt2", "display_name": "Pagt"})
    assert status == 201
    _, token = await admin("POST", f"/users/{made['user_id']}/tokens", {"description": "Pagt"})
    await admin("POST", f"/teams/{fake.team.id}/members", {"team_id": fake.team.id, "user_id": made["user_id"]})
    await admin("POST", f"/channels/{fake.room.id}/members", {"user_id": made["user_id"]})
    new = Client(fake, session, token["token"])
    assert (await new("GET", "/users/me"))[1]["username"] == "pagt2"
    assert (await new("POST", "/posts", {"channel_id": fake.room.id, "message": "Hi"}))[0] == 201
    assert await admin.refused("POST", "/bots", {"username": "pagt2"}) == (400, "app.user.save.username_exists.app_error")
    fake.sets("ServiceSettings", EnableBotAccountCreation=False)
    assert await admin.refused("POST", "/bots", {"username": "pagt3"}) == (403, "api.bot.create_disabled")


async def test_a_post_is_read_back_without_what_its_buttons_do(fake, bot):
    action = {"id": "a", "name": "Go", "type": "button", "integration": {"url": "http://x", "context": {"t": 1}}}
    body = {"channel_id": fake.room.id, "message": "Hi", "props": {"attachments": [{"actions": [action]}], "pagt": {"key": "k"}}}
    _, made = await bot("POST", "/posts", body)
    assert made["props"]["pagt"] == {"key": "k"}
    (shown,) = made["props"]["attachments"][0]["actions"]
    assert "integration" not in shown
    await bot("PUT", f"/posts/{made['id']}/patch", {"props": made["props"]})
    assert (await fake.presses(fake.ana.id, fake.only_post(fake.room), "Go")).error == "Action integration error."


async def test_only_its_author_changes_a_post(fake, bot):
    theirs = (await fake.says(fake.ana.id, fake.room.id, "Hi")).state.posts[-1]
    assert (await bot.refused("PUT", f"/posts/{theirs.id}/patch", {"message": "x"}))[0] == 403
    _, mine = await bot("POST", "/posts", {"channel_id": fake.room.id, "message": "Hi"})
    _, changed = await bot("PUT", f"/posts/{mine['id']}/patch", {"message": "Ho"})
    assert (changed["message"], changed["edit_at"] > mine["create_at"]) == ("Ho", True)
    fake.sets("ServiceSettings", PostEditTimeLimit=0)
    assert (await bot.refused("PUT", f"/posts/{mine['id']}/patch", {"message": "x"}))[0] == 400


async def test_a_reply_stands_under_a_root_and_under_no_reply(fake, bot):
    _, root = await bot("POST", "/posts", {"channel_id": fake.room.id, "message": "root"})
    _, reply = await bot("POST", "/posts", {"channel_id": fake.room.id, "message": "reply", "root_id": root["id"]})
    body = {"channel_id": fake.room.id, "message": "x", "root_id": reply["id"]}
    assert await bot.refused("POST", "/posts", body) == (400, "api.post.create_post.root_id.app_error")
    _, thread = await bot("GET", f"/posts/{reply['id']}/thread")
    assert thread["order"] == [reply["id"], root["id"]]


async def test_what_was_said_changed_or_deleted_since_a_time_is_told(fake, bot):
    made = [(await bot("POST", "/posts", {"channel_id": fake.room.id, "message": f"{n}"}))[1] for n in range(3)]
    since = made[2]["create_at"]
    await bot("PUT", f"/posts/{made[0]['id']}/patch", {"message": "changed"})
    await bot("DELETE", f"/posts/{made[1]['id']}")
    _, found = await bot("GET", f"/channels/{fake.room.id}/posts?since={since}")
    assert set(found["order"]) == {made[0]["id"], made[1]["id"]}
    assert found["posts"][made[1]["id"]]["delete_at"]
    _, page = await bot("GET", f"/channels/{fake.room.id}/posts?per_page=1")
    assert page["order"] == [made[2]["id"]]


async def test_the_same_pending_post_is_made_once_for_a_while(fake, bot):
    body = {"channel_id": fake.room.id, "message": "Hi", "pending_post_id": "p1"}
    first, again = (await bot("POST", "/posts", body))[1], (await bot("POST", "/posts", body))[1]
    assert first["id"] == again["id"]
    fake.clock.skip(31)
    assert (await bot("POST", "/posts", body))[1]["id"] != first["id"]


@pytest.mark.parametrize(("era", "pinged"), [(V10_11, {"@channel"}), (V11_10, set())])
async def test_a_silent_post_calls_nobody_where_the_server_has_them(session, era, pinged):
    async with stood(era).running() as fake:
        bot, ana = Client(fake, session, fake.bot_token), Client(fake, session, fake.token(fake.ana))
        assert (await bot("POST", "/posts?silent=true", {"channel_id": fake.room.id, "message": "@channel"}))[0] == 201
        assert fake.only_post(fake.room).pinged == pinged
        status, _ = await ana("POST", "/posts?silent=true", {"channel_id": fake.room.id, "message": "x"})
        assert status == (403 if era.silent else 201)


async def test_files_are_uploaded_into_a_channel_and_hang_on_one_post(fake, bot, session):
    form = aiohttp.FormData()
    form.add_field("channel_id", fake.room.id)
    form.add_field("files", b"BEGIN", filename="plan.ics", content_type="text/calendar")
    headers = {"Authorization": f"Bearer {fake.bot_token}"}
    async with session.post(f"{fake.url}/api/v4/files", data=form, headers=headers) as answer:
        assert answer.status == 201
        (info,) = (await answer.json())["file_infos"]
    assert (info["name"], info["size"], info["mime_type"]) == ("plan.ics", 5, "text/calendar")
    body = {"channel_id": fake.room.id, "message": "", "file_ids": [info["id"]]}
    assert (await bot("POST", "/posts", body))[1]["metadata"]["files"][0]["name"] == "plan.ics"
    assert "metadata" in (await bot("POST", "/posts", body))[1]
    assert [len(one.file_ids) for one in fake.posts(fake.room)] == [1, 0]


async def test_direct_conversations_may_need_a_common_team(fake, bot):
    alone = fake.adds_user("alone", teams=False)
    assert (await bot("POST", "/channels/direct", [fake.bot.id, alone.id]))[0] == 201
    fake.sets("TeamSettings", RestrictDirectMessage="team")
    assert (await bot.refused("POST", "/channels/direct", [fake.bot.id, alone.id]))[0] == 400
    assert (await bot("POST", "/channels/direct", [fake.bot.id, fake.ana.id]))[1]["type"] == "D"


async def test_people_are_found_by_id_and_by_name(fake, bot):
    assert (await bot("GET", f"/users/{fake.ana.id}"))[1]["locale"] == "en"
    assert [one["username"] for one in (await bot("POST", "/users/usernames", ["ana", "nobody"]))[1]] == ["ana"]
    assert [one["username"] for one in (await bot("POST", "/users/ids", [fake.ana.id, "z" * 26]))[1]] == ["ana"]
    assert (await bot("GET", "/users/username/ANA"))[1]["id"] == fake.ana.id
    members = (await bot("GET", f"/users?in_channel={fake.room.id}&per_page=200"))[1]
    assert {one["username"] for one in members} == {"ana", "pagt"}
    assert [one["name"] for one in (await bot("GET", "/users/me/teams"))[1]] == ["aftale"]
    assert [one["name"] for one in (await bot("GET", f"/users/me/teams/{fake.team.id}/channels"))[1]] == ["aftale"]


async def test_trouble_comes_as_it_is_ordered(fake, bot):
    fake.faults.too_many("POST /posts", 7)
    body = {"channel_id": fake.room.id, "message": "Hi"}
    assert await bot("POST", "/posts", body) == (429, "limit exceeded\n")
    assert bot.last.headers["X-Ratelimit-Reset"] == "7"
    fake.faults.status("* /posts", 500)
    assert (await bot("POST", "/posts", body))[0] == 500
    for lose, standing in ((fake.faults.drop_before, 0), (fake.faults.drop_after, 1)):
        lose("POST /posts")
        with pytest.raises(aiohttp.ClientError):
            await bot("POST", "/posts", body)
        assert len(fake.posts(fake.room)) == standing


async def test_bad_buttons_are_taken_and_only_logged(fake, bot):
    actions = [{"id": "a", "type": "button"}, {"id": "a", "name": "x", "type": "select", "integration": {"url": "http://x"}}]
    body = {"channel_id": fake.room.id, "message": "Hi", "props": {"attachments": [{"actions": actions}]}}
    assert (await bot("POST", "/posts", body))[0] == 201
    assert len(fake.logged) == 4
