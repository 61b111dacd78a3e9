"""How the workspace's page looks in a real browser: every word can be read, on every width, in both themes and languages."""

from pathlib import Path

import pytest
from playwright.async_api import expect

from bot.chat.message import Message
from bot.chat.request import Reply
from bot.platforms.platform import Address
from tests.platforms.scripted import HOSTILE, every_field, every_part
from tests.platforms.visit import press

CONTRAST = Path(__file__).with_name("contrast.js").read_text(encoding="utf-8")
PHONE = {"width": 360, "height": 700}


async def test_whatever_is_written_stays_text(world, visit):
    for text in HOSTILE:
        await world.desk.say("u_eki", "c_agreement", text)
        await world.platform.send("key", Address("place", "c_agreement"), Message(text))
    page = await visit()
    await page.evaluate("() => { window.alert = () => { document.title = 'caught' } }")
    for text in HOSTILE:
        await world.desk.say("u_eki", "c_agreement", text)
    await expect(page.locator(".post")).to_have_count(len(HOSTILE) * 3)
    written = await page.locator(".post .said").all_inner_texts()
    assert written[0] == written[len(HOSTILE)] == HOSTILE[0]
    assert await page.locator(".timeline :is(script, svg[onload], b b)").count() == 0
    assert await page.title() != "caught"
    assert await page.evaluate("document.scrollingElement.scrollWidth <= innerWidth")


@pytest.mark.parametrize("scheme", ["light", "dark"])
async def test_every_word_can_be_read(world, visit, scheme):
    await world.platform.send("key-1", Address("place", "c_agreement"), every_part())
    await world.desk.say("u_eki", "c_agreement", "Good morning")
    world.script.replies["/no"] = Reply(Message("You may not", every_part().parts), refused=True)
    await world.desk.say("u_osa", "c_agreement", "/no")
    world.workspace.forms.open(
        world.workspace.forms.trigger(await _stepped(world)), every_field().refused({"title": "Too short"})
    )
    page = await visit(room="c_open")
    await page.emulate_media(color_scheme=scheme)
    await visit()
    assert await page.evaluate(CONTRAST) == []
    await page.evaluate("document.querySelector('dialog').close()")
    await page.locator(".me").click()
    assert await page.evaluate(CONTRAST) == []


async def _stepped(world) -> str:
    await world.desk.say("u_osa", "c_agreement", "/x", delivery="delivery-1")
    return "delivery-1"


async def test_the_page_fits_a_phone(world, visit, page):
    await world.platform.send("key-1", Address("place", "c_agreement"), every_part())
    await page.set_viewport_size(PHONE)
    await visit()
    assert await page.evaluate("document.scrollingElement.scrollWidth <= innerWidth")
    await expect(page.get_by_role("navigation")).to_be_hidden()
    await page.get_by_role("button", name="Menu").click()
    await expect(page.get_by_role("navigation")).to_be_visible()
    await press(page, "Escape")
    await expect(page.get_by_role("navigation")).to_be_hidden()
    await page.get_by_role("button", name="Move the clock forward").click()
    await page.get_by_role("button", name="+1 week").click()
    await expect(page.locator(".now .short")).to_have_text("Mon 30 Nov 2026 at 09:00")
    await expect(page.get_by_role("button", name="+1 week")).to_be_hidden()
    await page.get_by_role("button", name="Menu").click()
    await page.get_by_role("link", name="Pagt").click()
    await expect(page.get_by_role("heading", name="Pagt", level=1)).to_be_visible()


async def test_light_and_dark_are_kept(visit, page):
    await page.emulate_media(color_scheme="light")
    await visit()
    await page.get_by_role("button", name="Switch between light and dark").click()
    await page.reload()
    assert await page.evaluate("getComputedStyle(document.documentElement).colorScheme") == "dark"


async def test_a_language_is_chosen_on_the_page(world, visit):
    page = await visit()
    await page.get_by_role("button", name="Dansk").click()
    await expect(page.locator("html")).to_have_attribute("lang", "da")
    await expect(page.locator(".now")).to_contain_text("mandag d. 23. november 2026")
    assert world.spoken == [("u_osa", "da")]
