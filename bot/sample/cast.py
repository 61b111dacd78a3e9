"""The first day of the sample world: everybody gets an account, those with a role are appointed, and the channel is bound."""

from datetime import datetime

from bot.acts.meeting_duties import officers_changed
from bot.domain.agreement import Agreement
from bot.domain.person import Appointment
from bot.platforms.local.room import Room
from bot.platforms.local.user import User
from bot.platforms.local.workspace import Workspace
from bot.sample.people import LOCAL, SamplePerson, people
from storage.records import Records
from storage.store import Store

ACTOR = "sample"  # Who did it, in the audit trail.
CHANNEL = "c_samarbejdsaftalen"


def move_in(workspace: Workspace, agreement: Agreement) -> None:
    """Give everybody an account, and the group its channel; doing it again changes nothing."""
    with workspace.database.begin():
        for one in people():
            authority = agreement.authority(one.authority).name(agreement.language)
            workspace.users.add(User(one.user, one.name, one.title, authority, one.language))
        topic = "Det fælles arbejde under aftalen. Aldrig om personer, steder eller metoder."
        workspace.rooms.add(Room(CHANNEL, "samarbejdsaftalen", topic))


def appoint(store: Store, agreement: Agreement, now: datetime) -> None:
    """Make everybody known to Pagt and give them their role from the day the agreement came into force; again changes nothing."""
    with store.begin() as installation:
        records = installation.within(agreement.id, actor=ACTOR, now=now)
        for one in people():
            _meet(records, agreement, one)
        officers_changed(records, agreement)
        records.places.bind(LOCAL, CHANNEL, direct=False, outsiders=False)


def _meet(records: Records, agreement: Agreement, one: SamplePerson) -> None:
    person = records.people.meet(LOCAL, one.user, name=one.name, language=one.language)
    if one.role is None:
        return
    since = agreement.in_force_from
    records.people.appoint(Appointment(person_id=person.id, role=one.role, unit=one.unit, since=since))
    if person.welcomed_at is None:
        records.people.welcomed(person, records.now)
