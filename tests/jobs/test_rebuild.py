"""The moments written along the way are those the tables give, whatever people do and however the program ticks or starts anew."""

import shutil
import tempfile
from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import rule, run_state_machine_as_test

from bot.jobs.rebuild import rebuild
from bot.jobs.tick import plan
from tests.jobs.alike import Alike
from tests.program import Program, at

OPENS = at("2026-02-16T09:00")
SPEAKERS = {"osa": ["osa", "osa_dep"], "eki": ["eki"], "cbe": ["cbe"], "krimforebyg": []}  # the last has nobody to begin with
SPARE = ["krimforebyg", "reader"]  # who can be appointed
ANSWERS = ["uændret", "hjælp: nøgler", "Det går", "I-1: kører; hindring: lokaler", "I-1 pauset"]
UNITS = st.sampled_from([*SPEAKERS, "krimforebyg"])
PAUSES = st.sampled_from([1, 1, 3, 3, 9, 9, 24, 24, 72, 24 * 7, 24 * 40])  # hours


class Life(Alike):
    """A few units under an agreement, with everything that may happen to a status round."""

    beginning: Path

    def __init__(self) -> None:
        super().__init__()
        self.folder = Path(tempfile.mkdtemp(prefix="pagt-life-"))
        self.program = Program(shutil.copytree(self.beginning, self.folder / "data"), OPENS)
        self.program.says("osa", "/indsats ny Fælles sensorer; spor: 1; med: eki")
        self.program.tick()

    def teardown(self) -> None:
        self.program.close()
        shutil.rmtree(self.folder)

    @rule(unit=UNITS, words=st.sampled_from(ANSWERS), who=st.integers(0, 2))
    def answer(self, unit, words, who):
        """Also a correction, an answer on behalf, or a late one: it depends on what happened before."""
        people = [*SPEAKERS[unit], "facilitator"]
        self.program.says(people[who % len(people)], f"/status svar {unit} {words}")

    @rule()
    def close(self):
        self.program.says("facilitator", "/status luk")

    @rule(days=st.none() | st.integers(1, 30))
    def ask(self, days):
        last_day = "" if days is None else (self.program.now + timedelta(days=days)).strftime("%Y-%m-%d")
        self.program.says("facilitator", f"/status spørg {last_day}")

    @rule(unit=UNITS, person=st.sampled_from(SPARE), deputy=st.booleans())
    def appoint(self, unit, person, deputy):
        self.program.says("facilitator", f"/part kontakt {unit} @u_{person}{' suppleant' if deputy else ''}")

    @rule(unit=UNITS, person=st.sampled_from([*SPARE, "osa", "osa_dep", "eki", "cbe"]), deputy=st.booleans())
    def relieve(self, unit, person, deputy):
        self.program.says("facilitator", f"/part afmeld {unit} @u_{person}{' suppleant' if deputy else ''}")

    @rule(hours=PAUSES, tick=st.booleans())
    def time_passes(self, hours, tick):
        self.program.now += timedelta(hours=hours)
        if tick:
            self.program.tick()

    @rule()
    def tick(self):
        self.program.tick()

    @rule()
    def deliver(self):
        self.program.tick()
        self.program.deliver()

    @rule()
    def restart(self):
        self.program.restart()


@pytest.mark.hypothesis
def test_whatever_happens_a_rebuild_from_the_tables_changes_nothing(beginning):
    life = type("Life", (Life,), {"beginning": beginning})
    few = max(3, settings.default.max_examples // 33)
    run_state_machine_as_test(life, settings=settings(max_examples=few, stateful_step_count=20))


def test_what_is_owed_is_not_lost_when_a_text_is_loaded_before_the_next_tick(program):
    program.now = at("2026-02-16T09:00")
    program.tick()
    program.now = at("2026-02-23T09:00")  # the half-way nudge is due, and nothing has ticked yet

    def loaded(installation):
        agreement = installation.agreements.at("koebenhavn", program.now)
        rebuild(installation.within("koebenhavn", actor="operator", now=program.now), agreement)
        return plan(installation, "koebenhavn", program.now)

    assert program.rehearsed(loaded) == 10


def test_a_rebuild_ends_what_owes_nothing_any_more(program):
    def ended(installation):
        records = installation.within("koebenhavn", actor="test", now=program.now)
        records.duties.set("round.unit", "2025-Q4:osa", program.now)
        rebuild(records, installation.agreements.at("koebenhavn", program.now))
        return records.duties.all()

    assert program.rehearsed(ended) == {("round.unit", "2025-Q4:osa"): None, ("round.open", "2026-Q1"): at("2026-02-16T09:00")}
