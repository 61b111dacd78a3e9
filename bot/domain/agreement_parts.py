"""What an agreement is made of: authorities, units, bodies, tracks, clauses, duties. Our own rules stand in house_rules.py.

Everything here is data that was read from a file and checked; nothing is specific to one agreement. All classes are
frozen, refuse keys they do not know, and convert nothing: the text "4" is no number.
"""

import re
import unicodedata
from datetime import date
from enum import StrEnum
from typing import Annotated

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, model_validator
from typing_extensions import override

LONGEST_ID = 40
LONGEST_LINE = 200
LONGEST_TEXT = 10_000

_ID = re.compile(r"[a-z][a-z0-9]*(?:[-_][a-z0-9]+)*")


def _id(value: str) -> str:
    if len(value) > LONGEST_ID or not _ID.fullmatch(value):
        raise ValueError(
            f"Write an id of at most {LONGEST_ID} small letters a-z and digits, parted by - or _, starting with a letter."
        )
    return value


def _line(value: str) -> str:
    if value != value.strip() or not 0 < len(value) <= LONGEST_LINE or any(map(_unseen, value)):
        raise ValueError(
            f"Write one line of 1 to {LONGEST_LINE} characters, with nothing invisible in it and no spaces at its ends."
        )
    return value


def _text(value: str) -> str:
    if value != value.strip() or not 0 < len(value) <= LONGEST_TEXT or any(map(_unseen, value.replace("\n", " "))):
        raise ValueError(f"Write 1 to {LONGEST_TEXT} characters of text, with nothing invisible in it and no spaces at its ends.")
    return value


def _unseen(character: str) -> bool:
    """Tell whether a character is a control or format character, which would hide in a name or turn its direction."""
    return unicodedata.category(character)[0] == "C"


Id = Annotated[str, AfterValidator(_id)]
Line = Annotated[str, AfterValidator(_line)]
Text = Annotated[str, AfterValidator(_text)]


class Part(BaseModel):
    """A piece of the agreement's data: frozen, strict, and without keys that nobody reads."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)


class Names(Part):
    """The same thing in the two languages the bot speaks."""

    da: Line = Field(description="in Danish")
    en: Line = Field(description="in English")

    def text(self, language: str) -> str:
        """Return it in a language, given as `en` or `en-GB`; whatever is not English is answered in Danish."""
        return self.en if language.split("-", maxsplit=1)[0].split("_", maxsplit=1)[0] == "en" else self.da


class Named(Part):
    """A thing with a stable id, by which rows refer to it for good, and names that may change."""

    id: Id = Field(description="a short id that stays the same for good")
    names: Names = Field(description="its names")

    def name(self, language: str) -> str:
        """Return the full name in a language."""
        return self.names.text(language)


class Abbreviated(Named):
    """A named thing that also has a short name, the same in both languages."""

    short: Line = Field(description="a short name")

    @property
    def spoken(self) -> tuple[str, ...]:
        """Everything people may call it."""
        return (self.id, self.short, self.names.da, self.names.en)


class Authority(Abbreviated):
    """One of the public authorities (Danish: myndighed) that concluded the agreement."""

    facilitates: bool = Field(default=False, description="whether it plans and facilitates the meetings")
    email_domains: tuple[Line, ...] = Field(default=(), description="the domains of its staff's e-mail addresses")


class Administration(Abbreviated):
    """A department (Danish: forvaltning) of an authority, parent of units."""

    authority: Id = Field(description="the id of its authority")


class Membership(Part):
    """A span of days during which a unit is a party: from `joined` on, until the day before `left`; open where empty."""

    joined: date | None = Field(default=None, description="the first day as a party")
    left: date | None = Field(default=None, description="the first day no longer a party")

    @model_validator(mode="after")
    def _joined_before_it_left(self) -> "Membership":
        if self.joined and self.left and self.joined >= self.left:
            raise ValueError("Write a `left` later than `joined`: it is the first day the unit is no longer a party.")
        return self

    def covers(self, day: date) -> bool:
        """Tell whether the unit is a party on that day."""
        return (self.joined is None or self.joined <= day) and (self.left is None or day < self.left)


class Unit(Abbreviated):
    """A party of the agreement (Danish: enhed, afdeling, or a whole forvaltning)."""

    aliases: tuple[Line, ...] = Field(default=(), description="other names people type")
    authority: Id = Field(description="the id of its authority")
    administration: Id | None = Field(default=None, description="the id of its administration, where the text names one")
    memberships: tuple[Membership, ...] = Field(default=(), description="when it is a party; empty means always")
    successors: tuple[Id, ...] = Field(default=(), description="the ids of the units that took over when it left")

    @model_validator(mode="after")
    def _successors_only_after_leaving(self) -> "Unit":
        if self.successors and not any(one.left for one in self.memberships):
            raise ValueError("Write `memberships = [{ left = … }]` too: only a unit that left has successors.")
        return self

    def is_party(self, day: date) -> bool:
        """Tell whether the unit is a party on that day."""
        return not self.memberships or any(one.covers(day) for one in self.memberships)

    @property
    @override
    def spoken(self) -> tuple[str, ...]:
        return (*super().spoken, *self.aliases)


class Body(Abbreviated):
    """A group the agreement names: the one that runs it, or one that is briefed or may repeal it. Never just "steering group"."""

    runs_agreement: bool = Field(default=False, description="whether it runs the agreement and holds its meetings")
    may_repeal: bool = Field(default=False, description="whether it may repeal the agreement")
    clause: Id | None = Field(default=None, description="the id of the clause that names it")


class SubFocus(Named):
    """A narrower theme within a track, used as a tag."""


class Track(Named):
    """One of the agreement's lines of work (Danish: samarbejdsspor)."""

    number: int = Field(ge=1, le=99, description="its number in the text")
    aliases: tuple[Line, ...] = Field(default=(), description="other names people type")
    clause: Id = Field(description="the id of its clause")
    focus: Names = Field(description="what it is about; Danish in the text's own words")
    sub_focus: tuple[SubFocus, ...] = Field(default=(), description="narrower themes, used as tags")

    @property
    def spoken(self) -> tuple[str, ...]:
        """Everything people may call it."""
        return (str(self.number), self.id, self.names.da, self.names.en, *self.aliases)


