"""A year's briefings as people walk them on Slack and Mattermost: by nudges, buttons and forms, each in their own language."""

import pytest

from bot.domain.briefing import State
from tests.platforms.fake_mattermost.eras import V10_11, V11_10
from tests.platforms.scene_mattermost import in_mattermost
from tests.platforms.scene_slack import in_slack

STATUS = {"da": "Årlig status til Økonomiudvalget 2027", "en": "Annual status to the Finance Committee 2027"}
SCENES = {
    "slack-da": lambda folder, template: in_slack(folder, template, "http", ("da", "en")),
    "mattermost-10.11-en": lambda folder, template: in_mattermost(folder, template, V10_11, ("en", "da")),
    "mattermost-11.10-da": lambda folder, template: in_mattermost(folder, template, V11_10, ("da", "en")),
}
CALENDAR = """BEGIN:VCALENDAR
BEGIN:VEVENT
DTSTART;TZID=Europe/Copenhagen:20270928T153000
SUMMARY:Økonomiudvalget
END:VEVENT
BEGIN:VEVENT
DTSTART;VALUE=DATE:20271207
END:VEVENT
END:VCALENDAR"""


@pytest.fixture(params=SCENES)
async def scene(request, tmp_path, sqlite_template):
    async with SCENES[request.param](tmp_path, sqlite_template) as made:
        yield made


def stored(scene, duty="status-oeu"):
    with scene.program.store.read() as installation:
        row = installation.within("koebenhavn", actor="test", now=scene.program.now()).briefings.find(duty, 2027)
        return row.state, str(row.delivered_on), row.decision


async def test_from_the_committees_dates_to_an_item_it_took_note_of(scene):
    await dated(scene)
    await recorded(scene)
    await drafted_and_checked(scene)
    await approved_and_handed_in(scene)
    await put_off_and_delivered(scene)
    await chosen_and_reported(scene)
    assert not scene.complaints(), scene.complaints()


async def dated(scene):
    """The committee's dates are pasted as words, a table and a calendar; what cannot be read is named beside the field."""
    root = "/orientation list 2027"  # The other word for it, as a command of its own.
    assert "status-oeu" in (await scene.types("carla", root)).text
    assert "ØU" in "".join((await scene.letter("dina", *(await _known(scene)))).buttons)
    form = await scene.asks("dina", "briefing dates", "oeu")
    assert "dates" in form.fields
    refused = await scene.submits("dina", dates="28-09-2027, hver anden tirsdag 15")
    assert "“hver anden tirsdag 15”" in refused.errors["dates"]
    listed = scene.either("dina", "tirsdag d. 28. september 2027\n7. december 2027", "Tuesday 28 September 2027\n7 December 2027")
    for dates in (listed, "Dato;Kl.;Møde\n28-09-2027;15.30;ØU\n07-12-2027;15.30;ØU", CALENDAR):
        if dates != listed:
            await scene.asks("dina", "briefing dates", "oeu")
        imported = await scene.submits("dina", dates=dates)
        assert scene.either("dina", "28. september 2027", "28 September 2027") in imported.text


async def _known(scene):
    await scene.asks("dina", "briefing dates")
    return [scene.word("dina", "When the receiving bodies meet")]


async def recorded(scene):
    """Two units register what they do; a meeting was held, with everybody there, and it decided something."""
    for who, title, track in (("anna", "Åbent værksted", "forebyggelse"), ("bo", "Fælles sensorer", "bekaempelse")):
        await scene.asks(who, "initiative new", title)
        assert title in (await scene.submits(who, tracks=(track,))).text
    asked = await scene.asks("dina", "meeting record")
    picked = "day" not in asked.fields  # Where the server has it, one picker asks for the day and the hour.
    when = {"starts": "2027-01-12T10:00"} if picked else {"day": "2027-01-12", "starts": "10:00"}
    await scene.submits("dina", **when, ends="12:00")
    assert "11/11" in (await scene.asks("dina", "meeting attendance", "M-1 " + scene.either("dina", "alle", "all"))).text
    decided = scene.either("dina", "godkendt: Status", "approved: Status")
    assert "M-1" in (await scene.asks("dina", "meeting decision", f"M-1 2 {decided}")).text


