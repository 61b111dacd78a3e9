"""The gate before Bolt: what is forged, stale, replayed, unsigned, malformed or too large is a bare 4xx, and nothing of it is logged."""

import asyncio
import gzip
import json
from datetime import timedelta
from functools import partial
from urllib.parse import urlencode

import aiohttp
import pytest
from aiohttp import web

from bot.platforms.slack import gate
from bot.platforms.slack.entry import Replayed
from bot.platforms.slack.gate import MOST_BYTES
from tests.platforms.slack_door import COMMAND, EVENT, FORM, JSON, SPOKEN, Door
from tests.platforms.waiting import until


@pytest.fixture
async def door():
    made = Door()
    app = web.Application()
    app.router.add_post("/slack/events", made.gate.enter)
    runner = web.AppRunner(app, access_log=None)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    made.port = runner.addresses[0][1]
    made.url = f"http://127.0.0.1:{made.port}/slack/events"
    yield made
    await runner.cleanup()


@pytest.mark.parametrize(
    ("body", "content", "payload"),
    [
        (COMMAND, FORM, {"command": "/pagt", "text": SPOKEN, "user_id": "U1", "team_id": "T1"}),
        (EVENT, JSON, {"type": "event_callback", "event": {"type": "message", "text": SPOKEN}}),
        (urlencode({"payload": json.dumps({"type": "block_actions"})}).encode(), FORM, {"type": "block_actions"}),
        (
            urlencode({"command": "/pagt", "text": "", "x": "æøå & <@U1>"}).encode(),
            FORM,
            {"command": "/pagt", "text": "", "x": "æøå & <@U1>"},
        ),
        (
            b'{"type": "url_verification", "challenge": "c"}',
            JSON + "; charset=utf-8",
            {"type": "url_verification", "challenge": "c"},
        ),
    ],
    ids=["command", "event", "interaction", "letters", "charset"],
)
async def test_what_slack_signed_goes_in_read(door, body, content, payload):
    assert await door.post(body, door.headers(body, content)) == (200, "inside")
    assert dict(door.inside[0].payload) == payload


def flipped(text, at=-1):
    place = at % len(text)
    return text[:place] + ("0" if text[place] != "0" else "1") + text[place + 1 :]


BAD_HEADERS = {
    "no signature": lambda h: h.pop("X-Slack-Signature"),
    "no timestamp": lambda h: h.pop("X-Slack-Request-Timestamp"),
    "neither": lambda h: (h.pop("X-Slack-Signature"), h.pop("X-Slack-Request-Timestamp")),
    "another signature": lambda h: h.update({"X-Slack-Signature": flipped(h["X-Slack-Signature"])}),
    "v1": lambda h: h.update({"X-Slack-Signature": "v1" + h["X-Slack-Signature"][2:]}),
    "empty signature": lambda h: h.update({"X-Slack-Signature": ""}),
    "short signature": lambda h: h.update({"X-Slack-Signature": h["X-Slack-Signature"][:-1]}),
    "capitals": lambda h: h.update({"X-Slack-Signature": h["X-Slack-Signature"].upper()}),
    "signature not ASCII": lambda h: h.update({"X-Slack-Signature": "v0=æøå"}),
    "timestamp of letters": lambda h: h.update({"X-Slack-Request-Timestamp": "abc"}),
    "empty timestamp": lambda h: h.update({"X-Slack-Request-Timestamp": ""}),
    "negative timestamp": lambda h: h.update({"X-Slack-Request-Timestamp": "-" + h["X-Slack-Request-Timestamp"]}),
    "timestamp with a sign": lambda h: h.update({"X-Slack-Request-Timestamp": "+" + h["X-Slack-Request-Timestamp"]}),
    "broken timestamp": lambda h: h.update({"X-Slack-Request-Timestamp": h["X-Slack-Request-Timestamp"] + ".5"}),
    "endless timestamp": lambda h: h.update({"X-Slack-Request-Timestamp": "9" * 4000}),
    "arabic digits": lambda h: h.update({"X-Slack-Request-Timestamp": "١٢٣٤٥٦٧٨٩٠"}),
    "infinite timestamp": lambda h: h.update({"X-Slack-Request-Timestamp": "inf"}),
}


@pytest.mark.parametrize("name", BAD_HEADERS)
async def test_what_is_not_signed_stays_out(door, name, capfd):
    headers = door.headers(COMMAND)
    BAD_HEADERS[name](headers)
    status, said = await door.post(COMMAND, headers)
    assert status in {400, 401}
    assert said == ""
    nothing_inside(door, capfd)


