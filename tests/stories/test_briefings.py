"""A year's briefings as dialogs: from the records to an item the committee has taken note of, and the statement of the year."""

import csv
import hashlib
import io
from datetime import UTC, datetime

import pytest
from docx import Document

from bot.domain.briefing import State
from bot.domain.initiative import Selection
from bot.domain.initiative import State as InitiativeState
from bot.sample.people import who
from tests.stories.asking import registered

BEGAN = datetime(2026, 1, 1, tzinfo=UTC)
DATES = "2026-09-22\n2026-12-01\n2026-12-08\n2026-12-15"


def row(talk, duty, year=2026):
    return talk.asked(lambda records: records.briefings.find(duty, year))


def file_of(talk, person, ending):
    """The newest file of a kind that the person was given."""
    posts = reversed(talk.bot.workspace.posts.seen(who(person)))
    parts = [part for post in posts if post.message for part in post.message.parts if getattr(part, "kind", "") == "file"]
    return next(part for part in parts if part.name.endswith(ending))


def begun(talk):
    """A year with two initiatives of two authorities, a meeting that was held, and the committee's dates."""
    talk.bot.day("2026-02-16")
    registered(talk, ("Fælles sensorer", "osa", "eki"), ("Åben skole", "buf", "ssp"))
    talk.bot.day("2026-02-17")
    talk.fills("osa", "status reply", progress1="38 af 41 klasser er nået. 3 unge er i job")
    talk.says("buf", "status reply", "Line Krogh Damsgaard holdt et oplæg om Åben skole")
    talk.fills("facilitator", "meeting record", day="2026-02-10", starts="10:00", ends="12:00")
    represented = {"da": "alle undtagen buf; krimforebyg ved eki", "en": "all except buf; krimforebyg by eki"}[talk.language]
    talk.says("facilitator", "meeting attendance", f"M-1 {represented}")
    for point in (2, 3):
        assert not talk.fills("facilitator", "meeting decision", f"M-1 {point}", outcome="approved").refused
    talk.fills("facilitator", "briefing dates", "oeu", dates=DATES)


def drafted_in_summer(talk):
    """The status is drafted on its day."""
    talk.bot.day("2026-06-26")
    talk.says("facilitator", "briefing draft", "status")


@pytest.fixture
def year(talk):
    return talk.after(begun)


@pytest.fixture
def drafted(talk):
    return talk.after(begun).after(drafted_in_summer)


def test_a_year_owes_three_briefings_planned_by_the_committees_dates(year):
    listed = year.says("chair", "briefing list", "2026").text
    assert [line.split()[0] for line in listed.splitlines() if line.startswith(("fokus-", "status-"))] == [
        "fokus-sikkerby",
        "fokus-oeu",
        "status-oeu",
    ]
    assert {"da": "22. september 2026", "en": "22 September 2026"}[year.language] in listed
    assert {"da": "~ 30. november 2026", "en": "~ 30 November 2026"}[year.language] in listed  # the board's is not known


def test_the_draft_tells_what_the_records_say_and_names_nobody(drafted):
    given = drafted.says("facilitator", "briefing document", "status")
    assert not given.refused
    text = file_of(drafted, "facilitator", ".md").data.decode()
    order = ["Indstilling", "Problemstilling", "Løsning", "Økonomi", "Videre proces", "Bilag"]
    places = [text.index(f"\n## {title}\n") for title in order]
    assert places == sorted(places)
    assert "Fælles sensorer (aktiv): 38 af 41 klasser er nået. Færre end 5 unge er i job." in text
    assert "Line Krogh Damsgaard" not in text
    assert "Den operative styregruppe har holdt 1 møde i perioden." in text
    assert "Der er ikke afsat midler til initiativer i samarbejdsaftalen" in text
    assert "| Indsatser i perioden | 2 | I-1, I-2 |" in text


