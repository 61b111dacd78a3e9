"""The Home tab, and the first time somebody meets the bot, in both modes."""

import asyncio

import pytest

from tests.platforms.fake_slack.state import visible
from tests.platforms.slack_stage import ANNA, BO, DINA, EVA, ROOM
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


async def test_home_shows_all_that_concerns_a_person_from_today_to_the_end_of_the_year(stage):
    await stage.fake.types(ANNA, ROOM, "/initiative new Åbent værksted")
    await stage.fake.submits(ANNA, **FIELDS)
    await stage.fake.opens_home(ANNA)
    shown = await until(lambda: home(stage, ANNA))
    told = ["Det venter på dig", "Indsatser hos EKI", "Åbent værksted", "Det kommer", "statusrunde", "Det kræver aftalen i 2027"]
    places = [shown.find(words) for words in told]
    assert places == sorted(places)
    assert -1 not in places
    await stage.fake.types(DINA, ROOM, "/pagt status ask")
    await until(lambda: "Statusrunden 2027-Q1 er åben til" in home(stage, ANNA))
    assert "Status 2027-Q1 for EKI" in home(stage, ANNA)
    asked = await stage.fake.types(DINA, ROOM, "/meeting plan 11. marts 2027 kl. 10")
    await stage.fake.presses(DINA, asked.answers[-1], "Indkald")
    await until(lambda: "Næste møde: M-1" in home(stage, ANNA))
    assert "2027: 0 af 4 møder" in home(stage, ANNA)
    shown = await stage.fake.presses_at_home(ANNA, "Det næste møde")
    assert "M-1" in shown.view.said


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
        assert not installation.accounts.known("slack", f"T0KBH/{EVA}", ("slack", "")).people


async def test_who_reads_english_in_slack_is_welcomed_in_english(stage):
    stage.fake.user("U0ENGLI1", "Ed English", locale="en-GB")
    await stage.fake.opens_home("U0ENGLI1", "messages")
    await until(lambda: "I am Pagt" in stage.heard("U0ENGLI1"))


@pytest.mark.parametrize(("locale", "said"), [("en-GB", "You are now representative"), ("da-DK", "Du er nu repræsentant")])
async def test_who_is_appointed_by_a_mention_is_told_so_in_the_language_they_read_in_slack(stage, locale, said):
    stage.fake.user("U0NYNY01", "Nia Ny", locale=locale)
    stage.fake.channel(ROOM, "samarbejde", [DINA, "U0NYNY01"])
    await stage.fake.types(DINA, ROOM, "/party contact ssp @nia.ny")
    await until(lambda: stage.heard("U0NYNY01"))
    assert said in stage.heard("U0NYNY01")


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