def nothing_inside(door, capfd):
    assert door.inside == []
    told = "".join(capfd.readouterr())
    assert SPOKEN not in told
    assert "Traceback" not in told


@pytest.mark.parametrize("age", [-86_400, -301, 301, 3_600])
async def test_what_is_older_or_newer_than_five_minutes_stays_out(door, age, capfd):
    headers = door.headers(COMMAND)
    real = door.now
    door.now = lambda: real() + age
    assert (await door.post(COMMAND, headers))[0] == 401
    nothing_inside(door, capfd)


@pytest.mark.parametrize("age", [-290, 0, 290])
async def test_clocks_that_differ_a_little_do_no_harm(door, age):
    headers = door.headers(COMMAND)
    real = door.now
    door.now = lambda: real() + age
    assert (await door.post(COMMAND, headers))[0] == 200


@pytest.mark.parametrize(("body", "content"), [(COMMAND, FORM), (EVENT, JSON)], ids=["command", "event"])
async def test_the_same_request_is_worked_on_once(door, capfd, body, content):
    headers = door.headers(body, content)
    first, *rest = await asyncio.gather(*(door.post(body, headers) for _ in range(8)))
    assert sorted(status for status, _ in (first, *rest)) == [200, *[409] * 7]
    assert len(door.inside) == 1
    assert SPOKEN not in "".join(capfd.readouterr())


async def test_a_request_of_which_nothing_comes_is_noted_all_the_same(door):
    door.asks = False
    headers = door.headers(COMMAND)
    assert [(await door.post(COMMAND, headers))[0] for _ in range(2)] == [200, 409]


@pytest.mark.parametrize("where", ["queue", "database"])
async def test_a_replay_that_waits_longer_than_anybody_is_let_wait_is_not_worked_on_either(door, monkeypatch, where):
    monkeypatch.setattr(gate, "NOTED", timedelta(seconds=60))
    headers, turn = door.headers(COMMAND), asyncio.Event()
    assert (await door.post(COMMAND, headers))[0] == 200
    setattr(door, where, turn.wait)
    door.patience = 0.0
    again = asyncio.ensure_future(door.post(COMMAND, headers))
    await until(lambda: door.late)
    turn.set()
    assert await again == (409, "")
    with pytest.raises(Replayed):
        await door.late
    assert len(door.inside) == 1


async def test_what_is_worked_on_for_long_is_answered_before_it_is_noted_and_noted_once(door, monkeypatch):
    monkeypatch.setattr(gate, "NOTED", timedelta(seconds=0.01))
    headers, turn = door.headers(COMMAND), asyncio.Event()
    door.queue, door.database, door.patience = partial(asyncio.sleep, 0), turn.wait, 0.1
    assert await door.post(COMMAND, headers) == (200, "working on it")
    assert door.seen == set()
    turn.set()
    await door.late
    assert (len(door.seen), len(door.inside)) == (1, 1)
    door.patience = 5.0
    assert (await door.post(COMMAND, headers))[0] == 409


@pytest.mark.parametrize(("body", "content"), [(COMMAND, FORM), (EVENT, JSON)], ids=["command", "event"])
async def test_a_replay_that_fails_takes_nothing_from_the_memory(door, body, content):
    headers = door.headers(body, content)
    assert (await door.post(body, headers))[0] == 200
    door.status = 500
    assert [(await door.post(body, headers))[0] for _ in range(2)] == [409, 409]
    assert len(door.seen) == 1


@pytest.mark.parametrize(("body", "content"), [(COMMAND, FORM), (EVENT, JSON)], ids=["command", "event"])
async def test_a_request_that_can_not_be_remembered_is_not_answered(door, body, content):
    def full(_mark):
        raise OSError("the disk is full")

    door.first = full
    assert (await door.post(body, door.headers(body, content)))[0] == 500
    assert door.inside == []


async def test_what_failed_may_come_again_under_the_same_signature(door):
    headers = door.headers(EVENT, JSON)
    door.status = 503
    assert (await door.post(EVENT, headers))[0] == 503
    door.status = 200
    assert (await door.post(EVENT, headers))[0] == 200
    assert (await door.post(EVENT, headers))[0] == 409


