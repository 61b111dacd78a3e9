"""Two agreements with a few people, as little as a row needs; every text says whose it is."""

from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path

from bot.chat.message import Message
from bot.domain.agreement import Agreement
from bot.domain.agreement_file import read_agreement
from bot.domain.attendance import Attendance, Presence
from bot.domain.initiative import Proposal as Initiative
from bot.domain.meeting import Plan
from bot.domain.meeting_reminders import Snooze
from bot.domain.outbox import Kind, Notice, to_person
from bot.domain.poll import Choice, Poll, Proposal
from bot.domain.rsvp import Coming, Rsvp
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


def proposal(title: str = "Trygge skoleveje", **other: object) -> Initiative:
    """Return an initiative as somebody proposes it."""
    given = {"tracks": ("spor-1",), "lead": "osa", "participants": ("bif",), "actors": ("Skolen",), "starts_on": TODAY}
    return Initiative(**{"title": title, "purpose": f"Formålet med {title}", **given, **other})


def register(records: Records, title: str = "Trygge skoleveje", **other: object) -> InitiativeRow:
    """Register an initiative today, by whoever acts."""
    return records.initiatives.register(proposal(title, **other), by=records.actor, today=TODAY)


def meeting(**other: object) -> Plan:
    """Return a meeting as somebody plans it."""
    return Plan(**{"on": date(2027, 3, 11), "starts": time(10), "ends": time(12), **other})


def rsvp(by: str, unit: str = "osa", **other: object) -> Rsvp:
    """Return a party's answer to an invitation."""
    return Rsvp(**{"unit": unit, "sequence": 0, "answer": Coming.SUBSTITUTE, "at": NOW, "by": by, **other})


def attendance(by: str, presence: Presence, unit: str = "osa", **other: object) -> Attendance:
    """Return what is on record of one party at a meeting."""
    return Attendance(**{"unit": unit, "presence": presence, "at": NOW, "by": by, **other})


def snooze(by: str, **other: object) -> Snooze:
    """Return a reminder that somebody put off."""
    given = {"unit": "osa", "sequence": 0, "step": "remind:7", "count": 1, "until": NOW, "at": NOW}
    return Snooze(**{"person_id": by, **given, **other})


def poll(by: str, **other: object) -> Poll:
    """Return a poll that is open."""
    return Poll(**{"number": 1, "closes_on": date(2027, 2, 8), "opened_at": NOW, "opened_by": by, **other})


def proposals() -> list[Proposal]:
    """Return two days among which a poll asks."""
    days = enumerate((date(2027, 3, 11), date(2027, 3, 12)), start=1)
    at = datetime(2027, 3, 11, 9, tzinfo=UTC)
    return [Proposal(position=number, on=day, starts=time(10), starts_at=at + timedelta(days=number - 1)) for number, day in days]


def choice(by: str, unit: str = "osa", can: str = "1") -> Choice:
    """Return when a party can."""
    return Choice(unit=unit, can=can, at=NOW, by=by)


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
