"""What holds of a program whatever happens to it: a rebuild from the tables changes nothing, and nobody is told the same twice."""

from collections import Counter
from datetime import datetime

from hypothesis.stateful import RuleBasedStateMachine, invariant
from sqlmodel import select

from bot.jobs.rebuild import Moments, moments_from_tables, rebuild
from bot.jobs.tick import plan
from storage.records import Installation
from storage.tables import OutboxRow
from tests.program import Program


class Alike(RuleBasedStateMachine):
    """A life of a program, with what must hold after every step."""

    program: Program

    @invariant()
    def a_rebuild_changes_nothing(self):
        written, anew = self.program.rehearsed(self._planned), self.program.rehearsed(self._planned_after_a_rebuild)
        assert written == anew
        moments, _keys, from_tables = written
        assert moments == from_tables

    @invariant()
    def nobody_is_told_the_same_twice(self):
        owed = self.program.asked(lambda records: records.session.exec(select(OutboxRow)).all())
        debts = Counter((row.recipient, row.subject, row.due, row.step) for row in owed)
        assert max(debts.values(), default=1) == 1
        posted = self.program.workspace.database.rows(
            "SELECT key FROM post WHERE key IS NOT NULL GROUP BY key HAVING count(*) > 1"
        )
        assert posted == []

    def _planned(self, installation: Installation) -> tuple[dict[tuple[str, str], datetime], set[str], Moments]:
        """Do what is due, and return the moments written, the messages owed, and the moments the tables give."""
        now = self.program.now
        plan(installation, "koebenhavn", now)
        records, agreement = (
            installation.within("koebenhavn", actor="test", now=now),
            installation.agreements.at("koebenhavn", now),
        )
        written = {key: moment for key, moment in records.duties.all().items() if moment is not None}
        return written, set(records.session.exec(select(OutboxRow.key)).all()), moments_from_tables(records, agreement)

    def _planned_after_a_rebuild(self, installation: Installation) -> tuple[dict[tuple[str, str], datetime], set[str], Moments]:
        now = self.program.now
        rebuild(installation.within("koebenhavn", actor="test", now=now), installation.agreements.at("koebenhavn", now))
        return self._planned(installation)
