"""What happens while the page is open reaches it at once, once, and only whom it is for."""

import time

import pytest

from bot.chat.message import Message
from bot.platforms.local.post import Draft
from bot.platforms.platform import Address
from tests.platforms.scripted import HOSTILE, every_field, world_in
from tests.platforms.seen import seen
from tests.platforms.visit import OSA, Stream, post


@pytest.fixture
def stream(world, client):
    """Open a stream as a browser does, from the present on unless the test says otherwise."""

    async def opened(user="u_osa", room="c_agreement", since=None, **headers) -> Stream:
        params = {"room": room, "since": str(world.workspace.database.latest()) if since is None else since}
        response = await client.get(f"/as/{user}/events", params=params, headers=headers)
        assert response.content_type == "text/event-stream"
        events = Stream(response)
        events.last = (await events.until("upto")).get("id") if since is None and not headers else None
        return events

    return opened


async def test_what_others_say_arrives_at_once(world, stream):
    events = await stream()
    started = time.monotonic()
    await world.desk.say("u_eki", "c_agreement", "Good morning")
    found = await events.until("upto")
    assert time.monotonic() - started < 0.5
    assert "Good morning" in found["tail"]
    assert found["announce"] == "Amir Haddad: Good morning"
    assert "data-unread" not in found.get("side", "")  # Whoever looks at a room has read it.


async def test_what_stands_elsewhere_is_only_counted(world, stream):
    events = await stream(room="d_u_osa")
    await world.desk.say("u_eki", "c_agreement", "Good morning")
    found = await events.until("upto")
    assert "tail" not in found
    assert 'data-unread="1"' in found["side"]


async def test_nobody_hears_what_is_not_for_them(world, stream):
    events = await stream("u_eki")
    await world.desk.say("u_osa", "c_agreement", "/secret")
    await world.desk.say("u_osa", "d_u_osa", "a secret")
    await world.desk.say("u_osa", "c_agreement", "open words")
    found = await events.until("tail")
    assert "open words" in found["tail"]
    assert "secret" not in str(found)


async def test_an_edit_takes_the_place_of_the_post(world, stream):
    root = await world.platform.send("key-1", Address("place", "c_agreement"), Message("Before"))
    events = await stream()
    await world.platform.update(root, Message("After"))
    found = await events.until("upto")
    assert "After" in found[f"post-{root}"]
    assert f'id="{root}"' in found[f"post-{root}"]
    assert f'id="r-{root}"' in found[f"root-{root}"]
    assert '<li class="day">' not in found[f"post-{root}"] + found[f"root-{root}"]  # It stands on the page already.


async def test_a_reply_comes_to_the_thread_and_is_counted_below_its_root(world, stream):
    root = await world.platform.send("key-1", Address("place", "c_agreement"), Message("A nudge"))
    events = await stream()
    await world.desk.say("u_eki", "c_agreement", "It goes well", thread=root)
    found = await events.until("upto")
    assert "It goes well" in found[f"thread-{root}"]
    assert "1 reply" in found[f"under-{root}"]
    assert "tail" not in found


async def test_what_is_hidden_goes_away(world, stream):
    answer = (await world.desk.say("u_osa", "c_agreement", "/x")).answer
    events = await stream()
    world.workspace.posts.hide(answer.id, "u_osa")
    assert (await events.until("upto"))[f"post-{answer.id}"] == "<!-- -->"


async def test_the_clock_and_what_is_due_are_told(client, stream):
    events = await stream()
    await post(client, f"{OSA}/clock", step="week")
    found = await events.until("upto")
    assert "Monday 30 November 2026 at 09:00" in found["now"]
    assert "disabled" in found["due"]


async def test_a_form_opened_by_the_platform_comes_to_the_page(world, stream):
    await world.desk.say("u_osa", "c_agreement", "/x", delivery="delivery-1")
    events = await stream()
    await world.platform.open_form(every_field(), "delivery-1")
    assert "<dialog" in (await events.until("form"))["form"]


async def test_a_page_that_was_away_gets_what_it_missed(world, stream):
    events = await stream()
    last = events.last
    events.response.close()
    for text in ("one", "two"):
        await world.desk.say("u_eki", "c_agreement", text)
    found = await (await stream(**{"Last-Event-ID": last})).until("upto")
    assert "two" in found["tail"]
    assert int(found["id"]) > int(last)


@pytest.mark.parametrize("since", ["999999", "", "x", "-1", "٣", "9" * 400])
async def test_a_page_from_another_time_is_told_to_load_anew(world, client, stream, since):
    await world.desk.say("u_eki", "c_agreement", "hello")
    assert "stale" in await (await stream(since=since)).until("stale")
    assert (await client.get(f"{OSA}/again")).headers["HX-Refresh"] == "true"


async def test_a_new_language_loads_the_persons_pages_anew(client, stream):
    events = await stream()
    await post(client, f"{OSA}/language", language="da")
    assert "stale" in await events.until("stale")


async def test_what_another_process_writes_arrives_too(stream, tmp_path):
    events = await stream()
    other = world_in(tmp_path).workspace
    other.posts.add(Draft(room="c_agreement", author="u_eki", text="from elsewhere"))
    other.close()
    assert "from elsewhere" in (await events.until("tail"))["tail"]


@pytest.mark.parametrize("hostile", HOSTILE, ids=lambda text: ascii(text[:20]))
async def test_whatever_is_written_cannot_make_events_of_its_own(world, stream, hostile):
    events = await stream()
    await world.desk.say("u_eki", "c_agreement", hostile)
    found = await events.until("upto")
    assert set(found) <= {"tail", "announce", "side", "now", "due", "upto", "id"}
    assert seen(found["tail"]).names <= {
        "li",
        "article",
        "div",
        "span",
        "header",
        "b",
        "bdi",
        "small",
        "time",
        "p",
        "a",
        "svg",
        "use",
    }
