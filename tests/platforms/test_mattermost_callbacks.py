"""What knocks at Mattermost's three doors and is not let in, and what is let in once. Nothing of it is handled, and nothing of it is logged."""

import json
import re
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from urllib.parse import parse_qsl, urlencode

import aiohttp
import pytest

from bot.domain.initiative import Selection
from bot.platforms.mattermost.callbacks import COMMAND_PATH, MOST_BYTES
from bot.platforms.mattermost.desk import Desk
from bot.platforms.mattermost.platform import ACTION_PATH, DIALOG_PATH
from bot.platforms.mattermost.signing import CONTEXT, FORM, PRESS, Signer, Ticket
from tests.platforms.fake_mattermost.fake import FakeMattermost
from tests.platforms.mattermost_stage import NOW, SECRET, staged

JSON, FORM_TYPE = "application/json", "application/x-www-form-urlencoded"
SECRET_WORDS = "hemmelige ord om nogen"
LATER = datetime.now(UTC) + timedelta(days=1)


@pytest.fixture
async def stage(tmp_path, sqlite_template):
    async with FakeMattermost().running() as fake, staged(tmp_path, sqlite_template, fake) as made:
        made.room = fake.adds_channel("samarbejde", [made.anna, made.bo, made.dina, made.eva]).id
        yield made


async def knock(stage, path, body, kind=JSON, **headers):
    async with (
        aiohttp.ClientSession() as session,
        session.post(stage.address + path, data=body, headers={"Content-Type": kind, **headers}) as answer,
    ):
        return answer.status, await answer.text()


def ticket(stage, **facts):
    made = Ticket(**{"kind": PRESS, "command": "/pagt status ask", "channel": stage.dm(stage.dina), "until": LATER, **facts})
    return Signer(SECRET).sign(made)


def action(stage, context, user=None, channel=None, **facts):
    payload = {
        "user_id": (user or stage.dina).id,
        "channel_id": channel or stage.dm(stage.dina),
        "channel_name": "",
        "post_id": "",
        "trigger_id": f"trigger-{len(str(context))}",
        "context": {CONTEXT: context},
        **facts,
    }
    return json.dumps(payload)


async def command_body(stage, **facts) -> str:
    """Return the body of a real command, changed."""
    await stage.fake.types(stage.dina.id, stage.room, "/pagt help")
    _url, body, _ = next(one for one in reversed(stage.fake.outgoing.sent) if one[0].endswith(COMMAND_PATH))
    return urlencode({**dict(parse_qsl(body.decode(), keep_blank_values=True)), **facts})


FOREIGN = {
    "no token": {"token": ""},
    "a guess": {"token": "a" * 26},
    "another team": {"team_id": "b" * 26},
    "another command": {"command": "/initiative"},
    "a command of nobody's": {"command": "/meeting-room"},
    "the bot's own token": None,
}


@pytest.mark.parametrize("name", FOREIGN)
async def test_a_command_proves_itself_by_its_own_token_in_its_own_team(stage, name):
    change = FOREIGN[name] if FOREIGN[name] is not None else {"token": stage.fake.bot_token}
    body = await command_body(stage, trigger_id="a new one", **change)
    status, text = await knock(stage, COMMAND_PATH, body, FORM_TYPE)
    assert (status, text) == (401, "")


async def test_a_command_told_again_is_not_done_again(stage):
    await stage.fake.types(stage.dina.id, stage.room, "/pagt language en")
    again = await stage.fake.tells_again()
    assert again.status == 409
    assert again.text == ""


@pytest.mark.parametrize(
    ("path", "kind", "body", "status"),
    [
        (COMMAND_PATH, FORM_TYPE, "x" * (MOST_BYTES + 1), 413),
        (ACTION_PATH, JSON, "x" * (MOST_BYTES + 1), 413),
        (COMMAND_PATH, JSON, "{}", 415),
        (ACTION_PATH, FORM_TYPE, "a=b", 415),
        (ACTION_PATH, JSON, "", 400),
        (ACTION_PATH, JSON, "[]", 400),
        (ACTION_PATH, JSON, "{}", 400),
        (ACTION_PATH, JSON, "[" * 50_000, 400),
        (ACTION_PATH, JSON, b"\xff\xfe{}", 400),
        (DIALOG_PATH, JSON, "null", 400),
        (DIALOG_PATH, JSON, "{}", 400),
        (DIALOG_PATH, JSON, '{"type": "dialog_lookup"}', 400),
        (COMMAND_PATH, FORM_TYPE, "&".join(f"a{n}=1" for n in range(500)), 400),
    ],
)
async def test_what_is_malformed_is_turned_away(stage, path, kind, body, status):
    found, text = await knock(stage, path, body, kind)
    assert (found, text) == (status, "")


