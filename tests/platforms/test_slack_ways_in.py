"""Every way in from Slack, in both modes: words, mentions, threads, windows, and the shortcut on a message."""

import asyncio

from tests.platforms.fake_slack.fake import HOST
from tests.platforms.slack_stage import ANNA, BO, DINA, NOW, ROOM
from tests.platforms.waiting import until

FIELDS = {"purpose": "Et sted at gå hen.", "tracks": ["1 Forebyggelse"], "lead": "EKI"}


async def test_words_in_a_direct_message_are_answered_there(stage):
    seen = await stage.fake.says(ANNA, stage.dm(ANNA), "initiative list")
    assert "indsats" in await seen.until("indsats")
    assert [one.only_for for one in seen.answers] == [None]


async def test_who_lives_by_other_clocks_is_told_both_times_as_slack_knows_them(stage):
    stage.fake.state.users[DINA].tz = "Europe/London"
    seen = await stage.fake.says(DINA, stage.dm(DINA), "meeting plan torsdag d. 11. marts 2027 kl. 10-12")
    assert "kl. 10.00–12.00 (uge 10) (09.00–11.00 hos dig)" in await seen.until("Indkald")
    await until(lambda: kept(stage) == "Europe/London")


def kept(stage):
    """Return by which clocks somebody lives, as it is kept for what they are nudged about."""
    with stage.program.store.read() as installation:
        return installation.within("koebenhavn", actor="test", now=NOW).people.behind("slack", f"{HOST}/{DINA}").zone


async def test_a_mention_is_answered_to_its_author_alone(stage):
    seen = await stage.fake.says(ANNA, ROOM, "@pagt initiative list")
    await seen.until("indsats")
    assert [one.only_for for one in seen.answers] == [ANNA]


async def test_a_mention_in_a_thread_is_answered_in_that_thread(stage):
    root = (await stage.fake.says(BO, ROOM, "Hvordan går det?")).state.messages[-1]
    seen = await stage.fake.says(ANNA, ROOM, "@pagt initiative list", thread=root.ts)
    await seen.until("indsats")
    assert seen.answers[0].thread_ts == root.ts


async def test_talk_among_people_is_none_of_the_bots_business(stage):
    calls = len(stage.fake.calls)
    for text in ("Hej alle", "status digest", "/pagt er god", "@bo.lund initiative list"):
        seen = await stage.fake.says(ANNA, ROOM, text)
    await asyncio.sleep(0.2)
    assert seen.answers == []
    said = [
        facts for method, facts in stage.fake.calls[calls:] if method.startswith("chat.")
    ]  # A start's own nudges may be among them.
    assert not [facts for facts in said if facts.get("channel") == ROOM]


async def test_a_form_asked_for_in_words_is_opened_by_a_button(stage):
    seen = await stage.fake.says(ANNA, stage.dm(ANNA), "initiative new Åbent værksted")
    await seen.until("Åbn formularen")
    opened = await stage.fake.presses(ANNA, seen.answers[0], "Åbn formularen")
    assert opened.view.view["title"]["text"] == "Ny indsats"
    sent = await stage.fake.submits(ANNA, **FIELDS)
    await sent.until("I-1 Åbent værksted")
    assert sent.answers[0].channel == stage.dm(ANNA)
    assert sent.answers[0].only_for is None


async def test_a_window_that_is_refused_keeps_what_was_typed_and_says_what_is_wrong(stage):
    await stage.fake.types(ANNA, ROOM, "/initiative new Åbent værksted")
    sent = await stage.fake.submits(ANNA, **{**FIELDS, "starts_on": "2027-05-01", "ends_on": "2027-04-01"})
    assert "før den starter" in sent.said
    assert sent.view is not None
    again = await stage.fake.submits(ANNA, ends_on="2027-06-01")
    await again.until("I-1 Åbent værksted")
    assert again.view is None


async def test_a_cpr_number_is_stopped_in_every_field_and_word(logged, stage):
    number = "010203-1234"
    await stage.fake.types(ANNA, ROOM, "/initiative new Værksted")
    sent = await stage.fake.submits(ANNA, **{**FIELDS, "purpose": f"For {number}"})
    assert "CPR" in sent.said
    said = await stage.fake.says(ANNA, stage.dm(ANNA), f"initiative find {number}")
    assert number not in await said.until("CPR")
    assert number not in logged.getvalue()


async def test_the_shortcut_brings_a_message_under_the_agreement(stage):
    await stage.fake.says(BO, ROOM, "Vi åbner et værksted for unge i Nordvest.\nDet begynder til foråret: hver tirsdag; gratis.")
    message = stage.fake.messages(ROOM)[-1]
    seen = await stage.fake.uses_shortcut(ANNA, message, "bring")
    assert "Vi åbner et værksted" in seen.view.said
    assert "hver tirsdag; gratis." in seen.view.said
    sent = await stage.fake.submits(ANNA, tracks=["1 Forebyggelse"], lead="EKI")
    await sent.until("I-1")


async def test_the_shortcut_takes_no_cpr_number_along(logged, stage):
    await stage.fake.says(BO, ROOM, "Værksted for 010203-1234")
    seen = await stage.fake.uses_shortcut(ANNA, stage.fake.messages(ROOM)[-1], "bring")
    assert "CPR" in seen.view.said
    assert "010203" not in seen.view.said
    assert "010203" not in logged.getvalue()