def test_every_figure_is_the_number_of_records_it_is_counted_from_and_they_are_all_there(drafted):
    drafted.says("facilitator", "briefing document", "status")
    text = file_of(drafted, "facilitator", ".md").data.decode()
    annex = [line.strip("| ").split(" | ") for line in text.split("## Bilag 1")[1].splitlines() if line.startswith("| ")][2:]
    known = drafted.asked(
        lambda records: {
            *(one.initiative.ref for one in records.initiatives.page(Selection())),
            *(one.ref for one in records.meetings.all()),
            *(row.period for row in records.rounds.opened_between(BEGAN, records.now)),
        }
    )
    assert len(annex) > 10
    for label, count, counted_from in annex:
        refs = [] if counted_from == "–" else counted_from.split(", ")
        assert int(count) == len(set(refs)), label
        assert known.issuperset(refs), label
    figures = {label: count for label, count, _refs in annex}
    assert f"har samarbejdet omfattet {figures['Indsatser i perioden']} indsatser" in text
    assert f"har holdt {figures['Møder, der tæller med']} møde" in text


def test_a_document_is_the_same_whenever_it_is_made_and_says_so_by_its_digest(drafted):
    drafted.says("facilitator", "briefing document", "status")
    first = file_of(drafted, "facilitator", ".docx").data
    drafted.bot.day("2026-06-29")
    drafted.says("facilitator", "briefing document", "status")
    assert file_of(drafted, "facilitator", ".docx").data == first
    assert Document(io.BytesIO(first)).paragraphs[0].style.name == "Title"


def test_what_people_wrote_survives_a_new_generation_and_small_numbers_and_names_are_refused(drafted):
    refused = drafted.fills("buf", "briefing edit", "status track:forebyggelse/buf", text="Tak til Line Krogh Damsgaard")
    assert "Line Krogh Damsgaard" in refused.text
    refused = drafted.fills("buf", "briefing edit", "status track:forebyggelse/buf", text="To unge fik plads")
    assert "To unge" in refused.text
    assert not drafted.fills("buf", "briefing edit", "status track:forebyggelse/buf", text="Ti skoler er med").refused
    drafted.changed(lambda records: setattr(records.initiatives.by_number(2), "state", InitiativeState.PAUSED))
    drafted.says("facilitator", "briefing draft", "status")
    shown = drafted.says("facilitator", "briefing passage", "status track:forebyggelse/buf").text
    assert "Ti skoler er med" in shown
    restored = drafted.fills("facilitator", "briefing edit", "status track:forebyggelse/buf", restore="yes")
    assert not restored.refused
    assert "Ti skoler" not in drafted.says("facilitator", "briefing passage", "status track:forebyggelse/buf").text


def test_silence_is_not_consent_for_a_police_unit_and_an_agreement_covers_the_very_words(drafted):
    refused = drafted.says("facilitator", "briefing approve", "status M-1 pkt. 2")
    assert refused.refused
    assert "OSA" in refused.text
    assert "BUF" not in refused.text  # the municipality's silence is consent
    drafted.says("osa", "briefing agree", "status")
    drafted.fills("facilitator", "briefing edit", "status track:forebyggelse/osa", text="Alle klasser er nået")
    assert drafted.says("facilitator", "briefing approve", "status M-1 pkt. 2").refused
    drafted.says("osa", "briefing agree", "status")
    assert not drafted.says("facilitator", "briefing approve", "status M-1 pkt. 2").refused
    assert row(drafted, "status-oeu").decision == "M-1.2"


