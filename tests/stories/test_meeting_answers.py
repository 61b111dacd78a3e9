"""Who comes to a meeting: invitations and answers, regrets and deputies, a move, a cancellation, reminders and what puts them off."""

import pytest

from bot.domain.role import Role
from tests.stories.asking import UNITS, headlines

CONVENED, ON = "2026-01-12", "2026-03-12"
ITEMS, WEEK, DAY_BEFORE = "2026-02-19", "2026-03-05", "2026-03-11"
AT = {"da": "torsdag d. 12. marts 2026 kl. 10.00–12.00 (uge 11)", "en": "Thursday 12 March 2026 at 10:00–12:00 (week 11)"}
MEETING = {"da": "M-1 ordinært møde", "en": "M-1 ordinary meeting"}


def convened(talk, day="2026-03-12", hours="10:00-12:00"):
    assert not talk.says("facilitator", "meeting convene", f"{day}T{hours}").refused
    talk.bot.settle()
    return talk


def invitation(talk):
    return talk.word("Invitation: {meeting}, {at}", meeting=MEETING[talk.language], at=AT[talk.language])


def receipt(talk, unit, said="{unit} comes"):
    return f"{MEETING[talk.language]}: {talk.word(said, unit=unit)}"


def line(talk, number=1):
    """The line of a meeting, as the facilitator sees it."""
    text = talk.says("facilitator", "meeting show", f"M-{number}").text
    return next(one for one in text.splitlines() if "KP " in one)


def told(talk, day, *people):
    """What newly reached people by a day about meetings, by its first line."""
    talk.bot.day(day)
    return {person: tuple(text for text in headlines(talk, person) if "M-1" in text) for person in people}


def test_whoever_speaks_for_a_party_is_invited_once_and_the_others_are_told(talk):
    talk.after(convened)
    for person in UNITS:
        assert headlines(talk, person) == [invitation(talk)]
    news = talk.word("Convened: {meeting}, {at}", meeting=MEETING[talk.language], at=AT[talk.language])
    assert headlines(talk, "chair") == headlines(talk, "facilitator_dep") == [news]
    assert headlines(talk, "osa_dep") == headlines(talk, "reader") == []
    assert len(headlines(talk, "chair", channel=True)) == 1
    talk.bot.day("2026-01-13")
    assert all(headlines(talk, person) == [] for person in UNITS)


def test_yes_is_one_tap_and_a_receipt_takes_the_invitations_place(talk):
    talk.after(convened)
    assert talk.presses("osa", "Yes").text.startswith(
        talk.word("Noted: {said} to {meeting}", said=talk.word("{unit} comes", unit="OSA"), meeting="M-1")
    )
    assert receipt(talk, "OSA") in talk.stands("osa")
    assert invitation(talk) not in talk.stands("osa")
    again = talk.says("osa", "meeting answer", talk.word("Yes"))
    assert again.text.startswith(
        talk.word("Noted already: {said} to {meeting}", said=talk.word("{unit} comes", unit="OSA"), meeting="M-1")
    )


def test_regrets_ask_who_comes_instead_and_invite_the_deputy(talk):
    talk.after(convened)
    answer = talk.presses("osa", "No")
    assert "Camilla Rosendal Friis" in answer.text
    assert headlines(talk, "osa_dep") == [invitation(talk)]
    assert line(talk).startswith(talk.word("{represented}/{parties} parties", represented=0, parties=11))
    talk.presses("osa_dep", "Yes")
    assert receipt(talk, "OSA") in talk.stands("osa")
    assert receipt(talk, "OSA") in talk.stands("osa_dep")
    assert line(talk).startswith(talk.word("{represented}/{parties} parties", represented=1, parties=11) + "; KP 1/4, KK 0/7")


def test_a_deputy_who_was_released_and_is_needed_again_is_asked_in_the_same_message(dansk):
    dansk.after(convened)
    dansk.presses("osa", "Nej")
    dansk.bot.heard("osa_dep")
    dansk.bot.day("2026-01-13")
    dansk.says("osa", "meeting answer", "ja")
    assert receipt(dansk, "OSA") in dansk.stands("osa_dep")
    dansk.bot.day("2026-01-14")
    dansk.says("osa", "meeting answer", "afbud")
    assert invitation(dansk) in dansk.stands("osa_dep")
    assert headlines(dansk, "osa_dep") == []


