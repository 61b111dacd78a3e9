"""A meeting, its spoken number, and the instant its wall time means."""

from datetime import UTC, date, datetime, time

import pytest

from bot.domain import meeting as rules
from bot.domain.meeting import Kind, Plan, State
from bot.refusal import Refusal


def test_a_meeting_cannot_end_before_it_starts():
    with pytest.raises(Refusal) as no:
        Plan(on=date(2027, 3, 11), starts=time(10), ends=time(9))
    assert no.value.fields["ends"].code == "meeting_ends_first"


@pytest.mark.parametrize("ref", ["M-3", "m3", "møde 3", "MØDE 3", "#3", "3", "meeting 3", "M-003"])
def test_a_meeting_is_found_however_its_number_is_written(ref):
    assert rules.number_in(ref) == 3


@pytest.mark.parametrize("ref", ["I-3", "M-0", "M", "", "i morgen", "M-3-4", "M-9999999999"])
def test_what_is_no_number_of_a_meeting_is_refused(ref):
    with pytest.raises(Refusal) as no:
        rules.number_in(ref)
    assert no.value.code == "no_meeting_ref"


def test_an_hour_after_midnight_belongs_to_the_new_year():
    """domain.md §4.5, vector 4: the instant is in December by the world's clock, and in January where the group meets."""
    assert rules.instant(date(2027, 1, 1), time(0, 30), "Europe/Copenhagen") == datetime(2026, 12, 31, 23, 30, tzinfo=UTC)


@pytest.mark.parametrize(
    ("kind", "state", "counts"),
    [
        (Kind.ORDINARY, State.CONVENED, True),
        (Kind.ORDINARY, State.HELD, True),
        (Kind.AD_HOC, State.HELD, True),
        (Kind.ORDINARY, State.CANCELLED, False),
        (Kind.SEMINAR, State.HELD, False),
        (Kind.NETWORK, State.HELD, False),
    ],
)
def test_meetings_of_the_group_count_and_knowledge_sharing_does_not(kind, state, counts):
    meeting = rules.Meeting(
        number=1,
        kind=kind,
        state=state,
        on=date(2027, 3, 11),
        starts=time(10),
        zone="Europe/Copenhagen",
        starts_at=datetime(2027, 3, 11, 9, tzinfo=UTC),
        convened_at=datetime(2027, 1, 1, tzinfo=UTC),
        convened_by="p_1",
    )
    assert meeting.counts is counts


@pytest.mark.parametrize(
    ("subject", "about"),
    [
        (rules.subject(3), (3, "")),
        (rules.subject(3, "osa"), (3, "osa")),
        ("meeting-plan:2027-Q1", None),
        ("round:2027-Q1", None),
        ("", None),
        (None, None),
    ],
)
def test_the_subject_of_a_message_tells_meeting_and_unit(subject, about):
    assert rules.meeting_and_unit(subject) == about