def test_the_draft_tells_who_was_represented_and_counts_no_meeting_of_which_nobody_confirmed_it(drafted):
    drafted.says("facilitator", "briefing document", "status")
    text = file_of(drafted, "facilitator", ".md").data.decode()
    assert "Ved ingen af dem var alle parter repræsenteret." in text
    assert "| M-1 | 10. februar 2026 | ordinært møde | 10 af 11 (heraf 1 ved fuldmagt) |" in text
    assert "| Heraf med alle parter repræsenteret | 0 | – |" in text
    drafted.fills("facilitator", "meeting record", day="2026-05-12", starts="10:00", ends="12:00")
    everybody = {"da": "alle", "en": "all"}[drafted.language]
    assert not drafted.says("facilitator", "meeting attendance", f"M-1 {everybody}").refused
    drafted.says("facilitator", "briefing draft", "status")
    drafted.says("facilitator", "briefing document", "status")
    text = file_of(drafted, "facilitator", ".md").data.decode()
    assert "Alle parter var repræsenteret ved 1 af dem. For 1 møde er det ikke noteret, hvem der var repræsenteret." in text
    assert "| Heraf med alle parter repræsenteret | 1 | M-1 |" in text
    assert "| M-2 | 12. maj 2026 | ordinært møde | ikke noteret |" in text


@pytest.mark.parametrize("named", ["M-1 pkt. 4", "M-1.4", "møde 1 punkt 4", "M-1", "ja", "2"])
def test_an_approval_rests_on_a_decision_on_record_and_the_latest_are_named_when_it_does_not(drafted, named):
    drafted.says("osa", "briefing agree", "status")
    refused = drafted.says("facilitator", "briefing approve", f"status {named}")
    assert refused.refused
    assert {"da": "M-1 pkt. 2", "en": "M-1 item 2"}[drafted.language] in refused.text
    assert row(drafted, "status-oeu").state is State.DRAFT


def test_a_briefing_leads_to_the_decision_it_rests_on_and_the_decision_to_the_briefing(drafted):
    drafted.says("osa", "briefing agree", "status")
    approved = drafted.fills("facilitator", "briefing approve", "status", decision="godkendt på M-1, pkt. 2")
    cited = {"da": "M-1 pkt. 2", "en": "M-1 item 2"}[drafted.language]
    assert cited in approved.text
    assert cited in drafted.says("chair", "briefing show", "status").text
    name = {"da": "Årlig status til Økonomiudvalget 2026", "en": "Annual status to the Finance Committee 2026"}[drafted.language]
    assert f"{drafted.word('On this rests: {what}', what=name)}" in drafted.presses("chair", "Show the minutes").text
    assert f"→ {name}" in drafted.says("chair", "meeting decisions").text


def test_a_decision_names_a_meeting_that_was_held(drafted):
    drafted.says("osa", "briefing agree", "status")
    assert drafted.says("facilitator", "briefing approve", "status M-7 pkt. 4").refused
    drafted.says("facilitator", "meeting convene", "2026-09-08T10:00-12:00")
    assert drafted.says("facilitator", "briefing approve", "status M-2 pkt. 4").refused  # convened, and not held yet
    assert row(drafted, "status-oeu").state is State.DRAFT


def given_in_time(talk):
    """The status is agreed on, approved and handed in."""
    talk.says("osa", "briefing agree", "status")
    talk.says("facilitator", "briefing approve", "status skriftlig høring 18. august")
    talk.bot.day("2026-08-25")
    talk.says("facilitator", "briefing hand-in", "status")


@pytest.fixture
def handed_in(drafted):
    return drafted.after(given_in_time)


def test_what_was_handed_in_is_kept_with_its_digest_and_stands(handed_in):
    given = handed_in.says("reader", "briefing document", "status").text
    digest = hashlib.sha256(file_of(handed_in, "reader", ".docx").data).hexdigest()
    assert digest in given
    assert digest in handed_in.says("reader", "briefing show", "status").text
    assert handed_in.says("facilitator", "briefing draft", "status").refused
    assert row(handed_in, "status-oeu").state is State.HANDED_IN


