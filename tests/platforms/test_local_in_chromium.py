"""The workspace's page in a real browser: live, by keyboard, on a phone, and calm when things go wrong."""

from playwright.async_api import Route, expect

from bot.chat.message import Button, Buttons, Message
from bot.chat.request import Reply
from bot.platforms.local.server import serving
from bot.platforms.platform import Address
from tests.platforms.scripted import every_field, every_part
from tests.platforms.visit import press


async def test_what_one_says_the_other_sees_and_nothing_half_written_is_lost(world, visit, page):
    mads = await visit()
    amir = await visit("u_eki", on=await page.context.new_page())
    await mads.bring_to_front()
    await mads.fill("#say", "half a sentence")
    await amir.bring_to_front()
    await amir.fill("#say", "Good morning, Mads")
    await amir.keyboard.press("Enter")
    await expect(amir.locator(".post .said")).to_have_text("Good morning, Mads")
    await expect(amir.locator("#say")).to_have_value("")
    await mads.bring_to_front()
    await expect(mads.locator(".post .said")).to_have_text("Good morning, Mads")
    await expect(mads.locator("#say")).to_have_value("half a sentence")
    await mads.reload()
    await expect(mads.locator("#say")).to_have_value("half a sentence")
    assert [one.text for one in world.workspace.posts.seen("u_osa")] == ["Good morning, Mads"]


async def test_a_command_is_found_and_sent_by_keyboard_alone(world, visit):
    page = await visit(room="d_u_osa")
    await expect(page.locator("#say")).to_be_focused()
    await page.keyboard.type("/sta")
    await expect(page.get_by_role("option")).to_have_count(2)
    await expect(page.locator("#say")).to_have_attribute("aria-activedescendant", "hint-1")
    await press(page, "ArrowDown", "Tab")
    await expect(page.locator("#say")).to_have_value("/status reply ")
    await expect(page.locator("#hints")).to_be_hidden()
    await page.keyboard.type("osa")
    await press(page, "Shift+Enter")
    await page.keyboard.type("second line")
    await press(page, "Enter")
    await expect(page.locator(".post.by-bot")).to_contain_text("You said /status reply osa")
    assert world.script.calls[0].line == "/status reply osa\nsecond line"
    assert len(world.script.calls[0].key) == 36  # the page's own name for the delivery
    await page.keyboard.type("/status digest")
    await press(page, "Escape", "Enter")
    await expect(page.locator(".post.by-bot")).to_have_count(2)


async def test_a_form_loses_nothing(world, visit):
    world.script.replies["/form"] = lambda call: (
        Reply(form=every_field())
        if call.values is None
        else Reply(form=every_field().filled(call.values).refused({"title": "Too short", "starts": "No day"}), refused=True)
        if len(call.values["title"]) < 5
        else Reply(Message(f"Registered {call.values['title']}"))
    )
    page = await visit()
    await page.keyboard.type("/form")
    await press(page, "Escape", "Enter")
    dialog = page.get_by_role("dialog", name="New initiative")
    await expect(dialog).to_be_visible()
    await expect(page.get_by_label("Title")).to_be_focused()
    await press(page, "Escape")  # Nothing was written, so nothing is asked.
    await expect(dialog).to_have_count(0)
    await expect(page.locator("#say")).to_be_focused()

    await page.keyboard.type("/form")
    await press(page, "Escape", "Enter")
    await expect(page.get_by_label("Title")).to_be_focused()
    await page.keyboard.type("Bri")
    await page.get_by_label("2 Combating").check()
    await page.reload()
    await expect(page.get_by_label("Title")).to_have_value("Bri")
    await expect(page.get_by_label("2 Combating")).to_be_checked()

    await press(page, "Escape", "Escape", "Escape")
    await expect(page.get_by_text("Throw away what you have written?")).to_be_visible()
    await expect(page.get_by_label("Title")).to_have_value("Bri")
    await page.get_by_role("button", name="Keep writing").click()
    await page.locator("dialog textarea").first.evaluate("it => { it.style.height = '200px'; }")  # As who drags its corner does.
    await page.get_by_role("button", name="Register").click()
    await expect(page.locator(".summary")).to_be_focused()
    await page.get_by_role("link", name="Title: Too short").click()
    await expect(page.get_by_label("Title")).to_be_focused()
    await expect(page.get_by_label("Title")).to_have_accessible_description("In few words. Too short")
    await page.get_by_label("Title").fill("Bridge")
    await press(page, "Enter")
    await expect(dialog).to_have_count(0)
    await expect(page.locator(".post")).to_contain_text("Registered Bridge")
    assert world.script.calls[-1].values["tracks"] == ("2",)


async def test_a_pressed_button_gives_way_to_its_answer_and_keeps_the_focus(world, visit):
    world.script.replies["/seen"] = Reply(Message("Seen by Mads", (Buttons((Button("Undo", "/undo"),)),)), replaces=True)
    root = await world.platform.send("key-1", Address("person", "u_osa"), every_part())
    page = await visit(room="d_u_osa")
    await page.get_by_role("button", name="Seen").focus()
    await press(page, "Enter")
    await expect(page.locator(f"#{root}")).to_contain_text("Seen by Mads")
    await expect(page.locator(f"#{root}")).to_be_focused()
    await press(page, "Tab")
    await expect(page.get_by_role("button", name="Undo")).to_be_focused()
    await expect(page.locator("#announce")).to_have_text("")  # An edit is not read aloud.


