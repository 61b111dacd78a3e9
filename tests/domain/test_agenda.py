"""Which points stand on an agenda, in which order, and under which number for good."""

from datetime import UTC, date, datetime, time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.domain import agenda as rules
from bot.domain.agenda import Agenda, Origin, Point, Sources, Treatment
from bot.refusal import Refusal
from tests.storage.sample import copenhagen

AGREEMENT = copenhagen()
STANDING = tuple(one.id for one in AGREEMENT.house.meetings.standing_items)


def written(title, **other):
    return Point(**{"origin": Origin.SUBMITTED, "title": title, **other})


def names(points):
    return [point.title or (point.key or "").removeprefix("standing:") for point in points]


def draft(given=(), **sources):
    return rules.composed(given, rules.wanted(AGREEMENT, Sources(**sources)))


def test_an_agenda_with_nothing_submitted_is_the_standing_points_between_the_opening_and_any_other_business():
    assert names(draft()) == ["opening", *STANDING, "any_other"]


def test_minutes_open_actions_and_what_is_carried_over_have_their_usual_places():
    left = Point(origin=Origin.CARRIED, key="carried:7", title="Klubber", topic=7)
    points = draft([written("Sensorer", position=1)], minutes=(2, 3), actions=True, carried=(left,))
    assert names(points) == ["opening", "minutes:2", "minutes:3", "actions", *STANDING, "Klubber", "Sensorer", "any_other"]


def test_what_the_rules_no_longer_want_leaves_a_draft_and_what_people_wrote_stays():
    points = draft(minutes=(2,), actions=True)
    for place, point in enumerate(points):
        point.position = place
    assert names(draft([*points, written("Sensorer", position=99)])) == ["opening", *STANDING, "any_other", "Sensorer"]


def test_every_standing_point_serves_a_clause_and_the_milieu_is_told_of_in_aggregate_only():
    items = AGREEMENT.house.meetings.standing_items
    assert all(AGREEMENT.clause(one.clause) for one in items)
    assert [one.id for one in items if one.aggregate_only] == ["udvikling"]


def test_a_point_is_moved_to_a_place_and_the_others_close_up():
    agenda = Agenda((written("a"), written("b"), written("c"), written("d")))
    assert names(agenda.moved(4, 2).points) == ["a", "d", "b", "c"]
    assert names(agenda.moved(1, 4).points) == ["b", "c", "d", "a"]
    assert names(agenda.moved(2, 2).points) == ["a", "b", "c", "d"]


@pytest.mark.parametrize(("number", "place", "code"), [(5, 1, "no_such_point"), (0, 1, "no_such_point"), (1, 5, "no_such_place")])
def test_there_is_no_point_or_place_beyond_the_last(number, place, code):
    with pytest.raises(Refusal) as no:
        Agenda((written("a"), written("b"))).moved(number, place)
    assert no.value.code == code
    assert no.value.facts["count"] == 2


def test_once_it_has_gone_out_a_point_keeps_its_number_wherever_it_is_moved():
    points = tuple(written(name, number=number) for number, name in enumerate("abcd", start=1))
    agenda = Agenda(points, sent_at=datetime(2027, 3, 4, 8, tzinfo=UTC)).moved(4, 1)
    assert [(number, point.title) for number, point in agenda.numbered] == [(4, "d"), (1, "a"), (2, "b"), (3, "c")]
    assert agenda.at(4).title == "d"
    assert agenda.next_number == 5


DEEDS = st.lists(
    st.tuples(st.sampled_from(["submit", "move", "strike", "send"]), st.integers(1, 12), st.integers(1, 12)), max_size=40
)