def test_sent_is_not_delivered_and_two_people_stand_behind_the_evidence(handed_in):
    handed_in.says("facilitator", "briefing agenda", "status pkt. 7")
    handed_in.bot.day("2026-09-23")
    handed_in.fills("facilitator", "briefing deliver", "status", on="2026-09-22")
    assert row(handed_in, "status-oeu").state is State.ON_AGENDA
    assert handed_in.says("facilitator", "briefing confirm", "status").refused
    confirmed = handed_in.says("chair", "briefing confirm", "status").text
    assert handed_in.word("delivered in time").capitalize() in confirmed
    delivered = row(handed_in, "status-oeu")
    assert (delivered.state, str(delivered.delivered_on), delivered.item) == (State.DELIVERED, "2026-09-22", "pkt. 7")
    assert handed_in.says("facilitator", "briefing defer", "status").refused
    listed = handed_in.says("chair", "briefing list", "2026").text
    assert {"da": "1 af 3", "en": "1 of 3"}[handed_in.language] in listed


def test_what_the_committee_put_off_stays_owed_and_the_next_date_is_proposed(handed_in):
    handed_in.bot.day("2026-09-23")
    put_off = handed_in.fills("facilitator", "briefing deliver", "status", on="2026-09-22", item="7", outcome="deferred").text
    assert {"da": "1. december 2026", "en": "1 December 2026"}[handed_in.language] in put_off
    assert row(handed_in, "status-oeu").state is State.DEFERRED
    handed_in.bot.day("2026-12-02")
    handed_in.fills("facilitator", "briefing deliver", "status", on="2026-12-01", item="4")
    handed_in.says("facilitator_dep", "briefing confirm", "status")
    assert str(row(handed_in, "status-oeu").delivered_on) == "2026-12-01"


def test_parties_propose_focus_areas_a_meeting_chooses_and_the_year_after_tells(year):
    proposed = year.fills(
        "ssp", "focus new", title="Unge og sommeren", reason="Flere er uden tilbud", tracks="1,3", units="buf", initiatives="I-2"
    )
    assert not proposed.refused
    assert year.says("ssp", "focus choose", "F-1 M-1 pkt. 2").refused
    year.says("facilitator", "briefing draft", "fokus-oeu")
    assert year.says("facilitator", "briefing approve", "fokus-oeu M-1 pkt. 3").refused  # of what nobody has chosen
    year.says("facilitator", "focus choose", "F-1 M-1 pkt. 2")
    year.bot.day("2026-10-05")
    year.says("facilitator", "briefing draft", "fokus-oeu")
    year.says("facilitator", "briefing document", "fokus-sikkerby")
    text = file_of(year, "facilitator", ".md").data.decode()
    assert "### Unge og sommeren" in text
    assert "Sikker By styregruppen orienteres hermed" in text
    assert "Det bæres af ”Åben skole”." in text
    year.says("ssp", "briefing agree", "fokus-oeu")
    year.says("facilitator", "briefing approve", "fokus-oeu M-1 pkt. 3")  # with it the board's, which shares its draft
    assert {row(year, one).state for one in ("fokus-sikkerby", "fokus-oeu")} == {State.APPROVED}
    year.bot.day("2027-06-01")
    year.fills("ssp", "focus report", "F-1", result="Ti klubber holdt åbent hele sommeren")
    year.says("facilitator", "briefing draft", "status 2027")
    shown = year.says("facilitator", "briefing passage", "status 2027 followup:F-1").text
    assert "Ti klubber holdt åbent hele sommeren" in shown


@pytest.mark.parametrize(
    ("words", "named"),
    [
        ("oeu 31-02-2027", "31-02-2027"),
        ("oeu hver anden tirsdag 15", "hver anden tirsdag 15"),
        ("lokaludvalg 1. december", "oeu"),
    ],
)
def test_dates_that_cannot_be_read_are_named_and_nothing_is_kept(year, words, named):
    before = year.asked(lambda records: records.briefings.dates())
    refused = year.says("facilitator", "briefing dates", words)
    assert refused.refused
    assert named in refused.text
    assert year.asked(lambda records: records.briefings.dates()) == before