def test_a_substitute_is_named_by_form_or_in_words_and_nobody_else_is_asked(talk):
    talk.after(convened)
    assert talk.presses("eki", "Substitute").text
    form = talk.presses("eki", "Name a substitute").form
    assert {one.name: one.value for one in form.fields}["answer"] == "substitute"
    named = talk.fills("eki", "meeting answer", "eki ?", substitute="Anders Holm")
    assert "Anders Holm" in named.text
    said = talk.in_thread("ssp", invitation(talk), {"da": "Nej, Bo kommer i stedet", "en": "No, Bo comes instead"}[talk.language])
    assert talk.word("{unit} sends a substitute", unit="SSP") + " (Bo)" in said
    assert headlines(talk, "ssp_dep") == []


@pytest.mark.parametrize(
    ("words", "kept"), [("nej, jeg er syg", "melder afbud"), ("ja, men jeg kommer lidt senere", "kommer til")]
)
def test_no_reason_is_kept(dansk, words, kept):
    dansk.after(convened)
    said = dansk.in_thread("osa", invitation(dansk), words)
    assert kept in said
    assert dansk.word("Only the answer is kept, not the rest of what you wrote.") in said
    assert "syg" not in str(dansk.asked(lambda records: records.attendance.answers(records.meetings.by_number(1))))


def test_words_that_are_no_answer_are_met_with_what_to_write(talk):
    talk.after(convened)
    said = talk.in_thread("osa", invitation(talk), {"da": "Hvor er lokalet?", "en": "Where is the room?"}[talk.language])
    assert (
        talk.word("I do not know what “{text}” answers. Write yes, no, or substitute and a name.", text="|")
        .split("|")[1][1:]
        .strip()
        in said
    )
    assert line(talk).startswith(talk.word("{represented}/{parties} parties", represented=0, parties=11))


def test_the_facilitator_answers_for_a_unit_and_nobody_answers_for_anothers(talk):
    talk.after(convened)
    answer = talk.says("facilitator", "meeting answer", "krimforebyg " + talk.word("Yes"))
    assert talk.word("Entered on behalf of {unit}.", unit="Krimforebyggelse") in answer.text
    assert talk.says("osa", "meeting answer", "M-1 eki " + talk.word("Yes")).refused
    assert talk.says("osa", "meeting answer", "M-9 " + talk.word("Yes")).refused


def test_a_move_asks_again_and_makes_the_earlier_answers_void(talk):
    talk.after(convened)
    talk.presses("osa", "Yes")
    talk.presses("eki", "No")
    for person in UNITS:
        talk.bot.heard(person)
    old = "/meeting answer M-1.0 osa yes"
    assert not talk.says("facilitator", "meeting reschedule", "M-1 2026-03-19T10:00-12:00").refused
    talk.bot.settle()
    assert line(talk).startswith(talk.word("{represented}/{parties} parties", represented=0, parties=11))
    for person in UNITS:
        assert len(headlines(talk, person)) == 1
    assert not any(AT[talk.language] in one for one in talk.stands("osa"))  # the old message says where it is now
    late = talk.bot.says("osa", old)
    assert late.refused
    assert "19" in late.text
    talk.presses("osa", "Yes")
    assert line(talk).startswith(talk.word("{represented}/{parties} parties", represented=1, parties=11))


def test_a_cancellation_tells_everybody_invited_and_leaves_nothing_to_answer(talk):
    talk.after(convened)
    talk.presses("eki", "No")
    for person in (*UNITS, "eki_dep", "chair"):
        talk.bot.heard(person)
    assert not talk.says("facilitator", "meeting cancel", f"M-1; {talk.word('Why')}: Vi mødes i april").refused
    talk.bot.settle()
    off = talk.word("Cancelled: {meeting}, {at}", meeting=MEETING[talk.language], at=AT[talk.language])
    for person in (*UNITS, "eki_dep", "chair"):
        assert headlines(talk, person) == [off]
        assert invitation(talk) not in talk.stands(person)
    assert talk.says("osa", "meeting answer", "M-1 " + talk.word("Yes")).refused
    talk.bot.heard("osa")
    for day in (ITEMS, WEEK, DAY_BEFORE, ON):
        assert set(told(talk, day, *UNITS, "eki_dep").values()) == {()}


