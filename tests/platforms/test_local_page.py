"""What the page holds: who one is, what has been said, what is new, in which language; and that texts stay texts."""

import re
from datetime import timedelta

import pytest

from bot.platforms.local.open_form import Step
from bot.platforms.local.post import Draft
from bot.platforms.platform import Address
from tests.platforms.scripted import HOSTILE, MORNING, every_field, every_part
from tests.platforms.seen import seen
from tests.platforms.visit import CHANNEL, DIRECT, OSA, html_of, post, shown


async def test_one_goes_on_as_whoever_one_was(client):
    response = await client.get("/", allow_redirects=False)
    assert response.headers["Location"] == OSA
    await client.get("/as/u_eki")
    response = await client.get("/", allow_redirects=False)
    assert response.headers["Location"] == "/as/u_eki"


async def test_the_page_tells_who_one_is_and_who_one_could_be(client):
    page = await shown(client)
    for words in (
        "Mads Holm",
        "Representative, OSA",
        "Amir Haddad",
        "Copenhagen Police",
        "City of Copenhagen",
        "The gang agreement",
    ):
        assert words in page.words
    links = page.having("href")
    assert links.index("/as/u_osa") < links.index("/as/u_chair") < links.index("/as/u_eki")  # by authority
    assert page.words.count("Copenhagen Police") == 1


async def test_the_page_is_in_the_persons_language(world, client):
    assert ("html", {"lang": "en"}) in (await shown(client)).tags
    response = await post(client, f"{OSA}/language", language="da")
    assert (response.status, response.headers["HX-Refresh"]) == (204, "true")
    assert world.spoken == [("u_osa", "da")]
    page = await shown(client)
    assert ("html", {"lang": "da"}) in page.tags
    assert "Overblikket" in page.words
    assert "mandag d. 23. november 2026 kl. 09.00" in page.words
    assert ("html", {"lang": "en"}) in (await shown(client, "/as/u_eki/rooms/c_agreement")).tags


async def test_a_language_we_do_not_have_is_refused(world, client):
    assert (await post(client, f"{OSA}/language", language="tlh")).status == 404
    assert world.spoken == []


@pytest.mark.parametrize(("cookie", "theme"), [("dark", "dark"), ("light", "light"), ("", None), ('"><b>', None)])
async def test_the_page_is_light_or_dark_as_chosen(client, cookie, theme):
    response = await client.get(CHANNEL, headers={"Cookie": f"pagt_theme={cookie}"})
    _, attributes = next(tag for tag in seen(await response.text()).tags if tag[0] == "html")
    assert attributes.get("data-theme") == theme


async def test_every_control_has_a_name(world, client):
    world.workspace.forms.open(Step("delivery-1", "u_osa", "c_agreement"), every_field())
    await world.platform.send("key-1", Address("place", "c_agreement"), every_part())
    html = await html_of(client)
    for button in re.findall(r"<(?:button|a)\b[^>]*>(.*?)</(?:button|a)>", html, re.DOTALL):
        named = seen(f"<p>{button}</p>")
        assert named.words.strip() or any(named.having("alt"))
    labelled = set(re.findall(r'<label[^>]* for="([^"]+)"', html))
    for identity in re.findall(r'<(?:textarea|select)[^>]* id="([^"]+)"', html):
        assert identity in labelled


async def test_days_are_parted_and_posts_of_one_breath_stand_together(world, client):
    for text in ("one", "two"):
        await world.desk.say("u_eki", "c_agreement", text)
    world.workspace.clock.forward(MORNING + timedelta(days=1))
    await world.desk.say("u_eki", "c_agreement", "three")
    html = await html_of(client)
    assert html.count('<li class="day">') == 2
    assert "Monday 23 November 2026" in html
    assert "Tuesday 24 November 2026" in html
    assert [bool(found) for found in re.findall(r'<li class="post( follows)?', html)] == [False, True, False]


async def test_what_is_new_is_marked_and_read_when_it_is_seen(world, client):
    for text in ("old", "new", "newer"):
        await world.desk.say("u_eki", "c_agreement", text)
        if text == "old":
            world.workspace.rooms.read("u_osa", "c_agreement")
    html = await html_of(client, DIRECT)
    assert 'data-unread="2"' in html
    assert "2 unread messages" in html
    html = await html_of(client)
    assert html.index("old") < html.index('<li class="new">') < html.index("newer")
    assert html.count('<li class="new">') == 1
    assert (await post(client, f"{CHANNEL}/read")).status == 204
    assert 'data-unread="2"' not in await html_of(client, DIRECT)


async def test_earlier_messages_are_fetched_in_pages(world, client):
    for number in range(130):
        world.workspace.posts.add(Draft(room="c_agreement", author="u_eki", text=f"message {number}."))
    html = await html_of(client)
    assert "message 129." in html
    assert "message 69." not in html
    before = re.search(r'hx-get="([^"]+/before/[^"]+)"', html)[1]
    html = await (await client.get(before)).text()
    assert "message 69." in html
    assert "message 9." not in html
    before = re.search(r'hx-get="([^"]+/before/[^"]+)"', html)[1]
    html = await (await client.get(before)).text()
    assert "message 0." in html
    assert "/before/" not in html
    assert '<li class="start">' in html


@pytest.mark.parametrize("hostile", HOSTILE, ids=lambda text: ascii(text[:20]))
async def test_whatever_is_written_stays_text_on_the_page(client, hostile):
    before = await shown(client)
    assert (await post(client, f"{CHANNEL}/say", text=hostile)).status in {200, 204}
    after = await shown(client)
    assert after.names - before.names <= {"ol", "li", "article", "time"}
    assert [name for _, attributes in after.tags for name in attributes if name.startswith("on")] == []
    assert after.having("src") == [one for one in after.having("src") if one.startswith("/static/")]
