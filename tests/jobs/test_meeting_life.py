"""Whatever is planned, moved, cancelled and held: the count is that of the audit trail, no nudge comes twice, and a rebuild changes nothing."""

import json
import shutil
import tempfile
from collections import Counter
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test
from sqlmodel import col, select

from bot.acts.meeting_count import count_of
from bot.domain.agreement_parts import Membership
from bot.domain.calendar import Quarter
from bot.domain.meeting_year import year_of
from bot.domain.outbox import Delivery, Kind
from bot.jobs.rebuild import moments_from_tables, rebuild
from bot.jobs.tick import plan
from storage.tables import AuditRow, OutboxRow
from tests.program import TEXT, Program, at, prepared

STARTS = at("2026-09-14T09:00")  # a Monday: two quarters and the turn of a year lie ahead
DAYS = st.dates(date(2026, 9, 15), date(2027, 3, 31))
PAUSES = st.sampled_from([1, 5, 24, 24, 72, 24 * 7, 24 * 20])  # hours
NUMBERS = st.integers(1, 6)
KINDS = st.sampled_from(["ordinary", "ordinary", "ordinary", "ad_hoc", "seminar"])


class Life(RuleBasedStateMachine):
    """A group that plans its meetings well or badly."""

    beginning: Path

    def __init__(self) -> None:
        super().__init__()
        self.folder = Path(tempfile.mkdtemp(prefix="pagt-meetings-"))
        self.program = Program(shutil.copytree(self.beginning, self.folder / "data"), STARTS)
        self.program.tick()

    def teardown(self) -> None:
        self.program.close()
        shutil.rmtree(self.folder)

    @rule(day=DAYS, kind=KINDS)
    def convene(self, day, kind):
        self.program.says("facilitator", f"/meeting convene {day}T10:00-12:00; kind: {kind}")

    @rule(number=NUMBERS, day=DAYS)
    def move(self, number, day):
        self.program.says("facilitator", f"/meeting reschedule M-{number} {day}T10:00-12:00")

    @rule(number=NUMBERS)
    def cancel(self, number):
        self.program.says("facilitator", f"/meeting cancel M-{number}; why: Sygdom")

    @rule(number=NUMBERS, person=st.sampled_from(["facilitator", "facilitator_dep"]))
    def hold(self, number, person):
        self.program.says(person, f"/meeting held M-{number}")

    @rule(day=DAYS)
    def record(self, day):
        self.program.says("facilitator", f"/meeting record day: {day}; starts: 13:00")

    @rule()
    def wish(self):
        self.program.says("osa", "/meeting request Vi bør ses")

    @rule(unit=st.sampled_from(["osa", "buf"]), joins=st.booleans())
    def party(self, unit, joins):
        """A unit leaves the agreement today, or joins it: who is expected changes, and the count does not."""
        now = self.program.now
        span = Membership(joined=now.date()) if joins else Membership(left=now.date())
        with self.program.pagt.store.begin() as installation:
            text = installation.agreements.latest("koebenhavn")
            units = tuple(one.model_copy(update={"memberships": (span,)}) if one.id == unit else one for one in text.units)
            text = text.model_copy(update={"units": units})
            installation.agreements.add_version(text, effective_from=now.date(), now=now)
            rebuild(installation.within("koebenhavn", actor="operator", now=now), text)

    @rule(hours=PAUSES, tick=st.booleans())
    def time_passes(self, hours, tick):
        self.program.now += timedelta(hours=hours)
        if tick:
            self.program.tick()

    @rule()
    def deliver(self):
        self.program.tick()
        self.program.deliver()

    @rule()
    def facilitator_changes(self):
        for verb in ("appoint", "relieve"):
            self.program.says("admin", f"/agreement {verb} chair @u_reader")

    @invariant()
    def the_count_is_that_of_the_trail(self):
        def counts(records):
            agreement = records.agreement()
            trail = records.session.exec(
                select(AuditRow).where(col(AuditRow.object).startswith("meeting:")).order_by(AuditRow.id)
            ).all()
            stand = {row.object: json.loads(row.after) for row in trail}  # the last word about each meeting
            for day in (date(2026, 6, 1), date(2027, 6, 1)):
                year = year_of(agreement, day)
                mine = [
                    one
                    for one in stand.values()
                    if one["kind"] in {"ordinary", "ad_hoc"} and date.fromisoformat(one["on"]) in year
                ]
                found = count_of(records, agreement, year)
                assert found.held == sum(one["state"] == "held" for one in mine)
                assert found.forecast + found.unconfirmed == sum(one["state"] in {"held", "convened"} for one in mine)

        self.program.asked(counts)

    @invariant()
    def nobody_is_told_the_same_twice_or_of_a_meeting_that_is_off(self):
        owed = self.program.asked(lambda records: records.session.exec(select(OutboxRow)).all())
        debts = Counter((row.recipient, row.subject, row.due, row.step) for row in owed)
        assert max(debts.values(), default=1) == 1
        off = self.program.asked(lambda records: {f"{one.number}" for one in records.meetings.all() if one.state != "convened"})
        pending = [row for row in owed if row.state is Delivery.PENDING and row.kind is Kind.NUDGE and row.edits is None]
        assert not [row.subject for row in pending if row.subject.startswith("meeting-held:") and row.subject[13:] in off]

    @invariant()
    def a_quarter_with_its_meeting_owes_no_nudge(self):
        def check(records):
            waiting = [
                row
                for row in records.outbox.waiting_for("koebenhavn")
                if row.subject.startswith("meeting-plan:") and not row.edits
            ]
            for row in waiting:
                quarter = Quarter.parse(row.due)
                mine = records.meetings.between(quarter.first, quarter.last)
                assert not [one for one in mine if one.kind == "ordinary" and one.state != "cancelled"]

        self.program.asked(check)

    @invariant()
    def a_rebuild_changes_nothing(self):
        written, anew = self.program.rehearsed(self._planned), self.program.rehearsed(self._planned_after_a_rebuild)
        assert written == anew
        moments, _keys, from_tables = written
        assert moments == from_tables

    def _planned(self, installation):
        now = self.program.now
        plan(installation, "koebenhavn", now)
        records = installation.within("koebenhavn", actor="test", now=now)
        written = {key: moment for key, moment in records.duties.all().items() if moment is not None}
        keys = set(records.session.exec(select(OutboxRow.key)).all())
        return written, keys, moments_from_tables(records, installation.agreements.at("koebenhavn", now))

    def _planned_after_a_rebuild(self, installation):
        now = self.program.now
        rebuild(installation.within("koebenhavn", actor="test", now=now), installation.agreements.at("koebenhavn", now))
        return self._planned(installation)


@pytest.fixture(scope="module")
def autumn(sqlite_template, tmp_path_factory):
    """The folder every life begins with: everybody appointed, and no meeting convened."""
    return prepared(tmp_path_factory.mktemp("autumn"), sqlite_template, STARTS, TEXT)


@pytest.mark.hypothesis
def test_whatever_is_planned_the_count_holds_and_nobody_hears_anything_twice(autumn):
    life = type("Life", (Life,), {"beginning": autumn})
    examples = max(3, settings.default.max_examples // 33)
    run_state_machine_as_test(life, settings=settings(max_examples=examples, stateful_step_count=20, print_blob=True))


def test_the_next_year_is_watched_from_its_first_day_on_though_nothing_is_due_that_day(autumn):
    life = type("Life", (Life,), {"beginning": autumn})()
    # Past the old year's last look; over its turn; to a look at the new one.
    for days, tick in ((95, True), (20, False), (30, True)):
        life.time_passes(24 * days, tick=tick)
        life.a_rebuild_changes_nothing()
    life.teardown()