def test_reminders_come_three_weeks_a_week_and_a_day_before_and_on_the_morning_each_once(talk):
    talk.after(convened)
    talk.presses("osa", "Yes")
    talk.presses("eki", "No")
    talk.presses("eki_dep", "No")
    for person in (*UNITS, "osa_dep", "eki_dep", "facilitator", "buf_dep"):
        talk.bot.heard(person)
    talk.bot.heard("chair", channel=True)
    talk.bot.day(ITEMS, "08:59")
    assert headlines(talk, "osa") == []
    assert [len(one) for one in told(talk, ITEMS, "osa", "buf", "eki", "osa_dep").values()] == [
        1,
        1,
        1,
        0,
    ]  # items are everybody's
    assert len(headlines(talk, "chair", channel=True)) == 1
    week = told(talk, WEEK, "osa", "buf", "buf_dep", "eki", "eki_dep", "facilitator")
    # Everybody has the agenda, which is the reminder; only those without a yes are asked besides, and regrets are taken at their word.
    assert {person: len(heard) for person, heard in week.items()} == {
        "osa": 1,
        "buf": 2,
        "buf_dep": 1,
        "eki": 1,
        "eki_dep": 0,
        "facilitator": 2,
    }
    (overview,) = [one for one in week["facilitator"] if "KP" in one]
    assert "1/11" in overview
    assert "KP 1/4, KK 0/7" in overview
    assert len(headlines(talk, "chair", channel=True)) == 1
    assert [len(one) for one in told(talk, DAY_BEFORE, "osa", "buf", "buf_dep", "eki").values()] == [1, 1, 0, 0]
    assert len(headlines(talk, "chair", channel=True)) == 1
    talk.bot.day(ON, "07:59")
    assert headlines(talk, "osa") == []
    talk.bot.day(ON, "08:00")
    assert [one.split(":")[0] for one in headlines(talk, "osa")] == [talk.word("Today")]
    talk.bot.day(ON, "09:59")
    talk.bot.day(ON, "13:00")
    assert headlines(talk, "osa") == []


def test_a_reminder_put_off_comes_later_once_and_leaves_its_trace(talk):
    talk.after(convened)
    talk.bot.day(ITEMS)
    talk.bot.heard("buf")
    answer = talk.presses("buf", "Remind me later")
    until = {"da": "fredag d. 20. februar 2026 kl. 09.00", "en": "Friday 20 February 2026 at 09:00"}[talk.language]
    assert until in answer.text
    assert talk.word("Put off: {meeting}, {at}", meeting=MEETING[talk.language], at=AT[talk.language]) in talk.stands("buf")
    talk.bot.heard("buf")
    assert [len(one) for one in told(talk, "2026-02-20", "buf").values()] == [1]
    assert told(talk, "2026-02-23", "buf") == {"buf": ()}
    trail = talk.asked(lambda records: [one.verb for one in records.audit.of("reminder:M-1")])
    assert trail.count("snooze") == 1
    assert talk.says("chair", "meeting snooze", "M-1").refused  # nothing of theirs to put off


def test_a_new_representative_is_invited_and_a_party_that_has_answered_is_not_asked_again(dansk):
    dansk.after(convened)
    dansk.presses("osa", "Ja")
    for person in ("krimforebyg", "osa"):
        dansk.bot.heard(person)
    dansk.says("facilitator", "party contact", "krimforebyg @u_krimforebyg")
    assert invitation(dansk) in headlines(dansk, "krimforebyg")
    dansk.says("facilitator", "party contact", "osa @u_reader")
    assert invitation(dansk) not in headlines(dansk, "reader")


def test_who_speaks_for_two_parties_is_asked_for_each(dansk):
    dansk.appoints("eki", Role.REPRESENTATIVE, "krimforebyg")
    convened(dansk)
    assert headlines(dansk, "eki") == [invitation(dansk)] * 2
    assert dansk.says("eki", "meeting answer", "ja").refused
    assert not dansk.says("eki", "meeting answer", "krimforebyg ja").refused
