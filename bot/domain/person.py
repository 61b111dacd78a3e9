"""People and what they are appointed to. Where they are found (their accounts) is for storage and the platforms."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from sqlmodel import Field

from bot.domain.plain import Plain
from bot.domain.role import MAY, OF_A_UNIT, Role
from bot.refusal import Refusal


class Person(Plain):
    """A member of staff of one of the authorities; never a citizen (design page domain.md §2.2)."""

    id: str = Field(max_length=32, description="Opaque, so that the audit trail can outlive the name.")
    name: str = Field(max_length=120)
    language: str = Field(default="da", max_length=8)
    zone: str = Field(default="", max_length=64, description="The IANA zone they live by; empty where that is not known.")
    zone_chosen: bool = Field(default=False, description="Whether they said so themselves; else it is what their platform knows.")

    def living(self, known: str) -> str:
        """Return the zone they live by, where the platform they use now knows one."""
        return self.zone if self.zone_chosen else known or self.zone


class Appointment(Plain):
    """A role held from a day on; a representative's and a deputy's is for one unit."""

    person_id: str = Field(max_length=32)
    role: Role
    unit: str | None = Field(default=None, max_length=40)
    since: date
    until: date | None = None

    def holds_on(self, day: date) -> bool:
        """Tell whether it has begun and not ended."""
        return self.since <= day and (self.until is None or day < self.until)


@dataclass(frozen=True)
class Member:
    """A person together with the appointments that hold today."""

    person: Person
    appointments: tuple[Appointment, ...] = ()

    @property
    def id(self) -> str:
        """The person's opaque id."""
        return self.person.id

    @cached_property
    def roles(self) -> frozenset[Role]:
        """Every role held today."""
        return frozenset(one.role for one in self.appointments)

    @property
    def units(self) -> tuple[str, ...]:
        """The units this person stands for, in the order of appointment."""
        return tuple(dict.fromkeys(one.unit for one in self.appointments if one.unit and one.role in OF_A_UNIT))

    def may(self, right: str, units: Iterable[str] | None = None) -> bool:
        """Tell whether the person holds the right: anywhere, or on something one of these units takes part in.

        Without `units` the question is whether there is anything at all they could use it on.
        """
        grant = MAY[right]
        if self.roles & grant.anywhere or (grant.strangers and not self.roles):
            return True
        own = {one.unit for one in self.appointments if one.role in grant.own and one.unit}
        return bool(own if units is None else own & set(units))

    def must(self, right: str, units: Iterable[str] | None = None) -> None:
        """Refuse unless `may`; the refusal names the right, whose sentence says who holds it."""
        if not self.roles and not MAY[right].strangers:
            raise Refusal("stranger")
        if not self.may(right, units):
            code = "may_not_here" if units is not None and self.may(right) else "may_not"
            raise Refusal(code, right=right)
