"""The small nouns: duties, places, agreements with their versions, calls that were answered, the trail itself."""

import re
from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import text

from storage.audit import hashed
from storage.duties import agreements_with_due
from storage.places import place_at
from storage.tables import DutyRow
from tests.storage import sample
from tests.storage.sample import NOW

SOON = NOW + timedelta(days=1)


@pytest.fixture
def installation(store):
    """A transaction over two agreements that stays open."""
    sample.agreements(store, "aarhus", "kbh")
    with store.begin() as installation:
        yield installation


def test_duties_fall_due_longest_overdue_first(installation):
    duties = sample.within(installation).duties
    duties.set_all({("asks", "b"): NOW, ("asks", "a"): NOW - timedelta(days=2), ("asks", "c"): SOON, ("asks", "d"): None})
    assert [one.subject for one in duties.due(NOW)] == ["a", "b"]
    assert [one.subject for one in duties.due(NOW, limit=1)] == ["a"]
    assert duties.next_due() == NOW - timedelta(days=2)
    assert duties.next_of("asks") == NOW - timedelta(days=2)
    assert duties.next_of("closes") is None


def test_a_duty_is_one_row_however_often_it_is_set(installation):
    duties = sample.within(installation).duties
    first = duties.set("asks", "a", NOW)
    assert duties.set("asks", "a", SOON) is first
    assert duties.set("closes", "a", NOW).id != first.id
    duties.end([("asks", "a"), ("asks", "nobody")])
    assert duties.all() == {("asks", "a"): None, ("closes", "a"): NOW}


def test_only_agreements_with_something_due_are_looked_at(installation):
    sample.within(installation, "kbh").duties.set("asks", "a", NOW)
    sample.within(installation, "aarhus").duties.set("asks", "a", SOON)
    assert agreements_with_due(installation.session, NOW) == ["kbh"]
    assert agreements_with_due(installation.session, SOON) == ["aarhus", "kbh"]
    assert agreements_with_due(installation.session, NOW - timedelta(days=1)) == []


def test_looking_for_what_is_due_reads_only_what_is_due(sqlite_store):
    sample.agreements(sqlite_store)
    with sqlite_store.begin() as installation:
        session = installation.session
        session.add_all(DutyRow(agreement_id="kbh", kind="k", subject=str(n), next_due=SOON + timedelta(n)) for n in range(2000))
    with sqlite_store.read() as installation:
        connection = installation.session.connection()
        for ask in (lambda: sample.within(installation).duties.due(NOW), lambda: agreements_with_due(installation.session, NOW)):
            asked = []
            connection.connection.cursor().connection.set_trace_callback(asked.append)
            assert not ask()
            connection.connection.cursor().connection.set_trace_callback(None)
            plan = connection.execute(text(f"EXPLAIN QUERY PLAN {asked[-1]}")).all()
            assert any(re.search(r"ix_duty_due \(agreement_id=\? AND .*next_due<\?\)", row.detail) for row in plan), plan


def test_a_place_belongs_to_one_agreement_and_leaves_the_other_with_a_trace_in_both(installation):
    kbh, aarhus = (sample.within(installation, one) for one in ("kbh", "aarhus"))
    first = kbh.places.bind("slack", "C1", direct=False, outsiders=False)
    second = aarhus.places.bind("slack", "C1", direct=False, outsiders=True)
    assert place_at(installation.session, "slack", "C1") is second
    assert kbh.places.channels() == []
    assert kbh.places.by_id(first.id) is None
    assert kbh.places.by_id(second.id) is None
    assert [one.verb for one in kbh.audit.of("place:slack/C1")] == ["bind", "release"]
    assert [(one.verb, one.before) for one in aarhus.audit.of("place:slack/C1")] == [("bind", "{}")]


def test_binding_again_keeps_the_place_and_direct_conversations_are_no_channels(installation):
    places = sample.within(installation).places
    row = places.bind("slack", "C1", direct=False, outsiders=False)
    assert places.bind("slack", "C1", direct=False, outsiders=False) is row
    assert places.bind("slack", "C1", direct=False, outsiders=True).id == row.id
    places.bind("slack", "D1", direct=True, outsiders=False)
    assert [(one.place, one.outsiders) for one in places.channels()] == [("C1", True)]
    places.release(row)
    assert places.channels() == []
    assert len(sample.within(installation).audit.of("place:slack/C1")) == 3