async def test_a_thread_opens_beside_the_room_and_closes_again(world, visit):
    root = await world.platform.send("key-1", Address("place", "c_agreement"), Message("A nudge"))
    page = await visit()
    await page.locator(f"#{root}").hover()
    await page.get_by_role("link", name="Reply in thread").click()
    await expect(page.locator("#say-thread")).to_be_focused()
    assert page.url.endswith(f"?thread={root}")
    await page.keyboard.type("It goes well")
    await press(page, "Enter")
    await expect(page.locator(".panel .replies .post")).to_have_count(2)
    await expect(page.locator(f"#under-{root}")).to_contain_text("2 replies")
    await world.desk.say("u_eki", "c_agreement", "Here too", thread=root)
    await expect(page.locator(".panel .replies .post")).to_have_count(3)
    await press(page, "Escape")
    await expect(page.locator(".panel .post")).to_have_count(0)
    await expect(page.locator(f"#to-{root}")).to_be_focused()
    await page.go_back()
    await expect(page.locator(".panel .replies .post")).to_have_count(3)


async def test_what_is_said_while_a_thread_is_fetched_is_in_it(world, visit, page):
    root = await world.platform.send("key-1", Address("place", "c_agreement"), Message("A nudge"))
    await visit()

    fetched: list[str] = []

    async def slow(route: Route) -> None:
        fetched.append(route.request.url)
        if len(fetched) > 1:
            return await route.fallback()
        response = await route.fetch()
        await world.desk.say("u_eki", "c_agreement", "in the gap", thread=root)
        await expect(page.locator(f"#under-{root}")).to_contain_text("1 reply")
        return await route.fulfill(response=response)

    await page.route("**/threads/*", slow)
    await page.locator(f"#to-{root}").focus()
    await press(page, "Enter")
    await expect(page.locator(".panel .replies .post")).to_contain_text("in the gap")
    await expect(page.locator("#say-thread")).to_be_focused()


async def test_the_page_outlives_the_server(world, page):
    async with serving(world.parts, "127.0.0.1", 0) as address:
        port = int(address.rstrip("/").rsplit(":", 1)[1])
        await page.goto(f"{address}as/u_osa/rooms/c_agreement")
        await page.fill("#say", "half a sentence")
    await expect(page.locator("#lost")).to_be_visible()
    await press(page, "Enter")
    await expect(page.locator("#toast")).to_be_visible()
    await expect(page.locator("#say")).to_have_value("half a sentence")
    await world.desk.say("u_eki", "c_agreement", "said meanwhile")
    async with serving(world.parts, "127.0.0.1", port):
        await expect(page.locator(".post")).to_contain_text("said meanwhile")
        await expect(page.locator("#lost")).to_be_hidden()
        await press(page, "Enter")
        await expect(page.locator(".post")).to_have_count(2)
        await expect(page.locator("#say")).to_have_value("")


HIDE = "() => { Object.defineProperty(document, 'hidden', {value: true, configurable: true}); LOOK }"
SHOW = "() => { delete document.hidden; LOOK }"
LOOK = "document.dispatchEvent(new Event('visibilitychange'))"


async def test_a_page_nobody_looks_at_lets_its_stream_go(world, visit, page):
    """A browser has six connections to share among all its tabs: the eighth person must be able to come."""
    others = []
    for _ in range(7):
        others.append(await visit("u_eki", on=await page.context.new_page()))
        await others[-1].evaluate(HIDE.replace("LOOK", LOOK))
    await visit()
    await world.desk.say("u_osa", "c_agreement", "while they were away")
    await expect(page.locator(".post")).to_have_count(1)
    await expect(others[0].locator(".post")).to_have_count(0)
    await others[0].evaluate(SHOW.replace("LOOK", LOOK))
    await expect(others[0].locator(".post")).to_contain_text("while they were away")


async def test_who_reads_stays_where_they_are(world, visit):
    for number in range(40):
        await world.desk.say("u_eki", "c_agreement", f"message {number}")
    page = await visit()
    await expect(page.locator("#m40")).to_be_in_viewport()
    await page.locator("#scroll").hover()
    await page.mouse.wheel(0, -900)
    await expect(page.locator("#m40")).not_to_be_in_viewport()
    before = await page.locator("#scroll").evaluate("one => one.scrollTop")
    await world.desk.say("u_eki", "c_agreement", "one more")
    await expect(page.get_by_role("button", name="New messages below")).to_be_visible()
    assert await page.locator("#scroll").evaluate("one => one.scrollTop") == before
    await page.get_by_role("button", name="New messages below").click()
    await expect(page.locator("#m41")).to_be_in_viewport()
    await expect(page.get_by_role("button", name="New messages below")).to_be_hidden()
    await world.desk.say("u_osa", "c_agreement", "\n".join(f"line {number}" for number in range(80)))
    await expect(page.locator("#m42 .by")).to_be_in_viewport()  # What is longer than the window is read from its beginning.
