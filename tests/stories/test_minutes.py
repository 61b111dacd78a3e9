"""Minutes from the first recorded item until they stand fast, and decisions as others cite them."""

import io

import docx
import pytest

from bot.refusal import Refusal
from bot.sample import cast
from tests.stories.papers import APPROVED, DRAFTED, convened, headlines, held, numbers, out_for_comments, place, point

DECIDED = "Klubberne åbner to aftener om ugen."


@pytest.fixture
def minuted(talk):
    """A meeting is convened, with one submitted item, and one initiative is registered."""
    return talk.after(_convened)


@pytest.fixture
def referat(dansk):
    return dansk.after(_convened)


def _convened(talk):
    convened(talk, "2026-03-12")
    talk.bot.says("osa", "/indsats ny Klubaftener; spor: 1; leder: osa; start: 20. januar 2026")
    point(talk, "osa", "Åbningstider")


def decides(talk, words=f"godkendt: {DECIDED}", number=8):
    return talk.says("facilitator", "meeting decision", f"M-1 {number} {words}")


def posted(talk):
    return "\n".join(str(post.message) for post in talk.posts("chair", channel=True))


def test_nothing_is_recorded_before_the_meeting_begins_and_minutes_go_out_only_of_one_that_was_held(referat):
    assert "begynder" in decides(referat).text
    referat.bot.day("2026-03-12", "13:00")
    assert "M-1 pkt. 8: godkendt" in decides(referat).text
    assert "/møde afholdt M-1" in referat.says("facilitator", "meeting send", "M-1").text


def test_the_facilitator_records_item_by_item_and_is_led_to_the_next(minuted):
    minuted.after(held)
    first = minuted.says("facilitator", "meeting decision", f"M-1 1 {minuted.word('approved')}")
    assert minuted.word("approved") in first.text
    assert not minuted.presses("facilitator", "Show the minutes").refused
    second = minuted.bot.says("facilitator", minuted.line("meeting decision", f"M-1 2 {minuted.word('nothing to report')}"))
    assert minuted.word("nothing to report") in second.text.splitlines()[0]
    form = minuted.fills(
        "facilitator",
        "meeting decision",
        "M-1 8",
        outcome="approved",
        decision=DECIDED,
        summary="Tre klubber var for.",
        initiatives="I-1",
        task="Finder lokaler",
        owner="osa",
        due="15. april" if minuted.language == "da" else "15 April",
    )
    assert {"da": "A-1 OSA, senest d. 15. april 2026", "en": "A-1 OSA, by 15 April 2026"}[minuted.language] in form.text
    shown = minuted.says("chair", "meeting minutes").text
    for said in (DECIDED, "Tre klubber var for.", "I-1 Klubaftener", "Finder lokaler"):
        assert said in shown
    again = minuted.says("facilitator", "meeting decision", "M-1 8")
    assert {field.name: field.value for field in again.form.fields}["decision"] == DECIDED  # Nothing written is lost.


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"task": "Finder lokaler"}, "owner"),
        ({"task": "Finder lokaler", "owner": "osa", "due": "15. marts 2025"}, "due"),
        ({"initiatives": "I-99"}, "initiatives"),
        ({"initiatives": "klubber"}, "initiatives"),
        ({"decision": "010190-1234 optages"}, "decision"),
        ({"decision": "x" * 1600}, "decision"),
    ],
)
def test_what_cannot_be_recorded_is_refused_beside_its_field_and_what_was_written_stays(referat, values, field):
    referat.after(held)
    answer = referat.fills("facilitator", "meeting decision", "M-1 8", summary="Talt om", **values)
    assert field in answer.form.errors
    assert {one.name: one.value for one in answer.form.fields}["summary"] == "Talt om"
    assert referat.asked(lambda records: records.minutes.entries(records.meetings.by_number(1))) == {}


def test_an_outcome_nobody_knows_is_asked_about_with_those_there_are(minuted):
    minuted.after(held)
    answer = decides(minuted, "jubel")
    assert answer.refused
    assert minuted.word("taken note of") in answer.text