@pytest.mark.parametrize("body", [b"x" * (MOST_BYTES + 1), b"x" * (4 * MOST_BYTES)])
@pytest.mark.parametrize("chunked", [False, True])
async def test_what_is_too_large_is_cut_off_before_it_is_hashed(door, body, chunked, capfd, monkeypatch):
    hashed = []
    monkeypatch.setattr("bot.platforms.slack.gate.sha256", lambda *_: hashed.append(1))

    async def pieces():
        for at in range(0, len(body), 8_192):
            yield body[at : at + 8_192]

    try:
        status, _ = await door.post(pieces() if chunked else body, door.headers(body))
    except aiohttp.ClientError:  # The door was shut while the rest was still on its way.
        status = 413
    assert status == 413
    assert hashed == []
    nothing_inside(door, capfd)


async def test_the_largest_there_may_be_goes_in(door):
    body = json.dumps({"text": "x" * (MOST_BYTES - 12)}).encode()
    assert len(body) == MOST_BYTES
    assert (await door.post(body, door.headers(body, JSON)))[0] == 200


MALFORMED = [
    (b"\xff\xfe\x00", JSON),
    (b"\xff\xfe", FORM),
    (b"%FF%FE=1", FORM),
    (b"{", JSON),
    (b"[]", JSON),
    (b"[1]", JSON),
    (b"null", JSON),
    (b"1", JSON),
    (b'"text"', JSON),
    (b"{}", JSON),
    (b"", JSON),
    (b"", FORM),
    (b"[" * 60_000, JSON),
    (b'{"a":' * 10_000, JSON),
    (b"1" * 5_000, JSON),
    (b"payload=", FORM),
    (b"payload=%7B", FORM),
    (b"payload=[]", FORM),
    (b"payload=" + b"%5B" * 20_000, FORM),
    (b"&" * 60_000, FORM),
    (b"a=1&" * 10_000 + b"b=1", FORM),
    (b"no equals sign", FORM),
]


@pytest.mark.parametrize(("body", "content"), MALFORMED, ids=lambda value: ascii(value)[:24])
async def test_what_is_signed_and_makes_no_sense_is_a_400(door, body, content, capfd):
    assert (await door.post(body, door.headers(body, content)))[0] == 400
    nothing_inside(door, capfd)


@pytest.mark.parametrize("content", ["text/plain", "multipart/form-data; boundary=x", "application/xml", ""])
async def test_another_content_type_is_a_415(door, content, capfd):
    headers = door.headers(COMMAND, content)
    assert (await door.post(COMMAND, headers))[0] in {400, 415}
    nothing_inside(door, capfd)


@pytest.mark.parametrize("encoding", ["gzip", "deflate", "br", "x-unknown"])
async def test_what_is_compressed_is_not_unpacked(door, encoding, capfd):
    body = gzip.compress(b"x" * 10_000_000)
    headers = door.headers(body, JSON, **{"Content-Encoding": encoding})
    assert (await door.post(body, headers))[0] in {400, 415}
    nothing_inside(door, capfd)


async def test_two_signatures_are_none(door, capfd):
    good = door.headers(COMMAND)
    lines = [f"{name}: {value}" for name, value in good.items()]
    lines.append(f"X-Slack-Signature: {flipped(good['X-Slack-Signature'])}")
    reader, writer = await asyncio.open_connection("127.0.0.1", door.port)
    head = "\r\n".join(["POST /slack/events HTTP/1.1", "Host: x", f"Content-Length: {len(COMMAND)}", "Connection: close", *lines])
    writer.write(head.encode() + b"\r\n\r\n" + COMMAND)
    assert b" 401 " in await reader.readline()
    writer.close()
    nothing_inside(door, capfd)


async def test_another_method_is_a_405(door):
    async with aiohttp.ClientSession() as session, session.get(door.url) as answer:
        assert answer.status == 405


async def test_a_body_that_breaks_off_reaches_nobody(door, capfd):
    headers = door.headers(COMMAND)
    _, writer = await asyncio.open_connection("127.0.0.1", door.port)
    head = [f"{name}: {value}" for name, value in headers.items()]
    lines = ["POST /slack/events HTTP/1.1", "Host: x", f"Content-Length: {len(COMMAND) + 50}", *head]
    writer.write("\r\n".join(lines).encode() + b"\r\n\r\n" + COMMAND)
    await writer.drain()
    writer.close()
    await asyncio.sleep(0.1)
    nothing_inside(door, capfd)


async def test_a_flood_is_told_of_in_a_line_a_second(door, mocker):
    log = mocker.patch("bot.platforms.door.log")
    for _ in range(60):
        await door.post(COMMAND, {"Content-Type": FORM})
    assert log.warning.call_count in {1, 2}
