"""Agendas, minutes, decisions and actions as they are kept: numbers, locks, links and trails."""

from datetime import date, timedelta

import pytest
from sqlalchemy.exc import IntegrityError

from bot.domain.action import State, Task, Wanted
from bot.domain.agenda import Agenda, Origin, Point, Submission
from bot.domain.minutes import Comment, Entry, Outcome, Stage
from bot.refusal import Refusal
from tests.storage import sample
from tests.storage.sample import NOW, TODAY, register

SUBMISSION = Submission(title="Åbningstider", note="Tre klubber", unit="osa")


@pytest.fixture
def meeting(records):
    return records.meetings.record(sample.meeting(on=date(2027, 1, 12)), sample.copenhagen(), by=records.actor)


@pytest.fixture
def point(records, meeting):
    """The only point of a fixed agenda."""
    records.agendas.submit(meeting, SUBMISSION, by=records.actor)
    (row,) = records.agendas.fix(meeting, records.agendas.of(meeting), {}).points
    return row


def test_a_draft_is_stored_nowhere_until_it_is_kept(records, meeting):
    by_rule = [Point(origin=Origin.OPENING, key="opening"), Point(origin=Origin.ANY_OTHER, key="any_other")]
    row = records.agendas.submit(meeting, SUBMISSION, by=records.actor)
    draft = records.agendas.of(meeting, by_rule)
    assert [point.key for point in draft.points] == ["opening", None, "any_other"]
    assert [point.key for point in records.agendas.of(meeting).points] == [None]  # Only what somebody wrote is stored.
    kept = records.agendas.keep(meeting, draft.points)
    assert [one.position for one in kept] == [1, 2, 3]
    assert kept[1] is row
    assert records.agendas.of(meeting, by_rule).points == kept


def test_what_a_rule_wants_no_longer_goes_when_the_agenda_is_kept_and_comes_back_once(records, meeting):
    opening, actions = Point(origin=Origin.OPENING, key="opening"), Point(origin=Origin.ACTIONS, key="actions")
    records.agendas.keep(meeting, [opening, actions])
    records.agendas.keep(meeting, records.agendas.of(meeting, [opening]).points)
    records.agendas.keep(meeting, records.agendas.of(meeting, [opening, actions]).points)
    assert [one.key for one in records.agendas.of(meeting, [opening, actions]).points] == ["opening", "actions"]


def test_a_number_is_given_once_in_a_meeting(records, meeting, point):
    other = records.agendas.submit(meeting, SUBMISSION, by=records.actor)
    with pytest.raises(IntegrityError):
        records.agendas.number(other, point.number)


def test_a_point_that_waits_is_taken_up_by_the_meeting_that_keeps_it(records, meeting):
    waiting = records.agendas.submit(None, SUBMISSION, by=records.actor)
    copy = Point(origin=Origin.SUBMITTED, key=f"carried:{waiting.topic}", topic=waiting.topic, title=waiting.title)
    (kept,) = records.agendas.keep(meeting, [copy])
    assert kept is waiting
    assert (waiting.meeting_id, waiting.key) == (meeting.id, f"carried:{waiting.id}")


def test_what_became_of_a_point_is_told_with_it(records, meeting, point):
    (before,) = records.agendas.taken()
    assert (before.meeting, before.held, before.recorded, before.settled) == (meeting.number, True, False, False)
    records.minutes.write(meeting, point, Entry(outcome=Outcome.DEFERRED))
    (deferred,) = records.agendas.taken()
    assert (deferred.recorded, deferred.settled) == (True, False)
    records.minutes.write(meeting, point, Entry(outcome=Outcome.NOTED))
    (settled,) = records.agendas.taken()
    assert settled.settled


def test_minutes_go_from_draft_to_comments_to_approved(records, meeting, point):
    assert records.minutes.of(meeting).stage is Stage.DRAFT
    assert list(records.minutes.unapproved()) == [meeting]
    records.minutes.write(meeting, point, Entry(outcome=Outcome.APPROVED))
    records.minutes.send(meeting, NOW + timedelta(days=7))
    assert records.minutes.of(meeting).stage is Stage.COMMENTS
    assert list(records.minutes.waiting()) == [meeting]
    records.minutes.comment(meeting, Comment(unit="eki", text="Nej", at=NOW, by=records.actor))
    records.minutes.approve(meeting, by=records.actor, approved_in="M-2.2")
    assert records.minutes.of(meeting).stage is Stage.APPROVED
    assert list(records.minutes.waiting()) == list(records.minutes.unapproved()) == []
    assert [one.verb for one in records.minutes.history(meeting)] == ["send", "approve"]
    assert [(one.unit, one.text) for one in records.minutes.comments(meeting)] == [("eki", "Nej")]


