"""People, where they are found, and what they are appointed to. Who may do what is in bot/domain/role.py."""

import secrets
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import bindparam
from sqlalchemy import select as made
from sqlmodel import Session, col, func, or_, select
from sqlmodel.sql.expression import SelectOfScalar

from bot.domain.person import Appointment, Member, Person
from bot.domain.role import Role
from storage.asking import ask, table_of
from storage.audit import Audit
from storage.tables import AccountRow, AppointmentRow, PersonRow

HELD_BY_ONE = frozenset({Role.REPRESENTATIVE, Role.DEPUTY, Role.CHAIR})
_BEHIND = (
    select(PersonRow)
    .join(AccountRow, col(AccountRow.person_id) == col(PersonRow.id))
    .where(AccountRow.agreement_id == bindparam("agreement"), AccountRow.platform == bindparam("platform"))
    .where(AccountRow.user == bindparam("user"))
)
_office = table_of(AppointmentRow).c
_OFFICES = (
    made(*(_office[name] for name in Appointment.model_fields))
    .where(_office.agreement_id == bindparam("agreement"), _office.person_id == bindparam("person"))
    .where(_office.since <= bindparam("day"), or_(_office.until.is_(None), _office.until > bindparam("day")))
    .order_by(_office.id)
)
_PERSON = select(PersonRow).where(PersonRow.agreement_id == bindparam("agreement"), PersonRow.id == bindparam("person"))
_ACCOUNTS = (
    select(AccountRow)
    .where(AccountRow.agreement_id == bindparam("agreement"), AccountRow.person_id == bindparam("person"))
    .order_by(
        col(AccountRow.preferred).desc(), col(AccountRow.linked_at).is_not(None), col(AccountRow.linked_at), col(AccountRow.id)
    )
)
_IN_OFFICE = (
    select(AppointmentRow, PersonRow)
    .join(PersonRow, col(PersonRow.id) == col(AppointmentRow.person_id))
    .where(AppointmentRow.agreement_id == bindparam("agreement"), AppointmentRow.since <= bindparam("day"))
    .where(or_(col(AppointmentRow.until).is_(None), col(AppointmentRow.until) > bindparam("day")))
    .order_by(col(AppointmentRow.id))
)
_FOR_UNITS = _IN_OFFICE.where(col(AppointmentRow.unit).is_not(None))
_FOR_ALL = _IN_OFFICE.where(col(AppointmentRow.unit).is_(None))


