"""The last look at who is asked: somebody who has left the office a message speaks to is not, whoever the message is of."""

import pytest

from bot.domain.action import Action
from bot.domain.outbox import Kind, to_person, to_place
from bot.jobs.strands import STRANDS, strand_of
from storage.tables import OutboxRow
from tests.storage.sample import NOW

CAST = ("osa", "eki", "facilitator", "chair")
GROUP = {"facilitator", "chair"}
SILENT = {"rsvp"}  # It says nothing to anybody.
SPEAKS_TO = {
    "round:2026-Q1:osa": {"osa"},
    "round:2026-Q1": GROUP,
    "meeting:1:osa": {"osa"},
    "meeting:1": GROUP,
    "meeting-plan:2026-Q1": GROUP,
    "meeting-year:2026": GROUP,
    "meeting-held:1": GROUP,
    "meeting-misses:1": GROUP,
    "poll:1:osa": {"osa"},
    "poll:1": GROUP,
    "agenda:1": GROUP,
    "minutes:1:osa": {"osa"},
    "minutes:1": GROUP,
    "briefing:tmf:2026:osa": {"osa"},
    "briefing:tmf:2026": GROUP,
    "annual-status:status:2026:osa": {"osa"},
}


def row(subject, to):
    return OutboxRow(subject=subject, recipient=str(to), kind=Kind.NUDGE)


def person(records, user):
    return records.people.behind("local", f"u_{user}").id


@pytest.mark.parametrize(("subject", "meant"), SPEAKS_TO.items())
def test_only_whoever_holds_the_office_a_message_speaks_to_is_asked(program, subject, meant):
    def asked(records):
        look = strand_of(subject).in_office
        return {user for user in CAST if look(records, row(subject, to_person(person(records, user))))}

    assert program.asked(asked) == meant
    assert program.asked(lambda records: strand_of(subject).in_office(records, row(subject, to_place(1))))


def test_every_strand_says_whom_its_messages_speak_to():
    assert {one.partition(":")[0] for one in SPEAKS_TO} | {"action"} == {one.subject for one in STRANDS} - SILENT


class One:
    """An action, whatever its number."""

    def __init__(self, unit, person):
        self.action = Action(
            number=1, task="Lokaler", unit=unit, person=person, due_on=NOW.date(), meeting=1, point=1, agreed_at=NOW, agreed_by=""
        )

    def by_number(self, _number):
        return self.action


@pytest.mark.parametrize(("named", "meant"), [(None, {"osa", *GROUP}), ("eki", {"osa", "eki", *GROUP})])
def test_of_an_action_whoever_was_named_for_it_is_asked_wherever_they_are_now(program, named, meant):
    def asked(records):
        records.__dict__["actions"] = One("osa", named and person(records, named))
        look = strand_of("action:1").in_office
        return {user for user in CAST if look(records, row("action:1", to_person(person(records, user))))}

    assert program.asked(asked) == meant