class Clause(Part):
    """A piece of the agreement's own text, word for word, small enough to cite."""

    id: Id = Field(description="a short id that stays the same for good")
    section: Names | None = Field(default=None, description="the text's own heading, where this clause opens its section")
    heading: Names = Field(description="a few words to cite it by")
    mark: Line | None = Field(default=None, description="the bullet or number the text prints before it")
    text: Text = Field(description="the text, word for word")

    @property
    def printed(self) -> str:
        """The clause as it stands in the agreement, with its mark."""
        return f"{self.mark} {self.text}" if self.mark else self.text


class DutyRule(StrEnum):
    """What kind of thing is owed."""

    COORDINATE = "coordinate"
    INFORM = "inform"
    DISCUSS = "discuss"
    AT_LEAST_MEETINGS = "at_least_meetings"
    ALL_REPRESENTED = "all_represented"
    FACILITATE = "facilitate"
    BRIEFING = "briefing"
    ANNUAL_STATUS = "annual_status"
    STATUS_ROUND = "status_round"


class DutyPeriod(StrEnum):
    """How often it is owed: in each year or quarter, at each meeting, whenever there is occasion, or at all times."""

    YEAR = "year"
    QUARTER = "quarter"
    MEETING = "meeting"
    OCCASION = "occasion"
    ALWAYS = "always"


class Label(StrEnum):
    """Whose duty it is: the agreement's own, or a house rule, whose neglect breaks no agreement."""

    AGREEMENT = "agreement"
    HOUSE = "house"


DELIVERABLES = frozenset({DutyRule.BRIEFING, DutyRule.ANNUAL_STATUS})


class Duty(Named):
    """Something owed, and the clause it follows from or serves."""

    rule: DutyRule = Field(description="what kind of thing is owed")
    period: DutyPeriod = Field(description="how often")
    clause: Id = Field(description="the id of the clause it follows from")
    label: Label = Field(description='"agreement" if the text says so, "house" if it is our own rule')
    to: Id | None = Field(default=None, description="the id of the body that receives it")
    count: int | None = Field(default=None, ge=1, le=366, description="how many in each period")

    @model_validator(mode="after")
    def _says_what_its_rule_needs(self) -> "Duty":
        needs_count, needs_body = self.rule is DutyRule.AT_LEAST_MEETINGS, self.rule in DELIVERABLES
        if needs_count != (self.count is not None):
            raise ValueError(f"{'Write' if needs_count else 'Remove'} `count`: rule {self.rule.value!r} {_counts(needs_count)}.")
        if needs_body != (self.to is not None):
            raise ValueError(f"{'Write' if needs_body else 'Remove'} `to`: rule {self.rule.value!r} {_goes_to(needs_body)}.")
        if needs_count and self.period not in {DutyPeriod.YEAR, DutyPeriod.QUARTER}:
            raise ValueError('Write `period = "year"` or `period = "quarter"`: meetings are counted over one of these.')
        return self


def _counts(needed: bool) -> str:
    return "says how many are owed" if needed else "counts nothing"


def _goes_to(needed: bool) -> str:
    return "says which body receives it" if needed else "goes to no body"
