"""Two agreements with a few people, as little as a row needs; every text says whose it is."""

from datetime import UTC, date, datetime, time
from pathlib import Path

from bot.chat.message import Message
from bot.domain.agreement import Agreement
from bot.domain.agreement_file import read_agreement
from bot.domain.initiative import Proposal
from bot.domain.meeting import Plan
from bot.domain.outbox import Kind, Notice, to_person
from bot.domain.status import Reply, Round
from storage.records import Installation, Records
from storage.store import Store
from storage.tables import AgreementRow, InitiativeRow

NOW = datetime(2027, 2, 1, 8, tzinfo=UTC)
TODAY = date(2027, 2, 1)
ROOT = Path(__file__).parents[2]


def agreements(store: Store, *ids: str) -> None:
    """Make agreements without a text."""
    with store.begin() as installation:
        installation.session.add_all(AgreementRow(id=one, loaded_at=NOW) for one in ids or ("kbh",))


def within(installation: Installation, agreement: str = "kbh", *, actor: str = "p_actor", now: datetime = NOW) -> Records:
    """Return the records of an agreement for somebody who changes them."""
    return installation.within(agreement, actor=actor, now=now)


def proposal(title: str = "Trygge skoleveje", **other: object) -> Proposal:
    """Return an initiative as somebody proposes it."""
    given = {"tracks": ("spor-1",), "lead": "osa", "participants": ("bif",), "actors": ("Skolen",), "starts_on": TODAY}
    return Proposal(**{"title": title, "purpose": f"Formålet med {title}", **given, **other})


def register(records: Records, title: str = "Trygge skoleveje", **other: object) -> InitiativeRow:
    """Register an initiative today, by whoever acts."""
    return records.initiatives.register(proposal(title, **other), by=records.actor, today=TODAY)


def meeting(**other: object) -> Plan:
    """Return a meeting as somebody plans it."""
    return Plan(**{"on": date(2027, 3, 11), "starts": time(10), "ends": time(12), **other})


def round_(period: str = "2027-Q1", **other: object) -> Round:
    """Return a round that is open."""
    return Round(**{"period": period, "opened_at": NOW, "closes_at": datetime(2027, 2, 15, 15, tzinfo=UTC), **other})


def reply(by: str, unit: str = "osa", **other: object) -> Reply:
    """Return a unit's answer without its lines."""
    return Reply(**{"unit": unit, "at": NOW, "by": by, **other})


def notice(agreement: str = "kbh", subject: str = "round:2027-Q1:osa", **other: object) -> Notice:
    """Return a nudge to somebody."""
    given = {"kind": Kind.NUDGE, "due": "2027-Q1", "to": to_person("p_ana"), "message": Message("Status?"), "step": "first"}
    return Notice(**{"agreement_id": agreement, "subject": subject, **given, **other})


def copenhagen() -> Agreement:
    """Return the real agreement."""
    return read_agreement((ROOT / "agreements" / "koebenhavn.toml").read_text(encoding="utf-8"))
