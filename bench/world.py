"""A world of a given size to measure on: initiatives with tracks, parties and actors, a round with answers. Made in one go, without rules."""

import itertools
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from sqlalchemy import insert

from bot.app import Pagt, pagt
from bot.domain.agreement import Agreement
from bot.domain.agreement_file import read_agreement
from bot.domain.person import Appointment
from bot.domain.role import Role
from storage.migrate import migrate
from storage.store import Store, sqlite_url
from storage.tables import (
    InitiativeActorRow,
    InitiativePartyRow,
    InitiativeRow,
    InitiativeTrackRow,
    LineRow,
    ReplyRow,
    RoundRow,
)

NOW = datetime(2026, 11, 20, 9, tzinfo=UTC)
STATES = ("planned", "active", "adjusted", "paused")
UNITS_EACH = 4
FILE = Path(__file__).resolve().parent.parent / "agreements" / "koebenhavn.toml"


def world(folder: Path, initiatives: int) -> Pagt:
    """Return a program over a fresh SQLite file with so many initiatives and four times as many lines of answers."""
    program = pagt(sqlite_url(folder / f"world-{initiatives}.db"), {}, lambda: NOW)
    migrate(program.store)
    agreement = read_agreement(FILE.read_text())
    _people(program.store, agreement)
    _initiatives(program.store, agreement, initiatives)
    return program


def _people(store: Store, agreement: Agreement) -> None:
    with store.begin() as installation:
        installation.agreements.add_version(agreement, effective_from=agreement.in_force_from, now=NOW)
        installation.session.flush()
        records = installation.within(agreement.id, actor="bench", now=NOW)
        held = [(unit.id, Role.REPRESENTATIVE, unit.id) for unit in agreement.units] + [("chair", Role.CHAIR, None)]
        for user, role, unit in held:
            person = records.people.meet("local", user, name=user.title(), language="en")
            records.people.appoint(Appointment(person_id=person.id, role=role, unit=unit, since=date(2026, 1, 1)))


def _initiatives(store: Store, agreement: Agreement, count: int) -> None:
    units, tracks = [unit.id for unit in agreement.units], [track.id for track in agreement.tracks]
    with store.begin() as installation:
        session, owned = installation.session, {"agreement_id": agreement.id}
        person = installation.within(agreement.id, actor="bench", now=NOW).people.behind("local", "osa")
        assert person is not None
        session.execute(
            insert(InitiativeRow),
            [
                owned
                | {
                    "id": number,
                    "number": number,
                    "title": f"Indsats nummer {number} om forebyggelse",
                    "purpose": "Et formål på en linje, som de fleste skriver det. " * 3,
                    "lead": units[number % len(units)],
                    "state": STATES[number % len(STATES)],
                    "work": "joint",
                    "national": False,
                    "confidential": False,
                    "starts_on": date(2026, 1, 1),
                    "registered_at": NOW - timedelta(days=200),
                    "registered_by": person.id,
                    "heard_on": date(2026, 11, 1) if number % 3 else date(2026, 3, 1),
                    "searchable": f"i-{number} indsats nummer {number} om forebyggelse",
                }
                for number in range(1, count + 1)
            ],
        )
        numbers = range(1, count + 1)
        taking = {number: [units[(number + step) % len(units)] for step in range(UNITS_EACH)] for number in numbers}
        session.execute(
            insert(InitiativeTrackRow),
            [owned | {"initiative_id": number, "track": tracks[number % len(tracks)]} for number in numbers],
        )
        session.execute(
            insert(InitiativePartyRow),
            [
                owned | {"initiative_id": number, "unit": unit, "joined_on": date(2026, 1, 1)}
                for number in numbers
                for unit in taking[number]
            ],
        )
        session.execute(
            insert(InitiativeActorRow),
            [owned | {"initiative_id": number, "position": 0, "name": "Boligforeningen"} for number in numbers],
        )
        opened = {"period": "2026-Q4", "opened_at": NOW - timedelta(days=4), "closes_at": NOW + timedelta(days=10)}
        session.execute(insert(RoundRow), [owned | opened | {"id": 1}])
        replies = {unit: place for place, unit in enumerate(units, start=1)}
        session.execute(
            insert(ReplyRow),
            [
                owned
                | {"id": place, "round_id": 1, "unit": unit, "at": NOW, "by": person.id, "on_behalf": False, "late": False}
                | {"unchanged": False, "help_needed": "Hjælp til lokaler", "new_needs": "", "remark": ""}
                for unit, place in replies.items()
            ],
        )
        lines = (
            owned
            | {"reply_id": replies[unit], "initiative_id": number, "state": STATES[number % len(STATES)], "previous": "active"}
            | {
                "progress": "Andet forløb er i gang." if number % 2 else "",
                "obstacles": "Mangler lokaler." if number % 5 == 0 else "",
            }
            for number in numbers
            for unit in taking[number]
        )
        while chunk := list(itertools.islice(lines, 5000)):
            session.execute(insert(LineRow), chunk)