@pytest.mark.parametrize("who", ["osa", "chair", "reader"])
def test_only_the_facilitator_writes_sends_and_approves(referat, who):
    referat.after(held)
    assert referat.says(who, "meeting decision", "M-1 8 godkendt").refused
    assert referat.says(who, "meeting send", "M-1").refused
    assert referat.says(who, "meeting approve", "M-1").refused


def test_the_facilitator_is_reminded_to_draft_them_and_the_deputy_later_each_once(minuted):
    minuted.after(held)
    for person in ("facilitator", "facilitator_dep"):
        minuted.bot.heard(person)
    wanted = {"da": "skal skrives", "en": "are to be drafted"}[minuted.language]
    minuted.bot.day(DRAFTED)
    assert [text for text in headlines(minuted, "facilitator") if wanted in text] != []
    assert [text for text in headlines(minuted, "facilitator_dep") if wanted in text] == []
    minuted.bot.day("2026-03-26")
    assert [text for text in headlines(minuted, "facilitator_dep") if wanted in text] != []
    minuted.bot.day("2026-05-04")
    assert [text for text in headlines(minuted, "facilitator") if wanted in text] == []


def test_parties_answer_with_one_tap_or_with_a_comment_on_an_item_and_everybody_sees_it(minuted):
    minuted.after(out_for_comments, "1 godkendt", f"8 godkendt: {DECIDED}")
    done = minuted.presses("osa", "No remarks")
    assert "OSA" in done.text
    said = minuted.says("eki", "meeting comment", f"M-1 {minuted.word('item {point}', point=8)} Det begynder i maj.")
    assert "Det begynder i maj." in said.text
    shown = minuted.says("chair", "meeting minutes", "M-1").text
    assert f"EKI, {minuted.word('item {point}', point=8)}: Det begynder i maj." in shown
    assert minuted.word("No remarks: {units}.", units="OSA") in shown
    assert "SSP" in shown.split({"da": "Har ikke svaret endnu", "en": "Not heard from yet"}[minuted.language])[1]
    assert minuted.says("eki", "meeting comment", "M-1 osa Nej").refused


def test_words_in_the_thread_of_the_question_are_the_partys_comment(referat):
    referat.after(out_for_comments, f"8 godkendt: {DECIDED}")
    said = referat.in_thread("osa", "Referatet af M-1", "pkt. 8 Det er først fra maj.")
    assert "OSA har svaret" in said
    assert "OSA, pkt. 8: Det er først fra maj." in referat.says("chair", "meeting minutes", "M-1").text


def test_a_party_with_something_to_do_reads_that_first(referat):
    referat.after(held)
    referat.fills(
        "facilitator", "meeting decision", "M-1 8", outcome="approved", task="Finder lokaler", owner="osa", due="2026-04-15"
    )
    referat.bot.heard("osa")
    referat.says("facilitator", "meeting send", "M-1")
    (question,) = [text for text in referat.bot.heard("osa") if "har I bemærkninger" in text]
    assert question.index("Det skal I gøre") < question.index("Godkendelse af dagsordenen")


def test_they_are_approved_once_the_time_for_comments_is_over_and_then_posted(minuted):
    minuted.after(out_for_comments, f"8 godkendt: {DECIDED}")
    early = minuted.says("facilitator", "meeting approve", "M-1")
    assert early.refused
    assert "SSP" in early.text
    minuted.bot.day(APPROVED)
    assert {"da": "kan godkendes", "en": "can be approved"}[minuted.language] in " ".join(headlines(minuted, "facilitator"))
    assert not minuted.presses("facilitator", "Approve").refused
    assert f"• 8 Åbningstider · godkendt\n  {DECIDED}" in "\n".join(minuted.bot.heard("chair", channel=True))
    assert minuted.says("facilitator", "meeting approve", "M-1").refused
    assert minuted.says("osa", "meeting comment", "M-1 Vent").refused


def test_they_are_approved_before_that_when_every_party_has_answered(referat):
    referat.after(out_for_comments, f"8 godkendt: {DECIDED}")
    for unit in ("ea", "naerpoliti", "forebyggelse", "osa", "ssp", "eki", "krimforebyg", "cbe", "cba", "buf", "sikkerby"):
        assert not referat.says("facilitator", "meeting comment", f"M-1 {unit} ingen bemærkninger").refused
    assert not referat.says("facilitator", "meeting approve", "M-1").refused


