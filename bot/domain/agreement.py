"""The agreement as one object: who is a party, what its clauses say, what is owed. Reading a file is for agreement_file.py."""

import hashlib
import json
from collections.abc import Iterable
from datetime import date
from typing import Literal, TypeVar
from zoneinfo import ZoneInfo

from pydantic import Field, field_validator, model_validator

from bot.domain import spoken_names
from bot.domain.agreement_checks import flaws
from bot.domain.agreement_parts import (
    Administration,
    Authority,
    Body,
    Clause,
    Duty,
    DutyRule,
    Id,
    Named,
    Names,
    Part,
    Track,
    Unit,
)
from bot.domain.calendar import Calendar
from bot.domain.house_rules import Briefing, CalendarRules, HouseRules

_Held = TypeVar("_Held", bound=Named | Clause)


class Agreement(Part):
    """An agreement between authorities (Danish: samarbejdsaftale), whole and checked; several live in one installation.

    A value that exists is sound: every id that is referred to exists, and no two units answer to the same name.
    """

    id: Id = Field(description="a short id that stays the same for good")
    title: Names = Field(description="its title")
    language: Literal["da", "en"] = Field(description="the language of its channel")
    time_zone: str = Field(description='where its days begin, as "Europe/Copenhagen"')
    in_force_from: date = Field(description="the day it came into force, as 2026-01-31")
    in_force_from_is_sample: bool = Field(default=False, description="true as long as that day is made up")
    effective_from: date | None = Field(default=None, description="the day from which this version of the text holds")
    authorities: tuple[Authority, ...] = Field(min_length=1, description="who concluded it")
    administrations: tuple[Administration, ...] = Field(default=(), description="departments the text names")
    units: tuple[Unit, ...] = Field(min_length=1, description="its parties")
    bodies: tuple[Body, ...] = Field(min_length=1, description="the groups it names")
    tracks: tuple[Track, ...] = Field(min_length=1, description="its lines of work")
    clauses: tuple[Clause, ...] = Field(min_length=1, description="its text, in order")
    duties: tuple[Duty, ...] = Field(min_length=1, description="what is owed")
    house: HouseRules = Field(default=HouseRules(), description="our own rules")
    calendar: CalendarRules = Field(description="which days count")

    @field_validator("time_zone")
    @classmethod
    def _zone_exists(cls, value: str) -> str:
        try:
            ZoneInfo(value)
        except (ValueError, OSError, LookupError):
            raise ValueError('Write a time zone of the IANA list, as "Europe/Copenhagen".') from None
        return value

    @model_validator(mode="after")
    def _holds_together(self) -> "Agreement":
        found = flaws(self.model_dump())
        if found:
            raise ValueError("; ".join(str(one) for one in found))
        return self

    @property
    def zone(self) -> ZoneInfo:
        """The time zone its days and hours are meant in."""
        return ZoneInfo(self.time_zone)

    def name(self, language: str) -> str:
        """Return its title in a language."""
        return self.title.text(language)

    def days(self, language: str = "da") -> Calendar:
        """Return the calendar to reckon with: its zone, its days without work, named in a language, and its working hours."""
        return Calendar(
            zone=self.zone,
            country=self.calendar.country,
            closed_days=frozenset((one.month, one.day) for one in self.calendar.closed_days),
            closed_periods=tuple((one.names.text(language), one.first, one.last) for one in self.calendar.closed_periods),
            work_starts=self.house.working_hours.starts,
            work_ends=self.house.working_hours.ends,
        )

    # Things by their id, as rows keep it. An id that is not there is a mistake of the program: KeyError.

    def authority(self, id_: str) -> Authority:
        """Return an authority by its id; `KeyError` if there is none."""
        return _by_id(self.authorities, id_)

    def administration(self, id_: str) -> Administration:
        """Return an administration by its id; `KeyError` if there is none."""
        return _by_id(self.administrations, id_)

    def unit(self, id_: str) -> Unit:
        """Return a unit by its id, also one that has left; `KeyError` if there is none. For typed names see `find_unit`."""
        return _by_id(self.units, id_)

    def body(self, id_: str) -> Body:
        """Return a body by its id; `KeyError` if there is none."""
        return _by_id(self.bodies, id_)

    def track(self, id_: str) -> Track:
        """Return a track by its id; `KeyError` if there is none. For typed names and numbers see `find_track`."""
        return _by_id(self.tracks, id_)

    def clause(self, id_: str) -> Clause:
        """Return a clause by its id; `KeyError` if there is none."""
        return _by_id(self.clauses, id_)

    def duty(self, id_: str) -> Duty:
        """Return a duty by its id; `KeyError` if there is none."""
        return _by_id(self.duties, id_)

    # Things by what people type.

    def find_unit(self, text: str) -> Unit | None:
        """Return the unit somebody means by its id, a name, an alias or a beginning that fits no other; else none.

        The name of an authority or administration is no beginning of a unit's: "SOF" means none of its units.
        """
        return spoken_names.find(text, ((one.spoken, one) for one in self.units), besides=self._parents())

    def nearest_units(self, text: str, most: int = 3) -> list[Unit]:
        """Return the units that may have been meant, the likeliest first; an administration's name means its units."""
        return spoken_names.nearest(text, ((self._suggested_by(one), one) for one in self.units), most)

    def find_track(self, text: str | int) -> Track | None:
        """Return the track somebody means by its number, id, a name or a beginning that fits no other; else none."""
        return spoken_names.find(str(text), ((one.spoken, one) for one in self.tracks))

    def nearest_tracks(self, text: str, most: int = 3) -> list[Track]:
        """Return the tracks that may have been meant, the likeliest first; a theme within a track means the track."""
        themes = ((*one.spoken, *(name for sub in one.sub_focus for name in (sub.names.da, sub.names.en))) for one in self.tracks)
        return spoken_names.nearest(text, zip(themes, self.tracks, strict=True), most)

    def _parents(self) -> tuple[str, ...]:
        return tuple(name for one in (*self.authorities, *self.administrations) for name in one.spoken)

    def _suggested_by(self, unit: Unit) -> tuple[str, ...]:
        if unit.administration is None:
            return unit.spoken
        return (*unit.spoken, *self.administration(unit.administration).spoken)

    # What belongs together.

    def units_on(self, day: date) -> tuple[Unit, ...]:
        """Return the parties of that day, in the order of the text: those expected at a meeting then (domain.md §4.2)."""
        return tuple(one for one in self.units if one.is_party(day))

    def units_of(self, authority: str, day: date | None = None) -> tuple[Unit, ...]:
        """Return an authority's units by the authority's id: all that ever were parties, or those of a day."""
        return tuple(one for one in (self.units if day is None else self.units_on(day)) if one.authority == authority)

    def duties_of(self, rule: DutyRule) -> tuple[Duty, ...]:
        """Return the duties of one kind, in the order of the file."""
        return tuple(one for one in self.duties if one.rule is rule)

    def briefing(self, duty: str) -> Briefing:
        """Return the steps of a yearly deliverable by its duty's id: the file's, or the usual ones."""
        self.duty(duty)
        return next((one for one in self.house.briefings if one.duty == duty), None) or Briefing(duty=duty)

    @property
    def facilitating_authority(self) -> Authority:
        """The authority that plans and facilitates the meetings."""
        return next(one for one in self.authorities if one.facilitates)

    @property
    def running_body(self) -> Body:
        """The body that runs the agreement and whose meetings are counted."""
        return next(one for one in self.bodies if one.runs_agreement)

    @property
    def repealing_body(self) -> Body | None:
        """The body that may repeal the agreement, where the text names one."""
        return next((one for one in self.bodies if one.may_repeal), None)

    # The text, and the whole as stored.

    @property
    def text(self) -> str:
        """The agreement's own words from first to last, with its section headings; paragraphs parted by empty lines."""
        return "\n\n".join(
            part for one in self.clauses for part in ((one.section.da, one.printed) if one.section else (one.printed,))
        )

    def text_sha256(self) -> str:
        """Return the digest of the text alone, white space levelled: it changes only when the agreement is amended."""
        return _sha256(" ".join(self.text.split()))

    def canonical_json(self) -> str:
        """Return the whole as JSON: the same agreement always gives the same characters, and `model_validate_json` reads it."""
        return json.dumps(self.model_dump(mode="json"), ensure_ascii=False, sort_keys=True, separators=(",", ":"))

    def sha256(self) -> str:
        """Return the digest of the canonical JSON, by which a version is recognised."""
        return _sha256(self.canonical_json())


def _by_id(things: Iterable[_Held], id_: str) -> _Held:
    for one in things:
        if one.id == id_:
            return one
    raise KeyError(id_)


def _sha256(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()
