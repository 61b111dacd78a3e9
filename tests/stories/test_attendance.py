"""Who was at a meeting: confirmed party by party, by proxy only when said so, corrected with a reason, and missed twice running."""

from dataclasses import replace

from tests.stories.asking import headlines


def held(talk, day, hours="10:00-12:00", number=1):
    """A meeting is convened, and confirmed as held the day after."""
    assert not talk.says("facilitator", "meeting convene", f"{day}T{hours}").refused
    talk.bot.day(day, "15:00")
    assert not talk.says("facilitator", "meeting held", f"M-{number}").refused


def approved(records):
    """The minutes of the first meeting stand fast."""
    meeting = records.meetings.by_number(1)
    records = replace(records, actor=meeting.held_by)
    records.minutes.send(meeting, records.now)
    records.minutes.approve(meeting, by=meeting.held_by)


def test_attendance_is_filled_in_from_the_answers_and_confirmed_party_by_party(talk):
    assert not talk.says("facilitator", "meeting convene", "2026-03-12T10:00-12:00").refused
    talk.bot.settle()
    for unit in ("osa", "ea", "naerpoliti", "ssp", "eki", "cbe", "cba"):
        talk.presses(unit, "Yes")
    talk.presses("buf", "No")
    assert "KP 3/4" in talk.says("facilitator", "meeting attendance", "M-1").text  # not held yet: the answers
    talk.bot.day("2026-03-12", "15:00")
    assert talk.says("facilitator", "meeting held", "M-1").text
    form = talk.says("facilitator", "meeting attendance", "M-1").form
    assert {one.name: one.value for one in form.fields}["present"] == "ea,naerpoliti,osa,ssp,eki,cbe,cba"
    by = {"da": "krimforebyg ved eki", "en": "krimforebyg by eki"}[talk.language]
    present = "ea,naerpoliti,forebyggelse,osa,ssp,eki,cbe,cba"
    answer = talk.fills("facilitator", "meeting attendance", "M-1", present=present, proxies=by)
    assert talk.word("{count} by proxy", count=1) in answer.text
    assert "9/11" in answer.text
    assert "KP 4/4, KK 5/7" in answer.text
    year = talk.says("chair", "meeting attendance").text
    assert talk.word("by proxy") in year
    assert talk.word("regrets") in year  # BUF had said so
    assert talk.word("absent") in year  # Sikker By had not
    assert talk.says("osa", "meeting attendance", "M-1 alle").refused


def test_without_a_proxy_on_record_a_party_is_missing_and_the_meeting_counts(talk):
    talk.after(held, "2026-03-12")
    everybody_but = {"da": "alle undtagen krimforebyg", "en": "all except krimforebyg"}[talk.language]
    assert "10/11" in talk.says("facilitator", "meeting attendance", f"M-1 {everybody_but}").text
    proxied = {"da": "alle undtagen krimforebyg ved eki", "en": "all except krimforebyg by eki"}[talk.language]
    assert "11/11" in talk.says("facilitator", "meeting attendance", f"M-1 {proxied}").text
    assert {"da": "1 af 4 møder", "en": "1 of 4"}[talk.language] in talk.says("facilitator", "meeting list").text


def test_two_misses_running_nudge_the_facilitator_once_and_a_correction_mends_it(talk):
    all_but_osa = {"da": "alle undtagen osa", "en": "all except osa"}[talk.language]
    nudge = talk.word("{unit} has missed {count} meetings running", unit="OSA", count=2)
    for number, day in enumerate(("2026-02-03", "2026-03-12"), start=1):
        held(talk, day, number=number)
        talk.says("facilitator", "meeting attendance", f"M-{number} {all_but_osa}")
        assert [one for one in headlines(talk, "facilitator") if one == nudge] == [nudge] * (number == 2)
    for day in ("2026-03-13", "2026-03-16"):
        talk.bot.day(day)
        assert nudge not in headlines(talk, "facilitator")
    talk.says("facilitator", "meeting attendance", "M-2 " + {"da": "alle", "en": "all"}[talk.language])
    assert nudge not in talk.stands("facilitator")
    assert talk.word("Attendance at {ref} was corrected", ref="M-2") in talk.stands("facilitator")
    year = talk.says("facilitator", "meeting attendance").text
    assert year.startswith({"da": "2026: 2 møder afholdt; 1 med", "en": "2026: 2 meetings held; 1 with"}[talk.language])


def test_after_the_minutes_are_approved_a_correction_gives_its_reason_and_shows_in_the_trail(talk):
    talk.after(held, "2026-03-12")
    everybody = {"da": "alle", "en": "all"}[talk.language]
    assert not talk.says("facilitator", "meeting attendance", f"M-1 {everybody}").refused
    talk.changed(approved)
    assert talk.says("facilitator", "meeting attendance", "M-1 osa").refused
    form = talk.says("facilitator", "meeting attendance", "M-1").form
    assert "why" in form.names()
    answer = talk.fills("facilitator", "meeting attendance", "M-1", present="osa,eki", why="Forkert afkrydset")
    assert "2/11" in answer.text
    assert "Forkert afkrydset" in talk.says("facilitator", "meeting show", "M-1").text
    trail = talk.asked(lambda records: [(one.verb, one.after) for one in records.audit.of("attendance:M-1")])
    corrected = next(after for verb, after in trail if verb == "correct")
    assert "sha256:" in corrected
    assert "Forkert" not in corrected


def test_attendance_waits_until_the_meeting_is_confirmed_as_held(talk):
    talk.says("facilitator", "meeting convene", "2026-03-12T10:00-12:00")
    talk.bot.day("2026-03-13")
    answer = talk.says("facilitator", "meeting attendance", "M-1 " + {"da": "alle", "en": "all"}[talk.language])
    assert answer.refused
    assert talk.line("meeting held", "M-1") in answer.text
