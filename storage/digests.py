"""What a digest counts: how each initiative stands after a round, worked out by the database in one statement.

It tells facts in a few columns; what they come to is for bot/domain/digest.py to say. What it tells of lines is what `told` there
says of them; a test holds the two against each other.
"""

from collections import defaultdict
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Select, String, Subquery, and_, case, func, select, type_coerce
from sqlmodel import Session

from bot.domain.digest import Bounds, Standing, Told
from bot.domain.initiative import State
from storage.asking import table_of
from storage.tables import InitiativeRow, InitiativeTrackRow, LineRow, ReplyRow, RoundRow

# The tables themselves: of ten thousand rows no object is made.
_INITIATIVE, _TRACK, _REPLY, _LINE = (table_of(row).c for row in (InitiativeRow, InitiativeTrackRow, ReplyRow, LineRow))


@dataclass(frozen=True)
class Digests:
    """The digests of one agreement."""

    session: Session
    agreement_id: str

    def standings(self, round_: RoundRow, within: Bounds, *, confidential: bool) -> dict[Standing, list[int]]:
        """Return how the initiatives stand after a round, with the numbers of those that stand alike."""
        alike: dict[tuple[Any, ...], list[int]] = defaultdict(list)
        for row in self.session.execute(self._statement(round_, within, confidential=confidential)).all():
            alike[row[1:]].append(row[0])
        found: dict[Standing, list[int]] = defaultdict(list)
        for stands, numbers in alike.items():
            found[_standing(*stands)] += numbers
        return dict(found)

    def _statement(self, round_: RoundRow, within: Bounds, *, confidential: bool) -> Select[Any]:
        """Return the statement: a row per initiative, with its tracks in one column and the answers in a few."""
        tracks = (
            select(_TRACK.initiative_id, func.aggregate_strings(_TRACK.track, ",").label("tracks"))
            .where(_TRACK.agreement_id == self.agreement_id)
            .group_by(_TRACK.initiative_id)
            .subquery()
        )
        said = self._said(round_)
        facts = (
            _INITIATIVE.number,
            _INITIATIVE.lead,
            type_coerce(_INITIATIVE.state, String),
            _flag(_INITIATIVE.registered_at <= within.registered_by),
            _flag(_INITIATIVE.heard_on <= within.unheard_since),
            _flag(_INITIATIVE.confidential),
            tracks.c.tracks,
            *(column for column in said.c if column.key != "initiative_id"),
        )
        mine = (
            select(*facts)
            .select_from(
                _INITIATIVE.id.table.outerjoin(tracks, tracks.c.initiative_id == _INITIATIVE.id).outerjoin(
                    said, said.c.initiative_id == _INITIATIVE.id
                )
            )
            .where(_INITIATIVE.agreement_id == self.agreement_id, _INITIATIVE.withdrawn_at.is_(None))
        )
        return mine if confidential else mine.where(_INITIATIVE.confidential.is_(False))

    def _said(self, round_: RoundRow) -> Subquery:
        """Return what a round's answers tell of each initiative they speak of."""
        by_lead = _REPLY.unit == _INITIATIVE.lead
        changes = and_(_LINE.previous.is_not(None), _LINE.previous != _LINE.state)
        state = type_coerce(_LINE.state, String)
        return (
            select(
                _LINE.initiative_id,
                func.max(case((by_lead, state))).label("lead"),
                _any(and_(by_lead, changes), "lead_changed"),
                _any(_LINE.progress != "", "progress"),
                _any(_LINE.obstacles != "", "obstacles"),
                *(_any(and_(changes, _LINE.state == one), f"changed_{one}") for one in State),
            )
            .join(_REPLY.id.table, _REPLY.id == _LINE.reply_id)
            .join(_INITIATIVE.id.table, _INITIATIVE.id == _LINE.initiative_id)
            .where(_LINE.agreement_id == self.agreement_id, _REPLY.round_id == round_.id)
            .group_by(_LINE.initiative_id)
            .subquery()
        )


def _flag(condition: ColumnElement[bool]) -> ColumnElement[int]:
    """Return a condition as a number: neither database has a greatest of truths."""
    return case((condition, 1), else_=0)


def _any(condition: ColumnElement[bool], name: str) -> ColumnElement[int]:
    """Return whether a condition holds in any row of a group."""
    return func.max(_flag(condition)).label(name)


def _standing(lead: str, state: str, *told: Any) -> Standing:
    """Read what one initiative's row tells."""
    registered, unheard, confidential, tracks, *said = told
    return Standing(
        lead=lead,
        on_record=State(state),
        tracks=tuple(sorted(tracks.split(","))) if tracks else (),
        registered=bool(registered),
        unheard=bool(unheard),
        confidential=bool(confidential),
        told=_told(*said),
    )


def _told(lead: str | None, lead_changed: int | None, progress: int, obstacles: int, *changed: int) -> Told | None:
    """Read what the answers tell; nothing when there are none."""
    if lead_changed is None:
        return None
    return Told(
        lead=State(lead) if lead else None,
        lead_changed=bool(lead_changed),
        changed=frozenset(state for state, flag in zip(State, changed, strict=True) if flag),
        progress=bool(progress),
        obstacles=bool(obstacles),
    )
