"""Who was represented at a meeting (Danish: fremmøde), party by party, over one meeting and over a year. Answers beforehand are in rsvp.py.

Source: clause "I møderne deltager repræsentanter fra alle parter". A party is represented if somebody was there for it, or if another
party's representative stood for it and that was said. There is no quorum: a gap is shown, and never un-counts a meeting (domain.md §4.2).
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from sqlmodel import Field

from bot.domain.agreement import Agreement
from bot.domain.agreement_parts import Membership, Unit
from bot.domain.meeting import COUNTED, Meeting, State
from bot.domain.plain import Plain
from bot.domain.rsvp import Coming, Rsvp
from bot.refusal import Refusal


class Presence(StrEnum):
    """How a party was there: in person, by proxy (Danish: ved fuldmagt), or not, with regrets or without a word."""

    PRESENT = "present"
    PROXY = "proxy"
    REGRETS = "regrets"
    ABSENT = "absent"


REPRESENTED = frozenset({Presence.PRESENT, Presence.PROXY})


class Attendance(Plain):
    """What is on record of one expected party at one meeting; never who, only which party."""

    unit: str = Field(max_length=40)
    presence: Presence
    proxy: str | None = Field(default=None, max_length=40, description="The unit whose representative stood for this one.")
    at: datetime
    by: str = Field(max_length=32)


@dataclass(frozen=True)
class Share:
    """How many of one authority's parties."""

    authority: str
    represented: int
    parties: int


@dataclass(frozen=True)
class Headline:
    """A meeting in one line: "9/11 parties; KP 4/4, KK 5/7; regrets 1, no reply 1"."""

    represented: int
    parties: int
    shares: tuple[Share, ...]
    regrets: tuple[str, ...]
    silent: tuple[str, ...]  # beforehand those who have not answered, afterwards those who stayed away without a word
    proxies: tuple[str, ...] = ()

    @property
    def whole(self) -> bool:
        """Whether all parties are there."""
        return self.represented == self.parties


def answered(agreement: Agreement, on: date, answers: Mapping[str, Rsvp]) -> Headline:
    """Sum up what the parties expected on a day have answered; answers of units not expected then count for nothing."""
    expected = agreement.units_on(on)
    coming = frozenset(one.id for one in expected if one.id in answers and answers[one.id].comes)
    return Headline(
        represented=len(coming),
        parties=len(expected),
        shares=_shares(expected, coming),
        regrets=tuple(one.id for one in expected if one.id in answers and one.id not in coming),
        silent=tuple(one.id for one in expected if one.id not in answers),
    )


def attended(agreement: Agreement, on: date, records: Mapping[str, Attendance]) -> Headline:
    """Sum up who was represented, among the parties expected on a day."""
    expected = agreement.units_on(on)
    how = {one.id: records[one.id].presence if one.id in records else Presence.ABSENT for one in expected}
    there = frozenset(unit for unit, presence in how.items() if presence in REPRESENTED)
    return Headline(
        represented=len(there),
        parties=len(expected),
        shares=_shares(expected, there),
        regrets=_those(how, Presence.REGRETS),
        silent=_those(how, Presence.ABSENT),
        proxies=_those(how, Presence.PROXY),
    )


def _those(how: Mapping[str, Presence], wanted: Presence) -> tuple[str, ...]:
    return tuple(unit for unit, presence in how.items() if presence is wanted)


def _shares(expected: Sequence[Unit], there: frozenset[str]) -> tuple[Share, ...]:
    """Count by authority, in the order the agreement's text names their units."""
    authorities = dict.fromkeys(one.authority for one in expected)
    return tuple(
        Share(authority, sum(one.id in there for one in mine), len(mine))
        for authority in authorities
        if (mine := [one for one in expected if one.authority == authority])
    )