async def test_what_is_compressed_is_not_unpacked(stage):
    status, _ = await knock(stage, ACTION_PATH, b"\x1f\x8b", JSON, **{"Content-Encoding": "gzip"})
    assert status == 415


@pytest.mark.parametrize(
    "forged",
    ["", "x", "e30.", "e30.AAAA", "not-a-ticket.at-all", "æ.ø"],
)
async def test_a_button_without_a_ticket_of_ours_is_turned_away(stage, forged):
    status, _ = await knock(stage, ACTION_PATH, action(stage, forged))
    assert status == 403
    assert "2027-Q1" not in stage.fake.heard(stage.dina)


async def test_a_ticket_signed_with_another_secret_a_changed_one_and_a_forms_are_forged(stage):
    good = ticket(stage)
    body, signature = good.split(".")
    made = Ticket(kind=PRESS, command="/pagt status ask", channel=stage.dm(stage.dina), until=LATER)
    for bad in (
        Signer("another secret").sign(made),
        f"{body[:-2]}AA.{signature}",
        f"{body}.{signature[:-2]}AA",
        Signer(SECRET).sign(replace(made, kind=FORM)),
    ):
        status, _ = await knock(stage, ACTION_PATH, action(stage, bad))
        assert status == 403


@pytest.mark.parametrize(
    "facts",
    [
        {"until": datetime.now(UTC) - timedelta(seconds=1)},
        {"channel": "c" * 26},
        {"user": "d" * 26},
    ],
    ids=["too old", "of another place", "of another person"],
)
async def test_a_ticket_that_does_not_hold_here_does_nothing_and_says_so(stage, facts):
    status, text = await knock(stage, ACTION_PATH, action(stage, ticket(stage, **facts)))
    assert status == 200
    assert "hjælp" in json.loads(text)["ephemeral_text"] or "help" in json.loads(text)["ephemeral_text"]
    assert "2027-Q1" not in stage.fake.heard(stage.anna)


async def test_whoever_is_turned_away_is_told_in_their_own_language(stage):
    stage.eva.locale = "de"  # Nobody the bot knows; they read no Danish.
    old = ticket(stage, until=datetime.now(UTC) - timedelta(seconds=1))
    form = ticket(stage, kind=FORM, mark="m", until=datetime.now(UTC) - timedelta(seconds=1))
    for who, words in (
        (stage.eva, "That belongs to something that is over"),
        (stage.dina, "Det hører til noget, der er overstået"),
    ):
        _, pressed = await knock(stage, ACTION_PATH, action(stage, old, who))
        assert words in json.loads(pressed)["ephemeral_text"]
        body = {"type": "dialog_submission", "state": form, "user_id": who.id, "channel_id": stage.room, "submission": {}}
        _, sent = await knock(stage, DIALOG_PATH, json.dumps(body))
        assert words in json.loads(sent)["error"]


async def test_a_press_counts_once_and_told_again_is_refused(stage):
    body = action(stage, ticket(stage))
    assert (await knock(stage, ACTION_PATH, body))[0] == 200
    assert (await knock(stage, ACTION_PATH, body)) == (409, "")
    await stage.told(stage.anna, "2027-Q1")
    nudges = [one for one in stage.fake.posts(stage.fake.direct(stage.anna)) if "2027-Q1" in one.message]
    assert len(nudges) == 1


async def test_whoever_presses_is_looked_up_anew(stage):
    """A button in a channel is before everybody; what it does is for who may."""
    made = ticket(stage, channel=stage.room)
    status, text = await knock(stage, ACTION_PATH, action(stage, made, user=stage.eva, channel=stage.room))
    assert status == 200
    assert json.loads(text).get("ephemeral_text")
    with stage.program.store.read() as installation:
        assert installation.within("koebenhavn", actor="test", now=NOW).rounds.open() == []


async def test_a_menu_takes_only_what_it_offered(stage):
    made = ticket(stage, command="/language", values=("da", "en"))
    body = json.loads(action(stage, made))
    body["context"]["selected_option"] = "de; /status ask"
    assert (await knock(stage, ACTION_PATH, json.dumps(body)))[0] == 403


async def opened(stage):
    await stage.fake.types(stage.dina.id, stage.room, "/agreement setup")
    found = stage.fake.state.open_dialog(stage.dina.id)
    assert found is not None
    return found


async def test_a_form_somebody_made_up_is_turned_away(stage):
    real = await opened(stage)
    seen = await stage.fake.forges(
        stage.dina.id, real.url, state="FORGED", callback_id="form", submission={"title": SECRET_WORDS}
    )
    assert "403" in seen.error


