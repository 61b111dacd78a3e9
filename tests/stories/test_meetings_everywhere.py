"""Meetings as they are lived on Slack, on Mattermost of each age and in the local workspace: the same story, told to the end in each.

Who plans speaks the one language and most of the others the other, so that every scene is told in both. What a rule decides, in
which words, is for the stories of the local workspace; here it is whether every form, message and button works where people are.
"""

from collections.abc import AsyncIterator
from copy import deepcopy
from dataclasses import replace

import pytest

from tests.platforms.fake_mattermost.eras import V5_37, V10_11, V11_10
from tests.platforms.scene import ADDRESS, CAST, Scene
from tests.platforms.scene_local import in_the_local_workspace
from tests.platforms.scene_mattermost import in_mattermost
from tests.platforms.scene_slack import in_slack
from tests.tongues import slips

DANISH_PLANS, ENGLISH_PLANS = ("da", "en"), ("en", "da")
SCENES = {
    "slack-socket": lambda *at: in_slack(*at, "socket", DANISH_PLANS),
    "slack-http": lambda *at: in_slack(*at, "http", ENGLISH_PLANS),
    "mattermost-5.37": lambda *at: in_mattermost(*at, V5_37, ENGLISH_PLANS),
    "mattermost-10.11": lambda *at: in_mattermost(*at, V10_11, DANISH_PLANS),
    "mattermost-11.10": lambda *at: in_mattermost(*at, V11_10, ENGLISH_PLANS),
    "local": lambda *at: in_the_local_workspace(*at, DANISH_PLANS),
}
TITLE = "Kvartalsmøde om *unge* <!channel> & trygheden omkring [Blågårds Plads](http://x) og @all de øvrige steder"
PLACE = "Rådhuset, mødelokale 12 på 3. sal; indgang fra gården"
ALL_BUT_BUF = ("ea", "naerpoliti", "forebyggelse", "osa", "ssp", "eki", "cbe", "cba", "sikkerby")


@pytest.fixture
async def scene(request, tmp_path, sqlite_template) -> AsyncIterator[Scene]:
    """Everybody before one platform; at the end it has taken everything, and nobody has read the other language."""
    async with SCENES[request.param](tmp_path, sqlite_template) as made:
        await made.program.settle()
        yield made
        assert made.complaints() == []
        for who in CAST:
            for letter in made.letters(who):
                assert slips(letter.text, made.tongue(who)) == [], letter.text
        for letter in made.board():
            assert slips(letter.text, "da") == [], letter.text


def at(scene, who, day):
    """Return when a meeting on a Thursday in March is, as somebody reads it."""
    week = {11: 10, 18: 11}[day]
    return scene.either(
        who,
        f"torsdag d. {day}. marts 2027 kl. 10.00–12.30 (uge {week})",
        f"Thursday {day} March 2027 at 10:00–12:30 (week {week})",
    )


@pytest.mark.parametrize(
    "scene", ["slack-socket", "mattermost-5.37", "mattermost-10.11", "mattermost-11.10", "local"], indirect=True
)
async def test_a_meeting_is_planned_answered_moved_reminded_of_and_another_is_found_by_poll_and_called_off(scene):
    await planned(scene)
    await answered(scene)
    await moved(scene)
    await asked_for_and_declined(scene)
    await found_by_poll_and_called_off(scene)
    await reminded(scene)


