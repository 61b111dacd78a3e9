"""Who may reach the workspace at all: this machine, from its own page, and nobody is asked for anything."""

import re

import pytest
from yarl import URL

from bot.platforms.local import statics
from bot.platforms.local.loopback import NotLoopback, refuse_unless_loopback
from bot.platforms.local.post import Draft
from bot.platforms.platform import Address
from bot.words.language import speaking
from tests.platforms.scripted import every_part
from tests.platforms.visit import CHANNEL, DIRECT, OSA, OURS, post, shown

EVERYWHERE = ".".join("0000")


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "LOCALHOST", "::1", "[::1]", "127.0.0.53", " 127.0.0.1 "])
def test_loopback_is_served(host):
    refuse_unless_loopback(host)


@pytest.mark.parametrize(
    "host", [EVERYWHERE, "::", "", "192.168.1.10", "example.org", "localhost.example.org", "::ffff:10.0.0.1"]
)
def test_anything_but_loopback_is_refused_with_a_sentence(host):
    with speaking("en"), pytest.raises(NotLoopback, match="only on this machine"):
        refuse_unless_loopback(host)


@pytest.mark.parametrize(
    ("host", "status"),
    [
        ("127.0.0.1:{port}", 200),
        ("localhost:{port}", 200),
        ("[::1]:{port}", 200),
        ("rebound.example.org:{port}", 421),
        ("127.0.0.1:1", 421),
        ("127.0.0.1", 421),
        ("localhost.example.org:{port}", 421),
        ("127.0.0.1:{port}@example.org", 421),
        ("[", 421),
        ("127.0.0.1:no", 421),
    ],
)
async def test_only_our_own_name_is_answered(client, host, status):
    response = await client.get(CHANNEL, headers={"Host": host.format(port=client.port)})
    assert response.status == status


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        (OURS, 204),
        ({**OURS, "Origin": "http://127.0.0.1:{port}", "Sec-Fetch-Site": "same-origin"}, 204),
        ({}, 403),
        ({**OURS, "Origin": "https://example.org"}, 403),
        ({**OURS, "Origin": "null"}, 403),
        ({**OURS, "Origin": "http://127.0.0.1:1"}, 403),
        ({**OURS, "Sec-Fetch-Site": "cross-site"}, 403),
        ({**OURS, "Sec-Fetch-Site": "same-site"}, 403),
        ({**OURS, "Sec-Fetch-Site": "none"}, 403),
    ],
)
async def test_only_our_own_page_changes_anything(world, client, headers, status):
    sent = {name: value.format(port=client.port) for name, value in headers.items()}
    response = await client.post(f"{CHANNEL}/say", data={"text": "Good morning"}, headers=sent)
    assert response.status == status
    assert len(world.workspace.posts.seen("u_osa")) == (1 if status == 204 else 0)


async def test_every_answer_forbids_what_is_not_ours(client):
    for path in ("/", CHANNEL, "/nowhere", f"{statics.ADDRESS}/app.css"):
        headers = (await client.get(path)).headers
        policy = headers["Content-Security-Policy"]
        assert policy.startswith("default-src 'self';")
        assert "unsafe" not in policy
        assert "frame-ancestors 'none'" in policy
        assert headers["X-Content-Type-Options"] == "nosniff"


async def test_the_page_asks_nobody_else_for_anything(world, client):
    await world.platform.send("key-1", Address("place", "c_agreement"), every_part())
    page = await shown(client)
    for attribute in ("src", "href", "action", "hx-get", "hx-post", "sse-connect"):
        for address in page.having(attribute):
            assert address.startswith(("/", "#")), address
    assert page.having("style") == []
    assert all(attributes.get("src") for name, attributes in page.tags if name == "script")
    for file in statics.FOLDER.rglob("*.css"):
        assert not re.search(r"(?:url\(|@import)\s*['\"]?(?:https?:)?//", file.read_text(encoding="utf-8"))


async def test_too_large_a_request_is_refused(world, client):
    response = await post(client, f"{DIRECT}/say", text="x" * 300_000)
    assert response.status == 413
    assert world.script.calls == []


async def test_ten_thousand_letters_of_four_bytes_are_not_too_large(world, client):
    response = await post(client, f"{DIRECT}/say", text="🙂" * 10_000)
    assert response.status == 204
    assert len(world.script.calls[0].line) == 10_000


@pytest.mark.parametrize(
    "path",
    [
        "/as/u_nobody",
        "/as/u_nobody/rooms/c_agreement",
        f"{OSA}/rooms/c_nowhere",
        f"{OSA}/rooms/d_u_eki",
        f"{CHANNEL}?thread=m999",
        f"{OSA}/threads/m999",
        f"{OSA}/posts/m1/parts/0",
        f"{OSA}/posts/m999/parts/0",
        f"{OSA}/posts/m1/parts/x",
        "/nowhere",
        f"{statics.ADDRESS}/../server.py",
    ],
)
async def test_what_is_not_there_leads_back(world, client, path):
    world.workspace.posts.add(Draft(room="c_agreement", author="u_eki", text="hello"))
    response = await client.get(path, headers={"Accept-Language": "en"})
    assert response.status == 404
    assert "There is nothing here." in await response.text()


@pytest.mark.parametrize("path", ["nowhere.js", "%2e%2e/server.py", "..%2f..%2fserver.py", "vendor", ""])
async def test_only_the_pages_own_files_are_given(client, path):
    assert (await client.get(URL(f"{statics.ADDRESS}/{path}", encoded=True))).status in {403, 404}


async def test_the_pages_own_files_may_be_kept(client):
    response = await client.get(f"{statics.ADDRESS}/app.css")
    assert response.status == 200
    assert "immutable" in response.headers["Cache-Control"]
    assert (await client.get(CHANNEL)).headers["Cache-Control"] == "no-store"


def test_what_is_not_ours_stands_with_its_licence():
    vendored = [one for one in (statics.FOLDER / "vendor").iterdir() if one.suffix not in {".LICENSE", ".md"}]
    told = (statics.FOLDER / "vendor" / "README.md").read_text(encoding="utf-8")
    assert {one.name for one in vendored} == {"htmx.min.js", "htmx-ext-sse.min.js", "inter.woff2"}
    for one in vendored:
        assert f"`{one.name}`" in told
        assert one.with_name(one.name.replace(".min.js", "").replace(".woff2", "") + ".LICENSE").is_file()