async def test_a_form_opened_for_one_person_is_not_sent_by_another(stage):
    real = await opened(stage)
    seen = await stage.fake.forges(stage.eva.id, real.url, state=real.dialog["state"], submission={})
    assert seen.error
    assert "samarbejdsaftale" not in stage.fake.heard(stage.eva)
    with stage.program.store.read() as installation:
        assert installation.within("koebenhavn", actor="test", now=NOW).places.channels() == []


async def test_where_a_form_belongs_is_our_own_word_and_not_the_clients(stage):
    """Some servers send a stale channel with a form; an alarm for a few reached many that way (mattermost.md §4.5)."""
    other = stage.fake.adds_channel("en-anden", [stage.dina]).id
    await opened(stage)
    await stage.fake.submits(stage.dina.id, channel_id=other)
    with stage.program.store.read() as installation:
        places = installation.within("koebenhavn", actor="test", now=NOW).places.channels()
        assert [one.place for one in places] == [stage.room]


async def test_a_form_sent_twice_is_done_once(stage):
    await stage.fake.types(stage.anna.id, stage.room, "/initiative new Værksted")
    await stage.fake.submits(stage.anna.id, purpose="Hej", tracks=["1 Forebyggelse"], lead="EKI")
    again = await stage.fake.tells_again(
        next(n for n in range(-1, -9, -1) if stage.fake.outgoing.sent[n][0].endswith(DIALOG_PATH))
    )
    assert (again.status, again.json) == (200, {})
    with stage.program.store.read() as installation:
        records = installation.within("koebenhavn", actor="test", now=NOW)
        assert records.initiatives.count(Selection()) == 1


async def test_a_form_that_needs_another_look_may_be_sent_again(stage):
    asked = await stage.fake.types(stage.anna.id, stage.room, "/initiative new Værksted")
    long_ago = {"tracks": ["1 Forebyggelse"], "lead": "EKI"}
    first = await stage.fake.submits(stage.anna.id, purpose="0101701234", **long_ago)
    assert first.dialog is not None
    assert first.dialog.errors
    await stage.fake.submits(stage.anna.id, purpose="Et sted", **long_ago)
    await asked.until("I-1 Værksted")
    assert stage.fake.state.open_dialog(stage.anna.id) is None


async def test_nothing_that_was_sent_is_logged(stage, capsys):
    await knock(stage, ACTION_PATH, json.dumps({"user_id": SECRET_WORDS, "context": {CONTEXT: SECRET_WORDS}}))
    await knock(stage, COMMAND_PATH, urlencode({"text": SECRET_WORDS, "token": SECRET_WORDS}), FORM_TYPE)
    await knock(stage, DIALOG_PATH, json.dumps({"submission": {"a": SECRET_WORDS}}))
    await stage.fake.types(stage.anna.id, stage.room, f"/pagt {SECRET_WORDS}")
    shown = capsys.readouterr()
    for words in (SECRET_WORDS, urlencode({"a": SECRET_WORDS})[2:], "/hooks/commands/", stage.fake.bot_token):
        assert words not in shown.out + shown.err


@pytest.mark.parametrize(("way", "path"), [("command", COMMAND_PATH), ("pressed", ACTION_PATH), ("submitted", DIALOG_PATH)])
async def test_what_breaks_is_told_with_a_reference_in_the_persons_language_and_nothing_of_the_fault(stage, mocker, way, path):
    with stage.program.store.begin() as installation:
        installation.within("koebenhavn", actor="test", now=NOW).people.behind("mattermost", stage.dina.id).language = "en"
    await (await stage.fake.types(stage.dina.id, stage.room, "/pagt whoami")).until("You are")
    mocker.patch.object(Desk, way, side_effect=RuntimeError(SECRET_WORDS))
    form = Signer(SECRET).sign(
        Ticket(kind=FORM, command="/meeting plan", channel=stage.room, until=LATER, user=stage.dina.id, mark="m9")
    )
    body, kind = {
        "command": (lambda: command_body(stage, trigger_id="another"), FORM_TYPE),
        "pressed": (lambda: _at_once(action(stage, ticket(stage))), JSON),
        "submitted": (lambda: _at_once(json.dumps({"user_id": stage.dina.id, "state": form, "submission": {}})), JSON),
    }[way]
    status, text = await knock(stage, path, await body(), kind)
    assert status == 200
    assert re.search(r"Something went wrong.*[0-9A-F]{4}", text), text
    assert SECRET_WORDS not in text


async def _at_once(body):
    return body
