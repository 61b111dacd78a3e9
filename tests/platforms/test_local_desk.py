"""What people do at the desk: which call it becomes, and what they and the others see of the answer."""

import asyncio

import pytest

from bot.chat.form import Form, Short
from bot.chat.message import Button, Buttons, Message
from bot.chat.request import Account, Place, Reply
from bot.platforms.local.desk import NotHere
from bot.platforms.platform import Address
from tests.platforms.scripted import every_field, every_part

CHANNEL, DIRECT = "c_agreement", "d_u_osa"
CPR = "010170-1234"


async def sent(world, to="c_agreement", message=None) -> str:
    kind = "person" if to.startswith("u_") else "place"
    return await world.platform.send("key-1", Address(kind, to), message or every_part())


def texts(world, user, room) -> list[str]:
    return [one.text or one.message.headline for one in world.workspace.posts.seen(user, room)]


@pytest.mark.parametrize(
    ("room", "text", "how", "line"),
    [
        (CHANNEL, "/status digest", "typed", "/status digest"),
        (CHANNEL, "  /status digest  ", "typed", "/status digest"),
        (CHANNEL, "Good morning, all", None, None),
        (CHANNEL, "@pagt status digest", "said", "status digest"),
        (CHANNEL, "@Pagt: status digest", "said", "status digest"),
        (CHANNEL, "Could you, @pagt, help?", "said", "Could you, help?"),
        (CHANNEL, "@pagt", "said", "help"),
        (CHANNEL, "write to mail@pagt.dk or @pagter", None, None),
        (CHANNEL, "and/or 1/2", None, None),
        (DIRECT, "how is it going?", "said", "how is it going?"),
        (DIRECT, "@pagt how is it going?", "said", "how is it going?"),
        (DIRECT, "/status digest", "typed", "/status digest"),
        (DIRECT, "line one\nline two", "said", "line one\nline two"),
    ],
)
async def test_words_and_commands_become_calls(world, room, text, how, line):
    await world.desk.say("u_osa", room, text)
    assert [(call.how, call.line) for call in world.script.calls] == ([(how, line)] if how else [])
    assert world.after == 1


async def test_a_call_tells_who_where_and_which_delivery(world):
    await world.desk.say("u_osa", "c_open", "/help", delivery="delivery-1")
    call = world.script.calls[0]
    assert call.account == Account("local", "u_osa")
    assert call.place == Place("local", "c_open", direct=False, outsiders=True)
    assert (call.name, call.key, call.thread, call.values, call.language) == ("Mads Holm", "delivery-1", None, None, None)
    await world.desk.say("u_osa", DIRECT, "hello")
    assert world.script.calls[1].place == Place("local", DIRECT, direct=True)
    assert world.script.calls[1].key not in {None, "delivery-1"}


async def test_nothing_said_is_nothing_done(world):
    for text in ("", "   ", "\n\t"):
        await world.desk.say("u_osa", DIRECT, text)
    assert (world.script.calls, world.after, texts(world, "u_osa", DIRECT)) == ([], 0, [])


async def test_a_command_in_a_channel_is_seen_by_one_person_only(world):
    outcome = await world.desk.say("u_osa", CHANNEL, "/status digest")
    assert texts(world, "u_osa", CHANNEL) == ["/status digest", "You said /status digest"]
    assert texts(world, "u_eki", CHANNEL) == []
    assert outcome.said.only_for == outcome.answer.only_for == "u_osa"


async def test_words_in_ones_own_conversation_are_posts_and_so_is_the_answer(world):
    outcome = await world.desk.say("u_osa", DIRECT, "hello")
    assert texts(world, "u_osa", DIRECT) == ["hello", "You said hello"]
    assert outcome.answer.only_for is None


async def test_talk_in_a_channel_is_seen_by_all_and_answered_by_nobody(world):
    outcome = await world.desk.say("u_osa", CHANNEL, "Good morning")
    assert texts(world, "u_eki", CHANNEL) == ["Good morning"]
    assert outcome.answer is None


async def test_a_mention_is_seen_by_all_and_its_answer_by_the_one_who_asked(world):
    await world.desk.say("u_osa", CHANNEL, "@pagt status digest")
    assert texts(world, "u_osa", CHANNEL) == ["@pagt status digest", "You said status digest"]
    assert texts(world, "u_eki", CHANNEL) == ["@pagt status digest"]