def test_the_text_that_holds_is_the_newest_in_effect_or_the_first(store):
    first = sample.copenhagen()
    second = first.model_copy(update={"in_force_from_is_sample": not first.in_force_from_is_sample})
    with store.begin() as installation:
        agreements = installation.agreements
        assert agreements.on(first.id, date(2027, 1, 1)) is None
        assert agreements.latest(first.id) is None
        assert agreements.add_version(first, effective_from=date(2027, 1, 1), now=NOW) == 1
        assert agreements.add_version(first, effective_from=date(2027, 1, 1), now=SOON) == 1
        assert agreements.add_version(second, effective_from=date(2028, 1, 1), now=NOW, by="p_ana") == 2
    with store.read() as installation:
        agreements = installation.agreements
        assert agreements.ids() == [first.id]
        held = {day: agreements.on(first.id, day) for day in (date(2026, 1, 1), date(2027, 12, 31), date(2028, 1, 1))}
        assert list(held.values()) == [first, first, second]
        assert agreements.latest(first.id) == second
        assert [(one.number, one.effective_from) for one in agreements.versions(first.id)] == [
            (1, date(2027, 1, 1)),
            (2, date(2028, 1, 1)),
        ]
        trail = sample.within(installation, first.id).audit.of(f"agreement:{first.id}")
        assert [(one.actor, one.verb) for one in trail] == [("operator", "load"), ("p_ana", "load")]
        assert '"number": 2' in trail[1].after


def test_an_answer_is_remembered_by_platform_and_key_until_it_is_old(installation):
    handled = installation.handled
    handled.remember("kbh", "slack", "Ev1", answer="{}", at=NOW)
    handled.remember("kbh", "mattermost", "Ev1", answer='{"other": 1}', at=SOON)
    installation.session.flush()
    assert handled.answer("slack", "Ev1") == "{}"
    assert handled.answer("slack", "Ev2") is None
    handled.forget_before(SOON)
    assert handled.answer("slack", "Ev1") is None
    assert handled.answer("mattermost", "Ev1") == '{"other": 1}'


def test_the_trail_tells_who_when_and_the_facts_with_free_text_as_a_hash(installation):
    records = sample.within(installation, actor="p_ana")
    ana = records.people.meet("slack", "U1", name="Ana", language="da")
    proposed = sample.proposal("Hemmelig titel", actors=("Navngiven forening",))
    records.initiatives.register(proposed, by=ana.id, today=sample.TODAY)
    (row,) = records.audit.of("initiative:I-1")
    assert (row.actor, row.verb, row.at, row.before) == ("p_ana", "register", NOW, "{}")
    for word in ("Hemmelig", "Formålet", "forening"):
        assert word not in row.after
    assert hashed("Hemmelig titel") in row.after
    assert '"lead": "osa"' in row.after
    assert '"tracks": ["spor-1"]' in row.after
    assert all("Ana" not in one.after for one in records.audit.of(f"person:{ana.id}"))


def test_a_row_of_another_agreement_is_no_business_of_this_one(installation):
    kbh, aarhus = (sample.within(installation, one) for one in ("kbh", "aarhus"))
    ana = aarhus.people.meet("slack", "U1", name="Ana", language="da")
    row = aarhus.initiatives.register(sample.proposal(), by=ana.id, today=sample.TODAY)
    for change in (
        lambda: kbh.initiatives.update(row, row.state, why="", by="p", today=sample.TODAY),
        lambda: kbh.initiatives.withdraw(row, why="", by="p"),
        lambda: kbh.initiatives.seen(row, "osa", by="p"),
        lambda: kbh.initiatives.full(row),
        lambda: kbh.people.speak(ana, "en"),
        lambda: kbh.people.welcomed(ana, NOW),
        lambda: kbh.rounds.close(aarhus.rounds.by_period("2027-Q1")),
        lambda: kbh.places.release(aarhus.places.channels()[0]),
    ):
        if not aarhus.rounds.periods():
            aarhus.rounds.start(sample.round_())
            aarhus.places.bind("slack", "C1", direct=False, outsiders=False)
        with pytest.raises(ValueError, match="another agreement"):
            change()


def test_instants_of_the_trail_are_the_agreements_time_and_not_ours(installation):
    records = sample.within(installation, now=datetime(2031, 1, 1, tzinfo=UTC))
    records.places.bind("slack", "C1", direct=False, outsiders=False)
    assert records.audit.of("place:slack/C1")[0].at == datetime(2031, 1, 1, tzinfo=UTC)
