"""How a deliverable goes from draft to delivered, and what is refused on the way."""

from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from bot.domain import briefing
from bot.domain.agreement_file import read_agreement
from bot.domain.briefing import Deliverable, Evidence, Outcome, State
from bot.refusal import Refusal

COPENHAGEN = read_agreement((Path(__file__).parents[2] / "agreements" / "koebenhavn.toml").read_text(encoding="utf-8"))
AT = datetime(2026, 11, 2, 9, tzinfo=UTC)
NOTED = Evidence(date(2026, 12, 15), "pkt. 7", Outcome.NOTED)


def one(state=State.DRAFT, **other):
    given = {"drafted_at": AT} if state is not State.PLANNED else {}
    if state in briefing.WITH_THE_BODY or state is State.DELIVERED:
        given["handed_in_at"] = AT
    return Deliverable(**{"duty": "fokus-oeu", "year": 2026, "state": state, **given, **other})


@pytest.mark.parametrize(
    ("text", "duty", "year"),
    [
        ("status", "status-oeu", 2026),
        ("status 2027", "status-oeu", 2027),
        ("årsstatus", "status-oeu", 2026),
        ("fokus-oeu", "fokus-oeu", 2026),
        ("fokus øu", "fokus-oeu", 2026),
        ("Fokus Sikker By styregruppen 2027", "fokus-sikkerby", 2027),
        ("focus the sikker by board", "fokus-sikkerby", 2026),
        ("Orientering af Økonomiudvalget", "fokus-oeu", 2026),
    ],
)
def test_a_deliverable_is_named_by_its_id_its_body_or_a_beginning(text, duty, year):
    assert briefing.named(COPENHAGEN, text, 2026) == (duty, year)


@pytest.mark.parametrize("text", ["fokus", "banan", "2027", ""])
def test_a_name_that_is_not_clear_is_refused_with_the_nearest_ones(text):
    with pytest.raises(Refusal) as no:
        briefing.named(COPENHAGEN, text, 2026)
    assert no.value.code == "no_such_briefing"
    assert set(no.value.facts["near"]) <= {"fokus-sikkerby", "fokus-oeu", "status-oeu"}
    assert no.value.facts["near"]


def test_the_two_briefings_on_focus_areas_share_draft_and_approval_and_the_status_stands_alone():
    assert briefing.together(COPENHAGEN, "fokus-oeu") == ("fokus-sikkerby", "fokus-oeu")
    assert briefing.together(COPENHAGEN, "fokus-sikkerby") == ("fokus-sikkerby", "fokus-oeu")
    assert briefing.together(COPENHAGEN, "status-oeu") == ("status-oeu",)


def test_the_way_from_plan_to_delivered():
    row = one(State.PLANNED)
    row.state, row.drafted_at = briefing.drafted(row), AT
    assert row.state is State.DRAFT
    row.state = briefing.commented(row)
    assert row.state is State.COMMENTED
    row.state = briefing.approved(row, ())
    row.state, row.handed_in_at = briefing.handed_in(row), AT
    assert row.state is State.HANDED_IN
    row.state = briefing.on_the_agenda(row)
    row.state = briefing.entered(row, NOTED, date(2026, 12, 16))
    row.entered_at, row.entered_by = AT, "p_lis"
    assert row.waits_for_confirmation
    assert not row.delivered
    row.state, row.confirmed_at = briefing.confirmed(row, "p_ole"), AT
    assert row.delivered
    assert not row.waits_for_confirmation


@pytest.mark.parametrize(
    ("step", "row", "code"),
    [
        (briefing.rewritten, one(State.PLANNED), "no_draft"),
        (briefing.commented, one(State.PLANNED), "no_draft"),
        (lambda row: briefing.approved(row, ()), one(State.PLANNED), "no_draft"),
        (lambda row: briefing.approved(row, ("osa",)), one(), "consent_missing"),
        (lambda row: briefing.approved(row, ()), one(State.HANDED_IN), "briefing_too_far"),
        (briefing.handed_in, one(State.COMMENTED), "briefing_not_approved"),
        (briefing.handed_in, one(State.ON_AGENDA), "briefing_handed_in"),
        (briefing.drafted, one(State.HANDED_IN), "briefing_handed_in"),
        (briefing.rewritten, one(State.ON_AGENDA), "briefing_handed_in"),
        (briefing.rewritten, one(State.DELIVERED), "briefing_delivered"),
        (briefing.on_the_agenda, one(State.APPROVED), "briefing_not_handed_in"),
        (lambda row: briefing.entered(row, NOTED, date(2026, 12, 16)), one(State.APPROVED), "briefing_not_handed_in"),
        (lambda row: briefing.entered(row, NOTED, date(2026, 12, 16)), one(State.DELIVERED), "briefing_delivered"),
        (lambda row: briefing.confirmed(row, "p_ole"), one(State.ON_AGENDA), "no_evidence"),
        (lambda row: briefing.confirmed(row, "p_ole"), one(State.ON_AGENDA, entered_at=AT, entered_by="p_ole"), "own_evidence"),
        (lambda row: briefing.confirmed(row, "p_ole"), one(State.DELIVERED), "briefing_delivered"),
        (briefing.deferred, one(State.DELIVERED), "briefing_delivered"),
    ],
)
def test_a_step_that_cannot_come_now_is_refused(step, row, code):
    with pytest.raises(Refusal) as no:
        step(row)
    assert no.value.code == code


@pytest.mark.parametrize(
    ("evidence", "field"),
    [(NOTED, "on"), (Evidence(date(2026, 12, 1), "  ", Outcome.NOTED), "item")],
)
def test_evidence_needs_a_day_that_has_come_and_an_item(evidence, field):
    with pytest.raises(Refusal) as no:
        briefing.entered(one(State.ON_AGENDA), evidence, date(2026, 12, 14))
    assert list(no.value.fields) == [field]


def test_words_written_after_the_approval_ask_for_another_one():
    assert briefing.rewritten(one(State.APPROVED)) is State.COMMENTED
    assert briefing.drafted(one(State.APPROVED)) is State.COMMENTED
    assert briefing.commented(one(State.APPROVED)) is State.APPROVED


def test_what_the_body_put_off_may_be_written_anew_or_noted_as_it_is():
    row = one(State.DEFERRED)
    assert briefing.rewritten(row) is State.COMMENTED
    assert briefing.on_the_agenda(row) is State.ON_AGENDA
    assert briefing.entered(row, NOTED, date(2026, 12, 16)) is State.ON_AGENDA


def test_putting_off_what_was_not_handed_in_only_moves_its_day():
    assert briefing.deferred(one(State.DRAFT)) is State.DRAFT
    assert briefing.deferred(one(State.HANDED_IN)) is State.DEFERRED
