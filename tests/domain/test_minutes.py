"""How far minutes are, who may change them, and what is owed until they stand fast."""

from datetime import UTC, date, datetime, timedelta

import pytest

from bot.domain import minutes as rules
from bot.domain.minutes import Comment, Entry, Minutes, Outcome, Stage
from bot.refusal import Refusal
from tests.storage.sample import copenhagen

AGREEMENT = copenhagen()
SENT = datetime(2027, 3, 16, 9, tzinfo=UTC)  # a Tuesday
UNTIL = datetime(2027, 3, 30, 21, 59, 59, 999999, tzinfo=UTC)
DRAFT = Minutes()
OUT = Minutes(sent_at=SENT, comments_until=UNTIL)
FAST = Minutes(sent_at=SENT, comments_until=UNTIL, approved_at=UNTIL)
WORDS = {"godkendt": Outcome.APPROVED, "taget til efterretning": Outcome.NOTED, "intet nyt": Outcome.NOTHING}


@pytest.mark.parametrize(("minutes", "stage"), [(DRAFT, Stage.DRAFT), (OUT, Stage.COMMENTS), (FAST, Stage.APPROVED)])
def test_minutes_are_a_draft_then_out_for_comments_then_approved(minutes, stage):
    assert minutes.stage is stage


@pytest.mark.parametrize(
    ("minutes", "why", "refused"), [(DRAFT, "", False), (OUT, "", False), (FAST, " \n", True), (FAST, "Tastefejl", False)]
)
def test_minutes_that_stand_fast_are_changed_for_a_reason_only(minutes, why, refused):
    if not refused:
        rules.must_give_reason(minutes, why)
        return
    with pytest.raises(Refusal) as no:
        rules.must_give_reason(minutes, why)
    assert no.value.code == "minutes_locked"


def test_comments_end_with_a_working_day_a_week_later_also_over_easter():
    assert rules.comments_end(AGREEMENT, SENT) == UNTIL  # 23 March is in the Easter break, which ends on the 29th


@pytest.mark.parametrize(
    ("minutes", "silent", "now", "code"),
    [
        (DRAFT, [], UNTIL, "minutes_not_sent"),
        (OUT, ["osa"], UNTIL, "comments_open"),
        (OUT, [], SENT + timedelta(hours=1), None),  # everybody has answered
        (OUT, ["osa"], UNTIL + timedelta(seconds=1), None),  # the time is over
        (FAST, [], UNTIL, "minutes_approved_already"),
    ],
)
def test_minutes_are_approved_once_everybody_has_answered_or_the_time_is_over(minutes, silent, now, code):
    if code is None:
        rules.must_be_approvable(minutes, silent, now, AGREEMENT.zone)
        return
    with pytest.raises(Refusal) as no:
        rules.must_be_approvable(minutes, silent, now, AGREEMENT.zone)
    assert no.value.code == code


@pytest.mark.parametrize(("minutes", "code"), [(DRAFT, "minutes_not_sent"), (OUT, None), (FAST, "comments_over")])
def test_comments_are_for_minutes_that_are_out_and_do_not_stand_fast(minutes, code):
    if code is None:
        rules.must_be_open_to_comments(minutes)
        return
    with pytest.raises(Refusal) as no:
        rules.must_be_open_to_comments(minutes)
    assert no.value.code == code


@pytest.mark.parametrize(
    ("minutes", "owed"),
    [
        (DRAFT, [(0, "facilitator", "2027-03-18 09:00"), (1, "facilitator_deputy", "2027-03-30 09:00")]),
        (OUT, [(2, "facilitator", "2027-03-31 09:00")]),
        (FAST, []),
    ],
)
def test_the_facilitator_is_nudged_for_the_draft_then_the_deputy_and_later_for_the_approval(minutes, owed):
    found = rules.steps(AGREEMENT, date(2027, 3, 11), minutes, date(2027, 3, 11))
    assert [(one.number, one.to, f"{AGREEMENT.days().local(one.at):%Y-%m-%d %H:%M}") for one in found] == owed


@pytest.mark.parametrize(
    ("text", "outcome", "rest"),
    [
        ("godkendt: Vi åbner to aftener", Outcome.APPROVED, "Vi åbner to aftener"),
        ("Godkendt", Outcome.APPROVED, ""),
        ("GODKENDT – fra 1. april", Outcome.APPROVED, "fra 1. april"),
        ("taget til efterretning. OSA følger op", Outcome.NOTED, "OSA følger op"),
        ("taget  til\nefterretning", Outcome.NOTED, ""),
        ("intet nyt", Outcome.NOTHING, ""),
        ("godkendt\nto aftener\nom ugen", Outcome.APPROVED, "to aftener\nom ugen"),
        ("godkendte indsatser fortsætter", None, "godkendte indsatser fortsætter"),
        ("Vi åbner to aftener", None, "Vi åbner to aftener"),
        ("", None, ""),
    ],
)
def test_an_outcome_is_read_before_the_words_that_say_more(text, outcome, rest):
    assert rules.read_outcome(text, WORDS) == (outcome, rest)


@pytest.mark.parametrize(
    ("outcome", "decides", "settles"),
    [
        (Outcome.APPROVED, True, True),
        (Outcome.ENDORSED, True, True),
        (Outcome.NOTED, True, True),
        (Outcome.DISCUSSED, False, True),
        (Outcome.DEFERRED, False, False),
        (Outcome.NOTHING, False, True),
    ],
)
def test_only_a_deferral_leaves_a_point_open_and_only_a_decision_can_be_cited(outcome, decides, settles):
    entry = Entry(outcome=outcome)
    assert (entry.decides, entry.settles) == (decides, settles)


def test_what_was_decided_in_a_discussion_is_a_decision_and_what_was_written_of_a_deferral_is_none():
    assert Entry(outcome=Outcome.DISCUSSED, decision="To aftener").decides
    assert not Entry(outcome=Outcome.DEFERRED, decision="To aftener").decides
    assert not Entry(outcome=Outcome.DISCUSSED, summary="Talt om").decides


def test_a_party_without_remarks_is_heard_as_well():
    said = [Comment(unit="osa", at=SENT, by="p_1"), Comment(unit="eki", point=4, text="Fra 1. april", at=SENT, by="p_2")]
    assert rules.silent(["osa", "eki", "ssp"], said) == ("ssp",)


def test_nobody_is_reminded_on_the_day_a_meeting_of_long_ago_is_recorded():
    found = rules.steps(AGREEMENT, date(2027, 1, 14), DRAFT, date(2027, 3, 11))
    assert [f"{AGREEMENT.days().local(one.at):%Y-%m-%d}" for one in found] == ["2027-03-12", "2027-03-19"]