def test_the_next_meeting_approves_them_under_their_item(referat):
    referat.after(out_for_comments, f"8 godkendt: {DECIDED}")
    referat.after(convened, "2026-06-11")
    under = place(referat, "Godkendelse af referatet fra M-1", 2)
    referat.bot.day("2026-06-11", "13:00")
    referat.says("facilitator", "meeting decision", f"M-2 {under} godkendt")
    assert f"Godkendt i M-2 pkt. {under}" in referat.says("osa", "meeting minutes", "M-1").text


def test_approved_minutes_change_only_for_a_reason_that_stays_with_them(minuted):
    minuted.after(out_for_comments, f"8 godkendt: {DECIDED}")
    minuted.bot.day(APPROVED)
    minuted.says("facilitator", "meeting approve", "M-1")
    silent = minuted.fills("facilitator", "meeting decision", "M-1 8", decision="Tre aftener.")
    assert "why" in silent.form.errors
    assert DECIDED in minuted.says("osa", "meeting minutes", "M-1").text
    given = minuted.fills("facilitator", "meeting decision", "M-1 8", decision="Tre aftener.", why="Slåfejl i antallet.")
    assert not given.refused
    shown = minuted.says("osa", "meeting minutes", "M-1").text
    assert "Tre aftener." in shown
    assert "Slåfejl i antallet." in shown
    assert minuted.word("Corrected after the approval") in shown
    trail = minuted.asked(lambda records: [one.verb for one in records.audit.of("minutes:M-1.8")])
    assert trail == ["write", "correct"]


def test_a_decision_is_shown_with_the_initiative_it_is_about_and_in_the_log(minuted):
    minuted.after(held)
    minuted.fills("facilitator", "meeting decision", "M-1 8", outcome="approved", decision=DECIDED, initiatives="I-1")
    cited = minuted.word("M-{meeting} item {point}", meeting=1, point=8)
    for command in ("initiative show", "initiative history"):
        shown = minuted.says("eki", command, "I-1").text
        assert {"da": f"Besluttet i {cited}", "en": f"Decided in {cited}"}[minuted.language] in shown
        assert DECIDED in shown
    log = minuted.says("chair", "meeting decisions").text
    assert cited in log
    assert DECIDED in log


def test_others_refer_to_a_decision_by_its_item(referat):
    referat.after(held)
    decides(referat)
    decides(referat, "drøftet", number=2)
    found = referat.asked(lambda records: records.decisions.by_ref("m-1 pkt. 8"))
    assert (found.ref, found.title, found.text, found.final) == ("M-1.8", "Åbningstider", DECIDED, False)
    for text, code in (("M-1 pkt. 2", "no_such_decision"), ("M-9 pkt. 1", "no_such_decision"), ("i foråret", "no_point_ref")):
        with pytest.raises(Refusal) as no:
            referat.asked(lambda records, text=text: records.decisions.by_ref(text))
        assert no.value.code == code


def test_what_is_confidential_stays_out_of_rooms_with_outsiders(referat):
    point(referat, "osa", "Hemmelig plan", "fortrolig: ja")
    room = referat.bot.room("fremmede", outsiders=True)
    referat.changed(lambda records: records.places.bind("local", room, direct=False, outsiders=True))
    under = place(referat, "Hemmelig plan")
    held(referat)
    referat.fills(
        "facilitator",
        "meeting decision",
        f"M-1 {under}",
        outcome="approved",
        decision="Ingen må vide det",
        task="Skjul det",
        owner="osa",
        due="2026-04-15",
    )
    referat.says("facilitator", "meeting send", "M-1")
    referat.bot.day(APPROVED)
    referat.says("facilitator", "meeting approve", "M-1")
    for line in (
        "/møde referat M-1",
        "/møde referat M-1 fil",
        "/møde beslutninger",
        "/møde aktioner",
        "/møde aktion A-1",
        "/møde dagsorden M-1",
    ):
        said = referat.bot.says_in(room, "osa", line)
        assert not {"Hemmelig", "Ingen må vide", "Skjul"} & set(said.text.split()), line
    stands = "\n".join(str(post.message) for post in referat.bot.workspace.posts.seen("u_osa", room))
    assert "Lukket punkt" in stands
    assert "Hemmelig" not in stands
    assert "Skjul det" not in stands
    assert "Hemmelig plan" in "\n".join(str(post.message) for post in referat.bot.workspace.posts.seen("u_osa", cast.CHANNEL))