@pytest.mark.parametrize(("to", "room"), [("c_agreement", CHANNEL), ("u_osa", DIRECT)])
async def test_words_under_a_message_of_the_bot_are_about_it(world, to, room):
    root = await sent(world, to)
    outcome = await world.desk.say("u_osa", room, "I-7: moving on", thread=root)
    call = world.script.calls[0]
    assert (call.how, call.line, call.thread) == ("said", "I-7: moving on", root)
    assert outcome.said.thread == outcome.answer.thread == root
    await world.desk.say("u_osa", room, "and more", thread=outcome.said.id)
    assert world.script.calls[1].thread == root


async def test_words_under_a_persons_message_are_talk(world):
    root = (await world.desk.say("u_eki", CHANNEL, "What do you think?")).said
    await world.desk.say("u_osa", CHANNEL, "I agree", thread=root.id)
    assert world.script.calls == []
    await world.desk.say("u_osa", CHANNEL, "@pagt help", thread=root.id)
    assert world.script.calls[0].thread == root.id


async def test_a_button_is_a_call_about_its_message(world):
    root = await sent(world)
    outcome = await world.desk.press("u_osa", root, "/seen")
    call = world.script.calls[0]
    assert (call.how, call.line, call.thread) == ("pressed", "/seen", root)
    assert (outcome.answer.only_for, outcome.answer.thread) == ("u_osa", None)


async def test_a_menu_sends_its_command_and_the_option(world):
    root = await sent(world)
    await world.desk.press("u_osa", root, "/reply eki")
    assert world.script.calls[0].line == "/reply eki"


@pytest.mark.parametrize("command", ["/reply osa", "/reply", "/seen ", "/delete everything", ""])
async def test_a_button_that_is_not_there_cannot_be_pressed(world, command):
    root = await sent(world)
    with pytest.raises(NotHere):
        await world.desk.press("u_osa", root, command)
    assert world.script.calls == []


async def test_an_answer_may_take_the_place_of_the_message_whose_button_was_pressed(world):
    root = await sent(world)
    world.script.replies["/seen"] = Reply(Message("Seen by Mads"), replaces=True)
    await world.desk.press("u_osa", root, "/seen")
    assert texts(world, "u_eki", CHANNEL) == ["Seen by Mads"]
    assert world.workspace.posts.by_id(root).edited_at is not None
    with pytest.raises(NotHere):
        await world.desk.press("u_eki", root, "/seen")


async def test_a_button_in_a_thread_answers_in_the_thread(world):
    root = await sent(world)
    world.script.replies["more"] = Reply(Message("Here", (Buttons((Button("Seen", "/seen"),)),)))
    inner = (await world.desk.say("u_osa", CHANNEL, "more", thread=root)).answer
    outcome = await world.desk.press("u_osa", inner.id, "/seen")
    assert (outcome.answer.thread, world.script.calls[-1].thread) == (root, root)


async def test_a_refusal_is_marked(world):
    world.script.replies["/no"] = Reply(Message("You may not"), refused=True)
    outcome = await world.desk.say("u_osa", CHANNEL, "/no")
    assert outcome.refused
    assert outcome.answer.refused


@pytest.mark.parametrize("way", ["typed", "pressed", "said"])
async def test_a_form_opens_and_nothing_is_posted(world, way):
    world.script.replies["/form"] = world.script.replies["form"] = Reply(form=every_field())
    if way == "pressed":
        outcome = await world.desk.press("u_osa", await sent(world), "/form")
    else:
        outcome = await world.desk.say("u_osa", DIRECT, "/form" if way == "typed" else "form")
    assert outcome.form == world.workspace.forms.of("u_osa")
    assert outcome.form.form == every_field()
    assert outcome.answer is None
    assert [one for one in texts(world, "u_osa", DIRECT) if one.startswith("/")] == []


async def opened(world, room=CHANNEL):
    world.script.replies["/form"] = lambda call: Reply(Message("Done")) if call.values else Reply(form=every_field())
    return (await world.desk.say("u_osa", room, "/form")).form


async def test_a_sent_form_is_a_call_with_its_values(world):
    form = await opened(world)
    values = {"title": "A bridge", "tracks": ("1", "2"), "closed": True}
    outcome = await world.desk.submit("u_osa", form.id, values, delivery="delivery-2")
    call = world.script.calls[-1]
    assert (call.how, call.line, call.values, call.key) == ("submitted", "/form", values, "delivery-2")
    assert (outcome.answer.message.headline, outcome.answer.only_for) == ("Done", "u_osa")
    assert world.workspace.forms.of("u_osa") is None


async def test_a_refused_form_comes_back_with_what_was_written(world):
    form = await opened(world)
    refused = every_field().filled({"title": "A br"}).refused({"title": "Too short"})
    world.script.replies["/form"] = Reply(form=refused, refused=True)
    outcome = await world.desk.submit("u_osa", form.id, {"title": "A br"})
    assert (outcome.form.id, outcome.form.form, outcome.refused) == (form.id, refused, True)
    assert world.workspace.forms.of("u_osa").form == refused
    assert texts(world, "u_osa", CHANNEL) == []


