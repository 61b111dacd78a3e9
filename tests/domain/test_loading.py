"""What loading a text would do to the versions there are: which number, from when, and what is refused."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.agreement import Agreement
from bot.domain.loading import Version, planned
from bot.refusal import Refusal
from tests.storage.sample import copenhagen

FIRST = copenhagen()
TODAY = date(2026, 5, 4)


def text(silent: int = 90, effective_from: date | None = None) -> Agreement:
    """A text that differs in one house rule."""
    house = FIRST.house.model_copy(update={"silent_after_days": silent})
    return FIRST.model_copy(update={"house": house, "effective_from": effective_from})


def versions(*since: tuple[date, Agreement]) -> list[Version]:
    return [Version(number, day, one) for number, (day, one) in enumerate(since, start=1)]


ONE = versions((date(2026, 1, 1), FIRST))


def test_the_first_version_holds_from_the_day_the_agreement_came_into_force():
    plan = planned(FIRST, [], TODAY)
    assert (plan.new, plan.number, plan.effective_from) == (True, 1, date(2026, 1, 1))
    assert plan.changes


def test_the_same_text_again_changes_nothing():
    plan = planned(FIRST, ONE, TODAY)
    assert (plan.changes, plan.number, plan.effective_from) == ((), 1, date(2026, 1, 1))


@pytest.mark.parametrize(
    ("effective", "expected"),
    [
        (None, TODAY),  # ours: without a day it holds from the day it is loaded
        (date(2026, 1, 1), date(2026, 1, 1)),  # the same day as the one in force: it takes its place
        (date(2026, 3, 1), date(2026, 3, 1)),
        (date(2027, 1, 1), date(2027, 1, 1)),  # until then the earlier one holds
    ],
)
def test_a_later_version_holds_from_its_own_day(effective, expected):
    plan = planned(text(60, effective), ONE, TODAY)
    assert (plan.number, plan.effective_from, plan.replaces) == (2, expected, 1)
    assert "house.silent_after_days" in {one.path for one in plan.changes}


def test_a_version_cannot_hold_from_before_the_one_in_force():
    known = versions((date(2026, 1, 1), FIRST), (date(2026, 4, 1), text(60, date(2026, 4, 1))))
    with pytest.raises(Refusal) as no:
        planned(text(30, date(2026, 3, 31)), known, TODAY)
    assert (no.value.code, no.value.facts["number"], no.value.facts["earliest"]) == ("effective_too_early", 2, date(2026, 4, 1))


def test_a_version_to_come_does_not_stop_a_correction_now_and_is_named():
    known = versions((date(2026, 1, 1), FIRST), (date(2027, 1, 1), text(60, date(2027, 1, 1))))
    plan = planned(text(45), known, TODAY)
    assert (plan.number, plan.effective_from, plan.replaces, plan.later) == (3, TODAY, 1, ((2, date(2027, 1, 1)),))


def test_a_version_to_come_is_compared_with_the_one_it_will_replace():
    known = versions((date(2026, 1, 1), FIRST), (date(2027, 1, 1), text(60, date(2027, 1, 1))))
    plan = planned(text(60, date(2027, 1, 1)), known, TODAY)
    assert (plan.changes, plan.number) == ((), 2)
    assert planned(text(61, date(2027, 2, 1)), known, TODAY).replaces == 2


def test_going_back_to_an_earlier_text_is_a_new_version():
    known = versions((date(2026, 1, 1), FIRST), (date(2026, 4, 1), text(60)))
    plan = planned(FIRST, known, TODAY)
    assert (plan.number, plan.replaces, plan.effective_from) == (3, 2, TODAY)


def test_before_the_agreement_is_in_force_a_correction_holds_from_its_first_day():
    known = versions((date(2026, 9, 1), FIRST))
    plan = planned(text(60), known, TODAY)
    assert (plan.effective_from, plan.replaces) == (date(2026, 9, 1), 1)


@pytest.mark.parametrize(
    ("table", "ids"),
    [("units", ["units.sikkerby"]), ("duties", ["duties.statusrunde"]), ("clauses", ["clauses.periode"])],
)
def test_an_id_that_rows_refer_to_cannot_go(table, ids):
    less = FIRST.model_copy(update={table: getattr(FIRST, table)[:-1]})
    with pytest.raises(Refusal) as no:
        planned(less, ONE, TODAY)
    assert (no.value.code, no.value.facts["ids"]) == ("ids_gone", ids)


def held(known: list[Version], day: date) -> Agreement:
    """The text that holds on a day."""
    begun = [one for one in known if one.effective_from <= day] or known[:1]
    return max(begun, key=lambda one: (one.effective_from, one.number)).agreement


DAYS = st.dates(date(2026, 1, 1), date(2028, 1, 1))


@given(st.lists(st.tuples(st.integers(30, 40), st.none() | DAYS), max_size=6), st.lists(DAYS, min_size=7, max_size=7))
def test_whatever_is_loaded_when_loading_it_again_changes_nothing_and_numbers_only_grow(texts, days):
    known = versions((date(2026, 1, 1), FIRST))
    for (silent, effective), today in zip(texts, sorted(days), strict=False):
        wanted = text(silent, effective)
        begun = max(one.effective_from for one in known if one.effective_from <= today)
        if effective is not None and effective < begun and wanted != held(known, effective):
            with pytest.raises(Refusal, match="effective_too_early"):
                planned(wanted, known, today)
            continue
        plan = planned(wanted, known, today)
        if plan.changes:
            assert plan.number == len(known) + 1
            known.append(Version(plan.number, plan.effective_from, wanted))
        again = planned(wanted, known, today)
        assert (again.changes, again.effective_from) == ((), plan.effective_from)