async def planned(scene):
    """The nudge's button opens the form, which says what is wrong, what is to be said of the day, and gives back what was written."""
    form = await scene.presses("dina", "Plan a meeting", scene.either("dina", "1. kvartal 2027", "first quarter of 2027"))
    assert scene.either("dina", "2027: 0 af 4 møder afholdt.", "2027: 0 of 4 meetings held.") in form.form
    wrong = await scene.submits("dina", day="2027-03-11", starts="10:00", ends="09:30", title=TITLE, place=PLACE)
    assert set(wrong.errors) == {"ends"}
    shown = await scene.submits("dina", day="2027-02-16", ends="12:00")
    assert scene.either("dina", "Vinterferie", "Winter break") in shown.text
    again = await scene.presses("dina", "Change")
    assert (again.fields["day"], again.fields["starts"], again.fields["title"]) == ("2027-02-16", "10:00", TITLE)
    shown = await scene.submits("dina", day="2027-03-11", ends="12:30")
    assert at(scene, "dina", 11) in shown.text
    assert TITLE in shown.text
    assert scene.either("dina", "2027 stiger fra 0 til 1 af 4.", "2027 rises from 0 to 1 of 4.") in shown.text
    assert [scene.word("dina", "Convene") in one.buttons for one in scene.letters("dina")].count(True) == 1  # Not the day before.
    done = await scene.presses("dina", "Convene", at(scene, "dina", 11))
    assert scene.either("dina", "2 personer er inviteret.", "2 people are invited.") in done.text
    assert scene.word("dina", "Show") in (await scene.letter("dina", scene.either("dina", "har sit", "has its"))).buttons
    for reader in (await scene.letter("carla", TITLE, PLACE), await scene.notice(TITLE, PLACE)):
        assert reader.headline.startswith(("Indkaldt: M-1 Kvartalsmøde", "Convened: M-1 Kvartalsmøde"))
    assert at(scene, "carla", 11) in (await scene.letter("carla", TITLE)).headline


async def answered(scene):
    """One tap, an answer for oneself only, a substitute by form, regrets that ask the deputy, and the line the facilitator reads."""
    invitation = await scene.letter("bo", TITLE, PLACE, button=scene.word("bo", "Yes"))
    assert at(scene, "bo", 11) in invitation.headline
    stale = replace(invitation, raw=deepcopy(invitation.raw))
    await scene.presses("bo", "Yes")
    assert len((await scene.letter("bo", scene.either("bo", "Besvaret af Bo Lund", "Answered by Bo Lund"))).buttons) == 2
    if scene.platform != "local":  # There a button that is gone cannot be pressed.
        assert (
            scene.either("bo", "Allerede noteret", "Noted already")
            in (await scene.presses_on("bo", stale, scene.word("bo", "Yes"))).text
        )
    others = await scene.asks("anna", "meeting answer", f"M-1 osa {scene.word('anna', 'Yes')}")
    assert scene.either("anna", "suppleant svarer for enheden", "representative or deputy answers") in others.text
    regrets = await scene.presses("anna", "No")
    assert (
        scene.word("anna", "Who comes instead? {unit} has no deputy to invite, so say who it is with the button.", unit="EKI")
        in regrets.text
    )
    form = await scene.presses("anna", "Name a substitute")
    assert form.fields["answer"] == "substitute"
    assert "Anders Højgård" in (await scene.submits("anna", substitute="Anders Højgård")).text
    await scene.presses("bo", "Correct the answer")
    assert "Bodil Ravn" in (await scene.submits("bo", answer="no")).text
    assert "M-1" in (await scene.writes("bodil", scene.either("bodil", "ja tak", "yes please"))).text
    assert await scene.letter("bo", scene.either("bo", "OSA kommer", "OSA comes"), "Bodil Ravn")
    shown = await scene.asks("dina", "meeting show", "M-1")
    assert (
        scene.either("dina", "2/11 parter; KP 1/4, KK 1/7; intet svar 9", "2/11 parties; KP 1/4, KK 1/7; no reply 9")
        in shown.text
    )
    listed = await scene.asks("carla", "meeting list", alone=True)
    assert (
        scene.either("carla", "2027: 0 af 4 møder afholdt, 1 mere er indkaldt.", "2027: 0 of 4 meetings held, 1 more")
        in listed.text
    )