async def drafted_and_checked(scene):
    """The facilitator is nudged and drafts; the police unit reads, is refused what must not be public, rewrites and is not silent."""
    await scene.day("2027-06-25", "10:00")
    assert STATUS[scene.tongue("dina")] in (await scene.presses("dina", "Write the draft")).text
    await scene.presses("dina", "Get the document")
    await scene.letter("dina", "status-oeu-2027.docx")
    await scene.day("2027-08-09", "10:00")
    shown = await scene.presses("bo", "Read and agree")
    assert "Fælles sensorer" in shown.text
    await scene.asks("bo", "briefing passage", "status track:bekaempelse/osa")
    assert (await scene.presses("bo", "Change the text")).fields["text"].startswith("- Fælles sensorer")
    assert "Anna Holm" in (await scene.submits("bo", text="Tak til Anna Holm")).errors["text"]
    assert "To unge" in (await scene.submits("bo", text="To unge fik job")).errors["text"]
    await scene.submits("bo", text="Sensorerne er sat op i hele kvarteret.")
    await scene.asks("anna", "briefing show", "status")
    await scene.presses("anna", "Add a comment")
    await scene.submits("anna", comment="Skriv gerne lidt om værkstedet.")
    heard = (await scene.asks("dina", "briefing comments", "status")).text
    assert "Anna Holm (EKI)" in heard
    assert "Skriv gerne lidt om værkstedet." in heard


async def approved_and_handed_in(scene):
    """Without the police unit's word nothing is approved, nor by a decision that nobody recorded; then it is, and its digest stands."""
    await scene.asks("dina", "briefing approve", "status")
    refused = await scene.submits("dina", decision="M-1 pkt. 4")
    assert scene.either("dina", "M-1 pkt. 2", "M-1 item 2") in refused.errors["decision"]
    silent = await scene.submits("dina", decision="M-1 pkt. 2")
    assert "OSA" in silent.form + "".join(silent.errors.values())
    await scene.asks("bo", "briefing show", "status")
    assert "OSA" in (await scene.presses("bo", "Agree to our passages")).text
    await scene.asks("dina", "briefing show", "status")
    await scene.presses("dina", "Approved at a meeting")
    approved = await scene.submits("dina", decision="M-1 pkt. 2")
    assert scene.either("dina", "M-1 pkt. 2", "M-1 item 2") in approved.text
    handed_in = await scene.presses("dina", "Hand in {one}", one="status-oeu")
    assert "SHA-256" in handed_in.text
    assert stored(scene) == (State.HANDED_IN, "None", "M-1.2")


async def put_off_and_delivered(scene):
    """The committee puts it off and later notes it; who entered that cannot confirm it."""
    await scene.day("2027-09-22", "10:00")
    assert STATUS[scene.tongue("dina")] in (await scene.presses("dina", "It is on the agenda")).text
    await scene.day("2027-09-29", "10:00")
    await scene.presses("dina", "Enter the outcome")
    put_off = await scene.submits("dina", item="7", outcome="deferred")
    assert scene.either("dina", "7. december 2027", "7 December 2027") in put_off.text
    assert stored(scene)[0] is State.DEFERRED
    await scene.day("2027-12-08", "10:00")
    await scene.presses("dina", "Enter the outcome")
    assert "on" in (await scene.submits("dina", on="2028-01-30", item="7")).errors
    entered = await scene.submits("dina", on="2027-12-07", item="7")
    assert scene.word("dina", "item {point}", point=7) in entered.text
    assert "/" in (await scene.asks("dina", "briefing confirm", "status")).text
    assert stored(scene)[0] is State.ON_AGENDA
    await scene.day("2027-12-09", "10:00")
    await scene.presses("carla", "Confirm the evidence")
    assert stored(scene) == (State.DELIVERED, "2027-12-07", "M-1.2")


async def chosen_and_reported(scene):
    """A party proposes a focus area, the group chooses it, both bodies' briefing is drafted and put off, and the year after tells."""
    await scene.asks("anna", "focus new", "Unge og sommeren")
    proposed = await scene.submits("anna", reason="Flere er uden tilbud", tracks=("forebyggelse",), initiatives="I-1")
    assert "F-1" in proposed.text
    await scene.asks("dina", "focus show", "F-1")
    await scene.presses("dina", "Chosen at a meeting")
    assert "M-9" in (await scene.submits("dina", decision="M-9 pkt. 1")).errors["decision"]
    assert "F-1" in (await scene.submits("dina", decision="M-1 pkt. 2")).text
    await scene.asks("dina", "briefing draft", "fokus-oeu")
    await scene.asks("dina", "briefing defer", "fokus-oeu")
    later = await scene.submits("dina", to="2027-12-21", why="Udvalget er ikke trådt sammen")
    assert scene.either("dina", "21. december 2027", "21 December 2027") in later.text
    await scene.asks("anna", "focus report", "F-1")
    assert "Ti klubber" in (await scene.submits("anna", result="Ti klubber holdt åbent")).text
    statement = await scene.asks("carla", "agreement statement", "2027")
    assert scene.either("carla", "pkt. 7", "item 7") in statement.text