def test_no_way_through_storage_changes_approved_minutes_without_a_reason(records, meeting, point):
    records.minutes.write(meeting, point, Entry(outcome=Outcome.APPROVED, decision="To"))
    records.minutes.send(meeting, NOW)
    records.minutes.approve(meeting, by=records.actor)
    for why in ("", "  "):
        with pytest.raises(Refusal) as no:
            records.minutes.write(meeting, point, Entry(outcome=Outcome.NOTED), why=why)
        assert no.value.code == "minutes_locked"
    assert records.minutes.entries(meeting)[1].decision == "To"
    records.minutes.write(meeting, point, Entry(outcome=Outcome.APPROVED, decision="Tre"), why="Slåfejl")
    assert [(one.verb, one.point, one.why) for one in records.minutes.history(meeting)][-1] == ("correct", 1, "Slåfejl")
    assert [one.verb for one in records.audit.of("minutes:M-1.1")] == ["write", "correct"]


def test_the_trail_holds_no_words_of_minutes(records, meeting, point):
    records.minutes.write(meeting, point, Entry(outcome=Outcome.APPROVED, decision="Hemmeligt", summary="Fortroligt"))
    (entry,) = records.audit.of("minutes:M-1.1")
    assert "Hemmeligt" not in entry.after
    assert "Fortroligt" not in entry.after
    assert "sha256:" in entry.after


def test_decisions_are_found_by_their_point_and_by_the_initiative_they_are_about(records, meeting, point):
    one, two = register(records), register(records, "Second")
    records.minutes.write(meeting, point, Entry(outcome=Outcome.APPROVED, decision="To aftener"), initiatives=[one, two, one])
    found = records.decisions.by_ref("M-1 pkt. 1")
    assert (found.on, found.title, found.text) == (date(2027, 1, 12), "Åbningstider", "To aftener")
    assert list(records.decisions.of_initiative(one)) == list(records.decisions.all()) == [found]
    records.minutes.write(meeting, point, Entry(outcome=Outcome.DISCUSSED, decision="Tre aftener"), initiatives=[one, two])
    assert [found.text for found in records.decisions.of_initiative(two)] == ["Tre aftener"]
    records.minutes.write(meeting, point, Entry(outcome=Outcome.DISCUSSED), initiatives=[two])
    assert list(records.decisions.of_initiative(two)) == []
    with pytest.raises(Refusal):
        records.decisions.by_ref("M-1 pkt. 1")
    assert {number: [row.number for row in rows] for number, rows in records.minutes.initiatives(meeting).items()} == {1: [2]}


def test_actions_are_numbered_through_the_agreement_and_told_by_their_last_day(records, meeting, point):
    for task, days in (("senest", 20), ("først", 5), ("midt", 10)):
        records.actions.agree(meeting, point, Task(task=task, unit="osa", due_on=TODAY + timedelta(days=days)), by=records.actor)
    assert [(one.number, one.task) for one in records.actions.open()] == [(2, "først"), (3, "midt"), (1, "senest")]
    records.actions.close(records.actions.by_number(2), State.DONE, result="Gjort", by=records.actor)
    records.actions.postpone(records.actions.by_number(1), TODAY)
    assert [one.number for one in records.actions.open()] == [1, 3]
    assert [one.number for one in records.actions.of_meeting(meeting)] == [1, 2, 3]
    assert len(records.actions.page(Wanted(unit="osa", everything=True))) == 3
    assert records.actions.page(Wanted(unit="eki")) == []
    assert [one.verb for one in records.audit.of("action:A-2")] == ["agree", "done"]


def test_an_action_under_a_confidential_point_is_confidential(records, meeting):
    closed = records.agendas.submit(meeting, SUBMISSION.model_copy(update={"confidential": True}), by=records.actor)
    (row,) = records.agendas.fix(meeting, Agenda((closed,)), {}).points
    action = records.actions.agree(meeting, row, Task(task="Nøgler", unit="osa", due_on=TODAY), by=records.actor)
    assert action.confidential
    assert records.actions.page(Wanted(confidential=False)) == []