async def moved(scene):
    """The form holds what stands, the preview says what it does, and everybody who speaks for a party is asked anew."""
    form = await scene.asks("dina", "meeting move", "M-1")
    assert (form.fields["day"], form.fields["ends"], form.fields["place"]) == ("2027-03-11", "12:30", PLACE)
    shown = await scene.submits("dina", day="2027-03-18", why="Rådhuset er lukket")
    assert scene.either("dina", "2027 bliver på 1 af 4.", "2027 stays at 1 of 4.") in shown.text
    await scene.presses("dina", "Move", at(scene, "dina", 18))
    for who, asked in (("bo", True), ("bodil", False), ("carla", False)):
        before = await scene.letter(who, scene.either(who, "handlede om en tidligere dag", "was about an earlier day"))
        assert at(scene, who, 18) in before.headline
        assert (scene.either(who, "Svar på den nye", "answer the new one") in before.text) is asked
    invitation = await scene.letter("bo", at(scene, "bo", 18), button=scene.word("bo", "Yes"))
    stands_in = {"slack": "@bodil.ravn", "mattermost": "@bodil.x", "local": "Bodil Ravn"}[scene.platform]
    said = await scene.writes_under(
        "bo", invitation, scene.either("bo", f"Nej, {stands_in} kommer i stedet", f"No, {stands_in} comes instead")
    )
    assert "(Bodil Ravn)" in said.text


async def asked_for_and_declined(scene):
    """Any party asks for a meeting; whoever declines says why, and the wish says what became of it."""
    await scene.asks("anna", "meeting request", "To nye indsatser kræver en beslutning")
    wish = await scene.presses("dina", "Decline", "To nye indsatser")
    assert "To nye indsatser" in wish.form
    await scene.submits("dina", why="Det tages i marts")
    await scene.letter("anna", "Det tages i marts")
    assert not (await scene.letter("dina", "Det tages i marts", "Dina Juhl")).buttons


async def found_by_poll_and_called_off(scene):
    """A day is asked for, answered by one tap, by form and in words, picked, and the meeting called off with what that does to the count."""
    await scene.asks("dina", "meeting poll")
    days = scene.either(
        "dina",
        "torsdag d. 10. juni kl. 10-12\nfredag d. 11. juni kl. 9\nmandag d. 14. juni kl. 13",
        "Thursday 10 June 10:00-12:00\nFriday 11 June at 09:00\nMonday 14 June at 13:00",
    )
    await scene.submits("dina", proposals=days, title=TITLE)
    assert scene.either("bo", "kan alle dagene", "can make all the days") in (await scene.presses("bo", "All suit")).text
    form = await scene.presses("anna", "Choose …")
    assert scene.either("anna", "2 fredag d. 11. juni", "2 Friday 11 June") in form.form
    assert scene.either("anna", "dag 1 og 3", "days 1 and 3") in (await scene.submits("anna", can=("1", "3"))).text
    question = await scene.letter("bo", "P-1", scene.either("bo", "Besvaret af Bo Lund", "Answered by Bo Lund"))
    assert scene.either("bo", "dag 1", "day 1") in (await scene.writes_under("bo", question, "1")).text
    assert "2/11" in (await scene.asks("dina", "meeting poll", "P-1")).text
    assert "M-2" in (await scene.presses("dina", "Pick {number}", "P-1", number=1)).text
    assert (await scene.letter("anna", "P-1", "M-2")).buttons == [scene.word("anna", "Show")]
    form = await scene.asks("dina", "meeting cancel", "M-2")
    assert scene.either("dina", "2027 falder fra 2 til 1 af 4.", "2027 drops from 2 to 1 of 4.") in form.form
    await scene.submits("dina", why="For få kan komme")
    for who, invited in (("bo", True), ("carla", False)):
        off = await scene.letter(who, "For få kan komme")
        assert (scene.word(who, "You need not answer the invitation.") in off.text) is invited
    assert ".ics" not in (await scene.notice("For få kan komme")).text


