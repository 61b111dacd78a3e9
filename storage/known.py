"""What has to be known of a call before it is known which agreement it is about. One question.

Who calls, from where, what they hold, which texts there are, and what the same call was answered before.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Boolean, ColumnElement, Date, Integer, Select, bindparam, cast, func, literal, null, select, union_all
from sqlmodel import Session

from bot.domain.person import Appointment, Person
from bot.domain.role import Role
from storage.agreements import Version
from storage.asking import ask, table_of
from storage.tables import (
    AccountRow,
    AgreementRow,
    AgreementVersionRow,
    AppointmentRow,
    HandledRow,
    PersonRow,
    PlaceRow,
    TurnRow,
)

_agreement, _version, _place, _account, _person, _office, _turn, _handled = (
    table_of(one).c
    for one in (AgreementRow, AgreementVersionRow, PlaceRow, AccountRow, PersonRow, AppointmentRow, TurnRow, HandledRow)
)
# PostgreSQL takes a column that does not say what it is for text.
_NOTHING: Mapping[str, ColumnElement[Any]] = {
    "id": null(),
    "name": null(),
    "language": null(),
    "unit": null(),
    "zone": null(),
    "zone_chosen": cast(null(), Boolean),
    "since": cast(null(), Date),
    "until": cast(null(), Date),
    "number": cast(null(), Integer),
}


def _kind(kind: str, agreement: ColumnElement[str], /, **columns: ColumnElement[Any]) -> Select[Any]:
    """Return the question for one kind of what is known; what it has no column for is empty."""
    every = (columns.get(one, nothing).label(one) for one, nothing in _NOTHING.items())
    return select(literal(kind).label("kind"), agreement.label("agreement"), *every)


_MINE = (_account.platform == bindparam("platform"), _account.user == bindparam("user"))
_WHO = {name: _person[name] for name in Person.model_fields}
_HELD = {"id": _office.person_id, "name": _office.role, "unit": _office.unit, "since": _office.since, "until": _office.until}
_TEXT = {"name": _version.sha256, "since": _version.effective_from, "number": _version.number}
_SAME = (_handled.platform == bindparam("platform"), _handled.key == bindparam("key"))
# `number` is how often anything was decided about an agreement's life, and the order of its texts, and of offices as they were given.
_TURNS = select(func.count()).where(_turn.agreement_id == _agreement.id).scalar_subquery()
_KNOWN = union_all(
    _kind("agreement", _agreement.id, number=_TURNS),
    _kind("version", _version.agreement_id, **_TEXT),
    _kind("place", _place.agreement_id).where(_place.platform == bindparam("there"), _place.place == bindparam("place")),
    _kind("person", _person.agreement_id, **_WHO).join(AccountRow, _account.person_id == _person.id).where(*_MINE),
    _kind("office", _office.agreement_id, **_HELD, number=_office.id)
    .join(AccountRow, _account.person_id == _office.person_id)
    .where(*_MINE),
    _kind("answer", _handled.agreement_id, name=_handled.answer).where(*_SAME),
).order_by("kind", "agreement", "number")


@dataclass(frozen=True)
class Known:
    """What is known of an account, of the place it calls from, and of the call.

    All agreements with their texts; the one of the place; who the account stands for, under each agreement that knows it; all they
    ever held there; and what the same call was answered, where it came before.
    """

    versions: Mapping[str, Sequence[Version]]
    place: str | None
    people: Mapping[str, Person]
    offices: Mapping[str, Sequence[Appointment]]
    turned: Collection[str]  # Agreements about whose life anything was decided.
    answer: str | None

    @property
    def agreements(self) -> Sequence[str]:
        """All there are."""
        return list(self.versions)


@dataclass(frozen=True)
class Accounts:
    """Who is behind an account, whatever the agreement."""

    session: Session

    def known(self, platform: str, user: str, place: tuple[str, str], key: str | None = None) -> Known:
        """Return what is known of an account on a platform, of the place (by its platform and its id there), and of the call of that key."""
        place_, answer = None, None
        turned: set[str] = set()
        versions: dict[str, list[Version]] = {}
        people: dict[str, Person] = {}
        offices: dict[str, list[Appointment]] = {}
        for row in ask(self.session, _KNOWN, platform=platform, user=user, there=place[0], place=place[1], key=key):
            match row.kind:
                case "agreement":
                    versions[row.agreement] = []
                    if row.number:
                        turned.add(row.agreement)
                case "answer":
                    answer = row.name
                case "office":
                    held = Appointment(person_id=row.id, role=Role(row.name), unit=row.unit, since=row.since, until=row.until)
                    offices.setdefault(row.agreement, []).append(held)
                case "person":
                    people[row.agreement] = Person(
                        id=row.id, name=row.name, language=row.language, zone=row.zone, zone_chosen=row.zone_chosen
                    )
                case "place":
                    place_ = row.agreement
                case "version":  # After the agreement's own, by its name.
                    versions[row.agreement].append(Version(row.number, row.since, row.name))
        return Known(versions, place_, people, offices, turned, answer)