def test_a_long_calendar_file_is_pasted_behind_the_command(year):
    events = "".join(
        f"BEGIN:VEVENT\r\nDTSTART;TZID=Europe/Copenhagen:2027{month:02}{day:02}T153000\r\nSUMMARY:Økonomiudvalget\r\n"
        f"DESCRIPTION:{'Mødet holdes på rådhuset. ' * 8}\r\nEND:VEVENT\r\n"
        for month in range(1, 13)
        for day in (5, 19)
    )
    imported = year.says("facilitator", "briefing dates", f"oeu\nBEGIN:VCALENDAR\r\n{events}END:VCALENDAR")
    assert not imported.refused
    known = year.asked(lambda records: records.briefings.dates()["oeu"])
    assert len([one for one in known if one.year == 2027]) == 24


def test_comments_are_for_everybody_who_reads_the_draft(drafted):
    drafted.fills("chair", "briefing comment", "status meetings", comment="Seminaret i maj mangler")
    assert "Seminaret i maj mangler" in drafted.says("reader", "briefing comments", "status").text
    assert row(drafted, "status-oeu").state is State.COMMENTED


def test_home_and_digest_tell_what_waits_and_what_is_overdue(drafted):
    assert "OSA" in drafted.says("osa", "home").text.split(drafted.word("Read and agree"))[0]
    drafted.bot.day("2027-01-04")
    name = {"da": "Årlig status til Økonomiudvalget 2026", "en": "Annual status to the Finance Committee 2026"}[drafted.language]
    assert name in drafted.says("facilitator", "home").text
    digest = drafted.says("chair", "status digest").text
    assert drafted.word("Overdue by the agreement") not in digest  # the round closed in the old year stays about its own time
    drafted.says("facilitator", "status ask")
    assert name in drafted.says("chair", "status digest").text.split(drafted.word("Overdue by the agreement"))[1]


def test_the_statement_can_be_counted_again_from_its_records(handed_in):
    assert not handed_in.fills("osa", "initiative new", title="Natteravne", tracks="1").refused
    handed_in.bot.day("2027-01-04")
    said = handed_in.says("chair", "agreement statement", "2026").text
    lines = list(csv.DictReader(io.StringIO(file_of(handed_in, "chair", ".csv").data.decode("utf-8-sig")), delimiter=";"))
    counted = {}
    for line in lines:
        counted.setdefault(line["duty"], []).extend([line["record"]] if line["counts"] == "yes" else [])
    assert counted["moeder"] == ["M-1"]
    assert counted["informere"] == ["I-3"]  # of the other two nobody was ever told
    assert {line["record"]: line["what"] for line in lines if line["duty"] == "informere"}["I-2"] == "0/0"
    assert {"da": "1 af 3 registrerede indsatser", "en": "1 of 3 initiatives registered"}[handed_in.language] in said
    assert counted["status-oeu"] == []  # handed in, and never delivered
    verdicts = {line["duty"]: line["verdict"] for line in lines}
    assert (verdicts["moeder"], verdicts["status-oeu"], verdicts["kvartalsmoede"]) == ("missed", "missed", "not_kept")
    assert {"da": "1 af 4", "en": "1 of 4"}[handed_in.language] in said
    assert handed_in.says("chair", "agreement statement", "2031").refused


def test_the_agreement_is_repealed_only_upon_a_recommendation_and_what_fell_due_before_stays_owed(talk):
    assert talk.says("facilitator", "agreement repeal").refused
    talk.fills("facilitator", "agreement recommend", decision="skriftlig høring 9. januar")
    talk.fills("facilitator", "agreement repeal", turn="rejected", decision="styregruppen 10. januar", on="2026-01-10")
    assert talk.says("facilitator", "agreement repeal").refused
    talk.fills("facilitator", "agreement recommend", decision="skriftlig høring 11. januar")
    talk.fills("facilitator", "agreement repeal", turn="repealed", decision="styregruppen", on="2026-01-12", ends_on="2026-12-01")
    listed = talk.says("chair", "briefing list", "2026").text
    assert "status-oeu" in listed
    assert "fokus-sikkerby" in listed  # planned for 30 November
