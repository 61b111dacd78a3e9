"""Who answered an invitation or a poll is forgotten some time after the minutes are approved; what their party answered stays."""

from datetime import date, timedelta

import pytest
from sqlmodel import select

from bot.domain.rsvp import Coming
from storage.tables import OutboxRow
from tests.stories.papers import APPROVED, convened, held

KEPT = timedelta(days=90)


@pytest.fixture
def answered(dansk):
    return dansk.after(_answered)


def _answered(dansk):
    """Two parties have answered the first invitation, one with a colleague's name, and the meeting was then moved and answered anew."""
    convened(dansk, "2026-03-19")
    dansk.says("eki", "meeting answer", "M-1 eki ja")
    dansk.says("facilitator", "meeting reschedule", "M-1 2026-03-12T10:00-12:00")
    dansk.says("eki", "meeting answer", "M-1 eki stedfortræder Bo Holm")
    dansk.says("osa", "meeting answer", "M-1 osa nej")


def approved(talk):
    held(talk)
    talk.says("facilitator", "meeting attendance", "M-1 alle undtagen osa")
    talk.says("facilitator", "meeting decision", "M-1 2 intet nyt")
    talk.says("facilitator", "meeting send", "M-1")
    talk.bot.day(APPROVED)
    assert not talk.says("facilitator", "meeting approve", "M-1").refused


def answers(talk):
    return talk.asked(lambda records: records.attendance.answers(records.meetings.by_number(1)))


def kept(talk):
    """The meetings and polls of which it is still kept who answered."""
    return talk.asked(lambda records: [one.ref for one in (*records.attendance.with_names(), *records.polls.with_names())])


def test_ninety_days_after_the_approval_only_the_partys_answer_stands(answered):
    approved(answered)
    last = date.fromisoformat(APPROVED) + KEPT
    answered.bot.day(last.isoformat(), "12:00")
    assert answers(answered)["eki"].substitute == "Bo Holm"
    answered.bot.day((last + timedelta(days=1)).isoformat(), "09:00")
    found = answers(answered)
    assert [(found[unit].answer, found[unit].substitute, found[unit].by) for unit in ("eki", "osa")] == [
        (Coming.SUBSTITUTE, "", None),
        (Coming.NO, "", None),
    ]
    assert kept(answered) == []  # the answers to the day it was moved from neither
    year = answered.says("chair", "meeting attendance").text
    assert "afbud" in year  # what became of it is on record by party


def test_the_messages_that_were_sent_keep_no_name_either_and_the_conversations_stay_as_they_are(answered):
    approved(answered)
    last = date.fromisoformat(APPROVED) + KEPT
    answered.bot.day(last.isoformat(), "12:00")
    assert "Bo Holm" in stored(answered)
    before = answered.stands("eki")
    answered.bot.day((last + timedelta(days=1)).isoformat(), "09:00")
    assert "Bo Holm" not in stored(answered)
    assert "meeting:1:eki" in stored(answered)  # that something was said, and when, stays
    assert answered.stands("eki")[: len(before)] == before
    answered.bot.settle()


def stored(talk):
    """Every subject and body the outbox keeps."""
    rows = talk.asked(lambda records: records.session.exec(select(OutboxRow.subject, OutboxRow.message)).all())
    return "\n".join(f"{subject} {message}" for subject, message in rows)


def test_while_the_minutes_wait_it_is_kept_who_answered(answered):
    answered.after(held)
    answered.bot.day("2026-09-30")
    assert kept(answered) == ["M-1"]


def test_a_meeting_that_was_called_off_has_no_minutes_to_wait_for(answered):
    answered.says("facilitator", "meeting cancel", "M-1; hvorfor: For få kan komme")
    cancelled = answered.asked(lambda records: records.meetings.by_number(1)).cancelled_at.date()
    answered.bot.day((cancelled + KEPT).isoformat())
    assert kept(answered) == ["M-1"]
    answered.bot.day((cancelled + KEPT + timedelta(days=1)).isoformat())
    assert kept(answered) == []


def test_a_poll_goes_with_the_meeting_it_led_to_or_from_its_last_day(dansk):
    days = "torsdag d. 12. marts kl. 10-12\nfredag d. 13. marts kl. 10-12"
    for poll, picked in (("P-1", "1"), ("P-2", "ingen")):
        dansk.fills("facilitator", "meeting poll", proposals=days, last_day="2026-02-10")
        dansk.says("osa", "meeting vote", f"{poll} osa 1")
        assert not dansk.says("facilitator", "meeting pick", f"{poll} {picked}").refused
    assert kept(dansk) == ["P-1", "P-2"]
    dansk.bot.day("2026-05-12")
    assert kept(dansk) == ["P-1"]
    choices = dansk.asked(lambda records: records.polls.choices(records.polls.by_number(2)))
    assert (choices["osa"].can, choices["osa"].by) == ("1", None)  # when the party could stays