def test_minutes_are_taken_away_as_a_file_that_names_no_person(referat):
    referat.after(held)
    referat.fills(
        "facilitator",
        "meeting decision",
        "M-1 8",
        outcome="approved",
        decision="# Ingen *fest*",
        initiatives="I-1",
        task="Finder lokaler",
        owner="osa",
        due="2026-04-15",
    )
    to_file, file = referat.says("chair", "meeting minutes", "M-1 fil").message.parts
    text = file.data.decode()
    assert file.name == "M-1-referat.md"
    assert text.startswith("# Udkast til referat af M-1")
    assert (
        "## 8. Åbningstider\n\nUdfald: godkendt\n\n\\# Ingen \\*fest\\*\n\n- I-1 Klubaftener\n\n- A-1 OSA, senest onsdag d. 15. april 2026: Finder lokaler"
        in text
    )
    assert "Repræsenteret" not in text  # nobody has confirmed it
    made = docx.Document(io.BytesIO(to_file.data))
    assert to_file.name == "M-1-referat.docx"
    written = [one.text for one in made.paragraphs]
    assert written[0].startswith("Udkast til referat af M-1")
    assert "# Ingen *fest*" in written
    names = [one.name for one in referat.asked(lambda records: records.people.everybody())]
    assert not [name for name in names if name in text or name in "\n".join(written)]


def test_minutes_say_which_parties_were_represented_by_whom_and_who_stayed_away(referat):
    referat.says("ssp", "meeting answer", "M-1 ssp nej")
    held(referat)
    assert "Hvem var der?" in str(referat.says("facilitator", "meeting minutes", "M-1").message.parts)
    referat.says("facilitator", "meeting attendance", "M-1 alle undtagen osa, ssp, krimforebyg ved eki")
    said = referat.says("chair", "meeting minutes", "M-1").text
    for line in (
        "Repræsenteret: 9/11 parter (1 ved fuldmagt); KP 3/4, KK 6/7; afbud 1, udeblevet 1",
        "Københavns Politi: Efterretning og Analyse, Nærpoliti og Forebyggelse (KP)",
        "Københavns Kommune: EKI, Krimforebyggelse (ved EKI), Jobcenter CBE, Jobcenter CBA, BUF og Sikker By (ØKF)",
        "Afbud: SSP",
        "Udeblevet uden afbud: OSA",
    ):
        assert line in said
    assert "- **Afbud:** SSP" in referat.says("chair", "meeting minutes", "M-1 fil").message.parts[1].data.decode()


def test_an_attendance_corrected_after_the_approval_stands_with_its_reason_among_the_corrections(referat):
    referat.after(held)
    referat.says("facilitator", "meeting attendance", "M-1 alle")
    decides(referat, "godkendt")
    referat.says("facilitator", "meeting send", "M-1")
    referat.bot.day(APPROVED)
    assert not referat.says("facilitator", "meeting approve", "M-1").refused
    everybody = ["ea", "naerpoliti", "forebyggelse", "ssp", "eki", "krimforebyg", "cbe", "cba", "buf", "sikkerby"]
    present = ",".join(everybody)
    referat.fills("facilitator", "meeting attendance", "M-1", present=present, proxies="", why="OSA var der ikke")
    said = referat.says("chair", "meeting minutes", "M-1").text
    assert "10/11 parter" in said
    assert "fremmødet, af Line" in said
    file = referat.says("chair", "meeting minutes", "M-1 fil").message.parts[1].data.decode()
    assert "fremmødet: OSA var der ikke" in file
    assert "Line" not in file


def test_numbers_of_items_do_not_change_while_the_meeting_is_minuted(referat):
    referat.after(held)
    before = numbers(referat)
    decides(referat, "udsat")
    decides(referat, "intet nyt", number=2)
    assert numbers(referat) == before
