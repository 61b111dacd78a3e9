"""The Home tab, and the first time somebody meets the bot, in both modes."""

import asyncio

from tests.platforms.fake_slack.state import visible
from tests.platforms.slack_stage import ANNA, BO, EVA, ROOM
from tests.platforms.waiting import until

FIELDS = {"purpose": "Et sted at gå hen.", "tracks": ["1 Forebyggelse"], "lead": "EKI"}


async def test_home_shows_what_waits_and_is_drawn_anew_when_something_changes(stage):
    await stage.fake.opens_home(BO)
    await until(lambda: "Ingenting. Du er ajour." in home(stage, BO))
    await stage.fake.types(ANNA, ROOM, "/initiative new Åbent værksted")
    await stage.fake.submits(ANNA, **FIELDS)
    await until(lambda: "I-1" in home(stage, BO))
    pressed = await stage.fake.presses_at_home(BO, "Set: I-1")
    await until(lambda: "Set: I-1" not in home(stage, BO))
    assert pressed.view is not None
    published = sum(method == "views.publish" for method, _ in stage.fake.calls)
    await stage.fake.says(BO, stage.dm(BO), "initiative list")
    await asyncio.sleep(0.4)
    assert sum(method == "views.publish" for method, _ in stage.fake.calls) == published


def home(stage, user):
    return visible(stage.fake.state.homes.get(user, {}).get("blocks", []))


async def test_a_form_opens_from_the_home_tab(stage):
    await stage.fake.opens_home(ANNA)
    await until(lambda: "Ny indsats" in home(stage, ANNA))
    seen = await stage.fake.presses_at_home(ANNA, "Ny indsats")
    assert seen.view is not None
    await stage.fake.submits(ANNA, title="Hjemmefra", **FIELDS)
    await until(lambda: "Hjemmefra" in stage.heard(ANNA))


async def test_a_stranger_is_welcomed_once_and_nothing_is_kept_of_them(stage):
    seen = await stage.fake.says(EVA, stage.dm(EVA), "hej med dig")
    await seen.until("Hej, jeg er Pagt")
    await stage.fake.says(EVA, stage.dm(EVA), "hej igen")
    await stage.fake.opens_home(EVA, "messages")
    await asyncio.sleep(0.2)
    assert stage.heard(EVA).count("Hej, jeg er Pagt") == 1
    with stage.program.store.read() as installation:
        assert installation.accounts.agreements_of("slack", f"T0KBH/{EVA}") == []


async def test_who_reads_english_in_slack_is_welcomed_in_english(stage):
    stage.fake.user("U0ENGLI1", "Ed English", locale="en-GB")
    await stage.fake.opens_home("U0ENGLI1", "messages")
    await until(lambda: "I am Pagt" in stage.heard("U0ENGLI1"))


async def test_somebody_appointed_elsewhere_is_welcomed_at_their_first_word(stage):
    with stage.program.store.begin() as installation:
        records = installation.within("koebenhavn", actor="test", now=stage.now)
        person = records.people.behind("slack", f"T0KBH/{BO}")
        person.welcomed_at = None
        installation.session.add(person)
    for _ in range(2):
        await stage.fake.says(BO, stage.dm(BO), "initiative list")
    await until(lambda: "Hej, jeg er Pagt" in stage.heard(BO))
    await asyncio.sleep(0.1)
    assert stage.heard(BO).count("Hej, jeg er Pagt") == 1
