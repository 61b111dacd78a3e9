"""The passages of a draft: what the records say, what people wrote instead, and which unit has agreed to which.

A new generation brings what the records say now and leaves alone what people wrote. An agreement covers the very words that were
agreed to: when they change, it is asked for again. Silence is consent only where no house rule asks for an express one.
"""

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar

from sqlmodel import Field

from bot.domain.agreement import Agreement
from bot.domain.plain import Plain

LONGEST_PASSAGE = 3000  # What a form of every platform holds.


class Passage(Plain):
    """One piece of a draft that is written, changed and agreed to by itself."""

    free_text: ClassVar[frozenset[str]] = frozenset({"generated", "edited"})

    key: str = Field(max_length=80, description="What it is about, the same in every generation.")
    position: int = Field(ge=0)
    unit: str | None = Field(default=None, max_length=40, description="The unit whose work it tells of.")
    generated: str = Field(max_length=20_000, description="What the records say.")
    edited: str | None = Field(default=None, max_length=LONGEST_PASSAGE, description="What people wrote instead.")
    edited_over: str = Field(default="", max_length=64, description="The digest of what they had before them.")
    edited_at: datetime | None = None
    edited_by: str | None = Field(default=None, max_length=32)
    agreed_to: str = Field(default="", max_length=64, description="The digest of the words the unit agreed to.")
    agreed_at: datetime | None = None
    agreed_by: str | None = Field(default=None, max_length=32)

    @property
    def text(self) -> str:
        """What stands in the document."""
        return self.generated if self.edited is None else self.edited

    @property
    def sha256(self) -> str:
        """The digest of what stands in the document."""
        return digest(self.text)

    @property
    def agreed(self) -> bool:
        """Whether its unit agreed to these very words."""
        return bool(self.agreed_to) and self.agreed_to == self.sha256

    @property
    def outdated(self) -> bool:
        """Whether the records say something else now than when people wrote their words."""
        return self.edited is not None and self.edited_over != digest(self.generated)


@dataclass(frozen=True)
class Written:
    """A passage as the records give it: its words, whose work it tells of, and the records every figure in it comes from."""

    key: str
    text: str
    unit: str | None = None
    sources: tuple[str, ...] = ()


def digest(text: str) -> str:
    """Return what tells one text from another."""
    return hashlib.sha256(text.encode()).hexdigest()


@dataclass(frozen=True)
class Regenerated:
    """What a new generation does to the passages there are."""

    new: tuple[tuple[int, Written], ...]  # with their positions
    kept: tuple[tuple[int, Passage, Written], ...]
    gone: tuple[Passage, ...]


def regenerated(before: Sequence[Passage], now: Sequence[Written]) -> Regenerated:
    """Match a new generation with what is there; what people wrote stays even where the records have nothing to say any more."""
    known = {one.key: one for one in before}
    given = {one.key for one in now}
    kept = tuple((place, known[one.key], one) for place, one in enumerate(now) if one.key in known)
    new = tuple((place, one) for place, one in enumerate(now) if one.key not in known)
    return Regenerated(new, kept, tuple(one for one in before if one.key not in given and one.edited is None))


@dataclass(frozen=True)
class Consent:
    """How the units stand to their own passages."""

    agreed: tuple[str, ...]  # said yes to all of theirs
    silent: tuple[str, ...]  # have said nothing, and need not
    missing: tuple[str, ...]  # have not agreed, and their silence is no consent

    @property
    def open(self) -> tuple[str, ...]:
        """The units that have passages and have not agreed to all of them."""
        return (*self.missing, *self.silent)


def consent(agreement: Agreement, passages: Iterable[Passage]) -> Consent:
    """Tell which units have agreed to their passages, in the agreement's order."""
    mine: dict[str, list[Passage]] = {}
    for one in passages:
        if one.unit is not None:
            mine.setdefault(one.unit, []).append(one)
    express = set(agreement.house.express_consent)
    order = [unit for unit in agreement.units if unit.id in mine]
    agreed = tuple(unit.id for unit in order if all(one.agreed for one in mine[unit.id]))
    rest = [unit for unit in order if unit.id not in agreed]
    return Consent(
        agreed,
        silent=tuple(unit.id for unit in rest if unit.authority not in express),
        missing=tuple(unit.id for unit in rest if unit.authority in express),
    )


class Comment(Plain):
    """A remark on a draft, or on one passage of it."""

    free_text: ClassVar[frozenset[str]] = frozenset({"text"})

    passage: str = Field(default="", max_length=80, description="The key of the passage; empty for the whole.")
    text: str = Field(min_length=1, max_length=1000)
    unit: str | None = Field(default=None, max_length=40, description="The unit it was made for.")
    by: str = Field(max_length=32)
    at: datetime