async def reminded(scene):
    """Three weeks, a week and a day before, and on the morning; put off by a tap, and asked again through the deputy."""
    await scene.day("2027-02-25")
    propose = await scene.letter("anna", scene.either("anna", "Om 3 uger", "In 3 weeks"))
    assert propose.buttons[0:3] == [scene.word("anna", one) for one in ("Yes", "No", "Substitute")]
    posted = await scene.notice("Om 3 uger", "torsdag d. 18. marts 2027 kl. 10.00–12.30 (uge 11)")
    refused = await scene.presses_on("carla", posted, "Foreslå et punkt")  # She chairs, and speaks for no party.
    assert (refused.form, scene.either("carla", "repræsentant", "representative") in refused.text) == ("", True), refused
    off = await scene.presses("anna", "Remind me later", scene.either("anna", "Om 3 uger", "In 3 weeks"))
    assert scene.either("anna", "fredag d. 26. februar 2027 kl. 09.00", "Friday 26 February 2027 at 09:00") in off.text
    await scene.day("2027-02-26")
    await scene.letter("anna", scene.either("anna", "Om 20 dage", "In 20 days"))
    await scene.day("2027-03-11")
    overview = await scene.letter(
        "dina", scene.either("dina", "Om en uge, M-1: 1/11 parter; KP 1/4", "In a week, M-1: 1/11 parties")
    )
    assert scene.word("dina", "Show") in overview.buttons
    await scene.day("2027-03-17")
    await scene.presses("anna", "Yes", scene.either("anna", "I morgen", "Tomorrow"))
    await scene.day("2027-03-18", "08:00")
    today = await scene.letter("anna", scene.either("anna", "I dag: M-1", "Today: M-1"))
    assert scene.word("anna", "Remind me later") not in today.buttons
    assert await scene.notice("I dag: M-1")


@pytest.mark.parametrize("scene", ["slack-http", "mattermost-10.11", "mattermost-11.10"], indirect=True)
async def test_a_meeting_is_prepared_held_confirmed_party_by_party_minuted_and_followed_up(scene):
    await recorded(scene)
    await prepared(scene)
    await held(scene)
    await minuted(scene)
    await followed_up(scene)


async def recorded(scene):
    """A meeting that was held without having been convened here, with who was there, one of them by proxy."""
    await scene.day("2027-02-10")
    await scene.asks("dina", "meeting record")
    await scene.submits("dina", day="2027-02-04", starts="13:00", ends="14:00", jointly_with="Lokalrådet")
    form = await scene.presses("dina", "Who was there?")
    assert all(unit in form.form for unit in ("Efterretning og Analyse", "Jobcenter CBA", "Sikker By (ØKF)"))
    by = scene.either("dina", "krimforebyg ved eki", "krimforebyg by eki")
    done = await scene.submits("dina", present=ALL_BUT_BUF, proxies=by)
    assert (
        scene.either("dina", "10/11 parter (1 ved fuldmagt); KP 4/4, KK 6/7", "10/11 parties (1 by proxy); KP 4/4, KK 6/7")
        in done.text
    )


async def prepared(scene):
    """Items come in by form, the facilitator looks the draft over, and a button sends it out."""
    await scene.asks("dina", "meeting convene", "2027-03-18T10:00-12:30; title: Klubberne")
    form = await scene.asks("bo", "meeting item", "Fælles åbningstider for klubberne i hele byen, også i ferierne")
    assert form.fields["unit"] == "osa"
    await scene.submits("bo", treatment="decision", note="Tre klubber beder om det.")
    shown = await scene.asks("anna", "meeting agenda", "M-2")
    assert scene.either("anna", "til beslutning, OSA", "for decision, OSA") in shown.text
    await scene.day("2027-03-05")
    await scene.presses("dina", "Send it now", "M-2")
    assert "Tre klubber" in (await scene.letter("anna", scene.either("anna", "Dagsorden for M-2", "Agenda for M-2"))).text
    assert "Tre klubber" in (await scene.notice("Dagsorden for M-2")).text