@dataclass(frozen=True)
class Confirmation:
    """What the facilitator says of a meeting: the parties that were there, and which stood for which."""

    present: frozenset[str]
    proxies: Mapping[str, str]  # the party that stood for it, by the party represented

    def of(
        self, agreement: Agreement, meeting: Meeting, answers: Mapping[str, Rsvp], *, at: datetime, by: str
    ) -> list[Attendance]:
        """Return what goes on record of every expected party; one that was not there had sent regrets, or had not.

        Raises:
            Refusal: when it names a party that was not expected, or a proxy that cannot be one.
        """
        expected = [one.id for one in agreement.units_on(meeting.on)]
        strangers = [one for one in (*self.present, *self.proxies, *self.proxies.values()) if one not in expected]
        if strangers:
            raise Refusal("not_expected", units=_shorts(agreement, strangers), ref=meeting.ref)
        for unit, by_unit in self.proxies.items():
            short, by_short = agreement.unit(unit).short, agreement.unit(by_unit).short
            if unit in self.present:
                raise Refusal("proxy_and_there", unit=short)
            if by_unit not in self.present:
                raise Refusal("proxy_not_there", unit=short, by=by_short)
        found = []
        for unit in expected:
            regrets = unit in answers and answers[unit].answer is Coming.NO
            away = Presence.REGRETS if regrets else Presence.ABSENT
            presence = Presence.PRESENT if unit in self.present else Presence.PROXY if unit in self.proxies else away
            found.append(Attendance(unit=unit, presence=presence, proxy=self.proxies.get(unit), at=at, by=by))
        return found


def _shorts(agreement: Agreement, units: Iterable[str]) -> list[str]:
    return [agreement.unit(one).short for one in dict.fromkeys(units)]


class Cell(StrEnum):
    """What the matrix shows of a party at a meeting."""

    PRESENT = Presence.PRESENT.value
    PROXY = Presence.PROXY.value
    REGRETS = Presence.REGRETS.value
    ABSENT = Presence.ABSENT.value
    NOT_EXPECTED = "not_expected"  # It was no party on that day: it had not joined yet, or had left.
    UNCONFIRMED = "unconfirmed"


_KNOWN = frozenset({Cell.PRESENT, Cell.PROXY, Cell.REGRETS, Cell.ABSENT})
_THERE = frozenset({Cell.PRESENT, Cell.PROXY})


@dataclass(frozen=True)
class Row:
    """One party during one membership, and its cell at each meeting; a unit that came back has a row for each time."""

    unit: str
    membership: Membership | None
    cells: tuple[Cell, ...]

    @property
    def represented(self) -> int:
        """At how many of the meetings with a confirmed attendance it was represented."""
        return sum(one in _THERE for one in self.cells)

    @property
    def expected(self) -> int:
        """At how many of them it was expected."""
        return sum(one in _KNOWN for one in self.cells)

    @property
    def misses(self) -> int:
        """How many meetings running, up to the last, it was not represented at; those it was not expected at are passed over."""
        known = [one for one in self.cells if one in _KNOWN]
        return next((back for back, one in enumerate(reversed(known)) if one in _THERE), len(known))


@dataclass(frozen=True)
class Matrix:
    """Party by meeting, in the order of the agreement's text and of the calendar."""

    meetings: tuple[Meeting, ...]
    rows: tuple[Row, ...]

    @property
    def whole(self) -> int:
        """How many meetings had every party represented."""
        columns = zip(*(row.cells for row in self.rows), strict=True)
        return sum(
            _THERE.issuperset(known) for cells in columns if (known := [one for one in cells if one is not Cell.NOT_EXPECTED])
        )


def matrix(agreement: Agreement, meetings: Iterable[Meeting], attendance: Mapping[int, Mapping[str, Attendance]]) -> Matrix:
    """Return who was represented at which of the held meetings of the body that runs the agreement; a gap removes no meeting.

    `attendance` is by the meetings' numbers; a meeting that is not in it has not been confirmed.
    """
    held = tuple(
        sorted(
            (one for one in meetings if one.state is State.HELD and one.kind in COUNTED),
            key=lambda one: (one.starts_at, one.number),
        )
    )
    every = (
        Row(unit.id, span, tuple(_cell(unit.id, span, one, attendance.get(one.number)) for one in held))
        for unit in agreement.units
        for span in unit.memberships or (None,)
    )
    rows = [row for row in every if not {Cell.NOT_EXPECTED}.issuperset(row.cells)]
    return Matrix(held, tuple(rows))


def _cell(unit: str, span: Membership | None, meeting: Meeting, confirmed: Mapping[str, Attendance] | None) -> Cell:
    if span is not None and not span.covers(meeting.on):
        return Cell.NOT_EXPECTED
    if confirmed is None:
        return Cell.UNCONFIRMED
    return Cell(confirmed[unit].presence.value) if unit in confirmed else Cell.ABSENT


def missing_in_a_row(agreement: Agreement, found: Matrix) -> dict[str, int]:
    """Return the parties that have missed as many meetings running as the house rule says, and how many."""
    most = agreement.house.meetings.misses_in_a_row
    last = found.meetings[-1].on if found.meetings else date.max
    here = [row for row in found.rows if row.membership is None or row.membership.covers(last)]
    return {row.unit: row.misses for row in here if row.misses >= most}