@dataclass(frozen=True)
class People:
    """The people of one agreement."""

    session: Session
    agreement_id: str
    audit: Audit

    def behind(self, platform: str, user: str) -> PersonRow | None:
        """Return the person behind an account."""
        account = {"agreement": self.agreement_id, "platform": platform, "user": user}
        return self.session.exec(_BEHIND, params=account).first()

    def by_id(self, person_id: str) -> PersonRow | None:
        """Return a person by their opaque id."""
        return self.session.exec(_PERSON, params={"agreement": self.agreement_id, "person": person_id}).first()

    def by_ids(self, ids: Iterable[str]) -> dict[str, PersonRow]:
        """Return these people, by their opaque ids."""
        mine = select(PersonRow).where(PersonRow.agreement_id == self.agreement_id, col(PersonRow.id).in_(set(ids)))
        return {row.id: row for row in self.session.exec(mine).all()}

    def names(self, ids: Iterable[str]) -> dict[str, str]:
        """Return the names of these people."""
        mine = select(PersonRow.id, PersonRow.name).where(
            PersonRow.agreement_id == self.agreement_id, col(PersonRow.id).in_(set(ids))
        )
        return dict(self.session.exec(mine).all())

    def everybody(self) -> Sequence[PersonRow]:
        """Return everybody we have met, by name: some hundreds at most."""
        mine = select(PersonRow).where(PersonRow.agreement_id == self.agreement_id)
        return self.session.exec(mine.order_by(col(PersonRow.name), col(PersonRow.id))).all()

    def platforms(self, ids: Iterable[str]) -> dict[str, list[str]]:
        """Return on which platforms each of these people is found."""
        mine = (
            select(AccountRow.person_id, AccountRow.platform)
            .where(AccountRow.agreement_id == self.agreement_id, col(AccountRow.person_id).in_(set(ids)))
            .distinct()
            .order_by(AccountRow.person_id, AccountRow.platform)
        )
        found: dict[str, list[str]] = defaultdict(list)
        for person_id, platform in self.session.exec(mine).all():
            found[person_id].append(platform)
        return found

    def times_given(self, role: Role) -> int:
        """Return how many times a role has been given, whether it still holds or not."""
        mine = select(func.count()).select_from(AppointmentRow)
        return self.session.exec(mine.where(AppointmentRow.agreement_id == self.agreement_id, AppointmentRow.role == role)).one()

    def meet(self, platform: str, user: str, *, name: str, language: str) -> PersonRow:
        """Return the person behind an account, making their record at first sight."""
        known = self.behind(platform, user)
        if known is not None:
            return known
        person = PersonRow(
            agreement_id=self.agreement_id, id=f"p_{secrets.token_hex(8)}", name=name[:120] or user, language=language
        )
        self.session.add(person)
        self.session.flush()
        self.session.add(AccountRow(agreement_id=self.agreement_id, platform=platform, user=user, person_id=person.id))
        self.audit.add("meet", f"person:{person.id}", after={"platform": platform, "language": language})
        return person

    def introduced(self, person_id: str, name: str) -> None:
        """Give somebody we knew by their account only the name they go by."""
        person = self.by_id(person_id)
        assert person is not None
        person.name = name[:120]
        self.session.add(person)
        self.audit.add("introduce", f"person:{person.id}")  # The trail outlives the name, so it does not hold it.

    def accounts(self, person_id: str) -> Sequence[AccountRow]:
        """Return where a person is found: the preferred place first, then in the order in which they became theirs."""
        return self.session.exec(_ACCOUNTS, params={"agreement": self.agreement_id, "person": person_id}).all()

    def linkable(self) -> dict[str, int]:
        """Return how many accounts each person has, by their opaque ids."""
        mine = select(AccountRow.person_id, func.count()).where(AccountRow.agreement_id == self.agreement_id)
        return dict(self.session.exec(mine.group_by(AccountRow.person_id)).all())

    def link(self, person_id: str, platform: str, user: str, at: datetime) -> None:
        """Say that an account is a person's from now on; whoever it stood for until then keeps what they did.

        Raises:
            ValueError: for somebody this agreement does not know, which is a mistake of the program.
        """
        if self.by_id(person_id) is None:
            raise ValueError(f"nobody with that id is known to {self.agreement_id!r}")
        row = self._account(platform, user)
        before = {"person": row.person_id} if row is not None else {}
        row = row or AccountRow(agreement_id=self.agreement_id, platform=platform, user=user, person_id=person_id)
        row.person_id, row.preferred, row.linked_at = person_id, False, at
        self.session.add(row)
        self.audit.add("link", f"person:{person_id}", before=before, after={"platform": platform})
        self.session.flush()

    def unlink(self, person_id: str, platform: str, user: str) -> None:
        """Say that an account is not that person's any more; whoever uses it is a stranger from now on.

        Raises:
            ValueError: for somebody without that account here, which is a mistake of the program.
        """
        row = self._account(platform, user)
        if row is None or row.person_id != person_id:
            raise ValueError(f"nobody with that account is known to {self.agreement_id!r}")
        self.session.delete(row)
        self.audit.add("unlink", f"person:{person_id}", before={"platform": platform})
        self.session.flush()

    def prefer(self, person_id: str, platform: str, user: str) -> None:
        """Say at which of their accounts a person is told.

        Raises:
            ValueError: for somebody without an account here, which is a mistake of the program.
        """
        rows = self.accounts(person_id)
        if not rows:
            raise ValueError(f"nobody with that id is known to {self.agreement_id!r}")
        for row in rows:
            row.preferred = (row.platform, row.user) == (platform, user)
            self.session.add(row)
        self.audit.add("prefer", f"person:{person_id}", after={"platform": platform})

    def _account(self, platform: str, user: str) -> AccountRow | None:
        mine = select(AccountRow).where(AccountRow.agreement_id == self.agreement_id, AccountRow.platform == platform)
        return self.session.exec(mine.where(AccountRow.user == user)).first()

    def speak(self, person: PersonRow, language: str) -> None:
        """Change the language a person is spoken to in."""
        self.audit.mine(person)
        before, person.language = person.language, language
        self.session.add(person)
        self.audit.add("language", f"person:{person.id}", before={"language": before}, after={"language": language})

    def live(self, person: PersonRow, zone: str, *, chosen: bool) -> None:
        """Keep the zone a person lives by. One that they chose leaves a trail; where they travel is nobody's business."""
        self.audit.mine(person)
        before = {"zone": person.zone if person.zone_chosen else ""}
        if chosen or person.zone_chosen:
            self.audit.add("zone", f"person:{person.id}", before=before, after={"zone": zone if chosen else ""})
        person.zone, person.zone_chosen = zone, chosen
        self.session.add(person)

    def member(self, person: Person, day: date) -> Member:
        """Return a person with the appointments that hold on a day."""
        rows = ask(self.session, _OFFICES, agreement=self.agreement_id, person=person.id, day=day)
        return Member(person, tuple(Appointment(**row._asdict()) for row in rows))

    def offices(self, person_id: str, day: date) -> Sequence[AppointmentRow]:
        """Return what somebody is appointed to on a day, in the order of appointment."""
        return self.session.exec(self._held(day).where(AppointmentRow.person_id == person_id)).all()

    def holding(self, role: Role, day: date, unit: str | None = None) -> Sequence[PersonRow]:
        """Return who holds a role on a day, in the order of appointment; for a unit when one is given."""
        mine = (
            select(PersonRow)
            .join(AppointmentRow, col(AppointmentRow.person_id) == col(PersonRow.id))
            .where(AppointmentRow.agreement_id == self.agreement_id, AppointmentRow.role == role)
            .where(AppointmentRow.since <= day, or_(col(AppointmentRow.until).is_(None), col(AppointmentRow.until) > day))
        )
        if unit is not None:
            mine = mine.where(AppointmentRow.unit == unit)
        return self.session.exec(mine.order_by(col(AppointmentRow.id))).all()

    def contacts(self, day: date) -> dict[tuple[str, Role], PersonRow]:
        """Return the representative and the deputy of every unit that has one, by unit and role."""
        rows = self.session.exec(_FOR_UNITS, params={"agreement": self.agreement_id, "day": day}).all()
        return {(str(held.unit), held.role): person for held, person in rows}

    def appointed(self, day: date) -> dict[Role, list[PersonRow]]:
        """Return who holds each role that is not for a unit."""
        rows = self.session.exec(_FOR_ALL, params={"agreement": self.agreement_id, "day": day}).all()
        found: dict[Role, list[PersonRow]] = defaultdict(list)
        for held, person in rows:
            found[held.role].append(person)
        return found

    def appoint(self, appointment: Appointment) -> bool:
        """Give a role from a day on; tell whether that changes anything.

        A unit has one representative and one deputy, and there is one chair: the earlier one's term ends that day, and the
        new one's ends where one already given for a later day begins.

        Raises:
            ValueError: for somebody this agreement does not know, which is a mistake of the program.
        """
        if self.by_id(appointment.person_id) is None:
            raise ValueError(f"nobody with that id is known to {self.agreement_id!r}")
        role, unit, since, until = appointment.role, appointment.unit, appointment.since, self._until(appointment)
        in_office = self.session.exec(self._held(since).where(AppointmentRow.role == role, AppointmentRow.unit == unit)).all()
        if any(one.person_id == appointment.person_id and one.until == until for one in in_office):
            return False
        for earlier in in_office:
            if role in HELD_BY_ONE or earlier.person_id == appointment.person_id:
                self._end(earlier, since)
        row = AppointmentRow.model_validate(appointment, update={"agreement_id": self.agreement_id, "until": until})
        self.session.add(row)
        after = {"role": role, "unit": unit, "since": since} | ({"until": until} if until else {})
        self.audit.add("appoint", f"person:{row.person_id}", after=after)
        return True

    def _until(self, appointment: Appointment) -> date | None:
        """Return the day a new appointment ends: its own, or the first of one that was given before for a later day."""
        starts = select(col(AppointmentRow.since)).where(
            AppointmentRow.agreement_id == self.agreement_id,
            AppointmentRow.role == appointment.role,
            AppointmentRow.unit == appointment.unit,
            AppointmentRow.since > appointment.since,
            or_(col(AppointmentRow.until).is_(None), col(AppointmentRow.until) > col(AppointmentRow.since)),
        )
        if appointment.role not in HELD_BY_ONE:
            starts = starts.where(AppointmentRow.person_id == appointment.person_id)
        later = self.session.exec(starts.order_by(col(AppointmentRow.since)).limit(1)).first()
        ends = [day for day in (appointment.until, later) if day is not None]
        return min(ends, default=None)

    def relieve(self, person_id: str, role: Role, unit: str | None, day: date) -> bool:
        """End a role on a day; tell whether there was one to end."""
        rows = self.session.exec(
            self._held(day).where(AppointmentRow.person_id == person_id, AppointmentRow.role == role, AppointmentRow.unit == unit)
        ).all()
        for row in rows:
            self._end(row, day)
        return bool(rows)

    def welcomed(self, person: PersonRow, now: datetime) -> None:
        """Remember that the person has been told what this is."""
        self.audit.mine(person)
        before, person.welcomed_at = person.welcomed_at, now
        self.session.add(person)
        self.audit.add("welcome", f"person:{person.id}", before={"welcomed_at": before}, after={"welcomed_at": now})

    def _held(self, day: date) -> SelectOfScalar[AppointmentRow]:
        return (
            select(AppointmentRow)
            .where(AppointmentRow.agreement_id == self.agreement_id, AppointmentRow.since <= day)
            .where(or_(col(AppointmentRow.until).is_(None), col(AppointmentRow.until) > day))
            .order_by(col(AppointmentRow.id))
        )

    def _end(self, row: AppointmentRow, day: date) -> None:
        row.until = day
        self.session.add(row)
        self.audit.add("relieve", f"person:{row.person_id}", before={"role": row.role, "unit": row.unit}, after={"until": day})
