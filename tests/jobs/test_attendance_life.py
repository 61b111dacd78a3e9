"""Whatever people answer, put off, confirm and vote: no reminder comes twice, none for a meeting that is off, and a rebuild changes nothing."""

from collections import Counter

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import invariant, rule, run_state_machine_as_test
from sqlmodel import select

from bot.domain.attendance import attended
from bot.domain.meeting import State
from bot.domain.outbox import Delivery, Kind
from storage.tables import AttendanceRow, OutboxRow
from tests.jobs.test_meeting_life import STARTS, Life
from tests.program import TEXT, prepared

NUMBERS = st.integers(1, 3)
SPEAKERS = {"osa": ["osa", "osa_dep"], "eki": ["eki"], "cbe": ["cbe"]}
UNITS = st.sampled_from(sorted(SPEAKERS))


class Coming(Life):
    """A group that answers its invitations well or badly."""

    @rule(
        number=NUMBERS,
        unit=UNITS,
        who=st.integers(0, 2),
        words=st.sampled_from(["ja", "nej", "stedfortræder", "Bo kommer i stedet"]),
    )
    def answer(self, number, unit, who, words):
        people = [*SPEAKERS[unit], "facilitator"]
        self.program.says(people[who % len(people)], f"/meeting answer M-{number} {unit} {words}")

    @rule(number=NUMBERS, person=st.sampled_from(["osa", "osa_dep", "eki"]))
    def put_off(self, number, person):
        self.program.says(person, f"/meeting snooze M-{number}")

    @rule(number=NUMBERS, words=st.sampled_from(["alle", "alle undtagen osa", "alle undtagen osa, eki ved cbe", "osa"]))
    def confirm(self, number, words):
        self.program.says("facilitator", f"/meeting attendance M-{number} {words}")

    @rule()
    def poll(self):
        values = {"proposals": "2027-04-12 kl. 10\n2027-04-13 kl. 10", "kind": "ordinary"}
        self.program.says("facilitator", "/meeting poll", values)

    @rule(unit=UNITS, words=st.sampled_from(["alle", "ingen", "1"]))
    def vote(self, unit, words):
        self.program.says(unit, f"/meeting vote {unit} {words}")

    @rule(position=st.integers(1, 2))
    def pick(self, position):
        self.program.says("facilitator", f"/meeting pick {position}")

    @rule(unit=UNITS, person=st.sampled_from(["krimforebyg", "osa", "osa_dep"]), deputy=st.booleans())
    def appoint(self, unit, person, deputy):
        self.program.says("facilitator", f"/part kontakt {unit} @u_{person}{' suppleant' if deputy else ''}")

    @invariant()
    def nothing_waits_to_be_said_of_a_meeting_that_is_off_or_elsewhere(self):
        def check(records):
            stands = {f"{one.number}": one.occurrence for one in records.meetings.all() if one.state is State.CONVENED}
            for row in records.session.exec(select(OutboxRow).where(OutboxRow.state == Delivery.PENDING)).all():
                noun, _, number = row.subject.partition(":")
                if noun == "meeting" and row.kind is not Kind.NOTICE and row.edits is None:
                    held = records.meetings.by_number(int(number.partition(":")[0])).state is State.HELD
                    assert held or stands.get(number.partition(":")[0]) == row.due, row.subject

        self.program.asked(check)

    @invariant()
    def no_reminder_comes_twice_to_anybody(self):
        owed = self.program.asked(lambda records: records.session.exec(select(OutboxRow)).all())
        reminders = [row for row in owed if row.step.startswith("remind:") and row.edits is None]
        heard = Counter((row.recipient, row.due, row.step, row.subject) for row in reminders)
        assert max(heard.values(), default=1) == 1
        assert len({row.key for row in owed}) == len(owed)

    @invariant()
    def what_is_on_record_is_what_is_counted(self):
        def check(records):
            rows = records.session.exec(select(AttendanceRow)).all()
            for meeting in records.meetings.all():
                mine = {row.unit: row for row in rows if row.meeting_id == meeting.id}
                if mine:
                    line = attended(records.agreement(), meeting.on, mine)
                    there = [one for one in mine.values() if one.presence.value in {"present", "proxy"}]
                    assert line.represented == len(there) == sum(share.represented for share in line.shares)

        self.program.asked(check)


@pytest.fixture(scope="module")
def autumn(sqlite_template, tmp_path_factory):
    """The folder every life begins with: everybody appointed, and no meeting convened."""
    return prepared(tmp_path_factory.mktemp("coming"), sqlite_template, STARTS, TEXT)


@pytest.mark.hypothesis
def test_whatever_is_answered_nobody_is_reminded_twice_or_of_a_meeting_that_is_off(autumn):
    life = type("Coming", (Coming,), {"beginning": autumn})
    examples = max(3, settings.default.max_examples // 33)
    run_state_machine_as_test(life, settings=settings(max_examples=examples, stateful_step_count=20, print_blob=True))
