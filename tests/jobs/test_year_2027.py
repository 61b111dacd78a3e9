"""2027 day by day on the real agreement, with people who do what a script says. The log reads as a sane assistant would have written it.

The log is kept in year_2027.txt, for a person to read: what was said to whom, and what somebody did. `PAGT_WRITE_GOLDEN=1` writes it
anew; look at the difference before you keep it.
"""

import os
from collections import Counter
from datetime import datetime, time, timedelta
from functools import cached_property
from pathlib import Path

import pytest
from sqlmodel import col, select

from bot.chat.message import Message, Text, from_json
from bot.domain.outbox import Delivery, Kind, Recipient
from storage.tables import OutboxRow
from tests.jobs.year_2027 import DEEDS, Deed
from tests.program import TEXT, ZONE, Program, at, prepared

pytestmark = pytest.mark.slow

GOLDEN = Path(__file__).with_name("year_2027.txt")
FIRST, LAST = at("2027-01-01T09:00"), at("2027-12-31T09:00")
ACTS = time(10)  # when people do something
TIMES = [time(8), time(9), ACTS, time(13)]  # when the program looks around on a day
CLAUSES = ("Aftalen:", "Husregel:", "The agreement:", "House rule:")  # how the line begins that says what a message stands on


class Year:
    """The year as it goes by, and what is written down of it."""

    def __init__(self, program: Program) -> None:
        self.program, self.lines, self.known = program, [], set()
        self.names: dict[str, str] = {}
        self.nudged: list[datetime] = []

    @cached_property
    def units(self) -> list[str]:
        """The units' short names, the longest first: who are asked the same of their own unit share a line."""
        return sorted((one.short for one in self.program.asked(lambda records: records.agreement()).units), key=len, reverse=True)

    def live(self) -> str:
        day = FIRST.astimezone(ZONE).date()
        while day <= LAST.astimezone(ZONE).date():
            for wall in TIMES:
                self.program.now = datetime.combine(day, wall, ZONE)
                self.program.tick()
                self.program.deliver()
                self._heard()
                if wall == ACTS:
                    self._act(day.isoformat())
            day += timedelta(days=1)
        return "\n".join(self.lines) + "\n"

    def _act(self, day: str) -> None:
        for deed in DEEDS.get(day, ()):
            self._do(deed)
            self.program.tick()
            self.program.deliver()
            self._heard()

    def _do(self, deed: Deed) -> None:
        reply = self.program.says(deed.who, deed.line, dict(deed.form) if deed.form else None)
        assert not reply.refused, (deed, reply.message and reply.message.headline, reply.form and reply.form.errors)
        self._write(f"← {deed.who}: {deed.line}")

    def _heard(self) -> None:
        """Write down what has become owed since, those who are told the same in one line."""
        told: dict[str, list[tuple[str, str, str]]] = {}
        for row in self.program.asked(self._new):
            if row.kind is Kind.NUDGE and row.edits is None:
                self.nudged.append(self.program.now)
            told.setdefault(self._said(row), []).append((row.subject, row.step, self._called(row)))
        for said, to in sorted(told.items(), key=lambda one: min(one[1])):  # Not by people's ids, which are other ones each time.
            self._write(f"→ {self._everybody([person for _subject, _step, person in to])}: {said}")

    def _new(self, records):
        sent = set(records.session.exec(select(OutboxRow.key).where(OutboxRow.state == Delivery.SENT)))
        new, self.known = sent - self.known, self.known | sent
        if not new:
            return []
        rows = select(OutboxRow).where(col(OutboxRow.key).in_(new))
        return records.session.exec(rows).all()

    def _said(self, row: OutboxRow) -> str:
        message = from_json(row.message)
        headline = message.headline
        for unit in self.units:
            headline = headline.replace(unit, "[enheden]")
        return f"{headline} (ændret)" if row.edits else " · ".join(filter(None, (headline, self._stands_on(message))))

    def _stands_on(self, message: Message) -> str:
        """The clause or the house rule a message names; without what follows on it."""
        lines = [one.markdown.strip("*") for one in message.parts if isinstance(one, Text)]
        found = next((one for one in lines if one.startswith(CLAUSES)), "")
        return found.partition(". ")[0]

    def _called(self, row: OutboxRow) -> str:
        to = Recipient.read(row.recipient)
        if to.kind == "place":
            return "#samarbejdsaftalen"
        if to.id not in self.names:
            accounts = self.program.asked(lambda records: records.people.accounts(to.id))
            self.names[to.id] = accounts[0].user.removeprefix("u_")
        return self.names[to.id]

    def _everybody(self, people: list[str]) -> str:
        return ", ".join(sorted(set(people)))

    def _write(self, line: str) -> None:
        self.lines.append(f"{self.program.now.astimezone(ZONE):%Y-%m-%d %H:%M} {line}")


@pytest.fixture(scope="module")
def year(sqlite_template, tmp_path_factory):
    """The year, lived once."""
    folder = prepared(tmp_path_factory.mktemp("2027"), sqlite_template, at("2027-01-01T08:00"), TEXT)
    program = Program(folder, FIRST)
    lived = Year(program)
    lived.text = lived.live()
    yield lived
    program.close()


def test_the_log_of_the_year_is_the_one_that_was_read_and_found_sane(year):
    if os.environ.get("PAGT_WRITE_GOLDEN"):
        GOLDEN.write_text(year.text, encoding="utf-8")
    assert year.text.splitlines() == GOLDEN.read_text(encoding="utf-8").splitlines()


def test_nobody_is_told_the_same_thing_twice(year):
    rows = year.program.asked(lambda records: records.session.exec(select(OutboxRow)).all())
    assert max(Counter((row.recipient, row.subject, row.due, row.step) for row in rows).values()) == 1


def test_nobody_is_nudged_when_nobody_works(year):
    days = year.program.asked(lambda records: records.agreement()).days()
    assert year.nudged
    assert [moment for moment in year.nudged if days.next_working_moment(moment) != moment] == []
