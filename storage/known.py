"""Who calls, and from where: what has to be known of a call before it is known which agreement it is about. One question."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Boolean, bindparam, cast, literal, null, select, union_all
from sqlmodel import Session

from bot.domain.person import Person
from storage.asking import ask, table_of
from storage.tables import AccountRow, AgreementRow, PersonRow, PlaceRow

_agreement, _place, _account, _person = (table_of(one) for one in (AgreementRow, PlaceRow, AccountRow, PersonRow))
_NOTHING = (
    null().label("id"),
    null().label("name"),
    null().label("language"),
    null().label("zone"),
    cast(null(), Boolean).label("zone_chosen"),  # PostgreSQL takes one that does not say what it is for text.
)
_KNOWN = union_all(
    select(literal("agreement").label("kind"), _agreement.c.id.label("agreement"), *_NOTHING),
    select(literal("place"), _place.c.agreement_id, *_NOTHING).where(
        _place.c.platform == bindparam("there"), _place.c.place == bindparam("place")
    ),
    select(
        literal("person"),
        _person.c.agreement_id,
        _person.c.id,
        _person.c.name,
        _person.c.language,
        _person.c.zone,
        _person.c.zone_chosen,
    )
    .join(_account, _account.c.person_id == _person.c.id)
    .where(_account.c.platform == bindparam("platform"), _account.c.user == bindparam("user")),
).order_by("kind", "agreement")


@dataclass(frozen=True)
class Known:
    """All agreements; the one of the place; and who an account stands for, under each agreement that knows it."""

    agreements: Sequence[str]
    place: str | None
    people: Mapping[str, Person]


@dataclass(frozen=True)
class Accounts:
    """Who is behind an account, whatever the agreement."""

    session: Session

    def known(self, platform: str, user: str, place: tuple[str, str]) -> Known:
        """Return what is known of an account on a platform, and of the place, by its platform and its id there."""
        rows: Sequence[Any] = ask(self.session, _KNOWN, platform=platform, user=user, there=place[0], place=place[1])
        return Known(
            agreements=[agreement for kind, agreement, *_ in rows if kind == "agreement"],
            place=next((agreement for kind, agreement, *_ in rows if kind == "place"), None),
            people={
                agreement: Person(id=id_, name=name, language=language, zone=zone, zone_chosen=bool(chosen))
                for kind, agreement, id_, name, language, zone, chosen in rows
                if kind == "person"
            },
        )