async def test_a_form_refused_as_a_whole_stays_open_and_says_why(world):
    form = await opened(world)
    world.script.replies["/form"] = Reply(Message("Something went wrong, reference 7F3A"), refused=True)
    outcome = await world.desk.submit("u_osa", form.id, {"title": "A bridge"})
    assert outcome.form.form.errors == {"": "Something went wrong, reference 7F3A"}
    assert world.workspace.forms.of("u_osa").form.fields[0].value == "A bridge"


async def test_a_form_sent_from_a_button_may_replace_its_message(world):
    root = await sent(world)
    world.script.replies["/form"] = lambda call: (
        Reply(Message("Answered"), replaces=True)
        if call.values
        else Reply(form=Form("T", "/form", (Short(name="a", label="A"),), "Send"))
    )
    form = (await world.desk.press("u_osa", root, "/form")).form
    outcome = await world.desk.submit("u_osa", form.id, {"a": "x"})
    assert outcome.answer.id == root
    assert world.script.calls[-1].thread == root
    assert texts(world, "u_eki", CHANNEL) == ["Answered"]


async def test_what_is_being_typed_is_kept_and_dismissed_forms_are_gone(world):
    form = await opened(world)
    world.desk.type("u_osa", form.id, {"title": "Half", "tracks": ("2",)})
    kept = world.workspace.forms.of("u_osa")
    assert kept.touched
    assert [one.value for one in kept.form.fields if one.name in {"title", "tracks"}] == ["Half", "2"]
    world.desk.dismiss("u_osa", form.id)
    world.desk.dismiss("u_osa", form.id)
    assert world.workspace.forms.of("u_osa") is None


async def test_somebody_elses_form_room_and_post_are_not_here(world):
    form = await opened(world)
    root = await sent(world, "u_osa")
    mine = (await world.desk.say("u_osa", CHANNEL, "/x")).answer
    for deed in (
        world.desk.submit("u_eki", form.id, {}),
        world.desk.say("u_eki", DIRECT, "hello"),
        world.desk.say("u_eki", CHANNEL, "hello", thread=root),
        world.desk.say("u_osa", CHANNEL, "hello", thread=root),
        world.desk.say("u_eki", CHANNEL, "hello", thread=mine.id),
        world.desk.press("u_eki", root, "/seen"),
        world.desk.say("u_nobody", CHANNEL, "hello"),
        world.desk.say("u_osa", "c_nowhere", "hello"),
        world.desk.press("u_osa", "m999", "/seen"),
    ):
        with pytest.raises(NotHere):
            await deed
    world.desk.dismiss("u_eki", form.id)
    assert world.workspace.forms.of("u_osa") == form


async def test_the_same_delivery_again_posts_nothing_twice(world):
    for _ in range(2):
        await world.desk.say("u_osa", DIRECT, "hello", delivery="delivery-1")
    assert texts(world, "u_osa", DIRECT) == ["hello", "You said hello"]
    assert [call.key for call in world.script.calls] == ["delivery-1", "delivery-1"]


@pytest.mark.parametrize("room", [CHANNEL, DIRECT])
async def test_a_cpr_number_reaches_the_bot_and_never_the_file(world, room, tmp_path):
    await world.desk.say("u_osa", room, f"@pagt he is {CPR}")
    await world.desk.say("u_osa", room, f"/find {CPR}")
    form = await opened(world, room)
    world.desk.type("u_osa", form.id, {"title": CPR, "tracks": (CPR,)})
    world.script.replies["/form"] = Reply(Message("no"), refused=True)
    await world.desk.submit("u_osa", form.id, {"purpose": f"about {CPR}"})
    assert [CPR in call.line for call in world.script.calls[:2]] == [True, True]
    assert world.script.calls[-1].values["purpose"] == f"about {CPR}"
    world.script.replies.clear()
    kept = b"".join(file.read_bytes() for file in tmp_path.glob("workspace.db*"))
    # The scripted bot says back what it heard; the real one refuses (bot/dispatch.py), so only people's own words are looked at.
    assert all(CPR not in one.text for one in world.workspace.posts.seen("u_osa"))
    assert CPR not in str(world.workspace.forms.of("u_osa").form)
    assert b"about 010170" not in kept


async def test_things_done_at_once_are_all_done(world):
    await asyncio.gather(*(world.desk.say("u_osa", DIRECT, f"hello {n}") for n in range(20)))
    assert len(texts(world, "u_osa", DIRECT)) == 40
    assert len({call.key for call in world.script.calls}) == 20