@given(deeds=DEEDS)
@settings(max_examples=2 * settings.default.max_examples)
def test_whatever_is_done_numbers_run_from_one_in_a_draft_and_never_change_once_it_has_gone_out(deeds):
    kept: list[Point] = []
    sent, known = None, {}
    for deed, one, other in deeds:
        shown = Agenda(tuple(kept), sent) if sent else Agenda(draft(kept))
        try:
            if deed == "submit":
                new = written(f"punkt {len(kept)} {one}", number=shown.next_number if sent else None)
                shown = Agenda(rules.placed(shown.points, new), sent)
            elif deed == "move":
                shown = shown.moved(one, other)
            elif deed == "strike":
                point = shown.at(one)
                rules.may_strike(point)
                point.struck_at = datetime(2027, 1, 1, tzinfo=UTC)
            elif sent is None:
                sent = datetime(2027, 1, 1, tzinfo=UTC)
                for number, point in shown.numbered:
                    point.number = number
        except Refusal:
            continue
        kept = list(shown.points)
        for place, point in enumerate(kept):
            point.position = place
        after = Agenda(tuple(kept), sent) if sent else Agenda(draft(kept))
        numbers = [number for number, _ in after.numbered]
        assert len(set(numbers)) == len(numbers)
        if sent:
            assert known.items() <= {number: point.title or point.key for number, point in after.numbered}.items()
            known = {number: point.title or point.key for number, point in after.numbered}
        else:
            assert numbers == list(range(1, len(numbers) + 1))
            assert set(STANDING) <= set(names(after.points))


@pytest.mark.parametrize("origin", [Origin.OPENING, Origin.MINUTES, Origin.ACTIONS, Origin.STANDING, Origin.ANY_OTHER])
def test_what_a_rule_put_there_cannot_be_struck(origin):
    with pytest.raises(Refusal) as no:
        rules.may_strike(Point(origin=origin))
    assert no.value.code == "stands_always"


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("M-3 pkt. 4", (3, 4)),
        ("m3 pkt 4", (3, 4)),
        ("M-3.4", (3, 4)),
        ("M-3, punkt 12.", (3, 12)),
        ("møde 3 punkt 4", (3, 4)),
        ("meeting 3 item 4", (3, 4)),
        ("M–3 no. 4", (3, 4)),
        ("M-3/4", (3, 4)),
        ("3.4", (3, 4)),
        ("M-3", None),
        ("pkt. 4", None),
        ("M-0 pkt. 4", None),
        ("M-3 pkt. 0", None),
        ("M-3 4", None),
        ("I-3.4", None),
    ],
)
def test_a_point_is_called_in_many_ways(text, found):
    assert rules.point_in(text) == found


def walls(found):
    return [(one.number, f"{AGREEMENT.days().local(one.at):%Y-%m-%d %H:%M}") for one in found]


def when(on, convened, starts="10:00"):
    starts_at = AGREEMENT.days().at(date.fromisoformat(on), time.fromisoformat(starts))
    convened_at = AGREEMENT.days().at(date.fromisoformat(convened), time(13))
    return walls(rules.steps(AGREEMENT, date.fromisoformat(on), starts_at, convened_at))


@pytest.mark.parametrize(
    ("on", "convened", "owed"),
    [
        ("2027-03-11", "2027-01-20", [(0, "2027-02-26 09:00"), (1, "2027-03-04 09:00")]),
        # Both days fall into the Easter break, and move to before it.
        ("2027-04-07", "2027-01-20", [(0, "2027-03-30 09:00"), (1, "2027-03-31 09:00")]),
        ("2027-03-11", "2027-02-25", [(1, "2027-03-04 09:00")]),  # convened after points were due
        ("2027-03-11", "2027-03-05", [(1, "2027-03-08 09:00")]),  # convened too late for a week's agenda
        ("2027-03-11", "2027-03-10", [(1, "2027-03-11 09:00")]),
    ],
)
def test_the_agenda_goes_out_a_week_before_and_the_facilitator_sees_it_when_points_are_due(on, convened, owed):
    assert when(on, convened) == owed


def test_an_agenda_goes_out_at_once_where_the_next_morning_is_too_late():
    assert when("2027-03-11", "2027-03-10", starts="08:30") == [(1, "2027-03-10 13:00")]


def test_what_is_confidential_is_not_for_rooms_with_outsiders():
    points = [written("åbent"), written("lukket", confidential=True)]
    assert names(rules.shown_to(points, outsiders=True)) == ["åbent"]
    assert names(rules.shown_to(points, outsiders=False)) == ["åbent", "lukket"]
    assert rules.closed(points)
    assert not rules.closed(points[:1])


def test_a_submission_is_for_discussion_unless_it_says_otherwise():
    assert rules.Submission(title="Sensorer", unit="osa").treatment is Treatment.DISCUSSION
