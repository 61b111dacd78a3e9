"""The year's statement as a table of cases: what counts towards a duty, and what follows from the numbers and the day."""

from datetime import date

import pytest

from bot.domain.agreement_parts import DutyRule, Label
from bot.domain.statement import Material, Told, Verdict, entries
from bot.domain.yearly import Asked, Met
from tests.storage.sample import copenhagen

AGREEMENT = copenhagen()
FIRST, LAST = date(2027, 1, 1), date(2027, 12, 31)
DAYS = (date(2027, 2, 3), date(2027, 3, 10), date(2027, 10, 6), date(2027, 11, 24))


def met(*days, full=True):
    return [Met(f"M-{number}", on, "x", represented=11 if full else 9, expected=11) for number, on in enumerate(days, start=1)]


def material(today=date(2028, 1, 3), **other):
    return Material(FIRST, LAST, today, 4, **other)


def of(rule, label, found):
    return next(one for one in entries(AGREEMENT, found) if one.duty.rule is rule and one.duty.label is label)


@pytest.mark.parametrize(
    ("days", "today", "verdict"),
    [
        (DAYS, date(2028, 1, 3), Verdict.MET),
        (DAYS[:3], date(2027, 12, 31), Verdict.OPEN),
        (DAYS[:3], date(2028, 1, 1), Verdict.MISSED),
        ((), date(2027, 1, 1), Verdict.OPEN),
    ],
)
def test_four_meetings_meet_the_duty_and_fewer_miss_it_only_once_the_year_is_over(days, today, verdict):
    entry = of(DutyRule.AT_LEAST_MEETINGS, Label.AGREEMENT, material(today, meetings=met(*days)))
    assert (entry.verdict, entry.done, entry.needed, entry.by) == (verdict, len(days), 4, LAST)


def test_a_rule_of_our_own_that_was_not_kept_breaks_nothing():
    entry = of(DutyRule.AT_LEAST_MEETINGS, Label.HOUSE, material(ordinary=met(*DAYS)))
    assert (entry.verdict, entry.done, entry.needed) == (Verdict.NOT_KEPT, 2, 4)  # two of the four quarters
    assert entries(AGREEMENT, material())[-1].duty.label is Label.HOUSE


def test_a_gap_in_representation_misses_that_duty_and_not_the_one_to_meet():
    found = material(meetings=met(*DAYS, full=False))
    assert of(DutyRule.AT_LEAST_MEETINGS, Label.AGREEMENT, found).verdict is Verdict.MET
    entry = of(DutyRule.ALL_REPRESENTED, Label.AGREEMENT, found)
    assert (entry.verdict, entry.done, entry.needed) == (Verdict.MISSED, 0, 4)


def test_nothing_is_said_of_representation_that_nobody_confirmed():
    found = material(meetings=[Met("M-1", DAYS[0], "x")])
    assert of(DutyRule.ALL_REPRESENTED, Label.AGREEMENT, found).verdict is Verdict.SHOWN


def test_news_counts_once_it_was_delivered_to_everybody_it_was_for():
    told = [Told("I-1", DAYS[0], 9, 9), Told("I-2", DAYS[1], 8, 9), Told("I-3", DAYS[2], 0, 0)]
    entry = of(DutyRule.INFORM, Label.AGREEMENT, material(told=told))
    assert [(one.ref, one.what) for one in entry.proofs] == [("I-1", "9/9")]
    assert [(one.ref, one.what) for one in entry.lacking] == [("I-2", "8/9"), ("I-3", "0/0")]
    assert entry.verdict is Verdict.SHOWN


def test_a_status_round_a_quarter_is_counted_with_how_many_answered():
    rounds = [Asked("2027-Q1", DAYS[0], 11, 11), Asked("2027-Q2", date(2027, 5, 17), 9, 11)]
    entry = of(DutyRule.STATUS_ROUND, Label.HOUSE, material(rounds=rounds))
    assert [one.what for one in entry.proofs] == ["11/11", "9/11"]
    assert (entry.needed, entry.verdict) == (4, Verdict.NOT_KEPT)