async def held(scene):
    """It counts when a button says so, and the question goes on to what comes next; who misses twice running is told of."""
    await scene.day("2027-03-19")
    await scene.presses("dina", "It was held", "M-2")
    stands = await scene.letter("dina", "M-2", scene.either("dina", "blev holdt", "was held"))
    assert scene.either("dina", "2027: 2 af 4 møder afholdt.", "2027: 2 of 4 meetings held.") in stands.text
    form = await scene.presses_on("dina", stands, scene.word("dina", "Who was there?"))
    assert not form.errors
    done = await scene.submits("dina", present=(*ALL_BUT_BUF, "krimforebyg"))
    assert scene.either("dina", "Udeblevet uden afbud: BUF.", "Absent without a word: BUF.") in done.text
    year = await scene.presses(
        "dina", "The year", scene.word("dina", "{unit} has missed {count} meetings running", unit="BUF", count=2)
    )
    assert scene.either("dina", "ved fuldmagt", "by proxy") in year.text
    assert scene.either("dina", "M-2 18. mar.", "M-2 18 Mar") in year.text


async def minuted(scene):
    """Item by item with an action, commented on by tap and by form, approved by a button, and changed after that for a reason."""
    shown = await scene.asks("dina", "meeting minutes", "M-2")
    assert "Fælles åbningstider" in shown.text
    letter = await scene.letter("dina", scene.either("dina", "Udkast til referat af M-2", "Draft minutes of M-2"))
    form = await scene.chooses_in("dina", letter, "8 Fælles åbningstider for klubberne i hele byen, også i ferierne")
    assert form.fields["outcome"] == "approved"
    decided = {"decision": "Klubberne åbner to aftener om ugen.", "task": "Finder lokaler", "owner": "osa", "due": "2027-04-15"}
    assert "Finder lokaler" in (await scene.submits("dina", **decided)).text
    await scene.presses("dina", "Add an action")
    assert "A-2" in (await scene.submits("dina", task="Skriver brevet", owner="eki", due="2027-04-15")).text
    await scene.asks("dina", "meeting send", "M-2")
    assert scene.word("bo", "No remarks.") in (await scene.presses("bo", "No remarks")).text
    await scene.presses("anna", "Comment")
    assert "Det begynder i maj." in (await scene.submits("anna", point="8", text="Det begynder i maj.")).text
    await scene.day("2027-04-02")
    await scene.presses("dina", "Approve", "Det begynder i maj.")
    assert (await scene.notice("Klubberne åbner to aftener")).headline.endswith("godkendt")
    form = await scene.asks("dina", "meeting decision", "M-2 8")
    assert "why" in form.fields
    await scene.submits("dina", decision="Klubberne åbner tre aftener om ugen.", why="Slåfejl i antallet.")
    shown = await scene.asks("carla", "meeting minutes", "M-2")
    assert "Slåfejl i antallet." in shown.text


async def followed_up(scene):
    """Actions are asked about and closed by a tap; decisions, actions and the wheel are there to look at."""
    await scene.day("2027-04-12")
    await scene.presses("bo", "It is done", "A-1")
    assert not (await scene.letter("bo", scene.word("bo", "{ref} is done", ref="A-1"))).buttons
    await scene.day("2027-04-22")
    asked = await scene.letter("dina", scene.either("dina", "A-2 er over fristen", "A-2 is overdue"))
    assert scene.word("dina", "It is done") in asked.buttons
    assert "A-2" in (await scene.asks("carla", "meeting actions")).text
    assert "tre aftener" in (await scene.asks("carla", "meeting decisions")).text
    wheel = await scene.asks("carla", "agreement wheel", alone=True)
    assert "M-2" in wheel.text
    await scene.asks("anna", "calendar", alone=True)
    assert ADDRESS in (await scene.presses("anna", "Give me an address")).text


@pytest.mark.parametrize(
    ("tongue", "strange"), [("da", "You need not answer the invitation."), ("en", "Du behøver ikke svare på indkaldelsen.")]
)
def test_a_sentence_in_the_language_that_its_reader_does_not_read_is_noticed(tongue, strange):
    other = {"da": "en", "en": "da"}[tongue]
    assert (bool(slips(f"M-1 Klubberne: {strange}", tongue)), slips(f"M-1 Klubberne: {strange}", other)) == (True, [])
