"""What a person does on the page, over HTTP, and what it changes."""

import re
from datetime import timedelta

import pytest

from bot.chat.message import File, Message, Picture
from bot.chat.request import Reply
from bot.platforms.platform import Address
from tests.platforms.scripted import DOT, MORNING, every_field, every_part
from tests.platforms.visit import CHANNEL, DIRECT, OSA, html_of, post, shown


async def test_saying_something_is_a_call_and_is_on_the_page(world, client):
    response = await post(client, f"{DIRECT}/say", text="one\r\ntwo", delivery="3b241101-e2bb-4255-8caf-4136c566a962")
    assert (response.status, await response.text()) == (204, "")
    assert world.script.calls[0].line == "one\ntwo"
    assert world.script.calls[0].key == "3b241101-e2bb-4255-8caf-4136c566a962"
    assert "You said one" in (await shown(client, DIRECT)).words
    assert world.after == 1


@pytest.mark.parametrize("delivery", ["", "short", "x" * 65, "a b c d e f g", "æøåæøåæøå"])
async def test_a_strange_name_for_a_delivery_is_not_taken_over(world, client, delivery):
    await post(client, f"{DIRECT}/say", text="hello", delivery=delivery)
    assert world.script.calls[0].key != delivery


async def test_a_thread_is_shown_beside_the_room_and_on_its_own(world, client):
    root = await world.platform.send("key-1", Address("place", "c_agreement"), Message("A nudge"))
    await post(client, f"{CHANNEL}/say", text="It goes well", thread=root)
    assert world.script.calls[0].thread == root
    room = await html_of(client)
    assert "2 replies" in room
    assert "It goes well" not in room
    assert "It goes well" in await (await client.get(f"{CHANNEL}?thread={root}")).text()
    panel = await (await client.get(f"{OSA}/threads/{root}")).text()
    assert "It goes well" in panel
    assert "<html" not in panel
    assert "1 reply" in await (await client.get("/as/u_eki/rooms/c_agreement")).text()  # The answer was to Mads alone.


async def test_a_button_is_pressed_by_its_name_on_the_page(world, client):
    root = await world.platform.send("key-1", Address("place", "c_agreement"), every_part())
    page = await shown(client)
    path = f"{OSA}/posts/{root}/press"
    assert page.having("hx-post").count(path) == 3
    button = next(attributes["value"] for name, attributes in page.tags if name == "input" and attributes.get("name") == "button")
    assert (await post(client, path, button=button)).status == 204
    assert (world.script.calls[0].how, world.script.calls[0].line) == ("pressed", "/seen")
    for strange in ("", "/seen", "0" * 20):
        assert (await post(client, path, button=strange)).status == 404
    assert len(world.script.calls) == 1


async def test_a_form_opens_is_kept_comes_back_and_is_done(world, client):
    world.script.replies["/form"] = lambda call: (
        Reply(form=every_field())
        if call.values is None
        else Reply(form=every_field().filled(call.values).refused({"title": "Too short"}), refused=True)
        if len(call.values["title"]) < 5
        else Reply(Message("Registered"))
    )
    opened = await post(client, f"{CHANNEL}/say", text="/form")
    assert opened.status == 200
    form = re.search(r'data-form="([\w-]+)"', await opened.text())[1]
    path = f"{OSA}/forms/{form}"

    assert (await post(client, f"{path}/draft", title="Bri", purpose="a\r\nb", tracks="2")).status == 204
    page = await html_of(client)
    assert 'value="Bri"' in page
    assert "\na\nb</textarea>" in page
    assert 'value="2" checked' in page
    assert "data-typed" in page

    refused = await (await post(client, path, title="Bri", closed="yes")).text()
    assert "Too short" in refused
    assert 'value="Bri"' in refused
    assert world.script.calls[-1].values["closed"] is True
    assert world.script.calls[-1].values["tracks"] == ()

    done = await post(client, path, title="Bridge", tracks="1")
    assert (done.status, await done.text()) == (200, "")
    page = await html_of(client)
    assert "Registered" in page
    assert "<dialog" not in page
    assert (await post(client, path, title="Bridge")).status == 404
    assert (await post(client, f"{path}/draft", title="Late")).status == 204
    assert world.workspace.forms.of("u_osa") is None


async def test_a_form_can_be_thrown_away(world, client):
    world.script.replies["/form"] = Reply(form=every_field())
    opened = await (await post(client, f"{CHANNEL}/say", text="/form")).text()
    form = re.search(r'data-form="([^"]+)"', opened)[1]
    path = f"{OSA}/forms/{form}/close"
    for _ in range(2):
        assert (await post(client, path)).status == 200
    assert world.workspace.forms.of("u_osa") is None


async def test_an_answer_for_one_person_can_be_hidden(world, client):
    answer = (await world.desk.say("u_osa", "c_agreement", "/x")).answer
    assert "Only visible to you" in await html_of(client)
    assert (await post(client, f"{OSA}/posts/{answer.id}/hide")).status == 204
    assert "You said /x" not in await html_of(client)


@pytest.mark.parametrize(("step", "days"), [("day", 1), ("week", 7), ("due", 7), ("", None), ("year", None), ("-1", None)])
async def test_the_clock_is_moved_by_known_steps_only(world, client, step, days):
    assert (await post(client, f"{OSA}/clock", step=step)).status == 204
    assert world.moved == ([MORNING + timedelta(days=days)] if days else [])


async def test_a_day_on_is_the_same_time_of_day_when_summer_comes(world, client):
    world.workspace.clock.forward(MORNING.replace(year=2027, month=3, day=27))  # the day before the clocks change
    await post(client, f"{OSA}/clock", step="day")
    assert world.moved[0].astimezone(world.parts.zone).hour == 9
    assert world.moved[0] - world.workspace.now() == timedelta(0)


async def test_where_nothing_is_due_the_clock_stays(world, client):
    world.due = None
    await post(client, f"{OSA}/clock", step="due")
    assert world.moved == []
    button = next(attributes for name, attributes in (await shown(client)).tags if attributes.get("id") == "due")
    assert "disabled" in button
    assert button["title"] == "Nothing is due."


@pytest.mark.parametrize(
    ("part", "media_type", "disposition"),
    [
        (Picture("wheel.png", "image/png", DOT, "d"), "image/png", "inline"),
        (Picture("bad.svg", "image/svg+xml", b"<svg/>", "d"), "image/svg+xml", "attachment"),
        (File("page.html", "text/html", b"<script>"), "text/html", "attachment"),
        (File('a"\r\nX: y.txt', "text/plain\r\nX-Evil: 1", b"x"), "application/octet-stream", "attachment"),
    ],
)
async def test_files_are_given_without_being_trusted(world, client, part, media_type, disposition):
    root = await world.platform.send("key-1", Address("place", "c_agreement"), Message("M", (part,)))
    response = await client.get(f"{OSA}/posts/{root}/parts/0")
    assert (response.status, await response.read(), response.content_type) == (200, part.data, media_type)
    assert response.headers["Content-Disposition"].startswith(f"{disposition}; filename*=UTF-8''")
    assert "sandbox" in response.headers["Content-Security-Policy"]
    assert "X-Evil" not in response.headers


async def test_somebody_elses_file_is_not_given(world, client):
    root = await world.platform.send("key-1", Address("person", "u_eki"), every_part())
    assert (await client.get(f"{OSA}/posts/{root}/parts/5")).status == 404
