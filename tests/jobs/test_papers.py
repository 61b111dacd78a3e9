"""Agendas, minutes and actions: whatever people do and however the program ticks, nothing is owed twice, and the tables know when."""

import shutil
import tempfile
from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import invariant, rule, run_state_machine_as_test
from sqlmodel import select

from bot.domain.outbox import Kind
from bot.jobs.strands import STRANDS
from storage.tables import MinutesChangeRow, OutboxRow, PointRow
from tests.jobs.alike import Alike
from tests.jobs.test_rebuild import PAUSES
from tests.program import Program, at

BEGINS = at("2026-02-02T09:00")
MEETINGS = st.sampled_from([1, 1, 1, 2, 2, 3])
POINTS = st.integers(1, 11)
DAYS = st.sampled_from([1, 3, 8, 16, 30, 70])
OUTCOMES = st.sampled_from(["godkendt: Ja", "udsat", "intet nyt", "taget til efterretning"])


class Papers(Alike):
    """A group that meets, with everything that may happen to its papers."""

    beginning: Path

    def __init__(self) -> None:
        super().__init__()
        self.folder = Path(tempfile.mkdtemp(prefix="pagt-papers-"))
        self.program = Program(shutil.copytree(self.beginning, self.folder / "data"), BEGINS)
        self.fixed: dict[int, int] = {}
        self.approved: dict[tuple[int, int], str] = {}
        self.convene(30)

    def teardown(self) -> None:
        self.program.close()
        shutil.rmtree(self.folder)

    def says(self, person, line):
        return self.program.says(person, line)

    @rule(days=DAYS)
    def convene(self, days):
        day = (self.program.now + timedelta(days=days)).date()
        self.says("facilitator", f"/møde indkald {day}T10:00-12:00")

    @rule(number=MEETINGS, days=DAYS)
    def move(self, number, days):
        day = (self.program.now + timedelta(days=days)).date()
        self.says("facilitator", f"/møde omlæg M-{number} {day}T10:00-12:00")

    @rule(number=MEETINGS)
    def cancel(self, number):
        self.says("facilitator", f"/møde aflys M-{number}; hvorfor: Sygdom")

    @rule(number=MEETINGS)
    def hold(self, number):
        self.says("facilitator", f"/møde afholdt M-{number}")

    @rule(unit=st.sampled_from(["osa", "eki"]))
    def submit(self, unit):
        self.says(unit, "/møde punkt Noget; til: beslutning")

    @rule(number=MEETINGS, one=POINTS, other=POINTS)
    def order(self, number, one, other):
        self.says("facilitator", f"/møde rækkefølge M-{number} {one} {other}")

    @rule(number=MEETINGS, one=POINTS)
    def strike(self, number, one):
        self.says("facilitator", f"/møde stryg M-{number} {one}")

    @rule(number=MEETINGS)
    def send(self, number):
        self.says("facilitator", f"/møde udsend M-{number}")

    @rule(number=MEETINGS, one=POINTS, outcome=OUTCOMES)
    def decide(self, number, one, outcome):
        self.says("facilitator", f"/møde beslutning M-{number} {one} {outcome}")

    @rule(number=MEETINGS, one=POINTS, why=st.booleans())
    def correct(self, number, one, why):
        reason = "; begrundelse: Slåfejl" if why else ""
        self.says("facilitator", f"/møde beslutning M-{number} {one} resultat: drøftet; beslutning: Nej{reason}")

    @rule(number=MEETINGS, unit=st.sampled_from(["osa", "eki", "ssp"]))
    def comment(self, number, unit):
        self.says("facilitator", f"/møde bemærkning M-{number} {unit} ingen bemærkninger")

    @rule(number=MEETINGS)
    def approve(self, number):
        self.says("facilitator", f"/møde godkend M-{number}")

    @rule(number=MEETINGS, one=POINTS, days=DAYS, unit=st.sampled_from(["osa", "krimforebyg"]))
    def agree(self, number, one, days, unit):
        day = (self.program.now + timedelta(days=days)).date()
        self.says("facilitator", f"/møde aktion M-{number} {one}; hvad: Nøgler; part: {unit}; frist: {day}")

    @rule(number=st.integers(1, 3), how=st.sampled_from(["udført", "bortfald Nej", "frist 2026-05-05", "frist 2026-06-12"]))
    def close(self, number, how):
        self.says("facilitator", f"/møde aktion A-{number} {how}")

    @rule(unit=st.sampled_from(["osa", "krimforebyg"]), deputy=st.booleans(), comes=st.booleans())
    def appoint(self, unit, deputy, comes):
        verb, role = "kontakt" if comes else "afmeld", " suppleant" if deputy else ""
        self.says("facilitator", f"/part {verb} {unit} @u_reader{role}")

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
    def restart(self):
        self.program.restart()

    @invariant()
    def a_number_once_given_is_its_points_for_good(self):
        rows = self.program.asked(lambda records: records.session.exec(select(PointRow)).all())
        given = {row.id: row.number for row in rows if row.number is not None}
        assert self.fixed.items() <= given.items()
        self.fixed = given

    @invariant()
    def approved_minutes_change_only_with_a_reason(self):
        now, reasons = self.program.asked(_approved)
        for entry, said in self.approved.items():
            assert now.get(entry) == said or entry in reasons, entry
        self.approved = {**self.approved, **now}

    @invariant()
    def an_action_is_nudged_about_once_a_step(self):
        rows = self.program.asked(lambda records: records.session.exec(select(OutboxRow)).all())
        nudges = [
            (row.subject, row.due, row.step)
            for row in rows
            if row.kind is Kind.NUDGE and row.subject.startswith("action:") and row.edits is None
        ]
        assert len(nudges) == len(set(nudges))


def _approved(records):
    """What approved minutes say, by meeting and point, and the points that were corrected with a reason."""
    said = {}
    for meeting in records.meetings.all():
        if records.minutes.of(meeting).locked:
            said |= {(meeting.number, number): entry.decision for number, entry in records.minutes.entries(meeting).items()}
    changes = records.session.exec(select(MinutesChangeRow).where(MinutesChangeRow.verb == "correct")).all()
    numbers = {meeting.id: meeting.number for meeting in records.meetings.all()}
    return said, {(numbers[one.meeting_id], one.point) for one in changes if one.why}


@pytest.mark.hypothesis
def test_whatever_happens_to_papers_nothing_is_owed_twice_and_what_stands_fast_stays(beginning):
    papers = type("Papers", (Papers,), {"beginning": beginning})
    few = max(3, settings.default.max_examples // 33)
    run_state_machine_as_test(papers, settings=settings(max_examples=few, stateful_step_count=20))


def test_every_subject_has_one_strand():
    subjects = [strand.subject for strand in STRANDS]
    assert len(subjects) == len(set(subjects))
